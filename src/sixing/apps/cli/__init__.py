"""The command line: `sixing`.

It turns words into briefs and works into text, and knows no rule of any medium. Whatever goes
wrong ends in one sentence on standard error and exit status 2; 1 is kept for `check` and a broken
form. Each command is a module that loads when it is called, so that the first poem comes quickly.

    $ sixing create poem --form 七绝 --theme 秋思 -n 3 --seed 7
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process."""
    try:
        from sixing.apps.cli.run import run

        status = run(sys.argv[1:] if arguments is None else list(arguments))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; only the interpreter closes
    except KeyboardInterrupt:  # while loading, or while saying that it was stopped
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        status = 2
    sys.exit(status)
