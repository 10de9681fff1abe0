"""64 candidates of a quatrain under the full constraint: our sampler against Hugging Face's.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.speed

The same weights run in `Qwen3ForCausalLM` (ours is that architecture: RoPE, RMSNorm, normalised
queries and keys, gated MLP; the norm at the entrance is folded into a table of its own), proved
equal first. `generate` samples 64 sequences from one prompt under a `LogitsProcessor` that keeps
the same automaton: form × tone × rhyme × repeats × copied runs. One thread, one run, by turns; the
median counts. Row 10 of the acceptance table.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import LogitsProcessor, LogitsProcessorList, Qwen3Config, Qwen3ForCausalLM

from benchmarks.tables import table, verdict
from sixing.features.fingerprints import RUN, Fingerprints, finish, fold
from sixing.making.sampler import Clock, Plan, Sampler
from sixing.media.automaton import Automaton
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.pattern import shi_pattern
from sixing.media.poem.prosody import book
from sixing.media.poem.tokens import Control
from sixing.models import weights as stored
from sixing.models.transformer import Floats, TransformerConfig, TransformerRunner
from sixing.studio import Studio

FORM, RHYME, TITLE, ROWS, TEMPERATURE = "七绝·仄起·首句入韵", "下平十一尤", "秋思", 64, 0.9


def exported(c: TransformerConfig, weights: Mapping[str, Floats]) -> Qwen3ForCausalLM:
    """The same weights as a model of Hugging Face."""
    config = Qwen3Config(
        vocab_size=c.vocabulary, hidden_size=c.width, num_hidden_layers=c.layers,
        num_attention_heads=c.heads, num_key_value_heads=c.heads, head_dim=c.width // c.heads,
        intermediate_size=c.hidden, rms_norm_eps=1e-6, tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": c.rope_base},
        max_position_embeddings=512, bos_token_id=None, eos_token_id=None, pad_token_id=0,
    )  # fmt: skip
    model = Qwen3ForCausalLM(config).eval()
    model.load_state_dict(_state(c, weights))
    return model


def _state(c: TransformerConfig, weights: Mapping[str, Floats]) -> dict[str, Tensor]:
    size = c.width // c.heads
    embedding = weights["embedding.weight"]
    entrance = embedding / np.sqrt(np.square(embedding).mean(axis=1, keepdims=True) + 1e-6)
    state = {
        "model.embed_tokens.weight": entrance,
        "lm_head.weight": embedding,
        "model.norm.weight": weights["norm"],
    }
    for i in range(c.layers):
        ours, theirs = f"blocks.{i}.", f"model.layers.{i}."
        q, k, v = np.split(weights[ours + "qkv.weight"], 3)
        gate, up = np.split(weights[ours + "gate_up.weight"], 2)
        state |= {
            theirs + "self_attn.q_proj.weight": q,
            theirs + "self_attn.k_proj.weight": k,
            theirs + "self_attn.v_proj.weight": v,
            theirs + "self_attn.o_proj.weight": weights[ours + "out.weight"],
            theirs + "self_attn.q_norm.weight": np.ones(size, np.float32),
            theirs + "self_attn.k_norm.weight": np.ones(size, np.float32),
            theirs + "mlp.gate_proj.weight": gate,
            theirs + "mlp.up_proj.weight": up,
            theirs + "mlp.down_proj.weight": weights[ours + "down.weight"],
            theirs + "input_layernorm.weight": weights[ours + "attention_norm"],
            theirs + "post_attention_layernorm.weight": weights[ours + "mlp_norm"],
        }
    return {name: torch.tensor(value) for name, value in state.items()}


class FormProcessor(LogitsProcessor):
    """The automaton as an ordinary `LogitsProcessor`: one state a row, whole masks, vectorised.

    It looks at what may stand at the place only; where tokens run out it would have no way back.

    Args:
        prompt: tokens before the poem.
        spelling: code point of each token.
        known: runs that may not be copied; None copies freely.
    """

    def __init__(
        self, form: Automaton, prompt: int, spelling: NDArray[np.uint32], known: Fingerprints | None
    ) -> None:
        self.form, self.prompt, self.spelling, self.known = form, prompt, spelling, known
        # One step a token: a place, or a stop that is forced.
        self.steps: list[tuple[int, int]] = []
        for place, glue in enumerate(form.glue):
            self.steps += [(place, -1), *((place, token) for token in glue)]
        self.symbols = torch.from_numpy(form.symbols.astype(np.int64))
        self.tables = [self._table(place) for place in range(len(form))]
        self.following = [torch.from_numpy(f) for f in form.following]

    def _table(self, place: int) -> Tensor:
        """Which tokens each state allows, (states, vocabulary)."""
        permitted = torch.from_numpy(self.form.permitted[place])
        table = torch.zeros(len(permitted), len(self.symbols), dtype=torch.bool)
        choices = torch.from_numpy(self.form.choices[place])
        table[:, choices] = permitted[:, self.symbols[choices]]
        return table

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Scores, both (rows, vocabulary), with -inf for what may not come."""
        written = input_ids.shape[1] - self.prompt
        if written == 0:
            self.states = torch.zeros(len(scores), dtype=torch.long)
            self.used = torch.zeros(scores.shape, dtype=torch.bool)
        else:
            self._note(*self.steps[written - 1], input_ids[:, -1])
        place, forced = self.steps[written]
        if forced >= 0:
            mask = torch.zeros_like(self.used)
            mask[:, forced] = True
        else:
            mask = self.tables[place][self.states] & ~self._repeats(place, input_ids[:, -1])
            self._strike_copies(place, input_ids, mask)
        return scores.masked_fill(~mask, -torch.inf)

    def _note(self, place: int, forced: int, token: Tensor) -> None:
        if forced < 0:
            self.states = self.following[place][self.states, self.symbols[token]]
            self.used.scatter_(1, token[:, None], True)

    def _repeats(self, place: int, last: Tensor) -> Tensor:
        """Tokens already used, but for the one just written (悠悠)."""
        if place == 0 or self.form.lines[place] != self.form.lines[place - 1]:
            return self.used
        return self.used.scatter(1, last[:, None], False)

    def _strike_copies(self, place: int, input_ids: Tensor, mask: Tensor) -> None:
        start = place - RUN + 1
        if self.known is None or start < 0 or self.form.lines[start] != self.form.lines[place]:
            return
        choices = self.form.choices[place]
        before = fold(self.spelling[input_ids[:, 1 - RUN :].numpy()])
        copies = self.known.contains(finish(before[:, None], self.spelling[choices][None]))
        mask[:, choices] &= ~torch.from_numpy(copies)


def theirs(
    model: Qwen3ForCausalLM, studio: Studio, prefix: Sequence[int], form: Automaton, copies: bool
) -> list[list[int]]:
    """64 poems by `generate`: token numbers without stops."""
    known = None if copies else studio.fingerprints
    processor = FormProcessor(form, len(prefix), studio.spelling, known)
    prompt = torch.tensor([list(prefix)])
    written = model.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=True, num_return_sequences=ROWS,
        max_new_tokens=len(processor.steps), temperature=TEMPERATURE, top_k=0, top_p=1.0,
        logits_processor=LogitsProcessorList([processor]),
    )  # fmt: skip
    places = [len(prefix) + i for i, (_, forced) in enumerate(processor.steps) if forced < 0]
    found: list[list[int]] = written[:, places].tolist()
    return found


def kept(rows: Sequence[Sequence[int]], form: Automaton) -> bool:
    """Whether all rows are walks of the automaton that end well."""
    for row in rows:
        state = 0
        for place, token in enumerate(row):
            if token not in form.allowed[place]:
                return False
            state = form.steps[place][state][form.symbols[token]]
            if state < 0:
                return False
    return True


def furthest(model: Qwen3ForCausalLM, runner: TransformerRunner, prefix: Sequence[int]) -> float:
    """The largest difference between two scores that should be equal."""
    chance = np.random.default_rng(0)
    ids = np.array([[*prefix, *chance.integers(0, runner.config.vocabulary, 40)]])
    with torch.no_grad():
        their = model(torch.from_numpy(ids)).logits.numpy()
    return float(np.abs(their - runner.logits(runner.hidden(ids))).max())


def seconds(run: Callable[[int], object]) -> Callable[[int], float]:
    """A run by its seed, timed."""

    def timed(seed: int) -> float:
        torch.manual_seed(seed)
        begun = time.process_time()  # one thread: the clock that other processes do not disturb
        run(seed)
        return time.process_time() - begun

    return timed


def measure(style: str, rounds: int) -> int:
    """Prints the table; the exit status."""
    studio = Studio.open(style)
    tokens, runner = studio.tokens, studio.runner
    shapes = runner.config.shapes()
    weights = stored.load(studio.style.folder / "weights.safetensors", shapes)
    model = exported(runner.config, weights)
    name, opening = FORM.split("·")[0], FORM.replace("·首句", "").split("·")[1]
    prefix = tokens.prefix(Control(name, opening=opening, rhyme=RHYME, title=TITLE))
    apart = furthest(model, runner, prefix)
    if apart > 1e-3:
        sys.exit(f"the two models differ by {apart}: they are not the same")
    clock = Clock()

    def form() -> Automaton:
        return Constraint(shi_pattern(FORM), (RHYME,), book("pingshui")).automaton(tokens)

    def ours(seed: int) -> None:
        sampler = Sampler(runner, studio.spelling, studio.fingerprints, clock=clock)
        sampler.sample([Plan(tuple(prefix), form(), ROWS)], seed, TEMPERATURE)

    runs: dict[str, Callable[[int], float]] = {
        "Sixing, full constraint": seconds(ours),
        "`generate`, full constraint": seconds(
            lambda _: theirs(model, studio, prefix, form(), copies=False)
        ),
        "`generate`, copied runs allowed": seconds(
            lambda _: theirs(model, studio, prefix, form(), copies=True)
        ),
    }
    if not kept(theirs(model, studio, prefix, form(), copies=False), form()):
        sys.exit("what generate wrote does not keep the form: the comparison would be unfair")
    for run in runs.values():
        run(0)
    vars(clock).update(vars(Clock()))
    taken = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            taken[name].append(run(number + 1))
    middle = {name: statistics.median(times) for name, times in taken.items()}
    mine = next(iter(middle.values()))
    print(
        f"64 candidates of {FORM}, one thread, CPU seconds, median of {rounds} rounds by turns; "
        f"the scores of the two models differ by at most {apart:.0e}.\n"
    )
    rows = [
        (name, f"{value:.2f} s", f"{min(taken[name]):.2f} s", f"{value / mine:.1f} ×")
        for name, value in middle.items()
    ]
    print(table(["", "median", "least", "against ours"], rows))
    spent = clock.model + clock.masks + clock.choosing
    print(
        f"\nOf our time: model {clock.model / spent:.0%}, masks {clock.masks / spent:.1%}, "
        f"choosing (draws, weights, copied runs) {clock.choosing / spent:.0%}."
    )
    ratio, masks = middle["`generate`, full constraint"] / mine, clock.masks / spent
    return verdict([
        ("≥ 5 × faster than `generate`", f"{ratio:.1f} ×", ratio >= 5),
        ("masks ≤ 10 % of the time", f"{masks:.1%}", masks <= 0.1),
    ])  # fmt: skip


def main() -> int:
    """Measure in a process that has one thread."""
    parser = ArgumentParser(description="our sampler against Hugging Face generate")
    parser.add_argument("--style", default="default")
    parser.add_argument("-n", type=int, default=7, help="rounds")
    asked = parser.parse_args()
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    if any(os.environ.get(name) != value for name, value in alone.items()):
        command = [sys.executable, "-m", "benchmarks.speed", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **alone})
    torch.set_num_threads(1)
    return measure(asked.style, asked.n)


if __name__ == "__main__":
    sys.exit(main())
