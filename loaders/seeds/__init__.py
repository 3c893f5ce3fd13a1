"""Seeds as they are declared, and whether they are."""
