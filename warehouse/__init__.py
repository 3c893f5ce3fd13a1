"""How the warehouse is run: build, gate, publish, query."""

import os

# DuckDB leaves what its allocator hands it in the unused part of blocks: unless that is zeroed,
# equal rows give unequal files, and memory of the process gets into a file that is handed around
# (duckdb/duckdb#23382). The allocator reads this once, when DuckDB is first imported.
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "zero:true")
