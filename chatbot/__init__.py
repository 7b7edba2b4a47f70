"""A message and a library become an answer made of quotes."""

from chatbot.converse import Chatbot
from chatbot.types import Answer, Quote

__all__ = ["Answer", "Chatbot", "Quote"]
