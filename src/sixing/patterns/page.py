r"""A profile as one page: figures, findings with examples, collocations, names; nothing fetched.

>>> from sixing.patterns.collection import Poems
>>> from sixing.patterns.profile import profile
>>> found = profile(Poems(("床前明月光\n疑是地上霜",) * 3), None)
>>> "床前" in page(found, {}, "zh") or "3 首" in page(found, {}, "zh")
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from sixing.media.palette import DAY
from sixing.media.poem.entities import CLASSES
from sixing.patterns.profile import Profile
from sixing.patterns.selection import STABLE, Finding
from sixing.patterns.wording import Lang, headline, measures, said, warning

_CSS = f"""
body{{background:{DAY.paper};color:{DAY.ink};font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;
max-width:62rem;margin:2rem auto;padding:0 1rem}}
h1{{font-weight:600;margin-bottom:.2rem}} h2{{margin-top:2.2rem;border-bottom:1px solid {DAY.rule}}}
svg{{max-width:100%;height:auto}} .soft{{color:{DAY.soft}}} .warn{{color:{DAY.red};font-weight:600}}
table{{border-collapse:collapse;width:100%}} td,th{{padding:.25rem .6rem;text-align:left;
border-bottom:1px solid {DAY.rule};vertical-align:top}} td.n{{text-align:right;white-space:nowrap}}
.verse{{font-family:"LXGW WenKai","Kaiti SC",KaiTi,"AR PL UKai CN",serif}}
ul.flow{{padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}}
"""


def page(profile: Profile, figures: Mapping[str, str], lang: Lang) -> str:
    """One HTML page; `figures` are SVGs by name (`plots.draw`)."""
    title = escape(headline(profile, lang))
    body = "\n".join(_body(profile, figures, lang))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_CSS}</style></head><body><h1>{title}</h1>\n{body}\n"
        "</body></html>\n"
    )


def _body(profile: Profile, figures: Mapping[str, str], lang: Lang) -> Iterator[str]:
    yield f'<p class="soft">{escape(" ".join(measures(profile, lang)))}</p>'
    if told := warning(profile, lang):
        yield f'<p class="warn">{escape(told)}</p>'
    for name in ("apart", "habits", "images", "themes", "moods"):
        if name in figures:
            yield f"<h2>{escape(said(name, lang))}</h2>"
            yield f'<p class="soft">{escape(said(name + ".how", lang))}</p>'
            yield figures[name]
        if name == "apart" and profile.selection.findings:
            yield _findings(profile, lang)
    yield from _words(profile, lang)


def _findings(profile: Profile, lang: Lang) -> str:
    heads = said("heads", lang).split("|")
    rows = [_row(profile, one, lang) for one in profile.selection.more(30)]
    rows += [_row(profile, one, lang) for one in profile.selection.less(15)]
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _row(profile: Profile, one: Finding, lang: Lang) -> str:
    shown = profile.examples.get(f"{one.feature.kind}:{one.feature.key}", ())
    lines = "<br>".join(
        f'<span class="verse">{escape(e.line)}</span> <span class="soft">{escape(e.author)}'
        f"{escape(f'《{e.title}》') if e.title else ''}</span>"
        for e in shown[:2]
    )
    name = one.feature.zh if lang == "zh" else one.feature.en
    doubt = "" if one.stability >= STABLE else " ?"
    return (
        f'<tr><td>{escape(name)}</td><td class="n">×{one.times:.2f}</td>'
        f'<td class="n">{one.share:.2%} / {one.other:.2%}</td>'
        f'<td class="n">{one.stability:.0%}{doubt}</td><td>{lines}</td></tr>'
    )


def _words(profile: Profile, lang: Lang) -> Iterator[str]:
    for name, rows in (("phrases", profile.phrases), ("words", profile.words)):
        if rows:
            yield f"<h2>{escape(said(name, lang))}</h2>"
            yield f'<p class="soft">{escape(said(name + ".how", lang))}</p>'
            yield _flow([f"{text} {count}" for text, count, *_ in rows])
    yield f"<h2>{escape(said('named', lang))}</h2>"
    for kind, names in profile.named.items():
        label = CLASSES[kind][0] if lang == "zh" else CLASSES[kind][1]
        yield f"<h3>{escape(label)}</h3>" + _flow([f"{name} {count}" for name, count in names])


def _flow(items: list[str]) -> str:
    return f'<ul class="flow">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>'
