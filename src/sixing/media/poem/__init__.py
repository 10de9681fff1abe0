"""Classical Chinese verse: prosody, forms, tokens, and the cards on which poems are shown.

- `prosody`, `shi`, `tunes`, `pattern`: the rules
- `tokens`: how a poem is spelled for a model
- `annotate`, `explanation`: a poem with its tone and rhyme marks, as plain data
- `setting`, `show`: a poem on a page, set vertically, as text, JSON, HTML, SVG or PNG
- `medium`: `Poems`, all of this behind the protocol `sixing.media.medium.Medium`
"""
