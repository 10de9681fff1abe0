"""Drawings of others: no script, no other file, no fetching, no endless drawing."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sixing.errors import BadPicture
from sixing.media.picture.decoding import decode
from sixing.media.picture.drawing import clean, render
from sixing.media.picture.reading import read_picture
from sixing.testing.pictures import RED, quarters, written

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SIZE = 'width="40" height="40">'


def svg(body: str, head: str = "") -> str:
    return f"{head}{HEAD}{SIZE}{body}</svg>"


def data_link(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect onload="alert(1)" width="9" height="9"/>', "onload"),
        ('<rect ONCLICK="alert(1)" width="9" height="9"/>', "ONCLICK"),
        ("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>", "foreign"),
        ('<image href="http://x.invalid/a.png" width="9" height="9"/>', "http://x.invalid"),
        ('<image xlink:href="file:///etc/hostname"/>', "file:"),
        ('<image href="../a.png"/>', "../a.png"),
        ('<use href="other.svg#a"/>', "other.svg"),
        ('<a href="javascript:alert(1)"><rect width="9" height="9"/></a>', "javascript"),
        ('<rect fill="url(http://x.invalid/a.svg#b)"/>', "x.invalid"),
        ('<rect style="fill:url(//x.invalid/a)"/>', "x.invalid"),
        ('<style>@import "http://x.invalid/a.css";</style>', "@import"),
        (
            "<style>@font-face { font-family: a; src: url(http://x.invalid/f) }</style>",
            "@font-face",
        ),
        ("<style>rect { fill: \\75rl(http://x.invalid/a) }</style>", "style"),
        ('<set attributeName="href" to="http://x.invalid"/>', "set"),
        ('<animate attributeName="x" to="9"/>', "animate"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "svg+xml"),
        ('<filter id="f"><feImage href="http://x.invalid/a.png"/></filter>', "x.invalid"),
    ],
)
def test_what_is_no_drawing_is_left_out_and_said(body: str, says: str) -> None:
    drawing = clean(svg(body))
    assert any(says in name for name in drawing.dropped)
    for harm in ("script", "invalid", "onload", "ONCLICK", "foreignObject", "file:", "../", "@"):
        assert harm not in drawing.text
    assert clean(drawing.text).dropped == ()


def test_reading_tells_what_was_left_out() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    data = svg("<script/><rect width='40' height='40' fill='red'/>").encode()
    assert read_picture(data, side=8).pixels[4, 4].tolist() == [255, 0, 0]


def test_what_draws_is_kept() -> None:
    body = (
        '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>'
        '<g id="water" data-layer="2"><path d="M0 0h9v9z" fill="url(#g)" xml:space="preserve"/>'
        '<use xlink:href="#water2"/></g><style>.a { fill: url(#g) }</style>'
    )
    drawing = clean(svg(body))
    assert drawing.dropped == ()
    for kept in ('data-layer="2"', 'fill="url(#g)"', 'href="#water2"', ".a { fill: url(#g) }"):
        assert kept in drawing.text


def test_notes_of_drawing_programs_are_left_in_silence() -> None:
    body = (
        '<metadata>x</metadata><i:view xmlns:i="http://inkscape.invalid"/>'
        '<g i:label="a" xmlns:i="http://inkscape.invalid"/>'
    )
    drawing = clean(svg(body))
    assert drawing.dropped == ()
    assert "inkscape" not in drawing.text


@pytest.mark.parametrize("link", ["{}/red.png", "file://{}/red.png", "red.png", "./red.png"])
def test_no_other_file_is_read(link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that draws would read them: only what `clean` leaves reaches it."""
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    (tmp_path / "red.png").write_bytes(written(Image.new("RGB", (8, 8), RED), "PNG"))
    monkeypatch.chdir(tmp_path)
    href = link.format(tmp_path.as_posix())
    inner = svg(f'<image width="40" height="40" href="{href}"/>')
    nested = data_link(inner.encode(), "svg+xml")
    effect = f'<filter id="f"><feImage href="{href}"/></filter>'
    sheet = f'<style>rect {{ fill: url({href}) }}</style><rect width="40" height="40"/>'
    for body in (
        f'<image width="40" height="40" href="{href}"/>',
        f'<image width="40" height="40" xlink:href="{href}"/>',
        f'<image width="40" height="40" href="{nested}"/>',
        effect + '<rect width="40" height="40" fill="none" filter="url(#f)"/>',
        f'<use href="{href}"/>',
    ):
        assert (render(svg(body)).pixels == 255).all()
    assert not (render(svg(sheet)).pixels == RED).all(2).any()


def test_the_library_itself_would_read_another_file(tmp_path: Path) -> None:
    """The control: without `clean` the file named is drawn, so that the test above can fail."""
    resvg: Any = pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    path = tmp_path / "red.png"
    path.write_bytes(written(Image.new("RGB", (8, 8), RED), "PNG"))
    raw = resvg.svg_to_bytes(
        svg_string=svg(f'<image width="40" height="40" href="{path.as_posix()}"/>')
    )
    with Image.open(BytesIO(raw)) as image:
        assert image.convert("RGB").getpixel((20, 20)) == RED


def test_nothing_is_fetched() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    link = f"http://127.0.0.1:{server.server_port}/a"
    body = (
        f'<image href="{link}.png" width="9" height="9"/><use href="{link}.svg#a"/>'
        f'<style>@import "{link}.css"; @font-face {{ font-family: z; src: url({link}.ttf) }}'
        f" rect {{ fill: url({link}.svg#b) }}</style><text font-family='z'>a</text>"
    )
    head = f'<?xml-stylesheet href="{link}.xsl"?><!DOCTYPE svg SYSTEM "{link}.dtd">'
    render(svg(body, head))
    server.shutdown()
    thread.join()
    server.server_close()
    assert asked == []


def test_a_picture_set_in_is_read_by_our_own_reader() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    link = data_link(written(quarters(40, 40), "GIF"), "gif")
    body = f'<image width="40" height="40" href="{link}"/>'
    assert 'href="data:image/png;base64,' in clean(svg(body)).text
    assert tuple(render(svg(body), 40).pixels[10, 10]) == RED
    with pytest.raises(BadPicture):
        clean(svg(f'<image href="{data_link(b"nothing")}"/>'))


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
USES = "<g id='u0'><path d='M0 0'/></g>" + "".join(
    f"<g id='u{n}'>" + f"<use href='#u{n - 1}'/>" * 10 + "</g>" for n in range(1, 9)
)
PATTERNS = "".join(
    f'<pattern id="p{n}">' + f'<rect fill="url(#p{n - 1})"/>' * 10 + "</pattern>" for n in range(9)
)
CLASSES = "<style>" + "".join(f".c{n}{{mask:url(#m{n})}}" for n in range(9)) + "</style>"
CLASSES += "".join(
    f'<mask id="m{n}">' + f'<rect class="c{n - 1}"/>' * 10 + "</mask>" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (svg("&b;", LAUGHS), "entities"),
        (svg("&f;", '<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), "entities"),
        (svg("", "<!DOCTYPE s [<!ENTITY % p \"<!ENTITY a 'x'>\"> %p;]>"), "entities"),
        (svg(USES + "<use href='#u8'/>"), "use one another"),
        (svg(PATTERNS + "<rect fill='url(#p8)'/>"), "use one another"),
        (svg(CLASSES + "<rect class='c8'/>"), "use one another"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "uses itself"),
        (svg("<g>" * 60 + "</g>" * 60), "nested"),
        (svg("<a/>" * 250_000), "elements"),
        (svg("<g>" * 400_000), "elements"),
        (svg('<filter><feTurbulence numOctaves="999999"/></filter>'), "numOctaves"),
        (svg('<filter><feMorphology radius="9 1e9"/></filter>'), "radius"),
        (svg('<filter><feConvolveMatrix order="999"/></filter>'), "order"),
        (" " * 9_000_000, "MB"),
        ("<svg", "no XML"),
        ("<html/>", "root is no svg"),
        (f"{HEAD}><x></svg>", "no XML"),
    ],
)
def test_drawings_that_would_take_all_time_are_refused_soon(text: str, says: str) -> None:
    begun = time.process_time()
    with pytest.raises(BadPicture, match=says) as said:
        clean(text)
    assert time.process_time() - begun < 0.05
    assert said.value.zh != str(said.value)


def test_short_entities_of_old_programs_are_read() -> None:
    head = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY c "red">]>'
    text = f'{head}<svg xmlns="&ns;"><rect fill="&c;" width="9" height="9"/></svg>'
    assert 'fill="red"' in clean(text).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_is_read(encoding: str) -> None:
    text = svg("<title>山水</title>", f'<?xml version="1.0" encoding="{encoding}"?>')
    assert "山水" in clean(text.encode(encoding)).text


def test_layers_within_layers_are_bounded_by_size() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    text = svg('<g opacity=".9">' * 30 + '<rect width="9" height="9"/>' + "</g>" * 30)
    assert render(text, 300).width == 300
    with pytest.raises(BadPicture, match="layers"):
        render(text, 2000)


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ('width="30" height="10"', (85, 256)),
        ('viewBox="0 0 10 30"', (256, 85)),
        ('width="100%" height="100%" viewBox="0 0 4000 2000"', (1024, 2048)),
        ('width="10mm" height="20mm"', (256, 128)),
        ("", (256, 256)),
    ],
)
def test_a_drawing_is_drawn_at_its_own_size(size: str, shape: tuple[int, int]) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    picture = render(f"{HEAD}{size}><rect width='9' height='9'/></svg>")
    assert np.abs(np.array(picture.pixels.shape[:2]) - shape).max() <= 1


def test_what_a_drawing_leaves_bare_shows_the_ground() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    assert tuple(render(svg(""), 8, ground=RED).pixels[0, 0]) == RED


def test_a_note_names_what_was_left_out() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the picture extra")
    from sixing.media.picture.reading import _decoded

    (note,) = _decoded(svg("<script/>").encode(), 8, (255, 255, 255)).notes
    assert "script" in note.en
    assert "script" in note.zh
    assert decode(quarters().png()).notes == ()
