"""The loop: think, make, judge, choose. One screen to read; each verb lives in its own room.

>>> create(Brief("poem", form="七绝", theme="秋思", seed=7, count=3))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from random import Random

from sixing import __version__
from sixing.features.manner import PULL, everywhere
from sixing.features.manner import ROWS as MANNER_ROWS
from sixing.features.manner import WEIGHT as MANNER
from sixing.feedback.taste import JUDGE as TASTE
from sixing.feedback.taste import TasteJudge
from sixing.ideas import Thought, arc, plan
from sixing.ideas.poems import carried, plans
from sixing.judging import (
    WEIGHTS,
    Emotion,
    Fluency,
    Form,
    Judge,
    Originality,
    Parallelism,
    Theme,
    choose,
    judge,
    quality,
)
from sixing.judging.critic import kind
from sixing.judging.manner import InManner
from sixing.judging.safety import Safety, policy_of, require_safe_theme, tell_drops
from sixing.making.make import make
from sixing.making.sampler import Plan, Sample
from sixing.media.poem import plan as poem
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.lean import lean
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.studio import Studio
from sixing.works import Brief, Candidate, Idea, Judgement, Style, Work, require_sound, seeded
from sixing.works.mood import HANZI

#: Rows for each work wanted, and the least and most rows of one call.
ROWS_EACH, LEAST, MOST = 8, 32, 512
IDEAS, MOST_IDEAS = 4, 32
TEMPERATURE = 0.9
#: Nats for each place that the full quality seen at a first glance is worth; more when a manner or
#: a mood is asked for, which most of what is made will miss.
PROMISE, MANNER_PROMISE, MOODS_PROMISE = 0.5, 2.0, 4.0
#: The least rows when a mood is asked for.
MOODS_LEAST = 96
#: Nats for each place that one of the critic's log-odds is worth.
ENERGY = 0.15
#: How many works are judged in full: so many for each one wanted, and so many more.
SHORTLIST = (2, 10)
#: How strongly word classes pull in couplets (对仗), as a factor on their affinity in nats.
PARALLEL = 0.7


@dataclass(frozen=True, eq=False)
class Task:
    """A brief, the style that answers it, and the taste of who asked.

    Attributes:
        asked: the brief in the medium's own terms.
        moods: the moods that the brief names, in their order.
        safety: what becomes of words that hurt.
    """

    brief: Brief
    studio: Studio
    asked: poem.Asked
    moods: tuple[str, ...] = ()
    taste: TasteJudge | None = None
    safety: str = "warn"


def create(
    brief: Brief,
    *,
    ideas: Sequence[Idea] = (),
    taste: TasteJudge | None = None,
    studio: Studio | None = None,
    progress: Progress = silent,
) -> list[Candidate]:
    """Thinks, makes, judges and chooses: the whole loop in one breath.

    Args:
        ideas: plans to carry out, perhaps edited; left out, it thinks for itself.
        taste: what the person likes, learnt from verdicts.

    Raises:
        BadBrief: the brief is malformed, names no form or mood, or a plan does not fit its form.
        ImpossibleBrief: no work can satisfy the form and the fixed places together.
        BadStyle: the style's files are damaged.
    """
    task = open_task(brief, studio, taste)
    thoughts = [carried(idea, task.studio.tokens) for idea in ideas] or thinking(task)
    rows = _rows(task, len(thoughts), len(thoughts[0].choice.pattern.lines))
    made = making(task, thoughts, rows, within(progress, 0.1, 0.8))
    judged = judging(task, promising(task, made))
    progress(1.0, "chosen 选")
    return choosing(task, judged)


def open_task(brief: Brief, studio: Studio | None = None, taste: TasteJudge | None = None) -> Task:
    """Reads a brief and opens its style; a brief without a seed draws one."""
    require_sound(brief)
    brief = seeded(brief)
    moods = arc.steps(brief.emotion)
    studio = studio or _open(styles.find(brief.style))
    if studio.manner and brief.form is None and not brief.option("upper"):
        brief = replace(brief, form=studio.manner.form(Random(brief.seed)) or None)
    safety = policy_of(brief, studio.style.config)
    require_safe_theme(brief.theme, safety)
    return Task(brief, studio, poem.read(brief), moods, taste, safety)


@lru_cache(maxsize=2)
def _open(style: Style) -> Studio:
    """A style stays open between calls: reading its files costs as much as a poem."""
    return Studio(style)


def thinking(task: Task, count: int = 0) -> list[Thought[Constraint]]:
    """思: different plans, each with a form that can be carried out."""
    studio = task.studio
    return plans(
        task.brief,
        space=studio.space,
        associations=studio.associations,
        tokens=studio.tokens,
        shares=studio.rhyme_shares(task.asked.book.name),
        count=count or min(MOST_IDEAS, max(IDEAS, task.brief.count // 4)),
    )


def making(
    task: Task, thoughts: Sequence[Thought[Constraint]], rows: int, progress: Progress = silent
) -> dict[Work, float]:
    """行: so many rows for every idea, no work twice, with the sampler's nats for each place."""
    told = any(any(thought.idea.moods) for thought in thoughts)
    bidden = [plan_of(task, thought, rows, moods=told) for thought in thoughts]
    sampler = task.studio.sampler(moods=told)
    samples = make(sampler, bidden, thoughts[0].idea.seed, TEMPERATURE, progress)
    made: dict[tuple[str, ...], tuple[Work, float]] = {}
    for sample in samples:
        work = work_of(task, thoughts[sample.plan], sample)
        made.setdefault(work.content, (work, sample.logprob / len(sample.tokens)))
    return dict(made.values())


def judging(task: Task, works: Sequence[Work]) -> list[Candidate]:
    """Has every judge look at every work."""
    studio = task.studio
    judges: list[Judge] = [
        Form(studio.medium.check),
        Fluency(studio.nats, studio.fact("fluency")),
        studio.critic,
        *_glances(task),
        Originality(studio.fingerprints, frozenset(place for place, _ in task.asked.fixed)),
        Parallelism(studio.word_classes),
        Safety(task.safety, theme=task.brief.theme),
    ]
    return judge(works, judges)


def choosing(task: Task, judged: Sequence[Candidate]) -> list[Candidate]:
    """The best that differ from one another, each with the reason why it was chosen."""
    chosen = [one for one in choose(judged, task.brief.count, weights=_weights(task)) if one.kept]
    safety = [said for one in judged if (said := one.judgement("safety"))]
    return [
        Candidate(one.candidate.work, (*_with_drops(one.candidate, safety), one.judgement()))
        for one in chosen
    ]


def _with_drops(candidate: Candidate, safety: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """A work's judgements, its safety saying what was dropped beside it: nothing hides silently."""
    return tuple(
        tell_drops(said, safety) if said.judge == "safety" else said
        for said in candidate.judgements
    )


def _glances(task: Task) -> list[Judge]:
    """The judges that read fast enough to look at all that was made."""
    found: list[Judge] = [Theme(task.studio.space, _theme(task))]
    if task.moods:
        studio, lines = task.studio, len(task.asked.patterns[0].lines)
        way = arc.arc(task.brief.emotion, lines) if len(task.moods) > 1 else ()
        mood = "" if way else task.moods[0]
        found.append(Emotion(studio.moods, mood, arc=way, by_line=studio.moods.lines))
    if task.studio.manner:
        found.append(InManner(task.studio.manner))
    if task.taste:
        found.append(task.taste)
    return found


def _theme(task: Task) -> str:
    """The theme; of a blend both, or choosing would throw the second away."""
    brief, space = task.brief, task.studio.space
    themes = (brief.theme, brief.option("blend").strip())
    return " ".join(map(space.translate, themes)) if themes[1] else brief.theme


def _has_critic(task: Task) -> bool:
    """Whether the critic has learnt the form."""
    return kind(task.asked.patterns[0].name) in task.studio.critic.facts["calibration"]


def _weights(task: Task) -> dict[str, float]:
    """What each judge counts for; a taste counts for more the better it foretells.

    Where a critic speaks, likelihood does not: choosing what the model finds likeliest is what
    gives made works away (`benchmarks.ladder`).
    """
    silent = "fluency" if _has_critic(task) else "critic"
    own = {InManner.name: MANNER} if task.studio.manner else {}
    taste = {TASTE: task.taste.taste.weight} if task.taste else {}
    heard = {judge: weight for judge, weight in WEIGHTS.items() if judge != silent}
    return {**heard, **own, **taste}


def promising(task: Task, made: dict[Work, float]) -> list[Work]:
    """The likely and fitting; reading all of them in full would cost as much again."""
    works = list(made)
    if _has_critic(task):
        keys = task.studio.critic.energies(works, task.brief.seed or 0)
        likely = dict(zip(works, (ENERGY * key for key in keys), strict=True))
    else:
        likely = made
    weights, worth = _weights(task), _worth(task)
    promise = {
        one.work: likely[one.work] + worth * quality(one, weights)
        for one in judge(works, _glances(task))
    }
    count = SHORTLIST[0] * task.brief.count + SHORTLIST[1]
    return sorted(promise, key=lambda work: (-promise[work], work.content))[:count]


def _worth(task: Task) -> float:
    """What full quality is worth, in nats for each place."""
    if task.moods:
        return MOODS_PROMISE
    return MANNER_PROMISE if task.studio.manner else PROMISE


def _rows(task: Task, ideas: int, lines: int) -> int:
    """Rows for each idea; fewer of long forms, which cost more and seldom tie."""
    count, least = task.brief.count, MOODS_LEAST if task.moods else LEAST
    wanted = max(least, min(MOST, ROWS_EACH * count), count * 3 // 2)
    shorter = max(2 * count, wanted * 12 // lines) if lines > 12 else wanted
    return -(-shorter // ideas) * (MANNER_ROWS if task.studio.manner else 1)


def plan_of(task: Task, thought: Thought[Constraint], rows: int, *, moods: bool = False) -> Plan:
    """What the sampler is told: the prefix, the form, and how the idea leans.

    Args:
        moods: whether the model can be told moods.
    """
    idea, studio = thought.idea, task.studio
    told = poem.control(thought.choice, task.asked.tune, idea.title, idea.images)
    if any(idea.moods):
        told = replace(told, mood=HANZI[_mood(task, idea)])
    automaton = thought.choice.automaton(studio.tokens)
    bond = None
    if automaton.bonds:
        found = studio.word_classes
        bond = found.class_of(studio.spelling), PARALLEL * found.affinity
    leaning = studio.mood_leanings if moods else None
    pull = lean(idea, thought.choice, studio.tokens, leaning)
    if studio.manner:
        ids, nats = studio.manner.pull(studio.tokens.vocabulary)
        pull = everywhere(pull, (ids, PULL * nats), len(automaton), len(studio.tokens))
    return Plan(tuple(studio.tokens.prefix(told)), automaton, rows, bond, pull)


def _mood(task: Task, idea: Idea) -> str:
    """The mood in which a work ends: as asked, or as an edited plan has it."""
    return task.moods[-1] if task.moods else next(mood for mood in reversed(idea.moods) if mood)


def work_of(task: Task, thought: Thought[Constraint], sample: Sample) -> Work:
    """The work that a row of tokens spells, with its recipe."""
    idea, pattern = thought.idea, thought.choice.pattern
    text = "".join(task.studio.tokens.vocabulary[token] for token in sample.tokens)
    ends = list(accumulate(pattern.lines))
    lines = tuple(text[b - n : b] for b, n in zip(ends, pattern.lines, strict=True))
    return Work(idea.brief.medium, pattern.name, idea.title, lines, _recipe(task, thought))


def _recipe(task: Task, thought: Thought[Constraint]) -> dict[str, object]:
    """All that is needed to make the work again; which is chosen, a taste may change."""
    idea, choice = thought.idea, thought.choice
    told = plan.to_json(idea)
    taste = {"taste": {"verdicts": task.taste.taste.verdicts}} if task.taste else {}
    return {
        "brief": plan.brief_to_json(idea.brief),
        "reasons": told.pop("reasons"),
        "idea": told | {"book": choice.book.name, "policy": choice.policy},
        "style": task.studio.style.name,
        **styles.version_of(task.studio.style),
        "version": __version__,
        "temperature": TEMPERATURE,
        **taste,
    }
