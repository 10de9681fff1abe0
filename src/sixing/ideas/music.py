"""思 for music: a brief made concrete: key, metre, tempo, players, length and plan, with reasons.

What the brief leaves open is drawn from the habits of its style, as counted when the style was
fitted; a mood chooses among modes and tempos. It knows no notes.

>>> habits = {"metres": {"6/8": 3}, "tempos": {"120": 1}, "keys": {"7 major": 2}, "ensembles": {}}
>>> idea = plans(Brief("music", form="jig", seed=7), {"irish": habits}, 1)[0]
>>> idea.form, idea.detail("key"), idea.detail("metre"), idea.detail("plan")
('jig', '7 major', '6/8', 'AB')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from sixing.errors import BadBrief
from sixing.media.music import asking
from sixing.media.music.genres import Genre, find, of_style
from sixing.media.music.instruments import name
from sixing.media.music.score import MODES, TONICS, Key, Metre
from sixing.works import Brief, Idea, share
from sixing.works.mood import HANZI, mood

DRUMS = "drums"
"""The player that has no program."""

Habits = Mapping[str, Mapping[str, Any]]
"""For each style: ``metres``, ``tempos``, ``keys`` and ``ensembles``, how often each was met."""

OPTIONS = ("bars", "blend", "density", "dial", "instruments", "key", "metre", "plan", "tempo")
"""What a brief may say of a piece."""

FEELS: Mapping[str, tuple[int, int]] = {
    "joy": (2, 2), "sorrow": (0, 0), "longing": (0, 1),
    "solitude": (1, 0), "ambition": (1, 2), "serenity": (2, 0),
}  # fmt: skip
"""Valence and energy (0 to 2 each) of every mood, after Russell's circumplex (1980)."""

PACE = (0.8, 1.0, 1.2)
"""What energy makes of a style's usual tempo."""

_DARK, _BRIGHT = ("minor", "dorian", "phrygian", "yu", "shang", "jue"), ("major", "gong", "zhi")
_DARK_OF = {"major": "minor", "gong": "yu", "zhi": "shang"}
_BRIGHT_OF = {"minor": "major", "dorian": "major", "phrygian": "major", "mixolydian": "major"}


def plans(brief: Brief, habits: Habits, count: int, style: str = "") -> list[Idea]:
    """So many plans for a brief, each drawn anew where the brief leaves it open.

    Args:
        style: the tradition that is meant, where the brief names a style that holds it.

    Raises:
        BadBrief: a style, form, key, metre, instrument … is none that there is.
    """
    style = style or brief.style
    genre = genre_of(brief, habits, style)
    if style == "default":
        style = genre.style
    return [_plan(brief, genre, habits, style, number) for number in range(count)]


def genre_of(brief: Brief, habits: Habits, style: str) -> Genre:
    """The kind of piece that a brief names or, left open, that its style makes.

    Raises:
        UnknownForm: no kind is called so.
        BadBrief: no style is called so.
    """
    for called in (style, brief.option("blend")):
        if called and called != "default" and called not in habits:
            listed = ", ".join(habits)
            raise BadBrief(
                f'no style of music is called "{called}"; there are {listed}',
                zh=f"没有叫“{called}”的音乐风格；现有：{'、'.join(habits)}",
            )
    if brief.form:
        return find(brief.form)
    return of_style(next(iter(habits)) if style == "default" else style)


@dataclass(frozen=True)
class _Draw:
    """Draws what is open from what a style does."""

    habits: Mapping[str, Any]
    chance: Random

    def of(self, name: str, usual: str) -> str:
        counts: Mapping[str, int] = self.habits.get(name, {})
        if not counts:
            return usual
        return self.chance.choices(list(counts), list(counts.values()))[0]


def _plan(brief: Brief, genre: Genre, habits: Habits, style: str, number: int) -> Idea:
    seed = (brief.seed or 0) * 1000 + number
    draw = _Draw(habits.get(style, {}), Random(seed))
    feel = FEELS[mood(brief.emotion)] if brief.emotion else None
    key = _key(brief, draw, feel)
    metre = _metre(brief, genre, draw)
    tempo = _tempo(brief, draw, feel)
    players = _players(brief, draw, style)
    bars = asking.bars(brief.option("bars", str(genre.bars)))
    details = {
        "style": style, "key": f"{key.tonic} {key.mode}", "metre": metre.name,
        "tempo": str(tempo), "programs": ",".join(players), "bars": str(bars),
        "plan": brief.option("plan", genre.plan).upper(),
        **({"blend": brief.option("blend")} if brief.option("blend") else {}),
        **({"dial": str(share(brief.option("dial", "0.5"), ("dial", "比例")))}
           if brief.option("blend") else {}),
        **({"density": str(_density(brief.option("density")))} if brief.option("density") else {}),
        **({"valence": str(feel[0]), "energy": str(feel[1])} if feel else {}),
    }  # fmt: skip
    reasons = _reasons(brief, genre, key, metre, tempo, players, bars)
    title = brief.theme.strip() or f"{genre.zh} {genre.name}"
    return Idea(
        brief, genre.name, title, (), (), seed, reasons, details=tuple(details.items())
    )  # fmt: skip


def _key(brief: Brief, draw: _Draw, feel: tuple[int, int] | None) -> Key:
    """As asked; drawn from habit, and of the mode that a mood wants."""
    if brief.option("key"):
        return asking.key(brief.option("key"), minor=feel is not None and feel[0] == 0)
    tonic, mode = draw.of("keys", "7 major").split()
    if feel and feel[0] == 0 and mode not in _DARK:
        mode = _DARK_OF.get(mode, "minor")
    if feel and feel[0] == 2 and mode not in _BRIGHT:
        mode = _BRIGHT_OF.get(mode, "gong" if len(MODES[mode]) == 5 else "major")
    return Key(int(tonic), mode)


def _metre(brief: Brief, genre: Genre, draw: _Draw) -> Metre:
    return asking.metre(brief.option("metre") or genre.metre or draw.of("metres", "4/4"))


def _tempo(brief: Brief, draw: _Draw, feel: tuple[int, int] | None) -> int:
    if brief.option("tempo"):
        return asking.tempo(brief.option("tempo"))
    usual = int(draw.of("tempos", "100"))
    return round(usual * PACE[feel[1]]) if feel else usual


def _players(brief: Brief, draw: _Draw, style: str) -> tuple[str, ...]:
    """Programs, and `DRUMS`."""
    if brief.option("instruments"):
        return tuple(map(str, asking.players(brief.option("instruments"))))
    usual = {"bach": "52,52,52,52", "chinese": "73"}.get(style, "0")
    return tuple(draw.of("ensembles", usual).split(","))


def _called(players: tuple[str, ...], lang: Literal["zh", "en"]) -> list[str]:
    """What the players are called, each once."""
    drums = {"zh": "鼓组", "en": "drums"}[lang]
    return [drums if p == DRUMS else name(int(p), lang) for p in dict.fromkeys(players)]


def _density(text: str) -> int:
    words = {"sparse": 0, "疏": 0, "medium": 1, "中": 1, "dense": 2, "密": 2}
    if text.strip().lower() not in words:
        raise BadBrief(
            f'the density "{text}" is none: say sparse, medium or dense',
            zh=f"没有“{text}”这样的疏密：请写 疏、中、密",
        )
    return words[text.strip().lower()]


def _reasons(
    brief: Brief, genre: Genre, key: Key, metre: Metre, tempo: int, players: tuple[str, ...],
    bars: int,
) -> tuple[str, ...]:  # fmt: skip
    names_zh, names_en = "、".join(_called(players, "zh")), ", ".join(_called(players, "en"))
    tonic = TONICS[key.tonic]
    said = [
        f"{genre.zh}：{tonic} {key.mode}，{metre.name}，速度 {tempo}，{bars} 小节，{names_zh}",
        f"{genre.name}: {key.name}, {metre.name}, {tempo} to the minute, {bars} bars, {names_en}",
    ]
    if brief.emotion:
        felt = mood(brief.emotion)
        said.append(
            f"情绪“{HANZI[felt]}”定调式与快慢；mood {felt}: it chose the mode and the tempo"
        )
    return tuple(said)
