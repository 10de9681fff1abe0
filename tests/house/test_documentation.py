"""What the documentation tells people to type exists: commands, options, files, Python."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sixing.apps.cli.run import run

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh.md", "docs/index.md", "docs/tutorial.md", "docs/howto.md")
TEXT = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = [(kind, code) for text in TEXT.values() for kind, code in FENCED.findall(text)]
COMMANDS = sorted(
    {
        part.strip()
        for kind, code in BLOCKS
        if kind == "sh"
        for line in code.splitlines()
        for part in line.split(" | ")
        if part.strip().startswith("sixing ")
    }
)
TARGETS = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_there_is_documentation_to_test() -> None:
    assert len(COMMANDS) > 15
    assert {"demo", "test", "bench", "fuzz", "recipes", "lint", "docs"} <= set(TARGETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shown_can_be_typed(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(command, comments=True)[1:]
    assert run([*words, "--help"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    "target",
    sorted({t for text in TEXT.values() for t in re.findall(r"(?m)(?:^|`)make (\w+)", text)}),
)
def test_every_make_target_named_exists(target: str) -> None:
    assert target in TARGETS


def test_every_python_block_is_python() -> None:
    blocks = [code for kind, code in BLOCKS if kind == "python"]
    assert blocks
    for code in blocks:
        compile(code, "documentation", "exec")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", TEXT[page])
    links += re.findall(r'src="([^":]+)"', TEXT[page])
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


def test_both_readmes_draw_the_same_tree() -> None:
    trees = [
        [
            re.split(r"\s{2,}", line)[0]
            for line in FENCED.findall("```text\n" + block)[0][1].splitlines()
        ]
        for block in (
            re.search(r"```\n(src/sixing/.*?```)", TEXT[page], re.DOTALL).group(1)  # type: ignore[union-attr]
            for page in PAGES[:2]
        )
    ]
    assert trees[0] == trees[1]
    for name in (line.strip("├└─ ") for line in trees[0]):
        assert any((base / name).exists() for base in (ROOT, ROOT / "src/sixing")), name
