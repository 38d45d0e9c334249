"""Settings that cannot work are said so, in a sentence."""

from __future__ import annotations

import pytest

from admissions.notifier.settings import SettingsProblem, Smtp, email_settings, webhook_settings


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_nothing_set_is_nothing_sent() -> None:
    assert email_settings() is None
    assert webhook_settings() is None


def test_a_whole_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, NOTIFY_EMAIL="a@example.com", SMTP_URL="smtps://us%40er:p%2Fw@mail.example.com")
    settings = email_settings()
    assert settings
    assert settings.smtp == Smtp("mail.example.com", 465, True, "us@er", "p/w")
    assert settings.sender == "callbacks@example.com"


@pytest.mark.parametrize("url", ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:port"])
def test_a_mail_server_that_is_none(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    put(monkeypatch, NOTIFY_EMAIL="a@example.com", SMTP_URL=url)
    with pytest.raises(SettingsProblem, match="SMTP_URL"):
        email_settings()


@pytest.mark.parametrize("address", ["nobody", "A <a@example.com>", "a@example.com\nBcc: b@example.com"])
def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    put(monkeypatch, NOTIFY_EMAIL=address, SMTP_URL="smtp://127.0.0.1:25")
    with pytest.raises(SettingsProblem, match="no plain e-mail address"):
        email_settings()


@pytest.mark.parametrize(
    "url", ["http://crm.example.com/hook", "ftp://crm.example.com", "https://", "crm", "http://127.0.0.1.example.com"]
)
def test_a_webhook_goes_over_tls_only(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    put(monkeypatch, NOTIFY_WEBHOOK=url, NOTIFY_WEBHOOK_SECRET="x" * 16)
    with pytest.raises(SettingsProblem, match="https"):
        webhook_settings()


@pytest.mark.parametrize("url", ["https://crm.example.com/hook", "http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/"])
def test_a_webhook_that_can_be_used(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    put(monkeypatch, NOTIFY_WEBHOOK=url, NOTIFY_WEBHOOK_SECRET="x" * 16)
    assert webhook_settings()


def test_a_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, NOTIFY_WEBHOOK="https://crm.example.com/hook", NOTIFY_WEBHOOK_SECRET="short")
    with pytest.raises(SettingsProblem, match="16 characters") as said:
        webhook_settings()
    assert "short" not in str(said.value)
