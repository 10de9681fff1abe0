"""Music behind the protocol of media, and all the ways a piece is shown."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sixing.errors import BadCorpus, BadInput, BadWork
from sixing.media.medium import Medium
from sixing.media.music.medium import Music
from sixing.media.music.page import Said
from sixing.media.music.score import Note, Part, Score
from sixing.media.music.show import KINDS, score_of, show
from sixing.media.music.spelling import spell
from sixing.testing import check_medium
from sixing.testing.tunes import AIR, BAND, CHORALE, JIG
from sixing.works import Candidate, Judgement, Work

SOUND = [
    Work("music", "jig", "Toy jig", spell(JIG), {"seed": 7}),
    Work("music", "", "小调 <b>", spell(AIR), parents=("0123456789ab",)),
    Work("music", "", "", spell(BAND)),
]
CHOIR = Work("music", "chorale", "", spell(CHORALE))
LOW = Work("music", "air", "", spell(Score((Part("", 73, (Note(0, 48, 30),)),))))


def test_music_is_a_medium(tmp_path: Path) -> None:
    assert isinstance(Music(), Medium)
    check_medium(Music(), sound=SOUND, broken=[LOW], folder=tmp_path)


def test_what_tokens_round_comes_back_exactly() -> None:
    odd = ("metre 0:4/4; tempo 0:121", 'odd "name" (40) | C4:0+97!3"la"')
    odd = (odd[0], odd[1].replace('"name"', "name"))
    work = Work("music", "", "x", odd)
    assert Music().decode(Music().encode(work)) == work


def test_text_keeps_the_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(show(SOUND[0], "text"))
    (read,) = Music().read(path)
    assert (read.title, read.content) == ("Toy jig", SOUND[0].content)


def test_a_file_of_music_is_read_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.musicxml"
    path.write_bytes(show(SOUND[0], "musicxml"))
    (read,) = Music().read(path)
    assert score_of(read) == score_of(SOUND[0])


def test_noise_is_no_piece(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfe\x00 nothing")
    with pytest.raises(BadCorpus):
        list(Music().read(path))


def test_json_tells_the_music_in_plain_facts() -> None:
    told = json.loads(show(CHOIR, "json"))
    assert told["lines"] == list(CHOIR.content)
    assert len(told["music"]["parts"]) == 4
    assert told["music"]["bars"] == len(CHORALE.bars())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_what_it_says(kind: str) -> None:
    for needed in ("verovio", "symusic", "soundfile", "pyloudnorm", "mido"):
        pytest.importorskip(needed, reason="pictures and sound need the music extra")
    start = {
        "mid": b"MThd", "musicxml": b"<?xml", "abc": b"%abc", "svg": b"<svg", "png": b"\x89PNG",
        "wav": b"RIFF", "ogg": b"OggS", "html": b"<!doctype html>", "json": b"{", "text": b"# Toy",
    }[kind]  # fmt: skip
    assert show(SOUND[0], kind).lstrip().startswith(start)


@pytest.mark.parametrize("kind", KINDS)
def test_a_piece_of_nothing_is_not_shown(kind: str) -> None:
    with pytest.raises(BadInput):
        show(Work("music", "", "", ()), kind)


class _Page(HTMLParser):
    """Collects what would be fetched, and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [v or "" for name, v in attrs if name in {"src", "href", "xlink:href", "srcset"}]
        self.fetched += [link for link in links if not link.startswith(("data:", "#"))]
        if tag in {"link", "img", "iframe"}:
            self.fetched.append(tag)
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in {"meta", "input"}:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_holds_all_and_fetches_nothing() -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    pytest.importorskip("symusic", reason="sound needs the music extra")
    judged = Candidate(SOUND[1], (Judgement("key", 0.9, True, {}, ("clear <i>",)),))
    html = show(judged, "html").decode()
    page = _Page()
    page.feed(html)
    assert page.fetched == []
    assert page.open == []
    assert "小调 &lt;b&gt;" in html
    assert "clear &lt;i&gt;" in html
    for kind in ("audio/ogg", "audio/midi", "musicxml+xml", "text/vnd.abc"):
        assert f"data:{kind}" in html or f"data:application/vnd.recordare.{kind}" in html
    assert not re.search(r"url\((?!data:)|@import", html)


def test_the_page_says_what_is_missing_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    from sixing.media.music import soundfonts

    monkeypatch.setattr(soundfonts, "_known", lambda: iter(()))
    monkeypatch.delenv("SIXING_SOUNDFONT", raising=False)
    html = show(SOUND[0], "html", told=[Said(("调性", "Key"), 0.5, ("清楚",), ("clear",))]).decode()
    assert "<audio" not in html
    assert "soundfont" in html
    assert "清楚" in html


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(BadWork, match="musicxml"):
        show(SOUND[0], "mp3")
