"""Pictures behind the protocol of media, and all the ways a picture is shown."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sixing.errors import BadCorpus, BadInput, BadWork, UnknownForm
from sixing.media.medium import Medium
from sixing.media.picture.check import check
from sixing.media.picture.medium import Pictures
from sixing.media.picture.page import Said
from sixing.media.picture.picture import Picture
from sixing.media.picture.show import KINDS, show
from sixing.media.picture.spelling import PNG, spell
from sixing.testing import check_medium
from sixing.testing.pictures import RED, quarters, quilt
from sixing.works import Brief, Candidate, Judgement, Work

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">\n'
    '<rect width="60" height="40" fill="#eee"/>\n<circle cx="30" cy="20" r="9"/>\n</svg>'
)
DRAWING = Work("picture", "shanshui", "山 <b>", spell(SVG), {"seed": 7, "theme": "moon <i>"})
PIXELS = Work("picture", "emoji", "", spell(quilt(3)), {"seed": 7}, ("0123456789ab",))
PLAIN = Work("picture", "", "Four", spell(quarters()))
WHITE = Work("picture", "emoji", "", spell(Picture(np.full((32, 32, 3), 255, np.uint8))))
HARMFUL = Work("picture", "", "", spell(SVG.replace("<circle", "<script/><circle")))


def test_pictures_are_a_medium(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="a drawing is carried as it is drawn")
    medium: Any = Pictures()
    assert isinstance(medium, Medium)
    check_medium(medium, sound=[DRAWING, PIXELS, PLAIN], broken=[WHITE, HARMFUL], folder=tmp_path)


def test_pixels_packed_by_another_library_come_back_as_they_were() -> None:
    lines = (PNG, "".join(spell(quilt(3))[1:]))
    work = Work("picture", "emoji", "", lines)
    assert Pictures().decode(Pictures().encode(work)) == work


@pytest.mark.parametrize(
    ("work", "rule"),
    [
        (Work("picture", "", "", ()), "unreadable"),
        (Work("picture", "", "", (PNG, "AAAA")), "unreadable"),
        (Work("picture", "", "", ("<svg",)), "unreadable"),
        (HARMFUL, "harmful"),
        (WHITE, "blank"),
        (Work("picture", "shanshui", "", ('<svg xmlns="http://www.w3.org/2000/svg"/>',)), "blank"),
        (Work("picture", "shanshui", "", PIXELS.content), "nature"),
        (Work("picture", "emoji", "", DRAWING.content), "nature"),
    ],
)
def test_each_broken_rule_is_found(work: Work, rule: str) -> None:
    assert rule in [fault.rule for fault in check(work)]


def test_sound_works_have_no_fault() -> None:
    assert check(DRAWING) == check(PIXELS) == check(PLAIN) == []


def test_kinds_are_stated_in_either_language() -> None:
    assert Pictures().form(Brief("picture", form="山水")).name == "shanshui"
    assert Pictures().form(Brief("picture")).drawn
    with pytest.raises(UnknownForm, match="emoji"):
        Pictures().form(Brief("picture", form="fresco"))


def test_files_of_pictures_are_read_as_works(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(quarters().png())
    (work,) = Pictures().read(tmp_path / "a.png")
    assert (work.title, work.content) == ("a", spell(quarters()))
    (tmp_path / "b.svg").write_text(SVG.replace("<circle", "<script/><circle"), encoding="utf-8")
    (work,) = Pictures().read(tmp_path / "b.svg")
    assert check(work) == []
    (tmp_path / "c.svg").write_bytes(quarters().png())
    with pytest.raises(BadCorpus):
        list(Pictures().read(tmp_path / "c.svg"))
    with pytest.raises(BadInput, match="cannot be read"):
        list(Pictures().read(tmp_path / "d.svg"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_what_it_says(kind: str) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    start = {
        "text": b"# ", "json": b"{", "png": b"\x89PNG", "jpg": b"\xff\xd8", "webp": b"RIFF",
        "svg": b"<svg", "html": b"<!doctype html>", "pdf": b"%PDF-",
    }[kind]  # fmt: skip
    assert show(DRAWING, kind).startswith(start)
    assert show(DRAWING, kind) == show(DRAWING, kind)


def test_a_pdf_has_one_page_of_the_picture_and_its_title() -> None:
    data = show(Work("picture", "emoji", "月 moon", spell(quilt(3, 96))), "pdf")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1
    assert re.search(rb"/Width 96\b", data)
    assert "月 moon".encode("utf-16-be") in data


def test_pixels_are_shown_but_not_as_a_drawing() -> None:
    assert show(PIXELS, "png") == quilt(3).png()
    assert json.loads(show(PIXELS, "json"))["picture"]["width"] == 64
    with pytest.raises(BadWork, match="png"):
        show(PIXELS, "svg")
    with pytest.raises(BadWork, match="webp"):
        show(PIXELS, "xcf")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
def test_a_work_of_nothing_is_not_shown(kind: str) -> None:
    with pytest.raises(BadInput):
        show(Work("picture", "", "", ()), kind)


def test_pictures_are_shown_at_the_size_that_is_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    for work in (DRAWING, PLAIN):
        path = tmp_path / "a.png"
        path.write_bytes(show(work, "png", side=90))
        (read,) = Pictures().read(path)
        assert Pictures().encode(read).values.shape[2] == 90


class _Page(HTMLParser):
    """Collects what would be fetched, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [v or "" for name, v in attrs if name in {"src", "href", "srcset"}]
        self.fetched += [link for link in links if not link.startswith(("data:", "#"))]
        if tag in {"link", "iframe", "script", "object"}:
            self.fetched.append(tag)
        if tag not in {"meta", "input", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def well_formed(html: str) -> None:
    page = _Page()
    page.feed(html)
    assert (page.fetched, page.open) == ([], [])
    assert not re.search(r"url\((?!data:)|@import", html)


@pytest.mark.parametrize("work", [DRAWING, PIXELS], ids=["drawing", "pixels"])
def test_the_page_is_well_formed_holds_all_and_fetches_nothing(work: Work) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    judged = Candidate(work, (Judgement("sharp", 0.9, True, {}, ("clear <i>",)),))
    html = show(judged, "html").decode()
    well_formed(html)
    assert "clear &lt;i&gt;" in html
    assert "data:image/png;base64," in html
    assert (work.title == "") or "山 &lt;b&gt;" in html


def test_the_page_shows_what_a_judge_points_to_in_both_languages() -> None:
    like = ((Picture(np.full((2, 2, 3), RED, np.uint8)), "nearest & <b>"),)
    told = [Said(("独创", "Originality"), 0.5, ("不像任何训练图",), ("unlike all",), like)]
    html = show(PIXELS, "html", told=told).decode()
    well_formed(html)
    for words in ("不像任何训练图", "unlike all", "nearest &amp; &lt;b&gt;", "独创"):
        assert words in html
