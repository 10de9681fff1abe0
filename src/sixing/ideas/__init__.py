"""思: a brief becomes several different plans before a word is written.

- `think`: draws plans for a brief: images, rhyme words, lines and moods
- `meaning`: a brief understood: its theme in classical words, a second theme, the moods named
- `ground`, `associations`: what a theme calls up, by closeness and by company in the corpus
- `blend`: what two themes share and what each lends
- `arc`: a mood's way over the lines
- `deal`: rhyme words first, then images to lines
- `operators`, `constraints`, `bench`: vary, reverse, contrast, analogy, constrain
- `reasons`, `wording`: why a plan is as it is, in two languages
- `poems`: plans for poems, and an edited plan carried out
- `plan`: plans as JSON that a person can edit
"""

from sixing.ideas.associations import Associations
from sixing.ideas.meaning import Meaning, understand
from sixing.ideas.think import Thought, think

__all__ = ["Associations", "Meaning", "Thought", "think", "understand"]
