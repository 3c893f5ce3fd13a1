"""What is wrong with Spark's settings is said before anything is built."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from warehouse.building.dbt_build import JAVA_STACK
from warehouse.spark import refusals
from warehouse.spark.refusals import SparkUnusable, StatementFailed, first_line
from warehouse.spark.server import SparkServer
from warehouse.spark.session import CLUSTER_SECONDS, OwnSession
from warehouse.spark.settings import SparkSettings
from warehouse.spark.statements import SparkStatements
from warehouse.spark.trial import refuse_other_settings


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every package is there."""
    monkeypatch.setattr(refusals, "find_spec", lambda _name: object())


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `java` that says it is version 17, in the folder that JAVA_HOME names."""
    monkeypatch.setattr(refusals, "find_spec", lambda _name: object())
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
        OwnSession(master, metastore).check()
    return str(refused.value)


def _refused_server(method: str = "thrift", port: str = "10000", **attributes: object) -> str:
    server = SparkServer(method, str(attributes.pop("host", "127.0.0.1")), port, **attributes)
    with pytest.raises(SparkUnusable) as refused:
        server.check()
    return str(refused.value)


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    "master", ["local", "local[*]", "local[2]", "local[2, 3]", "local-cluster[2,1,1024]", "yarn"]
)
def test_a_master_that_needs_no_answer_is_taken(master: str) -> None:
    OwnSession(master, "").check()


def test_a_package_that_is_missing_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refusals, "find_spec", lambda _name: None)
    assert "`pyspark` is not installed; the extra `spark` has it" in _refusal()
    assert "`pyhive` is not installed; the extra `spark` has it" in _refused_server()


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
        OwnSession("local[2]", f"thrift://127.0.0.1:{listening.getsockname()[1]}").check()


@pytest.mark.parametrize(
    ("method", "variables", "port"),
    [
        ("thrift", {}, "10000"),
        ("http", {}, "443"),
        ("thrift", {"WAREHOUSE_SPARK_PORT": "10015"}, "10015"),
    ],
)
def test_a_server_is_read_from_the_environment(
    method: str, variables: dict[str, str], port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "WAREHOUSE_SPARK_METHOD": method,
        "WAREHOUSE_SPARK_HOST": "spark.example.org",
        "DBT_ENV_SECRET_SPARK_TOKEN": "secret",
        **variables,
    }.items():
        monkeypatch.setenv(name, value)
    connection = SparkSettings.from_environment().connection
    assert connection == SparkServer(method, "spark.example.org", port, has_token=True)
    assert connection.name == f"Spark at spark.example.org:{port}"
    assert connection.variables == {
        "WAREHOUSE_SPARK_METHOD": method,
        "WAREHOUSE_SPARK_PORT": port,
    }


def test_what_is_no_method_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_SPARK_METHOD", "odbc")
    with pytest.raises(SparkUnusable, match="WAREHOUSE_SPARK_METHOD=odbc is not known"):
        SparkSettings.from_environment()


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("host", ["", "https://spark.example.org", "spark.example.org:10000"])
def test_what_is_no_host_is_told(host: str) -> None:
    assert f"WAREHOUSE_SPARK_HOST={host} is no host" in _refused_server(host=host)


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("port", ["", "ten", "0", "65536", "-1"])
def test_what_is_no_port_is_told(port: str) -> None:
    assert f"WAREHOUSE_SPARK_PORT={port} is no port" in _refused_server(port=port)


@pytest.mark.usefixtures("packages")
def test_an_authentication_that_cannot_be_is_told() -> None:
    assert "WAREHOUSE_SPARK_AUTH=none is not known" in _refused_server(authentication="none")
    missing = "SPARK_PASSWORD is not set"
    assert missing in _refused_server(authentication="LDAP")
    assert "WAREHOUSE_SPARK_SSL=yes is not known" in _refused_server(encryption="yes")
    superfluous = "SPARK_PASSWORD is set, and nobody asks for it"
    assert superfluous in _refused_server(authentication="NONE", has_password=True)


@pytest.mark.usefixtures("packages")
def test_what_databricks_needs_is_told() -> None:
    assert "WAREHOUSE_SPARK_CLUSTER is not set" in _refused_server("http", has_token=True)
    assert "SPARK_TOKEN is not set" in _refused_server("http", cluster="1234-567890-abc")


@pytest.mark.usefixtures("packages")
def test_a_server_that_does_not_answer_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = str(unused.getsockname()[1])
    assert f"no server answers at 127.0.0.1:{port}" in _refused_server(port=port)


@pytest.mark.usefixtures("packages")
def test_a_server_that_listens_is_taken() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = str(listening.getsockname()[1])
        SparkServer("thrift", "127.0.0.1", port).check()
        SparkServer("thrift", "127.0.0.1", port, "LDAP", has_password=True).check()
        SparkServer("http", "127.0.0.1", port, cluster="1234", has_token=True).check()


def test_a_server_with_settings_of_its_own_is_told() -> None:
    class Adapter:
        def execute(self, query: str, fetch: bool) -> tuple[None, SimpleNamespace]:
            assert fetch
            assert query.count(",") >= 2
            return None, SimpleNamespace(rows=[(True, False, False)])

    with pytest.raises(SparkUnusable) as refused:
        refuse_other_settings(SparkStatements(Adapter()), "Spark at host:10000")
    assert str(refused.value).startswith(
        "Spark at host:10000 does not compute by spark.sql.ansi.enabled=false, "
        "spark.sql.decimalOperations.allowPrecisionLoss=false, which"
    )


def test_of_a_failed_statement_the_line_that_says_why_is_told() -> None:
    error = RuntimeError(
        "Runtime Error\n  Database Error\n    org.apache.hive.service.cli.HiveSQLException: Error "
        "running query: [PATH_NOT_FOUND] org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] "
        "Path does not exist: file:/shared/trial.\n    \tat org.apache.spark.E.raise(E.scala:4)"
    )
    assert first_line(error) == "[PATH_NOT_FOUND] Path does not exist: file:/shared/trial."


@pytest.mark.usefixtures("java")
def test_memory_that_the_driver_cannot_take_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for memory in ("2GB", "2GiB", "1536mb"):
        monkeypatch.setenv("WAREHOUSE_MEMORY", memory)
        OwnSession("local[2]", "").check()
    for memory in ("1.5GB", "2", "80%"):
        monkeypatch.setenv("WAREHOUSE_MEMORY", memory)
        assert f"WAREHOUSE_MEMORY={memory} is nothing" in _refusal()


@pytest.mark.usefixtures("java")
def test_parts_that_are_no_number_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for partitions in ("two", "0", "-1"):
        monkeypatch.setenv("WAREHOUSE_SPARK_PARTITIONS", partitions)
        with pytest.raises(SparkUnusable, match=f"WAREHOUSE_SPARK_PARTITIONS={partitions} is no"):
            SparkSettings.from_environment().check()


def test_only_a_cluster_is_not_waited_for_without_end() -> None:
    assert OwnSession("local-cluster[2,1,1024]", "").answer_seconds is None
    assert OwnSession("yarn", "").answer_seconds == CLUSTER_SECONDS


@pytest.mark.parametrize(
    "error", [ValueError("disk full"), RuntimeError("Runtime Error\n  disk full")]
)
def test_a_statement_that_fails_says_why_in_one_line(error: Exception) -> None:
    def execute(*_: object, **__: object) -> None:
        raise error

    with pytest.raises(StatementFailed, match=r"^disk full$"):
        SparkStatements(SimpleNamespace(execute=execute)).run("select 1")


def test_the_words_of_pythons_bridge_to_java_are_left_out() -> None:
    said = (
        "An error occurred while calling o37.sql.\n: org.apache.spark.SparkException: Job aborted"
        "\n\tat org.apache.spark.Job.run(Job.scala:1)"
    )
    assert first_line(RuntimeError(said)) == "Job aborted"
    assert first_line(RuntimeError()) == "RuntimeError"


def test_a_failed_node_is_told_without_javas_stack() -> None:
    stack = (
        "Lost task\n\tat org.apache.spark.Job$.run(Job.scala:1)"
        "\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n\t... 12 more"
    )
    assert JAVA_STACK.sub("", stack) == "Lost task"
