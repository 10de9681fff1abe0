"""Where poems come from: packages, folders and files become one clean corpus, in columns.

- `read(source) -> Corpus`, `add(source, into) -> Report`: from a collection to poems.
- `Corpus.open(folder)`: a corpus on disk; `Poem`: one of its rows.
- `Nearest(corpus).lines(line)`: the corpus lines most like a given one.
- `Report`: what was kept, changed and dropped, and why.

It knows verse as lines of hanzi, but no form, tone or rhyme.

>>> corpus = Corpus.of([Poem("a", "mine", lines=("山高月小", "水落石出"))])
>>> Nearest(corpus).lines("山高月明")[0].line
'山高月小'
"""

from sixing.corpus.add import add, read
from sixing.corpus.nearest import Near, Nearest
from sixing.corpus.report import Count, Report
from sixing.corpus.table import COLUMNS, Corpus, Poem

__all__ = ["COLUMNS", "Corpus", "Count", "Near", "Nearest", "Poem", "Report", "add", "read"]
