"""What a recipe says of a file, and how it is read from its YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from foundation.errors import InputError
from foundation.yaml_files import read_yaml
from loaders.files.declarations import Kind, conventions, kinds
from loaders.files.personal_data import kind_in_text
from loaders.files.readers.options import ReadOptions

SHIPPED_FOLDER = Path(__file__).parent / "shipped"
# The text of a lookup that stands for all that it does not name.
ANY_TEXT = "*"
_ENCODINGS = ("utf-8", "utf-16", "cp950", "big5hkscs", "gb18030", "cp1252", "latin-1", "shift_jis")
_DATES = ("day_first", "month_first")
_RANGES = ("first", "last")
_LARGEST_BYTES = 1 << 18


@dataclass(frozen=True)
class Header:
    """Which lines hold headers, and what stands between their parts.

    Attributes:
        lines: their numbers; empty for the first filled line below what is skipped at the top.
        join: between the cells of several lines; empty ones are kept apart only by a sign.
    """

    lines: tuple[int, ...] = ()
    join: str = " "


@dataclass(frozen=True)
class Skip:
    """Lines that are no rows: so many at the top and the foot, by number, or by what they say."""

    top: int = 0
    foot: int = 0
    lines: tuple[int, ...] = ()
    matching: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Rows to keep, or to leave out, by what a column says, and why."""

    column: str
    matching: str
    is_kept: bool
    because: str


@dataclass(frozen=True)
class Long:
    """Columns that become rows.

    Attributes:
        columns: their headers; empty where `matching` tells.
        matching: what their headers match.
        but: headers that match and are no such column.
        value: the column that takes their cells.
        header: the column that takes their header; None where `pattern` takes all of it.
        pattern: the named groups of a header, each of which becomes a column.
    """

    columns: tuple[str, ...]
    matching: str | None
    but: tuple[str, ...]
    value: str
    header: str | None
    pattern: str | None


@dataclass(frozen=True)
class Extract:
    """A column whose text has named groups, each of which becomes a column."""

    column: str
    pattern: str


@dataclass(frozen=True)
class Lookup:
    """What else is known of a row by the text of a column: other columns by that text."""

    by: str
    values: Mapping[str, Mapping[str, str]]

    @property
    def targets(self) -> list[str]:
        return list(dict.fromkeys(name for each in self.values.values() for name in each))


@dataclass(frozen=True)
class Recipe:
    """How a file is laid out.

    Attributes:
        name: its own.
        kind: the kind of its rows.
        title_en, title_zh: what the file is.
        description_en: which files it fits.
        read: how the file is read.
        header, skip: which lines are what.
        side_by_side: whether tables stand beside each other, apart by columns without a header.
        sections: patterns of lines whose named groups hold for the rows below them.
        carry_down: columns whose empty cells take what stands above, as in merged cells.
        characters: what characters of private fonts stand for.
        blanks: texts that mean that there is nothing.
        filters: rows to keep or leave out.
        long: columns that become rows.
        extracts, lookups, make: new columns: from a text's parts, by a text, from a template.
        rename, drop, constants: headers and their names; headers of no use, `others` for all that
            nothing names; columns that are the same in each row.
        totals: a column and what it matches where the row is a total: marked as one where the
            kind has a column for that, else left out.
        scale: what figures of a column are multiplied by.
        units: what texts of unit columns mean.
        dates: what stands first in a date that begins with the day or the month.
        ranges: which year of several a row is of.
        ask: constants that are not known before, with the question.
        declared: the whole as its YAML gives it.
    """

    name: str
    kind: Kind
    title_en: str
    title_zh: str
    description_en: str
    read: ReadOptions
    header: Header
    skip: Skip
    side_by_side: bool
    sections: tuple[str, ...]
    carry_down: tuple[str, ...]
    characters: Mapping[str, str]
    blanks: tuple[str, ...]
    filters: tuple[Filter, ...]
    long: Long | None
    extracts: tuple[Extract, ...]
    lookups: tuple[Lookup, ...]
    make: Mapping[str, str]
    rename: Mapping[str, str]
    drop: tuple[str, ...]
    constants: Mapping[str, str]
    totals: Extract | None
    scale: Mapping[str, Decimal]
    units: Mapping[str, str]
    dates: str | None
    ranges: str | None
    ask: Mapping[str, str]
    declared: Mapping[str, Any]

    @property
    def makes_several_rows(self) -> bool:
        """Whether a line of the file may become several rows."""
        return self.long is not None or self.side_by_side

    @property
    def text(self) -> str:
        """The recipe as YAML."""
        return yaml.safe_dump(dict(self.declared), allow_unicode=True, sort_keys=False, width=110)

    def unanswered(self) -> dict[str, str]:
        """The questions that nothing answers yet, by column."""
        return {name: text for name, text in self.ask.items() if name not in self.constants}


def with_answers(recipe: Recipe, answers: Mapping[str, str]) -> Recipe:
    """The recipe with further constants."""
    constants = {**recipe.constants, **answers}
    declared = {**recipe.declared, "constants": constants}
    return replace(recipe, constants=constants, declared=declared)


def shipped_recipes() -> dict[str, Path]:
    """The recipes that come with the project, by name."""
    return {path.stem: path for path in sorted(SHIPPED_FOLDER.glob("*.yml"))}


def find_recipe(named: str) -> Recipe:
    """A recipe by the path of its file, or by the name of one that comes with the project.

    Raises:
        InputError: there is none, or it is not as a recipe must be.
    """
    path = shipped_recipes().get(named, Path(named))
    try:
        is_small = path.stat().st_size <= _LARGEST_BYTES
        declared = read_yaml(path) if is_small else None
    except OSError as error:
        raise InputError(
            file=named,
            found=f"no recipe that can be opened ({type(error).__name__})",
            expected=f"a file, or one of {', '.join(shipped_recipes())}",
            mend="check the path; `warehouse recipes` lists those that come with the project",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            file=named,
            line=mark.line + 1 if mark else None,
            found="text that is not YAML",
            expected="a recipe",
            mend="put texts with signs such as : or # in quotation marks",
        ) from None
    return recipe_of(declared, named)


def recipe_of(declared: Any, file: str) -> Recipe:
    """A recipe from what its YAML gives.

    Args:
        declared: the YAML's value.
        file: the recipe as messages show it.

    Raises:
        InputError: something in it is not as a recipe must be.
    """
    return _Reading(declared, file).recipe()


class _Reading:
    """Reads a mapping key by key, and refuses the keys that nobody asked for."""

    def __init__(self, declared: Any, file: str) -> None:
        self._file = file
        if not isinstance(declared, dict):
            raise self._refusal("no mapping", "keys such as `kind`, `rename`, `constants`")
        self._declared: dict[str, Any] = {str(key): value for key, value in declared.items()}
        if kind_in_text(yaml.safe_dump(self._declared, allow_unicode=True)):
            raise self._refusal("personal data", "a recipe without any")

    def recipe(self) -> Recipe:
        declared = self._declared
        known = {
            "recipe", "kind", "title_en", "title_zh", "description_en", "read", "header", "skip",
            "side_by_side", "sections", "carry_down", "characters", "blanks", "filter", "long",
            "extract", "lookup", "make", "rename", "drop", "constants", "totals", "scale", "units",
            "dates", "ranges", "ask",
        }  # fmt: skip
        self._refuse_unknown(declared, known, "recipe")
        kind = kinds().get(str(declared.get("kind")))
        if kind is None:
            raise self._refusal(
                f"the kind `{declared.get('kind')}`", f"one of {', '.join(kinds())}"
            )
        for name in self._made_names():
            if name.startswith("_"):
                raise self._refusal(f"a column `{name}`", "names that do not begin with _")
        figures = [column.name for column in kind.columns if column.type == "number"]
        for name in self._texts("scale"):
            if name not in figures:
                raise self._refusal(f"`scale` of `{name}`", f"a column of figures: {figures}")
        read = self._mapping("read", {"sheet", "encoding", "separator", "json_path"})
        header = self._header()
        skip = self._mapping("skip", {"top", "foot", "lines", "matching"})
        return Recipe(
            name=str(declared.get("recipe", "recipe")),
            kind=kind,
            title_en=str(declared.get("title_en", "")),
            title_zh=str(declared.get("title_zh", "")),
            description_en=str(declared.get("description_en", "")),
            read=ReadOptions(
                sheet=_text_or_none(read.get("sheet")),
                encoding=self._one_of("encoding", read.get("encoding"), _ENCODINGS),
                separator=self._one_of("separator", read.get("separator"), ("\t", ",", ";", "|")),
                json_path=_text_or_none(read.get("json_path")),
                has_recipe=True,
            ),
            header=header,
            skip=Skip(
                top=self._whole("skip.top", skip.get("top", 0)),
                foot=self._whole("skip.foot", skip.get("foot", 0)),
                lines=tuple(self._whole("skip.lines", each) for each in _items(skip.get("lines"))),
                matching=tuple(
                    self._pattern("skip.matching", each) for each in _items(skip.get("matching"))
                ),
            ),
            side_by_side=bool(declared.get("side_by_side", False)),
            sections=tuple(
                self._groups("sections", each) for each in _items(declared.get("sections"))
            ),
            carry_down=_texts(declared.get("carry_down")),
            characters={_character(each): text for each, text in self._texts("characters").items()},
            blanks=_texts(declared.get("blanks")),
            filters=tuple(self._filter(each) for each in _items(declared.get("filter"))),
            long=self._long(),
            extracts=tuple(
                self._extract("extract", each) for each in _items(declared.get("extract"))
            ),
            lookups=tuple(self._lookup(each) for each in _items(declared.get("lookup"))),
            make=self._texts("make"),
            rename=self._texts("rename"),
            drop=_texts(declared.get("drop")),
            constants=self._texts("constants"),
            totals=self._totals(),
            scale={name: self._factor(name, text) for name, text in self._texts("scale").items()},
            units=self._texts("units"),
            dates=self._one_of("dates", declared.get("dates"), _DATES),
            ranges=self._one_of("ranges", declared.get("ranges"), _RANGES),
            ask=self._texts("ask"),
            declared=declared,
        )

    def _made_names(self) -> set[str]:
        """Every name that the recipe gives to a column."""
        declared = self._declared
        made = {*self._texts("make"), *self._texts("constants"), *self._texts("rename").values()}
        long = self._mapping("long", None)
        made |= {str(long[key]) for key in ("value", "header") if key in long}
        for lookup in _items(declared.get("lookup")):
            for columns in self._mapping_of(lookup, "values").values():
                made |= set(self._checked(columns, None, "lookup"))
        patterns = [*_items(declared.get("sections")), long.get("pattern", "")]
        patterns += [
            self._checked(each, None, "extract").get("pattern", "")
            for each in _items(declared.get("extract"))
        ]
        for pattern in patterns:
            made |= set(re.findall(r"\(\?P<(\w+)>", str(pattern)))
        return made

    def _mapping_of(self, declared: Any, key: str) -> dict[str, Any]:
        return self._checked(self._checked(declared, None, key).get(key, {}), None, key)

    def _header(self) -> Header:
        declared = self._declared.get("header", {})
        if isinstance(declared, int | list):
            declared = {"lines": declared}
        if not isinstance(declared, dict):
            raise self._refusal("`header` that is no number, list or mapping", "`header: 3`")
        self._refuse_unknown(declared, {"lines", "join"}, "header")
        lines = tuple(self._whole("header", each) for each in _items(declared.get("lines")))
        return Header(lines, str(declared.get("join", " ")))

    def _filter(self, declared: Any) -> Filter:
        each = self._checked(declared, {"column", "keep", "leave_out", "because"}, "filter")
        is_kept = "keep" in each
        if is_kept == ("leave_out" in each) or "column" not in each:
            raise self._refusal("a filter", "`column`, and `keep` or `leave_out` with a pattern")
        pattern = self._pattern("filter", each["keep"] if is_kept else each["leave_out"])
        reason = str(each.get("because", f"the recipe leaves out what {each['column']} says"))
        return Filter(str(each["column"]), pattern, is_kept, reason)

    def _long(self) -> Long | None:
        if "long" not in self._declared:
            return None
        each = self._mapping("long", {"columns", "matching", "but", "value", "header", "pattern"})
        if ("columns" in each) == ("matching" in each) or "value" not in each:
            raise self._refusal("`long`", "`value`, and `columns` or `matching`")
        return Long(
            columns=_texts(each.get("columns")),
            matching=self._pattern("long", each["matching"]) if "matching" in each else None,
            but=_texts(each.get("but")),
            value=str(each["value"]),
            header=_text_or_none(each.get("header")),
            pattern=self._groups("long", each["pattern"]) if "pattern" in each else None,
        )

    def _extract(self, name: str, declared: Any) -> Extract:
        each = self._checked(declared, {"column", "pattern"}, name)
        if set(each) != {"column", "pattern"}:
            raise self._refusal(f"`{name}`", "`column` and `pattern`")
        return Extract(str(each["column"]), self._groups(name, each["pattern"]))

    def _totals(self) -> Extract | None:
        if "totals" not in self._declared:
            return None
        each = self._mapping("totals", {"column", "matching"})
        if "column" not in each:
            raise self._refusal("`totals`", "`column`, and `matching` for names of its own")
        pattern = each.get("matching", conventions().totals)
        return Extract(str(each["column"]), self._pattern("totals", pattern))

    def _lookup(self, declared: Any) -> Lookup:
        each = self._checked(declared, {"by", "values"}, "lookup")
        values = each.get("values")
        if "by" not in each or not isinstance(values, dict):
            raise self._refusal("a lookup", "`by` and `values`")
        return Lookup(
            str(each["by"]),
            {
                str(text): {
                    str(name): _text(value)
                    for name, value in self._checked(columns, None, "lookup").items()
                }
                for text, columns in values.items()
            },
        )

    def _mapping(self, name: str, known: set[str] | None) -> dict[str, Any]:
        return self._checked(self._declared.get(name, {}), known, name)

    def _checked(self, declared: Any, known: set[str] | None, name: str) -> dict[str, Any]:
        if not isinstance(declared, dict):
            raise self._refusal(f"`{name}` that is no mapping", "names with values")
        if known is not None:
            self._refuse_unknown(declared, known, name)
        return {str(key): value for key, value in declared.items()}

    def _texts(self, name: str) -> dict[str, str]:
        values = self._mapping(name, None)
        if any(isinstance(value, dict | list) for value in values.values()):
            raise self._refusal(f"`{name}` with more than texts", "a text for each name")
        return {key: _text(value) for key, value in values.items()}

    def _one_of(self, name: str, value: Any, known: Sequence[str]) -> str | None:
        if value is not None and value not in known:
            named = ", ".join(f"`{each}`" for each in known)
            raise self._refusal(f"`{name}: {value}`", f"one of {named}")
        return _text_or_none(value)

    def _whole(self, name: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._refusal(f"`{name}: {value}`", "a whole number, 0 or more")
        return value

    def _factor(self, name: str, text: str) -> Decimal:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise self._refusal(f"`scale` of {name}: `{text}`", "a number such as 1000") from None

    def _groups(self, name: str, value: Any) -> str:
        pattern = self._pattern(name, value)
        if "(?P<" not in pattern:
            raise self._refusal(
                f"`{name}` with the pattern `{pattern}`", "a named group, such as (?P<roc_year>...)"
            )
        return pattern

    def _pattern(self, name: str, value: Any) -> str:
        try:
            pl.select(pl.lit("").str.contains(str(value)))
        except pl.exceptions.PolarsError:
            raise self._refusal(f"`{name}` with `{value}`", "a regular expression") from None
        return str(value)

    def _refuse_unknown(self, declared: Mapping[Any, Any], known: set[str], name: str) -> None:
        unknown = [str(key) for key in declared if str(key) not in known]
        if unknown:
            raise self._refusal(
                f"`{', '.join(unknown)}` in `{name}`", f"some of {', '.join(sorted(known))}"
            )

    def _refusal(self, found: str, expected: str) -> InputError:
        return InputError(
            file=self._file,
            found=found,
            expected=expected,
            mend="see docs/loading_files.md, or draft one with `warehouse recipe FILE --as KIND`",
        )


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in _items(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)


def _character(named: str) -> str:
    return chr(int(named[2:], 16)) if named.upper().startswith("U+") else named
