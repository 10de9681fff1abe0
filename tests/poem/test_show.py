"""Poems shown as text, JSON, HTML, SVG and PNG."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest

from sixing.errors import BadWork
from sixing.media.poem import fonts
from sixing.media.poem.explanation import Explanation
from sixing.media.poem.show import KINDS, show
from sixing.works import Work

RIDGE = Work(
    "poem",
    "五绝·仄起·首句不入韵",
    "登楼",
    ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"),
    {"brief": {"theme": "登高 <&>", "seed": 7}},
)
TOLD: Explanation = {
    "reasons": ["最切题 <b>"],
    "scores": [{"judge": "form", "score": 1.0, "passed": True, "reasons": ["keeps every rule"]}],
    "originality": {
        "longest_run": 3,
        "copied_lines": [],
        "overlap": 0.01,
        "nearest": [
            {"line": "白日依山尽", "near": "白日落山尽", "source": "某人《某诗》", "run": 2}
        ],
    },
}


def shown(kind: str, **options: object) -> str:
    return show(RIDGE, kind, TOLD, **options).decode()  # type: ignore[arg-type]


def has_font() -> bool:
    try:
        fonts.find_face("思行")
    except BadWork:
        return False
    return True


needs_font = pytest.mark.skipif(not has_font(), reason="no Chinese font on this machine")


def test_text_is_the_poem_with_its_stops() -> None:
    assert shown("text").splitlines() == [
        "　　登楼　五绝",
        "",
        "白日依山尽，",
        "黄河入海流。",
        "欲穷千里目，",
        "更上一层楼。",
    ]


def test_text_can_carry_tone_and_rhyme_marks() -> None:
    assert "黄河入海流。\n○○●●○韵\n" in shown("text", marks=True)


def test_json_holds_the_work_its_annotations_and_what_was_told() -> None:
    read = json.loads(shown("json"))
    assert read["id"] == RIDGE.id
    assert read["lines"] == list(RIDGE.content)
    assert read["recipe"]["brief"]["seed"] == 7
    assert read["annotations"]["rhymes"] == ["下平十一尤"]
    assert read["originality"]["longest_run"] == 3


def test_the_traditional_script_keeps_identity_and_prosody() -> None:
    read = json.loads(shown("json", script="traditional"))
    assert read["lines"][0] == "白日依山盡"
    assert read["id"] == RIDGE.id
    assert read["annotations"]["rhymes"] == ["下平十一尤"]


class _Page(HTMLParser):
    """Collects what would be fetched, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [name for name, _ in attrs if name in {"src", "href", "srcset"}]
        if tag in {"script", "link", "img", "iframe"}:
            self.fetched.append(tag)
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_card_is_well_formed_and_fetches_nothing() -> None:
    page = _Page()
    html = shown("html")
    page.feed(html)
    assert page.fetched == []
    assert page.open == []
    assert not re.search(r"url\(|@import|https?://", html)


def test_the_card_says_why_how_original_and_by_which_recipe() -> None:
    html = shown("html")
    for told in ("最切题 &lt;b&gt;", "<em>白日</em>落山尽", "某人《某诗》", "登高 &lt;&amp;&gt;"):
        assert told in html
    assert RIDGE.id in html


def test_the_card_stands_in_either_language() -> None:
    assert 'class="english" checked' in shown("html", language="en")
    assert 'class="english">' in shown("html", language="zh")


def test_a_rhyming_hanzi_is_marked_on_the_card() -> None:
    assert re.search(r'class="c level rhyme" title="[^"]*下平十一尤">流<', shown("html"))


@pytest.mark.parametrize("marks", [True, False])
def test_svg_is_xml_with_every_hanzi_of_the_poem(marks: bool) -> None:
    root = ET.fromstring(shown("svg", marks=marks))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "".join(filter(None, texts)) == "登楼五绝" + "".join(RIDGE.content) + "思行"
    circles = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == (20 if marks else 0)


@needs_font
def test_png_is_a_picture_and_the_same_twice() -> None:
    from PIL import Image

    first, second = show(RIDGE, "png"), show(RIDGE, "png")
    assert first == second
    with Image.open(BytesIO(first)) as image:
        assert image.format == "PNG"
        assert image.width > image.height > 800


@needs_font
def test_a_hanzi_that_no_font_has_is_refused_by_name() -> None:
    odd = Work("poem", "", "", ("山\U0003fffd",))
    with pytest.raises(BadWork, match="no font on this machine"):
        show(odd, "png")


def test_without_a_font_png_says_how_to_get_one_and_the_rest_still_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "folders", list)
    with pytest.raises(BadWork, match="fonts-arphic-ukai"):
        show(RIDGE, "png")
    assert all(show(RIDGE, kind) for kind in KINDS if kind != "png")


def test_a_named_font_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(b"nothing of a font")
    with pytest.raises(BadWork, match="not a font"):
        show(RIDGE, "png", font=path)


def test_unknown_kinds_and_empty_poems_are_refused() -> None:
    with pytest.raises(BadWork, match="text, json, html, svg, png"):
        show(RIDGE, "pdf")
    with pytest.raises(BadWork, match="no lines"):
        show(Work("poem", "", "", ()), "text")
