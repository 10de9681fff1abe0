"""Every figure that is claimed, measured: `make bench` runs them all.

`python -m benchmarks NAME` runs one. A benchmark is a module that prints Markdown tables when run;
it may be slow, it is no test.
"""
