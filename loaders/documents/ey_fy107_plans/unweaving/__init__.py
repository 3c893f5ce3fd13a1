"""Untangling the columns of a table printed line by line into one text."""
