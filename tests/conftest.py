"""Which tests stay together when several processes run them."""

from __future__ import annotations

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/app/browser/",)
"""Folders whose tests build on one another: one served page, one browser."""


class Together(LoadScopeScheduling):
    """Each test goes where there is room; those of a folder in ``TOGETHER`` to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    # the group marks of pytest-xdist 3.8 are not heard by pytest 9.2
    return Together(config, log)
