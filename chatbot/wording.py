"""Our own words in one place: everything the product says that is not a quote (triage replies are data)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chatbot.advice import Mention

PURPOSE = (
    "Needlepoint finds and quotes documents about microneedling, word for word. It does not assess you and is not a "
    "medical device. Its alerts are general signposts."
)
PROFESSIONAL_LINE = (
    "This comes from documents and is not medical advice. Ask a doctor or dermatologist about your own case."
)
ALARM_CLOSING = "This is a general signpost, not an assessment of you. A doctor or dermatologist has to see your case."
CRISIS_CLOSING = "This is a general signpost from a program. A doctor or a crisis line can help you now."


def ask_about(topics: Sequence[str]) -> str:
    """Name in the professional line what a person mentioned."""
    named = topics[0] if len(topics) == 1 else f"{', '.join(topics[:-1])} and {topics[-1]}"
    return (
        f"This comes from documents. It is not medical advice. Ask a doctor or dermatologist about {named} before any "
        "treatment."
    )


# The advice below an answer.
CONSULT_TITLE = "A question for a professional"
CONSULT_QUESTIONS = "Questions to take along:"
MENTIONED = "You mention {situation}"
MENTIONED_EARLIER = "You mentioned {situation} before"
SAID_ABOVE = "What the documents say about it is quoted above."
SAYS_OF_IT = "The documents say about it:"
NOT_COVERED = "I found nothing about it in these documents. That does not mean that it does not matter."
ASK_THEM = "Ask a doctor or dermatologist:"


def mentioned(mention: Mention) -> tuple[str, str]:
    """Name a situation that was mentioned, and say where what the documents have on it is."""
    form = MENTIONED_EARLIER if mention.is_earlier else MENTIONED
    said = SAID_ABOVE if mention.is_above else SAYS_OF_IT if mention.statements else NOT_COVERED
    return f"{form.format(situation=mention.situation)}.", said


# The page: titles, buttons, notes.
NAME = "Needlepoint"
CHAT_TITLE = "Chat"
SOURCES_TITLE = "Sources"
STARTERS_TITLE = "Questions to start with"
STARTERS = (
    "What is microneedling and how does it work?",
    "What are the side effects of microneedling?",
    "Who should not have microneedling?",
    "Is it safe to do microneedling at home?",
    "How should I care for my skin afterwards?",
    "Does microneedling help with acne scars?",
)
ASK_PLACEHOLDER = "Ask a question"
NEW_CHAT = "New chat"
SHOW_EARLIER = "Show earlier messages"
SEARCHING = "Searching the documents …"
STILL_LOADING = (
    "The language model is still loading, which takes some seconds after a start. "
    "Your question waits and is answered as soon as it is ready."
)
EMERGENCY_LABEL = "Emergency"
URGENT_LABEL = "See someone today"
BELOW_AN_ALARM = "What the documents say about this. It does not replace the doctor you should speak to today."
DISMISS = "Dismiss this warning"
UNDERSTOOD_AS = "Understood as: {question}"
ASK_AS_TYPED = "Ask exactly what I typed"
ANSWERED = "Answered."
CHOICES_TITLE = "You can also ask about a part of this:"
YOURS_TITLE = (
    "From your own document, which is not part of the library. Nothing is known here about where it comes from."
)
YOUR_DOCUMENT = "your document"
AUTHOR_UNKNOWN = "author unknown"
UNDATED = "undated"
AROUND = "Read it in its paragraph"
AROUND_LABEL = "Paragraph of {title}"
ON_THE_WEB = "On the web page"
SEE_PAGE, SEE_PAGE_OF = "See page {page}", "See page {page} with quote {number} marked"
PICTURE_TITLE = "The page as it looks in the file"
PICTURE = "Page {page}. The quoted words are marked."
PICTURE_UNMARKED = "Page {page}. The quoted words stand on it, but could not be marked."
PICTURE_SHOWS = "A picture of page {page}, with these words marked: {quote}"
PICTURE_WAIT, PICTURE_LARGER = "Drawing the page …", "Show it larger"
SHOW_IN_SOURCE = "Show quote {number} in its source: {title}"
PAGE = "page {page}"
AS_PRINTED = "As printed in the source: {words}"
CITING = "citing {name}"
REPORTING = "reporting others"
MORE_QUOTES = "Show {count} more quotes"
COUNTS_TITLE = "How many documents state it"
COUNT_ITEM = "Stated"
COUNT_DOCUMENTS = "Documents"
COUNT_QUOTES = "Quotes"
COUNT_OF = "{count} of {total} documents"
NEAR_TITLE = "The nearest passages. They are not an answer."
NO_LIBRARY_TITLE = "There is nothing to answer from yet"
NOT_ANSWERED_TITLE = "This question could not be answered"
TRY_AGAIN = "Try again"
FAILED = "The program met an error that nobody foresaw ({trace})."
FAILED_REMEDY = "Try again. If it fails again, start a new chat, or start Needlepoint again, and report the line above."
SOURCES_PURPOSE = "Every quote comes from these documents. What is not known about a document is said to be unknown."
READ_WHOLE = "Read the whole text"
WHOLE_TEXT = "The whole text"
QUOTE_IS_MARKED = "The quoted words are highlighted below, where they stand in the document."
NO_SUCH_DOCUMENT = "This library has no document named “{name}”. These are the documents it holds."
NO_SUCH_QUOTE = (
    "The link does not name a place in this document, which has {length} characters. Here is its whole text without a "
    "highlight."
)
FACT_KIND = "Kind"
FACT_PUBLISHER = "Publisher"
FACT_AUTHOR = "Author"
FACT_DATE = "Date"
FACT_ADDRESS = "Address"
FACT_REFERENCES = "Its own references"
FACT_NOTES = "Good to know"
FACT_FILE = "File"
UNKNOWN = "unknown"
NO_REFERENCES = "none named"
MORE_DOCUMENTS = "Showing {shown} of {total} documents."

UNFORESEEN = f"{FAILED} Please report it; what was asked is not in this line."


# Answers.
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
NAMED_AS_SAYING = "These sentences name who said it; the other documents say it in their own name:"
WHO_SAYS = "It stands in these documents, which are named with each quote:"


YOURS_SAYS = "A document of your own speaks to it:"


def reported(name: str) -> str:
    """Say that a document passes on what others say, and who, where it names them."""
    return CITING.format(name=name) if name else REPORTING


def often(said: Iterable[str]) -> str:
    """Repeat the sources' own words for how often or how surely, each once and in quotation marks."""
    return ", ".join(f"“{word}”" for word in dict.fromkeys(said) if word)


SIDE_FOR = "What speaks for it"
SIDE_AGAINST = "What speaks against it or calls for care"
UNEVEN = "The documents do not all say the same here. What they say is quoted, and no side is taken."
DISPUTED = "The documents pull in different directions here. Both sides are quoted, and no side is taken."


def not_said(question: str) -> str:
    """Say of one of several questions that the documents do not answer it."""
    return f"The documents do not say: “{question.strip().rstrip('?.! ')}”."


def speak(speaking: int, total: int) -> str:
    """Say how many of the documents speak to a question."""
    if total == 1:
        return "The document says:"
    if speaking == total:
        return f"{'Both' if total == 2 else f'All {_spelled(total).lower()}'} documents speak to this:"
    verb = "speaks" if speaking == 1 else "speak"
    return f"{_spelled(speaking)} of {_spelled(total).lower()} documents {verb} to this:"


def share_wording(titles: Sequence[str]) -> str:
    """Say that documents share their wording, so that they are not two voices."""
    named = " and ".join(f"“{title}”" for title in titles)
    return f"{named} share most of their wording and are counted as one document."


def do_not_say(total: int, missing: str | None) -> str:
    """Say that the documents hold no answer, what was searched, and what kind of answer was looked for."""
    searched = "the one document" if total == 1 else f"all {_spelled(total).lower()} documents"
    reason = f"They touch on it, but none of them gives {missing}." if missing else "Nothing in them answers this."
    return f"The documents do not say. I searched {searched} in this library. {reason}"


def named_do_not_say(titles: Sequence[str]) -> str:
    """Say that the documents which a question names hold no answer, and that no others were searched."""
    named = "; ".join(f"“{title}”" for title in titles)
    if len(titles) == 1:
        return f"This document does not say: {named}. I searched no other, because your question names it."
    return f"These documents do not say: {named}. I searched no others, because your question names them."


def spoken(reply: str, quotes: int) -> str:
    """Say once to a screen reader that an answer is there: our own words, and how many quotes stand below them."""
    count = f" {quotes} {'quote' if quotes == 1 else 'quotes'}." if quotes else ""
    return f"{ANSWERED} {' '.join(reply.split())}{count}"


def _spelled(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
