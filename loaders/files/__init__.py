"""Users' own files: read, checked against their declaration, landed as immutable batches."""
