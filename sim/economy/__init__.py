"""What firms and people do: lay-offs, job search, training, hiring, founding, borrowing, take-up.

Turns a partition of the population into the facts that measures read, every response cited in
``data/responses.yaml``. Nothing here may depend on what a measure pays.
"""

from sim.economy.events import (
    LOCAL_VALUES,
    build_facts,
    insured_months,
    intentions_of,
)
from sim.economy.firm_years import Setting
from sim.economy.responses import (
    Responses,
    TakeUp,
    response_figures,
    responses,
    with_values,
)
from sim.economy.search import search_of
from sim.economy.take_up import claimed_with, claims, take_up_rate
from sim.economy.world import BASELINE, Shock, World

__all__ = [
    "BASELINE",
    "LOCAL_VALUES",
    "Responses",
    "Setting",
    "Shock",
    "TakeUp",
    "World",
    "build_facts",
    "claimed_with",
    "claims",
    "insured_months",
    "intentions_of",
    "response_figures",
    "responses",
    "search_of",
    "take_up_rate",
    "with_values",
]
