"""What the judges of a picture said, in both languages, for the page it is shown on.

>>> from sixing.works import Judgement, Work
>>> made = Candidate(Work("picture", "", "", ("…",)), (Judgement("rules", 1.0, True, {}, ()),))
>>> [said.judge for said in told(made)]
[('合规', 'rules')]
"""

from __future__ import annotations

from collections.abc import Mapping

from sixing.judging.wording import reasons
from sixing.media.picture.page import Said
from sixing.works import Candidate

JUDGES: Mapping[str, tuple[str, str]] = {
    "rules": ("合规", "rules"), "elements": ("如题", "things named"),
    "sharpness": ("清晰", "sharpness"),
    "contrast": ("反差", "contrast"), "balance": ("布局", "balance"),
    "copies": ("最近之作", "nearest pictures"), "nudity": ("安全", "safety"),
    "taste": ("口味", "taste"), "choice": ("择优", "choice"),
}  # fmt: skip
"""What judges are called in Chinese and in English."""


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
