"""What is published, in whatever format, as the same lines and cells."""
