"""From the inputs to a published file."""
