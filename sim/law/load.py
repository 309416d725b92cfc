"""Reading the law files, all problems at once, and looking a number up through the layers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.base.dates import NEVER, day
from sim.base.documents import Document, read
from sim.base.errors import Problem, Said, UserError, did_you_mean, no_such, say
from sim.law.convert import dated
from sim.law.schema import (
    AmbiguityFile,
    AmbiguitySpec,
    Clause,
    JurisdictionFile,
    LayerFile,
    Parameter,
    ReadingSpec,
)
from sim.law.values import Window

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Found:
    """Where a number was found: the nearest layer that gives it."""

    parameter: Parameter
    layer: str
    document: Document
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class Jurisdiction:
    """A jurisdiction's law with the layers above it."""

    file: JurisdictionFile
    document: Document
    province: LayerFile
    province_document: Document
    national: LayerFile
    national_document: Document

    @property
    def id(self) -> str:
        """Identifier, e.g. ``ziyang``."""
        return self.file.id

    @property
    def tiers(self) -> tuple[str, ...]:
        """Ids of its minimum-wage tiers; a tier code is an index into them."""
        return tuple(t.id for t in self.file.tiers)

    def clause(self, clause_id: str) -> Clause:
        """A clause by id."""
        return next(c for c in self.file.clauses if c.id == clause_id)

    def position(self, clause_id: str) -> tuple[str | int, ...]:
        """Path of a clause in the document, for messages."""
        return ("clauses", next(i for i, c in enumerate(self.file.clauses) if c.id == clause_id))

    def window(self, clause: Clause, start: str = "issue_date") -> Window:
        """Days on which a clause holds.

        Args:
            clause: of this document.
            start: where the clause names no first day (AMB-66): the ``issue_date``, or
                ``new_year``, 1 January of the year of issue.
        """
        if clause.measure and clause.measure.standing:
            return Window()
        given, issued = clause.window, self.file.document.issued
        issue = day(issued if start == "issue_date" else issued.replace(month=1, day=1))
        first = day(given.from_) if given and given.from_ else issue
        return Window(first, day(given.to) if given and given.to else NEVER - 1)

    def find(self, term: str, kind: str = "", clause: Clause | None = None) -> Found | None:
        """The nearest layer's value of a term: clause, jurisdiction, province, nation."""
        if clause and clause.measure and term in clause.measure.terms:
            path = (*self.position(clause.id), "measure", "terms", term)
            return Found(clause.measure.terms[term], "clause", self.document, path)
        if term in self.file.parameters:
            path = ("parameters", term)
            return Found(self.file.parameters[term], "jurisdiction", self.document, path)
        for layer, name, document in (
            (self.province, "province", self.province_document),
            (self.national, "national", self.national_document),
        ):
            if term in layer.kinds.get(kind, {}):
                return Found(layer.kinds[kind][term], name, document, ("kinds", kind, term))
            if term in layer.parameters:
                return Found(layer.parameters[term], name, document, ("parameters", term))
        return None

    def shared_names(self) -> tuple[str, ...]:
        """Names of every number that is not a clause's own."""
        kinds = (*self.province.kinds.values(), *self.national.kinds.values())
        return (*self.parameter_names(), *(name for terms in kinds for name in terms))

    def parameter_names(self) -> tuple[str, ...]:
        """Names of every shared number of its layers."""
        layers = (self.national.parameters, self.province.parameters, self.file.parameters)
        return tuple(sorted({name for layer in layers for name in layer}))


@dataclass(frozen=True, eq=False)
class Law:
    """Every law file, checked.

    Attributes:
        jurisdictions: by id, in the order of the documents.
        readings: every named reading.
        ambiguities: every ambiguity of the documents and how it is treated.
        sha256: hash of all law files.
    """

    jurisdictions: dict[str, Jurisdiction]
    readings: dict[str, ReadingSpec]
    ambiguities: dict[str, AmbiguitySpec]
    sha256: str

    def __getitem__(self, jurisdiction: str) -> Jurisdiction:
        return self.jurisdictions[jurisdiction]

    def purse_numbers(self) -> set[str]:
        """Numbers that only say which purse pays: no outlay depends on them."""
        rules = [c.rule for _, c in self.clauses() if c.rule]
        cascades = [r.cascade for r in rules if r.cascade]
        names = {c.available for c in cascades} | {r.transfer.amount for r in rules if r.transfer}
        return names | {b.available for c in cascades for b in c.then if b.available}

    def clauses(self) -> Iterator[tuple[Jurisdiction, Clause]]:
        """Every clause of every document, in order."""
        for jurisdiction in self.jurisdictions.values():
            for clause in jurisdiction.file.clauses:
                yield jurisdiction, clause


ORDER = ("ziyang", "tacheng", "lingyuan", "xiangtan", "sunan")


@lru_cache(maxsize=4)
def load(folder: Path = DATA) -> Law:
    """Load the law; ``UserError`` with every problem of every file.

    Args:
        folder: holds ``national.yaml``, ``provinces/*.yaml`` and ``jurisdictions/*.yaml``.
    """
    problems: list[Problem] = []
    national = _layer(folder / "national.yaml", problems)
    provinces = {
        path.stem: _layer(path, problems) for path in sorted((folder / "provinces").glob("*.yaml"))
    }
    files = [
        _jurisdiction(path, problems)
        for path in sorted((folder / "jurisdictions").glob("*.yaml"), key=_in_order)
    ]
    if not files and not problems:
        problems.append(Problem(str(folder), "holds no jurisdictions/*.yaml"))
    jurisdictions = {}
    for entry in files:
        if entry is None or national is None:
            continue
        file, document = entry
        province = provinces.get(file.province)
        if province is None:
            hint = did_you_mean(file.province, list(provinces))
            if file.province not in provinces:
                problems.append(
                    document.problem(("province",), f"no province '{file.province}'; {hint}")
                )
            continue
        jurisdictions[file.id] = Jurisdiction(file, document, *province, *national)
    readings = national[0].readings if national else {}
    for jurisdiction in jurisdictions.values():
        problems += _check(jurisdiction, readings)
    ambiguities = _ambiguities(folder / "ambiguities.yaml", jurisdictions, readings, problems)
    if problems:
        raise UserError(dict.fromkeys(problems))
    return Law(jurisdictions, readings, ambiguities, fingerprint(folder))


def fingerprint(folder: Path = DATA) -> str:
    """Hash of every law file under a folder, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _in_order(path: Path) -> tuple[int, str]:
    return (ORDER.index(path.stem) if path.stem in ORDER else len(ORDER), path.stem)


def _layer(path: Path, problems: list[Problem]) -> tuple[LayerFile, Document] | None:
    try:
        document = read(path)
        layer = document.as_model(LayerFile)
        if layer.id != path.stem:
            problems.append(document.problem(("id",), f"'{layer.id}' should be '{path.stem}'"))
        return layer, document
    except UserError as error:
        problems += error.problems
        return None


def _ambiguities(
    path: Path,
    jurisdictions: dict[str, Jurisdiction],
    readings: dict[str, ReadingSpec],
    problems: list[Problem],
) -> dict[str, AmbiguitySpec]:
    try:
        document = read(path)
        found = document.as_model(AmbiguityFile).ambiguities
    except UserError as error:
        problems += error.problems
        return {}
    paying = [c.id for j in jurisdictions.values() for c in j.file.clauses if c.measure]
    prefixes = tuple(j.file.prefix for j in jurisdictions.values())
    for name, spec in found.items():
        for reading in spec.readings:
            if reading not in readings:
                what = f"no reading '{reading}'; {did_you_mean(reading, list(readings))}"
                problems.append(document.problem(("ambiguities", name), what))
        for number in spec.numbers:
            clause = number.rpartition(".")[0]
            if clause.startswith(prefixes) and clause not in paying:
                what = f"no clause '{clause}' that pays; {did_you_mean(clause, paying)}"
                problems.append(document.problem(("ambiguities", name), what))
    for name, option in readings.items():
        if option.ambiguity not in found:
            hint = did_you_mean(option.ambiguity, list(found))
            what = f"reading {name} decides no known ambiguity '{option.ambiguity}'; {hint}"
            problems.append(Problem(str(path), what))
    return found


def _jurisdiction(path: Path, problems: list[Problem]) -> tuple[JurisdictionFile, Document] | None:
    try:
        document = read(path)
        return document.as_model(JurisdictionFile), document
    except UserError as error:
        problems += error.problems
        return None


def _check(jurisdiction: Jurisdiction, readings: dict[str, ReadingSpec]) -> Iterator[Problem]:
    yield from _check_ids(jurisdiction)
    yield from _check_readings(jurisdiction, readings)
    yield from _check_numbers(jurisdiction)


def _check_ids(jurisdiction: Jurisdiction) -> Iterator[Problem]:
    file, document = jurisdiction.file, jurisdiction.document
    ids = [c.id for c in file.clauses]
    for i, clause in enumerate(file.clauses):
        if ids.index(clause.id) != i:
            yield document.problem(("clauses", i, "id"), f"clause {clause.id} is given twice")
        if not clause.id.startswith(file.prefix):
            yield document.problem(
                ("clauses", i, "id"), f"clause ids of {file.id} begin with '{file.prefix}'"
            )
        named = clause.rule.on if clause.rule else ()
        if clause.measure:
            shared = {*clause.measure.terms_of, clause.measure.part_of}
            named = tuple(sorted(shared - {""}))
        for target in named:
            if target not in ids:
                hint = did_you_mean(target, ids)
                yield document.problem(("clauses", i), f"no clause '{target}'; {hint}")
    named_elsewhere: list[tuple[tuple[str | int, ...], set[str]]] = [
        (("presumed",), set(file.presumed.clauses))
    ]
    for i, rule in enumerate(file.no_double):
        named_elsewhere.append((("no_double", i), {*rule.clauses, rule.keep} - {"larger"}))
    for path, names in named_elsewhere:
        for target in sorted(names - set(ids)):
            yield document.problem(path, f"no clause '{target}'; {did_you_mean(target, ids)}")


def _check_readings(
    jurisdiction: Jurisdiction, readings: dict[str, ReadingSpec]
) -> Iterator[Problem]:
    file, document = jurisdiction.file, jurisdiction.document
    chosen: list[tuple[tuple[str | int, ...], str, str]] = [
        (("readings", name), name, option) for name, option in file.readings.items()
    ]
    for clause in file.clauses:
        if clause.measure:
            position = (*jurisdiction.position(clause.id), "measure", "settled")
            chosen += [((*position, n), n, o) for n, o in clause.measure.settled.items()]
    chosen += [
        (("no_double", i), rule.reading, rule.when)
        for i, rule in enumerate(file.no_double)
        if rule.reading
    ]
    for path, name, option in chosen:
        yield from (
            document.problem(path, what) for what in reading_problems(name, option, readings)
        )


def reading_problems(name: str, option: str, readings: dict[str, ReadingSpec]) -> list[str]:
    """What is wrong with choosing an option of a reading, if anything."""
    if name not in readings:
        return [no_such(Said("reading", "条款理解"), name, list(readings))]
    options = list(readings[name].options)
    if option in options:
        return []
    hint = did_you_mean(option, options)
    english, zh = (
        "reading {name} has no option '{option}'; {hint}",
        "{name} 没有选项“{option}”；{hint}",
    )
    return [say(english, zh, name=name, option=option, hint=hint)]


def _check_numbers(jurisdiction: Jurisdiction) -> Iterator[Problem]:
    places: list[tuple[Document, tuple[str | int, ...], Parameter]] = []
    for clause in jurisdiction.file.clauses:
        position = (*jurisdiction.position(clause.id), "measure", "terms")
        for name, parameter in (clause.measure.terms if clause.measure else {}).items():
            places.append((jurisdiction.document, (*position, name), parameter))
    for name, parameter in jurisdiction.file.parameters.items():
        places.append((jurisdiction.document, ("parameters", name), parameter))
    for layer, document in (
        (jurisdiction.province, jurisdiction.province_document),
        (jurisdiction.national, jurisdiction.national_document),
    ):
        for name, parameter in layer.parameters.items():
            places.append((document, ("parameters", name), parameter))
        for kind, terms in layer.kinds.items():
            places += [(document, ("kinds", kind, n), p) for n, p in terms.items()]
    for document, path, parameter in places:
        yield from _check_sources(jurisdiction, document, path, parameter)
        if parameter.open:
            continue
        try:
            dated(parameter, jurisdiction.tiers)
        except ValueError as error:
            yield document.problem(path, str(error))


def _check_sources(
    jurisdiction: Jurisdiction,
    document: Document,
    path: tuple[str | int, ...],
    parameter: Parameter,
) -> Iterator[Problem]:
    last = parameter.values[-1]
    if last.to is not None:
        yield document.problem(path, f"the last value ends on {last.to}; say what holds after it")
    ids = [c.id for c in jurisdiction.file.clauses]
    for value in parameter.values:
        cited = value.source.split(" ")[0]
        if value.status == "statute" and cited not in ids:
            what = f"a statute cites a clause of its own document, not '{cited}'"
            yield document.problem(path, f"{what}; {did_you_mean(cited, ids)}")


__all__ = ["Found", "Jurisdiction", "Law", "fingerprint", "load", "reading_problems"]
