"""The root of the commands, and what becomes of everything that goes wrong in them.

>>> run(["--version"])
sixing 0.4.0
0
"""

from __future__ import annotations

import io
import logging
import os
import sys
from importlib import import_module
from typing import Any

import click

from sixing import __version__
from sixing.apps.cli.language import Language, Words, asked, spoken
from sixing.errors import SixingError
from sixing.store.atomic import cannot_write

FAILED = 2

_COMMANDS = {
    "create": "sixing.apps.cli.create:create",
    "harmonise": "sixing.apps.cli.music:harmonise",
    "continue": "sixing.apps.cli.music:go_on",
    "infill": "sixing.apps.cli.music:infill",
    "counter": "sixing.apps.cli.music:counter",
    "vary": "sixing.apps.cli.music:vary",
    "blend": "sixing.apps.cli.music:blend",
    "sing": "sixing.apps.cli.music:sing",
    "paint": "sixing.apps.cli.pictures:paint",
    "scroll": "sixing.apps.cli.pictures:scroll",
    "stylise": "sixing.apps.cli.pictures:stylise",
    "translate": "sixing.apps.cli.pictures:translate",
    "project": "sixing.apps.cli.pictures:project",
    "film": "sixing.apps.cli.pictures:film",
    "guess": "sixing.apps.cli.pictures:guess",
    "check": "sixing.apps.cli.check:check",
    "think": "sixing.apps.cli.think:think",
    "works": "sixing.apps.cli.works:works",
    "show": "sixing.apps.cli.works:show",
    "explain": "sixing.apps.cli.works:explain",
    "compare": "sixing.apps.cli.compare:compare",
    "rate": "sixing.apps.cli.rate:rate",
    "edit": "sixing.apps.cli.edit:edit",
    "taste": "sixing.apps.cli.taste:taste",
    "forget": "sixing.apps.cli.forget:forget",
    "corpus": "sixing.apps.cli.corpus:corpus",
    "patterns": "sixing.apps.cli.patterns:patterns",
    "fit": "sixing.apps.cli.fit:fit",
    "styles": "sixing.apps.cli.adapt:styles",
    "adapt": "sixing.apps.cli.adapt:adapt",
    "undo": "sixing.apps.cli.adapt:undo",
}


class Root(click.Group):
    """Finds a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command, in the language chosen."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        words: Words = ctx.obj
        return words.localise(command)


class Branch(click.Group):
    """A command with commands of its own, each in the language chosen."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command, in the language chosen."""
        command = super().get_command(ctx, cmd_name)
        words: Words = ctx.obj
        return words.localise(command) if command else None


WELCOME = """Sixing (思行): poems and music that keep their rules, and pictures,
made on your own computer.

\b
  sixing create poem --form 七绝 --theme 秋思 -n 3
  sixing create music --style irish --key G --out tune.mid
  sixing paint ID --out painting.svg
  sixing check poem my-poem.txt
"""


@click.command(cls=Root, help=WELCOME, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sixing", message="%(prog)s %(version)s")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screens.")
def root(**_: Any) -> None:
    """`--lang` is taken out of the arguments before click sees them; it is declared for --help."""


def run(arguments: list[str]) -> int:
    """Carry a command line out and return its exit status."""
    _speak_utf8()
    # One thread: the matrices are small, and threads that wait for a busy core cost seconds.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What the library logs is for programs; a person is told what matters by errors and reports.
    logging.getLogger("sixing").addHandler(logging.NullHandler())
    language = spoken(os.environ)
    try:
        language, rest = asked(arguments, os.environ)
        words = Words(language)
        status = words.localise(root).main(
            rest or ["--help"], "sixing", standalone_mode=False, obj=words
        )
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return FAILED
    except click.ClickException as error:
        error.show()
        return FAILED
    except SixingError as error:
        return _fail(error.zh if language == "zh" else str(error))
    except (KeyboardInterrupt, click.Abort):
        return _fail(_STOPPED[language])
    except BrokenPipeError:  # `sixing works | head`: the reader has seen enough
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        told = cannot_write(error.filename or "<stdout>", error)
        return _fail(told.zh if language == "zh" else str(told))
    return status if isinstance(status, int) else 0


_STOPPED: dict[Language, str] = {
    "en": "stopped; nothing was half-written",
    "zh": "已停止；没有写入半份内容",
}


def _fail(message: str) -> int:
    click.echo(f"sixing: {message}", err=True)
    return FAILED


def _speak_utf8() -> None:
    # A pipe or file gets the same bytes whatever the locale; poems do not fit into Latin-1.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")


def _drop_output() -> None:
    # What could not be written must not be tried again when the interpreter closes stdout.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
