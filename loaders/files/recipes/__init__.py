"""Recipes: how a file is laid out, declared beside it."""
