"""How charts look: calm, colour-blind-safe, one typeface, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sim.present.fonts import font_family

INK = "#1f2933"
SOFT = "#5b6770"
FAINT = "#9aa5b1"
GRID = "#e4e7eb"
ACCENT = "#0b5394"
MIDDLE = "#1b9e83"
PALE = "#b9cfe4"
UP = "#b5451b"
DOWN = "#00705a"

# Okabe and Ito's colours, a little calmer, one a fund, the same on every page.
FUNDS = {
    "unemployment_insurance_fund": "#0b6aa8",
    "employment_subsidy_fund": "#e09f2c",
    "employment_entrepreneurship_subsidy_fund": "#f2cd72",
    "fiscal_level_unspecified": "#1b9e83",
    "unspecified": "#9aa5b1",
    "city_budget": "#c5709d",
    "county_budget": "#dba6c2",
    "provincial_budget": "#7d3c72",
    "central_budget": "#4b2e5e",
    "local_budget": "#c8561f",
    "enterprise_training_fund": "#6bb7e0",
    "provincial_ui_adjustment_fund": "#7fb0d6",
    "local_budget_then_provincial_ui_adjustment_fund": "#a34b6c",
    "liaoning_xinjiang_aid_fund": "#8a8d3f",
    "gate": "#8c1c13",
    "unpaid": "#5c3b38",
}
OTHER_FUNDS = ("#6f5f90", "#5f8a8b", "#a58b6f", "#444e57")

STATUSES = {
    "statute": "#0b5394",
    "reference": "#7fb0d6",
    "scenario": "#1b9e83",
    "assumption": "#e09f2c",
    "none": "#d5dae0",
    "open": "#c8561f",
}
ARMS = {"no_policy": "#c3cad2", "current_law": "#7fa6cc", "scenario": "#0b5394"}
HEAT = ("#f4f8fb", "#cfe0ee", "#93bbda", "#4b8bbd", "#0b5394")


def fund_colour(fund: str) -> str:
    """The colour of a fund; an unknown one gets a colour of its own by its name."""
    return FUNDS.get(fund) or OTHER_FUNDS[sum(map(ord, fund)) % len(OTHER_FUNDS)]


def settings() -> Any:
    """The matplotlib settings of every chart."""
    return {
        "font.family": [font_family(), "DejaVu Sans"],
        "font.size": 9.5,
        "text.color": INK,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": SOFT,
        "axes.labelsize": 9,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "legend.handlelength": 1.0,
        "legend.handleheight": 1.0,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }


@contextmanager
def style() -> Iterator[None]:
    """Draw or save inside this context."""
    from matplotlib import rc_context

    with rc_context(settings()):
        yield
