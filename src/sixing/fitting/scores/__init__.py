"""Fitting on scores: where pieces come from, how they are cleaned and split, how a style is learnt.

- `sources`: collections by name, and folders of one's own
- `cleaning`: what is taken, and on what grid
- `duplicates`: the same music in another key, and which pieces stay together in the split
- `gathering`: all of it, with a report of counts and licences
- `full`: lessons, training and the style on disk
"""
