"""Write the tables and the plot of docs/scaling.md from the results of `scale.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "bench/results/scale.json"
PAGE = PROJECT / "docs/scaling.md"
PLOT = PROJECT / "docs/assets/scaling.svg"
BEGIN = "<!-- from bench/results/scale.json: `python bench/scale_report.py` writes this part -->\n"
END = "<!-- end -->\n"
OTHERS = ("create_table_as", "polars", "pandas", "pyspark")
TITLES = {
    "create_table_as": "DuckDB create table as",
    "polars": "Polars, streaming",
    "pandas": "pandas",
    "pyspark": "PySpark, local",
    "own": "own: load and build",
    "own_without_floor": "own, without dbt's start",
    "increment": "own, 1% more",
}

Result = Mapping[str, Any]


def main() -> None:
    """Write the page's part and the plot."""
    results = json.loads(RESULTS.read_text("utf-8"))
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{_tables(results)}\n{END}{after}", "utf-8")
    PLOT.parent.mkdir(exist_ok=True)
    _plot(results).save(PLOT)


def _tables(results: Sequence[Result]) -> str:
    sizes = [f"{result['rows'] / 1e6:,.0f} M rows" for result in results]
    parts = [
        "Wall-clock seconds, with CPU seconds in brackets:\n",
        _table(["", *sizes], [_seconds_row(way, results) for way in _ways(results)]),
        "Peak memory of the process tree, in GB:\n",
        _table(["", *sizes], [_memory_row(way, results) for way in _ways(results)]),
        "Ratios of own time to theirs, wall-clock (CPU):\n",
        _table(["", *sizes], _ratio_rows(results)),
        f"Ten queries, milliseconds, at {sizes[-1]}:\n",
        _table(
            ["query", "published file", "DuckDB on Parquet", "Polars on Parquet"],
            _queries(results[-1]),
        ),
        _circumstances(results),
        "![Cost against rows](assets/scaling.svg)\n",
    ]
    return "\n".join(parts)


def _ways(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(way for result in results for way in result["ways"]))


def _seconds_row(way: str, results: Sequence[Result]) -> list[str]:
    return [way.replace("_", " "), *(_seconds(result["ways"].get(way)) for result in results)]


def _seconds(one: Mapping[str, float] | None) -> str:
    return f"{one['wall_seconds']:.1f} ({one['cpu_seconds']:.1f})" if one else "–"


def _memory_row(way: str, results: Sequence[Result]) -> list[str]:
    found = (result["ways"].get(way) for result in results)
    return [
        way.replace("_", " "),
        *(f"{one['peak_bytes'] / 1e9:.2f}" if one else "–" for one in found),
    ]


def _ratio_rows(results: Sequence[Result]) -> list[list[str]]:
    names = [f"own_to_{other}" for other in OTHERS] + ["increment_to_full"]
    rows = []
    for name in names:
        for suffix, words in (("", ""), ("_without_floor", ", without floor")):
            cells = [
                f"{result['ratios'][f'{name}{suffix}_wall']:.2f} "
                f"({result['ratios'][f'{name}{suffix}_cpu']:.2f})"
                if f"{name}{suffix}_wall" in result["ratios"]
                else "–"
                for result in results
            ]
            rows.append([name.replace("_", " ") + words, *cells])
    return rows


def _queries(result: Result) -> list[list[str]]:
    return [
        [name.replace("_", " "), *(f"{seconds * 1000:,.0f}" for seconds in ways.values())]
        for name, ways in result["queries"].items()
    ]


def _circumstances(results: Sequence[Result]) -> str:
    last = results[-1]
    loads = ", ".join("–".join(map(str, result["load_average"])) for result in results)
    return (
        f"{last['cores']} cores ({last['machine']}), DuckDB {last['duckdb']}, Polars "
        f"{last['polars']}, every engine limited to {last['memory_setting']} where it can be; "
        f"{', '.join(str(result['rounds']) for result in results)} rounds by size. Load average "
        f"before and after, by size: {loads}; above 2, others used the machine as well.\n"
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _plot(results: Sequence[Result]) -> alt.Chart:
    points = []
    for result in results:
        ways, floor = result["ways"], result["ways"]["floor"]["wall_seconds"]
        own = ways["load"]["wall_seconds"] + ways["build"]["wall_seconds"]
        more = ways["increment_load"]["wall_seconds"] + ways["increment_build"]["wall_seconds"]
        seconds = {
            **{other: ways[other]["wall_seconds"] for other in OTHERS if other in ways},
            "own": own,
            "own_without_floor": own - floor,
            "increment": more,
        }
        points += [
            {"rows": result["rows"], "way": TITLES[way], "seconds": value}
            for way, value in seconds.items()
        ]
    return (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", scale=alt.Scale(type="log"), title="rows"),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="wall-clock seconds"),
            color=alt.Color("way:N", sort=list(TITLES.values()), title=None),
        )
        .properties(width=560, height=340)
    )


if __name__ == "__main__":
    main()
