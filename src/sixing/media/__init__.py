"""What only a medium knows: reading, showing, spelling, forms and their faults.

- `sixing.media.medium`: the protocol `Medium` and the carrier `Tokens` that models see
- `sixing.media.poem`: classical Chinese verse (shi, ci, couplets)
"""
