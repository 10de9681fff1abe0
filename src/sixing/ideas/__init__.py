"""思: a brief becomes several different plans before a word is written.

- `think`, `understand`: draws plans for a brief: images, rhyme words, lines, moods, with reasons
- `ground`, `associations`: what a theme calls up, by closeness and by company in the corpus
- `blend`: what two themes share and what each lends
- `arc`: a mood's way over the lines
- `deal`: rhyme words first, then images to lines
- `operators`: vary, reverse, contrast, analogy, constrain
- `poems`: plans for poems, and an edited plan carried out
- `plan`: plans as JSON that a person can edit
"""

from sixing.ideas.associations import Associations
from sixing.ideas.think import Meaning, Thought, think, understand

__all__ = ["Associations", "Meaning", "Thought", "think", "understand"]
