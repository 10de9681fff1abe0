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
from dataclasses import astuple, dataclass
from pathlib import Path

from sixing import engine
from sixing.making.make import make
from sixing.media.poem import lessons as school
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


@dataclass(frozen=True, slots=True)
class Making:
    """How a pool is written.

    Attributes:
        name: of the weights, so that another adapter has another pool.
        rows: of each idea.
        ideas: how many of those that the engine thinks of are carried out.
    """

    name: str
    rows: int = 8
    ideas: int = 4
    temperature: float = 0.9


def pool(studio: Studio, asked: Sequence[Prompt], making: Making, folder: Path) -> Pool:
    """What the engine's own thinking and sampling write for prompts, or wrote before."""
    found: list[list[Made]] = [[] for _ in asked]
    for part in _parts(asked):
        these = [asked[i] for i in part]
        told = [astuple(making), *((p.brief.form, p.brief.theme, p.brief.seed) for p in these)]
        key = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]
        path = folder / "pools" / f"{key}.json"
        if not path.exists():
            works = [
                [(m.work.content, round(m.nats, 5)) for m in one]
                for one in write(studio, these, making)
            ]
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, json.dumps(works, ensure_ascii=False).encode())
        kept = json.loads(path.read_text(encoding="utf-8"))
        for i, one in zip(part, kept, strict=True):
            found[i] = [Made(_work(asked[i].brief, tuple(lines)), nats) for lines, nats in one]
    return found


def name_of(path: Path) -> str:
    """A hash of a file, by which the pools of its weights are kept."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _work(brief: Brief, lines: Lines) -> Work:
    return Work("poem", brief.form or "", brief.theme, lines)


def _parts(asked: Sequence[Prompt]) -> Iterator[list[int]]:
    """Prompts of one layout together, so many at a time."""
    for form in FORMS:
        these = [i for i, p in enumerate(asked) if p.form == form]
        for a in range(0, len(these), TOGETHER):
            yield these[a : a + TOGETHER]


def write(studio: Studio, asked: Sequence[Prompt], making: Making) -> list[list[Made]]:
    """The engine's thoughts for each prompt, sampled together."""
    plans, owners, thoughts = [], [], []
    tasks = [engine.open_task(prompt.brief, studio) for prompt in asked]
    for i, task in enumerate(tasks):
        for thought in engine.thinking(task)[: making.ideas]:
            plans.append(engine.plan_of(task, thought, making.rows))
            owners.append(i)
            thoughts.append(thought)
    seed = asked[0].brief.seed or 0
    found: list[dict[Lines, Made]] = [{} for _ in asked]
    for sample in make(studio.sampler(), plans, seed, making.temperature):
        work = engine.work_of(tasks[owners[sample.plan]], thoughts[sample.plan], sample)
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
