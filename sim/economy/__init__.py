"""What firms and people do: lay-offs, job search, training, hiring, founding, borrowing, take-up.

Turns a partition of the population into the facts that measures read, every response cited in
``data/responses.yaml``. Nothing here may depend on what a measure pays.
"""

from sim.economy.events import LOCAL_VALUES, build_facts
from sim.economy.responses import (
    NetFactor,
    Responses,
    TakeUp,
    response_figures,
    responses,
    with_values,
)
from sim.economy.take_up import claimed_with, claims, take_up_rate
from sim.economy.world import BASELINE, Shock, World


def net_factors() -> dict[str, NetFactor]:
    """Jobs stabilised per head that each kind reaches, with low and high values and sources."""
    return responses().net_factors


__all__ = [
    "BASELINE",
    "LOCAL_VALUES",
    "NetFactor",
    "Responses",
    "Shock",
    "TakeUp",
    "World",
    "build_facts",
    "claimed_with",
    "claims",
    "net_factors",
    "response_figures",
    "responses",
    "take_up_rate",
    "with_values",
]
