"""Look-alike ideographs, which a conversion to text leaves and which compare unequal."""

from __future__ import annotations

import re
import unicodedata

# Compatibility ideographs and Kangxi radicals look like ordinary characters but compare unequal.
_LOOKALIKES = re.compile(r"[\u2f00-\u2fdf\uf900-\ufaff]")


def unify_ideographs(text: str) -> str:
    """`text` with compatibility ideographs replaced by the unified ones, all else untouched."""
    return _LOOKALIKES.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
