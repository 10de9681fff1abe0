"""One loop for every model; needs torch, and knows no medium's name.

- `recipe`: every number of a training in one TOML file
- `packing`, `sequence`, `objective`: documents into rows, nets, and their loss
- `optim`: Muon
- `loop`, `checkpoint`: learning, and going on after a kill at any moment
"""
