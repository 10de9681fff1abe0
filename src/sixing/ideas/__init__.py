"""思: a brief becomes several different plans before a word is written.

- `think`: draws ideas for a brief: images of its theme, a form and rhymes, with reasons
"""

from sixing.ideas.think import Thought, think

__all__ = ["Thought", "think"]
