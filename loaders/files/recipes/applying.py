"""A file's cells made into rows of its kind, as a recipe says: Polars works on whole columns, in
memory or, for a large file, beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foundation.errors import InputError
from loaders.files.declarations import conventions
from loaders.files.headers import columns_by_header, folded_header
from loaders.files.raw_table import (
    ROW,
    ROWS_A_LINE,
    Grid,
    RawTable,
    refuse_row_count,
)
from loaders.files.recipes.declaration import ANY_TEXT, Long, Recipe

LINE = "_line"
COLUMN = "_column"
REASON = "reason"
TEXT = "text"
NO_FIGURE = "no figure"
_CELL = "_cell"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_EXAMPLES = 3
_SHOWN_CHARACTERS = 100


@dataclass(frozen=True)
class Cells:
    """A file's cells before a recipe: `_row_no` and text columns `c0`, `c1`, …

    Attributes:
        file: as messages show it.
        frame: the cells.
        width: how many columns there are.
        header: the names of its columns, where the format has them.
    """

    file: str
    frame: pl.LazyFrame
    width: int
    header: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Shaped:
    """A file's rows after a recipe.

    Attributes:
        rows: `_row_no` and text columns, by name.
        left_out: what became no row: `_line`, `reason`, `text`.
    """

    rows: pl.LazyFrame
    left_out: pl.LazyFrame


@dataclass(frozen=True)
class LeftOut:
    """Lines and cells that became no row, for one reason: how many, and the first of them."""

    reason: str
    count: int
    examples: tuple[str, ...]


def cells_of(source: Grid | RawTable) -> Cells:
    """The cells of a file that is in memory."""
    if isinstance(source, RawTable):
        return Cells(source.file, source.cells.lazy(), len(source.header), source.header)
    width = max((len(row) for _, row in source.rows), default=0)
    schema = {ROW: pl.Int64, **{f"c{index}": pl.String for index in range(width)}}
    rows = [[number, *row, *[""] * (width - len(row))] for number, row in source.rows]
    return Cells(source.file, pl.LazyFrame(rows, schema=schema, orient="row"), width)


def table_by_recipe(source: Grid | RawTable, recipe: Recipe) -> tuple[RawTable, list[LeftOut]]:
    """The table that a recipe makes of a file that is in memory, and what it leaves out.

    Raises:
        InputError: the file is not laid out as the recipe says.
    """
    result = shaped(cells_of(source), recipe)
    rows, lines = pl.collect_all([result.rows, result.left_out])
    # Columns in pieces of different lengths can bring Polars' text functions down.
    rows = rows.rechunk()
    grid = source if isinstance(source, Grid) else Grid(source.file, [], source.format)
    refuse_row_count(grid, rows.height)
    header = tuple(name for name in rows.columns if name != ROW)
    table = RawTable(
        file=source.file,
        header=header,
        cells=rows.rename({name: f"c{index}" for index, name in enumerate(header)}),
        format=source.format,
        encoding=source.encoding,
        sheet=source.sheet,
        rows_a_line=ROWS_A_LINE if recipe.makes_several_rows else 1,
        notes=source.notes,
    )
    left_out = left_out_by_reason(lines.lazy())
    if rows.is_empty():
        raise _refusal(
            source.file,
            "no row: " + "; ".join(f"{each.count} left out ({each.reason})" for each in left_out),
            "at least one row that the recipe keeps",
            "say less in `skip`, `filter` and `blanks`",
        )
    return table, left_out


def left_out_by_reason(left_out: pl.LazyFrame) -> list[LeftOut]:
    """How many were left out for each reason, with the first few."""
    counted = (
        left_out.sort(LINE, maintain_order=True)
        .group_by(REASON, maintain_order=True)
        .agg(
            count=pl.len(),
            examples=pl.format(
                "line {}: {}", LINE, pl.col(TEXT).str.slice(0, _SHOWN_CHARACTERS)
            ).head(_EXAMPLES),
        )
        .collect()
    )
    return [
        LeftOut(reason, count, tuple(examples)) for reason, count, examples in counted.iter_rows()
    ]


def shaped(cells: Cells, recipe: Recipe) -> Shaped:
    """The rows that a recipe makes of a file's cells.

    Raises:
        InputError: the file is not laid out as the recipe says.
    """
    return _Shaping(cells, recipe).result()


class _Shaping:
    def __init__(self, cells: Cells, recipe: Recipe) -> None:
        self._file, self._recipe, self._kind = cells.file, recipe, recipe.kind
        self._width, self._header = cells.width, cells.header
        limit = conventions().limits.recipe_column_count
        if self._width > limit:
            raise _refusal(
                self._file, f"{self._width} columns", f"at most {limit} columns", "split the file"
            )
        self._all = [f"c{index}" for index in range(self._width)]
        self._frame = self._with_characters(cells.frame)
        self._left_out: list[pl.LazyFrame] = []
        self._used: set[str] = set()

    def result(self) -> Shaped:
        for name, question in self._recipe.unanswered().items():
            raise _refusal(
                self._file, f"no {name}", question, f"give it: `--set {name}=...`, or `constants`"
            )
        lines = self._header_lines()
        names = self._names(lines)
        self._refuse_missing(names.values())
        rows = self._kept_lines(lines)
        blocks = [self._block(rows, block, lines) for block in self._blocks(names)]
        frame = pl.concat(blocks, how="diagonal").with_columns(pl.col(pl.String).fill_null(""))
        frame = self._declared(self._looked_up(self._filtered(self._extracted(frame))))
        left_out = pl.concat(
            [
                pl.LazyFrame(schema={LINE: pl.Int64, REASON: pl.String, TEXT: pl.String}),
                *self._left_out,
            ]
        )
        return Shaped(frame, left_out)

    # Lines

    def _with_characters(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        for character, text in self._recipe.characters.items():
            frame = frame.with_columns(
                pl.col(self._all).str.replace_all(character, text, literal=True)
            )
        return frame

    def _header_lines(self) -> tuple[int, ...]:
        if self._header is not None:
            return ()
        if self._recipe.header.lines:
            return self._recipe.header.lines
        # Names of a format that gives them stand in line 0.
        above = self._recipe.skip.top or -1
        filled = self._frame.filter(_is_filled(self._all), pl.col(ROW) > above)
        first = filled.select(pl.col(ROW).min()).collect().item()
        if first is None:
            raise _refusal(self._file, "nothing below what is skipped", "a header", "skip less")
        return (int(first),)

    def _names(self, lines: Sequence[int]) -> dict[str, str]:
        """The name of each column that has one; the same header again is numbered."""
        if self._header is not None:
            joined = list(self._header)
        else:
            found = self._frame.filter(pl.col(ROW).is_in(list(lines))).sort(ROW).collect()
            if found.height < len(lines):
                raise _refusal(
                    self._file,
                    f"no line {', '.join(map(str, sorted(set(lines) - set(found[ROW]))))}",
                    "the header lines that the recipe names",
                    "correct `header` in the recipe",
                )
            joined = []
            for cell in self._all:
                parts = [
                    "".join(text.split()) if len(lines) > 1 else " ".join(text.split())
                    for text in found[cell]
                ]
                if self._recipe.header.join.isspace():
                    parts = [part for part in parts if part]
                joined.append(self._recipe.header.join.join(parts) if any(parts) else "")
        names: dict[str, str] = {}
        seen: dict[str, int] = {}
        for cell, header in zip(self._all, joined, strict=True):
            if not header.strip() and self._recipe.side_by_side:
                continue
            name = header.strip() or f"#{int(cell[1:]) + 1}"
            # Names that begin so are the rows' own.
            name = f"#{name}" if name.startswith("_") else name
            if not self._recipe.side_by_side:
                seen[name] = seen.get(name, 0) + 1
                name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            names[cell] = name
        return names

    def _kept_lines(self, lines: Sequence[int]) -> pl.LazyFrame:
        skip = self._recipe.skip
        filled = self._frame.filter(_is_filled(self._all) & ~pl.col(ROW).is_in(list(lines)))
        reason = pl.lit(None, pl.String)
        if skip.top:
            reason = pl.coalesce(
                reason, pl.when(pl.col(ROW) <= skip.top).then(pl.lit("skipped at the top"))
            )
        if skip.foot:
            last = filled.select(ROW).sort(ROW).tail(skip.foot).collect()[ROW].min()
            reason = pl.coalesce(
                reason, pl.when(pl.col(ROW) >= last).then(pl.lit("skipped at the foot"))
            )
        if skip.lines:
            is_named = pl.col(ROW).is_in(list(skip.lines))
            reason = pl.coalesce(reason, pl.when(is_named).then(pl.lit("skipped by its number")))
        return self._without(
            filled.with_columns(pl.col(ROW).alias(LINE)), reason, _line_text(self._all)
        )

    def _without(self, frame: pl.LazyFrame, reason: pl.Expr, text: pl.Expr) -> pl.LazyFrame:
        """The rows for which there is no reason to leave them out; the others are noted."""
        judged = frame.with_columns(reason.alias(REASON))
        self._left_out.append(
            judged.filter(pl.col(REASON).is_not_null()).select(
                pl.col(LINE).cast(pl.Int64), REASON, text.alias(TEXT)
            )
        )
        return judged.filter(pl.col(REASON).is_null()).drop(REASON)

    # Blocks: tables beside each other; mostly there is one

    def _blocks(self, names: Mapping[str, str]) -> list[dict[str, str]]:
        if not self._recipe.side_by_side:
            return [dict(names)]
        blocks: list[dict[str, str]] = []
        last = -2
        for cell, name in names.items():
            index = int(cell[1:])
            if index > last + 1:
                blocks.append({})
            blocks[-1][cell] = name
            last = index
        return blocks

    def _block(
        self, rows: pl.LazyFrame, names: Mapping[str, str], lines: Sequence[int]
    ) -> pl.LazyFrame:
        own = list(names)
        text = _line_text(own)
        frame = rows.filter(_is_filled(own)).select(ROW, LINE, *own)
        for pattern in self._recipe.skip.matching:
            reason = pl.when(text.str.contains(pattern)).then(
                pl.lit(f"skipped: it matches {pattern}")
            )
            frame = self._without(frame, reason, text)
        if lines:
            header = self._frame.filter(pl.col(ROW) == max(lines)).select(own).collect()
            again = pl.all_horizontal(
                pl.col(cell).str.strip_chars() == header[cell][0].strip() for cell in own
            )
            frame = self._without(frame, pl.when(again).then(pl.lit("the header again")), text)
        made: list[str] = []
        for pattern in self._recipe.sections:
            groups = _group_names(pattern)
            is_heading = text.str.contains(pattern)
            frame = frame.with_columns(
                pl.when(is_heading).then(_group(text, pattern, name)).forward_fill().alias(name)
                for name in groups
            )
            reason = pl.when(is_heading).then(
                pl.lit("a heading, which holds for the rows below it")
            )
            frame = self._without(frame, reason, text)
            made += groups
        if lines:
            reason = pl.when(pl.col(LINE) < min(lines)).then(pl.lit("above the header"))
            frame = self._without(frame, reason, text)
        cells_by_name = {name: cell for cell, name in names.items()}
        for name in cells_by_name.keys() & set(self._recipe.carry_down):
            filled = pl.when(_filled(cells_by_name[name])).then(pl.col(cells_by_name[name]))
            frame = frame.with_columns(filled.forward_fill().alias(cells_by_name[name]))
        if self._recipe.blanks:
            is_blank = pl.col(own).str.strip_chars().is_in(list(self._recipe.blanks))
            frame = frame.with_columns(
                pl.when(is_blank).then(pl.lit("")).otherwise(pl.col(own)).name.keep()
            )
        if self._recipe.long is not None:
            frame, own = self._unpivoted(frame, names, self._recipe.long, made)
            made += [COLUMN]
        elif self._recipe.side_by_side:
            frame = frame.with_columns(pl.lit(int(own[0][1:]) + 1).alias(COLUMN))
        if self._recipe.makes_several_rows:
            frame = frame.with_columns(
                (pl.col(LINE) * ROWS_A_LINE + pl.col(COLUMN)).cast(pl.Int64).alias(ROW),
                pl.col(COLUMN).cast(pl.String),
            )
        return frame.rename({cell: names[cell] for cell in own})

    def _unpivoted(
        self, frame: pl.LazyFrame, names: Mapping[str, str], long: Long, made: Sequence[str]
    ) -> tuple[pl.LazyFrame, list[str]]:
        wide = [cell for cell, name in names.items() if _is_wide(name, long)]
        kept = [cell for cell in names if cell not in wide]
        frame = frame.unpivot(
            on=wide, index=[ROW, LINE, *kept, *made], variable_name=_CELL, value_name=long.value
        )
        header = pl.col(_CELL).replace_strict(
            {cell: names[cell] for cell in wide}, return_dtype=pl.String
        )
        frame = frame.with_columns(
            (pl.col(_CELL).str.slice(1).cast(pl.Int64) + 1).alias(COLUMN), header.alias(_CELL)
        )
        if long.pattern is not None:
            frame = frame.with_columns(
                _group(pl.col(_CELL), long.pattern, name).alias(name)
                for name in _group_names(long.pattern)
            )
        if long.header is not None:
            frame = frame.with_columns(pl.col(_CELL).alias(long.header))
        self._used |= {LINE, COLUMN}
        blank = pl.when(~_filled(long.value)).then(pl.lit(NO_FIGURE))
        what = pl.format("{} | {}", pl.col(_CELL), _line_text(kept) if kept else pl.lit(""))
        return self._without(frame, blank, what).drop(_CELL), kept

    # Columns

    def _refuse_missing(self, names: Iterable[str]) -> None:
        """Refuse a recipe that names a header which the file lacks."""
        recipe, there = self._recipe, set(names)
        long = recipe.long
        named = [
            *recipe.carry_down,
            *recipe.rename,
            *(name for name in recipe.drop if name != "others"),
            *(long.columns if long else ()),
        ]
        missing = [name for name in named if name not in there and name not in self._made_names()]
        missing += [name for name in recipe.carry_down if name not in {*there, *missing}]
        if long and not any(_is_wide(name, long) for name in there):
            missing.append(long.matching or "")
        if missing:
            raise _refusal(
                self._file,
                f"no column {', '.join(f'`{name}`' for name in missing)}",
                "the columns that the recipe names; there are "
                + ", ".join(f"`{name}`" for name in sorted(there)[:40]),
                "correct the name in the recipe",
            )

    def _made_names(self) -> set[str]:
        recipe = self._recipe
        patterns = [*recipe.sections, *(each.pattern for each in recipe.extracts)]
        made = {name for pattern in patterns for name in _group_names(pattern)}
        made |= {name for each in recipe.lookups for name in each.targets}
        if recipe.long:
            made |= {recipe.long.value, recipe.long.header or recipe.long.value}
            made |= set(_group_names(recipe.long.pattern or ""))
        return made | set(recipe.make) | set(recipe.constants)

    def _column(self, frame: pl.LazyFrame, name: str, where: str) -> pl.Expr:
        there = frame.collect_schema().names()
        if name not in there:
            shown = ", ".join(f"`{each}`" for each in there if not each.startswith("_"))
            raise _refusal(
                self._file,
                f"`{name}` in `{where}`, which is no column",
                f"one of {shown}, {LINE} or {COLUMN}",
                "correct the recipe",
            )
        self._used.add(name)
        return pl.col(name).cast(pl.String).fill_null("").str.strip_chars()

    def _extracted(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        for each in self._recipe.extracts:
            text = self._column(frame, each.column, "extract")
            frame = frame.with_columns(
                _group(text, each.pattern, name).fill_null("").alias(name)
                for name in _group_names(each.pattern)
            )
        return frame

    def _filtered(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        for each in self._recipe.filters:
            matches = self._column(frame, each.column, "filter").str.contains(each.matching)
            is_out = ~matches if each.is_kept else matches
            frame = self._without(
                frame, pl.when(is_out).then(pl.lit(each.because)), self._row_text(frame)
            )
        return frame

    def _row_text(self, frame: pl.LazyFrame) -> pl.Expr:
        return _line_text(
            [name for name in frame.collect_schema().names() if not name.startswith("_")]
        )

    def _looked_up(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        for each in self._recipe.lookups:
            text = self._column(frame, each.by, "lookup")
            there = frame.collect_schema().names()
            otherwise = each.values.get(ANY_TEXT, {})
            frame = frame.with_columns(
                text.replace_strict(
                    {key: found[name] for key, found in each.values.items() if name in found},
                    default=(
                        pl.lit(otherwise[name])
                        if name in otherwise
                        else pl.col(name)
                        if name in there
                        else pl.lit("")
                    ),
                    return_dtype=pl.String,
                ).alias(name)
                for name in each.targets
            )
        for name, template in self._recipe.make.items():
            frame = frame.with_columns(self._made(frame, name, template).alias(name))
        return frame

    def _made(self, frame: pl.LazyFrame, name: str, template: str) -> pl.Expr:
        parts = _PLACEHOLDER.split(template)
        return pl.concat_str(
            self._column(frame, part, f"make: {name}").str.replace_all(r"\s+", " ")
            if number % 2
            else pl.lit(part)
            for number, part in enumerate(parts)
        )

    def _declared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        recipe, kind = self._recipe, self._kind
        is_total = (
            self._column(frame, recipe.totals.column, "totals").str.contains(recipe.totals.pattern)
            if recipe.totals
            else None
        )
        taken = [name for name in recipe.rename.values() if name in frame.collect_schema().names()]
        if taken:
            raise _refusal(
                self._file,
                f"`{taken[0]}` made twice, by `rename` and otherwise",
                "each column once",
                "correct the recipe",
            )
        frame = frame.rename(dict(recipe.rename), strict=False)
        by_header = columns_by_header(kind)
        declared = {column.name for column in kind.columns}
        made = {name for name in self._made_names() if name not in recipe.rename}
        chosen: dict[str, pl.Expr] = {}
        for header in frame.collect_schema().names():
            column = by_header.get(folded_header(header))
            if header.startswith("_") or header in recipe.drop or header in recipe.constants:
                continue
            if column is not None and (column.name not in chosen or header in declared):
                chosen[column.name] = pl.col(header).str.strip_chars()
            elif header not in self._used | made and "others" not in recipe.drop:
                chosen[header] = pl.col(header)
        for name, text in recipe.constants.items():
            chosen[name] = pl.lit(text)
        frame = self._totals(frame, is_total, chosen, declared)
        frame = frame.select(ROW, LINE, **chosen)
        return self._with_figures(self._translated(frame, list(chosen))).drop(LINE)

    def _totals(
        self,
        frame: pl.LazyFrame,
        is_total: pl.Expr | None,
        chosen: dict[str, pl.Expr],
        declared: set[str],
    ) -> pl.LazyFrame:
        """Mark totals where the kind has a column for them; else leave them out."""
        if is_total is None:
            return frame
        if "is_total" in declared:
            chosen["is_total"] = pl.when(is_total).then(pl.lit("true")).otherwise(pl.lit("false"))
            return frame
        reason = pl.when(is_total).then(pl.lit("a total: it is computed from its parts"))
        return self._without(frame, reason, self._row_text(frame))

    def _translated(self, frame: pl.LazyFrame, there: Sequence[str]) -> pl.LazyFrame:
        recipe = self._recipe
        changed: dict[str, pl.Expr] = {}
        units = {column.unit_column for column in self._kind.columns if column.unit_column}
        for column in self._kind.columns:
            text = pl.col(column.name)
            if column.name not in there:
                continue
            if column.name in units and recipe.units:
                changed[column.name] = text.replace(dict(recipe.units))
            if column.type == "date" and recipe.dates is not None:
                order = "$3-$1-$2" if recipe.dates == "month_first" else "$3-$2-$1"
                changed[column.name] = text.str.replace(
                    r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$", order
                )
            if column.type == "roc_year" and recipe.ranges is not None:
                year = "$1" if recipe.ranges == "first" else "$2"
                changed[column.name] = text.str.replace(
                    r"^(\d{2,4})(?:年度?)?\s?[-~～–—至]\s?(\d{2,4})(?:年度?)?$", year
                )
        for name, factor in recipe.scale.items():
            text = self._column(frame, name, "scale")
            number = text.str.replace_all(",", "").cast(pl.Decimal(38, 12), strict=False)
            scaled = (number * pl.lit(factor, pl.Decimal(38, 12))).cast(pl.String)
            # What is no plain number is refused by its check: it must not pass unscaled.
            unscaled = (
                pl.when(text == "")
                .then(text)
                .otherwise(pl.format("{} × {}", text, pl.lit(str(factor))))
            )
            changed[name] = pl.coalesce(scaled.str.replace(r"\.?0+$", ""), unscaled)
        return frame.with_columns(**changed)

    def _with_figures(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Leave out rows in which nothing is measured."""
        there = frame.collect_schema().names()
        figures = [
            column.name
            for column in self._kind.columns
            if column.type == "number" and column.is_required and column.name in there
        ]
        if not figures:
            return frame
        blanks = list(conventions().blanks)
        empty = pl.all_horizontal(pl.col(figures).str.strip_chars().is_in(blanks))
        return self._without(frame, pl.when(empty).then(pl.lit(NO_FIGURE)), self._row_text(frame))


def _is_wide(name: str, long: Long) -> bool:
    if name in long.but:
        return False
    if long.matching is None:
        return name in long.columns
    return bool(pl.select(pl.lit(name).str.contains(long.matching)).item())


def _filled(name: str) -> pl.Expr:
    return pl.col(name).fill_null("").str.strip_chars() != ""


def _is_filled(names: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(_filled(name) for name in names)


def _line_text(names: Sequence[str]) -> pl.Expr:
    joined = pl.concat_str([pl.col(name).fill_null("") for name in names], separator=" ")
    return joined.str.replace_all(r"\s+", " ").str.strip_chars()


def _group_names(pattern: str) -> list[str]:
    return re.findall(r"\(\?P<(\w+)>", pattern)


def _group(text: pl.Expr, pattern: str, name: str) -> pl.Expr:
    return text.str.extract_groups(pattern).struct.field(name)


def _refusal(file: str, found: str, expected: str, mend: str) -> InputError:
    return InputError(file=file, found=found, expected=expected, mend=mend)
