"""``python -m sim.cli`` is the ``sim`` command."""

from sim.cli.main import main

main()
