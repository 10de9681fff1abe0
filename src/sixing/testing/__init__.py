"""What every medium and every model must pass, built in or plugged in, and toys to test with.

- `check_medium`: the conformance suite of media
- `check_model`: the conformance suite of models
- `Echo`: the smallest medium there can be

A suite raises `NotConformant` with a sentence that says what was expected, and where.
"""

from sixing.testing.conformance import NotConformant
from sixing.testing.medium import check_medium
from sixing.testing.model import check_model
from sixing.testing.toys import Echo

__all__ = ["Echo", "NotConformant", "check_medium", "check_model"]
