"""Notes a second, one thread: our walk against Hugging Face's `generate`, with the same weights.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.music_speed

The same weights run in `Qwen3ForCausalLM`, proved equal first (`benchmarks.speed`). Both write the
same piece asked: a chorale for four voices under the whole grammar, one row and eight rows; for
`generate` the grammar is an ordinary `LogitsProcessor`, which keeps a state a row. `generate` is
also timed free of any grammar, as fast as it can be, and the shipped walk on a tune whose sections
return. Notes are pitches written; seconds are of the CPU. Row 7 of the acceptance table: at one row
and at eight, against the faster of the two ways of `generate`.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from transformers import LogitsProcessor, LogitsProcessorList, Qwen3ForCausalLM

from benchmarks.speed import exported, furthest
from benchmarks.tables import table, verdict
from sixing.making.walk import Errand, walk
from sixing.media.music.plan import Asked, Planned, plan
from sixing.media.music.score import Key, Metre
from sixing.media.music.tokens import MusicTokens, Player
from sixing.models import weights as stored
from sixing.models.transformer import TransformerConfig, TransformerRunner

SHIPPED = Path(__file__).parent.parent / "src/sixing/styles/music"
CHORALE = Asked(
    "bach", metre=Metre(0, 4, 4), tempo=80, key=Key(7), players=(Player(52),) * 4, bars=8, pickup=0
)
JIG = Asked(
    "irish", metre=Metre(0, 6, 8), tempo=120, key=Key(7), players=(Player(73),), solo=True,
    bars=32, form="AABB", pickup=0,
)  # fmt: skip
ROWS = (1, 8)
OURS = "our walk"
LONGEST = 8192


class GrammarProcessor(LogitsProcessor):
    """The grammar as an ordinary `LogitsProcessor`; ended rows go on with padding."""

    def __init__(self, planned: Planned, rows: int) -> None:
        self.form = planned.form
        self.states = [self.form.start] * rows
        self.begun = False

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        """Scores, both (rows, vocabulary), with -inf for what may not come."""
        mask = torch.full_like(scores, -torch.inf)
        for row, token in enumerate(input_ids[:, -1].tolist()):
            if self.form.done(self.states[row]):
                mask[row, 0] = 0
                continue
            if self.begun:
                self.states[row] = self.form.step(self.states[row], token)
            if self.form.done(self.states[row]):
                mask[row, 0] = 0
                continue
            mask[row, torch.from_numpy(self.form.allowed(self.states[row]))] = 0
        self.begun = True
        return scores + mask


def notes(tokens: MusicTokens, rows: list[list[int]]) -> int:
    """How many pitches rows of tokens write."""
    return sum(tokens.parts[token][0] in ("pitch", "drum") for row in rows for token in row)


def ours(runner: TransformerRunner, planned: Planned, rows: int, seed: int) -> list[list[int]]:
    """Pieces by our walk."""
    found = walk(runner, [Errand(planned.prefix, planned.form, rows)], seed=seed)
    return [list(row.tokens) for row in found]


def theirs(
    model: Qwen3ForCausalLM, tokens: MusicTokens, planned: Planned, rows: int, length: int | None
) -> list[list[int]]:
    """Pieces by `generate` under the grammar; free of it and of so many tokens with ``length``."""
    processors = LogitsProcessorList([] if length else [GrammarProcessor(planned, rows)])
    prefix = list(planned.prefix)
    if length:
        prefix += header(planned)
    prompt = torch.tensor([prefix])
    written = model.generate(  # type: ignore[misc]
        prompt, attention_mask=torch.ones_like(prompt), do_sample=True, num_return_sequences=rows,
        max_new_tokens=length or LONGEST // 2, min_new_tokens=length, top_k=0, top_p=1.0,
        logits_processor=processors, eos_token_id=tokens.end, pad_token_id=0,
    )  # fmt: skip
    found: list[list[int]] = written[:, len(prefix) :].tolist()
    return found


def header(planned: Planned) -> list[int]:
    """The forced tokens behind the prefix, up to the first bar."""
    state, found = planned.form.start, []
    while len(allowed := planned.form.allowed(state)) == 1:
        found.append(int(allowed[0]))
        state = planned.form.step(state, found[-1])
    return found


def rate(tokens: MusicTokens, run: Callable[[int], list[list[int]]], seed: int) -> float:
    """Notes a CPU second."""
    torch.manual_seed(seed)
    begun = time.process_time()
    rows = run(seed)
    return notes(tokens, rows) / (time.process_time() - begun)


def opened(folder: Path) -> tuple[TransformerRunner, Qwen3ForCausalLM, MusicTokens]:
    """The style's model in our runner and in theirs, proved equal, and its words."""
    config = TransformerConfig(**json.loads((folder / "config.json").read_text())["model"])
    weights = stored.load(folder / "weights.safetensors", config.shapes())
    runner, model = TransformerRunner(config, weights), exported(config, weights)
    model.config.max_position_embeddings = LONGEST
    apart = furthest(model, runner, [1])
    if apart > 1e-3:
        sys.exit(f"the two models differ by {apart}: they are not the same")
    millions = sum(weight.size for weight in weights.values()) / 1e6
    print(f"{millions:.1f} M weights; scores of the two models differ by at most {apart:.0e}.\n")
    return runner, model, MusicTokens(json.loads((folder / "vocabulary.json").read_text()))


def middles(
    runner: TransformerRunner, model: Qwen3ForCausalLM, tokens: MusicTokens, rows: int, rounds: int
) -> dict[str, float]:
    """Notes a second of every way to write, medians of rounds by turns; the first is to warm up."""
    chorale, jig = plan(CHORALE, tokens), plan(JIG, tokens)
    length = int(statistics.mean(map(len, ours(runner, chorale, rows, 0))))
    ways: dict[str, Callable[[int], list[list[int]]]] = {
        OURS: lambda seed: ours(runner, chorale, rows, seed),
        "`generate` under the same grammar": lambda _: theirs(model, tokens, chorale, rows, None),
        "`generate`, free": lambda _: theirs(model, tokens, chorale, rows, length),
        "our walk, jig AABB (sections return)": lambda seed: ours(runner, jig, rows, seed),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for seed in range(rounds + 1):
        for name, run in ways.items():
            taken[name].append(rate(tokens, run, seed))
    return {name: statistics.median(found[1:]) for name, found in taken.items()}


def measure(folder: Path, rounds: int) -> int:
    """Prints the table; the exit status."""
    opening = opened(folder)
    middle = {rows: middles(*opening, rows, rounds) for rows in ROWS}
    print(f"Notes a CPU second, one thread, median of {rounds} rounds by turns.\n")
    named = {rows: f"{rows} row{'s' * (rows > 1)}" for rows in ROWS}
    lines = [(n, *(f"{middle[rows][n]:.0f}" for rows in ROWS)) for n in middle[ROWS[0]]]
    print(table(["", *named.values()], lines))
    bars = []
    for rows, found in middle.items():
        ratio = found[OURS] / max(rate for name, rate in found.items() if "generate" in name)
        bars.append((f"≥ 4 × the faster `generate`, {named[rows]}", f"{ratio:.1f} ×", ratio >= 4))
    return verdict(bars)


def main() -> int:
    """Measure in a process that has one thread."""
    parser = ArgumentParser(description="our walk against Hugging Face generate")
    parser.add_argument("--folder", type=Path, default=SHIPPED, help="of the style")
    parser.add_argument("-n", type=int, default=5, help="rounds")
    asked = parser.parse_args()
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    if any(os.environ.get(name) != value for name, value in alone.items()):
        command = [sys.executable, "-m", "benchmarks.music_speed", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **alone})
    torch.set_num_threads(1)
    return measure(asked.folder, asked.n)


if __name__ == "__main__":
    sys.exit(main())
