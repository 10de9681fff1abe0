"""Run benchmarks and write what they print into docs/benchmarks.md (`make bench`, `bench-loop`, …).

    python -m benchmarks            # those of the ground floor
    python -m benchmarks loop       # those of the loop that learns
    python -m benchmarks music      # those of music
    python -m benchmarks picture    # those of pictures
    python -m benchmarks house ci   # some, printed only

A page keeps the sections of benchmarks that were not run.

The corpus is read once into `runs/bench` (through the npm client) unless SIXING_CORPUS and
SIXING_DIST name a corpus folder and the unpacked package's `dist`; SIXING_LESSONS may name a
working folder of `sixing fit`. For music SIXING_JSB names the chorales of the canonical split and
SIXING_PIECES the lessons that `recipes/music_lessons.py` wrote.

The exit status is 1 when some figure misses its bar.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Callable
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

#: Those of the loop that learns; its rows are numbered by themselves.
LOOP: dict[str, tuple[str, tuple[str, ...]]] = {
    "polarity": ("The loop: polarity of poems (row 1)", ("CORPUS",)),
    "emotion": ("The loop: the mood that was asked for (row 2)", ("CORPUS",)),
    "poets": ("The loop: styles of twenty poets, from twenty poems each (row 3)", ("CORPUS",)),
    "ladder": ("The loop: a ladder of critics (row 4)", ("LESSONS",)),
    "taste": ("The loop: a person's taste (row 5)", ("MANY",)),
    "adapt": ("The loop: a style that adapts (row 6)", ()),
    "atlas": ("The loop: a map against the best of as many (row 7)", ()),
    "profile": ("The loop: what sets 李白 apart (row 8)", ("CORPUS",)),
    "safety": ("The loop: safety (row 9)", ("CORPUS", "MANY")),
    "explain": ("The loop: reasons and neighbours (row 10)", ("CORPUS",)),
}
#: Those of music; its rows are numbered by themselves.
MUSIC: dict[str, tuple[str, tuple[str, ...]]] = {
    "chorales": ("Music: likelihood of chorales (row 1)", ("RUNS",)),
    "harmonise": ("Music: sopranos harmonised (row 2)", ()),
    "music_codec": ("Music: the codec and the readers (row 3)", ("PIECES",)),
    "music_works": ("Music: made pieces as others read them (row 4)", ("PIECES", "MADE")),
    "music_originality": ("Music: what is somebody's already (row 5)", ("PIECES", "MADE")),
    "music_statistics": ("Music: made beside held-out pieces (row 6)", ("PIECES", "MADE")),
    "music_speed": ("Music: speed against Hugging Face generate (row 7)", ()),
    "music_sound": ("Music: sound (row 8)", ()),
    "music_words": ("Music: melodies that follow the tones of words (row 9)", ()),
    "music_fuzz": ("Music: broken and hostile files (row 10)", ()),
    "music_model": ("Music: the model on held-out pieces", ("PIECES",)),
}
#: Those of pictures; its rows are numbered by themselves.
PICTURE: dict[str, tuple[str, tuple[str, ...]]] = {
    "picture_style": ("Pictures: fast style transfer (row 1)", ()),
    "picture_gatys": ("Pictures: optimised style transfer (row 2)", ()),
    "picture_strength": ("Pictures: strength found by itself (row 3)", ()),
    "picture_gan": ("Pictures: StyleGAN with and without augmentation (row 4)", ()),
    "picture_latent": ("Pictures: truncation, mixing, projection, interpolation (row 5)", ()),
    "picture_cursive": ("Pictures: Song to cursive (row 6)", ()),
    "picture_colour": ("Pictures: line drawings into coloured ones", ()),
    "picture_classes": ("Pictures: the fine-tuned backbone (row 7)", ()),
    "picture_archive": ("Pictures: the archive of patterns (row 8)", ()),
    "picture_scrolls": ("Pictures: landscapes and scrolls for 50 poems (row 9)", ()),
    "picture_variations": ("Pictures: variations of one picture (row 10)", ()),
    "picture_fuzz": ("Pictures: broken and hostile files (row 11)", ()),
    "picture_resume": ("Pictures: a training killed and started again (row 12)", ()),
    "picture_judges": ("Pictures: what the judges find", ()),
}
ALL = BENCHMARKS | LOOP | MUSIC | PICTURE


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


def pieces() -> Path:
    """The lessons of music that can be had where only the extra `music` is installed."""
    if named := os.environ.get("SIXING_PIECES"):
        return Path(named)
    written = PLACE / "music" / "lessons.jsonl"
    if not written.exists():
        written.parent.mkdir(parents=True, exist_ok=True)
        sources = ("music21-bach", "music21-folk", "music21-quartets", "music21-madrigals")
        recipe = ROOT / "recipes" / "music_lessons.py"
        command = [sys.executable, str(recipe), *sources, "--out", str(written)]
        subprocess.run(command, cwd=ROOT, check=True)
    return written


def made() -> Path:
    """Five hundred pieces of all styles; made again when the weights are others."""
    weights = ROOT / "src" / "sixing" / "styles" / "music" / "weights.safetensors"
    file = PLACE / f"pieces-{sha256(weights.read_bytes()).hexdigest()[:12]}.json"
    if not file.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks.music_pieces", str(file), "-n", "500"]
        subprocess.run(command, cwd=ROOT, check=True)
    return file


LOOK_UP: dict[str, Callable[[], Path]] = {
    "DIST": dist,
    "CORPUS": corpus,
    "LESSONS": lessons,
    "MANY": lambda: works() / "many.json",
    "ONE": lambda: works() / "one.json",
    "RUNS": lambda: PLACE / "jsb",
    "PIECES": pieces,
    "MADE": made,
    "REGULATED": lambda: works() / "regulated.json",
}


def measure(name: str) -> tuple[str, bool]:
    """What a benchmark prints, and whether it kept its bars."""
    arguments = [str(LOOK_UP[word]()) for word in ALL[name][1]]
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        raise SystemExit(f"the benchmark {name} broke down")
    return done.stdout, done.returncode == 0


def page(old: str, sections: dict[str, str]) -> str:
    """The page with these sections measured anew, each saying when; the others as they stand."""
    parts = {part.split("\n", 1)[0]: part for part in old.split("\n## ")[1:]}
    for name, told in sections.items():
        heading = ALL[name][0]
        parts[heading] = f"{heading}\n\n{_measured()}\n\n{told.strip()}\n"
    order = [heading for heading, _ in ALL.values() if heading in parts]
    intro = old.split("\n## ")[0]
    return "\n## ".join([intro, *(parts[heading].rstrip() + "\n" for heading in order)])


def _measured() -> str:
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True)
    return (
        f"*{datetime.now(UTC):%Y-%m-%d}, commit {commit.strip()}, Python "
        f"{platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, no GPU.*"
    )


def main(asked: list[str]) -> int:
    """Run what was asked for; whole groups are written to the page, one section after another."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does
    groups = {(): BENCHMARKS, ("loop",): LOOP, ("music",): MUSIC, ("picture",): PICTURE}
    group = groups.get(tuple(asked))
    missed = []
    for name in group or asked:
        print(f"… {name}", file=sys.stderr)
        told, kept = measure(name)
        missed += [] if kept else [name]
        print(told)
        if group:  # at once, so that a stopped run keeps what it has measured
            old = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(page(old, {name: told}), encoding="utf-8")
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
