"""Works at the end of a notebook's cell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sixing.apps.notebook import register
from sixing.media.music.spelling import spell
from sixing.testing.tunes import AIR
from sixing.works import Candidate, Judgement, Work
from sixing.works.judgement import DRAWN

LINES = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    before = dict(DRAWN)
    register()
    yield
    DRAWN.clear()
    DRAWN.update(before)


def test_a_poem_is_its_card() -> None:
    drawn = Candidate(Work("poem", "五绝", "登楼", LINES))._repr_html_()
    assert drawn
    assert "登楼" in drawn
    assert "<html" not in drawn


def test_a_piece_is_its_score_and_player_with_reasons() -> None:
    for needed in ("verovio", "symusic", "soundfile", "pyloudnorm"):
        pytest.importorskip(needed, reason="pictures and sound need the music extra")
    said = Judgement("own", 0.9, True, {}, ("clear",))
    drawn = Candidate(Work("music", "air", "竹", spell(AIR)), (said,))._repr_html_()
    assert drawn
    assert "data:audio/ogg" in drawn
    assert drawn.count("<svg") >= 2
    assert "clear" in drawn


def test_what_nobody_draws_is_shown_as_text() -> None:
    assert Candidate(Work("smell", "", "", ("?",)))._repr_html_() is None
