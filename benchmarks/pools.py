"""Human poems and made ones under the same controls, for critics to tell apart.

Human poems are lessons that keep the rules as strictly as a sampler does: no fault under the strict
policy, no hanzi twice (a reduplication apart), none that the style could not write. So a critic
cannot live on trivia of form. Each is a prompt as well: the engine is asked for its form, opening
and title, thinks as it always does, and what its sampler wrote is the pool from which one may be
chosen. Pools are kept on disk under a hash of the weights and of all that they were asked.

It knows no critic.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sixing import engine
from sixing.making.make import make
from sixing.media.poem import lessons as school
from sixing.media.poem import plan as poem
from sixing.media.poem import shi
from sixing.media.poem.lessons import Lesson
from sixing.store.atomic import write_whole
from sixing.studio import Studio
from sixing.works import Brief, Work

Lines = tuple[str, ...]
FORMS = ("五绝", "七绝", "五律", "七律")
#: Prompts whose plans are sampled together.
TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Prompt:
    """A human poem, and the brief that asks for one like it."""

    human: Lesson
    brief: Brief

    @property
    def form(self) -> str:
        """The name without its opening."""
        return self.human.control.form


@dataclass(frozen=True, slots=True)
class Made:
    """A work of a pool, with the sampler's nats for each place."""

    work: Work
    nats: float


Pool = list[list[Made]]
"""For each prompt what was written, none twice."""


def prompts(
    lessons: Sequence[Lesson], studio: Studio, counts: Mapping[str, int], seed: int
) -> list[Prompt]:
    """Strict human poems, so many of each form as there are, with their briefs."""
    chance = random.Random(seed)
    order = chance.sample(range(len(lessons)), len(lessons))
    left = dict(counts)
    found = []
    for i in order:
        one = lessons[i]
        if left.get(one.control.form, 0) and is_strict(one, studio):
            left[one.control.form] -= 1
            found.append(Prompt(one, _brief(one, chance.getrandbits(31))))
    return found


def is_strict(one: Lesson, studio: Studio) -> bool:
    """Whether a sampler could have written a lesson, copies apart, and it has a title to ask by."""
    known = studio.tokens.hanzi
    return (
        one.conforms
        and len(one.control.title) > 1
        and all(c in known and c <= "\u9fff" for line in one.lines for c in line)
        and not _repeats(one.lines)
        and shi.conforms(one.lines, policy="strict")
    )


def _repeats(lines: Lines) -> bool:
    seen: set[str] = set()
    for line in lines:
        for i, c in enumerate(line):
            if c in seen and not (i and line[i - 1] == c):
                return True
            seen.add(c)
    return False


def _brief(one: Lesson, seed: int) -> Brief:
    control = one.control
    rhymed = "首句入韵" if control.opening.endswith("入韵") else "首句不入韵"
    name = f"{control.form}·{control.opening[:2]}·{rhymed}"
    return Brief("poem", form=name, theme=control.title, seed=seed)


def pool(
    studio: Studio, asked: Sequence[Prompt], rows: int, temperature: float, folder: Path, name: str
) -> Pool:
    """What the engine's own thinking and sampling write for prompts, or wrote before.

    Args:
        rows: of each idea; the engine has four.
        name: of the weights, so that another adapter has another pool.
    """
    told = [name, rows, temperature, *((p.brief.form, p.brief.theme, p.brief.seed) for p in asked)]
    key = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]
    path = folder / f"pool-{key}.json"
    if not path.exists():
        made: list[list[Made]] = [[] for _ in asked]
        for part in _parts(asked):
            for i, works in zip(part, _write(studio, [asked[i] for i in part], rows, temperature),
                                strict=True):  # fmt: skip
                made[i] = works
        text = json.dumps([[[m.work.content, round(m.nats, 5)] for m in one] for one in made],
                          ensure_ascii=False)  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [
        [Made(_work(p.brief, tuple(lines)), nats) for lines, nats in one]
        for p, one in zip(asked, kept, strict=True)
    ]


def _work(brief: Brief, lines: Lines) -> Work:
    return Work("poem", brief.form or "", brief.theme, lines)


def _parts(asked: Sequence[Prompt]) -> Iterator[list[int]]:
    """Prompts of one layout together, so many at a time."""
    for form in FORMS:
        these = [i for i, p in enumerate(asked) if p.form == form]
        for a in range(0, len(these), TOGETHER):
            yield these[a : a + TOGETHER]


def _write(
    studio: Studio, asked: Sequence[Prompt], rows: int, temperature: float
) -> list[list[Made]]:
    """The engine's thoughts for each prompt, sampled together."""
    plans, owners, thoughts = [], [], []
    for i, prompt in enumerate(asked):
        read = poem.read(prompt.brief)
        for thought in engine._think(prompt.brief, read, studio):  # noqa: SLF001 - the thing itself
            plans.append(engine._plan(read, thought, rows, studio))  # noqa: SLF001
            owners.append(i)
            thoughts.append(thought)
    seed = asked[0].brief.seed or 0
    found: list[dict[Lines, Made]] = [{} for _ in asked]
    for sample in make(studio.sampler(), plans, seed, temperature):
        work = engine._work(thoughts[sample.plan], sample, studio)  # noqa: SLF001
        brief = asked[owners[sample.plan]].brief
        made = Made(_work(brief, work.content), sample.logprob / len(sample.tokens))
        found[owners[sample.plan]].setdefault(work.content, made)
    return [list(one.values()) for one in found]


def strict_lessons(lessons: Path, split: str, studio: Studio, folder: Path) -> list[Lesson]:
    """The lessons of a split that are strict, of the four forms; kept once found."""
    path = folder / f"strict-{split}.jsonl"
    if not path.exists():
        found = [
            one
            for one in school.load(lessons / f"{split}.jsonl")
            if one.control.form in FORMS and is_strict(one, studio)
        ]
        folder.mkdir(parents=True, exist_ok=True)
        school.save(found, path)
    return school.load(path)
