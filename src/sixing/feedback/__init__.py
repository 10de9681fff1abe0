"""What a person says of works, and what is learnt from it.

- `sixing.feedback.telling`: `tell`, what is said is looked at and kept
- `sixing.feedback.comparisons`: verdicts of every kind as one
- `sixing.feedback.preference`: Bayesian logistic regression on differences of traits
- `sixing.feedback.taste`: `learn`, `Taste` and the judge by it
- `sixing.feedback.asking`: `next_pair`, the question that teaches most
- `sixing.feedback.words`: a taste in words
- `sixing.feedback.recall`: what the store remembers of a person
- `sixing.feedback.mending`: an edit as a work of its own
- `sixing.feedback.forgetting`: `forget`, all of it

Nothing here knows a medium but `recall`, which asks it for its traits.
"""
