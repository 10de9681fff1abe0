"""Files of music written to bring a reader down, for `benchmarks.music_fuzz`: bombs and lies."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.music_mutants import NUMBERS, File, zipped


def hostile() -> Iterator[tuple[str, File]]:
    """What somebody would write to bring a reader down, by name."""
    yield from ((f"MIDI: {name}", ("mid", data)) for name, data in _hostile_midi())
    yield from ((f"MusicXML: {name}", ("musicxml", data)) for name, data in _hostile_xml())
    yield from ((f"ABC: {name}", ("abc", data)) for name, data in _hostile_abc())
    yield from ((f"zip: {name}", file) for name, file in _hostile_zip())


def _midi(*tracks: bytes, kind: int = 1, division: int = 480, claimed: int | None = None) -> bytes:
    count = len(tracks) if claimed is None else claimed
    head = b"MThd\0\0\0\6" + b"".join(n.to_bytes(2, "big") for n in (kind, count % 65536, division))
    return head + b"".join(b"MTrk" + len(one).to_bytes(4, "big") + one for one in tracks)


def _hostile_midi() -> Iterator[tuple[str, bytes]]:
    note = b"\0\x90\x40\x40\x60\x80\x40\0"
    far = b"\xff\xff\xff\x7f"
    yield "nothing", b""
    yield "header alone", _midi()
    yield "65,535 tracks claimed", _midi(note, claimed=65535)
    yield "10,000 empty tracks", _midi(*[b""] * 10_000)
    yield "10,000 tracks that sound", _midi(*[note] * 10_000)
    yield "100 tracks that sound", _midi(*[note] * 100)
    yield "no notes", _midi(b"\0\xff\x2f\0")
    yield "division 0", _midi(note, division=0)
    yield "time code of 0 frames", _midi(note, division=0x8000)
    yield "four hundred weeks", _midi((far + b"\x90\x40\x40" + far + b"\x80\x40\0") * 1000)
    yield "tempo 0", _midi(b"\0\xff\x51\x03\0\0\0" + note)
    yield "tempo of 60,000,000", _midi(b"\0\xff\x51\x03\0\0\1" + note * 10_000)
    yield "metre 0/1", _midi(b"\0\xff\x58\x04\0\0\0\0" + note)
    yield "metre 1/2^255", _midi(b"\0\xff\x58\x04\1\xff\0\0" + note)
    changes = (b"\x28\xff\x58\x04\1\4\0\0\x28\xff\x58\x04\3\2\0\0") * 200_000
    yield "400,000 metres", _midi(changes + note)
    yield "400,000 tempos", _midi(b"\x28\xff\x51\x03\1\4\0\x28\xff\x51\x03\3\2\0" * 200_000 + note)
    yield (
        "2,000,000 notes, running status",
        _midi(b"\0\x90\x40\x40" + b"\1\x40\0\1\x40\x40" * 1_300_000),
    )
    yield (
        "notes never released",
        _midi(b"".join(b"\0\x90" + bytes((p, 64)) for p in range(128)) * 5000),
    )
    yield "4 MB of text", _midi(b"\0\xff\x01\x82\x80\x80\x00" + b"a" * 2**22 + note)
    yield "1,000,000 lyrics", _midi(b"\0\xff\x05\x01a" * 1_000_000 + note)
    yield "1,000,000 programs", _midi(b"\0\xc0\1\0\xc0\2" * 500_000 + note)
    programs = b"".join(b"\0" + bytes((0xC0, p)) + note for p in range(128)) * 300
    yield "128 programs of a channel", _midi(programs)
    yield "format 2", _midi(note, note, kind=2)
    yield "9 MB", _midi(note * 1_200_000)
    yield "RIFF without music", b"RIFF\0\0\0\0RMIDdata" + b"\0" * 100
    facts = b"sixing: metre 0:4/4; tempo 0:120; upbeat " + b"9" * 60
    yield "facts of our own that lie", _midi(b"\0\xff\x01" + bytes((len(facts),)) + facts + note)


_SCORE = (
    '<score-partwise><part-list><score-part id="P1"/></part-list><part id="P1">{}</part>'
    "</score-partwise>"
)
_NOTE = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration></note>"


def _xml(measures: str, head: str = "") -> bytes:
    return (head + _SCORE.format(measures)).encode()


def _hostile_xml() -> Iterator[tuple[str, bytes]]:
    bar = f"<measure>{_NOTE * 4}</measure>"
    lol = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    laughs = f'<!DOCTYPE s [<!ENTITY a0 "ha">{lol}]>'
    yield "a billion laughs", _xml(bar.replace("C<", "&a11;<"), laughs)
    blow = f'<!DOCTYPE s [<!ENTITY a "{"x" * 100_000}">]>'
    yield "quadratic blow-up", _xml(f"<measure>{'&a;' * 50_000}</measure>", blow)
    yield (
        "a file of the system",
        _xml("&f;", '<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    )
    utf16 = '<?xml version="1.0" encoding="utf-16"?>' + laughs + _SCORE.format("&a11;")
    yield "laughs in UTF-16", utf16.encode("utf-16")
    utf7 = b'<?xml version="1.0" encoding="utf-7"?>' + (laughs + "<a/>").encode("utf-7")
    yield "laughs in UTF-7", utf7
    parameter = "<!DOCTYPE s [<!ENTITY % p \"<!ENTITY a 'x'>\"> %p;]>"
    yield "parameter entities", _xml("&a;", parameter)
    yield "a million levels", b"<a>" * 1_000_000
    yield "a million levels that close", b"<a>" * 1_000_000 + b"</a>" * 1_000_000
    yield "a million elements", _xml("<a/>" * 1_900_000)
    yield "elements with attributes", _xml('<a b=""/>' * 750_000)
    yield "a million attributes", _xml("<a " + " ".join(f'b{i}=""' for i in range(600_000)) + "/>")
    yield "60,000 notes", _xml(f"<measure>{_NOTE * 60_000}</measure>"[:7_900_000])
    yield "100,000 measures", _xml("<measure/>" * 100_000 + bar)
    yield "200,000 parts", b"<score-partwise>" + b"<part/>" * 200_000 + b"</score-partwise>"
    yield (
        "100 parts",
        b"<score-partwise>" + f"<part>{bar}</part>".encode() * 100 + b"</score-partwise>",
    )
    twice = '<barline><repeat direction="backward" times="999999999"/></barline>'
    yield "endless repeats", _xml(f"<measure>{_NOTE}{twice}</measure>" * 500)
    yield (
        "a rest of a year",
        _xml(f"<measure><note><rest/><duration>999999999</duration></note></measure>{bar}" * 50),
    )
    yield (
        "30 billion measures' rest",
        _xml(f"<measure><forward><duration>{'9' * 4000}</duration></forward></measure>{bar}"),
    )
    for number in NUMBERS:
        yield (
            f"divisions {number[:9]}",
            _xml(
                bar.replace(
                    "<note>", f"<attributes><divisions>{number}</divisions></attributes><note>", 1
                )
            ),
        )
        yield f"duration {number[:9]}", _xml(bar.replace("<duration>1", f"<duration>{number}"))
        yield f"octave {number[:9]}", _xml(bar.replace("<octave>4", f"<octave>{number}"))
        said = f'<direction><sound tempo="{number}" dynamics="{number}"/></direction>'
        yield f"tempo {number[:9]}", _xml(bar.replace("<note>", said + "<note>", 1))
        time = f"<time><beats>{number}</beats><beat-type>{number}</beat-type></time>"
        for name, said in (("time", time), ("fifths", f"<key><fifths>{number}</fifths></key>")):
            changed = bar.replace("<note>", f"<attributes>{said}</attributes><note>", 1)
            yield f"{name} {number[:9]}", _xml(changed)
    yield "timewise", b"<score-timewise/>"
    yield "no score", b"<html/>"
    yield "an encoding that is none", b'<?xml version="1.0" encoding="klingon"?><a/>'
    yield "9 MB", b" " * 9_000_000


def _hostile_abc() -> Iterator[tuple[str, bytes]]:
    head = "X:1\nM:4/4\nL:1/8\nK:C\n"
    tunes = {
        "nothing but a head": "", "one note": "C", "a million notes": "C" * 1_000_000,
        "a million bars": "C|" * 1_000_000, "a million bars of rest": "Z999|" * 500_000 + "C",
        "endless repeats": "|:" * 10 + "C" + ":" * 900_000 + "|",
        "nested repeats": "|:C" * 9000 + ":|" * 9000,
        "bars doubled by repeats": "|:C|C:|" * 100_000, "long notes": "C9999" * 100_000,
        "short notes": "C/9999" * 100_000, "tuplets": "(9:9:9" * 500_000 + "C",
        "broken rhythm": "C" + ">" * 900_000, "quotes": '"' * 500_001,
        "quotes that do not close": ('"' + "C" * 300) * 5000, "braces": "{" * 500_000,
        "brackets": "[" * 500_000, "brackets with fields": "[M:" * 500_000, "marks": "!" * 500_001,
        "a chord of a million": "[" + "C" * 1_000_000 + "]", "ties": "C-" * 150_000,
        "overlays": "C&" * 500_000, "accidentals": "^" * 500_000 + "C",
        "octaves": "C" + "'" * 500_000, "words": "C\nw:" + "a-" * 900_000,
        "underscores": "C\nw:" + "_" * 900_000,
        "voices": "".join(f"V:{i}\nC\n" for i in range(100_000)),
        "inline voices": "".join(f"[V:{i}]C" for i in range(100_000)),
        "tunes": "C\n\nX:1\nK:C\n" * 100_000, "chord symbols": '"C"' * 900_000 + "C",
        "tempos": "[Q:120]" * 500_000 + "C", "fields": "M:3/4\n" * 500_000 + "C",
        "metres": "[M:1/16]C[M:3/16]C" * 100_000, "comments": "%" * 900_000,
        "lines": "\n" * 900_000,
    }  # fmt: skip
    for name, music in tunes.items():
        yield name, (head + music).encode()[:7_900_000]
    for number in NUMBERS:
        for field in (
            "M:{}/4",
            "M:4/{}",
            "L:1/{}",
            "L:{}",
            "Q:{}",
            "Q:1/4={}",
            "Q:1/{}=120",
            "K:C{}",
            "V:{}",
        ):
            said = field.format(number)
            yield said[:12], f"X:1\n{said}\nK:C\n[{said}]C{number[:20]}D/{number[:20]}|\n".encode()
    yield "no header", b"CDEF|"
    yield "UTF-16", (head + "CDEF|").encode("utf-16")
    yield "9 MB", b"C" * 9_000_000


def _hostile_zip() -> Iterator[tuple[str, File]]:
    zeros = b" " * 60_000_000
    yield "a bomb of ABC", ("zip", zipped({"a.abc": zeros}))
    yield "a bomb of MusicXML", ("mxl", zipped({"a.xml": zeros}))
    yield "many bombs", ("zip", zipped({f"{i}.abc": zeros[:7_000_000] for i in range(20)}))
    inner = zipped({"a.abc": b"X:1\nK:C\nC"})
    yield "a zip in a zip", ("zip", zipped({"a.zip": inner}))
    yield "20,000 files", ("zip", zipped({f"{i}.abc": b"" for i in range(20_000)}))
    yield "a way out", ("zip", zipped({"../../etc/a.abc": b"X:1\nK:C\nC"}))
    yield "no music", ("zip", zipped({"a.exe": b"MZ"}))
    yield "a wrong sum", ("zip", inner.replace(b"X:1", b"X:2"))
    yield "half of it", ("zip", inner[: len(inner) // 2])
    yield "half of a score", ("mxl", inner[: len(inner) // 2])
    yield "no score", ("mxl", inner)
