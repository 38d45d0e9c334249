"""The live channel against its own description: schemathesis makes up requests, and every answer must fit."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import fields
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import ALL_CHECKS

from assistant.channel.refusals import CODES
from assistant.channel.settings import Settings
from tests.conftest import ROOT
from tests.journeys.live import Live

FILE = ROOT / "assistant" / "channel" / "openapi.yml"
schema = schemathesis.from_path(FILE, data_generation_methods=list(schemathesis.DataGenerationMethod))


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)
def test_every_answer_fits_the_description(live: Live, case: Any) -> None:
    visitor = live.visitor()  # an address of its own for each request, so that no limit is hit
    visitor.open()
    case.headers = {**(case.headers or {}), "X-Forwarded-For": visitor.address, "Authorization": f"Bearer {visitor.token}"}
    if case.path == "/events":
        case.query = {**(case.query or {}), "wait": 0}
    answer = case.call(base_url=live.url("").rstrip("/"))
    case.validate_response(answer, checks=ALL_CHECKS)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        refusal = answer.json()
        assert CODES[refusal["code"]] == (answer.status_code, refusal["retryable"])


def test_the_description_is_served(live: Live) -> None:
    with urllib.request.urlopen(live.url("openapi.json")) as answer:
        assert json.load(answer) == yaml.safe_load(FILE.read_text("utf-8"))


@pytest.mark.parametrize("name", [*CODES, *(field.name for field in fields(Settings))])
def test_every_code_and_limit_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "channel.md").read_text("utf-8")
