"""思 for landscapes: a plan from a poem, an idea or words, with its reasons.

The words name elements of a closed list (`sixing.media.picture.lexicon`), a season, an hour,
weather and a mood. What they name that cannot be painted is said, and so is what was left out so
that the sheet keeps its blank.

>>> plan = plan_of("月落乌啼霜满天，江枫渔火对愁眠")
>>> sorted(plan.elements), plan.season, plan.hour
(['crow', 'lantern', 'maple', 'moon', 'water'], 'autumn', 'night')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sixing.ideas.wording import said
from sixing.media.picture.lexicon import Found, Sight, look
from sixing.media.picture.shanshui.plan import ELEMENTS, HOURS, MOST, SEASONS, WEATHERS, Plan
from sixing.works import Idea, Work
from sixing.works.mood import mood as named_mood
from sixing.works.mood import named

MOST_ELEMENTS = 9
"""Named elements on one sheet; more would leave no blank."""


def plan_of(what: Work | Idea | str, *, mood: str | None = None, seed: int = 0) -> Plan:
    """The landscape that a poem, a plan or words call for.

    Args:
        what: a poem's lines and title, a plan's theme and images, or words of either language.
        mood: how it should feel; otherwise heard from the words.
        seed: breaks ties between cues that are equally strong.

    Raises:
        BadBrief: the mood is none that there is.
    """
    title, lines = _said(what)
    sight = look(lines)
    kept, left = sight.things[:MOST_ELEMENTS], sight.things[MOST_ELEMENTS:]
    season, hour, weather = (_most(cues, seed) for cues in
                             (sight.seasons, sight.hours, sight.weathers))  # fmt: skip
    if weather in ("rain", "snow") and hour == "night":
        kept = tuple(one for one in kept if one.element != "stars")
    feeling = named_mood(mood) if mood else _most(sight.moods, seed)
    plan = Plan(
        {one.element: min(one.count, MOST) for one in kept}, season, weather, hour, feeling,
        title=title, unknown=sight.unknown,
    )  # fmt: skip
    return Plan(
        plan.elements, season, weather, hour, feeling, title=title, unknown=sight.unknown,
        reasons=tuple(_reasons(plan, kept, left, sight)),
    )  # fmt: skip


def _said(what: Work | Idea | str) -> tuple[str, tuple[str, ...]]:
    """The title, and the lines that are looked at."""
    if isinstance(what, Work):
        return what.title, (*what.content, what.title)
    if isinstance(what, Idea):
        images = [word for line in what.line_images for word in line]
        return what.title, (what.brief.theme, *what.images, *images)
    return what.strip(), (what,)


def _most(cues: Sequence[str], seed: int) -> str:
    """The cue met oftenest; of those met as often, one by the seed."""
    if not cues:
        return ""
    times = Counter(cues)
    top = sorted(cue for cue, many in times.items() if many == max(times.values()))
    return top[seed % len(top)]


def _reasons(plan: Plan, kept: Sequence[Found], left: Sequence[Found], sight: Sight) -> list[str]:
    reasons = []
    if kept:
        en = ", ".join(f"{one.element} ({one.word})" for one in kept)
        zh = "、".join(f"{ELEMENTS[one.element]}“{one.word}”" for one in kept)
        reasons.append(said(f"painted because the words name it: {en}", f"因文字提及而入画：{zh}"))
    else:
        reasons.append(said("the words name nothing that can be painted; the painter chooses",
                            "文字未提可画之物，由画者自择"))  # fmt: skip
    reasons += _of_tone(plan)
    if left:
        en, zh = ", ".join(x.element for x in left), "、".join(ELEMENTS[x.element] for x in left)
        reasons.append(said(f"left out, to keep the sheet blank: {en}", f"为留白而略去：{zh}"))
    if sight.unknown:
        en, zh = ", ".join(sight.unknown), "、".join(sight.unknown)
        reasons.append(said(f"not known how to paint: {en}", f"不会画：{zh}"))
    return reasons


def _of_tone(plan: Plan) -> list[str]:
    told = [("season", "季节", plan.season, SEASONS), ("hour", "时辰", plan.hour, HOURS),
            ("weather", "天气", plan.weather, WEATHERS)]  # fmt: skip
    reasons = [said(f"{en}: {value}, as the words have it", f"{zh}：{names[value]}，依文字而定")
               for en, zh, value, names in told if value]  # fmt: skip
    if plan.mood:
        reasons.append(said(f"mood: {plan.mood}; it sets colour, ink and distance",
                            f"情绪：{named(plan.mood)}；设色、墨气与远法随之"))  # fmt: skip
    return reasons
