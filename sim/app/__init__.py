"""What a planner moves: controls over a scenario document, and the numbers that follow at once.

Here live the controls, the picture and the saving of a scenario; no number of the law, no policy
and no sum is computed here, and nothing is offered that a scenario file could not say.
"""

from sim.app.explorer import Explorer

__all__ = ["Explorer"]
