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
BY_RULES, BY_MODEL = "By rules", "By the language model"
COMPLETED = "How follow-up questions are completed"
REWRITE_LEAVES = (
    "Follow-up questions are completed by rules, or by the language model at {address}. It is then sent each further "
    "question of this conversation and up to {most} of your questions before it. No answer, no document and no alarm "
    "is sent."
)
REWRITE_STAYS = (
    "Follow-up questions are completed by rules, or by a language model on this computer ({address}). It is then given "
    "each further question of this conversation and up to {most} of your questions before it. Nothing is sent "
    "elsewhere."
)
REWRITTEN_BY = "{understood} (completed by the language model {model})"
NOT_REWRITTEN = "Your question was understood without the language model: {why}"
NO_QUESTION = "it did not send one plain question."
FOREIGN_WORDS = "its question has words that neither you nor the documents use."
TURNED = "its question has other numbers or negations than yours."
OTHER_QUESTION = "it sent another question than yours."
NOT_ASKED = "it could not be asked. {error}"
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
OPTION_REWRITE = (
    "have the language model that CHAT_MODEL names complete follow-ups (docs/models.md): the question and the "
    "questions before it are sent to where it is"
)
OPTION_AFTER = "a question asked before this one, the first first (may be repeated)"
OPTION_DRAFT = "have the language model that CHAT_MODEL names draft claims for review (docs/claims.md)"
OPTION_EVERY = "draft for every document: also those that have claims, or that readers added"
OPTION_OUT = "where to write what is drafted (default: %(default)s)"
OPTION = "have the language model that CHAT_MODEL names write the answer (docs/models.md); each sentence is checked"
NO_MODEL = "No language model is set up."
NO_MODEL_REMEDY = "Set CHAT_MODEL, for example CHAT_MODEL=ollama:llama3.2 (docs/models.md)."
UNKNOWN_MODEL = "CHAT_MODEL={spec} names no language model that can be used."
UNKNOWN_MODEL_REMEDY = "Write ollama:NAME, openai:NAME or anthropic:NAME (docs/models.md)."
NOT_INSTALLED = "What talks to {provider} is not installed."
NOT_INSTALLED_REMEDY = "Install it: pip install -e “.[{provider}]”"
NO_KEY = "There is no key for {provider}, or its settings do not fit."
NO_KEY_REMEDY = "Set {variable} in the environment (docs/models.md)."

DRAFT_LEAVES = (
    "Sent: {passages} passages of {documents}, in {requests} requests to {address} ({model}), with the instructions in "
    "data/prompts/claims.txt. Nothing else is sent."
)
DRAFT_STAYS = (
    "Given: {passages} passages of {documents}, in {requests} requests to a language model on this computer ({model}, "
    "{address}), with the instructions in data/prompts/claims.txt. Nothing is sent elsewhere."
)
DRAFT_PROGRESS = "{number} of {requests} requests: {claims} claims so far"
DRAFT_DROPPED = "dropped {count}: {why}"
DRAFTED = (
    "Drafted, not reviewed: {claims} claims with {quotes} quotes and {questions} questions stand in {out}. No ingest "
    "reads them there; its first lines say what to do."
)
NOTHING_DRAFTED = "Nothing was drafted that its quotes bear out, so no file was written."
NONE_TO_DRAFT = "There are claims on each document of this library, but for those that readers added."
NONE_TO_DRAFT_REMEDY = "Name the files to draft claims for: python -m ingest --draft-claims FILE"
DRAFT_IN_CLAIMS = "{out} lies in {claims}, from which the next ingest would take what nobody has reviewed."
DRAFT_EXISTS = "{out} is there already, and is not written over."
DRAFT_NOWHERE = "There is no folder for {out}."
DRAFT_ELSEWHERE = "Name another file with --out."
DRAFT_BROKE_OFF = "Request {number} of {requests} failed: {why}"
DRAFT_BROKE_OFF_REMEDY = "What was drafted before is kept as said above. Try again with another --out."
REVIEW = """Drafted by {model} on {date}, not reviewed.

No ingest uses this file where it is. Before it may be used, a person does this:

1. Read each claim beside its quotes, which are copied exactly, and beside the document. Delete what is wrong or says
   nothing, part what says two things, and merge what is said twice. A model can be wrong in ways that no check sees.
2. Set polarity = "against" where a claim speaks against doing or expecting it: all say "for" here.
3. Read the questions; delete those that the quotes do not answer, and add your own, and near misses (docs/claims.md).
4. Move the file into the folder of claims (data/claims, or the one that NEEDLEPOINT_CLAIMS names), and see that
   documents.toml beside it has the lines below. Delete this head.
5. Build the library: python -m ingest. It names what it refuses, and why.
6. Measure before and after. A document with claims is answered from where its claims' questions lead: a few questions
   for each make it refuse what the search alone would have found (docs/models.md has figures).

For documents.toml:
"""


def dropped(count: int) -> str:
    """Say how many sentences were left out; nothing where none was."""
    return "" if not count else DROPPED_ONE if count == 1 else DROPPED_MORE.format(count=count)


def written(model: str, count: int) -> str:
    """Say who wrote an answer, and how many sentences of it were left out."""
    return " ".join(filter(None, [WRITTEN.format(model=model), dropped(count)]))


def instead(why: str, count: int = 0) -> str:
    """Say why the quotes are shown though a written answer was asked for."""
    return " ".join(filter(None, [INSTEAD.format(why=why), dropped(count)]))


def not_rewritten(why: str) -> str:
    """Say that a question was understood by rules although a language model was asked, and why."""
    return NOT_REWRITTEN.format(why=why)
