"""Two ways to change the maker itself, for the critic's ladder; neither ships unless it wins.

    python -m recipes.selfplay LESSONS

Writes `selfplay.safetensors` and `policy.safetensors` into LESSONS/ladder. The first is rung (c):
human poems chosen over the maker's own for the same form and title (SPIN: Chen et al. 2024; DPO
with its reference as anchor). The second is the negative control of the literature: REINFORCE with
the critic's probability as reward and the batch's mean as baseline (SeqGAN: Yu et al. 2017; that it
loses to a change of temperature is the finding of Caccia et al. 2020). Log-likelihoods are those of
the free model; the sampler's masks are the same for both sides and left out.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from benchmarks import pools
from benchmarks.ladder import POLICY, SELF_PLAY, critic_of
from benchmarks.pools import FORMS, Making, Pool, Prompt
from recipes.critic import PROMPTS
from torch import Tensor
from torch.nn import functional as F

from sixing.media.poem.tokens import Control, PoemTokens, shi_stops
from sixing.models import adapters
from sixing.models.adapters_torch import adapter_of, attach, net_of
from sixing.models.reader import Document
from sixing.models.reader_torch import batch_of
from sixing.models.transformer import TransformerRunner
from sixing.models.transformer_torch import Transformer
from sixing.studio import Studio
from sixing.training.preference import Pair, Preferring, fit_preferences, measure

LEARN = Preferring(rank=16, pairs=16, rate=5e-4, beta=0.1, epochs=1.0)
#: One pair in so many is held back, to say what was learnt.
EVERY = 12
RANK, RATE, ROUNDS = 16, 5e-4, 24

Lines = tuple[str, ...]


def text(tokens: PoemTokens, prompt: Prompt, lines: Lines) -> Document:
    """A poem under the form, opening and title of a prompt."""
    told = prompt.human.control
    prefix = tokens.prefix(Control(told.form, opening=told.opening, title=told.title))
    return [*prefix, *tokens.body(lines, shi_stops(len(lines))), tokens.end], len(prefix)


def pairs(tokens: PoemTokens, asked: Sequence[Prompt], pool: Pool) -> list[Pair]:
    """For each prompt its human poem, and one of those that were made for it."""
    chance = random.Random(5)
    return [
        (text(tokens, p, p.human.lines), text(tokens, p, chance.choice(made).work.content))
        for p, made in zip(asked, pool, strict=True)
    ]


def self_play(studio: Studio, found: Sequence[Pair], path: Path) -> None:
    """Rung (c)."""
    taught = [pair for i, pair in enumerate(found) if i % EVERY]
    net = net_of(studio.config, studio.weights)
    adapter, stats = fit_preferences(net, taught, LEARN, progress=_say)
    print("pairs learnt from:", stats)
    print("pairs held back:", measure(net, found[::EVERY], LEARN.beta))
    adapters.save(adapter, path)


def policy_gradient(studio: Studio, asked: Sequence[Prompt], path: Path) -> None:
    """The negative control: what the critic rewards becomes likelier, and nothing else is said."""
    critic = critic_of(studio)
    net = net_of(studio.config, studio.weights)
    optimiser = torch.optim.AdamW(attach(net, RANK), lr=RATE, weight_decay=0.0)
    player, chance = Studio(studio.style), random.Random(11)
    for number in range(ROUNDS):
        merged = adapter_of(net).merged(studio.weights)
        player.runner = TransformerRunner(studio.config, merged)
        form = FORMS[number % len(FORMS)]
        these = chance.sample([p for p in asked if p.form == form], pools.TOGETHER)
        made = pools.write(player, these, Making("policy", rows=1))
        works = [one.work for works in made for one in works]
        said = critic(works)
        reward = torch.tensor([one.score if one else 0.5 for one in said])
        texts = [
            text(studio.tokens, p, one.work.content)
            for p, works in zip(these, made, strict=True)
            for one in works
        ]
        gain = (reward - reward.mean()) / (reward.std() + 1e-3)
        loss = -(gain * likelihood(net, texts)).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        _say((number + 1) / ROUNDS, f"{form} reward {float(reward.mean()):.3f}")
    adapters.save(adapter_of(net), path)


def likelihood(net: Transformer, texts: Sequence[Document]) -> Tensor:
    """Mean log-likelihood of a token of each text, (texts,)."""
    ids, body = batch_of(texts)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = net(ids[:, :-1])
    judged = body[:, 1:]
    logs = F.log_softmax(net.logits(hidden[judged].float()), dim=-1)
    picked = logs.gather(1, ids[:, 1:][judged][:, None])[:, 0]
    total = torch.zeros(len(ids)).index_add(0, judged.nonzero()[:, 0], picked)
    return total / judged.sum(dim=1)


def _say(share: float, told: str) -> None:
    print(f"{share:4.0%} {told}", flush=True)


def main(lessons: str) -> None:
    """Both, from the prompts that the critic learnt from."""
    torch.set_num_threads(1)
    studio, folder = Studio.open("default"), Path(lessons) / "ladder"
    half = pools.strict_lessons(Path(lessons), "train", studio, folder)[0::2]
    asked = pools.prompts(half, studio, PROMPTS, 1)
    base = pools.name_of(studio.path("weights.safetensors"))
    pool = pools.pool(studio, asked, Making(base, rows=2), folder)
    self_play(studio, pairs(studio.tokens, asked, pool), folder / SELF_PLAY)
    policy_gradient(studio, asked, folder / POLICY)


if __name__ == "__main__":
    main(*sys.argv[1:])
