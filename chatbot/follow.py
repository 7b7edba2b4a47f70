"""A message in a conversation -> its answer, where a language model may complete the question first.

The answer that needs no model comes first: where it is an alarm, small talk or about the documents themselves, no model
is asked, and it is what there is whenever the model fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.about import tell
from chatbot.converse import Chatbot
from chatbot.rewrite import Known, Rewriter, can_rewrite
from chatbot.types import Answer, Heard, Level, Message, Outcome, Rewritten
from chatbot.words import stem, stems


def ask_rewritten(
    chatbot: Chatbot, rewriter: Rewriter, message: str, history: Sequence[Message] = (), heard: Heard = None
) -> Answer:
    """Answer as `Chatbot.ask` does, with a follow-up completed by a model; triage reads both understandings.

    Where the model's question raises an alarm, that is the answer. How it was understood is in the answer, and who was
    asked or why its question was not taken up.
    """
    if not can_rewrite(message, history):
        return chatbot.ask(message, history, heard=heard)
    found = chatbot.ask(message, history)
    if not _is_searched(chatbot, found):
        return found
    question, told = rewriter.rewrite(message, history, _known(chatbot))
    if not told.is_used:
        return _marked(found, told)
    return replace(chatbot.ask_completed(message, question, history, heard), rewritten=told)


def _known(chatbot: Chatbot) -> Known:
    """Tell whether a document has a form of a word, in its text or its title."""
    titles = (stems(document.facts.title) for document in chatbot.library.documents().values())
    named = frozenset().union(*titles)
    return lambda word: stem(word) in named or chatbot.library.frequency([word]) > 0


def _is_searched(chatbot: Chatbot, found: Answer) -> bool:
    """Tell whether an answer is what a search found, and neither a fixed reply nor about the documents themselves."""
    documents = chatbot.library.documents()
    is_open = found.level is Level.NONE and found.outcome in (Outcome.ANSWERED, Outcome.ABSTAINED)
    return is_open and bool(found.hits) and not tell(found.question, documents, tuple(documents))


def _marked(found: Answer, told: Rewritten) -> Answer:
    """Add that a model was asked, and above the answer why its question was not taken up."""
    reply = f"{told.instead}\n\n{found.reply}" if told.instead else found.reply
    return replace(found, reply=reply, rewritten=told)
