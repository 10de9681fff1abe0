"""A person's edit: a work of its own, with its parent, what was changed, and what the rules say.

The recipe of an edit keeps what its parent was asked for, so that it is checked by the same rules.
What breaks the form is refused unless it is meant.

>>> parent = Work("poem", "五绝", "登楼", ("白日依山尽", "黄河入海流"))
>>> changes(parent.content, ("白日依山尽", "长河入海流"))
[[2, '黄河入海流', '长河入海流']]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from sixing.errors import BadWork
from sixing.judging.judges import Form, judge
from sixing.media.trait import Lang
from sixing.works import Candidate, Fault, Work

Check = Callable[[Work, Lang], Sequence[Fault]]


def mend(
    parent: Work,
    lines: Sequence[str],
    check: Check,
    *,
    title: str | None = None,
    force: bool = False,
) -> Candidate:
    """Make the child that an edit is, judged by the checker of its form.

    Args:
        parent: the work that was edited.
        lines: all lines as they now are, without punctuation.
        check: every fault of a work, told in a language.
        title: the new title; the parent's when left out.
        force: keep it even if it breaks its form.

    Raises:
        BadWork: nothing was changed, or a grave fault was made; the message names each.
    """
    named = parent.title if title is None else title
    diff = changes(parent.content, lines)
    if not diff and named == parent.title:
        raise BadWork(
            f"nothing was changed in {parent.id}: write a line otherwise than it is",
            zh=f"{parent.id} 一字未改：请改动至少一处",
        )
    recipe = {name: value for name, value in parent.recipe.items() if name in ("brief", "style")}
    edit = {"of": parent.id, "lines": diff, "title": named}
    child = Work(
        parent.medium, parent.form, named, tuple(lines), recipe | {"edit": edit}, (parent.id,)
    )
    if not force:
        _require_form(child, check)
    return judge([child], [Form(lambda work: check(work, "zh"))])[0]


def changes(before: Sequence[str], after: Sequence[str]) -> list[list[object]]:
    """What an edit changed: each line's number from 1, as it was, as it is; None is no line."""
    pairs = enumerate(zip_longest(before, after), 1)
    return [[number, old, new] for number, (old, new) in pairs if old != new]


def with_lines(lines: Sequence[str], changed: Mapping[int, str]) -> list[str]:
    """Put new lines in the place of others.

    Args:
        lines: as they were.
        changed: new lines by their numbers, from 1.

    Raises:
        BadWork: there is no line of such a number.
    """
    missing = [number for number in changed if not 1 <= number <= len(lines)]
    if missing:
        raise BadWork(
            f"there is no line {missing[0]}: the work has lines 1 to {len(lines)}",
            zh=f"没有第 {missing[0]} 句：此作有 1 至 {len(lines)} 句",
        )
    return [changed.get(number, line) for number, line in enumerate(lines, 1)]


def _require_form(child: Work, check: Check) -> None:
    if any(fault.grave for fault in check(child, "en")):
        raise BadWork(
            "the edit breaks the form; mend it, or keep it so with --force (force=True):\n"
            + _listed(check(child, "en")),
            zh="此改出律；请再改，或加 --force（force=True）照样留下：\n"
            + _listed(check(child, "zh")),
        )


def _listed(faults: Sequence[Fault]) -> str:
    return "\n".join(
        f"  - {fault.rule}  {fault.message}\n    → {fault.remedy}"
        for fault in faults
        if fault.grave
    )
