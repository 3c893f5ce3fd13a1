"""Generated and mutated files: each ends in a load or a clear refusal, no row lost or made up.

`make test` tries a sample, `make test-long` the whole campaign. Every file is made from a seed, so
that a failure names the one to try again.
"""

from __future__ import annotations

import json
import random
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from foundation.errors import InputError
from loaders.files.declarations import kinds
from loaders.files.errors import PersonalDataFound
from loaders.files.landing import Landing
from loaders.files.loading import load_files
from loaders.files.readers import READERS
from loaders.files.recipes.declaration import recipe_of
from tests.python.loading_files import (
    Rows,
    lists,
    request,
    write_csv,
    write_ndjson,
    write_ods,
    write_parquet,
    write_xlsx,
)

SAMPLE_COUNT = 150
CAMPAIGN_COUNT = 12_000
BATCH_COUNT = 500

CELLS = [
    "", " ", "－", "—", "…", "-", "0", "-1", "12.3%", "3.5億", "1,2345", "１２３", "NaN", "inf",
    "1e400", "9" * 30, "0.0000001", "113/2/29", "112/2/29", "112.13", "2024-02-30", "107",
    "2018", "1070", "是", "%", "億元", "人", "元", "full_year", "全年", "mohw", "衛生福利部",
    "mohw_fy107_plan/mohw/1-1", "mohw_fy107_plan/mohw/9-9", "=1+1", "+1", "@x", "'", '"', 'a"b',
    "a,b", "a\tb", "a\nb", "a\r\nb", "\u3000", "\u200b", "\U0001f600", "\ud7ff", "null", "None",
    "true", "A123456789", "0912345678", "王小明", "user_a", "a" * 5000, "/", "~", "∅",
    "../../x", "<a>&amp;", "％", "合計", "1 000", "١٢٣", "²",
]  # fmt: skip
ENDINGS = [".csv", ".csv", ".tsv", ".json", ".ndjson", ".parquet", ".xlsx", ".ods"]
PATTERNS = ["^$", ".*", "計$", r"\d+", "^(?P<roc_year>\\d+)$", "(?P<a>.)(?P<b>.*)", "[", "單位"]
HEADERS = [
    "",
    "指標",
    "年度",
    "Year",
    "單位",
    "備註",
    "姓名",
    "生日",
    "_row_no",
    "_key",
    "c0",
    " KPI ",
]


def _valid_rows(kind: str, chance: random.Random) -> list[list[str]]:
    """A header and rows as declared, with keys of their own."""
    columns = kinds()[kind].columns
    rows = [[chance.choice(column.headers[:3]) for column in columns]]
    for number in range(1, chance.randint(2, 8)):
        row = []
        for column in columns:
            text = column.example
            if column.list_name and chance.random() < 0.5:
                text = chance.choice(list(lists()[column.list_name].entries))
            if column.type == "roc_year":
                text = str(99 + number)
            if column.name in ("item_no", "item_name_zh"):
                text = str(number)
            if column.name == "agency_id":
                text = ""
            if column.name == "period_end_date":
                text = f"116/{number}/28"
            row.append(text)
        rows.append(row)
    return rows


def _mutate_table(rows: list[list[str]], chance: random.Random) -> None:
    for _ in range(chance.choice([0, 0, 1, 1, 2, 5])):
        row = chance.randrange(len(rows))
        column = chance.randrange(len(rows[0]))
        action = chance.randrange(8)
        if action <= 3 and rows[row]:
            rows[row][column % len(rows[row])] = chance.choice(CELLS)
        elif action == 4:
            rows.insert(row, list(chance.choice(rows)))
        elif action == 5:
            rows[0][column % len(rows[0])] = chance.choice(HEADERS)
        elif action == 6:
            rows[row] = [""] * len(rows[row])
        else:
            for each in rows:
                del each[column % len(each)]
            if not rows[0]:
                rows[:] = [["x"], ["y"]]
            break


def _mutate_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        place = chance.randrange(len(changed) + 1)
        action = chance.randrange(4)
        if action == 0:
            del changed[place:]
        elif action == 1:
            changed[place:place] = chance.randbytes(chance.randint(1, 9))
        elif action == 2:
            del changed[place : place + chance.randint(1, 40)]
        elif place < len(changed):
            changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _mutate_parts(content: bytes, chance: random.Random) -> bytes:
    """Damage one part of a zip archive, and leave the archive whole."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        hit = chance.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, _mutate_bytes(part, chance) if name == hit else part)
    return target.getvalue()


def _write(path: Path, rows: Rows, chance: random.Random) -> None:
    width = len(rows[0])
    even = [[*row, *[""] * width][:width] for row in rows]
    match path.suffix:
        case ".csv":
            encoding = chance.choice(["utf-8", "utf-8-sig", "cp950"])
            try:
                write_csv(path, rows, encoding)
            except UnicodeEncodeError:
                write_csv(path, rows)
        case ".tsv":
            write_csv(path, rows, separator="\t")
        case ".xlsx":
            write_xlsx(path, even)
        case ".ods":
            write_ods(path, even)
        case ".ndjson":
            write_ndjson(path, even)
        case ".json":
            path.write_text(
                json.dumps([dict(zip(even[0], row, strict=True)) for row in even[1:]]), "utf-8"
            )
        case ".parquet":
            write_parquet(path, even)


def _generated(folder: Path, seed: int) -> tuple[Path, str, int | None]:
    """A file made from a seed, its kind, and its number of rows; None where bytes changed."""
    chance = random.Random(seed)  # noqa: S311
    kind = chance.choice(list(kinds()))
    rows = _valid_rows(kind, chance)
    _mutate_table(rows, chance)
    path = folder / f"f{chance.choice(ENDINGS)}"
    row_count: int | None = sum(any(cell.strip() for cell in row) for row in rows[1:])
    try:
        _write(path, rows, chance)
    except Exception:
        # What no library will write is written as text, under the ending it was to have.
        write_csv(path, rows)
    if not any(cell.strip() for cell in rows[0]):
        row_count = None
    elif path.suffix == ".parquet":
        # In Parquet a row of nothing is a row all the same.
        row_count = len(rows) - 1
    if chance.random() < 0.35:
        content = path.read_bytes()
        if path.suffix in (".xlsx", ".ods") and zipfile.is_zipfile(path) and chance.random() < 0.6:
            path.write_bytes(_mutate_parts(content, chance))
        else:
            path.write_bytes(_mutate_bytes(content, chance))
        row_count = None
    return path, kind, row_count


def _recipe(kind: str, header: list[str], chance: random.Random) -> dict[str, object]:
    """A recipe that may or may not fit: of some headers, some patterns, some texts."""
    names = [*header, *HEADERS, *(column.name for column in kinds()[kind].columns)]

    def name() -> str:
        return chance.choice(names) or "x"

    parts: dict[str, object] = {
        "header": chance.choice([1, 2, [1, 2], {"lines": 1, "join": "|"}]),
        "skip": {"foot": chance.randrange(3), "matching": [chance.choice(PATTERNS)]},
        "side_by_side": True,
        "sections": [chance.choice(PATTERNS)],
        "carry_down": [name()],
        "characters": {"U+200B": "", "a": "b"},
        "blanks": ["..", chance.choice(CELLS)],
        "filter": [{"column": name(), "leave_out": chance.choice(PATTERNS)}],
        "long": {"matching": chance.choice(PATTERNS), "header": name(), "value": name()},
        "extract": [{"column": name(), "pattern": chance.choice(PATTERNS)}],
        "lookup": [{"by": name(), "values": {"*": {name(): chance.choice(CELLS)}}}],
        "make": {name(): f"{{{name()}}}-{{_line}}"},
        "rename": {name(): name()},
        "drop": chance.choice([["others"], [name()]]),
        "constants": {name(): chance.choice(CELLS)},
        "totals": {"column": name()},
        "scale": {name(): 1000},
        "units": {"仟元": "千元"},
        "dates": "month_first",
        "ranges": "last",
        "ask": {name(): "?"},
    }
    chosen = chance.sample(list(parts), chance.choice([0, 1, 1, 2, 3]))
    return {"kind": kind, **{part: parts[part] for part in chosen}}


def _outcome(folder: Path, seed: int) -> str:
    """Load a generated file; fail unless it ends in a load that adds up or in a clear refusal."""
    path, kind, row_count = _generated(folder, seed)
    landing = Landing(folder / f"landing{seed}")
    is_quarantining = seed % 2 == 0
    chance = random.Random(-seed - 1)  # noqa: S311
    try:
        recipe = None
        if seed % 3 == 0:
            header = [column.header_zh for column in kinds()[kind].columns]
            recipe = recipe_of(_recipe(kind, header, chance), "a recipe")
            row_count = None
        asked = request(kind, is_quarantining=is_quarantining, recipe=recipe)
        outcome = load_files([path], asked, landing)[0]
    except InputError as refusal:
        assert refusal.found and refusal.expected and refusal.mend
        assert "\n" not in str(refusal)
        assert landing.loads() == []
        return "refused"
    except PersonalDataFound:
        assert landing.loads() == []
        return "refused as personal data"
    loaded = outcome.load
    assert loaded.read_row_count == loaded.landed_row_count + loaded.quarantined_row_count
    rows = landing.rows(loaded)
    assert rows.height == loaded.landed_row_count
    assert rows["_key"].n_unique() == rows.height
    assert is_quarantining or loaded.quarantined_row_count == 0
    if loaded.quarantine_file:
        assert (landing.folder / loaded.quarantine_file).stat().st_size > 0
    if row_count is not None:
        assert loaded.read_row_count == row_count
    return "loaded in part" if loaded.quarantined_row_count else "loaded"


def _campaign(folder: Path, seeds: range) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in seeds:
            try:
                outcomes[_outcome(folder, seed)] += 1
            except BaseException as error:
                error.add_note(f"file made from seed {seed}")
                raise
    return outcomes


def test_a_sample_of_generated_files_ends_in_a_load_or_a_clear_refusal(tmp_path: Path) -> None:
    outcomes = _campaign(tmp_path, range(SAMPLE_COUNT))
    assert outcomes.total() == SAMPLE_COUNT
    assert outcomes["loaded"] > 0 and outcomes["loaded in part"] > 0 and outcomes["refused"] > 0


@pytest.mark.long
@pytest.mark.parametrize("first", range(SAMPLE_COUNT, SAMPLE_COUNT + CAMPAIGN_COUNT, BATCH_COUNT))
def test_every_generated_file_ends_in_a_load_or_a_clear_refusal(
    first: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    outcomes = _campaign(tmp_path, range(first, first + BATCH_COUNT))
    for name, count in sorted(outcomes.items()):
        record_property(name, count)
    assert outcomes.total() == BATCH_COUNT
    print(dict(outcomes))


@pytest.mark.parametrize("ending", READERS)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    content=st.binary(max_size=400)
    | st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode)
)
def test_bytes_of_any_kind_are_refused_or_loaded(
    ending: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"f{ending}"
    path.write_bytes(content)
    with pytest.raises((InputError, PersonalDataFound)):
        load_files([path], request(), Landing(tmp_path / "landing"))


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=st.decimals(-(10**12), 10**12, places=6))
def test_every_number_lands_as_it_is(value: object, tmp_path: Path) -> None:
    text = f"{value:f}"
    table = [
        ("指標代碼", "年度", "資料截止日", "實際值", "單位", "資料成熟度"),
        ("mohw_fy107_plan/mohw/1-1", "107", "107/12/31", text, "公頃", "全年"),
    ]
    path = write_csv(tmp_path / "f.csv", table)
    landing = Landing(tmp_path / "landing")
    loaded = load_files([path], request(), landing)[0].load
    assert landing.rows(loaded)["actual_value"].to_list() == [value]


def test_the_workbooks_of_the_campaign_are_real_ones(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311
    path = tmp_path / "f.xlsx"
    write_xlsx(path, _valid_rows("kpi_actuals", chance))
    assert load_workbook(path).worksheets[0].max_row > 1
