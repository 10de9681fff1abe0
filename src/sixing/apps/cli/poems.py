"""A poem as a person gives it to a command of another medium: an id, or its text.

>>> verse("白日依山尽，黄河入海流。").content
('白日依山尽', '黄河入海流')
"""

from __future__ import annotations

import re

from sixing.errors import BadInput
from sixing.works import Work


def verse(poem: str) -> Work:
    """The poem of this id, or of this text.

    Raises:
        BadWork: no work has the id.
        BadInput: the work is no poem, or the text is empty.
    """
    if re.fullmatch(r"[0-9a-f]{4,12}", poem):
        from sixing.store.database import Store
        from sixing.store.home import home

        with Store.at(home(), reading=True) as store:
            work = store.get(poem).work
        if work.medium != "poem":
            raise BadInput(f"{poem} is no poem", zh=f"{poem} 不是诗")
        return work
    lines = tuple(line for line in re.split(r"[\s，。？！；、,.?!;]+", poem) if line)
    if not lines:
        raise BadInput("there is no line in it: give a poem", zh="其中没有诗句：请给一首诗")
    return Work("poem", "", "", lines)
