"""Fine-tuning a backbone: its late blocks learn a person's classes, not the pictures by heart.

The early blocks stay, so what they make of every view of every picture is computed once. The head
begins as a linear probe (Kumar et al. 2022: probe first, then tune, bends the features least), the
normalisations keep their statistics, and what is kept is a running mean of the weights. A part is
held out and looked at again and again, and the step at which it is told best is kept (Prechelt
1998). A held-out part of few pictures is too small to name that step, but it can say whether
tuning helps: then all are learnt to the end, and the weights are drawn back towards the probe
(Wortsman et al. 2022). Step 0 is the probe alone: where tuning does not help, nothing is tuned.

It knows arrays and numbers of classes, no picture.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.efficientnet_torch import EfficientNet
from sixing.progress import Progress, silent, within
from sixing.training.average import Average
from sixing.training.loop import Plan, Trainer
from sixing.training.probe import Floats, Numbers, balance, fit_probe

Views = Callable[[int], Floats]
"""All pictures as view number k shows them, (pictures, 3, side, side) in −1 to 1; 0 is as is."""
Mask = NDArray[np.bool_]
REFIT = 1000
"""Pictures below which all teach in the end, those that were held out too."""
_AT_ONCE = 32
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Finetuning:
    """How a backbone is tuned.

    Attributes:
        late: the first block that learns.
        views: of each picture.
        steps: at most.
        looks: how often the held-out pictures are looked at.
        rows: pictures of a batch.
        rate: of AdamW.
        smoothing: of the labels.
        average: share that a step keeps of the running mean.
        reach: how far of the way from the probe few pictures may move the weights.
    """

    late: int = 11
    views: int = 8
    steps: int = 60
    looks: int = 6
    rows: int = 32
    rate: float = 1e-3
    smoothing: float = 0.1
    average: float = 0.9
    reach: float = 0.75
    seed: int = 0

    @property
    def every(self) -> int:
        """Steps between looks."""
        return max(1, self.steps // self.looks)


@dataclass(frozen=True, slots=True, eq=False)
class Finetuned:
    """What became of it.

    Attributes:
        curve: (step, mean cross entropy of what was held out in nats), from step 0, the probe.
        best: the step that was kept; 0 where tuning did not help.
        scores: of what was held out, at the best step, (held out, classes).
    """

    curve: tuple[tuple[int, float], ...]
    best: int
    scores: Floats


def finetune(
    net: EfficientNet,
    views: Views,
    labels: Numbers,
    held: Mask,
    plan: Finetuning,
    progress: Progress = silent,
) -> Finetuned:
    """Teaches a net, which is changed.

    Args:
        net: with weights and as many classes as there are labels.
        labels: (pictures,).
        held: (pictures,), which are held out; at least one of each class should not be.
    """
    before = {name: value.clone() for name, value in net.state_dict().items()}
    maps = _maps(net, views, plan, within(progress, 0.0, 0.35))
    few, out = len(labels) < REFIT, np.flatnonzero(held)
    first = _Lesson(net, maps, labels, np.flatnonzero(~held), plan)
    found = first.watched(out, within(progress, 0.35, 0.65 if few else 1.0))
    if few:
        kept = first.weights()
        net.load_state_dict(before)
        last = _Lesson(net, maps, labels, np.arange(len(labels)), plan)
        last.learn(plan.steps if found.best else 0, within(progress, 0.65, 1.0))
        # Who was taught these pictures should not tell them worse than who was not.
        if last.nats(out) > min(nats for _, nats in found.curve):
            log.warning("learning all pictures went astray: what was held out stays untaught")
            last.set(kept)
    return found


@torch.no_grad()
def _maps(net: EfficientNet, views: Views, plan: Finetuning, progress: Progress) -> Tensor:
    """What enters the late blocks, (views, pictures, channels, height, width), half precision."""
    net.eval()
    found = []
    for number in range(plan.views):
        seen = torch.from_numpy(views(number))
        parts = [net.early(some, plan.late).half() for some in torch.split(seen, _AT_ONCE)]
        found.append(torch.cat(parts))
        progress((number + 1) / plan.views, f"view {number + 1}/{plan.views} 视图")
    return torch.stack(found)


class _Lesson:
    """One course through the late blocks, from the probe on."""

    def __init__(
        self, net: EfficientNet, maps: Tensor, labels: Numbers, learnt: Numbers, plan: Finetuning
    ) -> None:
        self.net, self.maps, self.plan, self.learnt = net, maps, plan, learnt
        self.labels = torch.from_numpy(labels)
        self.alike = balance(labels[learnt], net.config.classes)
        self._begin_head(labels)
        for part in net.parameters():
            part.requires_grad_(False)
        self.late = [p for part in (*net.blocks[plan.late :], net.top) for p in part.parameters()]
        self.late += list(net.head.parameters())
        for part in self.late:
            part.requires_grad_(True)
        self.mean = Average(self.late, plan.average)

    @torch.no_grad()
    def _begin_head(self, labels: Numbers) -> None:
        """Half of the views are enough for a probe."""
        shown = self.maps[: max(1, self.plan.views // 2), torch.from_numpy(self.learnt)]
        parts = torch.split(shown.flatten(0, 1), _AT_ONCE)
        features = torch.cat([self.net.late(part.float(), self.plan.late) for part in parts])
        truth = np.tile(labels[self.learnt], len(shown))
        with torch.enable_grad():
            probe = fit_probe(features.numpy(), truth, self.net.config.classes)
        self.net.head.weight.copy_(torch.from_numpy(probe.weight))
        self.net.head.bias.copy_(torch.from_numpy(probe.bias))

    def watched(self, held: Numbers, progress: Progress) -> Finetuned:
        """Learns all steps and looks at what is held out; ends in its best state."""
        curve: list[tuple[int, float]] = []
        best, kept, scores = 0, self.weights(), self._scores(held)
        truth = self.labels[held]

        def look(step: int) -> None:
            nonlocal best, kept, scores
            now = self.weights()
            self.mean.put()
            said = self._scores(held)
            nats = float(F.cross_entropy(said, truth, self.alike))
            if not curve or nats < min(value for _, value in curve):
                best, kept, scores = step, self.weights(), said
            curve.append((step, nats))
            self.set(now)

        self._train(self.plan.steps, look, progress)
        look(self.plan.steps)
        self.set(kept)
        return Finetuned(tuple(curve), best, scores.numpy())

    def learn(self, steps: int, progress: Progress) -> None:
        """Learns so many steps; ends between the probe and the running mean."""
        if steps:
            probe = self.weights()
            self._train(steps, lambda _: None, progress)
            self.mean.put()
            pairs = zip(probe, self.weights(), strict=True)
            self.set([torch.lerp(old, new, self.plan.reach) for old, new in pairs])
        self.net.eval()

    def _train(self, steps: int, look: Callable[[int], None], progress: Progress) -> None:
        adam = torch.optim.AdamW(self.late, lr=self.plan.rate, weight_decay=1e-2)
        plan = Plan(steps, warmup=max(1, steps // 5), decay=0.7, log_every=self.plan.every)

        def batches(_: int) -> Iterator[tuple[Tensor, Tensor]]:
            for step, batch in enumerate(self._batches()):
                if step % self.plan.every == 0:
                    look(step)
                # Normalisations keep their statistics: so few pictures have none to give.
                self.net.eval()
                self.net.dropout.train()
                yield batch

        def told(share: float, _: str) -> None:
            progress(share, f"step {round(share * steps)}/{steps} 步")

        Trainer(self.net, [adam, self.mean], self._loss, batches, plan).fit(told)
        self.net.eval()

    def _batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        """Epoch after epoch, every picture in a view by chance."""
        chance = np.random.default_rng(self.plan.seed)
        rows: list[int] = []
        while True:
            while len(rows) < self.plan.rows:
                rows += chance.permutation(self.learnt).tolist()
            some, rows = rows[: self.plan.rows], rows[self.plan.rows :]
            shown = chance.integers(len(self.maps), size=len(some))
            yield self.maps[torch.from_numpy(shown), some].float(), self.labels[some]

    def _loss(self, net: nn.Module, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, int]:
        seen, truth = batch
        tuned = cast(EfficientNet, net)
        scores = tuned.scores(tuned.late(seen, self.plan.late))
        smoothing = self.plan.smoothing
        return F.cross_entropy(scores, truth, self.alike, label_smoothing=smoothing), len(truth)

    @torch.no_grad()
    def _scores(self, rows: Numbers) -> Tensor:
        """Scores of pictures as they are."""
        self.net.eval()
        seen = torch.split(self.maps[0, torch.from_numpy(rows)], _AT_ONCE)
        parts = [self.net.scores(self.net.late(part.float(), self.plan.late)) for part in seen]
        return torch.cat(parts)

    def nats(self, rows: Numbers) -> float:
        """Mean cross entropy of pictures as they are, every class counting alike."""
        return float(F.cross_entropy(self._scores(rows), self.labels[rows], self.alike))

    def weights(self) -> list[Tensor]:
        """A copy of what learns."""
        return [part.detach().clone() for part in self.late]

    @torch.no_grad()
    def set(self, weights: list[Tensor]) -> None:
        """Puts a copy back."""
        for part, value in zip(self.late, weights, strict=True):
            part.copy_(value)
