"""Settings of the chatbot: the ingest's, and what only the chatbot needs."""

from __future__ import annotations

from pathlib import Path

from ingest.settings import Settings as IngestSettings

_HOME = Path(__file__).resolve().parent.parent


class Settings(IngestSettings):
    """Read once, by the doors; a blank number leaves those of many regions (`chatbot.numbers`).

    `uploads_allowed` lets visitors of a server change its library, as the reader at this computer always can.
    A conversation is deleted `keep_days` days after its last use; with 0 none is kept.
    """

    emergency_number: str = ""
    crisis_line: str = ""
    conversations: Path = _HOME / "data" / "conversations"
    keep_days: int = 30
    uploads_allowed: bool = False
