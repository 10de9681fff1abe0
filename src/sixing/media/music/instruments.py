"""Instruments by name, English and Chinese: the 128 programs of General MIDI and a few neighbours.

Chinese instruments that General MIDI does not name sound through the program nearest to them, as
arrangers do (`NEAR`). It knows names; what an instrument can play is in `ranges`.

>>> program("flute"), program("小提琴"), program("古筝"), name(73, "zh")
(73, 40, 107, '长笛')
"""

from __future__ import annotations

import difflib
from typing import Literal

from sixing.errors import BadBrief

#: Program, English name, Chinese name.
_TABLE = """
0 acoustic grand piano|钢琴;1 bright acoustic piano|亮音钢琴;2 electric grand piano|电钢琴
3 honky-tonk piano|酒吧钢琴;4 electric piano 1|电钢琴一;5 electric piano 2|电钢琴二
6 harpsichord|羽管键琴;7 clavinet|击弦古钢琴;8 celesta|钢片琴;9 glockenspiel|钟琴
10 music box|八音盒;11 vibraphone|颤音琴;12 marimba|马林巴;13 xylophone|木琴
14 tubular bells|管钟;15 dulcimer|扬琴;16 drawbar organ|击杆风琴;17 percussive organ|打击风琴
18 rock organ|摇滚风琴;19 church organ|管风琴;20 reed organ|簧风琴;21 accordion|手风琴
22 harmonica|口琴;23 tango accordion|探戈手风琴;24 nylon guitar|尼龙弦吉他
25 steel guitar|钢弦吉他;26 jazz guitar|爵士吉他;27 clean guitar|清音电吉他
28 muted guitar|闷音电吉他;29 overdriven guitar|过载吉他;30 distortion guitar|失真吉他
31 guitar harmonics|吉他泛音;32 acoustic bass|原声贝斯;33 fingered bass|指弹贝斯
34 picked bass|拨片贝斯;35 fretless bass|无品贝斯;36 slap bass 1|击勾贝斯一
37 slap bass 2|击勾贝斯二;38 synth bass 1|合成贝斯一;39 synth bass 2|合成贝斯二;40 violin|小提琴
41 viola|中提琴;42 cello|大提琴;43 contrabass|低音提琴;44 tremolo strings|震音弦乐
45 pizzicato strings|拨弦;46 harp|竖琴;47 timpani|定音鼓;48 string ensemble 1|弦乐合奏
49 string ensemble 2|慢弦乐合奏;50 synth strings 1|合成弦乐一;51 synth strings 2|合成弦乐二
52 choir|合唱;53 voice|人声;54 synth voice|合成人声;55 orchestra hit|乐队齐奏;56 trumpet|小号
57 trombone|长号;58 tuba|大号;59 muted trumpet|弱音小号;60 french horn|圆号
61 brass section|铜管组;62 synth brass 1|合成铜管一;63 synth brass 2|合成铜管二
64 soprano sax|高音萨克斯;65 alto sax|中音萨克斯;66 tenor sax|次中音萨克斯
67 baritone sax|上低音萨克斯;68 oboe|双簧管;69 english horn|英国管;70 bassoon|大管
71 clarinet|单簧管;72 piccolo|短笛;73 flute|长笛;74 recorder|竖笛;75 pan flute|排箫
76 blown bottle|吹瓶;77 shakuhachi|尺八;78 whistle|口哨;79 ocarina|陶笛;80 square lead|方波主音
81 sawtooth lead|锯齿主音;82 calliope lead|汽笛风琴主音;83 chiff lead|吹管主音
84 charang lead|吉他主音;85 voice lead|人声主音;86 fifths lead|五度主音
87 bass and lead|贝斯主音;88 new age pad|新世纪铺底;89 warm pad|温暖铺底
90 polysynth pad|复音铺底;91 choir pad|合唱铺底;92 bowed pad|弓弦铺底;93 metallic pad|金属铺底
94 halo pad|光环铺底;95 sweep pad|扫频铺底;96 rain|雨声;97 soundtrack|音轨;98 crystal|水晶
99 atmosphere|大气;100 brightness|明亮;101 goblins|精灵;102 echoes|回声;103 sci-fi|科幻
104 sitar|西塔琴;105 banjo|班卓琴;106 shamisen|三味线;107 koto|筝;108 kalimba|拇指琴
109 bagpipe|风笛;110 fiddle|民间提琴;111 shanai|唢呐;112 tinkle bell|铃;113 agogo|阿哥哥铃
114 steel drums|钢鼓;115 woodblock|木鱼;116 taiko|太鼓;117 melodic tom|旋律通鼓
118 synth drum|合成鼓;119 reverse cymbal|反镲;120 fret noise|品丝声;121 breath noise|呼吸声
122 seashore|海浪;123 bird|鸟鸣;124 telephone|电话铃;125 helicopter|直升机;126 applause|掌声
127 gunshot|枪声
"""
NAMES: tuple[tuple[str, str], ...] = tuple(
    (entry.split(" ", 1)[1].split("|")[0], entry.split("|")[1])
    for entry in _TABLE.strip().replace("\n", ";").split(";")
)
"""English and Chinese name of each program."""

NEAR = {
    "piano": 0, "organ": 19, "guitar": 24, "bass": 33, "strings": 48, "voices": 52, "sax": 65,
    "horn": 60, "tin whistle": 78, "pipes": 109, "harpsichord": 6,
    "dizi": 73, "笛子": 73, "竹笛": 73, "xiao": 77, "箫": 77, "洞箫": 77, "erhu": 110, "二胡": 110,
    "guzheng": 107, "古筝": 107, "guqin": 107, "古琴": 107, "pipa": 106, "琵琶": 106,
    "yangqin": 15, "suona": 111, "sheng": 20, "笙": 20, "编钟": 14, "吉他": 24, "贝斯": 33,
    "弦乐": 48, "风琴": 19, "萨克斯": 65,
}  # fmt: skip
"""Everyday names, and Chinese instruments by the program that stands for them."""

_PROGRAMS = {**{n: i for i, pair in enumerate(NAMES) for n in pair}, **NEAR}


def program(word: str) -> int:
    """The program that a person calls so.

    Raises:
        BadBrief: no instrument is called so; the message names those that look alike.
    """
    said = word.strip().lower()
    if said.isdecimal() and int(said) < len(NAMES):
        return int(said)
    if said not in _PROGRAMS:
        near = difflib.get_close_matches(said, _PROGRAMS, 3) or ["piano", "flute", "古筝"]
        raise BadBrief(
            f'no instrument is called "{word}"; did you mean {", ".join(near)}?',
            zh=f"没有叫“{word}”的乐器；是否想写：{'、'.join(near)}？",
        )
    return _PROGRAMS[said]


def name(number: int, lang: Literal["en", "zh"] = "en") -> str:
    """A program's name."""
    return NAMES[number][lang == "zh"]
