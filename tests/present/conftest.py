"""One fake run folder for all tests of this room."""

import pytest

from sim.present.rundir import open_run
from tests.present.fake_run import build


@pytest.fixture(scope="session")
def run_dir(tmp_path_factory):
    return build(tmp_path_factory.mktemp("run") / "changed")


@pytest.fixture(scope="session")
def unchanged_dir(tmp_path_factory):
    return build(tmp_path_factory.mktemp("run") / "unchanged", changed=False)


@pytest.fixture(scope="session")
def run(run_dir):
    return open_run(run_dir)
