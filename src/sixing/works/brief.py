"""What a person asks for, and the plan that thinking makes of it.

Neither knows whether its form exists: a medium answers that. `require_sound` looks only at what is
wrong in any medium.

>>> Brief("poem", theme="秋思", seed=7) == Brief("poem", theme="秋思", seed=7)
True
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from sixing.errors import BadBrief

Position = tuple[int, int]
"""(line, place), both counted from 1."""

LONGEST_THEME = 500
"""Characters; a theme is a word or a sentence, and an embedding sees no more of it anyway."""

MOST_WORKS = 1000
"""Works in one call; a person choosing among more is better served by several seeds."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person asks for; equal by content, so a brief and a seed name a work for ever.

    Attributes:
        medium: the medium's name, for example "poem".
        form: the form's name; None lets the medium choose.
        theme: a word or a sentence, Chinese or English.
        emotion: a mood to lean to, if any.
        style: the name of a learned style.
        fixed: what must stand where: ((line, place), character), places from 1.
        options: what only the medium understands, such as ("book", "pingshui").
        seed: the number from which all chance follows; None draws one.
        count: how many works are wanted.
    """

    medium: str
    form: str | None = None
    theme: str = ""
    emotion: str | None = None
    style: str = "default"
    fixed: tuple[tuple[Position, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    count: int = 1

    def option(self, name: str, default: str = "") -> str:
        """Look an option up by its name."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True, slots=True)
class Idea:
    """A plan made by thinking: the brief made concrete, with its reasons.

    Attributes:
        brief: what it answers.
        form: the form chosen, fully named.
        title: the title the work will carry.
        images: words of the theme to make the work from, strongest first.
        rhyme: the rhyme group of each rhyme class of the form.
        seed: the number from which this idea's works follow.
        reasons: why these images and rhymes, in sentences a person can read.
        moods: the mood of each line (see `sixing.works.mood`), "" where it is left free; empty
            when all are.
        line_images: the images dealt to each line; empty when none were dealt.
        rhyme_words: the words planned for the rhymed lines, in their order; "" leaves one free.
        operators: what was done to the first thought, in order.
        avoided: words that the work should do without.
        details: what only the medium understands, such as ("key", "7 major").
    """

    brief: Brief
    form: str
    title: str
    images: tuple[str, ...]
    rhyme: tuple[str, ...]
    seed: int
    reasons: tuple[str, ...]
    moods: tuple[str, ...] = ()
    line_images: tuple[tuple[str, ...], ...] = ()
    rhyme_words: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    def detail(self, name: str, default: str = "") -> str:
        """Look a detail up by its name."""
        return dict(self.details).get(name, default)


def seeded(brief: Brief) -> Brief:
    """The brief with a seed; one that has none draws it."""
    return brief if brief.seed is not None else replace(brief, seed=secrets.randbelow(2**31))


def share(text: str, what: tuple[str, str]) -> float:
    """A number from 0 to 1 that a brief says, and what it is called in English and Chinese.

    Raises:
        BadBrief: it is none.
    """
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise BadBrief(
            f'the {what[0]} "{text}" is no number from 0 to 1',
            zh=f"{what[1]}“{text}”不是 0 到 1 之间的数",
        )
    return found


def require_sound(brief: Brief, *, themed: bool = True) -> None:
    """Refuse a brief that no medium could answer.

    Args:
        themed: whether the medium needs a theme; one that does not takes it as a title.

    Raises:
        BadBrief: the count is out of range, or the theme is missing, too long or wordless.
    """
    if not 1 <= brief.count <= MOST_WORKS:
        raise BadBrief(
            f"cannot make {brief.count} works at once: ask for 1 to {MOST_WORKS}",
            zh=f"一次不能作 {brief.count} 件：请在 1 到 {MOST_WORKS} 之间",
        )
    if len(brief.theme) > LONGEST_THEME:
        raise BadBrief(
            f"the theme has {len(brief.theme)} characters: "
            f"give a word or a sentence of at most {LONGEST_THEME}",
            zh=f"主题有 {len(brief.theme)} 字：请用一词或一句，至多 {LONGEST_THEME} 字",
        )
    if themed and not brief.theme.strip():
        raise BadBrief(
            "the theme is empty: give a word or a sentence, such as 秋思",
            zh="主题为空：请给一个词或一句话，如“秋思”",
        )
    if themed and not any(mark.isalpha() for mark in brief.theme):
        raise BadBrief(
            f'the theme "{brief.theme}" has no word in it: give one in Chinese or English',
            zh=f"主题“{brief.theme}”里没有词语：请用中文或英文写一个",
        )
    if any("\ud800" <= mark <= "\udfff" for mark in brief.theme):
        raise BadBrief(
            "the theme holds bytes that are no text: is the terminal's encoding UTF-8?",
            zh="主题含有无法解读的字节：终端编码是否为 UTF-8?",
        )
