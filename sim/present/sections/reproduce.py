"""How to run it again: fingerprint, hashes, versions, the size of the population."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.present.blocks import Block, Column, Fold, Points, Source, Table, Text
from sim.present.view import View
from sim.present.words import Words


def reproduce(view: View) -> list[Block]:
    """Fingerprint, hashes, versions."""
    words, record = view.words, view.run.record
    head, scenario = words.head, record["scenario"]
    code = record.get("code") or {}
    revision = str(code.get("revision") or "–") + (head("rec_dirty") if code.get("dirty") else "")
    pairs = [
        ("rec_fingerprint", view.run.fingerprint),
        ("rec_scenario", f"{scenario['name']} ({view.file})"),
        ("rec_scenario_hash", scenario["sha256"]),
        (
            "rec_author",
            f"{words.own(scenario.get('author')) or '–'} / {scenario.get('date') or '–'}",
        ),
        ("rec_expect", _expected(words, scenario.get("expect"))),
        ("rec_law", record["law"]["sha256"]),
        ("rec_population", _population(view)),
        ("rec_seed", record["seed"]),
        ("rec_size", record["size"]),
        ("rec_version", record["wengang"]),
        ("rec_code", revision),
        ("rec_created", str(record["created"]).replace("T", " ")),
    ]
    return [
        Text(words.say("reproduce_intro")),
        Points([(head(k), str(v)) for k, v in pairs]),
        Fold(head("fold_scenario"), [Source(_scenario(view))]),
        *_population_table(view),
        Fold(head("fold_packages"), [_packages(view)]),
    ]


def _expected(words: Words, expect: Any) -> str:
    if not isinstance(expect, Mapping):
        return str(expect or "–")
    direction = words("expect", str(expect["outlay"]))
    why = words.own(expect.get("why"))
    return words.say("expected", direction=direction, why=why) if why else direction


def _scenario(view: View) -> str:
    return (view.run.folder / "scenario.yaml").read_text(encoding="utf-8").strip()


def _population(view: View) -> str:
    prints = view.run.record.get("population") or {}
    if not view.overview:
        return str(prints.get(view.place, "–"))
    return view.words.list([f"{view.words('place', p)} {h}" for p, h in prints.items()])


def _population_table(view: View) -> list[Block]:
    words = view.words
    frame = view.run.table("population", view.place)
    if frame.empty:
        return []
    cube = frame.pivot_table(index="item", columns="jurisdiction", values="value", sort=False)
    places = [p for p in view.run.places if p in cube.columns]
    items = [(str(i), words.find("item", str(i))) for i in cube.index]
    cube["name"] = [p[not words.chinese] if p else i.replace("_", " ") for i, p in items]
    columns = [Column("name", words.head("item"))]
    columns += [Column(p, words("place", p), str, "number") for p in places]
    for place in places:
        pairs = zip(cube.index, cube[place], strict=True)
        cube[place] = pd.Series(
            [
                words.percent(v, 1, 1) if str(i).endswith("_share") else words.count(v)
                for i, v in pairs
            ],
            index=cube.index,
        )
    title = words.head("fold_population")
    return [Fold(title, [Table(view.caption(title), cube.reset_index(), columns)])]


def _packages(view: View) -> Table:
    words, record = view.words, view.run.record
    rows = [("Python", str(record.get("python", "–")))]
    rows += [(str(k), str(v)) for k, v in (record.get("packages") or {}).items()]
    rows += [(str(k), str(v)) for k, v in (record.get("files") or {}).items()]
    columns = [
        Column("item", words.head("item"), str, "code"),
        Column("content", words.head("content"), str, "code"),
    ]
    frame = pd.DataFrame(rows, columns=["item", "content"])
    return Table(words.head("fold_packages"), frame, columns)
