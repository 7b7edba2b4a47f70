"""The words around an answer that a language model wrote: who wrote it, what is sent where, why there is none."""

from __future__ import annotations

WAY_QUOTES, WAY_WRITTEN = "Quotes", "Written answer"
WAYS = "How this answer is shown"
WRITTEN = (
    "The language model {model} wrote these sentences. The quotes below each one are what the documents say. "
    "A sentence can still be wrong: read its quotes."
)
DROPPED_ONE = "One sentence was left out, because its quotes do not bear it out."
DROPPED_MORE = "{count} sentences were left out, because their quotes do not bear them out."
LEAVES = (
    "“Written answer” sends your question, as it was understood, and up to {most} short passages of the documents to "
    "{address}. Nothing else is sent."
)
STAYS = (
    "“Written answer” gives your question, as it was understood, and up to {most} short passages of the documents to a "
    "language model on this computer ({address}). Nothing is sent elsewhere."
)
WRITING = "The language model is writing. Each sentence is shown once its quotes have been checked."
STOP = "Stop writing"
INSTEAD = "No written answer: {why} Here are the quotes."
STOPPED = "you stopped it."
TOO_LONG = "the language model took too long."
TOO_BUSY = "the language model takes no more questions right now. Try again later."
NOT_REACHED = "the language model could not be reached. Is it running?"
NOT_LET_IN = "the language model did not accept the key."
NO_SUCH_MODEL = "the server does not know this language model."
BROKE_OFF = "the language model broke off."
NOT_IN_FORM = "the language model did not answer in the form it was asked for."
NOT_BORNE_OUT = "no sentence of the language model is borne out by its quotes."
ONE_SIDE = "the documents differ here, and the language model gave one side only."
OPTION = "have the language model that CHAT_MODEL names write the answer (docs/models.md); each sentence is checked"
NO_MODEL = "No language model is set up for written answers."
NO_MODEL_REMEDY = "Set CHAT_MODEL, for example CHAT_MODEL=ollama:llama3.2 (docs/models.md)."
UNKNOWN_MODEL = "CHAT_MODEL={spec} names no language model that can be used."
UNKNOWN_MODEL_REMEDY = "Write ollama:NAME, openai:NAME or anthropic:NAME (docs/models.md)."
NOT_INSTALLED = "What talks to {provider} is not installed."
NOT_INSTALLED_REMEDY = "Install it: pip install -e “.[{provider}]”"
NO_KEY = "There is no key for {provider}, or its settings do not fit."
NO_KEY_REMEDY = "Set {variable} in the environment (docs/models.md)."


def dropped(count: int) -> str:
    """Say how many sentences were left out; nothing where none was."""
    return "" if not count else DROPPED_ONE if count == 1 else DROPPED_MORE.format(count=count)


def written(model: str, count: int) -> str:
    """Say who wrote an answer, and how many sentences of it were left out."""
    return " ".join(filter(None, [WRITTEN.format(model=model), dropped(count)]))


def instead(why: str, count: int = 0) -> str:
    """Say why the quotes are shown though a written answer was asked for."""
    return " ".join(filter(None, [INSTEAD.format(why=why), dropped(count)]))
