"""Claims of one topic -> a table: what is stated, by which document, in which words; nothing needs to be asked.

Every claim of a topic stands in exactly one row. Claims that point the same way and name the same thing, in the words
of their quotes, share a row, as they share an item of an answer's table (`chatbot.agree`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chatbot import cite
from chatbot.alike import alike
from chatbot.cite import Citation
from chatbot.matrix_names import Naming, Thing, name_claims, sliced, topic_of
from chatbot.types import Answer, Outcome, Quote, Statement
from ingest.book import AskedKind, Claim, ClaimBook, Evidence, Polarity
from ingest.types import Document, Passage


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says to one point: its quotes and, for each, its own word for how often, "" where it has none.

    The quotes with such a word come first. Without quotes the document does not mention the point; one that only
    touches it is not counted.
    """

    document: str
    quotes: tuple[Quote, ...] = ()
    often: tuple[str, ...] = ()
    only_touches: bool = False

    @property
    def states(self) -> bool:
        """Tell whether the document states the point."""
        return bool(self.quotes) and not self.only_touches


@dataclass(frozen=True, slots=True)
class Other:
    """A claim that a row is to be read against: its id, its topic, and how its row is called."""

    claim: str
    topic: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One point: what we call it, our words on it, its claims, one cell a document, how many documents state it.

    `uneven` tells that the documents do not all say the same here, and `torn` that they pull in different directions;
    `others` are the claims that say what differs.
    """

    label: str
    wordings: tuple[str, ...]
    polarity: Polarity
    claims: tuple[str, ...]
    cells: tuple[Cell, ...]
    count: int
    uneven: bool = False
    torn: bool = False
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows of a topic, most widely stated first; `total` counts documents that share their wording as one.

    `apart` names the documents that nobody has written claims about, `copies` the groups of those that share wording.
    """

    topic: str
    rows: tuple[Row, ...]
    compared: tuple[str, ...]
    apart: tuple[str, ...]
    total: int
    copies: tuple[tuple[str, ...], ...] = ()
    citations: Mapping[Quote, Citation] = field(default_factory=dict)

    @property
    def both_ways(self) -> bool:
        """Tell whether some rows point for something and others against it."""
        return len({row.polarity for row in self.rows}) > 1


def topics(book: ClaimBook) -> tuple[str, ...]:
    """Name the topics that have claims, in alphabetical order."""
    return tuple(sorted({topic_of(claim.id) for claim in book.claims.values()}))


def spoken_of(book: ClaimBook, names: Collection[str]) -> tuple[str, ...]:
    """Name the topics on which any of these documents states something, in alphabetical order."""
    stated = {
        topic_of(claim.id)
        for claim in book.claims.values()
        if any(piece.document in names and not piece.weak for piece in claim.evidence)
    }
    return tuple(sorted(stated))


def lay_out(topic: str, book: ClaimBook, documents: Mapping[str, Document], passages: Mapping[str, Passage]) -> Matrix:
    """Lay out the claims of a topic; `passages` has those that the claims quote, by id.

    Raises:
        Violation: when a quote is not the slice of its document; such a table must not be shown.
    """
    compared = tuple(name for name in documents if name in book.documents)
    copies = alike({name: documents[name].text for name in compared})
    voices = {name: name for name in compared} | {name: group[0] for group in copies for name in group}
    naming = name_claims(book, passages)
    together: dict[tuple[Thing, Polarity], list[Claim]] = {}
    for claim in book.claims.values():
        if topic_of(claim.id) == topic:
            together.setdefault((naming.things[claim.id], claim.polarity), []).append(claim)
    drawn = [_row(claims, naming, _cells(claims, compared, passages), voices) for claims in together.values()]
    rows = tuple(sorted((_marked(row, book, naming) for row in drawn), key=_order))
    return Matrix(
        topic=topic,
        rows=rows,
        compared=compared,
        apart=tuple(name for name in documents if name not in book.documents),
        total=len(set(voices.values())),
        copies=copies,
        citations=_cited(rows, documents),
    )


def _order(row: Row) -> tuple[int, str, str, str]:
    return -row.count, row.label.casefold(), row.polarity, row.claims[0]


def _cells(claims: Iterable[Claim], compared: Iterable[str], passages: Mapping[str, Passage]) -> tuple[Cell, ...]:
    pieces = [piece for claim in claims for piece in claim.evidence]
    return tuple(_cell(name, [piece for piece in pieces if piece.document == name], passages) for name in compared)


def _cell(document: str, pieces: Sequence[Evidence], passages: Mapping[str, Passage]) -> Cell:
    stating = [piece for piece in pieces if not piece.weak]
    said: dict[Quote, str] = {}
    for piece in stating or pieces:
        quote = Quote.whole(passages[piece.passage])
        said[quote] = said.get(quote, "") or sliced(quote.passage, piece.frequency)
    ordered = sorted(said.items(), key=lambda entry: (not entry[1], entry[0].start))
    quotes, often = tuple(quote for quote, _ in ordered), tuple(word for _, word in ordered)
    return Cell(document, quotes, often, bool(pieces) and not stating)


def _row(claims: Sequence[Claim], naming: Naming, cells: tuple[Cell, ...], voices: Mapping[str, str]) -> Row:
    return Row(
        label=naming.labels[claims[0].id],
        wordings=tuple(dict.fromkeys(claim.wording for claim in claims)),
        polarity=claims[0].polarity,
        claims=tuple(claim.id for claim in claims),
        cells=cells,
        count=len({voices[cell.document] for cell in cells if cell.states}),
    )


def _marked(row: Row, book: ClaimBook, naming: Naming) -> Row:
    """Mark a row that documents differ on, with the claims to read it against."""
    groups = list(_differing(row, book, naming))
    against = [[name for name in group if book.claims[name].polarity is not row.polarity] for group in groups]
    # Where some of a group point the other way, those are what differs.
    named = [name for group, opposed in zip(groups, against, strict=True) for name in opposed or group]
    others = {naming.things[name]: Other(name, topic_of(name), naming.labels[name]) for name in named}
    return replace(row, uneven=bool(groups), torn=any(against), others=tuple(others.values()))


def _differing(row: Row, book: ClaimBook, naming: Naming) -> Iterator[tuple[str, ...]]:
    """List groups of claims that differ from a row's: those written down as such, and the same thing said otherwise."""
    written = {asked.target: asked.claims for asked in book.asked if asked.kind is AskedKind.DISAGREEMENT}
    for group in written.values():
        if set(group) & set(row.claims):
            yield tuple(name for name in group if name not in row.claims)
    thing = naming.things[row.claims[0]]
    twins = tuple(name for name, other in naming.things.items() if other == thing and name not in row.claims)
    if twins:
        yield twins


def _cited(rows: Iterable[Row], documents: Mapping[str, Document]) -> dict[Quote, Citation]:
    """Check every quote and number it, each once, in reading order."""
    quotes = tuple(dict.fromkeys(quote for row in rows for cell in row.cells for quote in cell.quotes))
    shown = Answer("", "", Outcome.ANSWERED, statements=(Statement(quotes),))
    return dict(zip(quotes, cite.number(shown, documents), strict=True))
