"""Run every benchmark and write what they print into docs/benchmarks.md: `make bench`.

    python -m benchmarks            # all of them
    python -m benchmarks house ci   # some, printed only

The corpus is read once into `runs/bench` (through the npm client) unless SIXING_CORPUS and
SIXING_DIST name a corpus folder and the unpacked package's `dist`; SIXING_LESSONS may name a
working folder of `sixing fit`. The exit status is 1 when some figure misses its bar.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
PLACE = ROOT / "runs" / "bench"

# name: (heading, arguments); an argument in capitals is looked up
BENCHMARKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "house": ("Install, start, memory (rows 1 and 2)", ()),
    "checker": ("The checker against the corpus (row 4)", ("DIST", "CORPUS")),
    "ci": ("Tunes of ci against the corpus (row 4)", ("CORPUS",)),
    "forms": ("Every poem keeps its form (row 3)", ()),
    "model": ("The model on held-out poems (rows 5 and 12)", ("LESSONS",)),
    "price": ("The price of the constraint (row 6)", ("LESSONS",)),
    "originality": ("What made poems share with the corpus (row 7)", ("MANY", "CORPUS")),
    "variety": ("How various made poems are (row 8)", ("MANY", "ONE", "CORPUS")),
    "theme": ("The right theme among ten (row 9)", ("MANY", "CORPUS")),
    "parallelism": ("Parallel couplets of 律诗 (row 11)", ("REGULATED", "CORPUS")),
    "speed": ("Speed against Hugging Face generate (row 10)", ()),
    "resume": ("A training killed and started again (row 13)", ()),
}


def dist() -> Path:
    """The unpacked package chinese-poetry."""
    if named := os.environ.get("SIXING_DIST"):
        return Path(named)
    unpacked = PLACE / "package" / "dist"
    if not unpacked.exists():
        from sixing.corpus.package import pack

        PLACE.mkdir(parents=True, exist_ok=True)
        with tarfile.open(pack(PLACE)) as archive:
            archive.extractall(PLACE, filter="data")
    return unpacked


def corpus() -> Path:
    """The corpus built from it."""
    if named := os.environ.get("SIXING_CORPUS"):
        return Path(named)
    built = PLACE / "corpus"
    if not built.exists():
        from sixing.corpus import add

        add(dist(), built)
    return built


def lessons() -> Path:
    """The working folder of `sixing fit` with the lessons of each split."""
    if named := os.environ.get("SIXING_LESSONS"):
        return Path(named)
    from sixing.fitting import prepare
    from sixing.training.recipe import read

    prepare(corpus(), read(ROOT / "recipes" / "classical.toml"), PLACE / "fit")
    return PLACE / "fit"


def works() -> Path:
    """The folder of poems made for rows 7, 8, 9 and 11; made again when the weights are others."""
    weights = ROOT / "src" / "sixing" / "styles" / "classical" / "weights.safetensors"
    folder = PLACE / f"works-{sha256(weights.read_bytes()).hexdigest()[:12]}"
    if not (folder / "regulated.json").exists():  # the last that is written
        subprocess.run([sys.executable, "-m", "benchmarks.works", folder], cwd=ROOT, check=True)
    return folder


LOOK_UP: dict[str, Callable[[], Path]] = {
    "DIST": dist,
    "CORPUS": corpus,
    "LESSONS": lessons,
    "MANY": lambda: works() / "many.json",
    "ONE": lambda: works() / "one.json",
    "REGULATED": lambda: works() / "regulated.json",
}


def measure(name: str) -> tuple[str, bool]:
    """What a benchmark prints, and whether it kept its bars."""
    arguments = [str(LOOK_UP[word]()) for word in BENCHMARKS[name][1]]
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        raise SystemExit(f"the benchmark {name} broke down")
    return done.stdout, done.returncode == 0


def page(sections: dict[str, str]) -> Iterator[str]:
    """The page of the documentation."""
    yield "# Benchmarks\n"
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True)
    yield (
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d} at commit {commit.strip()}: "
        f"Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, no GPU.\n"
    )
    for name, told in sections.items():
        yield f"## {BENCHMARKS[name][0]}\n"
        yield told


def main(asked: list[str]) -> int:
    """Run what was asked for; write the page when that is everything."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does
    sections, missed = {}, []
    for name in asked or BENCHMARKS:
        print(f"… {name}", file=sys.stderr)
        sections[name], kept = measure(name)
        missed += [] if kept else [name]
        print(sections[name])
    if not asked:
        PAGE.write_text("\n".join(page(sections)), encoding="utf-8")
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
