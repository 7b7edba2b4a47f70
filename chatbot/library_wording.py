"""Our words about the library: what is in it, what is searched, what is added, how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LIBRARY_TITLE = "Library"
LIBRARY_PURPOSE = "What Needlepoint answers from. Choose what is searched, or add documents of your own."

# What is searched.
SEARCHED_TITLE = "Documents"
SEARCHED_HELP = "Questions are answered from the documents that are ticked. The choice lasts until you close the page."
ALL_SOURCES = "What is known about each document"
SEARCH_ALL = "Search all again"
SEARCH_ONLY = "Search only this one"
FIND_DOCUMENT = "Find a document by its title"
NO_DOCUMENT_FOUND = "No document has these words in its title."
CHOOSE_ONE = "Nothing is ticked, so all documents are searched."
FROM_LIBRARY, FROM_YOU = "vouched for", "your document"
PASSAGES_ONE, PASSAGES = "{count} passage", "{count} passages"
READ = "Read"
IS_SEARCHED = "Search “{title}”"

# What readers add.
ADD_TITLE = "Add your own documents"
ADD_HELP = (
    "Text, Markdown, web pages (.html), PDF, Word (.docx) and .jsonl, up to 10 MB each. They stay on this computer, in "
    "the folder {folder}. A file that you put into that folder yourself is taken with “Build again”."
)
ADD_ON_SERVER = (
    "Text, Markdown, web pages (.html), PDF, Word (.docx) and .jsonl, up to 10 MB each. They are kept on this server, "
    "and everybody who uses it can read them."
)
ADD_FILES, ADD_BUTTON = "Choose files", "Add to the library"
ADD_ONLY_HERE = "To add or remove documents, use the computer that runs Needlepoint. It cannot be done from here."
NOTHING_CHOSEN = "Choose one file or more first."
YOURS_NOTE = "What your documents say is shown apart, as “your document”, until you say what they are."
FILES_NOT_TAKEN = "In the folder, but not in the library: {names}."
REMOVE, REMOVE_SURELY = "Remove", "Remove it for good"
REMOVE_NOTE = (
    "The file is deleted. Its text stays in the earlier versions of the library until five newer ones are there, so "
    "that you can go back."
)
REBUILD = "Build again"
REBUILD_HELP = "Reads all files again. Do this after you changed the files of {folders}."

# What is known of a document.
DESCRIBE = "What is known of it"
DESCRIBE_HELP = (
    "Leave empty what the document does not say itself. With a kind, publisher, author, date or address you vouch for "
    "the document: it counts with the others from then on, and is no longer marked as yours."
)
TITLE, KIND, PUBLISHER, AUTHOR, DATE, ADDRESS = "Title", "Kind", "Publisher", "Author", "Date", "Web address"
ACCESSED = "Taken from there on"
SAVE = "Save"
SHIPPED = "This comes with Needlepoint. What is known of it stands in {path}."

# How an addition goes.
STAGES = {
    "reading": "Reading {name}",
    "cutting": "Cutting the texts into passages",
    "embedding": "Learning where passages stand in meaning ({done} of {total})",
    "publishing": "Checking and publishing the new version",
}
STARTING = "Starting"
WAITING, CHECKING, KEPT, KEPT_AS = "waiting", "being checked", "accepted", "accepted as {name}"
REFUSED = "not taken"
WORKING_TITLE = "The library is being built"
WORKING_NOTE = "You can go on asking. Answers come from the version before until this is done."
DONE_TITLE, FAILED_TITLE = "The library is up to date", "The library is as it was"
DONE = "Version {version}: {documents} documents, {passages} passages."
ADDED, CHANGED, REMOVED = "Added: {names}.", "Changed: {names}.", "Removed: {names}."
NOT_TAKEN = "Not taken: {name}. {reason} {remedy}"
STOPPED, STOPPED_REMEDY = "The ingest stopped before it was done.", "Try again, or run: python -m ingest"
NOTHING_TAKEN, NOTHING_TAKEN_REMEDY = (
    "No file was taken, so nothing changed.",
    "The reason stands with each file.",
)
BUSY, BUSY_REMEDY = "The library is being built already.", "Wait until it is done and try again."
DISMISS_NOTE = "Close this note"

# Versions.
VERSIONS_TITLE = "Earlier versions"
VERSIONS_HELP = (
    "The last five versions are kept. Going back changes what is answered from, not your files: the library is built "
    "from them again when one changes, or by “Build again”."
)
VERSION_LINE = "{name} · {time} · {documents} documents, {passages}"
VERSION_NOW, VERSION_RESTORED = "in use", "same as {name}"
RESTORE, RESTORE_SURELY = "Go back to this", "Go back to {name}"
RESTORED = "You are back at version {name}. It is in use as {fresh}."

# Kept questions, asked again over another version.
RECHECK_TITLE = "Your saved questions"
RECHECK_HELP = (
    "When the documents change, answers can change. See which of your saved questions are answered otherwise now."
)
RECHECK = "Ask them again"
RECHECK_STARTING = "Your saved questions are being asked again."
RECHECKING = "Your saved questions are being asked again: {done} of {total}."
RECHECK_FAILED = "Your saved questions could not all be asked again. Try again, or run: python -m chatbot changes"
CLOSE_RECHECK = "Close this list"
OTHER_WORDS = "The quotes are the same. Only our own words around them differ."
OUTCOMES = {
    ("answered", "abstained"): "It was answered. Now the documents do not say.",
    ("abstained", "answered"): "The documents did not say. Now it is answered.",
}
TURNED = "It is answered in another way."
_FATES = {
    "removed": "“{title}” is no longer in the library",
    "changed": "“{title}” has another text",
    "new": "“{title}” was not quoted before",
    "same": "“{title}” is the same, but is quoted otherwise",
}

# Above an answer.
ONLY_SEARCHED = "Searched only: {titles}."
CHANGE_CHOICE = "Change"

# Where the model is missing, and readiness.
WORDS_ONLY = (
    "{reason} Until then questions are matched by their words alone. Fewer are answered, and more of them "
    "wrongly: ask in the words that the documents use. {remedy}"
)
READY_TITLE = "Readiness"
READY_PURPOSE = "How this Needlepoint stands right now."
READY, NOT_READY, LIMITED = "Ready", "Not ready", "Ready, with limits"
ROW_STATE, ROW_VERSION, ROW_DOCUMENTS, ROW_PASSAGES = "State", "Library version", "Documents", "Passages"
ROW_MODEL, ROW_SEARCH, ROW_NOTICE = "Language model", "Search", "Notice"
MODEL_LOADED, MODEL_LOADING, MODEL_MISSING = "loaded", "loading", "missing"
SEARCH_INDEX, SEARCH_SCAN, SEARCH_WORDS = "index", "every passage compared one by one", "by words alone"


def only_searched(titles: Sequence[str]) -> str:
    """Say which documents the reader chose to have searched."""
    return ONLY_SEARCHED.format(titles=shortened([f"“{title}”" for title in titles]))


def chosen_do_not_say(titles: Sequence[str]) -> str:
    """Say that the documents the reader chose hold no answer, and that no others were searched."""
    named = shortened([f"“{title}”" for title in titles])
    if len(titles) == 1:
        return f"This document does not say: {named}. I searched no other, because you chose it on the page Library."
    return f"These documents do not say: {named}. I searched no others, because you chose them on the page Library."


def shortened(names: Sequence[str], most: int = 6) -> str:
    """List names, the first few of many."""
    rest = len(names) - most
    return "; ".join([*names[:most], *([f"and {rest} more"] if rest > 0 else [])])


def passages(count: int) -> str:
    """Say how many passages there are."""
    return (PASSAGES_ONE if count == 1 else PASSAGES).format(count=f"{count:,}")


def rechecked(changed: int, asked: int) -> str:
    """Say how many of the kept questions have another answer now."""
    if not asked:
        return "No saved question was answered from another library than this one."
    if not changed:
        return f"No saved question has another answer now. {asked} {'was' if asked == 1 else 'were'} asked again."
    return f"Saved questions that have another answer now: {changed} of {asked}."


def cause(title: str, fate: str, gone: int, fresh: int) -> str:
    """Say what became of a document, and how many of its quotes went and came."""
    moved = [
        f"{count} {'quote' if count == 1 else 'quotes'} {what}" for count, what in ((gone, "less"), (fresh, "new"))
    ]
    counted = [said for said, count in zip(moved, (gone, fresh), strict=True) if count]
    return f"{_FATES[fate].format(title=title)}: {', '.join(counted)}."


def changed(change: Mapping[str, Any]) -> list[str]:
    """Say how an answer changed, a line each: its outcome, then each document that made it so (`chatbot.drift`)."""
    before, now = change["before"], change["now"]
    turned = [] if before == now else [OUTCOMES.get((before, now), TURNED)]
    causes = [cause(told["title"], told["fate"], told["gone"], told["fresh"]) for told in change["causes"]]
    return [*turned, *causes] or [OTHER_WORDS]


def said_too(question: str) -> str:
    """Say of one of several questions that it is answered by what is quoted for another."""
    return f"What is quoted also speaks to “{question.strip().rstrip('?.! ')}”."
