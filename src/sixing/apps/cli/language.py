"""Chinese or English: the words of the screens.

Screens are written in English; `chinese` holds what each says in Chinese, as a gettext catalogue
would. The environment decides (POSIX: LC_ALL over LC_MESSAGES over LANG), `--lang` over it.

>>> spoken({"LANG": "zh_CN.UTF-8"}), spoken({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
('zh', 'en')
>>> Words("zh")("works")
'作品'
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

import click

Language = Literal["zh", "en"]


def spoken(environment: Mapping[str, str]) -> Language:
    """Tell the language that the environment asks for."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    set_to = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if set_to.lower().startswith("zh") else "en"


def asked(arguments: list[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """Take `--lang` out of the arguments, wherever it stands, and say which language it is.

    Raises:
        click.UsageError: there is no such language.
    """
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            rest = place + 1 if equals else place + 2
            value = value if equals else "".join(arguments[place + 1 : rest])
            if value not in ("zh", "en"):
                raise click.UsageError(f'--lang is "zh" or "en", not "{value}"')
            return cast(Language, value), arguments[:place] + arguments[rest:]
    return spoken(environment), arguments


class _ChineseHelp(click.HelpFormatter):
    """The words that click itself puts around a command's help."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_words_of_click()[heading])

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        told = [(term, _words_of_click().get(text, text)) for term, text in rows]
        super().write_dl(told, *args, **kwargs)


class _ChineseContext(click.Context):
    formatter_class = _ChineseHelp


def _words_of_click() -> dict[str, str]:
    from sixing.apps.cli.chinese import CHINESE

    return CHINESE


class Words:
    """Says a screen's English words in the language chosen."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, english: str) -> str:
        """Say it.

        Raises:
            KeyError: nobody wrote the Chinese yet; a test finds these.
        """
        if self.language == "en":
            return english
        from sixing.apps.cli.chinese import CHINESE

        return CHINESE[english]

    def judge(self, name: str) -> str:
        """Say a judge's name; a judge that came with a plug-in keeps its own."""
        from sixing.media.music.page import JUDGES as OF_MUSIC
        from sixing.media.picture.page import JUDGES as OF_PICTURES
        from sixing.media.poem.card_notes import JUDGES

        chinese, english = {**OF_PICTURES, **OF_MUSIC, **JUDGES}.get(name, (name, name))
        return chinese if self.language == "zh" else english

    def localise(self, command: click.Command) -> click.Command:
        """Return the command with its help in the language chosen."""
        spoken = copy.copy(command)
        spoken.help = self(command.help) if command.help else None
        spoken.params = [self._option(parameter) for parameter in command.params]
        if self.language == "zh":
            spoken.context_class = _ChineseContext
        return spoken

    def _option(self, parameter: click.Parameter) -> click.Parameter:
        if not isinstance(parameter, click.Option) or not parameter.help:
            return parameter
        spoken = copy.copy(parameter)
        spoken.help = self(parameter.help)
        return spoken
