"""Pictures: think, make, judge and choose.

>>> create(Brief("picture", form="shanshui", theme="秋江夜泊", seed=7))  # doctest: +SKIP
"""

from sixing.picturing.loop import create
from sixing.picturing.verbs import carried, painted, projected, scrolled, stylised, varied
from sixing.works import Brief

__all__ = [
    "Brief", "carried", "create", "painted", "projected", "scrolled", "stylised", "varied",
]  # fmt: skip
