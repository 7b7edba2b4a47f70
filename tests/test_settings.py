"""Settings are read again when the environment changes, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.settings import Settings, current_settings


def test_settings_are_those_of_the_environment_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", "one")
    first = current_settings()
    assert first.library == Path("one")
    assert current_settings() is first
    monkeypatch.setenv("NEEDLEPOINT_LIBRARY", "other")
    assert current_settings() == Settings()
    assert current_settings().library == Path("other")
