"""What recurs in works: measured, learnt and looked up, never made up.

- `moods`: `Moods`, `Feeling`: the mood and polarity of poems and lines, and words that lean
- `bags`, `selection`: features of any pieces, and which of them set a collection apart
- `collocations`, `network`: what keeps company beyond chance
- `poems`, `poem_names`: what is counted in poems, and how it is called
- `labels`: theme, era, images and entities of a poem, by what a style learnt
- `profile`: all of this about one collection; `parts`, `vocabulary`, `examples` of it
- `plots`, `page`, `wording`: a profile drawn and said, in Chinese and in English
"""
