"""Sphinx: the documentation is Markdown (MyST); the reference comes from the docstrings."""

from importlib.metadata import version as installed

project = "Sixing 思行"
author = "The Sixing authors"
project_copyright = "The Sixing authors, Apache-2.0"
release = version = installed("sixing")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Sixing 思行"
myst_heading_anchors = 3

# The reference is built without torch: what only training needs is described, not imported.
autodoc_mock_imports = ["torch"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "show-inheritance": True}
# design.md is a plain document with its own heading levels
suppress_warnings = ["myst.header"]
