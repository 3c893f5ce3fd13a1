"""Write an invented extract of programme metrics by institution, month and measure.

Nothing in it is data: every institution, measure and figure is made up, says so in its name, and
follows from the seed by arithmetic alone, so that the same arguments give the same rows anywhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

MEASURES = 40
MONTHS = 120
FIRST_YEAR = 2016
ROW_GROUP_ROWS = 245_760

_LEVELS = ("醫學中心", "區域醫院", "地區醫院", "基層診所")
_REGIONS = ("臺北", "北區", "中區", "南區", "高屏", "東區")
_BREAKDOWNS = ("門診", "住院", "急診", "其他")
_UNITS = ("件", "人次", "元", "點")


@dataclass(frozen=True)
class Extract:
    """What to invent.

    Attributes:
        institutions: how many.
        months: which, counted from January 2016.
        measures: how many.
        seed: another seed gives other figures.
        every: keep one row in so many, for a correction of some rows.
        corrected_by: added to each figure.
    """

    institutions: int
    months: Sequence[int] = range(MONTHS)
    measures: int = MEASURES
    seed: int = 1
    every: int = 1
    corrected_by: int = 0

    @property
    def row_count(self) -> int:
        return len(self.months) * -(-self.institutions * self.measures // self.every)


def extract_of(row_count: int) -> Extract:
    """The extract of ten years whose rows come nearest to `row_count`."""
    return Extract(institutions=max(1, round(row_count / (MONTHS * MEASURES))))


def one_percent_more(extract: Extract) -> list[Extract]:
    """The next month, and of the last one as many corrections as make up 1% with it."""
    new = Extract(extract.institutions, range(MONTHS, MONTHS + 1), extract.measures)
    corrections = extract.row_count // 100 - new.row_count
    every = max(1, round(new.row_count / corrections)) if corrections > 0 else 1
    corrected = Extract(
        extract.institutions,
        range(MONTHS - 1, MONTHS),
        extract.measures,
        every=every,
        corrected_by=1,
    )
    return [corrected, new]


def write_extract(path: Path, *extracts: Extract) -> int:
    """Write extracts one after another, as Parquet or CSV by the name's ending.

    Returns:
        How many rows.
    """
    row_count = 0
    writer: pq.ParquetWriter | pyarrow.csv.CSVWriter
    if path.suffix == ".csv":
        writer = pyarrow.csv.CSVWriter(path, _schema(plain=True))
    else:
        writer = pq.ParquetWriter(path, _schema(plain=False), compression="zstd")
    with writer:
        for extract in extracts:
            for table in _months(extract):
                row_count += table.num_rows
                if path.suffix == ".csv":
                    writer.write_table(table.cast(_schema(plain=True)))
                else:
                    writer.write_table(table, row_group_size=ROW_GROUP_ROWS)
    return row_count


def _schema(*, plain: bool) -> pa.Schema:
    text = pa.string() if plain else pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        {
            "metric_id": text,
            "metric_name_zh": text,
            "dimension_zh": text,
            "institution_id": text,
            "institution_name_zh": text,
            "institution_level_zh": text,
            "region_zh": text,
            "period_start_date": pa.date32(),
            "period_end_date": pa.date32(),
            "as_of_date": pa.date32(),
            "metric_value": pa.int64(),
            "unit_zh": text,
            "is_total": pa.bool_(),
        }
    )


def _months(extract: Extract) -> Iterator[pa.Table]:
    """The rows of each month, institution by institution."""
    cells = np.arange(0, extract.institutions * extract.measures, extract.every, dtype=np.uint64)
    institution, measure = np.divmod(cells, np.uint64(extract.measures))
    numbers = [f"{number:06d}" for number in range(extract.institutions)]
    level_of = [_level(number) for number in range(extract.institutions)]
    region_of = [number % len(_REGIONS) for number in range(extract.institutions)]
    measures = range(extract.measures)
    texts = {
        "metric_id": _coded([f"synthetic_measure_{no:02d}" for no in measures], measure),
        "metric_name_zh": _coded([f"合成指標{no:02d}" for no in measures], measure),
        "dimension_zh": _coded(_BREAKDOWNS, measure % len(_BREAKDOWNS)),
        "institution_id": _coded([f"SYN-{number}" for number in numbers], institution),
        "institution_name_zh": _coded([f"合成機構{number}" for number in numbers], institution),
        "institution_level_zh": _coded(_LEVELS, np.array(level_of)[institution]),
        "region_zh": _coded(_REGIONS, np.array(region_of)[institution]),
        "unit_zh": _coded(_UNITS, measure // len(_BREAKDOWNS) % len(_UNITS)),
    }
    size = np.array([5000, 800, 120, 10])[np.array(level_of)[institution]]
    for month in extract.months:
        year, of_year = FIRST_YEAR + month // 12, month % 12
        start = date(year, of_year + 1, 1)
        end = date(year + of_year // 11, (of_year + 1) % 12 + 1, 1) - timedelta(days=1)
        noise = _scrambled(cells + np.uint64((extract.seed * 1009 + month) << 32)) % np.uint64(1000)
        season = 100 + 8 * abs(6 - of_year)
        value = size * (measure.astype(np.int64) + 1) * (500 + noise.astype(np.int64)) * season
        columns = {
            **texts,
            "period_start_date": pa.array([start], pa.date32()).take(_zeros(cells)),
            "period_end_date": pa.array([end], pa.date32()).take(_zeros(cells)),
            "as_of_date": pa.nulls(len(cells), pa.date32()),
            "metric_value": pa.array(value // 10_000 + extract.corrected_by),
            "is_total": pa.array(np.zeros(len(cells), bool)),
        }
        schema = _schema(plain=False)
        yield pa.table([columns[name] for name in schema.names], schema=schema)


def _level(institution: int) -> int:
    return next((level for level, of in enumerate((500, 100, 25)) if institution % of == 0), 3)


def _coded(values: Sequence[str], codes: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values))


def _zeros(cells: np.ndarray) -> pa.Array:
    return pa.array(np.zeros(len(cells), np.int32))


def _scrambled(number: np.ndarray) -> np.ndarray:
    """SplitMix64: the same bits on every machine and version."""
    number = number * np.uint64(0x9E3779B97F4A7C15)
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))


def main() -> None:
    """Write the file that the arguments ask for."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("path", type=Path, help="ends in .parquet or .csv")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    given = arguments.parse_args()
    print(f"{given.path}: {write_extract(given.path, extract_of(given.rows))} invented rows")


if __name__ == "__main__":
    main()
