"""Library -> a file of drafted claims for review, told line by line: what is sent where first, then what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from chatbot import written_wording as words
from chatbot.drafting import DraftedClaim, Drafter, requests_of, together
from chatbot.ground import Lack
from chatbot.review import review
from chatbot.stream import Interrupted
from ingest.errors import NeedlepointError
from ingest.store import Library


def documents_to_draft(library: Library, every: bool) -> list[str]:
    """Name the documents that claims are drafted for: those vouched for that have none yet, or every one.

    Raises:
        NeedlepointError: when there is none.
    """
    names = list(library.documents() if every else library.vouched().documents())
    wanted = [name for name in names if every or name not in library.book.documents]
    if not wanted:
        raise NeedlepointError(words.NONE_TO_DRAFT, words.NONE_TO_DRAFT_REMEDY)
    return wanted


def check_place(out: Path, claims: Path) -> None:
    """Refuse a place where drafts would be read by the next ingest, where something stands, or that is not there.

    Raises:
        NeedlepointError: with what to do.
    """
    if out.resolve().is_relative_to(claims.resolve()):
        raise NeedlepointError(words.DRAFT_IN_CLAIMS.format(out=out, claims=claims), words.DRAFT_ELSEWHERE)
    if not out.parent.is_dir():
        raise NeedlepointError(words.DRAFT_NOWHERE.format(out=out), words.DRAFT_ELSEWHERE)
    if out.exists():
        raise NeedlepointError(words.DRAFT_EXISTS.format(out=out), words.DRAFT_ELSEWHERE)


def draft_claims(library: Library, opened: Callable[[], Drafter], out: Path, every: bool) -> Iterator[str]:
    """Have claims drafted, and write them for review; the first line comes before anything is sent.

    Args:
        library: whose documents.
        opened: opens the model.
        out: the file to write.
        every: whether for every document, or as `documents_to_draft` says.

    Raises:
        NeedlepointError: when there is no document or no model; when the model fails, after what it drafted is written.
    """
    requests = requests_of(library, documents_to_draft(library, every))
    drafter = opened()
    yield drafter.sends(requests)
    claims: list[DraftedClaim] = []
    lacks: Counter[str] = Counter()
    failed = None
    for number, evidence in enumerate(requests, 1):
        try:
            for found in drafter.draft(evidence):
                if isinstance(found, Lack):
                    lacks[found.value] += 1
                else:
                    claims.append(found)
        except Interrupted as error:
            failed = NeedlepointError(
                words.DRAFT_BROKE_OFF.format(number=number, requests=len(requests), why=error.why),
                words.DRAFT_BROKE_OFF_REMEDY,
            )
            break
        yield words.DRAFT_PROGRESS.format(number=number, requests=len(requests), claims=len(claims))
    yield from _told(library, together(claims), drafter, out)
    yield from (words.DRAFT_DROPPED.format(count=count, why=why) for why, count in sorted(lacks.items()))
    if failed:
        raise failed


def _told(library: Library, claims: Sequence[DraftedClaim], drafter: Drafter, out: Path) -> Iterator[str]:
    """Write the file where there is anything to review, and say what it holds."""
    if not claims:
        yield words.NOTHING_DRAFTED
        return
    text = review(out.stem, claims, library.documents(), drafter.model.title, datetime.now(UTC).date().isoformat())
    # "x": whatever came to stand there meanwhile is not written over.
    with out.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    yield words.DRAFTED.format(
        claims=len(claims),
        questions=sum(len(claim.questions) for claim in claims),
        quotes=sum(len(claim.passages) for claim in claims),
        out=out,
    )
