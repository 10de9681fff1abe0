"""What a piece is, in a line: key, metre, length, players.

>>> from sixing.media.music.score import Key, Note, Part, Score
>>> summary(Score((Part("", 73, (Note(0, 48, 67),)),), key=Key(7)))
'G major · 4/4 · 1 bar · flute'
"""

from __future__ import annotations

from typing import Literal

from sixing.media.music.instruments import name
from sixing.media.music.score import TONICS, Key, Score

_MODES = {
    "major": "大调", "minor": "小调", "dorian": "多利亚调式", "mixolydian": "混合利底亚调式",
    "phrygian": "弗里几亚调式", "lydian": "利底亚调式", "gong": "宫调式", "shang": "商调式",
    "jue": "角调式", "zhi": "徵调式", "yu": "羽调式",
}  # fmt: skip


def summary(score: Score, lang: Literal["en", "zh"] = "en") -> str:
    """Key, metre, bars and players."""
    bars = len(score.bars()) - bool(score.pickup)
    zh = lang == "zh"
    said = [score.metres[0].name, f"{bars} 小节" if zh else f"{bars} bar{'s' * (bars != 1)}"]
    if score.key:
        said.insert(0, key_name(score.key, lang))
    drums = "鼓" if zh else "drums"
    players = dict.fromkeys(drums if p.drums else name(p.program, lang) for p in score.parts)
    return " · ".join([*said, ("、" if zh else ", ").join(players)])


def key_name(key: Key, lang: Literal["en", "zh"] = "en") -> str:
    """A key in words of either language: ``G major``, ``G 大调``."""
    return key.name if lang == "en" else f"{TONICS[key.tonic]} {_MODES[key.mode]}"
