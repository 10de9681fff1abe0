"""The one way in which a conformance suite complains.

>>> require(1 + 1 == 2, "arithmetic holds")
"""

from __future__ import annotations


class NotConformant(AssertionError):  # noqa: N818 - reads as a finding in a test report
    """Something that calls itself a medium or a model does not behave like one."""


def require(held: bool, expectation: str) -> None:
    """Complain unless what was expected held.

    Raises:
        NotConformant: it did not.
    """
    if not held:
        raise NotConformant(expectation)
