"""Questions put to the law and to a finished run: one case, one agent, what a reading is worth.

Everything here is computed by the rooms above; nothing here decides, draws or prints.
"""
