"""The trained assistant, loaded once for all tests of understanding."""

from __future__ import annotations

import pytest

from bench.report import Asked


@pytest.fixture(scope="session")
def asked() -> Asked:
    return Asked()
