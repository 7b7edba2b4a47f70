"""An answer in quotes -> the same written by a language model: with its evidence of the library, its advice put anew.

What a reader's own documents say stays in quotes, so that nobody else's text reaches the model beside the library's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event

from chatbot.advice import NO_ADVICE
from chatbot.cite import is_yours
from chatbot.converse import Chatbot
from chatbot.follow import ask_rewritten
from chatbot.generate import Heard, Writer, can_write
from chatbot.injection import addresses_a_model
from chatbot.rewrite import Rewriter
from chatbot.types import Answer, Hit, Message, Quote
from ingest.types import Document


def is_writable(found: Answer, documents: Mapping[str, Document]) -> bool:
    """Tell whether there is anything in an answer that a model may write anew."""
    return can_write(_of_library(found, documents))


def compose(
    chatbot: Chatbot,
    writer: Writer,
    found: Answer,
    heard: Heard = lambda *_: None,
    stopped: Event | None = None,
) -> Answer:
    """Write an answer of the chatbot anew; where that fails, give it back with the reason. Advice stays as it is."""
    documents = chatbot.library.documents()
    given = _of_library(found, documents)
    # A kept answer has lost what the search found; what it quotes names the documents too.
    lists = chatbot.retriever.lists([Hit(quote.passage, 0.0, 0.0) for quote in (*given.quotes, *given.candidates)])
    wrote = writer.write(given, lists, heard, stopped)
    if not wrote.written or wrote.written.instead:
        return replace(found, reply=wrote.reply, written=wrote.written)
    yours = tuple(said for said in found.statements if is_yours(said, documents))
    return replace(wrote, statements=(*wrote.statements, *yours))


@dataclass(frozen=True, slots=True)
class Models:
    """The language models that a question may be completed and its answer written by; none where none was chosen."""

    writer: Writer | None = None
    rewriter: Rewriter | None = None

    def ask(self, chatbot: Chatbot, message: str, history: Sequence[Message] = ()) -> Answer:
        """Ask with these: the question is completed before the search, the answer written after it."""
        found = (
            ask_rewritten(chatbot, self.rewriter, message, history) if self.rewriter else chatbot.ask(message, history)
        )
        return advised(chatbot, compose(chatbot, self.writer, found), history) if self.writer else found


def ask_written(chatbot: Chatbot, writer: Writer, message: str, history: Sequence[Message] = ()) -> Answer:
    """Ask, and have the answer written; what is below it is advised anew, of what it no longer quotes too."""
    return Models(writer).ask(chatbot, message, history)


def advised(chatbot: Chatbot, wrote: Answer, history: Sequence[Message] = ()) -> Answer:
    """Put the advice below a written answer anew: it shows what the answer above does not, of what was searched."""
    if not wrote.written or wrote.written.instead:
        return wrote
    limited = chatbot.limited_to(frozenset(wrote.searched)) if wrote.searched else chatbot
    return limited.adviser.advise(replace(wrote, advice=NO_ADVICE), wrote.question, history)


def _of_library(found: Answer, documents: Mapping[str, Document]) -> Answer:
    """Keep what a model may be given: of the library, and from no paragraph in which anything speaks to a model."""

    def usable(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        kept = (quote for quote in quotes if not is_yours(quote, documents))
        return tuple(quote for quote in kept if not addresses_a_model(_paragraph(quote, documents)))

    said = (replace(statement, quotes=usable(statement.quotes)) for statement in found.statements)
    return replace(found, statements=tuple(s for s in said if s.quotes), candidates=usable(found.candidates))


def _paragraph(quote: Quote, documents: Mapping[str, Document]) -> str:
    block = quote.passage.block
    return documents[quote.document].text[block.start : block.end]
