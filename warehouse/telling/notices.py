"""Telling somebody that a scheduled build failed: a webhook, a command such as `mail`, or both."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

SECONDS_TO_WAIT = 10
HIDDEN = "(hidden)"
_NAMES_A_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|KEY|CREDENTIAL|WEBHOOK", re.IGNORECASE)
_USER_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+(?=@)")
_SHORTEST_SECRET = 6


def send_notices(facts: Mapping[str, Any]) -> list[str]:
    """Send what failed wherever a notice is configured.

    `WAREHOUSE_NOTICE_WEBHOOK` is an address that gets the facts as JSON, with a `text` for chat
    services. `WAREHOUSE_NOTICE_COMMAND` is a command that gets the same text on its standard input.

    Args:
        facts: the machine-readable result of the build.

    Returns:
        A line for each notice that could not be sent; never an address or another secret.
    """
    shown = _without_secrets(facts)
    text = _text(shown)
    problems = []
    if address := os.environ.get("WAREHOUSE_NOTICE_WEBHOOK"):
        problem = _post(address, {"text": text, **shown})
        problems += [f"the notice to the webhook could not be sent: {problem}"] if problem else []
    if command := os.environ.get("WAREHOUSE_NOTICE_COMMAND"):
        problem = _run(command, text)
        problems += [f"the notice command failed: {problem}"] if problem else []
    return problems


def hide_secrets(text: str) -> str:
    """The text without values of variables that name a secret, or passwords in addresses."""
    secrets = {
        value
        for name, value in os.environ.items()
        if _NAMES_A_SECRET.search(name) and len(value) >= _SHORTEST_SECRET
    }
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return _USER_IN_ADDRESS.sub(HIDDEN, text)


def _without_secrets(facts: Any) -> Any:
    match facts:
        case str():
            return hide_secrets(facts)
        case Mapping():
            return {name: _without_secrets(value) for name, value in facts.items()}
        case list() | tuple():
            return [_without_secrets(value) for value in facts]
        case int() | float() | None:
            return facts
        case _:
            return hide_secrets(str(facts))


def _text(facts: Mapping[str, Any]) -> str:
    error = facts["error"]
    lines = [
        f"policy-warehouse: the build failed ({error['kind']}, exit code {facts['exit_code']})",
        error["message"],
        *error["notes"],
        "What was published before is still there.",
    ]
    return "\n".join(lines)


def _post(address: str, content: Mapping[str, Any]) -> str | None:
    if not address.startswith(("http://", "https://")):
        return "WAREHOUSE_NOTICE_WEBHOOK is no http or https address"
    try:
        request = urllib.request.Request(  # noqa: S310  checked just above
            address,
            data=json.dumps(content, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=SECONDS_TO_WAIT):  # noqa: S310
            return None
    except urllib.error.HTTPError as error:
        return f"it answered {error.code}"
    except (OSError, ValueError) as error:
        return type(error).__name__


def _run(command: str, text: str) -> str | None:
    try:
        result = subprocess.run(  # noqa: S603  whoever sets the variable runs the build
            shlex.split(command),
            input=text,
            text=True,
            capture_output=True,
            timeout=SECONDS_TO_WAIT,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    return f"it ended with exit code {result.returncode}" if result.returncode else None
