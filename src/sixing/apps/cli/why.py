"""What a card can say of a candidate: its judgements, in the shape that media show.

A translation of names and nothing more; whoever measured is in the judgements.

>>> from sixing.works import Judgement, Work
>>> told = explanation(Candidate(Work("poem", "", "", ("明月",)), (Judgement("form", 1.0, True),)))
>>> told["scores"][0]["judge"]
'form'
"""

from __future__ import annotations

from typing import cast

from sixing.media.poem.explanation import Explanation, Originality, Score
from sixing.works import Candidate, thaw


def explanation(candidate: Candidate) -> Explanation:
    """Gather what the judges said."""
    told = Explanation(
        scores=[
            Score(
                judge=said.judge, score=said.score, passed=said.passed, reasons=list(said.reasons)
            )
            for said in candidate.judgements
        ]
    )
    if original := candidate.judgement("originality"):
        told["originality"] = cast(Originality, thaw(original.detail))
    if thought := candidate.work.recipe.get("reasons"):
        told["reasons"] = list(thought)
    return told
