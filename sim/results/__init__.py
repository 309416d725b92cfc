"""What a run leaves behind: totals, tables and the record that lets anyone check them."""

from sim.results.record import verify
from sim.results.tables import Tables, tables_of
from sim.results.write import read_tables, write

__all__ = ["Tables", "read_tables", "tables_of", "verify", "write"]
