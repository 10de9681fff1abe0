"""What each English phrase of the screens is in Chinese; a test finds any that is missing.

>>> CHINESE["works"]
'作品'
"""

from __future__ import annotations

from typing import Final

CHINESE: Final = {
    # click's own
    "Options": "选项",
    "Commands": "命令",
    "Show the version and exit.": "显示版本。",
    "Show this message and exit.": "显示本说明。",
    # the root
    """Sixing (思行): poems and music that keep their rules, and pictures,
made on your own computer.

\b
  sixing create poem --form 七绝 --theme 秋思 -n 3
  sixing create music --style irish --key G --out tune.mid
  sixing paint ID --out painting.svg
  sixing check poem my-poem.txt
""": """思行：在你自己的电脑上，作合律的诗词、合规的乐曲，也作画，留在你自己手里。

\b
  sixing create poem --form 七绝 --theme 秋思 -n 3
  sixing create music --style irish --key G --out tune.mid
  sixing paint 编号 --out 山水.svg
  sixing check poem 我的诗.txt
""",
    "Language of the screens.": "界面语言。",
    "works": "作品",
    # create
    "Make works: poems, music, pictures.": "创作：诗词、乐曲、图画。",
    # music
    "Name every fault of the pieces in FILE: bars, ranges, hands, voice leading.": (
        "逐一指出乐曲之误：小节、音域、手位、声部进行。"
    ),
    "Make music: a chorale, a jig, a Chinese air, a rag, a band.": (
        "作曲：众赞歌、吉格舞曲、中国小调、散拍乐、小乐队。"
    ),
    "Make music between two styles, such as irish and chinese.": (
        "在两种风格之间作曲，如 irish 与 chinese。"
    ),
    "Set a melody for four voices (SATB); the melody stays as it is.": (
        "为旋律配四部和声（SATB），旋律一音不改。"
    ),
    "Go on from a beginning.": "从开头续写。",
    "Write some bars of a piece anew, so that both sides fit.": "重写几个小节，使前后相接。",
    "Add a second voice to a melody.": "为旋律添一个对位声部。",
    "Vary a piece or a picture: some of its bars, or its layout, anew.": (
        "变奏：重写乐曲的若干小节，或重排一幅画。"
    ),
    "A melody for a Chinese poem that follows its tones (依字行腔).": "依字行腔，为诗谱曲。",
    "The same seed, the same music.": "种子：同一种子得同样的乐曲。",
    "What to call it.": "题名。",
    "Write a file: .mid .musicxml .abc .svg .png .wav .ogg .html .txt": (
        "写成文件：.mid .musicxml .abc .svg .png .wav .ogg .html .txt"
    ),
    "A soundfont (.sf2, .sf3) for sound.": "发声所用的音色库（.sf2、.sf3）。",
    "jig, reel, chorale, rag, air …； 吉格舞曲、众赞歌、中国小调 …": (
        "体裁：jig、reel、chorale、rag、air …；吉格舞曲、众赞歌、中国小调 …"
    ),
    "Such as G, Am, D dorian, C宫.": "调，如 G、Am、D dorian、C宫。",
    "Such as 4/4, 6/8.": "拍号，如 4/4、6/8。",
    "Whose tones the melody follows： 平上去入 or 普通话.": "旋律所依的声调：平上去入或普通话。",
    "Quarter notes a minute.": "速度：每分钟四分音符数。",
    "How many bars.": "几小节。",
    "How many bars more.": "再写几小节。",
    "Players, such as flute,cello or 笛子,古筝.": "乐器，如 flute,cello 或 笛子,古筝。",
    "A mood, such as joy or 忧伤.": "情绪，如 joy 或 忧伤。",
    "sparse, medium or dense； 疏、中、密.": "疏密：疏、中、密。",
    "Sections and their return, such as AABA.": "段落及其反复，如 AABA。",
    "A second style to blend with the first.": "第二种风格，与第一种交融。",
    "How much of the second style.": "第二种风格占几成，0 到 1。",
    "How much of the second style, 0 to 1.": "第二种风格占几成，0 到 1。",
    "The melody's key; found when left out.": "旋律的调；不写则自行寻找。",
    "Whether parallel fifths, octaves and crossings are forbidden outright.": (
        "平行五八度与声部交叉是否一律禁止。"
    ),
    "From and to, such as 5-8.": "起止小节，如 5-8。",
    "How much of it, 0 to 1.": "改动几成，0 到 1。",
    "sixing show ID --format svg|wav|mid|html --out FILE draws, plays, saves it.": (
        "sixing show ID --format svg|wav|mid|html --out 文件：看谱、听音、存盘。"
    ),
    "Make poems that keep every rule of their form.": "作诗填词，格律不差一字。",
    "五绝 七绝 五律 七律 五排 七排， 五联 七联， or a tune such as 浣溪沙.": (
        "体裁：五绝 七绝 五律 七律 五排 七排，五联 七联，或词牌如 浣溪沙。"
    ),
    "A word or a sentence, Chinese or English.": "主题：一词或一句，中英文皆可。",
    "How many.": "几首。",
    "Carry out a plan of `sixing think`, perhaps edited.": (
        "依 `sixing think` 之计划而作，可先改动。"
    ),
    "Draw the best poem of every mood and family of images into this SVG file.": (
        "每种情绪、每类意象各取最佳一首，绘成 SVG 地图存入此文件。"
    ),
    "What becomes of offensive words; the style says when left out.": (
        "不当词语如何处置：off 不管，warn 提示，block 不取；不写则依风格。"
    ),
    "Whether what you said of earlier works counts.": "你对旧作的评语是否算数。",
    "{filled} of {cells} kinds found; the map is {path}": (
        "{cells} 类中得 {filled} 类；地图存于 {path}"
    ),
    "The same seed gives the same poems.": "种子：同一种子得同样的诗。",
    "A learned style.": "学得的风格。",
    "Rhyme group, such as 上平一东.": "韵部，如 上平一东。",
    "藏头： the first characters of the lines.": "藏头：各句首字。",
    "藏尾： the last characters of the lines.": "藏尾：各句末字。",
    "LINE,PLACE=CHARACTERS, such as 2,3=月.": "定字：行，字=字词，如 2,3=月。",
    "上联： the line to answer; makes the lower one.": "上联：据此对出下联。",
    "Rhyme book; pingshui for shi, cilin for ci.": "韵书；诗默认平水韵，词默认词林正韵。",
    "Must every living reading of a character fit its place, or any one?": (
        "多音字：严（常用诸音皆须合律）或宽（一音合律即可）。"
    ),
    "Of the output.": "输出用简体或繁体。",
    "A JSON list, for other programs.": "输出 JSON，供其他程序使用。",
    "Write to a file, whole or not at all.": "写入文件，要么完整，要么不写。",
    "Only {made} of {count} were good enough and unlike each other.": (
        "所求 {count} 首，只有 {made} 首够好且彼此不同。"
    ),
    # think
    "Plan works before a word is written.": "落笔之前，先作计划。",
    "Plan poems: images, rhyme words and moods, line by line, with reasons.": (
        "为诗作计划：逐句定意象、韵脚、情绪，并说明缘由。"
    ),
    "A second theme to blend with the first.": "第二个主题，与第一个交融。",
    "A mood, or its way over the lines, such as 孤独→闲适.": "情绪，或其随句之变，如 孤独→闲适。",
    "Characters to do without, such as 月.": "不用之字，如 月。",
    "How many plans.": "几个计划。",
    "The same seed gives the same plans.": "种子：同一种子得同样的计划。",
    "Plans as JSON, to be edited.": "以 JSON 输出计划，可供修改。",
    "Write the JSON to a file, to be edited.": "把 JSON 写入文件，可供修改。",
    "images": "意象",
    "rhyme words": "韵脚",
    "without": "不用",
    # works, show, explain
    "id": "编号",
    "form": "体裁",
    "title": "题目",
    "first line": "首句",
    "List the works you made, newest first.": "列出已有作品，新作在前。",
    "How many to list.": "列出几件。",
    "No works yet: `sixing create poem --theme 秋思` makes one.": (
        "还没有作品：`sixing create poem --theme 秋思` 可作一首。"
    ),
    "Show a work, as text or as a page.": "展示作品：文字或版面。",
    "A font file, for png.": "字体文件，用于 png。",
    "The same as --format json.": "等同 --format json。",
    "Say why a work was chosen: tones, rhymes, scores, what it shares with others.": (
        "说明为何选它：平仄、韵脚、评分、与前人之作的异同。"
    ),
    "As JSON, for other programs.": "输出 JSON，供其他程序使用。",
    # check
    "Check a work against the rules of its form.": "依体裁的规则检查作品。",
    "Name every broken rule of the poems in FILE, or of standard input (-).": (
        "逐条指出文件（或标准输入 -）中诗词的出律之处。"
    ),
    "The form meant; found from the poem when left out.": "体裁；不写则由诗自行判断。",
    "the form is kept": "合律",
    # corpus, fit
    "Learn a style of your own from a folder of poems, or a whole one by a recipe; "
    "a stopped run goes on where it was.": (
        "由一个文件夹的诗学成自己的风格，或按配方整套训练；中断后可接着学。"
    ),
    "Of pictures: patches, gan, or classes by subfolder； otherwise their number decides.": (
        "图画之法：patches 取其局部，gan 训练网络，classes 按子文件夹分类；不写则按数量而定。"
    ),
    "{count} classes; of pictures held out {right} are told right.": (
        "{count} 类；留出之图判对 {right}。"
    ),
    "Say which of your classes pictures belong to.": "说出图画属于你所分的哪一类。",
    "A style taught with --way classes.": "以 --way classes 学成的风格。",
    "A translator in whose hand to write, such as cursive.": "以某转译器之手书写，如 cursive。",
    "Look at a folder of pictures: doubles, strays, blank, tiny and broken ones.": (
        "检视一个图画文件夹：重复、离群、空白、过小与损坏者。"
    ),
    "about {time} on this computer.": "在本机约需{time}。",
    "a work takes about {time}.": "每件作品约需{time}。",
    "{count} pictures, by {way}.": "{count} 幅图，以{way}之法。",
    "patches": "局部",
    "gan": "生成网络",
    "{pieces} pieces; held out: {own} nats a note, {base} before.": (
        "共 {pieces} 首；留出部分每音 {own} 奈特，学前 {base}。"
    ),
    "What the pieces are.": "作品的门类。",
    "What to call a style of your own.": "给自己的风格取个名字。",
    "{pieces} pieces to learn from; about {time} on this computer.": (
        "可学 {pieces} 首；在这台电脑上约需 {time}。"
    ),
    "Few pieces teach little: twenty or more are better.": "首数少则所学有限：二十首以上更好。",
    "{n} seconds": "{n} 秒",
    "{n} minutes": "{n} 分钟",
    "Held-out pieces: {own} nats a hanzi, {base} before: learnt.": (
        "留出未学之作：每字 {own} 奈特，原为 {base}：已学成。"
    ),
    "Held-out pieces: {base} nats a hanzi before, and learning did not help: the base's "
    "weights stay. The style keeps your words and forms.": (
        "留出未学之作：每字原为 {base} 奈特，再学无益：保留底本的权重；风格仍存你的用字与体裁。"
    ),
    # patterns
    "Say what recurs in a collection of poems or pictures, and what sets it apart.": (
        "描画一批诗或画的风貌：常见什么，与别家何异。"
    ),
    "Only this author's poems.": "只取此作者的诗。",
    "A collection to compare with; otherwise the rest, or all verse.": (
        "用来相较的诗集；不写则与其余之诗或历代诗相较。"
    ),
    "Write a page with figures (html) to a file.": "写成带图的网页文件（html）。",
    # adapt, undo, styles
    "Move a style to what your verdicts prefer; the old one is kept, a worse one is not.": (
        "按你的品评调整风格；旧的留着，若不更好则不采用。"
    ),
    "Which style.": "哪一种风格。",
    "Take back the last change of a style, byte for byte.": "撤销风格的上一次改动，一字节不差。",
    "List the styles and their versions.": "列出各风格及其版本。",
    "learnt": "学自",
    "pieces": "作品",
    "verdicts": "品评",
    "in use": "使用中",
    "adapted: version {number} of {style}.": "已调整：{style} 第 {number} 版。",
    "Not better: the style stays as it was.": "未见更好：风格保持原样。",
    "On {briefs} themes it never saw, your taste prefers the new poems in {wins} of 100.": (
        "在 {briefs} 个未见过的题目上，按你的趣味，新作胜出 {wins} %。"
    ),
    "It went {kl} nats a poem from the old style.": "与旧风格相距每首 {kl} 奈特。",
    "Held-out verdicts it agrees with: {right} of {count}.": (
        "留出的品评，与之相合 {right}／{count}。"
    ),
    "{style}: version {number} taken back.": "{style}：已撤销第 {number} 版。",
    "A TOML file.": "配方，TOML 文件。",
    "Where to work and keep the style.": "工作与存放风格的文件夹。",
    "style": "风格",
    "Read collections to learn from.": "读入供学习的语料。",
    "Add a folder, a file, a tarball or the package chinese-poetry.": (
        "加入文件夹、文件、压缩包，或 chinese-poetry 包。"
    ),
    "Say what was kept, changed and dropped, and why.": "说明收入、修整、舍弃了什么，为什么。",
    # compare, rate, edit, taste, forget
    "Say which of two works is better: 1, 2, 0 for neither, q to stop.": (
        "两件作品孰优：1、2，0 为不分高下，q 停止。"
    ),
    # pictures
    "Make pictures: a landscape, a scene, a pattern, an emoji.": "作画：山水、小景、图案、表情。",
    "shanshui, scene, abstract, emoji, brush, piece； 山水、小景、抽象 …": (
        "种类：山水、小景、抽象、表情、墨迹、画作。"
    ),
    "What is in it, Chinese or English.": "画中何物，中英文皆可。",
    "Such as 512 or 1200x800.": "尺寸，如 512 或 1200x800。",
    "Such as 1200x800.": "尺寸，如 1200x800。",
    "Of abstract pictures.": "抽象画的配色。",
    "0 the most usual, 1 the most varied; of emoji and brush.": (
        "0 最寻常，1 最多变；用于表情与墨迹。"
    ),
    "The same seed, the same picture.": "种子：同一种子得同样的画。",
    "Write a file: .svg .png .jpg .pdf .html .txt": "写入文件：.svg .png .jpg .pdf .html .txt",
    "A picture whose manner to take; several are mixed.": "取其笔法的图画；可给几幅，相参而用。",
    "Paint a landscape in ink for a poem: what its lines name is in it.": (
        "为诗作水墨山水：诗中之物，画中皆有。"
    ),
    "Set a poem in calligraphy beside its painting, with a seal.": "诗画立轴：书诗于画旁，钤印。",
    "A painting that was made; otherwise a new one.": "用已作的画；不写则新画一幅。",
    "The name on the seal.": "印文。",
    "A handscroll or a hanging one.": "手卷（hand）或立轴（hanging）。",
    "A font file, such as of brush writing.": "字体文件，如毛笔字体。",
    "Repaint a picture, or every frame of an animation, in another's manner.": (
        "以他画笔法重绘一幅画，或动画的每一帧。"
    ),
    "0 to 1; found by itself when left out.": "强度，0 到 1；不写则自寻。",
    "Take the manner, not its colours.": "取其笔法，不取其色。",
    "A picture: white is repainted, black is left.": "蒙版：白处重绘，黑处不动。",
    "Optimise every pixel (Gatys); needs torch and VGG16.": (
        "逐像素优化（Gatys）；需要 torch 与 VGG16。"
    ),
    "Carry a picture or a text over: into cursive writing, into paint.": (
        "转译：写成草书，或转成绘画。"
    ),
    "A translator of the pack.": "用哪个转译器。",
    "Find a picture among what a model can make.": "在模型所能作之中，寻最近的一幅。",
    "A film from picture to picture through what a model can make.": (
        "动画：在模型所能作之中，由一幅渐变到另一幅。"
    ),
    "Where it passes.": "经过哪些种子。",
    "Write a file: .gif .webp": "写入文件：.gif .webp",
    "sixing show ID --format svg|png|pdf|html --out FILE draws and saves it.": (
        "sixing show ID --format svg|png|pdf|html --out 文件，可画可存。"
    ),
    "What to compare.": "比较何种作品。",
    "How many pairs.": "比几对。",
    "Every pair that tells something has been compared.": "值得一比的都已比过。",
    "Which is better? 1, 2, 0 for neither, q to stop": "哪首更好？1、2，0 不分高下，q 停止",
    "Type 1, 2, 0 or q.": "请按 1、2、0 或 q。",
    "{said} answers kept.": "已记下 {said} 条。",
    "Say how good a work is: 0 to 5 stars, or a share such as 0.85.": (
        "评一件作品：0 至 5 星，或 0.85 这样的分数。"
    ),
    "Your own words, kept with the verdict.": "附言，与意见一同留存。",
    "{work} rated {rating} of 1.": "{work} 评为 {rating}（满分 1）。",
    "Change a work; the edit is kept beside it, and you are taken to prefer it.": (
        "改一件作品；改本与原作并存，并视为你更喜欢改本。"
    ),
    "The new line N; may be given again.": "第 N 句的新句；可多次使用。",
    "All the lines, from a file or from -.": "全部句子，来自文件或标准输入（-）。",
    "A new title.": "新题目。",
    "Keep it even if it breaks its form.": "出律也照样留下。",
    "Say what was learnt of your taste, and how well it foretells you.": (
        "说明学到了你怎样的偏好，说中几成。"
    ),
    "Nothing is known of your taste yet: try `sixing compare`.": (
        "还不知道你的偏好：可试 `sixing compare`。"
    ),
    "Remove all your verdicts and everything learnt from them; works stay.": (
        "删除你的全部意见及由此所学；作品保留。"
    ),
    "Do not ask.": "不再询问。",
    "There is nothing to forget.": "没有可遗忘的。",
    "removed": "已删除",
    "{verdicts} verdicts, {judgements} judgements of taste, {styles} styles": (
        "意见 {verdicts} 条，合意评语 {judgements} 条，风格 {styles} 种"
    ),
    "Remove all of it, for good?": "全部删除，不可恢复？",
}
