"""Draws what `run.py` measured, for the docs: how long requests took and what memory was in use, and the panels of the dashboard.

    python tests/load/plot.py target/load docs/pictures
"""

import json
import math
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402: the kind of picture is chosen first
from matplotlib.ticker import FuncFormatter  # noqa: E402

# The same picture of the same figures, to the byte; with letters as letters.
plt.rcParams.update({"svg.hashsalt": "badgehouse", "svg.fonttype": "none", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
PLAIN = {"Date": None, "Creator": None}
STORES = {"sqlite": "one server on SQLite", "postgres": "two servers with PostgreSQL behind haproxy"}
CHANGES = {"create", "permit", "rotate", "delete"}
KINDS = {
    "token": "a token", "guess": "a token for a guess", "authorize": "a call that may be made", "refused": "one that may not",
    "read": "a look of an administrator", "change": "a change of an administrator",
}
MEGABYTE = 2**20
UNITS = {"bytes": (MEGABYTE, " MB"), "s": (1, " s"), "percentunit": (0.01, " %"), "reqps": (1, "/s"), "ops": (1, "/s")}


def main() -> None:
    measured, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    load(measured, out / "load.svg")
    if (measured / "dashboard.json").exists():
        dashboard(json.loads((measured / "dashboard.json").read_text()), out / "dashboard.svg")


def load(measured: Path, to: Path) -> None:
    found = {store: json.loads(file.read_text()) for store in STORES if (file := measured / f"{store}.json").exists()}
    figure, rows = plt.subplots(len(found), 2, figsize=(11, 3.6 * len(found)), squeeze=False, width_ratios=[2, 1], layout="constrained")
    for (store, run), (times, memory) in zip(found.items(), rows):
        durations: dict[str, list[float]] = {}
        for kind, took in run["durations"].items():
            durations.setdefault("change" if kind in CHANGES else kind, []).extend(took)
        bins = [10 ** (exponent / 8) for exponent in range(-4, 33)]
        for kind, name in KINDS.items():
            took = sorted(durations.get(kind, []))
            if took:
                label = f"{name} ({len(took):,}): {at(took, 0.5)}, {at(took, 0.99)}"
                times.hist(took, bins, histtype="step", label=label, weights=[100 / len(took)] * len(took))
        times.set(xscale="log", xlabel="milliseconds", ylabel="% of the requests of a kind", xlim=(0.3, 10_000))
        times.set_title(f"{STORES[store]}: {run['requests']:,} requests in {run['seconds'] / 60:.0f} minutes", loc="left")
        times.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        times.legend(title="with the half and 99 % of them", frameon=False, fontsize=8, loc="upper right")
        for name, seen in run["memory"].items():
            thinned = seen[:: max(1, len(seen) // 150)]
            memory.plot([moment / 60 for moment, _ in thinned], [size / MEGABYTE for _, size in thinned], label=name)
        memory.set(xlabel="minutes", ylabel="MB in memory", ylim=(0, None))
        memory.legend(frameon=False, fontsize=8)
    figure.savefig(to, metadata=PLAIN)


def at(sorted_times: list[float], share: float) -> str:
    return f"{sorted_times[min(len(sorted_times) - 1, math.ceil(share * len(sorted_times)))]:.3g} ms"


def dashboard(panels: list[dict], to: Path) -> None:
    """Each panel where the dashboard has it, with what Prometheus answered."""
    begin = min(float(moment) for panel in panels for series in panel["series"] for moment, _ in series["values"])
    bottom = max(panel["place"]["y"] + panel["place"]["h"] for panel in panels)
    figure = plt.figure(figsize=(15, bottom * 0.33))
    for panel in panels:
        x, y, w, h = (panel["place"][side] for side in "xywh")
        # Of its place, a frame is for the numbers beside the axes.
        axes = figure.add_axes([x / 24 + 0.04, 1 - (y + h) / bottom + 0.025, w / 24 - 0.05, h / bottom - 0.055])
        axes.set_title(panel["title"], loc="left", fontsize=10)
        size, unit = UNITS.get(panel["unit"], (1, ""))
        if panel["kind"] == "stat":
            axes.axis("off")
            said = [f"{series['name']}  {float(series['values'][-1][1]) / size:g}{unit}" for series in panel["series"]]
            axes.text(0, 0.5, "\n".join(said), va="center", fontsize=11)
            continue
        for series in panel["series"]:
            moments = [(float(moment) - begin) / 60 for moment, _ in series["values"]]
            axes.plot(moments, [float(value) / size for _, value in series["values"]], label=series["name"], linewidth=1)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _, unit=unit: f"{value:g}{unit}"))
        if panel["title"] == "Process":  # of which each has a unit of its own
            axes.set_yscale("log")
        axes.legend(frameon=False, fontsize=6, loc="upper left")
    figure.savefig(to, metadata=PLAIN)


if __name__ == "__main__":
    main()
