"""Which rows of a file are as declared, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import reduce

import polars as pl

from foundation.errors import InputError
from foundation.keys import ABSENT, ESCAPES, SEPARATOR
from loaders.files.cells import Rule, reading, resolved_code, shown_cell, stripped
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Kind, KindColumn
from loaders.files.headers import named_cells
from loaders.files.landing import KEY
from loaders.files.raw_table import RECIPE_MEND, ROW, RawTable, line_of, place_of

# What a spreadsheet adds to a year of three digits, ROC 107 becoming 2007.
_SPREADSHEET_CENTURY = 1900
_TEXTS = ("column", "found", "expected", "mend")


@dataclass(frozen=True)
class CheckedTable:
    """A table after its check.

    Attributes:
        file: the file as messages show it.
        format: of the file, as `RawTable` says.
        raw: its cells as read, with `_row_no`; columns by declared name.
        good: the rows as declared: `_row_no`, typed columns, `<number>_text` as written, `_key`.
        problems: what is wrong, by row and column: `_row_no, column, found, expected, mend`.
        rows_a_line: of the table, as `RawTable` says.
    """

    file: str
    format: str
    raw: pl.DataFrame
    good: pl.DataFrame
    problems: pl.DataFrame
    rows_a_line: int = 1

    @property
    def read_row_count(self) -> int:
        return self.raw.height

    @property
    def landed_row_count(self) -> int:
        return self.good.height

    @property
    def bad_row_count(self) -> int:
        return self.problems[ROW].n_unique()

    def first_error(self) -> InputError:
        """The first thing wrong, as the error that refuses the file."""
        return first_error(self.file, self.problems, self.read_row_count, self.rows_a_line)


def first_error(
    file: str, problems: pl.DataFrame, row_count: int, rows_a_line: int = 1
) -> InputError:
    """The first of some problems, as the error that refuses a file of so many rows."""
    first = problems.sort(ROW, maintain_order=True).row(0, named=True)
    error = InputError(
        file=file,
        line=line_of(first[ROW], rows_a_line),
        column=first["column"],
        found=first["found"],
        expected=first["expected"],
        mend=first["mend"],
    )
    bad_row_count = problems[ROW].n_unique()
    if bad_row_count > 1:
        others = ", `--quarantine` loads the others" if bad_row_count < row_count else ""
        error.add_note(
            f"{bad_row_count} of {row_count} rows cannot be loaded; `--dry-run` lists them{others}"
        )
    return error


def check_table(
    table: RawTable,
    kind: Kind,
    lists: Mapping[str, CodeList],
    taken_keys: Set[str],
    *,
    has_whole_keys: bool = True,
) -> CheckedTable:
    """Check every cell and key of a table.

    Args:
        table: as read.
        kind: what it is declared to be.
        lists: the closed lists by name.
        taken_keys: keys that documents already give a figure for, as `_key` texts.
        has_whole_keys: whether keys are compared; not where the table is a part of a file.

    Raises:
        InputError: the header is not as declared.
    """
    raw = named_cells(table, kind)
    texts = raw.with_columns(stripped(column).alias(column.name) for column in kind.columns)
    coded = texts.with_columns(
        resolved_code(column, lists).alias(column.name)
        for column in kind.columns
        if column.type == "code"
    )
    # Codes are judged by what was written, all else beside the codes it names.
    problems = [
        _broken(texts if column.type == "code" else coded, column, rule_no, rule)
        for column in kind.columns
        for rule_no, rule in enumerate(reading(column, lists).rules)
    ]
    typed = pl.concat(
        [
            texts.select(ROW),
            *(
                (texts if column.type == "code" else coded).select(
                    **dict(reading(column, lists).values)
                )
                for column in kind.columns
            ),
        ],
        how="horizontal",
    ).with_columns(_key(kind))
    problems += [_across_columns(typed, texts, kind, lists)]
    problems += described_otherwise(typed, kind, lists)
    problems += _known_already(typed, kind, lists)
    if has_whole_keys:
        problems += [_repeated_keys(typed, kind, pl.concat(problems), table.rows_a_line)]
    problems += [_taken_keys(typed, kind, taken_keys)]
    found = _lone_cells(_first_of_each_cell(pl.concat(problems), kind), texts, kind)
    good = typed.filter(~pl.col(ROW).is_in(found[ROW].unique().to_list()))
    return CheckedTable(table.file, table.format, raw, good, found, table.rows_a_line)


def _broken(frame: pl.DataFrame, column: KindColumn, rule_no: int, rule: Rule) -> pl.DataFrame:
    mend = pl.lit(rule.mend) if isinstance(rule.mend, str) else rule.mend
    found = shown_cell(column.name) if rule.found is None else rule.found
    # A rule that reads no column gives one value; as a column it has one for each row.
    is_broken = frame.select(pl.col(ROW), is_broken=rule.is_broken.fill_null(value=False))
    return (
        frame.filter(is_broken["is_broken"])
        .select(
            ROW,
            column=pl.lit(column.header_zh),
            found=found.fill_null("an empty cell"),
            expected=pl.lit(rule.expected),
            mend=mend,
            rule_no=pl.lit(rule_no, pl.Int32),
        )
        .cast(dict.fromkeys(_TEXTS, pl.String))
    )


def _lone_cells(problems: pl.DataFrame, texts: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Of a line with one cell, say that it is none of the table, not what each cell lacks."""
    given = [column.name for column in kind.columns if column.default is None]
    filled = texts.select(
        ROW,
        count=pl.sum_horizontal(pl.col(given).is_not_null()),
        cell=pl.coalesce(given),
    )
    lone = filled.filter(
        (pl.col("count") == 1) & pl.col(ROW).is_in(problems[ROW].unique().to_list())
    )
    if lone.is_empty() or sum(column.is_required for column in kind.columns) == 1:
        return problems
    notes = lone.select(
        ROW,
        column=pl.lit("the whole row"),
        found=pl.format("a line of one cell, {}", shown_cell("cell")),
        expected=pl.lit("rows of the table; a title, note or heading is for a recipe"),
        mend=pl.lit(RECIPE_MEND),
    )
    others = problems.filter(~pl.col(ROW).is_in(lone[ROW].to_list()))
    return pl.concat([others, notes]).sort(ROW, maintain_order=True)


def _first_of_each_cell(problems: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    order = {column.header_zh: number for number, column in enumerate(kind.columns)}
    return (
        problems.with_columns(
            column_no=pl.col("column").replace_strict(
                order, default=len(order), return_dtype=pl.Int32
            )
        )
        .sort(ROW, "column_no", "rule_no", maintain_order=True)
        .unique([ROW, "column"], keep="first", maintain_order=True)
        .select(ROW, *_TEXTS)
    )


def _key(kind: Kind) -> pl.Expr:
    """The key of each row, as `foundation.keys.key_of` writes it."""
    parts = [
        reduce(_escaped, ESCAPES, pl.col(name).cast(pl.String)).fill_null(ABSENT)
        for name in kind.key
    ]
    return pl.concat_str(parts, separator=SEPARATOR).alias(KEY)


def _escaped(part: pl.Expr, escape: tuple[str, str]) -> pl.Expr:
    return part.str.replace_all(*escape, literal=True)


def _across_columns(
    typed: pl.DataFrame, texts: pl.DataFrame, kind: Kind, lists: Mapping[str, CodeList]
) -> pl.DataFrame:
    schema = {ROW: pl.Int64, **dict.fromkeys(_TEXTS, pl.String), "rule_no": pl.Int32}
    problems = [pl.DataFrame(schema=schema)]
    beside = typed.with_columns(
        texts[column.name].alias(f"{column.name}__written") for column in kind.columns
    )
    for column in kind.columns:
        if column.not_before is not None:
            rule = Rule(
                pl.col(column.name) < pl.col(column.not_before),
                f"a day not before {kind.column(column.not_before).header_zh}",
                "correct one of the two dates",
                pl.col(column.name).cast(pl.String),
            )
            problems.append(_broken(beside, column, 50, rule))
        if column.type == "date":
            problems += [_broken(beside, column, -1, rule) for rule in _misread_years(column, kind)]
        if column.required_where is not None:
            other, value = column.required_where
            header = kind.column(other).header_zh
            is_needed = pl.col(other) == value
            rule = Rule(
                is_needed != pl.col(f"{column.name}__written").is_not_null(),
                f"something where {header} is {value}, and nothing elsewhere",
                f"fill in or empty the cell, or correct {header}",
            )
            problems.append(_broken(beside, column, 52, rule))
        if column.must_equal is not None:
            other, attribute = column.must_equal
            entries = lists[kind.column(other).list_name or ""].entries
            attributes = {value: entry.attributes[attribute] for value, entry in entries.items()}
            owner = pl.col(other).replace_strict(attributes, default=None, return_dtype=pl.String)
            rule = Rule(
                pl.col(column.name) != owner,
                f"what the {kind.column(other).header_zh} belongs to",
                pl.format(
                    "write {}, or correct the {}", owner, pl.lit(kind.column(other).header_zh)
                ),
                pl.format("`{}`", pl.col(f"{column.name}__written")),
            )
            problems.append(_broken(beside, column, 51, rule))
    return pl.concat(problems)


def _misread_years(column: KindColumn, kind: Kind) -> list[Rule]:
    """A spreadsheet reads 107/12/31 as a day of 2007: beside the ROC year 107 that shows."""
    return [
        Rule(
            pl.col(column.name).dt.year() == pl.col(year.name) + _SPREADSHEET_CENTURY,
            f"a day of the years since {year.header_zh}",
            "write the date as text (in a spreadsheet: format the cells as text first)",
            pl.format(
                "{}: a spreadsheet read the ROC year {} as {}",
                pl.col(f"{column.name}__written"),
                pl.col(year.name),
                pl.col(column.name).dt.year(),
            ),
        )
        for year in kind.columns
        if year.type == "roc_year"
    ]


def described_otherwise(
    typed: pl.DataFrame, kind: Kind, lists: Mapping[str, CodeList]
) -> list[pl.DataFrame]:
    """What is wrong with rows that give a thing another name, or a unit of another base.

    Args:
        typed: the rows in order, with `_row_no`; what the list has not is as its first row says.
        kind: what they are declared to be.
        lists: the lists by name.
    """
    once = kind.described_once
    if once is None:
        return []
    known = lists[once.list].entries
    units = lists[kind.column(once.unit).list_name or ""].entries
    base_units = {unit: entry.attributes["base_unit_zh"] for unit, entry in units.items()}
    problems = []
    for name in (once.name, once.unit):
        column = kind.column(name)
        listed = {key: entry.attributes[name] for key, entry in known.items()}
        said = pl.col(once.key).replace_strict(listed, default=None, return_dtype=pl.String)
        # In the frame, for a rule shows what is wrong of the broken rows alone.
        described = typed.with_columns(
            right=pl.coalesce(said, pl.col(name).drop_nulls().first().over(once.key))
        )
        given: pl.Expr = pl.col(name)
        right = expected = pl.col("right")
        if name == once.unit:
            given = given.replace_strict(base_units, default=None, return_dtype=pl.String)
            expected = expected.replace_strict(base_units, default=None, return_dtype=pl.String)
        rule = Rule(
            given != expected,
            f"one {column.header_zh} for each {kind.column(once.key).header_zh}",
            pl.format("write `{}`, or give another {}", right, pl.lit(once.key)),
            pl.format("`{}`", pl.col(name)),
        )
        problems.append(_broken(described, column, 53, rule))
    return problems


def _known_already(
    typed: pl.DataFrame, kind: Kind, lists: Mapping[str, CodeList]
) -> list[pl.DataFrame]:
    """What is wrong with rows that add to a list a value or a name that another has."""
    code_list = next((each for each in lists.values() if each.added_by == kind.name), None)
    if code_list is None:
        return []
    (key,) = kind.key
    documents = [value for value, entry in code_list.entries.items() if not entry.is_loaded]
    taken = Rule(
        pl.col(key).is_in(documents),
        "one that no document has",
        "leave the row out, for it is there already; or give another a code of its own",
    )
    problems = [_broken(typed, kind.column(key), 54, taken)]
    owners = {
        label: entry.value
        for entry in code_list.entries.values()
        for label in entry.labels
        if label
    }
    for name in kind.unique_names:
        owner = pl.col(name).replace_strict(owners, default=None, return_dtype=pl.String)
        named = typed.with_columns(
            owner=pl.coalesce(
                pl.when(owner != pl.col(key)).then(owner),
                pl.col(key).first().over(name),
            )
        )
        rule = Rule(
            pl.col("owner") != pl.col(key),
            f"a name that no other {code_list.title} has",
            pl.format("write `{}` if that one is meant, or its full name", pl.col("owner")),
        )
        problems.append(_broken(named, kind.column(name), 55, rule))
    return problems


def _key_problem(rows: pl.DataFrame, kind: Kind, found: pl.Expr, mend: str) -> pl.DataFrame:
    return rows.select(
        ROW,
        column=pl.lit(" + ".join(kind.column(name).header_zh for name in kind.key)),
        found=found,
        expected=pl.lit("each key once"),
        mend=pl.lit(mend),
        rule_no=pl.lit(60, pl.Int32),
    ).cast(dict.fromkeys(_TEXTS, pl.String))


def _repeated_keys(
    typed: pl.DataFrame, kind: Kind, problems: pl.DataFrame, rows_a_line: int
) -> pl.DataFrame:
    """Every row of a key that stands more than once: which of them is right, nobody can tell."""
    key_headers = [kind.column(name).header_zh for name in kind.key]
    unreadable = problems.filter(pl.col("column").is_in(key_headers))[ROW].unique().to_list()
    keyed = typed.filter(~pl.col(ROW).is_in(unreadable))
    repeated = keyed.filter(pl.col(KEY).is_duplicated()).with_columns(
        first=pl.col(ROW).min().over(KEY), last=pl.col(ROW).max().over(KEY)
    )
    return repeated_key_problems(repeated, kind, rows_a_line)


def repeated_key_problems(repeated: pl.DataFrame, kind: Kind, rows_a_line: int = 1) -> pl.DataFrame:
    """What is wrong with rows of repeated keys: `_row_no`, `first` and `last` row of the key."""
    first, last = (place_of(rows_a_line, pl.col(name)) for name in ("first", "last"))
    found = (
        pl.when(pl.col(ROW) == pl.col("first"))
        .then(pl.format("a key that stands again in row {}", last))
        .otherwise(pl.format("the key again, first seen in row {}", first))
    )
    mend = "see which of the two is meant, or what else tells them apart"
    return _key_problem(repeated, kind, found, mend)


def _taken_keys(typed: pl.DataFrame, kind: Kind, taken_keys: Set[str]) -> pl.DataFrame:
    taken = typed.filter(pl.col(KEY).is_in(list(taken_keys)))
    return _key_problem(
        taken,
        kind,
        pl.lit("a key that a published document already has a figure for"),
        "load the file without it: what a document prints is corrected in seeds/corrections",
    )
