"""What is held back: what is not as expected, moved too far, was lost or is overdue."""
