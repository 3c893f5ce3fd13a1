"""What Python and SQL both know stands once in each, and is the same."""

from __future__ import annotations

import re

from foundation.keys import ABSENT, ESCAPES, SEPARATOR, key_of
from foundation.locations import PROJECT_ROOT
from foundation.printed_numbers import NUMBER
from foundation.yaml_files import read_yaml
from loaders.files.declarations import conventions
from warehouse.locations import PUBLIC_SCHEMAS


def _macro(file: str, name: str) -> str:
    text = (PROJECT_ROOT / "macros" / file).read_text("utf-8")
    found = re.search(rf"{{% macro {name}\(.*?%}}(.*?){{%-? endmacro", text, re.DOTALL)
    assert found
    return found[1].strip()


def test_a_number_is_printed_alike() -> None:
    in_sql = _macro("printed_text.sql", "number_pattern")
    assert in_sql.replace("[0-9]", r"\d").replace("[.]", r"\.") == NUMBER


def test_keys_are_written_alike() -> None:
    in_sql = _macro("keys.sql", "key_of")
    assert tuple(re.findall(r"'(.)', '(~\d)'", in_sql)) == ESCAPES
    assert re.findall(r"'(.)'\)$", in_sql, re.MULTILINE) == [ABSENT]
    assert re.findall(r"\|\| '(.)' \|\|", in_sql) == [SEPARATOR]


def test_no_two_lists_of_parts_have_one_key() -> None:
    assert key_of(["a/b", None]) == "a~1b/∅"
    assert key_of(["a", "b", "∅"]) == "a/b/~2"
    assert key_of(["~1", 2]) == "~01/2"


def test_the_same_signs_are_blanks() -> None:
    in_sql = re.findall(r"'([^']*)'", _macro("printed_text.sql", "blank_to_null"))
    assert set(in_sql) == set(conventions().blanks)


def test_dbt_knows_the_public_schemas_of_the_command() -> None:
    declared = read_yaml(PROJECT_ROOT / "dbt_project.yml")["vars"]["public_schemas"]
    assert tuple(declared) == PUBLIC_SCHEMAS
