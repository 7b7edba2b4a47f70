"""A question that stands alone -> Answer, from one library: from claims where there are any, and by the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np

from chatbot.about import Mention, mentioned
from chatbot.along import Same, same_elsewhere
from chatbot.answer import Known, answer
from chatbot.claimed import Found, answer_from_claims
from chatbot.expect import expected
from chatbot.explain import term_asked
from chatbot.followup import asked_last, depends, readings
from chatbot.join import apart, joint, of_chosen, of_named, together
from chatbot.land import Landing
from chatbot.likening import Embedded, Likening
from chatbot.means import ALL, Means, equipped
from chatbot.offer import Topic, asks_for_little, is_spread, offers, topics
from chatbot.retrieve import Retriever
from chatbot.spell import AskedSpellings, correct
from chatbot.types import MOST_HITS, Answer, Message
from chatbot.words import content_words
from ingest.embed import Embedder
from ingest.store import Library
from ingest.subject import joined
from ingest.types import Document, Passage, Vectors

# How many of the best found passages are judged beside those of the claims a question lands on.
_BESIDE_CLAIMS = 12
# How far down a search is read for the documents that are asked.
_DEEP = 200
# How many passages are kept embedded, about 1.5 kB each.
_MOST_KEPT = 4096


class Lookup:
    """Looks questions up in one library, with all means or fewer. Holds no state of any person.

    `library` and `retriever` are of what somebody vouches for, as if the rest were not there; `whole` and `everywhere`
    are of all of it, and only answer for documents that nobody vouches for.
    """

    def __init__(self, library: Library, embedder: Embedder, means: Means = ALL) -> None:
        self.whole = equipped(library, means, embedder)
        self.library = self.whole.vouched()
        self.retriever = Retriever(self.library, embedder)
        self.retriever.about = self.retriever.about if means.subject else frozenset()
        self.everywhere = self.retriever if self.library is self.whole else Retriever(self.whole, embedder)
        self.everywhere.about = self.retriever.about
        self.documents: Mapping[str, Document] = {**self.library.documents(), **self.whole.documents()}
        self._own = frozenset(self.documents.keys() - self.library.documents().keys())
        self._embedder, self._means = embedder, means
        self._likening = Likening(self.retriever, embedder, means)
        self._own_words: dict[str, Vectors] = {}
        self.limit: frozenset[str] = frozenset()

    def limited_to(self, names: frozenset[str]) -> Lookup:
        """Give one that searches only these documents; an empty set limits nothing."""
        limited = copy(self)
        limited.limit = names & self.documents.keys()
        return limited

    @property
    def searched(self) -> Mapping[str, Document]:
        """Give the documents that answers come from: those vouched for, or a reader's own where no other is chosen."""
        every = self.library.documents()
        names = [name for name in every if name in self.limit] or sorted(self.limit) if self.limit else ()
        return {name: self.documents[name] for name in names} or every

    def answer(self, understood: str, message: str, history: Sequence[Message] = ()) -> Answer:
        """Answer a question, from the documents it names where it names any; `message` is how it was typed."""
        mention = self.mentioned(understood)
        asked = mention.rest if mention.names and content_words(mention.rest) else understood
        found = self.among(mention.names, asked, message if asked == understood else asked, history)
        named = [name for name in mention.names if name in self.limit or not self.limit]
        titles = [self.documents[name].facts.title for name in named or sorted(self.limit)]
        return of_named(found, titles) if named else of_chosen(found, titles)

    def each(self, parts: Sequence[str]) -> Answer | None:
        """Answer the parts of a message as if asked one after the other; None where one asks nothing by itself."""
        said = [Message("user", part) for part in parts]
        asked = [(self.understood(part, said[:number]), part, said[:number]) for number, part in enumerate(parts)]
        if not all(self._likening.asks(read) for read, _, _ in asked):
            return None
        return together([(part, self.answer(read, part, before)) for read, part, before in asked], len(self.searched))

    def mentioned(self, question: str) -> Mention:
        """Tell which documents a question names: a title of an added one counts only where no other is meant."""
        documents = self.library.documents() if self._means.one_document else {}
        mention = mentioned(question, documents)
        return mention if mention.names or not self._own or not documents else mentioned(question, self.documents)

    def beside(self, found: Answer, understood: str, history: Sequence[Message] = ()) -> Answer:
        """Add what documents say that nobody vouches for, at the end; an answer from named documents stays as it is."""
        own = (self._own & self.limit) - self.searched.keys() if self.limit else self._own
        if not own or self.mentioned(understood).names:
            return found
        return apart(found, self._plain(understood, history, own, len(own)), self.closeness)

    def among(self, names: Sequence[str], asked: str, message: str, history: Sequence[Message] = ()) -> Answer:
        """Answer from the documents named alone, or from all where none is."""
        book, only = self.library.book, self._within(names)
        wanted = only or frozenset(self.searched)
        unread = wanted - book.documents if book.asked else wanted
        elsewhere = self._plain(asked, history, unread, len(wanted)) if unread else None
        if elsewhere and unread == wanted:
            return elsewhere
        embedded = self._likening.embed(asked)
        landing = self.land(asked, message, history, embedded)
        unborne = () if depends(message) else self._likening.unborne(asked, landing)
        # "And why?" after "how many sessions?" wants no number.
        kind = expected(message if depends(message) else asked)
        term = term_asked(self.spelt(message), lambda phrase: self.library.frequency([phrase]))
        found = replace(self.find(asked, landing, embedded), only=only, unborne=unborne, wanted=kind, term=term)
        claimed = answer_from_claims(asked, found, book, len(wanted))
        return joint(claimed, elsewhere, len(wanted)) if elsewhere else claimed

    def _within(self, names: Sequence[str]) -> frozenset[str]:
        """Keep to what the reader chose; of documents named that are all left out, nothing is said."""
        return (frozenset(names) & self.limit or frozenset(self.searched)) if self.limit else frozenset(names)

    def narrower(self, understood: str) -> Iterator[str]:
        """Yield narrower questions for one that is too open for one answer, none for any other."""
        book = self.library.book
        if book.asked and asks_for_little(understood, self.retriever.about):
            likeness = self._likening.like(understood)
            landing = self._likening.lander.land(understood, likeness)
            if is_spread(landing):
                yield from offers(landing, self._topics, book.asked, self.library.asked, likeness)

    def spelt(self, question: str) -> str:
        """Spell a question as the library does."""
        return correct(question, self._spellings, self._embedder.vocabulary if self._means.spelling else frozenset())

    def understood(self, message: str, history: Sequence[Message] = ()) -> str:
        """Make a message stand alone, and spell it; of two readings the one nearer to a written question counts."""
        ways = readings(message, history, self.retriever.about) if self._means.follow_ups else (message,)
        return self._likening.nearest([self.spelt(way) for way in ways])

    def land(
        self, understood: str, message: str, history: Sequence[Message] = (), embedded: Embedded | None = None
    ) -> Landing:
        """Find which written questions a message resembles; a follow-up is also read beside the question before it."""
        earlier = asked_last(history) if self._means.second_reading else ()
        ways = readings(message, history, self.retriever.about) if earlier and understood != self.spelt(message) else ()
        read = (message, *earlier) if earlier and (depends(message) or len(ways) > 1) else ()
        return self._likening.land(understood, [self.spelt(text) for text in read], embedded)

    def find(self, understood: str, landing: Landing, embedded: Embedded | None = None) -> Found:
        """Gather what can answer a question that lands on claims: their passages, and the best of a search."""
        sought = self.retriever.seek(understood, embedded.searched if embedded else None)
        hits = self.retriever.measure(sought, landing.votes, _BESIDE_CLAIMS if self._means.beside_claims else 0)
        return Found(landing, hits, self.retriever.lists(hits), self.closeness, judge=self._means.judged_by())

    def closeness(self, passages: Sequence[Passage]) -> Vectors:
        """Compare passages by their own words alone, each embedded once: cosines of shape (passages, passages).

        The library's vectors are of passages with their headings, which makes everything under one heading alike.
        """
        kept = self._own_words or (self.library.stated if self._means.subject else {})
        if any(passage.id not in kept for passage in passages):
            new = [passage for passage in passages if passage.id not in kept]
            vectors = self._embedder.encode([joined(passage.text, self.retriever.about) for passage in new])
            kept = {**kept, **{passage.id: row for passage, row in zip(new, vectors, strict=True)}}
            # Threads may do the same work twice, and never see half of it.
            self._own_words = kept if len(kept) <= _MOST_KEPT else {}
        rows: Vectors = np.stack([kept[passage.id] for passage in passages])
        return rows @ rows.T

    @cached_property
    def _spellings(self) -> AskedSpellings:
        questions = [asked.question for asked in self.library.book.asked]
        return AskedSpellings(self.library.spellings, questions, self._embedder.vocabulary)

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        return topics(self.library.book.asked, self.library.asked)

    @cached_property
    def _same(self) -> Same:
        return same_elsewhere(self.library.book.plain.values()) if self._means.plain_claims else {}

    def _plain(self, question: str, history: Sequence[Message], names: frozenset[str], total: int) -> Answer:
        """Answer from the documents named by the search alone; `total` is how many are asked."""
        said = " ".join(turn.content for turn in history)
        retriever = self.everywhere if names & self._own else self.retriever
        sought = retriever.seek(question)
        found = retriever.search(sought, _DEEP, said)
        inside = [hit for hit in found if hit.passage.document in names]
        hits, further = retriever.read_on(sought, inside[:MOST_HITS]), inside[MOST_HITS:]
        saying = [hit for hit in further if hit.passage.id in self._same]
        known = Known(retriever.lists([*hits, *saying]), self.closeness, self._same, saying)
        answered = answer(question, hits, known, total)
        # A record always says what the search found.
        return answered if hits else replace(answered, hits=found[:MOST_HITS])
