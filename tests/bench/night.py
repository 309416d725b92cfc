"""``make night``: thirty scenarios of five jurisdictions, simulated and rendered, timed.

Ten policies in three worlds, all put together from the scenarios that ship. What the machine's
other work takes away shows in the elapsed time; the processor time is that of the batch alone.
Pages come out in both languages unless told otherwise (``-- -l zh``).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
SHARES = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
POLICIES = ("refund_outreach", "no_layoffs_at_all", "skill_36_months", "refunds_only")
WORLDS = ("baseline", "deep_downturn", "trade_shock")
AIM_SECONDS = 180.0  # for thirty scenarios


def main() -> int:
    words = _arguments()
    with tempfile.TemporaryDirectory(prefix="night-") as folder:
        place = words.folder or Path(folder)
        files = write_scenarios(place / "scenarios", words.scenarios)
        begin, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        code = subprocess.call(
            [sys.executable, "-m", "sim.cli", "batch", str(place / "scenarios"),
             "--out", str(place / "out"), "--draws", str(words.draws), *words.more],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        seconds, after = perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        made = [*(place / "out" / "pages").rglob("*.*")]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    names = {".html": "pages", ".pdf": "PDFs", ".xlsx": "workbooks"}
    made = [file for file in made if file.name != "index.html"]
    out = ", ".join(f"{sum(f.suffix == x for f in made)} {name}" for x, name in names.items())
    print(f"{files} scenarios of five places, {words.draws} draws; {out}")
    print(f"{seconds:.0f} s elapsed, {cpu:.0f} s of processor time")
    aim = AIM_SECONDS * files / 30
    print(f"aim of {aim:.0f} s {'met' if seconds <= aim else 'NOT met'}")
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.night", description=__doc__)
    parser.add_argument("--scenarios", type=int, default=30, help="default: %(default)s")
    parser.add_argument("--draws", type=int, default=0, help="default: none")
    parser.add_argument("--folder", type=Path, help="keep everything here")
    parser.add_argument("more", nargs="*", help="after --: more words for sim batch")
    return parser.parse_args()


def write_scenarios(folder: Path, count: int) -> int:
    """Write the first so many scenarios, and return how many that is."""
    yaml = YAML()
    shipped = {
        path.stem: yaml.load(path.read_text(encoding="utf-8"))
        for path in (ROOT / "scenarios").glob("*.yaml")
    }
    folder.mkdir(parents=True, exist_ok=True)
    both = [(name, policy, world) for world in WORLDS for name, policy in _policies(shipped)]
    for name, policy, world in both[:count]:
        body = {**policy, "years": [2019, 2021]}
        if "world" in shipped[world]:
            body["world"] = shipped[world]["world"]
        with (folder / f"{name}_{world}.yaml").open("w", encoding="utf-8") as stream:
            yaml.dump(body, stream)
    return len(both[:count])


def _policies(shipped: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    refund = shipped["refund_70"]
    found: list[tuple[str, dict[str, Any]]] = []
    for share in SHARES:
        change = {**refund["policy"]["change"][0], "value": share}
        title = {"zh": f"普通返还{share:.0%}", "en": f"Ordinary refund at {share:.0%}"}
        asked = {"zh": f"普通返还{share:.0%}要花多少？", "en": f"What does {share:.0%} cost?"}
        body = {**refund, "title": title, "question": asked, "policy": {"change": [change]}}
        found.append((f"refund_{round(100 * share)}", body))
    return found + [(name, dict(shipped[name])) for name in POLICIES]


if __name__ == "__main__":
    sys.exit(main())
