"""Row 9, landscapes and scrolls of poems: `python -m benchmarks.picture_scrolls`.

    [-n 50] [--out DIR]

Poems are made by `sixing create poem` on ten themes. Each is planned, painted and set on a scroll,
timed together after one warm-up (fonts of this machine are then known). The SVG is read by an XML
reader that is not ours; layers are counted by it, too. Ten scrolls are written to DIR as PNG, to be
looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree as ET

from benchmarks.tables import table, verdict
from sixing.ideas.pictures import plan_of
from sixing.media.picture.printing import png
from sixing.media.picture.scroll import scroll
from sixing.media.picture.shanshui import paint
from sixing.works import Work

THEMES = ("秋思", "山居", "江雪", "送别", "春雨", "边塞", "月夜", "渔父", "登高", "荷塘")


def poems(count: int) -> list[Work]:
    """Poems made anew, the same number on each theme."""
    found: list[Work] = []
    for number, theme in enumerate(THEMES):
        each = str(-(-count // len(THEMES)))
        said = subprocess.run(
            [sys.executable, "-m", "sixing", "create", "poem", "--theme", theme, "-n", each,
             "--seed", str(number), "--json"], capture_output=True, check=True)  # fmt: skip
        found += [Work("poem", one["form"], one["title"], tuple(one["lines"]))
                  for one in json.loads(said.stdout)]  # fmt: skip
    return found[:count]


def main() -> int:
    """Print the table and the verdict."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=50)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    made, rows = poems(asked.n), []
    scroll(made[0], paint(plan_of(made[0]), 0))
    for number, poem in enumerate(made):
        start = perf_counter()
        plan = plan_of(poem)
        painting = paint(plan, number)
        svg = scroll(poem, painting).svg
        took = perf_counter() - start
        root = ET.fromstring(svg)
        layers = Counter(element.get("data-element") for element in root.iter())
        harmful = [e.tag for e in root.iter() if e.tag.endswith("script")
                   or any("href" in name for name in e.attrib)]  # fmt: skip
        lacking = [name for name, many in plan.elements.items() if layers[name] < many]
        rows.append((took, len(svg) / 1000, len(plan.elements), lacking, harmful))
        if asked.out and number % max(1, asked.n // 10) == 0:
            asked.out.mkdir(parents=True, exist_ok=True)
            (asked.out / f"scroll-{number:02}.png").write_bytes(png(svg, 1600))
    times, sizes = sorted(row[0] for row in rows), sorted(row[1] for row in rows)
    named = sum(row[2] for row in rows)
    print(table(["poems", "elements named", "median s", "most s", "median KB", "most KB"],
                [[len(rows), named, f"{times[len(times) // 2]:.2f}", f"{times[-1]:.2f}",
                  f"{sizes[len(sizes) // 2]:.0f}", f"{sizes[-1]:.0f}"]]))  # fmt: skip
    absent = sum(len(row[3]) for row in rows)
    return verdict([
        ("each ≤ 1 s", f"{times[-1]:.2f} s", times[-1] <= 1),
        ("valid SVG, no script, no link", f"{len(rows)} read", not any(row[4] for row in rows)),
        ("elements of the plan are in the picture", f"{named - absent} of {named}", absent == 0),
        ("each ≤ 600 KB", f"{sizes[-1]:.0f} KB", sizes[-1] <= 600),
    ])  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
