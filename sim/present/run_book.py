"""The workbook of a run: what it comes to, each table as it is filed, assumptions, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.base.errors import UserError
from sim.law.load import load as load_law
from sim.present import gains, tables
from sim.present.filing import Chart, Field, Sheet, book_name
from sim.present.reasons import told
from sim.present.rundir import Frame, Run, open_run
from sim.present.sheets import SHEETS
from sim.present.side_by_side import AMOUNTS, Rows
from sim.present.words import LANGUAGES, Words
from sim.present.workbook import write_workbook
from sim.questions.purse import Purses

PLACE = Field("jurisdiction", "place", "word", "place")
FUND = Field("fund", "named", "word", "fund")
KIND = Field("kind", "kind", "word", "kind")
CLAUSE = Field("clause", "clause")
ARMS = (
    Field("scenario", "cmp_outlay", "money"),
    Field("current_law", "cmp_law", "money"),
    Field("difference", "cmp_change", "money"),
    Field("no_policy", "book_no_policy", "money"),
)
MOST_BARS = 12
LISTS = ("publication", "doubles")
"""Sheets that name single firms and persons: they are simulated again, on demand."""


def write_run_book(run: Run, path: Path, words: Words) -> None:
    """Write the workbook of a run.

    Args:
        run: the run.
        path: the file.
        words: the language of the cells; headings stand in Chinese and English.
    """
    about = [("Wengang", f"{run.record['wengang']} · {run.fingerprint}")]
    write_workbook(path, sheets(run, words), words, about, charts(run))


def write_run_books(run_dir: Path, out: Path, languages: Sequence[str]) -> list[Path]:
    """Write the workbook of a report's run in each language, named as the report's folder."""
    run, books = open_run(run_dir), []
    for language in (x for x in LANGUAGES if x in languages):
        path = out / book_name(out.name, language)
        write_run_book(run, path, Words(language))
        books.append(path)
    return books


def sheets(run: Run, words: Words) -> list[Sheet]:
    """Every sheet, the answer first and the provenance last."""
    first = [answer(run, words), years(run, words), funds(run, words), months(run, words),
             kinds(run, words), places(run, words), clauses(run, words), funnel(run, words),
             reach(run, words)]  # fmt: skip
    last = [values(run, words), readings(run, words), coverage(run, words), source(run, words)]
    return [*first, *_filed(run, words), *last]


def _filed(run: Run, words: Words) -> list[Sheet]:
    """The sheets on the purses, of runs that have any; lists and those without rows left out."""
    try:
        purses = Purses.of(run.folder, load_law())
    except UserError:
        return []
    found = [build(purses, words, "") for name, build in SHEETS.items() if name not in LISTS]
    return [sheet for sheet in found if len(sheet.frame)]


def charts(run: Run) -> list[Chart]:
    """The native charts: by year, fund, month, measure and, where there are several, place."""
    found = [
        Chart("book_chart_years", "book_years", "year", ("no_policy", "current_law", "scenario")),
        Chart("book_chart_funds", "book_funds", "year", (), stacked=True),
        Chart("book_chart_months", "book_months", "month", ("total", "law"), form="line"),
        Chart("book_chart_kinds", "book_kinds", "kind", ("scenario",), form="bar", most=MOST_BARS),
    ]
    if len(run.places) > 1:
        both = ("current_law_fen", "scenario_fen")
        found.insert(0, Chart("book_chart_places", "book_answer", "place", both))
    return found


def answer(run: Run, words: Words) -> Sheet:
    """What the run comes to, place by place."""
    place = Field("place", "place", "word", "place")
    note = words.say("book_note_answer", question=words.own(run.record["scenario"]["question"]))
    frame = Rows([str(run.record["scenario"]["name"])], [run]).places()
    whole = Rows([""], [run]).standing(words).iloc[0].to_dict()
    total = {f.key: whole[f.key] for f in AMOUNTS} if len(run.places) > 1 else {}
    return Sheet("book_answer", frame, [place, *AMOUNTS], [note], total)


def years(run: Run, words: Words) -> Sheet:
    """A row a year, the arms side by side."""
    totals = run.table("totals")
    cube = totals.pivot_table(
        index="year", columns="arm", values="outlay_fen", aggfunc="sum", fill_value=0
    )
    cube = cube.reindex(index=list(run.years), columns=list(tables.ARMS), fill_value=0)
    cube["difference"] = cube["scenario"] - cube["current_law"]
    fields = [Field("year", "year"), *ARMS]
    return Sheet("book_years", cube.reset_index(), fields, [words.say("book_note_years")]).summed()


def funds(run: Run, words: Words) -> Sheet:
    """A row a year, a column for each that pays in the scenario."""
    cube = (
        tables.paid(run, "all", "scenario")
        .pivot_table(
            index="year", columns="payer", values="outlay_fen", aggfunc="sum", fill_value=0
        )
        .reindex(list(run.years), fill_value=0)
    )
    order = cube.sum().sort_values(ascending=False)
    names = [str(f) for f in order.index if order[f]]
    columns = [Field(f, f, "money", titles="fund") for f in names]
    fields = [Field("year", "year"), *columns]
    return Sheet("book_funds", cube.reset_index(), fields, [words.say("book_note_years")]).summed()


def months(run: Run, words: Words) -> Sheet:
    """A row a month, a column a place; the document as issued at the end."""
    totals = run.table("totals")
    cube = totals[totals["arm"] == "scenario"].pivot_table(
        index="month", columns="jurisdiction", values="outlay_fen", aggfunc="sum", fill_value=0
    )
    every = [f"{year}-{month:02d}" for year in run.years for month in range(1, 13)]
    cube = cube.reindex(index=every, columns=list(run.places), fill_value=0)
    cube["total"] = cube.sum(axis=1)
    law = tables.month_totals(totals, "current_law").reindex(every, fill_value=0)
    frame = cube.assign(law=law).rename_axis("month").reset_index()
    fields = [
        Field("month", "month"),
        *(Field(p, p, "money", titles="place") for p in run.places),
        Field("total", "book_total", "money"),
        Field("law", "book_total_law", "money"),
    ]
    return Sheet("book_months", frame, fields, [words.say("book_note_months")]).summed()


def _lines(run: Run, keys: Sequence[Field]) -> tuple[Frame, list[Field]]:
    """Outlay by some keys, and the columns to show."""
    frame = tables.by_line(run.table("totals"), [f.key for f in keys], run.years)
    frame = frame[(frame[["scenario", "current_law", "no_policy"]] != 0).any(axis=1)]
    return frame, [*keys, *(Field(str(y), "", "money", heading=str(y)) for y in run.years), *ARMS]


def kinds(run: Run, words: Words) -> Sheet:
    """Outlay by measure, the most expensive first."""
    return Sheet("book_kinds", *_lines(run, [KIND]), [words.say("book_note_outlay")]).summed()


def places(run: Run, words: Words) -> Sheet:
    """Outlay by place, measure and fund."""
    frame, fields = _lines(run, [PLACE, KIND, FUND])
    order = {place: i for i, place in enumerate(run.places)}
    frame = frame.sort_values("jurisdiction", key=lambda x: x.map(order), kind="stable")
    return Sheet("book_places", frame, fields, [words.say("book_note_outlay")]).summed()


def clauses(run: Run, words: Words) -> Sheet:
    """Heads, standard and amount of each clause."""
    frame = tables.payments(run, "all").assign(mean_yuan=lambda x: x["mean_fen"] / 100)
    fields = [
        PLACE, CLAUSE, KIND, FUND, Field("paid", "book_claims", "count"),
        Field("covered", "book_covered", "count"), Field("payments", "book_payments", "count"),
        Field("mean_yuan", "mean", "yuan"), Field("outlay_fen", "amount", "money"),
    ]  # fmt: skip
    return Sheet("book_clauses", frame, fields, [words.say("book_note_clauses")]).summed()


def funnel(run: Run, words: Words) -> Sheet:
    """Occasions, eligible and paid of each measure, by place."""
    found = [tables.funnel_by_kind(run, p).assign(jurisdiction=p) for p in run.places]
    frame = pd.concat(found, ignore_index=True)
    frame["rate"] = frame["paid"] / frame["eligible"].where(frame["eligible"] > 0)
    fields = [
        PLACE, KIND, Field("occasions", "book_occasions", "count"),
        Field("eligible", "book_eligible", "count"), Field("paid", "book_claims", "count"),
        Field("rate", "book_take_up", "share"), Field("covered", "book_covered", "count"),
        Field("outlay_fen", "amount", "money"),
    ]  # fmt: skip
    return Sheet("book_funnel", frame, fields, [words.say("book_note_funnel")])


def reach(run: Run, words: Words) -> Sheet:
    """Claims and money by size, sector, district, sex and group, by place."""
    found = []
    for place in run.places:
        tiers = load_law()[place].file.tiers
        for by in gains.dimensions(run, place):
            rows, name = gains.gains(run, place, by, "current_law"), gains.name_of(words, by, tiers)
            shown = [name(str(c)) for c in rows["category"]]
            title = words.head(f"gains_{by}")
            found.append(rows.assign(jurisdiction=place, dimension=title, shown=shown))
    fields = [
        PLACE, Field("dimension", "book_dimension"), Field("shown", "book_category"),
        Field("heads", "heads", "count"), Field("outlay_fen", "amount", "money"),
        Field("gain_fen", "cmp_change", "money"),
    ]  # fmt: skip
    frame = pd.concat([f for f in found if len(f)] or found, ignore_index=True)
    note = "book_note_reach" if gains.has_all(run) else "book_note_reach_older"
    return Sheet("book_reach", frame, fields, [words.say(note)])


def values(run: Run, words: Words) -> Sheet:
    """Every number the run used: where from, how sure."""
    frame = run.table("values")
    frame = frame.assign(
        term=[words.term(str(t)) for t in frame["term"]],
        source=[told(str(s), words) for s in frame["source"]],
        note=[told(str(n), words) for n in frame["note"]],
    )
    fields = [
        PLACE, CLAUSE, Field("term", "book_term"), Field("value", "book_value", "cell"),
        Field("unit", "unit", "word", "unit"), Field("range", "book_range"),
        Field("valid_from", "book_from"), Field("valid_to", "book_to"),
        Field("status", "book_status", "word", "status"),
        Field("layer", "book_layer", "word", "layer"), Field("source", "book_source", "long"),
        Field("note", "note", "long"),
    ]  # fmt: skip
    return Sheet("book_values", frame, fields, [words.say("book_note_values")])


def readings(run: Run, words: Words) -> Sheet:
    """How ambiguous wording was read."""
    frame = run.table("readings")
    frame = frame.assign(option=frame["reading"] + "." + frame["option"])
    fields = [
        PLACE, Field("reading", "book_reading", "word", "reading"),
        Field("option", "book_option", "word", "option"),
        Field("recommended", "book_recommended", "word", "yes"),
    ]  # fmt: skip
    if not words.chinese:
        fields.append(Field("meaning", "book_meaning", "long"))
    return Sheet("book_readings", frame, fields, [words.say("book_note_readings")])


def coverage(run: Run, words: Words) -> Sheet:
    """How each clause of the documents is accounted for."""
    frame = run.table("clauses")
    title = "title_zh" if words.chinese else "title_en"
    fields = [
        PLACE, CLAUSE, Field("article", "book_article"), Field(title, "book_title", "long"),
        Field("accounted", "book_accounted", "word", "accounted"), KIND, FUND,
        Field("note", "note", "long"),
    ]  # fmt: skip
    return Sheet("book_coverage", frame, fields, [words.say("book_note_coverage")])


def source(run: Run, words: Words) -> Sheet:
    """What the run was made of: every hash of its record."""
    record, own = run.record, words.own
    scenario, head = record["scenario"], words.head
    rows = [
        ("book_scenario_name", scenario["name"]),
        ("book_scenario_title", own(scenario["title"])),
        ("book_question", own(scenario["question"])),
        ("book_author", own(scenario["author"])),
        ("book_date", scenario["date"]),
        ("book_years_of", words.years(run.years)),
        ("book_fingerprint", run.fingerprint),
        ("book_verify", words.say("book_verify_by")),
        ("book_lists", words.say("book_lists_by")),
        ("book_created", record["created"]),
        ("book_version", record["wengang"]),
        ("book_revision", record["code"].get("revision", "–")),
        ("book_code", record["code"]["sha256"]),
        ("book_law", record["law"]["sha256"]),
        ("book_scenario_hash", scenario["sha256"]),
        ("book_seed", f"{record['seed']} · {record['size']:g}"),
    ]
    named = [(head(key), str(value)) for key, value in rows]
    for key, section, label in (
        ("population", "place", "book_population"),
        ("packages", "name", "book_package"),
        ("files", "name", "book_file"),
    ):
        for name, value in record.get(key, {}).items():
            shown = words("place", name) if section == "place" else name
            named.append((head(label).format(**{section: shown}), str(value)))
    frame = pd.DataFrame(named, columns=["key", "value"])
    fields = [Field("key", "book_key"), Field("value", "book_value", "long")]
    return Sheet("book_source", frame, fields, [words.say("book_note_source")])
