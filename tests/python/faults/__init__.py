"""Builds that are killed, and builds on disks that fail."""
