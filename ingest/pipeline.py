"""Paths -> a published library: plan what changes, build it beside the old version, prove it, switch.

Planning is pure. Unchanged documents keep their vectors; only changed ones are embedded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from ingest import index
from ingest.bindings import digest
from ingest.book import ClaimBook
from ingest.chunk import chunk, verify
from ingest.claims import read_claims
from ingest.clean import clean
from ingest.compared import alone_as, asked_as, searched_as, stated
from ingest.embed import Embedder
from ingest.errors import LibraryDamaged, LibraryMissing, NeedlepointError
from ingest.gather import gather
from ingest.load import Loaded
from ingest.plain_claims import MADE, plain_claims
from ingest.publish import RECIPE, Contents, publish
from ingest.store import Library
from ingest.types import Document, Passage, Plan, Refusal, Report, Source, Stage, Vectors
from ingest.vectors import Progress, embed, ship, shipped
from ingest.versions import check, one_writer


def plan(sources: Sequence[Source], present: Mapping[str, Document], refused: tuple[Refusal, ...] = ()) -> Plan:
    """Compare what is wanted with what is there, by content and by facts."""
    wanted = {source.name: source for source in sources}
    same = {name for name in wanted.keys() & present.keys() if _same(wanted[name], present[name])}
    return Plan(
        added=tuple(sorted(wanted.keys() - present.keys())),
        changed=tuple(sorted((wanted.keys() & present.keys()) - same)),
        removed=tuple(sorted(present.keys() - wanted.keys())),
        unchanged=tuple(sorted(same)),
        refused=refused,
    )


@dataclass(frozen=True, slots=True)
class Means:
    """What an ingest works with: the model, the folder of claims if there is one, and who is told of the progress.

    `begun` is told each stage and, where it is about one file, its name. A library that somebody set back to an older
    version stays as it is until a file changes, or is built `anew`.
    """

    embedder: Embedder
    claims: Path | None = None
    progress: Progress = lambda done, total: None
    begun: Callable[[Stage, str], None] = lambda stage, name: None
    anew: bool = False


def preview(paths: Sequence[Path], folder: Path, means: Means) -> Plan:
    """Say what `ingest` would do, and do nothing."""
    with _present(folder, means.embedder) as present:
        return _plan(gather(paths), present, means)


def ingest(paths: Sequence[Path], folder: Path, means: Means) -> Report:
    """Make the library hold exactly the documents of `paths`; a refused file is reported and the rest published.

    Raises:
        NeedlepointError: when nothing can be published; the version before stays as it is.
    """
    loaded = gather(paths, lambda name: means.begun(Stage.READING, name))
    if not loaded.sources:
        raise _nothing(loaded.refused)
    with one_writer(folder), _present(folder, means.embedder) as present:
        todo = _plan(loaded, present, means)
        if present and (todo.is_empty or _is_set_back(loaded, present, (folder, means))):
            kept = replace(todo, added=(), changed=(), removed=()) if not todo.is_empty else todo
            restored = "" if todo.is_empty else str(present.manifest["restored"])
            return Report(kept, present.version, len(present.documents()), present.count, restored)
        return _build(loaded.sources, todo, present, (folder, means))


def _nothing(refused: tuple[Refusal, ...]) -> NeedlepointError:
    none = Refusal("", "The paths hold no documents.", "Name .txt, .md, .jsonl, .html, .pdf or .docx files.")
    first = refused[0] if refused else none
    return NeedlepointError(f"There is nothing to publish. {first.reason}", first.remedy)


def _is_set_back(loaded: Loaded, present: Library, target: tuple[Path, Means]) -> bool:
    """Tell whether somebody set the library back on purpose and nothing has changed on disk since."""
    folder, means = target
    left = present.manifest.get("left")
    if means.anew or not left:
        return False
    try:
        with closing(Library(folder / left, check(folder / left))) as before:
            return _plan(loaded, before, means).is_empty
    except LibraryDamaged:
        return False


def ship_vectors(folder: Path, means: Means) -> Path | None:
    """Write the vectors of a library's written questions beside the claims; None where the library has none.

    Raises:
        NeedlepointError: when there is no library.
    """
    with closing(Library.open(folder)) as present:
        if means.claims is None or not present.book.asked:
            return None
        documents, names = present.documents().values(), list(present.stated)
        alone = alone_as(names, present.passages(range(1, present.count + 1)), documents)
        texts = [*asked_as(present.book, documents), *alone]
        vectors = np.vstack([present.asked, *present.stated.values()])
        return ship(means.claims, texts, vectors, means.embedder.fingerprint)


def _plan(loaded: Loaded, present: Library | None, means: Means) -> Plan:
    found = plan(loaded.sources, present.documents() if present else {}, loaded.refused)
    before = present.manifest.get("claims", "") if present else MADE
    return replace(found, claims_changed=_claims_digest(loaded.sources, means.claims) != before)


def _claims_digest(sources: Sequence[Source], claims: Path | None) -> str:
    return (digest(claims, (source.name for source in sources)) if claims else "") or MADE


def _build(sources: Sequence[Source], todo: Plan, present: Library | None, target: tuple[Path, Means]) -> Report:
    folder, means = target
    means.begun(Stage.CUTTING, "")
    documents = [clean(source) for source in sources]
    cut = [chunk(document) for document in documents]
    for document, passages in zip(documents, cut, strict=True):
        verify(document, passages)
    every = [passage for passages in cut for passage in passages]
    if not every:
        raise NeedlepointError(
            "The documents hold no sentence that can be quoted.", "Check that they are texts, not lists of links."
        )
    book, refused = _book(documents, every, means.claims)
    texts = searched_as(every, documents)
    asked = asked_as(book, documents)
    written = [*asked, *alone_as(stated(book), every, documents)]
    known = shipped(means.claims, written, means.embedder.fingerprint) if means.claims else {}
    known |= _kept_vectors(present) if present else {}
    means.begun(Stage.EMBEDDING, "")
    index.load_meanwhile()
    vectors = embed([*texts, *written], known, means.embedder, means.progress)
    of_passages, of_book = np.split(vectors, [len(texts)])
    book = replace(book, plain=plain_claims(documents, every, of_passages, book.documents))
    contents = Contents(documents, every, of_passages, book, *np.split(of_book, [len(asked)]))
    # Refused claims are not remembered as done, so that the next ingest speaks of them again.
    claims = "" if refused else _claims_digest(sources, means.claims)
    facts = {"embedder": asdict(means.embedder.fingerprint), "claims": claims}
    means.begun(Stage.PUBLISHING, "")
    name = publish(folder, contents, facts)
    return Report(replace(todo, refused=(*todo.refused, *refused)), name, len(documents), len(every))


def _book(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Path | None
) -> tuple[ClaimBook, tuple[Refusal, ...]]:
    if claims is None:
        return ClaimBook(), ()
    return read_claims(claims, {document.name: document for document in documents}, passages)


def _kept_vectors(present: Library) -> dict[str, Vectors]:
    rows, documents = range(1, present.count + 1), present.documents().values()
    passages = present.passages(rows)
    alone = alone_as(list(present.stated), passages, documents)
    of_book = zip((*asked_as(present.book, documents), *alone), (*present.asked, *present.stated.values()), strict=True)
    return dict(of_book) | dict(zip(searched_as(passages, documents), present.vectors.of(rows), strict=True))


@contextmanager
def _present(folder: Path, embedder: Embedder) -> Iterator[Library | None]:
    """Open what is published, or None where its vectors or passages cannot be compared with new ones."""
    try:
        library = Library.open(folder)
    except (LibraryMissing, LibraryDamaged):
        yield None
        return
    same_model = library.manifest.get("embedder") == asdict(embedder.fingerprint)
    with closing(library):
        yield library if same_model and library.manifest.get("recipe") == RECIPE and not library.notice else None


def _same(source: Source, document: Document) -> bool:
    return source.sha256 == document.sha256 and source.facts == document.facts
