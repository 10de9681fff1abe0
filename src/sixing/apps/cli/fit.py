"""`sixing fit`: learn a style, from a folder of one's own or a whole corpus.

Stopped at any moment, even by `kill -9`, the same command goes on where it was.

    $ sixing fit ~/my-poems --name mine
    $ sixing fit ~/.local/share/sixing/corpus --recipe recipes/classical.toml --into runs
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput
from sixing.store.home import home

if TYPE_CHECKING:
    from sixing.fitting import Forecast, Tailored


@click.command(
    help="Learn a style of your own from a folder of poems, or a whole one by a recipe; "
    "a stopped run goes on where it was."
)
@click.argument("corpus", type=click.Path(path_type=Path), required=False)
@click.option(
    "--medium", type=click.Choice(["poem", "music", "picture"]), default="poem",
    help="What the pieces are.",
)  # fmt: skip
@click.option("--name", help="What to call a style of your own.")
@click.option(
    "--way",
    help="Of pictures: patches, gan, or classes by subfolder； otherwise their number decides.",
)
@click.option("--recipe", type=click.Path(path_type=Path), help="A TOML file.")
@click.option("--into", type=click.Path(path_type=Path), help="Where to work and keep the style.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def fit(
    words: Words, /, *, corpus: Path | None, medium: str, name: str | None,
    way: str | None, recipe: Path | None, into: Path | None, json_: bool,
) -> None:  # fmt: skip
    """Learn, and say what was learnt from and whether it helped."""
    if medium == "picture":
        if not name or recipe or into:
            raise BadInput(
                "pictures are learnt by: sixing fit FOLDER --medium picture --name NAME",
                zh="学图画请用：sixing fit 文件夹 --medium picture --name 名称",
            )
        _own_pictures(words, corpus, name, way, json_=json_)
        return
    needs_torch()
    if name and not (recipe or into) and medium == "music":
        _own_music(words, corpus, name, json_=json_)
    elif name and not (recipe or into):
        _own(words, corpus, name, medium, json_=json_)
    elif recipe and into and not name:
        _whole(words, corpus, recipe, into, medium, json_=json_)
    else:
        raise BadInput(
            "say --name NAME and a folder for a style of your own, or --recipe FILE and --into "
            "FOLDER for a whole training",
            zh="自己的风格：给出文件夹与 --name 名称；整套训练：给出 --recipe 配方与 --into 文件夹",
        )


def needs_torch() -> None:
    """Refuse where the light install cannot learn.

    Raises:
        BadInput: torch is not installed.
    """
    if find_spec("torch") is None:
        raise BadInput(
            "learning needs torch, which the light install leaves out: pip install 'sixing[train]'",
            zh="学习需要 torch，轻量运行环境不含它：pip install 'sixing[train]'",
        )


def _whole(
    words: Words, corpus: Path | None, recipe: Path, into: Path, medium: str, *, json_: bool
) -> None:
    from sixing.training.recipe import read

    with bar() as progress:
        if medium == "music":
            from sixing.fitting.scores.full import fit as learn_scores

            style = learn_scores(read(recipe), _pieces(corpus), into, progress)
        else:
            from sixing.fitting import fit as learn

            style = learn(read(recipe), corpus or home() / "corpus", into, progress)
    told = json_text({"style": str(style)}) if json_ else f"{words('style')}: {style}\n"
    emit(told, None)


def _pieces(source: Path | None) -> Path:
    if source is None:
        raise BadInput(
            "which pieces? Give a folder of MIDI, MusicXML or ABC files",
            zh="学哪些乐曲？请给出 MIDI、MusicXML 或 ABC 文件夹",
        )
    return source


def _own_music(words: Words, source: Path | None, name: str, *, json_: bool) -> None:
    from sixing.fitting.scores.own import tailor

    with bar() as progress:
        done = tailor(_pieces(source), name, progress=progress)
    figures = {"base": f"{done.base:.3f}", "own": f"{done.own:.3f}"}
    record = {"style": name, "pieces": done.pieces, "left_out": done.left, "heldout": figures}
    learnt = words("{pieces} pieces; held out: {own} nats a note, {base} before.")
    said = learnt.format(pieces=done.pieces, **figures)
    emit(json_text(record) if json_ else f"{said}\n{words('style')}: {name}\n", None)


def _own_pictures(
    words: Words, source: Path | None, name: str, way: str | None, *, json_: bool
) -> None:
    from sixing.fitting.pictures.own import Forecast as Said
    from sixing.fitting.pictures.own import tailor

    if source is None:
        raise BadInput(
            "which pictures? Give a folder, a zip or a font",
            zh="学哪些图画？请给出文件夹、zip 或字体",
        )

    if way == "classes":
        _classes(words, source, name, json_=json_)
        return

    def told(one: Said) -> None:
        why = one.proposal.zh if words.language == "zh" else one.proposal.en
        gan = one.proposal.way == "gan"
        about = "about {time} on this computer." if gan else "a work takes about {time}."
        click.echo(f"{why}\n{words(about).format(time=_time(words, one.seconds))}", err=True)

    with bar() as progress:
        done = tailor(source, name, way=way, told=told, progress=progress)
    record = {"style": name, "way": done.way, "pictures": done.pictures, "left_out": done.left}
    learnt = words("{count} pictures, by {way}.").format(count=done.pictures, way=words(done.way))
    emit(json_text(record) if json_ else f"{learnt}\n{words('style')}: {name}\n", None)


def _classes(words: Words, source: Path, name: str, *, json_: bool) -> None:
    needs_torch()
    from sixing.fitting.pictures.classifier import learn_classes

    with bar() as progress:
        done = learn_classes(source, name, progress=progress)
    record = {"style": name, "classes": dict(done.pictures), "right": round(done.right, 4)}
    learnt = words("{count} classes; of pictures held out {right} are told right.").format(
        count=len(done.pictures), right=f"{done.right:.0%}"
    )
    drawn = done.style.folder / "confusion.svg"
    emit(json_text(record) if json_ else f"{learnt}\n{words('style')}: {name}\n{drawn}\n", None)


def _own(words: Words, source: Path | None, name: str, medium: str, *, json_: bool) -> None:
    from sixing.fitting import tailor

    if source is None:
        raise BadInput(
            "which poems? Give the folder: sixing fit FOLDER --name NAME",
            zh="学哪些诗？请给出文件夹：sixing fit 文件夹 --name 名称",
        )

    def told(forecast: Forecast) -> None:
        click.echo(_forecast(words, forecast), err=True)

    with bar() as progress:
        done = tailor(source, name, medium=medium, told=told, progress=progress)
    emit(json_text(_record(done)) if json_ else _report(words, done), None)


def _forecast(words: Words, forecast: Forecast) -> str:
    said = words("{pieces} pieces to learn from; about {time} on this computer.").format(
        pieces=forecast.pieces, time=_time(words, forecast.seconds)
    )
    if forecast.report:  # personal data is seen before anything is learnt from it
        said = f"{forecast.report.to_markdown(words.language)}\n{said}"
    if forecast.few:
        said += "\n" + words("Few pieces teach little: twenty or more are better.")
    return said


def _time(words: Words, seconds: float) -> str:
    if seconds < 90:
        return words("{n} seconds").format(n=max(1, round(seconds)))
    return words("{n} minutes").format(n=round(seconds / 60))


def _report(words: Words, done: Tailored) -> str:
    lines = [f"- {reason}: {count}" for reason, count in done.pieces.left.items()]
    figures = {"base": f"{done.base:.3f}", "own": f"{done.own:.3f}"}
    verdict = (
        "Held-out pieces: {own} nats a hanzi, {base} before: learnt."
        if done.better
        else "Held-out pieces: {base} nats a hanzi before, and learning did not help: the base's "
        "weights stay. The style keeps your words and forms."
    )
    lines += [words(verdict).format(**figures), f"{words('style')}: {done.style.name}"]
    return "\n".join(lines) + "\n"


def _record(done: Tailored) -> dict[str, object]:
    return {
        "style": done.style.name,
        "folder": str(done.style.folder),
        "pieces": len(done.pieces.lessons),
        "left_out": done.pieces.left,
        "corpus": done.pieces.report.to_dict() if done.pieces.report else None,
        "heldout": dict(done.style.config["heldout"]),
    }
