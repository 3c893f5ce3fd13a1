"""Settings of Superset for the dashboards of this folder; docs/bi_tools.md says how to use them.

The key that signs sessions comes from `SUPERSET_SECRET_KEY`, Superset's own database is in
`SUPERSET_HOME`, and the published file is where `WAREHOUSE_FILE` says.
"""

import os
from copy import deepcopy
from pathlib import Path

from flask_babel import get_locale
from jinja2 import ChoiceLoader, FileSystemLoader
from superset.config import TALISMAN_CONFIG as DEFAULT_TALISMAN_CONFIG

HERE = Path(__file__).resolve().parent
BUNDLED_DATABASE = "warehouse.duckdb"

APP_NAME = "政策資料倉儲 policy-warehouse"
BABEL_DEFAULT_LOCALE = "zh_TW"
LANGUAGES = {
    "zh_TW": {"flag": "tw", "name": "繁體中文"},
    "en": {"flag": "us", "name": "English"},
}

# Superset lets browsers tell its makers' analytics of every page that is opened; this does not.
ANALYTICS = ("https://apachesuperset.gateway.scarf.sh", "https://static.scarf.sh/")
TALISMAN_CONFIG = deepcopy(DEFAULT_TALISMAN_CONFIG)
TALISMAN_CONFIG["content_security_policy"]["img-src"] = [
    source
    for source in TALISMAN_CONFIG["content_security_policy"]["img-src"]
    if source not in ANALYTICS
]


def COMMON_BOOTSTRAP_OVERRIDES_FUNC(data):  # noqa: ARG001, N802
    """Keep the country of a language: Superset 6.1 takes zh_TW for zh, which is simplified."""
    locale = get_locale()
    return {"locale": "_".join(filter(None, (locale.language, locale.territory)))}


def DB_CONNECTION_MUTATOR(uri, params, username, security_manager, source):  # noqa: ARG001, N802
    """Open the published file where this machine has it; other databases stay as they are."""
    if uri.drivername == "duckdb" and uri.database == BUNDLED_DATABASE:
        default = HERE.parents[1] / BUNDLED_DATABASE
        published = Path(os.environ.get("WAREHOUSE_FILE", default)).absolute()
        uri = uri.set(database=str(published))
    return uri, params


def FLASK_APP_MUTATOR(app):  # noqa: N802
    """Let the pages fit the width of a phone, by the template that Superset leaves for this."""
    own = FileSystemLoader(HERE / "templates")
    app.jinja_loader = ChoiceLoader([own, app.jinja_loader])
