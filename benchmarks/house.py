"""What the house costs: install, first poem, cold start, memory, import, and the same bytes twice.

    python -m benchmarks.house

Makes a fresh clone and a fresh virtual environment in a temporary folder; pip's cache is as warm
as it is. Rows 1 and 2 of the acceptance table. Quiet machine, or the clock measures the noise.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
CREATE = ("create", "poem", "--form", "七绝", "--theme", "秋思", "-n", "3", "--seed", "7")
RUNS = 5


def run(command: Sequence[str | Path], home: Path, cwd: Path = ROOT) -> tuple[float, float, bytes]:
    """Seconds, peak MB of memory, and standard output of a command."""
    begun = time.perf_counter()
    environment = {**os.environ, "SIXING_HOME": str(home)}
    words = list(map(str, command))
    process = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=cwd, env=environment)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, output


def megabytes(folder: Path) -> float:
    """What a folder takes on the disk."""
    return sum(path.lstat().st_blocks for path in folder.rglob("*")) * 512 / 2**20


def demo(place: Path) -> tuple[float, float]:
    """Seconds of `make demo` in a fresh clone, and the MB it installed (the package included)."""
    clone = place / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    seconds, _, _ = run(["make", "demo", f"PYTHON={sys.executable}"], place / "home", clone)
    return seconds, megabytes(clone / ".venv") + megabytes(clone / "src")


def cold(place: Path) -> tuple[float, float, bool]:
    """Median seconds and most MB of a cold `create`, and whether its bytes are the same."""
    runs = [run([sys.executable, "-m", "sixing", *CREATE], place / str(i)) for i in range(RUNS)]
    seconds, memory, outputs = zip(*runs, strict=True)
    return statistics.median(seconds), max(memory), len(set(outputs)) == 1


def importing() -> float:
    """Median seconds of `import sixing` in a fresh interpreter."""
    clock = "import time; t = time.perf_counter(); import sixing; print(time.perf_counter() - t)"
    return statistics.median(
        float(subprocess.check_output([sys.executable, "-c", clock])) for _ in range(RUNS)
    )


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        seconds, size = demo(place)
        start, memory, same = cold(place)
    print("| what | measured | must be |\n|---|---|---|")
    print(f"| `make demo`, fresh clone and venv, to the poems | {seconds:.0f} s | ≤ 60 s |")
    print(f"| light run time on disk, package and weights included | {size:.0f} MB | ≤ 250 MB |")
    print(f"| `sixing {' '.join(CREATE)}`, cold (median of {RUNS}) | {start:.2f} s | ≤ 2.5 s |")
    print(f"| its peak memory | {memory:.0f} MB | ≤ 400 MB |")
    print(f"| the same bytes every time | {'yes' if same else 'no'} | yes |")
    print(f"| `import sixing` | {importing():.3f} s | ≤ 0.3 s |")


if __name__ == "__main__":
    main()
