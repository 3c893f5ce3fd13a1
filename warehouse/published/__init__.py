"""The published file: what is in it, how it is replaced, and those kept of before."""
