"""Make the pictures of the documentation from real output: `python docs/make_images.py`.

Writes a 七绝 on 秋思 as `docs/images/card.png` and, by night, `card-dark.png`. With `--browser` (a
Chromium) also a picture of its HTML card, `card-html.png`. Needs a Chinese font; see `--font`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import sixing
from sixing.media.poem.show import show
from sixing.store.database import Store
from sixing.store.home import home

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Make one poem and draw it in every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", default="七绝")
    parser.add_argument("--theme", default="秋思")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--font", type=Path)
    parser.add_argument("--browser", help="a Chromium, for the picture of the HTML card")
    asked = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    made = sixing.create("poem", form=asked.form, theme=asked.theme, n=1, seed=asked.seed)
    work = made[0].work
    for name, dark in (("card", False), ("card-dark", True)):
        picture = show(work, "png", font=asked.font, marks=True, dark=dark)
        (IMAGES / f"{name}.png").write_bytes(picture)
    if asked.browser:
        with Store.at(home()) as store:
            store.save(made)
        _photograph(asked.browser, work.id)


def _photograph(browser: str, work_id: str) -> None:
    """Take a picture of the card that `sixing show` writes."""
    command = [sys.executable, "-m", "sixing", "show", work_id, "--format", "html"]
    with TemporaryDirectory() as folder:
        card = Path(folder) / "card.html"
        shown = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own
        card.write_bytes(shown.stdout)
        picture = f"--screenshot={IMAGES / 'card-html.png'}"
        flags = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=920,1400"]
        command = [browser, *flags, picture, card.as_uri()]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - named by hand


if __name__ == "__main__":
    main()
