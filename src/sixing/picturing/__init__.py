"""Pictures: think, make, judge and choose, and what is done with pictures that a person brings.

`create` answers a brief; the other verbs start from a poem or a picture.

>>> create(Brief("picture", form="shanshui", theme="秋江夜泊", seed=7))  # doctest: +SKIP
"""

from sixing.picturing.loop import create
from sixing.picturing.verbs import (
    carried,
    painted,
    projected,
    scrolled,
    stylised,
    varied,
)
from sixing.works import Brief

__all__ = [
    "Brief",
    "carried",
    "create",
    "painted",
    "projected",
    "scrolled",
    "stylised",
    "varied",
]
