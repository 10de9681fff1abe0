"""Pictures: read, show, draw and check; what a picture means is known only here.

It knows no model. Raster pictures are `picture.Picture`; drawings are SVG text (`spelling`).
"""
