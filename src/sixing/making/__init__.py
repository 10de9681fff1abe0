"""行: from a plan to works, under a form's automaton; knows tokens and no medium.

- `sampler`: many rows at once, exactly, without dead ends
- `make`: batches that fit a laptop, and how fluent what was made is
"""
