"""Settings of the chatbot: the ingest's, and what only the chatbot needs."""

from __future__ import annotations

from ingest.settings import Settings as IngestSettings


class Settings(IngestSettings):
    """Read once, by the doors; a blank number leaves those of many regions (`chatbot.numbers`)."""

    emergency_number: str = ""
    crisis_line: str = ""
