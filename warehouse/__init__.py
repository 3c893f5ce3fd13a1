"""How the warehouse is run: build, gate, publish, query."""
