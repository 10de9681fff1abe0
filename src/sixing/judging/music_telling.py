"""What the judges of a piece said, in both languages, for the page it is shown on.

>>> from sixing.works import Candidate, Judgement, Work
>>> made = Candidate(Work("music", "", "", ("…",)), (Judgement("rare", 0.5, True, {}, ("ok",)),))
>>> told(made)
(Said(judge=('rare', 'rare'), score=0.5, zh=('ok',), en=('ok',)),)
"""

from __future__ import annotations

from sixing.judging.wording import reasons
from sixing.media.music.page import JUDGES, Said
from sixing.works import Candidate


def told(candidate: Candidate) -> tuple[Said, ...]:
    """Every judgement with its reasons; a judge unknown to `wording` keeps its own words."""
    return tuple(
        Said(
            JUDGES.get(one.judge, (one.judge, one.judge)),
            one.score,
            reasons(one.judge, one.detail, "zh") or one.reasons,
            reasons(one.judge, one.detail, "en") or one.reasons,
        )
        for one in candidate.judgements
    )
