"""Paths -> a published library: plan what changes, build it beside the old version, prove it, switch.

Planning is pure. Unchanged documents keep their vectors; only changed ones are embedded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.bindings import digest
from ingest.book import ClaimBook
from ingest.chunk import chunk, verify
from ingest.claims import read_claims
from ingest.clean import clean
from ingest.embed import Embedder
from ingest.errors import LibraryDamaged, LibraryMissing, NeedlepointError
from ingest.load import Loaded, load
from ingest.manifest import facts_for, read_manifest, shown_title
from ingest.publish import RECIPE, Contents, publish
from ingest.store import Library
from ingest.subject import as_asked, joined, subject
from ingest.types import Document, Facts, Passage, Plan, Refusal, Report, Source, Vectors, vouched
from ingest.vectors import Progress, embed, ship, shipped
from ingest.versions import one_writer


def gather(paths: Sequence[Path]) -> Loaded:
    """Load all paths, each with the facts of the manifest beside it."""
    manifests = {folder: read_manifest(folder) for folder in sorted({_folder(path) for path in paths})}

    def facts(folder: Path, name: str, text: str) -> Facts:
        return facts_for(name, text, manifests[folder])

    loaded = load(paths, facts)
    named = [(path, name) for path in paths if path.is_dir() for name in sorted(manifests[path])]
    absent = tuple(_absent(path, name) for path, name in named if not (path / name).exists())
    return Loaded(tuple(map(_titled, loaded.sources)), (*loaded.refused, *absent))


def _titled(source: Source) -> Source:
    """Give a document that nobody vouches for a title that can stand in our own sentences."""
    facts = source.facts
    return source if facts.is_vouched else replace(source, facts=Facts(shown_title(facts.title) or source.name))


def _absent(folder: Path, name: str) -> Refusal:
    reason = f"It describes {name}, and there is no such file beside it."
    return Refusal(str(folder / "sources.toml"), reason, "Correct the name, or take the entry out.")


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
    """What an ingest works with: the model, the folder of claims if there is one, and who is told of the progress."""

    embedder: Embedder
    claims: Path | None = None
    progress: Progress = lambda done, total: None


def preview(paths: Sequence[Path], folder: Path, means: Means) -> Plan:
    """Say what `ingest` would do, and do nothing."""
    with _present(folder, means.embedder) as present:
        return _plan(gather(paths), present, means)


def ingest(paths: Sequence[Path], folder: Path, means: Means) -> Report:
    """Make the library hold exactly the documents of `paths`; a refused file is reported and the rest published.

    Raises:
        NeedlepointError: when nothing can be published; the version before stays as it is.
    """
    loaded = gather(paths)
    if not loaded.sources:
        first = (
            loaded.refused[0]
            if loaded.refused
            else Refusal("", "The paths hold no documents.", "Name .txt, .md, .jsonl, .html, .pdf or .docx files.")
        )
        raise NeedlepointError(f"There is nothing to publish. {first.reason}", first.remedy)
    with one_writer(folder), _present(folder, means.embedder) as present:
        todo = _plan(loaded, present, means)
        if present and todo.is_empty:
            return Report(todo, present.version, len(present.documents()), present.count)
        return _build(loaded.sources, todo, present, (folder, means))


def ship_vectors(folder: Path, means: Means) -> Path | None:
    """Write the vectors of a library's written questions beside the claims; None where the library has none.

    Raises:
        NeedlepointError: when there is no library.
    """
    with closing(Library.open(folder)) as present:
        if means.claims is None or not present.book.asked:
            return None
        asked = _asked(present.book, present.documents().values())
        return ship(means.claims, asked, present.asked, means.embedder.fingerprint)


def _plan(loaded: Loaded, present: Library | None, means: Means) -> Plan:
    found = plan(loaded.sources, present.documents() if present else {}, loaded.refused)
    before = present.manifest.get("claims", "") if present else ""
    return replace(found, claims_changed=_claims_digest(loaded.sources, means.claims) != before)


def _claims_digest(sources: Sequence[Source], claims: Path | None) -> str:
    return digest(claims, (source.name for source in sources)) if claims else ""


def _build(sources: Sequence[Source], todo: Plan, present: Library | None, target: tuple[Path, Means]) -> Report:
    folder, means = target
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
    texts = _searched(every, documents)
    asked = _asked(book, documents)
    known = shipped(means.claims, asked, means.embedder.fingerprint) if means.claims else {}
    known |= _kept_vectors(present) if present else {}
    vectors = embed([*texts, *asked], known, means.embedder, means.progress)
    contents = Contents(documents, every, vectors[: len(texts)], book, vectors[len(texts) :])
    # Refused claims are not remembered as done, so that the next ingest speaks of them again.
    claims = "" if refused else _claims_digest(sources, means.claims)
    facts = {"embedder": asdict(means.embedder.fingerprint), "claims": claims}
    name = publish(folder, contents, facts)
    return Report(replace(todo, refused=(*todo.refused, *refused)), name, len(documents), len(every))


def _book(
    documents: Sequence[Document], passages: Sequence[Passage], claims: Path | None
) -> tuple[ClaimBook, tuple[Refusal, ...]]:
    if claims is None:
        return ClaimBook(), ()
    return read_claims(claims, {document.name: document for document in documents}, passages)


def _asked(book: ClaimBook, documents: Iterable[Document]) -> list[str]:
    """Write what finds each question of the book."""
    about = _about(documents)
    return [as_asked(asked.question, about) for asked in book.asked]


def _searched(passages: Sequence[Passage], documents: Iterable[Document]) -> list[str]:
    """Write what finds each passage, the library's subject in one spelling."""
    about = _about(documents)
    return [joined(passage.searched, about) for passage in passages]


def _about(documents: Iterable[Document]) -> frozenset[str]:
    return subject(document.facts.title for document in vouched({entry.name: entry for entry in documents}).values())


def _kept_vectors(present: Library) -> dict[str, Vectors]:
    rows = range(1, present.count + 1)
    documents = present.documents().values()
    kept = dict(zip(_searched(present.passages(rows), documents), present.vectors(rows), strict=True))
    return {**dict(zip(_asked(present.book, documents), present.asked, strict=True)), **kept}


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


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
