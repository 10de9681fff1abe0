"""Works as numbers: what they share with a corpus, and what they are about.

- `fingerprints`: which runs of characters a corpus has already said.
- `embedding`: a theme and a poem as vectors of one space.

It knows neither models nor judges; a sampler and a judge read the same features.
"""
