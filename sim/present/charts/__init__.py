"""The figures: pure functions, frames and words in, a finished matplotlib figure out."""

from sim.present.charts.canvas import Stamp
from sim.present.charts.compare import compare_places, heat_table
from sim.present.charts.jobs import jobs_by_row
from sim.present.charts.net_jobs import CHANNELS, heads_to_net
from sim.present.charts.outlays import cash_by_month, outlay_by_fund, outlay_by_measure
from sim.present.charts.people import Breakdown, funnel_by_measure, who_gains
from sim.present.charts.purses import balance_line, fund_lines, money_flow, reserve_lines
from sim.present.charts.quality import money_by_status
from sim.present.charts.tornado import tornado
from sim.present.charts.waterfall import levels, starts_at, waterfall

__all__ = [
    "CHANNELS",
    "Breakdown",
    "Stamp",
    "balance_line",
    "cash_by_month",
    "compare_places",
    "fund_lines",
    "funnel_by_measure",
    "heads_to_net",
    "heat_table",
    "jobs_by_row",
    "levels",
    "money_by_status",
    "money_flow",
    "outlay_by_fund",
    "outlay_by_measure",
    "reserve_lines",
    "starts_at",
    "tornado",
    "waterfall",
    "who_gains",
]
