"""What is public and what it is called, in English and Chinese."""
