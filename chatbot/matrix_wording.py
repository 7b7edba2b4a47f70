"""Our words on the page that compares the documents."""

from __future__ import annotations

from collections.abc import Sequence

COMPARE_TITLE = "Compare"
COMPARE_PURPOSE = (
    "What each document says on one topic, side by side, in its own words. You can just read. Nothing here "
    "says what is true, or what fits your case."
)
TOPICS_TITLE = "Topics"
TOPICS = {
    "side-effects": "Side effects",
    "contraindications": "Reasons not to have it",
    "benefits": "What it is used for",
    "aftercare": "Aftercare",
    "before": "Before the treatment",
    "home": "At home",
    "safety": "How safe it is",
    "procedure": "How it is done",
    "combinations": "With other treatments",
    "what-it-is": "What it is",
    "people": "Who says what",
}
"""What the topics of the shipped claims are called, in the order in which they are offered."""

SPEAKS_OF = "Speaks of"
SPEAK_OF = "What they do speak of:"
NO_SUCH_TOPIC = "There is no topic “{name}” here. Choose one of these."
NO_CLAIMS_TITLE = "Nothing can be compared yet"
NO_CLAIMS = "Nobody has yet written down what these documents state: the library has no claims."
NO_CLAIMS_REMEDY = (
    "Questions are answered all the same. To compare the documents, write claims as docs/claims.md describes, name "
    "their folder in NEEDLEPOINT_CLAIMS, and build the library again: python -m ingest"
)
OURS = (
    "The names of the points, and the sentence under each, are ours. What stands in quotation marks is a document's, "
    "word for word; its number leads to its place there."
)
CHART_TITLE = "At a glance: how many sources state it"
CHART_SIGN = "≠ marks where the documents do not all say the same. The table says what differs."
CHART_REST = "Stated by one source at most: {count}"
TABLE_TITLE = "In the documents’ words: {topic}"
POINT, COUNT = "Point (our name for it)", "Stated in"
COUNT_OF = "{count} of {total} sources"
NOT_MENTIONED = "not mentioned"
NOT_COMPARED = "not yet compared"
ONLY_TOUCHES = "Only touches on it; not counted:"
IN_ITS_WORDS = "how often, in its words:"
WAY_FOR, WAY_AGAINST = "speaks for it", "speaks against it, or calls for care"
UNEVEN = "The documents do not all say the same."
TORN = "The documents pull in different directions."
READ_AGAINST = "Compare with:"
APART = (
    "Not yet compared, because nobody has written down what they state: {titles}. Questions are answered from them all "
    "the same. docs/claims.md shows how to write claims."
)
DOWNLOAD = "Download this table (CSV)"
CSV_COLUMNS = (
    "point (our name)",
    "in our words",
    "way",
    "stated in",
    "source",
    "author",
    "date",
    "said",
    "quote",
    "how often",
    "start",
    "end",
    "sha256",
)
STATED, TOUCHED = "stated", "only touched on"


def topic_title(name: str) -> str:
    """Call a topic by its title; one that is not known here by its own name."""
    return TOPICS.get(name) or name.replace("-", " ").replace("_", " ").strip().capitalize() or name


def summary(points: int, shared: int, total: int) -> str:
    """Say how many points there are, and how many of them more than one document states."""
    listed = f"{points} {'point' if points == 1 else 'points'} from {total} {'source' if total == 1 else 'sources'}."
    return listed if total < 2 else f"{listed} Two or more sources state {shared or 'none'} of them."


def more_quotes(count: int) -> str:
    """Say how many quotes of a document are folded away."""
    return f"{count} more {'quote' if count == 1 else 'quotes'}"


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Order topics as they are offered: those known here first, then the others by title."""
    known = list(TOPICS)
    return tuple(
        sorted(names, key=lambda name: (known.index(name) if name in known else len(known), topic_title(name)))
    )
