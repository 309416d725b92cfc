"""Why a page could not be prepared, in the terminal of the server."""

from __future__ import annotations

import logging
import re
import sys

from nbclient.exceptions import CellExecutionError

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Reasons(logging.Handler):
    """Prints the errors of kernels that Voila writes into its log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print an error and where it came from."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            print(f"error: the page could not be prepared: {reason(error)}", file=sys.stderr)  # noqa: T201


def reason(error: BaseException) -> str:
    """What went wrong, then the lines of the program that led there."""
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}\n{COLOUR.sub('', error.traceback)}".rstrip()
    return f"{type(error).__name__}: {error}"
