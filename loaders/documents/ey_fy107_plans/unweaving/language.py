"""How likely one character follows others, learned from the document's own running text."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

START, END = "\x02", "\x03"
_ORDER = 4
# A character never seen: there are some 6,000 in use.
_UNKNOWN = 1 / 6000
_DIGIT = str.maketrans("0123456789", "0000000000")


def comparable(text: str) -> str:
    """`text` as it is compared: NFKC, which keeps one character for one where lengths agree."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", character)) == 1 else character
        for character in text
    )


def _symbols(text: str) -> str:
    return comparable(text).translate(_DIGIT)


class LanguageModel:
    """Character n-grams with Witten-Bell smoothing; costs are negative natural logarithms."""

    def __init__(self, fallback: LanguageModel | None = None, own_share: float = 0.5) -> None:
        self._fallback = fallback
        self._own_share = own_share
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._totals: Counter[str] = Counter()
        self._cache: dict[str, float] = {}

    def learn(self, texts: Iterable[str], weight: int = 1) -> None:
        """Count the characters of `texts`, each a whole cell or paragraph."""
        for text in texts:
            symbols = START + _symbols(text) + END
            for index in range(1, len(symbols)):
                for length in range(_ORDER):
                    if index - length < 0:
                        break
                    context = symbols[index - length : index]
                    self._counts[context][symbols[index]] += weight
                    self._totals[context] += weight
        self._cache.clear()

    def context(self, text: str) -> str:
        """What of `text` the next character depends on."""
        return (START + _symbols(text))[-(_ORDER - 1) :]

    def cost(self, context: str, symbol: str) -> float:
        """Cost of `symbol` (a character with its digit as 0, or `END`) after `context`."""
        key = context + symbol
        found = self._cache.get(key)
        if found is None:
            found = -math.log(self._probability(context, symbol))
            self._cache[key] = found
        return found

    def _probability(self, context: str, symbol: str) -> float:
        own = self._own_probability(context, symbol)
        if self._fallback is None:
            return own
        other = math.exp(-self._fallback.cost(context, symbol))
        return self._own_share * own + (1 - self._own_share) * other

    def _own_probability(self, context: str, symbol: str) -> float:
        shorter = self._own_probability(context[1:], symbol) if context else _UNKNOWN
        counts = self._counts.get(context)
        if counts is None:
            return shorter
        kinds = len(counts)
        total = self._totals[context]
        return (counts[symbol] + kinds * shorter) / (total + kinds)
