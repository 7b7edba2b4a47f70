"""Files become a library: every passage an exact slice of its document."""

from ingest.pipeline import ingest
from ingest.store import Library
from ingest.types import Document, Passage

__all__ = ["Document", "Library", "Passage", "ingest"]
