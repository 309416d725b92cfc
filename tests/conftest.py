"""Which tests stay together when several processes run them."""

from __future__ import annotations

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = (
    "tests/app/browser/",
    "tests/present/test_batch.py",
    "tests/present/test_filing.py",
    "tests/present/test_notebooks.py",
    "tests/present/test_run_book.py",
    "tests/test_report_end_to_end.py",
)
"""Folders and files whose tests share what takes long to make: a served page, a finished batch."""


class Together(LoadScopeScheduling):
    """Each test goes where there is room; those of one of ``TOGETHER`` to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    # the group marks of pytest-xdist 3.8 are not heard by pytest 9.2
    return Together(config, log)
