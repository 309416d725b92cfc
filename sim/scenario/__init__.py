"""What a planner writes: one YAML document, validated and hashed.

A scenario names its changes; whether they exist in the law is for the rooms below to say.
"""

from sim.scenario.load import Scenario, load
from sim.scenario.schema import ScenarioFile

__all__ = ["Scenario", "ScenarioFile", "load"]
