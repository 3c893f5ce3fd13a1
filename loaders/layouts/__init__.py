"""How kinds of document print their tables, as data, and the one reader of them all."""
