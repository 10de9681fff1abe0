"""From a collection's name to its profile: finds the poems, opens the style, asks for moods.

A name is a corpus folder, a folder or file of poems, or a style (whose own profile was kept when
it was learnt). It measures nothing itself: see `sixing.patterns`.

>>> found = profile_of("poems.txt")                             # doctest: +SKIP
>>> found.selection.more(3)                                     # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sixing.corpus import Corpus
from sixing.corpus.table import FILE as TABLE
from sixing.errors import BadCorpus, BadInput, BadStyle
from sixing.patterns import moods
from sixing.patterns.collection import Poems
from sixing.patterns.labels import FILE as PATTERNS
from sixing.patterns.labels import Recognisers, read
from sixing.patterns.parts import Feel
from sixing.patterns.profile import Profile, profile
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.works import Work
from sixing.works.mood import MOODS

if TYPE_CHECKING:
    from sixing.studio import Studio


def profile_of(
    source: str,
    author: str | None = None,
    against: str | None = None,
    style: str = "default",
    progress: Progress = silent,
) -> Profile:
    """The profile of a collection, or of one author in it.

    Args:
        source: a corpus folder, a folder or file of poems, or a style's name.
        author: only this author's poems; compared with the rest unless `against` is given.
        against: another collection; without it and without an author, all verse the style knows.
        style: whose recognisers read.
        progress: told the fraction done.

    Raises:
        BadCorpus: no such place, no poem, nobody of that name, or no Chinese.
        BadStyle: the style holds no patterns.
    """
    from sixing.studio import Studio

    if not Path(source).expanduser().exists() and (kept := _kept(source)):
        if author or against:
            raise BadInput(
                f"{source} is a style: its poems are not here to be compared; name a corpus",
                zh=f"{source} 是风格，其中没有原诗可供比较；请给出语料库",
            )
        return kept
    studio = Studio.open(style)
    recognisers = Recognisers.open(studio.path(PATTERNS).parent)
    corpus = collection(source, within(progress, 0.0, 0.1))
    own, rest = _parted(corpus, author, source)
    name = author or Path(source).name or source
    other, other_name = None, studio.style.name
    if against is not None:
        other, other_name = Poems.of(collection(against)), Path(against).name
    elif author is not None:
        other, other_name = rest, Path(source).name
    return profile(
        own, other, recognisers, feel(studio), MOODS, (name, other_name),
        progress=within(progress, 0.1, 1.0),
    )  # fmt: skip


def _kept(name: str) -> Profile | None:
    """The profile that a style keeps of what it learnt from; None if there is no such style."""
    try:
        style = styles.find(name)
    except BadStyle:
        return None
    facts = read(style.folder)
    try:
        return Profile.of_json(facts["profile"])
    except (KeyError, TypeError, ValueError) as fault:
        raise BadStyle(
            f"style {name} keeps no profile that can be read ({fault}); install it anew",
            zh=f"风格 {name} 没有可读的诗风描画；请重新安装",
        ) from fault


def collection(source: str, progress: Progress = silent) -> Corpus:
    """The poems of a corpus folder, or of a folder or file of poems.

    Raises:
        BadCorpus: there is no such place, or no poem in it.
    """
    path = Path(source).expanduser()
    if path.is_dir() and (path / TABLE).exists():
        return Corpus.open(path)
    if not path.exists():
        raise BadCorpus(
            f"there is no corpus, folder or file {source}",
            zh=f"没有语料库、文件夹或文件 {source}",
        )
    from sixing.corpus import read as read_poems

    return read_poems(path, progress)


def _parted(corpus: Corpus, author: str | None, source: str) -> tuple[Poems, Poems | None]:
    """The poems meant, and the rest."""
    if author is None:
        return Poems.of(corpus), None
    his: NDArray[np.bool_] = np.array([name == author for name in corpus.column("author")])
    if not his.any():
        raise BadCorpus(
            f"nobody in {source} is called {author}; authors are written as the corpus has them, "
            "in simplified hanzi",
            zh=f"{source} 中没有作者“{author}”；作者名须与语料一致（简体）",
        )
    if his.all():
        raise BadInput(
            f"all poems of {source} are by {author}: leave --author out, or say --against",
            zh=f"{source} 全是{author}的诗：请去掉 --author，或用 --against 指定相较者",
        )
    return Poems.of(corpus, his), Poems.of(corpus, ~his)


def feel(studio: Studio) -> Feel | None:
    """What says moods; None for a style that has no reader of them."""
    if not studio.path(moods.FILE).exists():
        return None

    def felt(poems: Sequence[tuple[str, tuple[str, ...]]]) -> NDArray[np.float64]:
        read = studio.moods([Work("poem", form, "", lines) for form, lines in poems])
        return np.array([one.moods for one in read], np.float64)

    return felt
