"""What is wrong with a poem's rhymes, and how its characters are heard by a rhyme book.

Takes the lines and which of them rhyme; knows nothing of the tones inside them (`regulated`).

>>> ear = Ear(shi.book("pingshui"), "strict", traditional=False)
>>> found = rhyme_faults(["风", "空", "月", "冬"], [0, 1, 3], "上平一东", ear, "zh")
>>> [(fault.line, fault.rule) for fault in found]
[(4, '出韵')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sixing.media.poem import shi
from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.metre import EITHER
from sixing.media.poem.prosody import OBLIQUE, Policy, RhymeBook
from sixing.media.poem.shi import UNKNOWN
from sixing.works import Fault

SUGGESTED = 8  # rhyme words named in a remedy
# 上声 and 去声 of the level groups, in the book's order (四声相承), for 撞韵; 泰 goes with 佳.
_LEVELS = "东冬江支微鱼虞齐佳灰真文元寒删先萧肴豪歌麻阳庚青蒸尤侵覃盐咸"
_RISING = "董肿讲纸尾语麌荠蟹贿轸吻阮旱潸铣筱巧皓哿马养梗迥迥有寝感俭豏"
_FALLING = "送宋绛寘未御遇霁卦队震问愿翰谏霰啸效号个祃漾敬径径宥沁勘艳陷"


@dataclass(frozen=True, slots=True)
class Ear:
    """How characters are heard: by which book, which readings count, in which script."""

    book: RhymeBook
    policy: Policy
    traditional: bool

    @property
    def strict(self) -> bool:
        """Whether every counted reading must fit."""
        return self.policy == "strict"

    def code(self, line: str) -> str:
        """The line's tones: 平, 仄, 中 where both count, ？ where the book is silent."""
        return "".join(map(self._code, line))

    def _code(self, char: str) -> str:
        tones = self.book.tones(char, self.policy, traditional=self.traditional)
        return EITHER if len(tones) == 2 else next(iter(tones), UNKNOWN)

    def groups(self, char: str) -> list[str]:
        """The level groups a character is heard in, the most used first."""
        heard = self.book.heard(char, self.policy, traditional=self.traditional)
        return [r.group for r in heard if r.level]

    def suggestions(self, group: str, used: Sequence[str]) -> str:
        """A few common rhyme words of a group that the poem has not used."""
        members = self.book.members(group, traditional=self.traditional)
        return "、".join([c for c in members if c not in used][:SUGGESTED])


def rhyme_faults(
    lines: Sequence[str], rhymed: Sequence[int], group: str | None, ear: Ear, lang: Lang
) -> Iterator[Fault]:
    """Rhymes that are oblique, of another group, of no certain group, or used before; 撞韵.

    Args:
        lines: the poem.
        rhymed: the lines (from 0) that end on the rhyme.
        group: the rhyme group of the poem; None when no end has a level reading.
        ear: how characters are heard.
        lang: the language of messages.
    """
    ends = [line[-1] for line in lines]

    def told(rule: str, i: int, with_line: int = 0) -> Fault:
        return fault(
            rule,
            i + 1,
            len(lines[i]),
            lang,
            char=ends[i],
            tone=OBLIQUE,
            with_line=with_line,
            groups="、".join(ear.groups(ends[i])),
            group=group or "平声",
            chars=ear.suggestions(group, ends) if group else "",
        )

    seen: dict[str, int] = {}
    for i in rhymed:
        if ear.code(ends[i]) == UNKNOWN:
            continue
        rule = _rhyme_rule(i, ear.groups(ends[i]), group, ear)
        if rule:
            yield told(rule, i)
        if ends[i] in seen:
            yield told("重韵", i, with_line=seen[ends[i]])
        seen.setdefault(ends[i], i + 1)
    for i in sorted(set(range(len(lines))) - set(rhymed)):
        if group and _clashes(ends[i], group, ear):
            yield fault("撞韵", i + 1, len(lines[i]), lang, char=ends[i])


def _rhyme_rule(line: int, groups: list[str], group: str | None, ear: Ear) -> str | None:
    if not groups:
        return "韵脚"
    if group not in groups:
        near = group and any(shi.may_borrow(g, group, ear.book) for g in groups)
        return "借韵" if line == 0 and near and not ear.strict else "出韵"
    return "多韵" if ear.strict and len(groups) > 1 else None


def _clashes(char: str, group: str, ear: Ear) -> bool:
    """Whether an unrhymed end has the sound of the rhyme in an oblique tone."""
    heard = {r.group for r in ear.book.heard(char, traditional=ear.traditional) if not r.level}
    if ear.book.name != "pingshui":
        return group in heard
    i = _LEVELS.index(group[-1])
    return any(g[-1] in (_RISING[i], _FALLING[i]) and g[0] in "上去" for g in heard)
