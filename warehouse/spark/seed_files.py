"""Seeds as Parquet: dbt-spark would write every null of theirs as the text None."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foundation.csv_files import LINE_COLUMN


def write_seed_files(frames: dict[str, pl.DataFrame], folder: Path) -> None:
    """Write a Parquet file a seed; an empty cell is null.

    Args:
        frames: the seeds by name, as `check_seeds` gives them.
        folder: where the files go; those of an earlier run are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        texts = frame.drop(LINE_COLUMN).with_columns(pl.all().replace("", None))
        texts.write_parquet(folder / f"{name}.parquet")
