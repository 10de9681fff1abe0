"""Networks that know shapes only: each a trainable net (torch) beside its runner (numpy).

- `transformer`, `transformer_torch`: the decoder that writes, and the net that learns it
- `lstm_torch`, `ngram`: the baselines it is measured against
- `weights`: int8 matrices on disk

`sixing.testing.check_model` proves net and runner equal.
"""
