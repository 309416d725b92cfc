"""What is made of a finished run is made once: sections, pages and languages ask for the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Kept:
    """A finished run that keeps what is made of it; nothing of it ever changes."""

    _known: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """What was made of the run under a key before, or is made of it now."""
        if key not in self._known:
            self._known[key] = make()
        found = self._known[key]
        # whoever changes a frame changes a copy of its own
        return found.copy(deep=False) if isinstance(found, pd.DataFrame | pd.Series) else found


KeptRun = TypeVar("KeptRun", bound=Kept)


def once_a_run(
    make: Callable[Concatenate[KeptRun, Asked], Found],
) -> Callable[Concatenate[KeptRun, Asked], Found]:
    """Let a function of a run work once for the same arguments: sections, pages and languages ask.

    Only for functions of a run, names and numbers; what they return is not to be changed in place,
    frames excepted.
    """

    @wraps(make)
    def found(run: KeptRun, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        key = (make.__module__, make.__qualname__, asked, tuple(sorted(named.items())))
        kept: Found = run.once(key, lambda: make(run, *asked, **named))
        return kept

    return found  # type: ignore[return-value]  # the run comes first, under whatever name
