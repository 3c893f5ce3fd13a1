"""How data gets in: document parsers, users' files, and the checks every incoming table passes."""
