"""Row 5: what a StyleGAN's styles allow: truncation, mixing, projection, films.

    SIXING_PICTURE_DATA=DATA python -m benchmarks.picture_latent [MODEL]

MODEL is a folder that `StyleGan.open` reads; by default the pack's emoji. Closeness is how far a
made picture lies from the nearest training picture, variety the mean distance of made pictures
from one another, both in the features of `EXTRACTOR`; the same seeds are made at each truncation.
Projected are pictures that the net made itself (which can be found exactly), faces that it was
trained on, and emoji that are no faces, of which it has seen none. The plot and a sheet of made
pictures are written to `docs/images`.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import picture_data
from benchmarks.picture_gan import RECIPE
from benchmarks.tables import table, verdict
from sixing.features.distribution import Overlap, distances
from sixing.features.pictures import EXTRACTOR
from sixing.fitting.pictures.collecting import Chosen, collect, rows
from sixing.fitting.pictures.measuring import Floats, made_by, seen
from sixing.making.projection import project
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet
from sixing.models.stylegan import StyleGan
from sixing.store.atomic import write_whole
from sixing.store.packs import pack

IMAGES = Path(__file__).parents[1] / "docs/images"
TRUNCATIONS = (0.2, 0.4, 0.6, 0.8, 1.0, 1.2)
MADE = 150
MIXED, FILMS, FRAMES = 24, 6, 96
SMOOTH, SECONDS = 3.0, 30.0
Doubles = NDArray[np.float64]
Bar = tuple[str, str, bool]


def main(model: Path) -> int:
    """Prints the tables, draws the plot; the exit status says whether the bars were kept."""
    net = StyleGan.open(model)
    chosen = Chosen.model_validate(tomllib.loads(RECIPE.read_text(encoding="utf-8"))["data"])
    emoji = picture_data.folder("emoji")
    _, faces = collect([emoji], net.shape.size, chosen)
    _, others = collect([emoji], net.shape.size, Chosen(only="^1f3[3-4]", most=4))
    bars = [
        *_truncation(net, seen(faces)),
        *_mixing(net),
        *_projection(net, faces, others),
        *_films(net),
    ]
    write_whole(IMAGES / "styles.png", _sheet(net).png())
    return verdict(bars)


def _truncation(net: StyleGan, people: Floats) -> Iterator[Bar]:
    found = []
    for psi in TRUNCATIONS:
        made = seen(made_by(net, MADE, psi))
        nearest = float(distances(made, people).min(1).mean())
        spread = float(distances(made, made).sum() / (MADE * (MADE - 1)))
        same = min(len(people), MADE)
        found.append((psi, nearest, spread, Overlap.of(people[:same], made[:same])))
    print(f"{EXTRACTOR}; {MADE} made at each truncation\n")
    heads = ["truncation", "to the nearest person's", "to one another", "precision", "recall"]
    numbers = np.array([(n, a, o.precision, o.recall) for _, n, a, o in found])
    rounded = [[f"{one:.2f}" for one in row] for row in numbers]
    told = [[psi, *row] for psi, row in zip(TRUNCATIONS, rounded, strict=True)]
    print(table(heads, told) + "\n")
    near, apart = numbers[:, 0], numbers[:, 1]
    write_whole(IMAGES / "truncation.svg", plot(near, apart).encode())
    rising = bool((np.diff(apart) > 0).all())
    yield "variety rises with truncation", f"{apart[0]:.2f} … {apart[-1]:.2f}", rising
    further = bool((np.diff(near) > 0).all())
    yield "closeness falls with truncation", f"{near[0]:.2f} … {near[-1]:.2f}", further


def _mixing(net: StyleGan) -> Iterator[Bar]:
    """From the second seed's style to the first's, layer by layer."""
    far = []
    for place in range(net.shape.places + 1):
        gaps = []
        for first in range(MIXED):
            own, mixed = net.make([first])[0], net.mix(first, first + 1000, place)
            gaps.append(np.sqrt(np.square((own - mixed) / 2).mean()))
        far.append(float(np.mean(gaps)))
    heads = ["layers of the first", *range(net.shape.places + 1)]
    print(table(heads, [["difference from it", *(f"{one:.3f}" for one in far)]]) + "\n")
    falling = bool((np.diff(far) < 0).all()) and far[-1] < 1e-4
    yield "mixing goes from one to the other", f"{far[0]:.3f} … {far[-1]:.3f}", falling


def _projection(net: StyleGan, faces: list[Picture], others: list[Picture]) -> Iterator[Bar]:
    kinds = {
        "made by it (truncation 1)": list(net.make([70001, 70002, 70003, 70004], truncation=1.0)),
        "faces that it learnt from": list(rows(faces[::28], net.shape.channels)),
        "emoji that are no faces": list(rows(others, net.shape.channels)),
    }
    told, slowest = [], 0.0
    errors: dict[str, tuple[float, float]] = {}
    for name, targets in kinds.items():
        found = []
        for target in targets:
            begun = time.process_time()
            found.append(project(net, target))
            slowest = max(slowest, time.process_time() - begun)
        means = [float(np.mean([getattr(one, what) for one in found]))
                 for what in ("usual", "drawn", "error")]  # fmt: skip
        errors[name] = means[1], means[2]
        told.append([name, len(found), *(f"{one:.3f}" for one in means)])
    heads = ["projected", "n", "mean picture", "nearest of 256 draws", "projection"]
    print("Error: root of the mean square, of a range of 0 to 1\n")
    print(table(heads, told) + "\n")
    for name, (drawn, error) in errors.items():
        yield f"nearer than a draw: {name}", f"{error:.3f}, {drawn:.3f}", error < drawn
    yield "projection ≤ 30 s", f"{slowest:.1f} s of one core", slowest <= SECONDS


def _films(net: StyleGan) -> Iterator[Bar]:
    ratios = []
    for number in range(FILMS):
        film = net.film([10 * number, 10 * number + 1, 10 * number + 2], FRAMES)
        around = np.concatenate((film, film[:1]))
        steps = np.sqrt(np.square(np.diff(around, axis=0)).mean((1, 2, 3)))
        ratios.append(float(steps.max() / steps.mean()))
    told = ", ".join(f"{one:.2f}" for one in ratios)
    print(f"Films of {FRAMES} pictures through 3 seeds, largest step / mean step: {told}")
    yield "largest / mean step of a film ≤ 3", f"{max(ratios):.2f}", max(ratios) <= SMOOTH


def _sheet(net: StyleGan) -> Picture:
    """Truncations downwards for six seeds, then two seeds and what lies between by layers."""
    shown = [one for psi in TRUNCATIONS for one in net.make(range(6), truncation=psi)]
    places = np.linspace(0, net.shape.places, 6).astype(int)[::-1]
    shown += [net.mix(first, first + 1000, int(place)) for first in (1, 3) for place in places]
    captions = [f"ψ {psi}" if not i else "" for psi in TRUNCATIONS for i in range(6)]
    captions += [f"{place}" for _ in range(2) for place in places]
    return contact_sheet([Picture.of_grid(one) for one in shown], 6, captions)


def plot(near: Doubles, apart: Doubles) -> str:
    """Variety over distance from people's pictures, as SVG."""
    (low, high), (least, most) = ((some.min(), some.max()) for some in (near, apart))
    x = 70 + 340 * (near - low) / (high - low)
    y = 230 - 190 * (apart - least) / (most - least)
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    marks = "".join(
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="#b5482a"/>'
        f'<text x="{a + 7:.1f}" y="{b + 16:.1f}">{psi}</text>'
        for a, b, psi in zip(x, y, TRUNCATIONS, strict=True)
    )
    ticks = "".join(
        f'<text x="{70 + 340 * share:.0f}" y="262" text-anchor="middle">'
        f"{low + share * (high - low):.1f}</text>"
        f'<text x="48" y="{234 - 190 * share:.0f}" text-anchor="end">'
        f"{least + share * (most - least):.1f}</text>"
        for share in (0, 1)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 300" font-family="sans-serif" '
        'font-size="12" fill="#333"><rect width="460" height="300" fill="#fff"/>'
        '<path d="M56 30V244H430" fill="none" stroke="#999"/>'
        f'<polyline points="{line}" fill="none" stroke="#b5482a" stroke-width="2"/>{marks}{ticks}'
        '<text x="243" y="286" text-anchor="middle">distance from the nearest training picture '
        '与最近训练图之距</text><text transform="translate(18 137) rotate(-90)" '
        'text-anchor="middle">variety 变化</text></svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else pack("pictures") / "emoji"))
