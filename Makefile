# Two commands do everything: `make build` publishes warehouse.duckdb, `make test` proves it.
# Both set up their own virtual environment first, and work offline once that is done.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ON_BOTH_CORES := --numprocesses 2 --dist loadfile

# Spark is large, and nothing else needs it: an environment of its own.
SPARK_VENV := .venv-spark
SPARK_READY := $(SPARK_VENV)/.ready
SPARK_TESTS := tests/python/test_spark.py tests/python/test_spark_thrift.py

.PHONY: build site test test-long test-spark test-spark-long setup setup-spark lint docs lock clean

build: setup
	$(BIN)/warehouse build

site: setup
	$(BIN)/warehouse site

test: setup lint
	$(BIN)/pytest -m "not long and not spark" $(ON_BOTH_CORES)

test-long: setup
	$(BIN)/pytest -m long $(ON_BOTH_CORES)

# Builds on DuckDB and on Spark, and compares every public table; some over Thrift as well.
test-spark: setup-spark
	$(SPARK_VENV)/bin/pytest -s -m "spark and not long" $(SPARK_TESTS)

# The whole build once more, on a Thrift server with two executors.
test-spark-long: setup-spark
	$(SPARK_VENV)/bin/pytest -s -m "spark and long" $(SPARK_TESTS)

setup: $(READY)

setup-spark: $(SPARK_READY)

$(READY): requirements.lock bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up $(VENV) (once; about a minute)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(SPARK_READY): $(READY) spark.lock
	@echo "setting up $(SPARK_VENV) (once; pyspark is large)"
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(SPARK_VENV)
	@$(BIN)/uv pip install --quiet --python $(SPARK_VENV)/bin/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(SPARK_VENV)/bin/python --require-hashes -r spark.lock
	@$(BIN)/uv pip install --quiet --python $(SPARK_VENV)/bin/python --offline --no-deps --no-build-isolation --editable .
	@touch $(SPARK_READY)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/warehouse document sync --check
	$(BIN)/warehouse glossary --check
	$(BIN)/sqlfluff lint --processes 2 models analyses tests/data tests/macros
	$(BIN)/sqlfluff lint --templater raw warehouse/site/queries
	$(BIN)/dbt parse --quiet --profiles-dir .
	$(BIN)/dbt-bouncer

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "build/docs/index.html"

lock:
	$(BIN)/uv pip compile --universal --generate-hashes --quiet --python-version 3.11 --extra dev --extra metrics \
		--extra assistants --extra docs \
		--custom-compile-command "make lock" pyproject.toml --output-file requirements.lock
	echo "uv==$$($(BIN)/uv --version | cut -d' ' -f2)" | $(BIN)/uv pip compile --universal --generate-hashes \
		--quiet --python-version 3.11 --custom-compile-command "make lock" - --output-file bootstrap.lock
	printf 'dbt-spark[PyHive,session]==1.11.0\npyspark[connect]==4.3.0\n' | $(BIN)/uv pip compile --universal --generate-hashes --quiet \
		--python-version 3.11 --constraint requirements.lock --custom-compile-command "make lock" - --output-file spark.lock
	for version in 1.4 1.5 2.0; do \
		echo "duckdb==$$version.*" | $(BIN)/uv pip compile --universal --generate-hashes --no-header \
			--quiet --python-version 3.11 - --output-file tests/python/clients/duckdb-$$version.lock; \
	done
	for tool in apache-airflow check-jsonschema dagster; do \
		echo "$$tool" | $(BIN)/uv pip compile --universal --generate-hashes --no-header \
			--quiet --python-version 3.11 - --output-file tests/python/clients/$$tool.lock; \
	done
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11 \
		bi/superset/requirements.in --output-file bi/superset/requirements.lock

clean:
	rm -rf build target logs
