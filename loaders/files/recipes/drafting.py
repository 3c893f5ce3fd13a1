"""A recipe drafted from what a file looks like, with the reason of each guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from loaders.files.cells import BOOLEANS
from loaders.files.code_lists import CodeList
from loaders.files.declarations import Kind, KindColumn, conventions
from loaders.files.headers import columns_by_header, folded_header
from loaders.files.raw_table import ROW, Grid, RawTable
from loaders.files.recipes.applying import LINE, cells_of

_NUMBER = r"^[（(]?[-−+]?[\d,]+(?:\.\d+)?%?[)）]?$"
_YEAR_HEADER = r"^(?:民國)?(?P<year>(?:19|20)\d{2}|\d{2,3})\s*(?:年度?)?$"
_YEAR_AND_MORE = r"^(?P<year>(?:19|20)\d{2}|\d{2,3})年?度?(?P<what>\D.*)$"
_NOTE = (
    r"^(?:\W|\d+[.、])*"
    r"(?:資料來源|來源|附?註|備註|說明|單位|製表|更新|Notes?\b|Sources?\b|Footnote)"
)
_UNIT_IN_TEXT = re.compile(r"單位\s*[:：]\s*(\S+)")
_UNIT_IN_HEADER = re.compile(r"^(.*?)\s*[(（【]\s*([^()（）【】]+?)\s*[)）】]\s*$")
_YEAR_IN_TEXT = re.compile(r"(?:中\s*華\s*民\s*國|民國)?\s*(\d{2,3})\s*年")
_PERIODS = frozenset(
    (
        *("year", "date", "period", "fiscalyear"),
        *("年", "年別", "年度", "統計年", "統計期", "統計年月", "年月", "月份", "日期", "期間"),
    )
)
_NO_FIGURES = ("..", "...", "N/A", "NA", "n/a", "x")
_COUNT_SHARE = 0.6
_CODE_HEADER = r"代?碼|編號|(?:^|[ _])(?i:id|code|no)\.?$|ID$"


@dataclass
class Draft:
    """A drafted recipe.

    Attributes:
        declared: the recipe as YAML would give it.
        reasons: why each thing is guessed, in order.
        questions: what cannot be told from the file.
    """

    declared: dict[str, Any]
    reasons: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def drafted(
    source: Grid | RawTable, path: Path, kind: Kind, lists: Mapping[str, CodeList]
) -> Draft:
    """Draft the recipe of a file.

    Args:
        source: its cells.
        path: the file, whose name is a hint.
        kind: what its rows are to become.
        lists: the closed lists by name.
    """
    return _Drafting(source, path, kind, lists).draft()


class _Drafting:
    def __init__(
        self, source: Grid | RawTable, path: Path, kind: Kind, lists: Mapping[str, CodeList]
    ) -> None:
        self._kind, self._lists = kind, lists
        cells = cells_of(source)
        self._names = [f"c{index}" for index in range(cells.width)]
        frame = cells.frame.with_columns(
            pl.col(self._names).str.replace_all(r"\s+", " ").str.strip_chars()
        )
        self._rows = frame.filter(
            pl.any_horizontal(pl.col(name) != "" for name in self._names)
        ).collect()
        self._by_header = columns_by_header(kind)
        self._slug = _slug(path.stem)
        self._title = path.stem
        self._header_of_format = source.header if isinstance(source, RawTable) else None
        self._draft = Draft({"recipe": self._slug, "kind": kind.name})
        if isinstance(source, Grid) and source.beside and source.sheet:
            self._guess("read", {"sheet": source.sheet}, f"the sheet `{source.sheet}` is read")
        self._texts_above: list[str] = []

    def draft(self) -> Draft:
        header_no = self._header()
        body, headers = self._body(header_no)
        self._columns(body, headers)
        self._missing(headers)
        return self._draft

    def _guess(self, key: str, value: Any, reason: str) -> None:
        declared = self._draft.declared
        if isinstance(value, dict):
            declared.setdefault(key, {}).update(value)
        elif isinstance(value, list):
            declared.setdefault(key, []).extend(value)
        else:
            declared[key] = value
        self._draft.reasons.append(f"{key}: {reason}")

    # Lines

    def _header(self) -> int | None:
        """The line that most looks like a header: declared names, or texts as wide as the table."""
        if self._header_of_format is not None:
            return None
        width = self._filled_counts().max()
        best, best_score = None, -1.0
        for row in self._rows.head(30).iter_rows(named=True):
            cells = [row[name] for name in self._names if row[name]]
            known = sum(folded_header(cell) in self._by_header for cell in cells)
            texts = sum(not re.match(_NUMBER, cell) for cell in cells)
            is_wide = len(cells) >= _COUNT_SHARE * int(str(width or 1))
            score = 10 * known + (texts if is_wide else 0)
            if score > best_score:
                best, best_score = int(row[ROW]), score
        first = int(self._rows[ROW][0])
        if best is not None and best != first:
            above = self._rows.filter(pl.col(ROW) < best)
            self._texts_above = [
                text for row in above.select(self._names).iter_rows() for text in row if text
            ]
            self._guess("header", best, f"line {best} holds the most names of columns; what stands "
                        "above it is a title")  # fmt: skip
        return best

    def _filled_counts(self) -> pl.Series:
        return self._rows.select(
            pl.sum_horizontal((pl.col(name) != "").cast(pl.Int32) for name in self._names)
        ).to_series()

    def _body(self, header_no: int | None) -> tuple[pl.DataFrame, list[str]]:
        if header_no is None:
            headers = list(self._header_of_format or ())
            body = self._rows
        else:
            line = self._rows.filter(pl.col(ROW) == header_no).row(0, named=True)
            seen: dict[str, int] = {}
            headers = []
            for number, name in enumerate(self._names, start=1):
                header = line[name] or f"#{number}"
                seen[header] = seen.get(header, 0) + 1
                headers.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
            body = self._rows.filter(pl.col(ROW) > header_no)
        foot = 0
        for row in reversed(body.select(self._names).rows()):
            cells = [cell for cell in row if cell]
            is_note = len(cells) == 1 and (len(self._names) > 2 or re.match(_NOTE, cells[0]))
            if not (is_note or re.match(_NOTE, cells[0])):
                break
            foot += 1
        if foot:
            self._guess("skip", {"foot": foot}, f"the last {foot} lines are notes")
            body = body.head(body.height - foot)
        return body, headers

    # Columns

    def _columns(self, body: pl.DataFrame, headers: Sequence[str]) -> None:
        taken: set[str] = set()
        unknown: list[tuple[str, str]] = []
        empty = [
            header
            for cell, header in zip(self._names, headers, strict=True)
            if not (body[cell] != "").any()
        ]
        if empty:
            self._guess("drop", empty, f"nothing stands under {_some(empty)}")
        for cell, header in zip(self._names, headers, strict=True):
            if header in empty:
                continue
            column = self._by_header.get(folded_header(header))
            if column is not None and column.name not in taken and _fits(column, body[cell]):
                taken.add(column.name)
                self._guess_column(column, body[cell], header)
                continue
            split = _UNIT_IN_HEADER.match(header)
            named = self._by_header.get(folded_header(split[1])) if split else None
            unit = self._unit(split[2]) if split else None
            if named and named.unit_column and unit and named.name not in taken:
                taken.add(named.name)
                self._guess("rename", {header: named.name}, f"`{header}` is {named.header_zh}")
                self._guess(
                    "constants",
                    {named.unit_column: unit},
                    f"the header says {split[2] if split else ''}",
                )
                taken.add(named.unit_column)
            else:
                unknown.append((cell, header))
        self._taken = taken
        self._unknown(body, unknown)

    def _guess_column(self, column: KindColumn, cells: pl.Series, header: str) -> None:
        if column.is_part and cells.str.contains(conventions().totals).any():
            self._guess(
                "totals",
                {"column": header},
                f"`{header}` names totals, which are left out, for they are computed",
            )
        if column.type == "number":
            marks = sorted(set(cells.filter(cells.is_in(list(_NO_FIGURES)))))
            if marks:
                self._guess("blanks", marks, f"{', '.join(marks)} stands where a figure would")

    def _unknown(self, body: pl.DataFrame, unknown: Sequence[tuple[str, str]]) -> None:
        figures = [column for column in self._kind.columns if column.type == "number"]
        is_wanted = any(column.is_required and column.name not in self._taken for column in figures)
        value = next(iter(figures), None) or self._kind.column("target_text")
        is_wanted = is_wanted or (not figures and value.name not in self._taken)
        years = [header for _, header in unknown if re.match(_YEAR_HEADER, header)]
        if is_wanted and years and "roc_year" in {each.name for each in self._kind.columns}:
            pattern = _YEAR_HEADER.replace("year>", "roc_year>")
            self._guess("long", {"matching": pattern, "pattern": pattern, "value": value.name},
                        f"the headers {_some(years)} are years")  # fmt: skip
            self._taken |= {"roc_year", value.name}
            unknown = [each for each in unknown if each[1] not in years]
        elif self._kind.name == "programme_metrics":
            unknown = self._metrics(body, unknown, years, is_wanted=is_wanted)
        for _, header in unknown:
            self._guess("drop", [header], f"`{header}` is no column of {self._kind.name}")

    def _metrics(
        self,
        body: pl.DataFrame,
        unknown: Sequence[tuple[str, str]],
        years: Sequence[str],
        *,
        is_wanted: bool,
    ) -> list[tuple[str, str]]:
        """Columns of figures become rows; what is left names the member and the period."""
        period = next((header for _, header in unknown if folded_header(header) in _PERIODS), None)
        wide = [
            header
            for cell, header in unknown
            if is_wanted
            and header != period
            and (header in years or _are_figures(header, body[cell]))
        ]
        labels = [header for _, header in unknown if header not in (*wide, period)]
        member = [f"{{{label}}}" for label in labels]
        make: dict[str, str] = {}
        if period:
            make |= dict.fromkeys(("period_start_date", "period_end_date"), f"{{{period}}}")
        if wide:
            long, in_header = self._long(wide, years)
            if "pattern" in long:
                make |= dict.fromkeys(("period_start_date", "period_end_date"), "{year}")
            member += in_header
            self._guess("long", long, f"the columns {_some(wide)} hold figures")
            self._taken.add("metric_value")
            if long.get("header"):
                self._units_of_headers(wide)
        made = {name: text for name, text in make.items() if name not in self._taken}
        if made:
            self._guess(
                "make", made, f"`{period}` is the period" if period else "headers are years"
            )
        if member and "dimension_zh" not in self._taken:
            self._guess(
                "make", {"dimension_zh": " ".join(member)}, "what is no figure tells the rows apart"
            )
            labels = []
        self._taken |= {"dimension_zh", *made}
        return [each for each in unknown if each[1] in labels]

    def _long(self, wide: Sequence[str], years: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        """How headers become columns, and which of these tell rows apart."""
        long: dict[str, Any] = {"columns": list(wide), "value": "metric_value"}
        if set(wide) <= set(years):
            return long | {"pattern": _YEAR_HEADER}, []
        if all(header in years or re.match(_YEAR_AND_MORE, header) for header in wide):
            return long | {"pattern": r"^(?P<year>\d{2,4})年?度?(?P<what>.*)$"}, ["{what}"]
        return long | {"header": "measure"}, ["{measure}"]

    def _units_of_headers(self, wide: Sequence[str]) -> None:
        """Units that stand in the headers' brackets."""
        found = {
            header: unit
            for header in wide
            if (split := _UNIT_IN_HEADER.match(header)) and (unit := self._unit(split[2]))
        }
        if len(found) < len(wide):
            return
        self._taken.add("unit_zh")
        if len(set(found.values())) == 1:
            self._guess("constants", {"unit_zh": next(iter(found.values()))}, "the headers say so")
            return
        values = {header: {"unit_zh": unit} for header, unit in found.items()}
        self._guess("lookup", [{"by": "measure", "values": values}], "the headers say the units")

    def _unit(self, text: str) -> str | None:
        units = self._lists["units"]
        frame = pl.DataFrame({"text": [text]})
        spelled = frame.select(units.spelling(pl.col("text"))).item()
        return units.values_by_text().get(text) or units.values_by_spelling().get(spelled)

    # What no column gives

    def _missing(self, headers: Sequence[str]) -> None:
        for column in self._kind.columns:
            if not column.is_required or column.name in self._taken:
                continue
            value, reason = self._constant(column, headers)
            if value is not None:
                key = "make" if "{" in value else "constants"
                self._guess(key, {column.name: value}, f"{column.name}: {reason}")
            else:
                question = f"{column.note_en} ({column.header_zh})"
                self._draft.declared.setdefault("ask", {})[column.name] = question
                self._draft.questions.append(f"{column.name}: {question}")

    def _constant(self, column: KindColumn, headers: Sequence[str]) -> tuple[str | None, str]:
        above = " ".join(self._texts_above)
        name = column.name
        if name == "table_code":
            return f"user_{self._slug}"[:45], "after the file's name"
        if name == "metric_id":
            return f"user_{self._slug}"[:60].ljust(10, "_"), "after the file's name"
        if name == "metric_name_zh":
            title = next((text for text in self._texts_above if not re.match(_NOTE, text)), None)
            return (title or self._title)[:200], "the title, or the file's name"
        if name == "item_no":
            return f"{{{LINE}}}", "the line, which tells the items apart"
        if column.list_name and "unit" in column.list_name:
            units = (self._unit(text) for text in _UNIT_IN_TEXT.findall(above))
            unit = next((each for each in units if each), None)
            return unit, "the title says so"
        if column.type == "roc_year" or column.end_of_period is not None:
            year = _YEAR_IN_TEXT.search(above) or _YEAR_IN_TEXT.search(self._title)
            if "{year}" in str(self._draft.declared.get("make")):
                return "{year}", "the header says so"
            return (year[1], "the title says so") if year else (None, "")
        if name == "as_of_date" and "roc_year" in self._taken:
            named = "{roc_year}" if "long" in self._draft.declared else next(
                (f"{{{each}}}" for each in headers
                 if self._by_header.get(folded_header(each)) is self._kind.column("roc_year")),
                None,
            )  # fmt: skip
            return (f"{named}/12/31" if named else None), "the end of the year; correct it if not"
        if name == "data_maturity_code" and "as_of_date" not in self._taken:
            return "full_year", "figures of whole years; correct it if not"
        return None, ""


def _some(headers: Sequence[str], most: int = 4) -> str:
    more = f" and {len(headers) - most} more" if len(headers) > most else ""
    return ", ".join(f"`{header}`" for header in headers[:most]) + more


def _fits(column: KindColumn, cells: pl.Series) -> bool:
    """Whether cells are at all like what a column of that name holds."""
    if column.type == "boolean":
        return bool(cells.filter(cells != "").is_in(list(BOOLEANS)).all())
    return (
        column.type != "number"
        or _known(cells).is_empty()
        or _share_of_numbers(cells) > _COUNT_SHARE
    )


def _are_figures(header: str, cells: pl.Series) -> bool:
    """Whether a column counts or measures, and is not one of numbers that are names."""
    is_code = re.search(_CODE_HEADER, header) or cells.str.contains(r"^0\d").any()
    return not is_code and _share_of_numbers(cells) > _COUNT_SHARE


def _known(cells: pl.Series) -> pl.Series:
    return cells.filter((cells != "") & ~cells.is_in([*conventions().blanks, *_NO_FIGURES]))


def _share_of_numbers(cells: pl.Series) -> float:
    known = _known(cells)
    return float(known.str.contains(_NUMBER).sum()) / known.len() if known.len() else 0.0


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return slug or "file"
