"""The controls, group by group, as data: what each shows of a state and how it changes one.

No widget lives here and nothing is worked out; :mod:`sim.app.panel` makes them when they are seen.
"""

from sim.app.controls.spec import Group, Spec, WrongValueError

__all__ = ["Group", "Spec", "WrongValueError"]
