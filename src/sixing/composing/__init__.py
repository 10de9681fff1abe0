"""Making music: the loop of `create`, and the verbs for music that a person brings."""

from sixing.composing.loop import create
from sixing.composing.verbs import continued, countered, harmonise, infilled, sung, varied

__all__ = ["continued", "countered", "create", "harmonise", "infilled", "sung", "varied"]
