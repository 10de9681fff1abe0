"""The smallest medium there can be: lines of letters that must end alike.

For tests of everything that takes any medium; it is correct, so `check_medium` passes it. It knows
no language.

>>> Echo().check(Work("echo", "2x3", "", ("abc", "abd")))[0].rule
'echo'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from sixing.errors import BadCorpus, BadInput, UnknownForm
from sixing.media.medium import Tokens
from sixing.works import Brief, Fault, Record, Work

_FORM = re.compile(r"(\d+)x(\d+)")
_BREAK = 0


class Echo:
    """Forms are named "2x3": two lines of three letters, all ending in the same one."""

    name = "echo"

    def read(self, path: Path) -> Iterator[Work]:
        """Read one work from a text file, a line each."""
        lines = tuple(path.read_text(encoding="utf-8").split())
        if not lines:
            raise BadCorpus(f"{path} has no lines")
        yield Work(self.name, f"{len(lines)}x{len(lines[0])}", "", lines)

    def encode(self, work: Work) -> Tokens:
        """Spell letters by their code points and line breaks by 0."""
        facts = Record(
            {
                "form": work.form,
                "title": work.title,
                "recipe": work.recipe,
                "parents": work.parents,
            }
        )
        return Tokens(
            tuple(ord(c) if c != "\n" else _BREAK for c in "\n".join(work.content)), facts
        )

    def decode(self, carrier: Tokens) -> Work:
        """Read the lines back."""
        text = "".join("\n" if number == _BREAK else chr(number) for number in carrier.ids)
        facts = carrier.facts
        return Work(
            self.name,
            facts["form"],
            facts["title"],
            tuple(text.split("\n")),
            facts["recipe"],
            facts["parents"],
        )

    def form(self, brief: Brief) -> tuple[int, int]:
        """Give lines and letters a line."""
        match = _FORM.fullmatch(brief.form or "2x3")
        if match is None:
            raise UnknownForm(brief.form or "", near=("2x3",))
        return int(match[1]), int(match[2])

    def check(self, work: Work) -> list[Fault]:
        """Find lines that end unlike the first."""
        _, letters = self.form(Brief(self.name, form=work.form))
        return [
            Fault(number, letters, "echo", f"line {number} ends unlike line 1", "end it alike")
            for number, line in enumerate(work.content, 1)
            if line[-1] != work.content[0][-1]
        ]

    def show(self, work: Work, kind: str) -> bytes:
        """Write a work as text or JSON."""
        if kind == "text":
            return "".join(f"{line}\n" for line in work.content).encode()
        if kind == "json":
            return json.dumps({"id": work.id, "lines": work.content}).encode()
        raise BadInput(f"echo cannot be shown as {kind}")
