"""One parser a document: from the published text to seed tables, as printed."""
