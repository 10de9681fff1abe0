"""Works in a notebook: a poem as its card, a piece as its score, a picture as itself.

A piece comes with roll, player and reasons, a picture with what was found.

`register` tells `sixing.works` who draws what, so that a candidate at the end of a cell is seen
and heard without a call. Nothing is fetched; what cannot be drawn here is said in its place.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files

from sixing.works import Candidate
from sixing.works.judgement import DRAWN


def register() -> None:
    """Let notebooks draw works of every medium."""
    DRAWN.update(poem=poem, music=music, picture=picture)


def poem(candidate: Candidate) -> str:
    """A poem's card."""
    from sixing.judging.explain import explain
    from sixing.media.poem.annotate import annotate
    from sixing.media.poem.card import fragment

    work = candidate.work
    style = (files("sixing.media.poem") / "card.css").read_text(encoding="utf-8")
    return "".join([f"<style>{style}</style>", *fragment(work, annotate(work), explain(candidate))])


def music(candidate: Candidate) -> str:
    """A piece's score, roll and player, with what was found."""
    from sixing.judging.music_telling import told
    from sixing.media.music import page
    from sixing.media.music.show import score_of

    work = candidate.work
    drawn = page.fragment(work, score_of(work), told(candidate))
    return "\n".join(
        [f"<style>{page.sheet()}</style>", *drawn, f"<script>{page.script()}</script>"]
    )


def picture(candidate: Candidate) -> str:
    """A picture, what it was thought of as, and what was found."""
    from sixing.judging.picture_telling import told
    from sixing.media.picture import page

    # A document of its own: its styles and its switch are not the notebook's.
    shown = escape(page.draw(candidate.work, told(candidate)))
    return f'<iframe srcdoc="{shown}" width="100%" height="720" style="border:0"></iframe>'
