"""`warehouse export`: public tables as files, with a manifest that says what they are."""
