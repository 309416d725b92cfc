"""The command that opens the explorer as a web page."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sim.base.errors import Problem, UserError, did_you_mean
from sim.cli.languages import checked_languages

out, err = Console(), Console(stderr=True)
OTHERS = (
    "warning: others on the network can reach {host}; give the address with its token only to "
    "people who may use and save scenarios here. It travels unencrypted."
)


def app(
    scenario: Annotated[
        Path | None, typer.Argument(help="A scenario file to begin with; none: current law.")
    ] = None,
    place: Annotated[str, typer.Option("--place", help="Jurisdiction to begin with.")] = "xiangtan",
    language: Annotated[str, typer.Option("--language", "-l", help="zh or en.")] = "zh",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port; the next free one if it is taken.")
    ] = 8866,
    host: Annotated[
        str, typer.Option(help="Address to listen on; another than this machine's needs a token.")
    ] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    visitors: Annotated[int, typer.Option(min=1, max=100, help="Pages open at the same time.")] = 4,
    forget: Annotated[
        int, typer.Option(min=2, help="Seconds after which a page that is gone is forgotten.")
    ] = 300,
) -> None:
    """Open the explorer as a web page, on this machine only unless --host says otherwise.

    Example: sim app; sim app scenarios/refund_70.yaml --language en; sim app --place ziyang
    """
    from sim.app.saving import scenario_folder
    from sim.app.server import House, Visit, serve
    from sim.present.words import Language

    checked_languages([language])
    spoken: Language = "en" if language == "en" else "zh"
    _check(scenario, place)
    house = House(host, port, visitors, forget)
    folder = scenario_folder().resolve()
    visit = Visit(place, spoken, scenario.resolve() if scenario else None, folder)
    if not house.private:
        _say(OTHERS.format(host=host))

    def opened(address: str, wished: bool) -> None:
        if not wished:
            _say(f"port {port} is taken; the next free one is used")
        out.print(f"Explorer: {address}", highlight=False, soft_wrap=True)
        out.print(f"scenarios: {folder}; Ctrl-C stops it", highlight=False, soft_wrap=True)
        if browser:
            _browse(address)

    serve(visit, house, opened)
    out.print("stopped")


def _check(scenario: Path | None, place: str) -> None:
    from sim.law.load import load as load_law
    from sim.scenario import load

    known = list(load_law().jurisdictions)
    if place not in known:
        raise UserError(Problem("--place", f"no place '{place}'; {did_you_mean(place, known)}"))
    if scenario is not None:
        load(scenario)


def _say(text: str) -> None:
    err.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _browse(address: str) -> None:
    """Open the browser, where there is one with windows."""
    import webbrowser

    windows = sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if windows:
        webbrowser.open(address)
