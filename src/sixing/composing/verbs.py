"""What is done with what a person brings: music harmonised, continued, filled, varied; verse sung.

Every verb makes several, judges them as `create` does, and leaves what was given as it was.

>>> harmonise(tune, Brief("music", seed=7))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sixing.composing import chorales
from sixing.composing.loop import Task, finish, making, open_task
from sixing.composing.syllables import SYSTEMS, syllables
from sixing.composing.writing import CHORALE, CHORALES, Passage
from sixing.errors import BadBrief
from sixing.media.music import asking, keys
from sixing.media.music.score import Key, Score
from sixing.media.music.setting import sing
from sixing.media.music.spelling import spell
from sixing.media.music.summary import key_name
from sixing.progress import Progress, silent, within
from sixing.works import Brief, Candidate, Idea, share
from sixing.works.mood import mood

#: Bars that `continued` adds and the most that a piece may have afterwards.
MORE, LONGEST = 8, 128


def harmonise(
    tune: Score, brief: Brief, *, strict: bool = True, progress: Progress = silent
) -> list[Candidate]:
    """Alto, tenor and bass under a melody, which stays note for note.

    Raises:
        BadInput: no melody, several, or one that a soprano cannot sing; names the notes.
        ImpossibleBrief: strict, and the melody leaves no way to keep every rule.
    """
    task = open_task(replace(brief, style=CHORALE))
    tune = _keyed(tune, brief)
    idea = _idea(task, tune, "chorale", "为旋律配和声；a melody harmonised")

    def compose(seed: int) -> Score:
        made = chorales.harmonise(tune, strict=strict, seed=seed)
        first, *others = made.parts
        return replace(made, parts=(replace(first, name=first.name or "soprano"), *others))

    more = {"verb": "harmonise", "strict": strict, "given": list(spell(tune))}
    made = _several(task, idea, compose, within(progress, 0.0, 0.85))
    return finish(task, made, more, frozenset({1}), lax=not strict)


def countered(tune: Score, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """A second voice to a melody, which stays note for note.

    Raises:
        BadInput: as `harmonise`.
    """
    task = open_task(replace(brief, style=CHORALE))
    tune = _keyed(tune, brief)
    idea = _idea(task, tune, "duet", "为旋律添一个声部；a second voice to a melody")

    def compose(seed: int) -> Score:
        return chorales.counter(tune, seed=seed)

    made = _several(task, idea, compose, within(progress, 0.0, 0.85))
    return finish(
        task, made, {"verb": "counter", "given": list(spell(tune))}, frozenset({1}), lax=True
    )


def continued(score: Score, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """So many bars more, after all that is given.

    Raises:
        BadBrief: the piece would become too long.
        BadInput: the grid cannot hold what was given.
    """
    bars = _bars(score)
    more = asking.bars(brief.option("bars", str(MORE)))
    if bars + more > LONGEST:
        raise BadBrief(
            f"{bars} bars and {more} more are too many: a piece has at most {LONGEST}",
            zh=f"已有 {bars} 小节，再加 {more} 小节太长：至多 {LONGEST} 小节",
        )
    passage = Passage(score, frozenset(), bars + more)
    return _around(score, brief, passage, "continue", f"续 {more} 小节；{more} bars more", progress)


def infilled(score: Score, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """Some bars written anew, so that both sides fit; what is around them stays.

    Four voices are filled by the any-order net, which sees both sides at once; of other pieces
    several fillings are made and the one chosen after which the rest is likeliest.

    Raises:
        BadBrief: there are no such bars.
    """
    first, last = asking.span(brief.option("bars"))
    bars = _bars(score)
    if last > bars:
        raise BadBrief(
            f"bars {first} to {last}: the piece has {bars}",
            zh=f"第 {first} 到 {last} 小节：全曲只有 {bars} 小节",
        )
    if len(score.parts) == 4 and not any(part.drums for part in score.parts):
        return _choir_filled(score, brief, range(first, last + 1), progress)
    shift = 1 if score.pickup else 0
    free = frozenset(range(first - 1 + shift, last + shift))
    said = f"重写第 {first} 至 {last} 小节；bars {first} to {last} anew"
    return _around(score, brief, Passage(score, free, bars), "infill", said, progress)


def varied(score: Score, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """Some of its bars written anew, their strong beats kept.

    Raises:
        BadBrief: the amount is no number from 0 to 1.
    """
    amount = share(brief.option("amount", "0.4"), ("amount", "改动"))
    task = open_task(brief)
    bars, shift = _bars(score), 1 if score.pickup else 0
    chance = np.random.default_rng(task.brief.seed)
    count = max(1, round(amount * (bars - 1))) if amount else 0
    # The last bar keeps its close.
    free = chance.permutation(max(1, bars - 1))[:count] + shift
    passage = Passage(score, frozenset(int(bar) for bar in free), bars, anchored=True)
    said = f"变奏：重写 {count} 小节；{count} of {bars} bars anew"
    return _around(score, task.brief, passage, "vary", said, progress)


def sung(lines: Sequence[str], brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """A melody for a Chinese poem that follows the tones of its words (依字行腔).

    Raises:
        BadInput: there is nothing to sing, or a character has no tone.
    """
    task = open_task(brief)
    felt = mood(brief.emotion) if brief.emotion else ""
    key = asking.key(brief.option("key")) if brief.option("key") else None
    tempo = asking.tempo(brief.option("tempo")) if brief.option("tempo") else None
    tones = syllables(lines, brief.option("tones", SYSTEMS[0]))
    made = []
    chance = np.random.default_rng(task.brief.seed)
    for number in range(2 * task.brief.count):
        progress(0.85 * number / (2 * task.brief.count), "making 行")
        seed = int(chance.integers(2**31))
        score = sing(
            lines, tones, title=brief.theme, mood=felt, key=key, tempo=tempo, seed=seed
        ).score
        made.append(
            (_idea(task, score, "song", "依字行腔；it follows the tones of its words"), score)
        )
    return finish(task, made, {"verb": "sing", "given": list(lines)}, lax=True)


def _choir_filled(score: Score, brief: Brief, bars: range, progress: Progress) -> list[Candidate]:
    task = open_task(replace(brief, style=CHORALE))
    score = _keyed(score, brief)
    said = f"重写第 {bars[0]} 至 {bars[-1]} 小节；bars {bars[0]} to {bars[-1]} anew"
    idea = _idea(task, score, "chorale", said)

    def compose(seed: int) -> Score:
        shift = 1 if score.pickup else 0
        return chorales.infill(score, [bar + shift for bar in bars], strict=False, seed=seed)

    made = _several(task, idea, compose, within(progress, 0.0, 0.85))
    return finish(task, made, {"verb": "infill", "given": list(spell(score))}, lax=True)


def _around(
    score: Score, brief: Brief, passage: Passage, verb: str, said: str, progress: Progress
) -> list[Candidate]:
    """Writes the free bars of a piece, in the style asked or the one of its kind."""
    score = _keyed(score, brief)
    passage = replace(passage, given=score)
    task = open_task(brief)
    idea = _idea(task, score, "piece", said, bars=passage.bars)
    made = making(task, [idea], passage, within(progress, 0.0, 0.85))
    return finish(task, made, {"verb": verb, "given": list(spell(score))}, lax=True)


def _several(
    task: Task, idea: Idea, compose: Callable[[int], Score], progress: Progress
) -> list[tuple[Idea, Score]]:
    """Some to choose from, each from a seed of its own."""
    count = max(CHORALES, task.brief.count * 3 // 2)
    chance = np.random.default_rng(idea.seed)
    made = []
    for number in range(count):
        progress(number / count, "making 行")
        made.append((idea, compose(int(chance.integers(2**31)))))
    return made


def _keyed(score: Score, brief: Brief) -> Score:
    """The score in the key that was said, or its own, or the one that is heard."""
    if brief.option("key"):
        return replace(score, key=asking.key(brief.option("key")))
    return replace(score, key=_key(score))


def _key(score: Score) -> Key:
    """Its own key, or the one that is heard; of drums alone, none matters."""
    return score.key or keys.key_of(score) or Key(0)


def _bars(score: Score) -> int:
    """Bars without the upbeat."""
    return len(score.bars()) - bool(score.pickup)


def _idea(task: Task, score: Score, form: str, said: str, bars: int = 0) -> Idea:
    """What stands, as an idea."""
    brief = task.brief
    key = _key(score)
    details: dict[str, Any] = {
        "style": "" if brief.style == "default" else brief.style,
        "key": f"{key.tonic} {key.mode}",
        "metre": score.metres[0].name,
        "tempo": str(score.tempos[0].bpm),
        "programs": ",".join("drums" if p.drums else str(p.program) for p in score.parts),
        "bars": str(bars or _bars(score)),
        "plan": "",
    }
    zh, _, en = said.partition("；")
    reasons = (f"{zh}：{key_name(key, 'zh')}", f"{en}: {key_name(key)}")
    title = brief.theme.strip() or score.title
    return Idea(
        brief, form, title, (), (), brief.seed or 0, reasons, details=tuple(details.items())
    )
