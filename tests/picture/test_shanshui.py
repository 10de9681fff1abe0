import re
from xml.etree import ElementTree as ET

import pytest

from sixing.errors import BadBrief
from sixing.ideas.pictures import plan_of
from sixing.ideas.wording import told
from sixing.media.picture.drawing import clean
from sixing.media.picture.lexicon import look
from sixing.media.picture.scenes import scene
from sixing.media.picture.shanshui import ELEMENTS, Plan, counted, paint, settled
from sixing.works import Work

RIVER_SNOW = Work("poem", "五绝", "江雪", ("千山鸟飞绝", "万径人踪灭", "孤舟蓑笠翁", "独钓寒江雪"))


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_that_is_planned_is_a_layer(element: str) -> None:
    plan = Plan({element: 1})
    assert counted(paint(plan, 5, 300, 200)) == dict(settled(plan, 5).elements)


@pytest.mark.parametrize("size", [(300, 200), (200, 400), (600, 200)])
def test_a_painting_is_valid_safe_and_the_same_again(size: tuple[int, int]) -> None:
    plan = Plan({"boat": 3, "pine": 4, "mountain": 4}, season="autumn", weather="rain")
    svg = paint(plan, 3, *size)
    assert ET.fromstring(svg).tag.endswith("svg")
    assert svg == paint(plan, 3, *size) != paint(plan, 4, *size)
    assert clean(svg).dropped == ()
    assert "href" not in svg
    assert "nan" not in svg


def test_a_poem_is_planned_with_its_season_and_its_reasons() -> None:
    plan = plan_of(RIVER_SNOW)
    assert plan.season == "winter"
    assert plan.weather == "snow"
    assert {"mountain", "boat", "fisher", "snow"} <= set(plan.elements)
    assert all(told(one, "zh") != told(one, "en") for one in plan.reasons)


def test_numbers_and_measure_words_count() -> None:
    counts = {one.element: one.count for one in look(("三匹马，双燕，two boats",)).things}
    assert counts == {"horse": 3, "swallow": 2, "boat": 2}


def test_words_that_only_hold_a_hanzi_name_nothing() -> None:
    assert look(("岁月风流今日",)).things == ()


def test_what_cannot_be_painted_is_said() -> None:
    plan = plan_of("an elephant by the river")
    assert plan.unknown == ("elephant",)
    assert any("elephant" in reason for reason in plan.reasons)


def test_a_scene_holds_as_many_as_is_said_or_refuses() -> None:
    assert counted(scene("three cranes and a pine under the moon", 7))["crane"] == 3
    with pytest.raises(BadBrief, match="nothing of this is known"):
        scene("a spaceship", 7)


def test_what_is_no_element_or_size_is_refused() -> None:
    with pytest.raises(BadBrief, match="no element"):
        Plan({"spaceship": 1})
    with pytest.raises(BadBrief, match="sides go from"):
        paint(Plan(), 1, 10, 20)


def test_a_comparison_is_no_watch_of_the_night() -> None:
    """更 is a watch of the night in 三更, and 'more' in 更上一层楼."""
    tower = plan_of(Work("poem", "", "", ("白日依山尽", "更上一层楼")))
    assert tower.hour != "night"
    assert plan_of(Work("poem", "", "", ("三更灯火",))).hour == "night"


@pytest.mark.parametrize("seed", range(3))
def test_sun_and_moon_do_not_meet(seed: int) -> None:
    assert "moon" not in counted(paint(Plan({"sun": 1}, hour="night"), seed))
    svg = paint(Plan({"sun": 1, "moon": 1}), seed)
    places = [
        float(x) for x in re.findall(r'data-element="(?:sun|moon)".*?cx="([0-9.]+)"', svg, re.S)
    ]
    assert abs(places[0] - places[1]) > 120
