"""Fitting pictures: what a collection's size allows, and a style of one's own from a folder.

- `propose`: patches for a handful, a net for more, and a forecast that is measured
- `own`: the whole way from a folder to a style
"""
