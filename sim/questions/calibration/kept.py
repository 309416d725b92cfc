"""The fit as kept under version control, compared with the values in use, and as a page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML

from sim.base.documents import Strict, read
from sim.base.files import sha256_of, write_text
from sim.economy.responses import FILE as RESPONSES
from sim.population import targets as population_targets
from sim.questions.backtest import FILE as OUTCOMES
from sim.questions.calibration.figures import Worlds
from sim.questions.calibration.fit import Fit
from sim.questions.calibration.task import (
    FILE,
    LEVEL,
    REFUND,
    SLOPE,
    SPREADS,
    Target,
    Task,
    curve,
)

KEPT = Path(__file__).parents[1] / "data" / "fit.yaml"
HEAD = """\
# Written by `sim calibrate --write`; not by hand. The values in use stand in
# sim/economy/data/responses.yaml; a test compares them with those here. `best` is where the search
# ended: values in use are replaced only where it lowers the loss by what calibration.yaml asks.
# `informed`: part of the prior's variance that the targets remove, 0 where they say nothing.
# `figures`: by seed. `residual`: standard deviations between the mean and the published figure.
"""
CLOSE = 1e-3
"""Figures that differ by less, relatively, are the same: those kept are rounded."""


class KeptValue(Strict):
    """One number: its prior, its range, the value in use, where the search ended."""

    prior: float
    range: tuple[float, float]
    value: float
    best: float
    informed: float


class KeptFigure(Strict):
    """One target: the published figure, the program's by seed, their ratio and distance."""

    published: float
    figures: tuple[float, ...]
    mean: float
    ratio: float
    residual: float


class KeptFit(Strict):
    """Everything in ``data/fit.yaml``."""

    fingerprint: str
    year: int
    seeds: tuple[int, ...]
    size: float
    loss_in_use: tuple[float, float]
    loss_best: tuple[float, float]
    parameters: dict[str, KeptValue]
    targets: dict[str, KeptFigure]

    @property
    def values(self) -> dict[str, float]:
        """Fitted values by name."""
        return {name: one.value for name, one in self.parameters.items()}


def read_fit(path: Path = KEPT) -> KeptFit:
    """The fit as kept; ``UserError`` if the file is not right."""
    return read(path).as_model(KeptFit)


def kept_fit(found: Fit, size: float = 1.0) -> KeptFit:
    """A fit as it is kept."""
    wanted = found.wanted
    parameters = {
        name: KeptValue(
            prior=free.prior,
            range=(float(low), float(high)),
            value=found.values[name],
            best=found.best[name],
            informed=round(found.informed[name], 2),
        )
        for (name, free), low, high in zip(wanted.parameters.items(), *wanted.ranges, strict=True)
    }
    targets = {
        target.id: _figure(target, found.figures[:, i]) for i, target in enumerate(wanted.targets)
    }
    return KeptFit(
        fingerprint=fingerprint(),
        year=wanted.year,
        seeds=wanted.seeds,
        size=size,
        loss_in_use=_pair(found.after if found.moved else found.before),
        loss_best=_pair(found.after),
        parameters=parameters,
        targets=targets,
    )


def _figure(target: Target, figures: npt.NDArray[np.float64]) -> KeptFigure:
    mean, published = float(figures.mean()), target.value or 0.0
    return KeptFigure(
        published=published,
        figures=tuple(_digits(f) for f in figures),
        mean=_digits(mean),
        ratio=round(mean / published, 3),
        residual=round((mean - published) / target.spread, 2),
    )


def _pair(losses: tuple[float, float]) -> tuple[float, float]:
    return round(losses[0], 2), round(losses[1], 2)


def _digits(value: float) -> float:
    return float(f"{value:.5g}")


def fingerprint() -> str:
    """Hash of the data that a fit rests on: task, outcomes, responses, populations' targets."""
    files = [FILE, OUTCOMES, RESPONSES, *sorted(population_targets.FOLDER.glob("*.yaml"))]
    return hashlib.sha256("".join(map(sha256_of, files)).encode()).hexdigest()[:16]


def write_fit(found: Fit, path: Path = KEPT, responses: Path = RESPONSES) -> KeptFit:
    """Keep a fit; where values moved, they are first put in place of those in use."""
    if found.moved:
        before = responses.read_text(encoding="utf-8")
        write_text(responses, with_values_in(before, found.values))
    fresh = kept_fit(found)
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 120
    text = StringIO()
    yaml.dump(fresh.model_dump(mode="json"), text)
    write_text(path, HEAD + text.getvalue())
    return fresh


def with_values_in(text: str, values: dict[str, float]) -> str:
    """The text of ``responses.yaml`` with some values replaced and all else as it stands."""
    for name, value in values.items():
        if name in (LEVEL, SLOPE):
            continue
        group, field = name.split(".")
        place = re.compile(
            rf"(^{group}:\n(?:(?: .*|#.*)?\n)*?  {field}:\n    value: )(\S+)", re.MULTILINE
        )
        found = place.search(text)
        if found is None:
            raise LookupError(name)
        if float(found[2]) != value:
            text = f"{text[: found.start(2)]}{value:g}{text[found.end(2) :]}"
    shares = curve(values[LEVEL], values[SLOPE])
    shown = ", ".join(f"{staff}: {share:.2f}" for staff, share in shares.items())
    place = re.compile(rf"(^  {REFUND}:\n    by_staff: )\{{.*\}}", re.MULTILINE)
    return place.sub(rf"\g<1>{{{shown}}}", text, count=1)


def differences(
    kept: KeptFit, wanted: Task, used: dict[str, float], worlds: Worlds
) -> Iterator[str]:
    """Where a kept fit is not that of the values in use; nothing when all agree.

    Args:
        kept: the fit as kept.
        wanted: the task as it is now.
        used: the values in use.
        worlds: the worlds to compare in, all the kept ones or some.
    """
    for name in wanted.parameters:
        one = kept.parameters.get(name)
        if one is None or one.value != used[name]:
            yield f"{name} is {used[name]:g}, the fit has {one.value if one else 'no such number'}"
    if [t.id for t in wanted.targets] != list(kept.targets):
        yield "the targets are no longer those of the fit"
        return
    figures = worlds.of([used])[0]
    for seed, row in zip(worlds.wanted.seeds, figures, strict=True):
        for target, figure in zip(wanted.targets, row, strict=True):
            before = kept.targets[target.id].figures[kept.seeds.index(seed)]
            if abs(figure - before) > CLOSE * abs(before):
                yield f"{target.id} is {figure:.5g} in world {seed}, the fit has {before:.5g}"
    for target in wanted.targets:
        if kept.targets[target.id].published != target.value:
            yield f"{target.id}: {target.value:g} is published, the fit has another figure"


PAGE = """\
# Calibration

Numbers of the economy that no source gives by itself are fitted to published figures: current law
of {year} at full size, averaged over {worlds} possible worlds. Made by `sim calibrate --write`,
which keeps the fit in `sim/questions/data/fit.yaml`; `sim calibrate --check` recomputes it. Targets
and priors stand in `sim/questions/data/calibration.yaml`.

The loss is the sum of squared distances in standard deviations: of each figure from its target
(its range as a 5-95 % interval, and the noise of the mean over worlds), and of each number from its
prior. So what the targets do not tell stays where its source puts it.

| sum of squares | targets | priors |
| --- | ---: | ---: |
| values in use | {in_use[0]:.2f} | {in_use[1]:.2f} |
| where the search ended | {best[0]:.2f} | {best[1]:.2f} |

Values in use are replaced where that lowers the targets' part by {worthwhile:g}, as much as one
figure that moves from 1.4 standard deviations off to spot on; less is within what the targets tell.

## Numbers

*told*: the part of the prior's variance that the targets remove.

| number | prior | range | in use | search ended at | told | prior from |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
{numbers}

## Targets

*by world*: lowest and highest. *distance*: of the mean from the published figure, in the latter's
standard deviations.

| figure | published | interval | program | by world | ratio | distance | confidence | source |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
{targets}

## Further off than 1.64 standard deviations

{missed}
"""


def page(kept: KeptFit, wanted: Task) -> str:
    """The fit as a page of Markdown."""
    missed = [
        f"- **{_told(target)}**: {target.gap}"
        for target in wanted.targets
        if is_missed(kept.targets[target.id])
    ]
    return PAGE.format(
        year=kept.year,
        worlds=len(kept.seeds),
        in_use=kept.loss_in_use,
        best=kept.loss_best,
        worthwhile=wanted.worthwhile,
        numbers="\n".join(_number_rows(kept, wanted)),
        targets="\n".join(_target_rows(kept, wanted)),
        missed="\n".join(missed) or "None.",
    )


def _number_rows(kept: KeptFit, wanted: Task) -> Iterator[str]:
    for name, one in kept.parameters.items():
        low, high = one.range
        yield (
            f"| `{name}` | {one.prior:g} | {low:g} to {high:g} | {one.value:g} | {one.best:g} | "
            f"{one.informed:.0%} | {wanted.parameters[name].source} |"
        )


def _target_rows(kept: KeptFit, wanted: Task) -> Iterator[str]:
    for target in wanted.targets:
        one, unit = kept.targets[target.id], target.unit
        yield (
            f"| {_told(target)} | {said(one.published, unit)} "
            f"| {said(target.low, unit)} to {said(target.high, unit)} | {said(one.mean, unit)} "
            f"| {said(min(one.figures), unit)} to {said(max(one.figures), unit)} "
            f"| {one.ratio:.2f} | {one.residual:+.1f} | {target.confidence} | {target.source} |"
        )


def _told(target: Target) -> str:
    return f"{target.what.en} {target.what.zh}" if target.what else target.id


def is_missed(figure: KeptFigure) -> bool:
    """Whether the mean lies further from the published figure than a 5-95 % interval reaches."""
    return abs(figure.residual) > SPREADS / 2


def said(value: float, unit: str) -> str:
    """A figure with its unit."""
    if unit == "share":
        return f"{value:.2%}" if value < 0.1 else f"{value:.1%}"
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f} {unit}"
