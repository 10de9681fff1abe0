"""Every figure that is claimed, measured: `make bench` runs them all, `python -m benchmarks NAME` one.

A benchmark is a module with `main`, which prints Markdown tables. It may be slow; it is no test.
"""
