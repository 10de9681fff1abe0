"""The rungs of the critic's ladder: ways to come from a pool of made poems to the chosen ones.

- `before`: the judges as they were without a critic (fluency, theme, parallelism)
- `humanest`: (a) reranked by the critic alone
- `reranked`: (a) the critic's score, which saturates, in the place of fluency
- `resampled`: (b) the critic as residual energy: rows drawn in proportion to its odds, by
  self-normalised importance (Deng et al. 2020, "Residual energy-based models")
- `thinned`: (b) draws a shortlist, from which theme and parallelism choose
- `shipped`: the engine as it is
- `raw`: what the sampler wrote, unchosen

(c), self-play, changes the maker and not the choosing: see `recipes.selfplay`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.pools import Made, Prompt
from sixing import engine
from sixing.judging import Fluency, Judge, Parallelism, Theme, choose, judge
from sixing.judging.critic import Critic
from sixing.studio import Studio
from sixing.works import Candidate, Work

BEFORE: Mapping[str, float] = {"fluency": 0.45, "theme": 0.4, "parallelism": 0.15}
AFTER: Mapping[str, float] = {"critic": 0.5, "theme": 0.35, "parallelism": 0.15}
FITTING: Mapping[str, float] = {"theme": 0.7, "parallelism": 0.3}
#: Nats for each place that full relevance is worth when works are shortlisted.
PROMISE = 0.5

Choosing = Callable[[Prompt, Sequence[Made]], list[Work]]
"""From a prompt and what was written for it to the chosen works."""


@dataclass(frozen=True)
class Chooser:
    """The ways of choosing, of one style.

    Attributes:
        count: works to choose for each prompt.
        shortlist: works that are judged in full.
    """

    studio: Studio
    critic: Critic | None = None
    count: int = 2
    shortlist: int = 14

    def raw(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """As the sampler wrote them, the first of each idea's rows being as good as any."""
        chance = random.Random(prompt.brief.seed)
        return [one.work for one in chance.sample(list(made), min(self.count, len(made)))]

    def before(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """The likeliest and most fitting, judged without a critic."""
        theme = Theme(self.studio.space, prompt.brief.theme)
        said = theme([one.work for one in made])
        promise = [m.nats + PROMISE * j.score for m, j in zip(made, said, strict=True)]
        order = sorted(range(len(made)), key=lambda i: -promise[i])[: self.shortlist]
        works = [made[i].work for i in order]
        return self._chosen(works, [self._fluency(), theme, self._parallelism()], BEFORE)

    def reranked(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """The critic reads all that was made; theme and parallelism count as before."""
        theme = Theme(self.studio.space, prompt.brief.theme)
        judges: list[Judge] = [theme, self._parallelism(), self._critic()]
        return self._chosen(_works(made), judges, AFTER)

    def humanest(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """Those that the critic takes for human with the highest probability."""
        del prompt
        odds = [said.detail["human"] if said else 0.5 for said in self._critic()(_works(made))]
        order = sorted(range(len(made)), key=lambda i: -odds[i])
        return [made[i].work for i in order[: self.count]]

    def resampled(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """Drawn without replacement in proportion to the critic's odds."""
        return self._drawn(prompt, made)[: self.count]

    def thinned(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """The residual energy draws a shortlist; theme and parallelism choose from it."""
        judges: list[Judge] = [Theme(self.studio.space, prompt.brief.theme), self._parallelism()]
        return self._chosen(self._drawn(prompt, made)[: self.shortlist], judges, FITTING)

    def shipped(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        """As `sixing create` chooses: the engine itself."""
        task = engine.open_task(replace(prompt.brief, count=self.count), self.studio)
        works = engine.promising(task, {one.work: one.nats for one in made})
        return [one.work for one in engine.choosing(task, engine.judging(task, works))]

    def _drawn(self, prompt: Prompt, made: Sequence[Made]) -> list[Work]:
        works = _works(made)
        keys = self._critic().energies(works, prompt.brief.seed or 0)
        return [works[i] for i in sorted(range(len(works)), key=lambda i: -keys[i])]

    def _chosen(
        self, works: Sequence[Work], judges: Sequence[Judge], weights: Mapping[str, float]
    ) -> list[Work]:
        judged: list[Candidate] = judge(works, judges)
        chosen = choose(judged, self.count, weights=weights)
        return [one.candidate.work for one in chosen if one.kept]

    def _fluency(self) -> Fluency:
        return Fluency(self.studio.nats, self.studio.fact("fluency"))

    def _parallelism(self) -> Parallelism:
        return Parallelism(self.studio.word_classes)

    def _critic(self) -> Critic:
        if self.critic is None:
            raise ValueError("this way of choosing needs a critic")
        return self.critic


def _works(made: Sequence[Made]) -> list[Work]:
    return [one.work for one in made]
