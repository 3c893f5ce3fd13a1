"""What the YAML files of `kinds/` declare: kinds of files, their columns, and conventions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from foundation.yaml_files import read_yaml

KINDS_FOLDER = Path(__file__).parent / "kinds"
ColumnType = Literal["code", "text", "roc_year", "date", "number", "boolean"]


@dataclass(frozen=True)
class Limits:
    """Sizes beyond which a file is refused: bytes, rows, columns, characters.

    Those of `large_` tell which files of a kind that may be large are not read into memory;
    `different_texts` of a column and `wrong_rows` hold for them only.
    """

    text_file_bytes: int
    line_bytes: int
    workbook_bytes: int
    unpacked_bytes: int
    parquet_bytes: int
    unpacked_parquet_bytes: int
    row_count: int
    column_count: int
    recipe_column_count: int
    cell_characters: int
    large_text_bytes: int
    large_parquet_rows: int
    different_texts: int
    wrong_rows: int


@dataclass(frozen=True)
class Conventions:
    """What holds for every kind of file.

    Attributes:
        blanks: texts that mean an empty cell.
        totals: what the name of a total among parts reads like.
        accepts_full_width_digits: whether １２３ is read as 123.
        percent_units: units whose figures may carry `%`.
        multiples: what 萬, 億 and the like multiply by.
        multiple_dimensions: dimensions of units that may carry one.
        decimal_places: as many as are kept of a figure.
        largest_base_values: the largest figure in its base unit, by dimension of its unit.
        largest_written_value: the largest figure as written.
        limits: sizes.
    """

    blanks: tuple[str, ...]
    totals: str
    accepts_full_width_digits: bool
    percent_units: tuple[str, ...]
    multiples: Mapping[str, int]
    multiple_dimensions: tuple[str, ...]
    decimal_places: int
    largest_base_values: Mapping[str, int]
    largest_written_value: int
    limits: Limits


@dataclass(frozen=True)
class KindColumn:
    """A declared column.

    Attributes:
        name: its name in the warehouse; also accepted as a header.
        header_en, header_zh: the headers of the template.
        also: further headers accepted.
        type: how a cell is read.
        note_en, note_zh: what the column is, for the template and the documentation.
        example: a cell as a user would write it; empty where there is none.
        is_required: whether every row has a value.
        default: what an empty cell means.
        list_name: the closed list of a `code`.
        required_where: a column and the value of it that makes this one required; for any other
            value this one must be empty.
        must_equal: a code column and the attribute of its entry that this column must equal.
        unit_column, fixed_unit: where the unit of a `number` stands.
        minimum, maximum: bounds, both included: of a number or ROC year, or of a date as ISO text.
        not_before: a date column that this date may not precede.
        end_of_period: `first` or `last`, the day of a period that a date column takes where the
            period is written as one, such as 113年第1季.
        is_part: whether a text that says 合計 or the like marks a total, which the kind computes.
        pattern, pattern_means: what a whole text must match, and the words for it.
        minimum_length, maximum_length: characters of a text.
        is_multiline: whether a text may have line ends.
    """

    name: str
    header_en: str
    header_zh: str
    also: tuple[str, ...]
    type: ColumnType
    note_en: str
    note_zh: str
    example: str
    is_required: bool
    default: str | None
    list_name: str | None
    required_where: tuple[str, str] | None
    must_equal: tuple[str, str] | None
    unit_column: str | None
    fixed_unit: str | None
    minimum: Decimal | date | None
    maximum: Decimal | date | None
    not_before: str | None
    end_of_period: str | None
    is_part: bool
    pattern: str | None
    pattern_means: str | None
    minimum_length: int
    maximum_length: int | None
    is_multiline: bool

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.name, self.header_en, self.header_zh, *self.also)


@dataclass(frozen=True)
class DocumentKeys:
    """The public table whose rows from documents a file may not repeat, and its key columns."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class DescribedOnce:
    """Columns that say the same in every row of a key: its name, and a unit or another scale of it.

    Attributes:
        key: the column that tells what is described.
        list: the list of what is described already.
        name, unit: the columns that describe it, and the attributes of the list.
    """

    key: str
    list: str
    name: str
    unit: str


@dataclass(frozen=True)
class Kind:
    """A declared kind of file: its columns in order, the columns that tell rows apart, those whose
    names no two rows share, and whether its files may be too large for memory."""

    name: str
    title_en: str
    title_zh: str
    description_en: str
    description_zh: str
    reaches: str
    key: tuple[str, ...]
    document_keys: DocumentKeys | None
    columns: tuple[KindColumn, ...]
    may_be_large: bool
    described_once: DescribedOnce | None = None
    unique_names: tuple[str, ...] = ()

    def column(self, name: str) -> KindColumn:
        return next(column for column in self.columns if column.name == name)


@cache
def conventions() -> Conventions:
    """The declared conventions."""
    declared = read_yaml(KINDS_FOLDER / "_conventions.yml")
    return Conventions(
        blanks=tuple(declared["blanks"]),
        totals=declared["totals"],
        accepts_full_width_digits=declared["full_width_digits"] == "accepted",
        percent_units=tuple(declared["percent_units"]),
        multiples=declared["multiples"],
        multiple_dimensions=tuple(declared["multiple_dimensions"]),
        decimal_places=declared["decimal_places"],
        largest_base_values=declared["largest_base_values"],
        largest_written_value=declared["largest_written_value"],
        limits=Limits(**declared["limits"]),
    )


def kind_names() -> tuple[str, ...]:
    """The names of the kinds, which their files have: nothing is read."""
    return tuple(sorted(path.stem for path in KINDS_FOLDER.glob("[a-z]*.yml")))


@cache
def kinds() -> dict[str, Kind]:
    """Every declared kind by name."""
    found = {}
    for name in kind_names():
        declared = read_yaml(KINDS_FOLDER / f"{name}.yml")
        keys = declared.get("document_keys")
        found[declared["kind"]] = Kind(
            name=declared["kind"],
            title_en=declared["title_en"],
            title_zh=declared["title_zh"],
            description_en=declared["description_en"],
            description_zh=declared["description_zh"],
            reaches=declared["reaches"],
            key=tuple(declared["key"]),
            document_keys=DocumentKeys(keys["table"], tuple(keys["columns"])) if keys else None,
            columns=tuple(_column(column) for column in declared["columns"]),
            may_be_large=declared.get("may_be_large", False),
            described_once=DescribedOnce(**declared["described_once"])
            if "described_once" in declared
            else None,
            unique_names=tuple(declared.get("unique_names", ())),
        )
    return found


@cache
def list_declarations() -> dict[str, dict[str, Any]]:
    """The declared closed lists by name, as their YAML gives them."""
    declared: dict[str, dict[str, Any]] = read_yaml(KINDS_FOLDER / "_lists.yml")
    return declared


def _column(declared: Mapping[str, Any]) -> KindColumn:
    must_equal = declared.get("must_equal")
    where = declared.get("required_where")
    is_date = declared["type"] == "date"
    return KindColumn(
        name=declared["name"],
        header_en=declared["header_en"],
        header_zh=declared["header_zh"],
        also=tuple(declared.get("also", ())),
        type=declared["type"],
        note_en=declared["note_en"],
        note_zh=declared["note_zh"],
        example=declared["example"],
        is_required=declared.get("required", True),
        default=declared.get("default"),
        list_name=declared.get("list"),
        required_where=(where["column"], where["value"]) if where else None,
        must_equal=(must_equal["column"], must_equal["attribute"]) if must_equal else None,
        unit_column=declared.get("unit_column"),
        fixed_unit=declared.get("fixed_unit"),
        minimum=_bound(declared.get("minimum"), is_date=is_date),
        maximum=_bound(declared.get("maximum"), is_date=is_date),
        not_before=declared.get("not_before"),
        end_of_period=declared.get("end_of_period"),
        is_part=declared.get("is_part", False),
        pattern=declared.get("pattern"),
        pattern_means=declared.get("pattern_means"),
        minimum_length=declared.get("minimum_length", 1),
        maximum_length=declared.get("maximum_length"),
        is_multiline=declared.get("is_multiline", False),
    )


def _bound(value: str | int | None, *, is_date: bool) -> Decimal | date | None:
    if value is None:
        return None
    return date.fromisoformat(str(value)) if is_date else Decimal(value)
