"""Make the pictures of the documentation from real output: `python docs/make_images.py`.

Writes a 七绝 on 秋思 as `docs/images/card.png` and, by night, `card-dark.png`; the map of its theme
as `map.svg`; a scroll, and sheets of landscapes, patterns and what generators invent. With
`--corpus` and `--author`, a figure of the author's profile, `profile.svg`; with `--browser` (a
Chromium) a picture of the HTML card, `card-html.png`. `--only` makes some of them. Needs a Chinese
font (see `--font`); map and profile need the extra `charts`, scroll and sheets `picture`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import sixing
from sixing.media.picture.picture import Picture
from sixing.media.poem.show import show
from sixing.store.database import Store
from sixing.store.home import home

IMAGES = Path(__file__).parent / "images"
PICTURES = ("card", "map", "profile", "scroll", "sheets")
AUTUMN = ("空山新雨后", "天气晚来秋", "明月松间照", "清泉石上流")
SEEN = (
    "月 舟 柳 春", "雪 松 塔", "荷 雨 亭", "雁 秋 江",
    "瀑布 鹤", "帆 日 海", "竹 桥 人", "梅 雪 夜",
)  # fmt: skip


def main() -> None:
    """Make what was asked for, in every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", default="七绝")
    parser.add_argument("--theme", default="秋思")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--font", type=Path)
    parser.add_argument("--browser", help="a Chromium, for the picture of the HTML card")
    parser.add_argument("--corpus", help="a corpus folder, for the profile")
    parser.add_argument("--author", default="李白", help="whose profile")
    parser.add_argument("--figure", default="apart", help="which figure of it")
    parser.add_argument("--only", choices=PICTURES, action="append", help="some of the pictures")
    asked = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    wanted = asked.only or PICTURES
    if "card" in wanted:
        _card(asked)
    if "map" in wanted:
        _sixing("create", "poem", "--form", asked.form, "--theme", asked.theme,
                "--seed", str(asked.seed), "--map", str(IMAGES / "map.svg"))  # fmt: skip
    if "profile" in wanted and asked.corpus:
        _profile(asked)
    if "scroll" in wanted:
        _scroll(asked)
    if "sheets" in wanted:
        _sheets()


def _scroll(asked: argparse.Namespace) -> None:
    """A poem beside its painting, the seal last."""
    from sixing.media.picture.show import show as hang
    from sixing.picturing import Brief, scrolled
    from sixing.picturing.verbs import Mount
    from sixing.works import Work

    poem = Work("poem", "", "山居秋暝", AUTUMN)
    made = scrolled(poem, Brief("picture", seed=1), None, Mount("思行", font=asked.font))
    (IMAGES / "scroll.png").write_bytes(hang(made[0], "png", side=1100))


def _sheets() -> None:
    """Landscapes, patterns, and what the generators invent, many on a sheet each."""
    from sixing.media.picture.sheet import contact_sheet
    from sixing.media.picture.show import picture_of
    from sixing.picturing import Brief, create

    landscapes = [
        picture_of(create(Brief("picture", form="shanshui", theme=theme, seed=7))[0].work, 480)
        for theme in SEEN
    ]
    sheets = {"landscapes": contact_sheet(landscapes, 4, list(SEEN), size=300)}
    for kind, count in (("abstract", 12), ("emoji", 24), ("brush", 24)):
        made = create(Brief("picture", form=kind, seed=7, count=count))
        sheets[kind] = contact_sheet([picture_of(one.work, 256) for one in made], 12, size=100)
    for name, sheet in sheets.items():
        (IMAGES / f"{name}.jpg").write_bytes(_jpeg(sheet))


def _jpeg(picture: Picture) -> bytes:
    out = BytesIO()
    picture.image().save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _card(asked: argparse.Namespace) -> None:
    """Draw one poem by day and by night, and photograph its page."""
    made = sixing.create("poem", form=asked.form, theme=asked.theme, n=1, seed=asked.seed)
    work = made[0].work
    for name, dark in (("card", False), ("card-dark", True)):
        picture = show(work, "png", font=asked.font, marks=True, dark=dark)
        (IMAGES / f"{name}.png").write_bytes(picture)
    if asked.browser:
        with Store.at(home()) as store:
            store.save(made)
        _photograph(asked.browser, work.id)


def _profile(asked: argparse.Namespace) -> None:
    """Draw one figure of an author's profile."""
    from sixing.patterns.plots import draw
    from sixing.profiling import profile_of

    figures = draw(profile_of(asked.corpus, asked.author))
    (IMAGES / "profile.svg").write_text(figures[asked.figure], encoding="utf-8")


def _photograph(browser: str, work_id: str) -> None:
    """Take a picture of the card that `sixing show` writes."""
    with TemporaryDirectory() as folder:
        card = Path(folder) / "card.html"
        _sixing("show", work_id, "--format", "html", "--out", str(card))
        picture = f"--screenshot={IMAGES / 'card-html.png'}"
        flags = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=920,1400"]
        command = [browser, *flags, picture, card.as_uri()]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - named by hand


def _sixing(*arguments: str) -> None:
    """Run a command as a person would."""
    command = [sys.executable, "-m", "sixing", *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own


if __name__ == "__main__":
    main()
