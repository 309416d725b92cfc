"""From figures of samples to full-size values and their 5-95 % intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from sim.results.headline import KEYS, Key

Float64 = npt.NDArray[np.float64]

LOW, HIGH = 0.05, 0.95
ALL = "all"


def grossed_up(frame: pd.DataFrame, shares: Mapping[str, float]) -> pd.DataFrame:
    """Figures of samples at full size: each over the share of its place that was sampled."""
    return frame.div(_shares(frame.columns, shares), axis="columns")


def _filled(frame: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    return frame.reindex(columns=names).fillna(0.0)


def with_total(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with the sum of all jurisdictions."""
    sums = frame.T.groupby(level=KEYS[1:]).sum()
    sums.index = pd.MultiIndex.from_tuples([(ALL, *key) for key in sums.index], names=KEYS)
    return pd.concat([frame, sums.T], axis=1)


def other_agents(
    full: pd.Series[float], centre: pd.DataFrame, shares: Mapping[str, float]
) -> pd.DataFrame:
    """Figures that the central run could have had by who its agents happen to be.

    A sample of a share s, grossed up, has 1/s times the variance of the whole place, so its
    distance from the mean of samples is drawn in by the root of s.

    Args:
        full: figures of the full-size central run.
        centre: figures of central samples with different agents, grossed up.
        shares: size of each place's sample.
    """
    names = full.index.union(centre.columns)
    apart = _filled(centre, names) - _filled(centre, names).mean()
    return apart.mul(np.sqrt(_shares(names, shares)), axis="columns") + full.reindex(names).fillna(
        0.0
    )


def _shares(names: pd.Index, shares: Mapping[str, float]) -> Float64:
    return np.asarray(names.get_level_values("jurisdiction").map(dict(shares)).to_numpy(float))


def least(chance: float, freedom: int) -> float:
    """The least variance that an estimate on so many degrees of freedom supports, at 5 %.

    Taking off no more than this, intervals err to the wide side.
    """
    return chance * float(chi2.ppf(0.05, freedom)) / freedom if freedom > 0 else 0.0


def share_of(chance: float, values: Float64) -> float:
    """Share of the variance of values that is chance; all of it where there is more of that."""
    total = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    return min(chance / total, 1.0) if total > 0 else 0.0


def without_noise(values: Float64, noise: float) -> Float64:
    """Values drawn to their mean until only the variance that is not chance is left."""
    mean = values.mean()
    return np.asarray(mean + np.sqrt(1.0 - noise) * (values - mean))


def ends(values: Float64, central: float) -> tuple[float, float]:
    """The 5 and 95 % quantiles, widened to the central value where it lies outside."""
    low, high = np.quantile(values, [LOW, HIGH], method="inverted_cdf")
    return min(float(low), central), max(float(high), central)


def widened(low: float, central: float, high: float) -> bool:
    """Whether an end stands at the central value, because that lies outside the draws or there."""
    return low < high and bool(np.isfinite(central)) and central in (low, high)


def moved(values: Float64, central: float) -> float:
    """How far an end of the interval moves from half the trials to all, as a share of its width.

    1 where the width is not finite, 0 where there is none.
    """
    low, high = ends(values, central)
    half = ends(values[: max(len(values) // 2, 1)], central)
    if not np.isfinite([low, high, *half]).all():
        return 1.0
    apart = max(abs(half[0] - low), abs(half[1] - high))
    return apart / (high - low) if high > low else 0.0


def columns_of(frame: pd.DataFrame, names: Sequence[Key]) -> Float64:
    """Columns of a frame as an array; zeros for one that is not there."""
    wanted = pd.MultiIndex.from_tuples(list(names), names=KEYS)
    return frame.reindex(columns=wanted).fillna(0.0).to_numpy()


@dataclass(frozen=True)
class Columns:
    """The columns of a frame at hand, for many look-ups.

    Attributes:
        values: of the frame.
        at: which column is which figure's.
    """

    values: Float64
    at: Mapping[Key, int]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Columns:
        """The columns of a frame."""
        keys: list[Any] = frame.columns.tolist()
        return cls(frame.to_numpy(float), {key: i for i, key in enumerate(keys)})

    def take(self, names: Sequence[Key]) -> Float64:
        """Some columns as an array; zeros for one that is not there."""
        nothing = np.zeros(len(self.values))
        found = [self.values[:, self.at[n]] if n in self.at else nothing for n in names]
        return np.stack(found, axis=1)
