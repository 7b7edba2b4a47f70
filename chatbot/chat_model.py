"""CHAT_MODEL and the addresses beside it -> which language model writes, where it is, and whether that is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from chatbot import written_wording as words
from ingest.errors import NeedlepointError

_ADDRESSES = {
    "ollama": "http://localhost:11434",
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
}
_IN_THIS_PROGRAM = "localhost"
_HERE = ("localhost", "127.0.0.1", "::1")
MOST_PASSAGES = 24


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A language model: who offers it, its name, and the address as set, empty for the provider's own.

    A provider that is not known here is a program of this computer, as a model that runs in this one.
    """

    provider: str
    name: str
    base: str = ""

    @property
    def title(self) -> str:
        """Name it as CHAT_MODEL does."""
        return f"{self.provider}:{self.name}"

    @property
    def host(self) -> str:
        """Name the computer that it is asked at; of an address with a password in it, the host alone."""
        given = self.base or _ADDRESSES.get(self.provider, _IN_THIS_PROGRAM)
        return urlsplit(given if "//" in given else f"//{given}").hostname or ""

    @property
    def is_here(self) -> bool:
        """Tell whether it is asked at this computer; 0.0.0.0 is how a server says that it listens everywhere."""
        return self.host in (*_HERE, "0.0.0.0")  # noqa: S104  compared, not listened on

    @property
    def leaves(self) -> str:
        """Say what is sent where when it writes."""
        return (words.STAYS if self.is_here else words.LEAVES).format(most=MOST_PASSAGES, address=self.host)


def chat_model(spec: str, bases: Mapping[str, str]) -> ChatModel | None:
    """Read CHAT_MODEL; None where it is blank. `bases` are addresses by provider, blank for the provider's own.

    Raises:
        NeedlepointError: when it names no provider known here, or no model.
    """
    provider, _, name = spec.strip().partition(":")
    if not spec.strip():
        return None
    if provider not in _ADDRESSES or not name:
        raise NeedlepointError(words.UNKNOWN_MODEL.format(spec=spec.strip()), words.UNKNOWN_MODEL_REMEDY)
    return ChatModel(provider, name, bases.get(provider, "").strip())
