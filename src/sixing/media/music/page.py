"""A piece as one page of HTML: score, piano roll, player, why it was chosen, and its files.

Nothing is fetched from anywhere: sound and files are written into the page, and the one script on
it (the line that follows the sound) is known to the page by its hash. It stands by day and by
night and in both languages. Where a library or a soundfont is missing, the page says so in the
place of what it cannot show.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Literal

from sixing.errors import BadInput
from sixing.media.music import roll_svg
from sixing.media.music.diagnosis import key_name
from sixing.media.music.engraving import engrave
from sixing.media.music.instruments import name
from sixing.media.music.roll import Roll, roll
from sixing.media.music.score import GRID, Score
from sixing.media.music.sound import seconds, sounded
from sixing.media.music.writing import write
from sixing.media.palette import DAY, NIGHT
from sixing.works import Candidate, Work

Language = Literal["zh", "en"]

#: Kind, type, and what it is called in both languages.
_FILES = (
    ("mid", "audio/midi", "MIDI", "MIDI"),
    ("musicxml", "application/vnd.recordare.musicxml+xml", "MusicXML", "MusicXML"),
    ("abc", "text/vnd.abc", "ABC", "ABC"),
    ("ogg", "audio/ogg", "录音", "recording"),
)
JUDGES = {
    "rules": ("规则", "Rules"),
    "likelihood": ("似然", "Likelihood"),
    "leading": ("声部进行", "Voice leading"),
    "key": ("调性", "Key"),
    "metre": ("节拍", "Metre"),
    "groove": ("律动", "Groove"),
    "structure": ("结构", "Structure"),
    "novelty": ("独创", "Originality"),
    "choice": ("取舍", "Choice"),
    "tones": ("依字行腔", "Tones of the words"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one judge says of a piece, in both languages.

    Attributes:
        judge: its name in Chinese and in English.
        score: in [0, 1].
        zh, en: its reasons.
    """

    judge: tuple[str, str]
    score: float
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


def said_of(one: Work | Candidate) -> tuple[Said, ...]:
    """What a candidate's judgements say, in the language they were written in."""
    judged = one.judgements if isinstance(one, Candidate) else ()
    return tuple(
        Said(JUDGES.get(j.judge, (j.judge, j.judge)), j.score, j.reasons, j.reasons) for j in judged
    )


def draw(
    work: Work,
    score: Score,
    said: Sequence[Said] = (),
    *,
    language: Language = "en",
    soundfont: Path | None = None,
) -> str:
    """Write a whole HTML document; ``language`` is how its switch stands."""
    digest = b64encode(sha256(script().encode()).digest()).decode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; media-src data:; font-src data:; "
        f"script-src 'sha256-{digest}'"
    )
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{"zh-Hans" if language == "zh" else "en"}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            f"<title>{escape(_title(work)[language == 'en'])}</title>",
            f"<style>body {{ margin: 0; }}\n{sheet()}</style></head><body>",
            *fragment(work, score, said, language=language, soundfont=soundfont),
            f"<script>{script()}</script></body></html>\n",
        ]
    )


def sheet() -> str:
    """The style sheet that `fragment` wants."""
    night = f"@media (prefers-color-scheme: dark) {{ .tune {{ {roll_svg.style(NIGHT)} }} }}"
    return f"{_resource('page.css')}\n.tune {{ {roll_svg.style(DAY)} }}\n{night}\n"


def script() -> str:
    """The script that moves the line on every `fragment` of a page."""
    return _resource("page.js")


def fragment(
    work: Work,
    score: Score,
    said: Sequence[Said] = (),
    *,
    language: Language = "en",
    soundfont: Path | None = None,
) -> Iterator[str]:
    """Write the piece alone, to stand on a page that has `sheet`."""
    made = _written(score, soundfont)
    on = " checked" if language == "en" else ""
    yield f'<div class="tune"><input type="checkbox" id="en-{work.id}"{on}><main>'
    yield from _heading(work, score)
    yield _player(made["ogg"])
    yield f"<h2>{both('乐谱', 'Score')}</h2>{_score(made['musicxml'])}"
    yield f"<h2>{both('钢琴卷帘', 'Piano roll')}</h2>{_roll(score, _title(work)[1])}"
    yield from _why(said)
    yield from _links(work, made)
    yield "</main></div>"


def both(zh: str, en: str) -> str:
    """A label in both languages, of which the style sheet shows one."""
    return f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>'


def _resource(file: str) -> str:
    return (files("sixing.media.music") / file).read_text(encoding="utf-8")


def _title(work: Work) -> tuple[str, str]:
    said = work.title or work.form
    return said or "乐曲", said or "A piece of music"


def _written(score: Score, soundfont: Path | None) -> dict[str, bytes | BadInput]:
    """Each file, or why there is none."""
    made: dict[str, bytes | BadInput] = {}
    for kind, *_ in _FILES:
        try:
            made[kind] = sounded(score, "ogg", soundfont) if kind == "ogg" else write(score, kind)
        except BadInput as fault:
            made[kind] = fault
    return made


def _heading(work: Work, score: Score) -> Iterator[str]:
    facts = f"{score.metres[0].name} · ♩ = {score.tempos[0].bpm}"
    lasts = round(seconds(score))
    key = (score.key.tonic, score.key.mode) if score.key else None
    keyed = both(key_name(*key, "zh"), key_name(*key, "en")) if key else ""
    played = both("、".join(_players(score, "zh")), ", ".join(_players(score, "en")))
    yield f"<header><h1>{both(*_title(work))}</h1>"
    said = filter(None, (keyed, escape(facts), played, f"{lasts // 60}:{lasts % 60:02d}"))
    yield f"<p>{' · '.join(said)}</p>"
    yield f'<label for="en-{work.id}">{both("English", "中文")}</label></header>'


def _players(score: Score, lang: Language) -> Iterator[str]:
    """Each instrument once, with how many there are."""
    drums = "鼓" if lang == "zh" else "drums"
    played = Counter(drums if p.drums else name(p.program, lang) for p in score.parts)
    yield from (said if many == 1 else f"{said} ×{many}" for said, many in played.items())


def _player(sound: bytes | BadInput) -> str:
    if isinstance(sound, BadInput):
        return f'<p class="quiet">{both(sound.zh, str(sound))}</p>'
    return f'<audio controls preload="auto" src="{_uri("audio/ogg", sound)}"></audio>'


def _score(xml: bytes | BadInput) -> str:
    if isinstance(xml, BadInput):
        return f'<p class="quiet">{both(xml.zh, str(xml))}</p>'
    try:
        return f'<div class="wide score">{engrave(xml.decode(), ink=None)}</div>'
    except BadInput as fault:
        return f'<p class="quiet">{both(fault.zh, str(fault))}</p>'


def _roll(score: Score, title: str) -> str:
    try:
        picture = roll(score, width=900)
    except BadInput as fault:
        return f'<p class="quiet">{both(fault.zh, str(fault))}</p>'
    left = picture.grid.left
    head = f'<line class="head" x1="{left}" x2="{left}" y1="38" y2="{picture.grid.bottom:g}"/>'
    drawn = roll_svg.draw(picture, title, palette=None, extra=head)
    return f'<div class="wide roll" data-times="{_times(score, picture)}">{drawn}</div>'


def _times(score: Score, picture: Roll) -> str:
    """Where the line is at which second: at each change of tempo, and at the end."""
    marks, now = [], 0.0
    ends = [*(tempo.start for tempo in score.tempos[1:]), max(score.length, 1)]
    for tempo, end in zip(score.tempos, ends, strict=True):
        marks.append(f"{now:.3f},{picture.grid.x(tempo.start):.1f}")
        now += max(0, end - tempo.start) / GRID * 60 / tempo.bpm
    return ";".join([*marks, f"{now:.3f},{picture.grid.x(ends[-1]):.1f}"])


def _why(said: Sequence[Said]) -> Iterator[str]:
    if not said:
        return
    yield f"<h2>{both('评语', 'What was found')}</h2><table>"
    for one in said:
        reasons = both("；".join(one.zh), "; ".join(one.en))
        yield (
            f"<tr><th>{both(*one.judge)}</th>"
            f'<td class="score"><meter value="{one.score:.3f}"></meter> {one.score:.2f}</td>'
            f"<td>{reasons}</td></tr>"
        )
    yield "</table>"


def _links(work: Work, made: dict[str, bytes | BadInput]) -> Iterator[str]:
    yield f'<h2>{both("文件", "Files")}</h2><p class="files">'
    for kind, mime, zh, en in _FILES:
        data = made[kind]
        if isinstance(data, bytes):
            uri = _uri(mime, data)
            yield f'<a download="{work.id}.{kind}" href="{uri}">{both(zh, en)}</a>'
    yield f'<span class="quiet">{escape(work.id)}</span></p>'


def _uri(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{b64encode(data).decode()}"
