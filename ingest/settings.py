"""Where things are: read once, by the doors, from NEEDLEPOINT_… variables of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

_HOME = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of the ingest; a `model` of None is all-MiniLM-L6-v2 as installed."""

    model_config = SettingsConfigDict(env_prefix="NEEDLEPOINT_", frozen=True)

    sources: Path = _HOME / "data" / "sources"
    claims: Path = _HOME / "data" / "claims"
    library: Path = _HOME / "data" / "library"
    model: str | None = None
