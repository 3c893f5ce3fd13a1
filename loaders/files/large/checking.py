"""Which rows of a large file are as declared: rows that plainly are stay in DuckDB, the rest is
judged by the check of small files, so that both accept and refuse the same."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from foundation.errors import InputError
from foundation.sql_text import identifier, literal, quoted
from loaders.files.checks import (
    check_table,
    described_otherwise,
    first_error,
    repeated_key_problems,
)
from loaders.files.code_lists import CodeList, Entry
from loaders.files.declarations import Kind, KindColumn, conventions
from loaders.files.errors import LandingError, PersonalDataFound
from loaders.files.headers import declared_columns, named_cells
from loaders.files.large.partials import write_partials
from loaders.files.large.personal_data import find_in_source
from loaders.files.large.source import Source
from loaders.files.large.summing import DuckDBSumming
from loaders.files.large.vocabulary import SQL_TYPES, vocabulary
from loaders.files.raw_table import ROW, line_of

_JUDGED_AT_ONCE = 50_000
_PROBLEM_TEXTS = ("column", "found", "expected", "mend")
# Digits as they are printed, with or without commas between groups of three.
_PLAIN_TEXT = r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?"
# Below this a binary fraction of six decimals has no more than the 15 digits that are shown.
_EXACT_FRACTION_BELOW = 1_000_000_000
_EXACT_WHOLE_BELOW = 1_000_000_000_000_000


@dataclass(frozen=True)
class CheckedFile:
    """A large file after its check.

    Attributes:
        file: as messages show it.
        format: `csv`, `tsv` or `parquet`.
        rows: the Parquet file of the rows as declared, about to land.
        partials: the folder of its partial aggregates.
        read_row_count: its rows.
        landed_row_count: rows as declared.
        raw: the cells of the other rows, by declared name, with `_row_no`.
        problems: what is wrong with them, as `check_table` gives it.
        rows_a_line: how many row numbers a line takes, as `RawTable` says.
    """

    file: str
    format: str
    rows: Path
    partials: Path
    read_row_count: int
    landed_row_count: int
    raw: pl.DataFrame
    problems: pl.DataFrame
    rows_a_line: int = 1

    @property
    def bad_row_count(self) -> int:
        return self.raw.height

    def first_error(self) -> InputError:
        """The first thing wrong, as the error that refuses the file."""
        return first_error(self.file, self.problems, self.read_row_count, self.rows_a_line)


def check_large_file(
    source: Source, path: Path, kind: Kind, lists: Mapping[str, CodeList], staging: Path
) -> CheckedFile:
    """Check every row and key of a large file, and stage what is as declared.

    Args:
        source: the open file.
        path: the file itself.
        kind: what it is declared to be.
        lists: the closed lists by name.
        staging: a folder for the staged rows and their aggregates.

    Raises:
        PersonalDataFound: it may identify a person.
        InputError: the header is not as declared, rows are not by institution and month, or too
            many rows are wrong.
    """
    finding = find_in_source(source, path.name)
    if finding:
        raise PersonalDataFound(source.file, finding.place, finding.what)
    if source.row_count == 0:
        raise InputError(file=source.file, found="no rows", expected="rows", mend="add rows")
    check = _Check(source, path, kind, lists, staging)
    check.judge_odd_rows()
    check.refuse_other_periods()
    return check.staged()


class _Check:
    def __init__(
        self,
        source: Source,
        path: Path,
        kind: Kind,
        lists: Mapping[str, CodeList],
        staging: Path,
    ) -> None:
        self._source, self._path, self._kind, self._lists = source, path, kind, lists
        self._connection = source.connection
        self._staging = staging
        found = declared_columns(source.header_only(), kind)
        self._indexes = {column: int(cell[1:]) for column, cell in found.items()}
        self._vocabularies = {
            column.name: vocabulary(source, self._indexes.get(column.name), column, lists)
            for column in kind.columns
            if column.type != "number"
        }
        self._problems: list[pl.DataFrame] = []
        self._bad: list[pl.DataFrame] = []
        self._odd_count = 0
        self._connection.execute(
            f"create or replace temp table mended ({ROW} bigint, {self._declared_types()})"
        )
        self._typed = self._typed_rows()
        self._hold_descriptions()

    def _hold_descriptions(self) -> None:
        """Mark the rows that describe a thing otherwise than its list or its first row as odd.

        Odd rows are judged in parts, so the list that judges them gains what the whole file says.
        """
        once = self._kind.described_once
        if once is None:
            return
        found = self._connection.execute(
            f"select min({ROW}) as {ROW}, {once.key}, {once.name}, {once.unit} "
            f"from ({self._typed}) where {once.key} is not null group by all order by all"
        ).fetchall()
        columns = {ROW: pl.Int64, **dict.fromkeys((once.key, once.name, once.unit), pl.String)}
        described = pl.DataFrame(found, schema=columns, orient="row")
        listed = self._lists[once.list]
        first = described.drop_nulls().unique(once.key, keep="first", maintain_order=True)
        added = {
            row[once.key]: Entry(
                row[once.key], (), {name: row[name] for name in (once.name, once.unit)}
            )
            for row in first.iter_rows(named=True)
        }
        self._lists = {
            **self._lists,
            once.list: replace(listed, entries={**added, **listed.entries}),
        }
        wrong = pl.concat(described_otherwise(described, self._kind, self._lists))
        if wrong.is_empty():
            return
        otherwise = described.filter(pl.col(ROW).is_in(wrong[ROW].to_list())).drop(ROW)
        self._connection.register("otherwise", otherwise.to_arrow())
        same = " and ".join(
            f"typed.{column} is not distinct from otherwise.{column}"
            for column in otherwise.columns
        )
        self._typed = (
            "select typed.* replace (is_odd or exists "
            f"(select 1 from otherwise where {same}) as is_odd) from ({self._typed}) as typed"
        )

    def judge_odd_rows(self) -> None:
        """Let the check of small files judge each row that is not plainly as declared."""
        self._connection.execute(
            f"create or replace temp table odd as select *, row_number() over (order by {ROW}) "
            f"as odd_no from {self._source.relation} "
            f"where {ROW} in (select {ROW} from ({self._typed}) where is_odd)"
        )
        counted = self._connection.execute("select count(*) from odd").fetchall()
        self._odd_count = int(counted[0][0])
        for first in range(1, self._odd_count + 1, _JUDGED_AT_ONCE):
            part = f"(from odd where odd_no between {first} and {first + _JUDGED_AT_ONCE - 1})"
            checked = check_table(
                self._source.table(part), self._kind, self._lists, frozenset(), has_whole_keys=False
            )
            self._set_aside(checked.raw, checked.problems)
            good = checked.good.select(ROW, *(column.name for column in self._kind.columns))
            if good.height:
                self._connection.register("judged", good.to_arrow())
                self._connection.execute("insert into mended select * from judged")

    def refuse_other_periods(self) -> None:
        """Refuse rows that the marts by institution and month would leave out."""
        rows = self._connection.execute(
            f"select min({ROW}) from ({self._good_rows()}) where institution_id is null "
            "or day(period_start_date) <> 1 or period_end_date <> last_day(period_start_date)"
        ).fetchall()
        if rows[0][0] is not None:
            limits = conventions().limits
            raise InputError(
                file=self._source.file,
                line=line_of(rows[0][0], self._source.rows_a_line),
                column=self._kind.column("institution_id").header_zh,
                found="a row that is not of one institution and one calendar month",
                expected="only such rows in a large file",
                mend=f"load the other rows as files of at most {limits.large_parquet_rows:,} rows",
            )

    def staged(self) -> CheckedFile:
        """Stage the rows as declared, with their aggregates; of repeated keys, none."""
        self._staging.mkdir(parents=True, exist_ok=True)
        rows, partials = self._staging / "rows.parquet", self._staging / "partials"
        self._write(rows, "")
        summing = DuckDBSumming(self._connection)
        if write_partials(summing, rows, partials):
            repeated = self._repeated_keys(rows)
            if repeated.height:
                self._set_aside_repeated(repeated)
                self._write(rows, f"where {ROW} not in (select {ROW} from repeated)")
                write_partials(summing, rows, partials)
        columns = [column.name for column in self._kind.columns]
        schema = {ROW: pl.Int64, **dict.fromkeys(columns, pl.String)}
        bad = pl.concat([pl.DataFrame(schema=schema), *self._bad]).unique(ROW).sort(ROW)
        problem_schema = {ROW: pl.Int64, **dict.fromkeys(_PROBLEM_TEXTS, pl.String)}
        problems = pl.concat([pl.DataFrame(schema=problem_schema), *self._problems]).sort(
            ROW, maintain_order=True
        )
        landed = int(
            self._connection.execute(
                f"select count(*) from read_parquet({quoted(rows)})"
            ).fetchall()[0][0]
        )
        if landed + bad.height != self._source.row_count:
            raise LandingError(
                f"{self._source.file}: {landed} rows to land and {bad.height} set aside are not "
                f"the {self._source.row_count} rows read; nothing was landed"
            )
        return CheckedFile(
            file=self._source.file,
            format=self._source.format,
            rows=rows,
            partials=partials,
            read_row_count=self._source.row_count,
            landed_row_count=landed,
            raw=bad,
            problems=problems,
            rows_a_line=self._source.rows_a_line,
        )

    def _declared_types(self) -> str:
        return ", ".join(f"{column.name} {SQL_TYPES[column.type]}" for column in self._kind.columns)

    def _typed_rows(self) -> str:
        """SQL of every row, typed, with `is_odd` where it is not plainly as declared."""
        values = {
            column.name: (
                self._number(column)
                if column.type == "number"
                else self._vocabularies[column.name].value
            )
            for column in self._kind.columns
        }
        odd = [each.is_wrong for each in self._vocabularies.values() if each.has_wrong]
        for column in self._kind.columns:
            if column.type == "number":
                odd.append(f"not coalesce({self._is_plain(column, values)}, false)")
            if column.not_before is not None:
                odd.append(f"coalesce({values[column.name]} < {values[column.not_before]}, false)")
        selected = ", ".join(f"{value} as {column}" for column, value in values.items())
        joins = " ".join(each.join for each in self._vocabularies.values())
        return (
            f"select {ROW}, {selected}, {' or '.join(odd)} as is_odd "
            f"from {self._source.relation} {joins}"
        )

    def _good_rows(self) -> str:
        columns = ", ".join(column.name for column in self._kind.columns)
        plain = f"select {ROW}, {columns} from ({self._typed})"
        if not self._odd_count:
            return plain
        return f"{plain} where not is_odd union all select * from mended"

    def _number(self, column: KindColumn) -> str:
        stored = identifier(self._source.header[self._indexes[column.name]])
        column_type = self._source.types[self._indexes[column.name]]
        if column_type == "VARCHAR":
            stored = f"replace(trim({stored}), ',', '')"
        return stored if self._is_exact(column_type) else f"try_cast({stored} as decimal(24, 6))"

    @staticmethod
    def _is_exact(column_type: str) -> bool:
        return "INT" in column_type or column_type.endswith(
            tuple(f",{scale})" for scale in range(7))
        )

    def _is_plain(self, column: KindColumn, values: Mapping[str, str]) -> str:
        """SQL of whether a figure is surely within its bounds and has all its digits."""
        stored = identifier(self._source.header[self._indexes[column.name]])
        column_type = self._source.types[self._indexes[column.name]]
        value = values[column.name]
        conditions = [f"{value} <= {self._largest(column, values)}"]
        conditions.append(f"{value} >= {0 if column.minimum is None else column.minimum}")
        if column.maximum is not None:
            conditions.append(f"{value} <= {column.maximum}")
        if column_type == "VARCHAR":
            conditions.append(f"regexp_full_match(trim({stored}), '{_PLAIN_TEXT}')")
        elif column_type in ("FLOAT", "DOUBLE"):
            conditions.append(
                f"isfinite({stored}) and cast({value} as double) = {stored} and abs({stored}) < "
                f"case when {stored} = round({stored}) then {_EXACT_WHOLE_BELOW} "
                f"else {_EXACT_FRACTION_BELOW} end"
            )
        elif not self._is_exact(column_type):
            conditions.append(f"{value} = {stored}")
        return " and ".join(conditions)

    def _largest(self, column: KindColumn, values: Mapping[str, str]) -> str:
        """SQL of the largest figure that can be true in the unit of the row."""
        declared = conventions()
        largest = {}
        for unit, entry in self._lists["units"].entries.items():
            base = declared.largest_base_values.get(
                entry.attributes["dimension_code"], declared.largest_base_values["other"]
            )
            in_unit = int(base / float(entry.attributes["multiplier"]))
            largest[unit] = min(in_unit, declared.largest_written_value)
        if column.fixed_unit:
            return str(largest[column.fixed_unit])
        cases = " ".join(f"when {literal(unit)} then {bound}" for unit, bound in largest.items())
        return f"case {values[column.unit_column or '']} {cases} end"

    def _write(self, rows: Path, where: str) -> None:
        """Stage rows: the file itself where nothing of it would change."""
        if not where and self._is_as_it_lands():
            shutil.copyfile(self._path, rows)
            return
        order = "" if self._is_in_months() else "order by period_start_date"
        self._connection.execute(
            f"copy (select * from ({self._good_rows()}) {where} {order}) "
            f"to {quoted(rows)} (format parquet, compression zstd)"
        )

    def _is_as_it_lands(self) -> bool:
        return (
            self._source.path == self._path
            and not self._odd_count
            and set(self._source.header) == {column.name for column in self._kind.columns}
            and all(each.stored for each in self._vocabularies.values())
            and all(
                self._is_exact(self._source.types[self._indexes[column.name]])
                for column in self._kind.columns
                if column.type == "number"
            )
            and self._is_in_months()
        )

    def _is_in_months(self) -> bool:
        """Whether the rows come month by month, so that a reader of some skips the others."""
        index = self._indexes["period_start_date"]
        days = dict(
            self._vocabularies["period_start_date"].entries.select("text", "value").iter_rows()
        )
        ranges = self._connection.execute(
            "select stats_min_value, stats_max_value "
            f"from parquet_metadata({quoted(self._source.path)}) where path_in_schema = ?",
            [self._source.header[index]],
        ).fetchall()
        spans = [_months(days.get(low), days.get(high)) for low, high in ranges]
        if None in spans:
            return False
        crossed = sum(span for span in spans if span is not None)
        return crossed <= 2 * (len(ranges) + len(days))

    def _repeated_keys(self, rows: Path) -> pl.DataFrame:
        """Rows whose key stands more than once, with the first and last of its rows."""
        key = ", ".join(self._kind.key)
        same = " and ".join(
            f"landing.{column} is not distinct from twice.{column}" for column in self._kind.key
        )
        numbered = numbered_rows(self._connection, rows, self._source.first_row_no)
        found = self._connection.execute(
            f"with landing as ({numbered}), twice as (select {key}, min({ROW}) as first, "
            f"max({ROW}) as last from landing group by all having count(*) > 1) "
            f"select landing.{ROW}, twice.first, twice.last "
            f"from landing inner join twice on {same} "
            f"order by landing.{ROW} limit {conventions().limits.wrong_rows + 1}"
        ).fetchall()
        return pl.DataFrame(found, schema=[ROW, "first", "last"], orient="row")

    def _set_aside_repeated(self, repeated: pl.DataFrame) -> None:
        self._connection.register("repeated", repeated.select(ROW).to_arrow())
        table = self._source.table(
            f"(from {self._source.relation} where {ROW} in (select {ROW} from repeated))"
        )
        problems = repeated_key_problems(repeated, self._kind, self._source.rows_a_line)
        self._set_aside(named_cells(table, self._kind), problems.select(ROW, *_PROBLEM_TEXTS))

    def _set_aside(self, raw: pl.DataFrame, problems: pl.DataFrame) -> None:
        self._problems.append(problems)
        self._bad.append(raw.join(problems.select(ROW).unique(), on=ROW, how="semi"))
        limits = conventions().limits
        if sum(each.height for each in self._bad) > limits.wrong_rows:
            error = first_error(
                self._source.file,
                problems,
                self._source.row_count,
                self._source.rows_a_line,
            )
            error.add_note(
                f"more than {limits.wrong_rows:,} rows are wrong; the rest was not looked at"
            )
            raise error


def numbered_rows(connection: duckdb.DuckDBPyConnection, rows: Path, first_row_no: int) -> str:
    """SQL of staged rows with their `_row_no`: stored, or their place in a file landed whole."""
    columns = connection.execute(f"describe select * from read_parquet({quoted(rows)})").fetchall()
    if ROW in {column[0] for column in columns}:
        return f"select * from read_parquet({quoted(rows)})"
    return (
        f"select *, file_row_number + {first_row_no} as {ROW} "
        f"from read_parquet({quoted(rows)}, file_row_number = true)"
    )


def _months(low: date | None, high: date | None) -> int | None:
    if low is None or high is None:
        return None
    return (high.year - low.year) * 12 + high.month - low.month + 1
