"""Scores as MusicXML 4.0: written for engravers, read from anybody's, exact between the two.

>>> from sixing.media.music.score import Key, Note, Part, Score
>>> tune = Score((Part("flute", 73, (Note(0, 16, 67), Note(16, 80, 71))),), key=Key(7))
>>> read(write(tune)) == tune
True
"""

from sixing.media.music.xml_reading import read
from sixing.media.music.xml_writing import write

__all__ = ["read", "write"]
