"""The run: arms x months x partitions -> outlays and people, serial or in processes.

It applies rulebooks to facts and adds up; it decides nothing about law, people or money itself.
"""

from sim.engine.places import ARMS
from sim.engine.run import Outcome, Settings, simulate
from sim.engine.session import Session, still
from sim.engine.tally import Tally

__all__ = ["ARMS", "Outcome", "Session", "Settings", "Tally", "simulate", "still"]
