"""Settings of the chatbot: the ingest's, and what only the chatbot needs."""

from __future__ import annotations

from ingest.settings import Settings as IngestSettings


class Settings(IngestSettings):
    """Read once, by the doors."""
