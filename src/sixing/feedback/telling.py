"""Taking in what a person says: looked at, kept, and learnt from next time.

Works are named by their ids, by the beginning of one, or given as they were made; a work that the
store does not hold yet is kept with what was said of it. What cannot be meant is refused here, so
that whoever learns later need not ask.

>>> require_sound(Verdict("rating", ("3f2a",), 0.8))
>>> require_sound(Verdict("rating", ("3f2a",), 7))
Traceback (most recent call last):
sixing.errors.BadInput: a rating lies between 0 and 1, not at 7
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sixing.errors import BadInput
from sixing.store.database import Store
from sixing.store.home import home
from sixing.works import Candidate, Verdict

Kind = Literal["pick", "pair", "rating", "edit"]

_WORKS = {"pick": (1, None), "pair": (2, 2), "rating": (1, 1), "edit": (2, 2)}
LONGEST_NOTE = 2000
"""Characters."""


def tell(
    kind: Kind,
    *works: str | Candidate,
    rating: float | None = None,
    among: Sequence[str | Candidate] = (),
    note: str = "",
    folder: Path | None = None,
) -> Verdict:
    """Say what you think of works, so that the next ones suit you better.

    Args:
        kind: "pair" (the first is better than the second; with `rating=0.5` neither is), "rating"
            (one work and how good it is, 0 to 1), "pick" (these out of `among`), "edit" (the second
            is the first, mended).
        works: candidates, or ids, or beginnings of ids.
        rating: see kind.
        among: of a pick, all that were shown.
        note: your own words, if any; kept, not learnt from.
        folder: where works are kept; your home when left out.

    Returns:
        The verdict as it was kept, with whole ids.

    Raises:
        BadInput: what is said makes no sense, such as a rating of 7.
        BadWork: no work has such an id.
        StoreError: it cannot be kept.
    """
    with Store.at(folder or home()) as store:
        meant = tuple(_id(work, store) for work in works)
        shown = tuple(dict.fromkeys(_id(work, store) for work in among))
        verdict = Verdict(kind, meant, rating, shown, note)
        require_sound(verdict)
        given = {one.id: one for one in (*works, *among) if isinstance(one, Candidate)}
        kept = store.find(given)
        store.save([one for one in given.values() if one.id not in kept])
        store.say([verdict])
    return verdict


def require_sound(verdict: Verdict) -> None:
    """Refuse a verdict that cannot be meant.

    Raises:
        BadInput: an unknown kind, too few or too many works, a work against itself, a rating
            outside 0 to 1, a pick of all that was shown, or a note longer than a page.
    """
    if verdict.kind not in _WORKS:
        kinds = ", ".join(_WORKS)
        raise BadInput(
            f'no verdict is of the kind "{verdict.kind}"; there are {kinds}',
            zh=f"没有“{verdict.kind}”这种意见；可用：{kinds}",
        )
    _require_works(verdict)
    _require_rating(verdict)
    if len(verdict.note) > LONGEST_NOTE:
        raise BadInput(
            f"the note has {len(verdict.note)} characters: at most {LONGEST_NOTE} are kept",
            zh=f"附言有 {len(verdict.note)} 字：至多 {LONGEST_NOTE} 字",
        )


def _require_works(verdict: Verdict) -> None:
    least, most = _WORKS[verdict.kind]
    count = len(verdict.works)
    if count < least or (most is not None and count > most):
        raise BadInput(
            f'a verdict of the kind "{verdict.kind}" is about {least} '
            f"work{'s' if least > 1 else ''}, not {count}",
            zh=f"“{verdict.kind}”的意见关乎 {least} 件作品，而非 {count} 件",
        )
    if len(set(verdict.works)) < count:
        raise BadInput(
            "a work cannot be compared with itself: name two works",
            zh="作品不能与自身相比：请给出两件作品",
        )
    if verdict.kind == "pick" and not set(verdict.works) < set(verdict.among):
        raise BadInput(
            "a pick is some of the works shown, not all of them: say in `among` what was shown",
            zh="所选须是所示作品的一部分：请在 among 中写明所示的全部作品",
        )


def _require_rating(verdict: Verdict) -> None:
    rating = verdict.rating
    if rating is None and verdict.kind == "rating":
        raise BadInput("a rating says how good: give 0 to 1", zh="评分须说明多好：请给 0 到 1")
    if rating is not None and verdict.kind in ("pick", "edit"):
        raise BadInput(f"a {verdict.kind} has no rating", zh="此类意见不带评分")
    if rating is not None and not 0 <= rating <= 1:  # false of what is no number, too
        raise BadInput(
            f"a rating lies between 0 and 1, not at {rating:g}",
            zh=f"评分在 0 与 1 之间，不能是 {rating:g}",
        )


def _id(work: str | Candidate, store: Store) -> str:
    return work.id if isinstance(work, Candidate) else store.get(work).id
