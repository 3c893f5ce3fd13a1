"""Write the tables and plots of docs/scaling.md from what the two benchmarks of scale found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

PROJECT = Path(__file__).resolve().parent.parent
RESULTS = PROJECT / "bench/results"
PAGE = PROJECT / "docs/scaling.md"
PLOTS = PROJECT / "docs/assets"
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
    "duckdb": "DuckDB",
    "spark": "Spark",
}
ENGINES = ("duckdb", "spark")
STEPS = ("start", "sums", "models")

Result = Mapping[str, Any]


def main() -> None:
    """Write the parts of the page and the plots."""
    page = PAGE.read_text("utf-8")
    for name, tables, plot in (
        ("scale", _tables, _plot),
        ("spark_scale", _spark_tables, _spark_plot),
    ):
        results = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
        page = _with_part(page, name, tables(results))
        plot(results).save(PLOTS / f"{name}.svg")
    PAGE.write_text(page, "utf-8")


def _with_part(page: str, name: str, text: str) -> str:
    writer = "`python bench/scale_report.py` writes this part"
    begin = f"<!-- from bench/results/{name}.json: {writer} -->\n"
    before, found, rest = page.partition(begin)
    if not found:
        raise ValueError(f"{PAGE} has no line {begin}")
    return f"{before}{begin}\n{text}\n{END}{rest.partition(END)[2]}"


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
        "![Cost against rows](assets/scale.svg)\n",
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
    return _lines(points, "way", sort=list(TITLES.values()))


def _spark_tables(results: Sequence[Result]) -> str:
    sizes = [f"{result['rows'] / 1e6:,.0f} M rows" for result in results]
    header = ["", *sizes]
    runs = [
        (f"{TITLES[engine]}, {state}", f"{engine}_{state}")
        for state in ("full", "increment")
        for engine in ENGINES
    ]
    loads = ", ".join("–".join(map(str, result["load_average"])) for result in results)
    last = results[-1]
    return "\n".join(
        [
            "Seconds by the clock, in brackets those of start, sums and models:\n",
            _table(
                header,
                [[title, *(_steps(result[run]) for result in results)] for title, run in runs],
            ),
            "Peak memory of the process tree, in GB:\n",
            _table(
                header,
                [
                    [title, *(f"{result[run]['peak_bytes'] / 1e9:.2f}" for result in results)]
                    for title, run in runs
                ],
            ),
            "Spark's seconds by DuckDB's:\n",
            _table(
                header,
                [
                    [f"{state}{words}", *(_spark_ratio(result, state, steps) for result in results)]
                    for state in ("full", "increment")
                    for words, steps in (("", ("wall",)), (", sums and models", STEPS[1:]))
                ],
            ),
            "Rows of the marts compared, of which none differs:\n",
            _table(
                header,
                [
                    [state, *(f"{result[f'rows_compared_{state}']:,}" for result in results)]
                    for state in ("full", "increment")
                ],
            ),
            f"{last['cores']} cores ({last['machine']}), DuckDB {last['duckdb']}, Spark "
            f"{last['spark']}, {last['memory_setting']} for DuckDB and for Spark's driver, one "
            f"round. Load average before and after, by size: {loads}.\n",
            "![DuckDB and Spark against rows](assets/spark_scale.svg)\n",
        ]
    )


def _steps(run: Mapping[str, float]) -> str:
    return f"{run['wall']:.1f} ({' + '.join(f'{run[step]:.1f}' for step in STEPS)})"


def _spark_ratio(result: Result, state: str, steps: Sequence[str]) -> str:
    duckdb, spark = (sum(result[f"{engine}_{state}"][step] for step in steps) for engine in ENGINES)
    return f"{spark / duckdb:.1f}"


def _spark_plot(results: Sequence[Result]) -> alt.Chart:
    points = [
        {
            "rows": result["rows"],
            "run": f"{TITLES[engine]}, {state}",
            "seconds": result[f"{engine}_{state}"]["wall"],
        }
        for result in results
        for engine in ENGINES
        for state in ("full", "increment")
    ]
    return _lines(points, "run")


def _lines(points: Sequence[Mapping[str, object]], name: str, **color: Any) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", scale=alt.Scale(type="log"), title="rows"),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="wall-clock seconds"),
            color=alt.Color(f"{name}:N", title=None, **color),
        )
        .properties(width=560, height=340)
    )


if __name__ == "__main__":
    main()
