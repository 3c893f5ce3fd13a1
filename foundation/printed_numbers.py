"""How a number is printed; macro `number_pattern` is the same for SQL."""

# 1158.1 or 1,158.1, but not 2,77544.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
