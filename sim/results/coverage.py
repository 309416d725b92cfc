"""The coverage table: every clause of every document, and how it is accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.law.load import Law
from sim.law.schema import ACCOUNTS

MEANING = {
    "measure": "pays, and is computed",
    "rule": "conditions another clause",
    "target": "a number that results are compared with",
    "non_fiscal": "no public money follows from it",
    "to_be_modelled": "fiscal, not computed yet",
}


def counts(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, int]]]:
    """(jurisdiction, clauses by account) with a last row for all."""
    rows = list(rows)
    names = list(dict.fromkeys(str(row["jurisdiction"]) for row in rows))

    def count(of: Iterable[Mapping[str, Any]]) -> dict[str, int]:
        of = list(of)
        by = {a: sum(row["accounted"] == a for row in of) for a in ACCOUNTS}
        return {**by, "all": len(of)}

    table = [(name, count(r for r in rows if r["jurisdiction"] == name)) for name in names]
    return [*table, ("all", count(rows))]


def markdown(law: Law, rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as a Markdown page."""
    rows = list(rows)
    head = ["jurisdiction", *ACCOUNTS, "all"]
    lines = [
        "# Coverage",
        "",
        "Every clause of the five documents, by how it is accounted for.",
        "Made by `sim coverage --write docs/coverage.md`; a test keeps it current.",
        "",
        *(f"- **{account}**: {meaning}" for account, meaning in MEANING.items()),
        "",
        _row(head),
        _row(["---"] * len(head)),
        *(_row([name, *map(str, by.values())]) for name, by in counts(rows)),
    ]
    for jurisdiction in law.jurisdictions.values():
        file = jurisdiction.file
        lines += ["", f"## {file.names.en} {file.names.zh}", ""]
        lines += [f"{file.document.title} ({file.document.number}, {file.document.issued})", ""]
        lines += [
            _row(["clause", "title", "标题", "accounted", "kind", "fund", "from", "to", "note"])
        ]
        lines += [_row(["---"] * 9)]
        fields = (
            "clause", "title_en", "title_zh", "accounted", "kind", "fund", "valid_from", "valid_to",
            "note",
        )  # fmt: skip
        lines += [
            _row([str(row[f]) for f in fields])
            for row in rows
            if row["jurisdiction"] == jurisdiction.id
        ]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
