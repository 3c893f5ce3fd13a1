"""Cells of a table whose printed lines run together, found again by dynamic programming."""
