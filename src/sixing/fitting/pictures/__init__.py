"""Fitting pictures: what a collection's size allows, and a style of one's own from a folder.

- `propose`: patches for a handful, a net for more, and a forecast that is measured
- `generator`: a StyleGAN of the pictures, where they are enough for one
- `own`: the whole way from a folder to a style
"""
