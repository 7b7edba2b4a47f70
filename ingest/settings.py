"""Where things are: read once, by the doors, from NEEDLEPOINT_… variables of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

_HOME = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of the ingest; a `model` of None is all-MiniLM-L6-v2 as installed.

    `uploads` is the folder of what readers added on the page; the library holds it beside `sources`.
    """

    model_config = SettingsConfigDict(env_prefix="NEEDLEPOINT_", frozen=True)

    sources: Path = _HOME / "data" / "sources"
    uploads: Path = _HOME / "data" / "uploads"
    claims: Path = _HOME / "data" / "claims"
    library: Path = _HOME / "data" / "library"
    model: str | None = None

    @property
    def folders(self) -> list[Path]:
        """List the folders that the library is built from where no others are named."""
        return [self.sources, *([self.uploads] if self.uploads.is_dir() else [])]
