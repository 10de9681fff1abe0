"""The nouns: frozen values, equal by content, with no I/O and no networks in them.

- `Brief`, `Position`, `require_sound`: what is asked for, and whether anybody could answer it
- `Idea`: a plan with its reasons
- `Work`, `Style`: what was made, what was learned
- `Fault`, `Judgement`, `Candidate`: what was found in a work
- `Verdict`: what a person said
- `MOODS`, `POLARITIES`, `mood`: the moods a work can have, and the words that ask for them
- `Record`, `canonical`, `thaw`: the frozen JSON inside them

>>> Work("poem", "五绝", "月", ("一",)) == Work("poem", "五绝", "月", ("一",))
True
"""

from sixing.works.brief import (
    LONGEST_THEME,
    MOST_WORKS,
    Brief,
    Idea,
    Position,
    require_sound,
    seeded,
    share,
)
from sixing.works.judgement import Candidate, Fault, Judgement, Verdict
from sixing.works.mood import MOODS, POLARITIES, mood
from sixing.works.record import EMPTY, Record, canonical, thaw
from sixing.works.style import Style
from sixing.works.work import Work

__all__ = [
    "EMPTY",
    "LONGEST_THEME",
    "MOODS",
    "MOST_WORKS",
    "POLARITIES",
    "Brief",
    "Candidate",
    "Fault",
    "Idea",
    "Judgement",
    "Position",
    "Record",
    "Style",
    "Verdict",
    "Work",
    "canonical",
    "mood",
    "require_sound",
    "seeded",
    "share",
    "thaw",
]
