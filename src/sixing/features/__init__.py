"""Works as numbers: what they share with a corpus, what they are about, what class a word is of.

- `fingerprints`: which runs of characters a corpus has already said.
- `embedding`: a theme and a poem as vectors of one space.
- `word_classes`: the classes that the two lines of a parallel couplet must share.

It knows neither models nor judges; a sampler and a judge read the same features.
"""
