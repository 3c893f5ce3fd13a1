"""The two languages of the site, and what codes are called in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.yaml_files import read_yaml


@dataclass(frozen=True)
class Language:
    """A language of the site.

    Attributes:
        tag: what `lang` says.
        folder: where its pages stand, seen from the site's root.
        name: what it calls itself.
    """

    tag: str
    folder: str
    name: str

    @property
    def is_chinese(self) -> bool:
        return self.tag.startswith("zh")

    def say(self, chinese: str, english: str) -> str:
        """What is meant, in this language."""
        return chinese if self.is_chinese else english

    def code(self, kind: str, code: str | None) -> str:
        """What a code of a list in `codes.yml` is called; itself if it is not there."""
        return "" if code is None else self.say(*_codes()[kind].get(code, (code, code)))

    def of_row(self, row: dict[str, object], name: str) -> str:
        """The column `<name>_zh` of a row, or `<name>_en` where it has one and is asked for it."""
        chinese = row[f"{name}_zh"]
        english = row.get(f"{name}_en")
        return str(self.say(str(chinese or ""), str(english or chinese or "")))

    def year(self, row: dict[str, object]) -> str:
        """A year as its readers count it: 107年, 2018."""
        return self.say(f"{row['roc_year']}年", str(row["fiscal_year"]))


CHINESE = Language("zh-Hant", "", "中文")
ENGLISH = Language("en", "en/", "English")
LANGUAGES = (CHINESE, ENGLISH)


@cache
def _codes() -> dict[str, dict[str, tuple[str, str]]]:
    loaded: dict[str, dict[str, list[str]]] = read_yaml(Path(__file__).with_name("codes.yml"))
    return {
        kind: {code: (names[0], names[1]) for code, names in codes.items()}
        for kind, codes in loaded.items()
    }
