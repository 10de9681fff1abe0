"""What the judges of a picture said, in both languages, for the page it is shown on.

>>> from sixing.works import Judgement, Work
>>> made = Candidate(Work("picture", "", "", ("…",)), (Judgement("rare", 0.5, True, {}, ("ok",)),))
>>> [said.judge for said in told(made)]
[('rare', 'rare')]
"""

from __future__ import annotations

from sixing.judging.wording import reasons
from sixing.media.picture.page import JUDGES, Said
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
