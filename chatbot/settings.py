"""Settings of the chatbot: the ingest's, and what only the chatbot needs."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from ingest.settings import Settings as IngestSettings

_HOME = Path(__file__).resolve().parent.parent


class Settings(IngestSettings):
    """Read by the doors; a blank number leaves those of many regions (`chatbot.numbers`).

    `uploads_allowed` lets visitors of a server change its library, as the reader at this computer always can.
    A conversation is deleted `keep_days` days after its last use; with 0 none is kept. `chat_model` and the addresses
    below it are read under the names that other programs use for them; written answers may take `chat_seconds`.
    """

    emergency_number: str = ""
    crisis_line: str = ""
    conversations: Path = _HOME / "data" / "conversations"
    keep_days: int = 30
    uploads_allowed: bool = False
    chat_model: str = Field(default="", validation_alias="CHAT_MODEL")
    ollama_host: str = Field(default="", validation_alias="OLLAMA_HOST")
    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")
    anthropic_base_url: str = Field(default="", validation_alias="ANTHROPIC_BASE_URL")
    chat_seconds: float = 60.0

    @property
    def chat_bases(self) -> dict[str, str]:
        """Give the addresses of language models by provider, blank for the provider's own."""
        return {
            "ollama": self.ollama_host,
            "openai": self.openai_base_url,
            "anthropic": self.anthropic_base_url,
        }


def current_settings() -> Settings:
    """Give the settings as the environment has them now; read anew only when it changed, because pages ask often."""
    return _read(frozenset(os.environ.items()))


@lru_cache(maxsize=1)
def _read(_: frozenset[tuple[str, str]]) -> Settings:
    return Settings()
