"""What recurs in works: measured, learnt and looked up, never made up.

- `moods`: `Moods`, `Feeling`: the mood and polarity of poems and lines, and words that lean
"""
