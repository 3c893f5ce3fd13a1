"""Builds killed at any moment and builds on failing disks lose nothing.

The campaign kills builds of a small project, which go through the same code; its full size and a
dozen kills of the real project are `long`. What it found is in docs/publishing.md.
"""

from __future__ import annotations

import errno
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.python.conftest import BuiltProject, Project
from tests.python.faults.campaign import FAULTS, Campaign
from tests.python.faults.small_project import make_small_project, set_amounts

SEED = 107


@pytest.fixture
def failing_disk(tmp_path: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to build the failing disk with")
    library = tmp_path / "failing_disk.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, FAULTS / "failing_disk.c", "-ldl"],
        check=True,
    )
    return library


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    with Campaign(make_small_project(tmp_path / "project")) as campaign:
        campaign.good_build()
        yield campaign


def _report(campaign: Campaign) -> None:
    """Print the fault table; fail where anything was lost."""
    for kind, tries in sorted(campaign.tries.items()):
        print(f"| {kind} | {tries} | {campaign.lost_of(kind)} |")
    assert campaign.lost == []


def _publishing_moments(campaign: Campaign) -> int:
    """How many file operations a build has that finds nothing to build, and publishes."""
    return len(campaign.good_build()["moments"])


def _kill_publishing(campaign: Campaign, every: int) -> None:
    for moment in range(1, _publishing_moments(campaign) + 1, every):
        campaign.fault("killed while checking, comparing, publishing or keeping", kill_at=moment)


def _kill_building(campaign: Campaign, count: int) -> None:
    """Kill while dbt runs; every sixth time another build has to succeed."""
    set_amounts(campaign.project, 2)
    whole = campaign.good_build()
    building = [
        number for number, moment in enumerate(whole["moments"], start=1) if "/build/dbt/" in moment
    ]
    for number in range(count):
        set_amounts(campaign.project, 3 + number)
        moment = building[number * len(building) // count]
        campaign.fault(
            "killed during seeds, models and snapshots", kill_at=moment, recover=number % 6 == 5
        )
    campaign.recover("the last of the kills during dbt")


def _kill_at_random(campaign: Campaign, count: int) -> None:
    chance = random.Random(SEED)  # noqa: S311
    seconds = campaign.good_build()["seconds"]
    for number in range(count):
        kill_after = chance.uniform(0, seconds)
        campaign.fault("killed at random", kill_after=kill_after, recover=number % 4 == 3)
    campaign.recover("the last of the kills at random")


def _fail_disk(
    campaign: Campaign, calls: str, kind: str, *, tries: int, code: int, count: int
) -> None:
    """Fail calls on the disk after none, a few, many of them; all that follow, or `count`."""
    for after in range(tries):
        environment = {
            "FAIL_CALLS": calls,
            "FAIL_UNDER": f"{campaign.project.root}/",
            "FAIL_AFTER": str(after * after // 2),
            "FAIL_COUNT": str(count),
            "FAIL_ERRNO": str(code),
        }
        campaign.fault(kind, environment=environment)


def _fail_disks(campaign: Campaign, tries: int) -> None:
    _fail_disk(campaign, "write", "full disk", tries=tries, code=errno.ENOSPC, count=0)
    _fail_disk(campaign, "change", "read-only folder", tries=tries, code=errno.EROFS, count=0)
    _fail_disk(campaign, "fsync", "failed fsync", tries=tries, code=errno.EIO, count=1)


def test_a_sample_of_kills_loses_nothing(campaign: Campaign) -> None:
    _kill_publishing(campaign, every=25)
    _report(campaign)


@pytest.mark.long
def test_kills_at_every_moment_of_publishing_lose_nothing(campaign: Campaign) -> None:
    _kill_publishing(campaign, every=1)
    assert campaign.tries.total() >= 40
    _report(campaign)


@pytest.mark.long
def test_kills_during_seeds_models_and_snapshots_lose_nothing(campaign: Campaign) -> None:
    _kill_building(campaign, 30)
    _report(campaign)


@pytest.mark.long
def test_kills_at_random_lose_nothing(campaign: Campaign) -> None:
    _kill_at_random(campaign, 130)
    _report(campaign)


@pytest.mark.long
def test_failing_disks_lose_nothing(failing_disk: Path, tmp_path: Path) -> None:
    with Campaign(make_small_project(tmp_path / "project"), failing_disk) as campaign:
        campaign.good_build()
        _fail_disks(campaign, 6)
        _report(campaign)


@pytest.mark.long
def test_a_dozen_kills_of_the_real_project_lose_nothing(
    built: BuiltProject, tmp_path: Path
) -> None:
    """One after the other, each on what the one before left behind, then one build."""
    project = Project(Path(shutil.copytree(built.project.root, tmp_path / "project")))
    with Campaign(project, is_real=True) as campaign:
        for seconds in (1, 4, 8, 15, 25, 40):
            campaign.fault("real project, killed", kill_after=seconds, is_full=True, recover=False)
        for moment in range(1, 60, 10):
            campaign.fault("real project, killed publishing", kill_at=moment, recover=False)
        campaign.recover("the kills of the real project")
        _report(campaign)
