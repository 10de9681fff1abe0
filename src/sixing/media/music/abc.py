r"""Tunes in ABC, written and read, exact between the two but for words that ABC cannot place.

>>> from sixing.testing.tunes import JIG
>>> print(*write(JIG).splitlines()[3:10], sep="\n")
M:6/8
L:1/8
Q:1/4=168
K:Dmaj
V:1 name="flute"
%%MIDI program 73
A | d f a f d A | B d f e c A | d2 f a2 f |
>>> next(read(write(JIG))) == JIG
True
"""

from sixing.media.music.abc_reading import read
from sixing.media.music.abc_writing import write

__all__ = ["read", "write"]
