"""What is wrong with Spark's settings is said before anything is built."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from warehouse.spark import settings as spark_settings
from warehouse.spark.settings import SparkSettings, SparkUnusable


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `java` that says it is version 17, in the folder that JAVA_HOME names."""
    monkeypatch.setattr(spark_settings, "find_spec", lambda _name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    return _java(tmp_path, "17.0.15")


def _java(home: Path, version: str) -> Path:
    path = home / "bin" / "java"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-01' >&2\n", "utf-8")
    path.chmod(0o755)
    return path


def _refusal(master: str = "local[2]", metastore: str = "") -> str:
    with pytest.raises(SparkUnusable) as refused:
        SparkSettings(master, Path("unused"), metastore).check()
    return str(refused.value)


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    "master", ["local", "local[*]", "local[2]", "local[2, 3]", "local-cluster[2,1,1024]", "yarn"]
)
def test_a_master_that_needs_no_answer_is_taken(master: str) -> None:
    SparkSettings(master, Path("unused"), "").check()


def test_a_package_that_is_missing_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spark_settings, "find_spec", lambda _name: None)
    assert "`pyspark` is not installed; the extra `spark` has it" in _refusal()


@pytest.mark.usefixtures("java")
def test_no_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert "has no bin/java" in _refusal()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert "there is no `java` here" in _refusal()


@pytest.mark.parametrize(
    ("version", "said"), [("11.0.2", "is Java 11"), ("1.8.0_392", "is Java 8")]
)
def test_a_java_that_is_too_old_is_told(java: Path, version: str, said: str) -> None:
    _java(java.parent.parent, version)
    assert said in _refusal()


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("master", ["locl[2]", "local[]", "spark:/host", "http://host:7077", ""])
def test_what_is_no_master_is_told(master: str) -> None:
    assert "WAREHOUSE_SPARK_MASTER" in _refusal(master)


@pytest.mark.usefixtures("java")
def test_a_master_or_metastore_that_does_not_answer_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "no master of Spark answers at spark://127.0.0.1" in _refusal(
        f"spark://127.0.0.1:{port}"
    )
    refusal = _refusal(metastore=f"thrift://127.0.0.1:{port}")
    assert "no Hive metastore answers at thrift://127.0.0.1" in refusal
    assert "expected is thrift://host:port" in _refusal(metastore="hive:9083")


@pytest.mark.usefixtures("java")
def test_a_metastore_that_answers_is_taken() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        SparkSettings(
            "local[2]", Path("unused"), f"thrift://127.0.0.1:{listening.getsockname()[1]}"
        ).check()
