"""Questions to the published file, which cannot change it."""
