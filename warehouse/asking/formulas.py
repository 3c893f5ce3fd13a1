"""Cells that a spreadsheet would run as a formula, and how they are kept from it.

A text whose first character starts a formula gets an apostrophe before it. What a spreadsheet reads
as a plain number, such as `-2.5%`, is left as it is.
"""

from __future__ import annotations

import re

MARK = "'"
# The list of OWASP's advice on CSV injection, full-width forms included.
STARTS = "=+-@\t\r\n＝＋－＠"
_NUMBER = r"[+-]?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?%?"


def is_formula(column: str) -> str:
    """SQL that is true where the text of a quoted column would start a formula."""
    starts = ", ".join(f"chr({ord(sign)})" for sign in STARTS)
    return f"({column}[1] in ({starts}) and not regexp_full_match({column}, '{_NUMBER}'))"


def defused(column: str) -> str:
    """SQL of the text of a quoted column, with the mark before what would start a formula."""
    return f"case when {is_formula(column)} then '''' || {column} else {column} end"


def defused_text(text: str) -> str:
    """A text, with the mark before what would start a formula."""
    is_harmless = text[:1] not in STARTS or not text or re.fullmatch(_NUMBER, text)
    return text if is_harmless else MARK + text
