"""A painter of landscapes (山水) in layered SVG: of a plan and a seed, without any weights.

- `Plan`: what is to be in it, of a closed list of elements
- `paint`: the painting; every element is a layer that can be counted
- `settled`: the plan with the ground, water and season that it needs
- `counted`: how many of each element a painting has

>>> svg = paint(Plan({"boat": 1, "moon": 1}, season="autumn", hour="night"), 7)
>>> counted(svg)["boat"], counted(svg)["moon"]
(1, 1)
"""

from sixing.media.picture.shanshui.compose import paint
from sixing.media.picture.shanshui.plan import ELEMENTS, Plan
from sixing.media.picture.shanshui.settled import settled
from sixing.media.picture.shanshui.sheet import counted

__all__ = ["ELEMENTS", "Plan", "counted", "paint", "settled"]
