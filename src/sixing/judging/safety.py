"""Whether a work hurts: words of the block list in its lines and title, and in the theme.

What follows from a hit is the style's policy, or the brief's (`policy_of`): `off` does not look,
`warn` says what was found, `block` lets no such work pass and refuses such a theme. Nothing is
dropped in silence: `tell_drops` adds to the works that are shown what was kept back, and why. The
words themselves are shown masked.

Example:
    >>> from sixing.works import Work
    >>> safety = Safety("block", Blocklist.of({"坏话": "abuse"}))
    >>> said = safety([Work("poem", "", "", ("山中无坏话",))])[0]
    >>> said.passed, said.reasons
    (False, ('第1句第4字：辱骂（坏*），不予通过',))
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

from sixing.errors import BadBrief
from sixing.features.blocklist import Blocklist, Hit, masked, shipped
from sixing.features.disguises import is_bare
from sixing.judging.wording import UNSAFE, reasons
from sixing.works import Brief, Judgement, Work

POLICIES: Final = ("off", "warn", "block")
DEFAULT: Final = "warn"

Found = list[list[Any]]
"""Hits as they are kept: [line, place, category, masked word]; line 0 is the title."""


def policy_of(brief: Brief, config: Mapping[str, Any]) -> str:
    """The policy: what the brief's option `safety` says, or the style's config, or `warn`.

    Raises:
        BadBrief: it is none of `POLICIES`.
    """
    named = brief.option("safety") or str(config.get("safety", DEFAULT))
    if named not in POLICIES:
        raise BadBrief(
            f'no safety policy is called "{named}": there are {", ".join(POLICIES)}',
            zh=f"没有叫“{named}”的安全策略：可用 off（不查）、warn（提醒）、block（拦下）",
        )
    return named


def require_safe_theme(theme: str, policy: str, known: Blocklist | None = None) -> None:
    """Refuse a theme with words of the block list, under `block` only.

    Raises:
        BadBrief: names the place, the category and the masked word of each.
    """
    hits = (known or shipped()).find(theme) if policy == "block" else []
    if hits:
        at = _hits(theme, hits)
        en = "; ".join(f"character {place}: {kind} ({word})" for _, place, kind, word in at)
        zh = "；".join(f"第{place}字：{UNSAFE[kind]}（{word}）" for _, place, kind, word in at)
        raise BadBrief(
            f"the theme is refused by the safety policy block: {en}. Choose other words, or a "
            "policy of warn",
            zh=f"主题为安全策略 block 所拒：{zh}。请换用别的词，或改用 warn",
        )


@dataclass(frozen=True)
class Safety:
    """Whether works hold words of the block list.

    Args:
        policy: `warn` or `block`; with `off` it gives no judgement.
        known: the block list; the shipped one when left out.
        theme: the brief's theme, reported under `warn`.
    """

    policy: str = DEFAULT
    known: Blocklist | None = None
    theme: str = ""
    name = "safety"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Score each work: 1 without a hit, 0 with one, in its lines or title."""
        if self.policy == "off":
            return [None] * len(works)
        return [self._one(found) for found in self._found(works)]

    @cached_property
    def _list(self) -> Blocklist:
        return self.known or shipped()

    @cached_property
    def _of_theme(self) -> Found:
        return _hits(self.theme, self._list.find(self.theme))

    def _found(self, works: Sequence[Work]) -> list[Found]:
        """Hits of each work, the title as line 0."""
        lines = [(w, n, x) for w, work in enumerate(works) for n, x in enumerate(_lines(work))]
        found = self._in_lines(lines, len(works))
        odd = {work.title for work in works if not is_bare(work.title)}
        in_titles = {title: _hits(title, self._list.find(title, classical=True)) for title in odd}
        return [in_titles.get(work.title, []) + its for work, its in zip(works, found, strict=True)]

    def _in_lines(self, lines: Sequence[tuple[int, int, str]], works: int) -> list[Found]:
        """Hits in lines (work, number, text); to look up all at once costs little more than one."""
        text = "\n".join(line for _, _, line in lines)
        ends = list(accumulate(len(line) + 1 for _, _, line in lines))
        found: list[Found] = [[] for _ in range(works)]
        for hit in self._list.find(text, classical=True, disguised=False):
            at = bisect_right(ends, hit.start)
            work, number, line = lines[at]
            place = hit.start - (ends[at] - len(line) - 1) + 1
            found[work].append([number, place, hit.category, masked(text[hit.start : hit.end])])
        return found

    def _one(self, found: Found) -> Judgement:
        passed = not (found and self.policy == "block")
        detail = {
            "policy": self.policy, "hits": found, "theme": self._of_theme,
            "dropped": [], "works_dropped": 0,
        }  # fmt: skip
        return Judgement(
            self.name, 0.0 if found else 1.0, passed, detail, reasons("safety", detail)
        )


def tell_drops(kept: Judgement, refused: Sequence[Judgement]) -> Judgement:
    """A kept work's judgement that says as well what the policy kept back beside it.

    Args:
        kept: the judgement `safety` of a work that is shown.
        refused: those of the works that did not pass, of the same brief.
    """
    dropped = [list(hit) for said in refused if not said.passed for hit in said.detail["hits"]]
    count = sum(not said.passed for said in refused)
    detail = {**kept.detail, "dropped": dropped, "works_dropped": count}
    return replace(kept, detail=detail, reasons=reasons(kept.judge, detail))


def _lines(work: Work) -> tuple[str, ...]:
    """The title, but where it has to be read for disguises, and the lines."""
    return (work.title if is_bare(work.title) else "", *work.content)


def _hits(text: str, hits: Sequence[Hit], line: int = 0) -> Found:
    return [[line, hit.start + 1, hit.category, masked(text[hit.start : hit.end])] for hit in hits]
