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
    """Sixing (思行): poems that keep every rule, made and kept on your own computer.

\b
  sixing create poem --form 七绝 --theme 秋思 -n 3
  sixing check poem my-poem.txt
""": """思行：在你自己的电脑上，作合律的诗词，留在你自己手里。

\b
  sixing create poem --form 七绝 --theme 秋思 -n 3
  sixing check poem 我的诗.txt
""",
    "Language of the screens.": "界面语言。",
    "works": "作品",
    # create
    "Make works for a theme.": "依主题创作。",
    "Make poems that keep every rule of their form.": "作诗填词，格律不差一字。",
    "五绝 七绝 五律 七律 五排 七排， 五联 七联， or a tune such as 浣溪沙.": (
        "体裁：五绝 七绝 五律 七律 五排 七排，五联 七联，或词牌如 浣溪沙。"
    ),
    "A word or a sentence, Chinese or English.": "主题：一词或一句，中英文皆可。",
    "How many.": "几首。",
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
    "Learn a style from a corpus; a stopped run goes on where it was.": (
        "由语料学得一种风格；中断后可接着学。"
    ),
    "A TOML file.": "配方，TOML 文件。",
    "Where to work and keep the style.": "工作与存放风格的文件夹。",
    "style": "风格",
    "Read collections to learn from.": "读入供学习的语料。",
    "Add a folder, a file, a tarball or the package chinese-poetry.": (
        "加入文件夹、文件、压缩包，或 chinese-poetry 包。"
    ),
    "Say what was kept, changed and dropped, and why.": "说明收入、修整、舍弃了什么，为什么。",
}
