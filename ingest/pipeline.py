"""Paths -> a published library: plan what changes, build it beside the old version, prove it, switch.

Planning is pure. Unchanged documents keep their vectors; only changed ones are embedded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ingest.chunk import chunk, verify
from ingest.clean import clean
from ingest.embed import Embedder
from ingest.errors import LibraryDamaged, LibraryMissing, NeedlepointError
from ingest.load import Loaded, load
from ingest.manifest import facts_for, read_manifest
from ingest.store import RECIPE, Library, publish
from ingest.subject import joined, subject
from ingest.types import Document, Facts, Passage, Plan, Refusal, Report, Source, Vectors
from ingest.versions import one_writer

_BATCH = 64

Progress = Callable[[int, int], None]
"""Told how many passages are embedded, and of how many."""


def gather(paths: Sequence[Path]) -> Loaded:
    """Load all paths, each with the facts of the manifest beside it."""
    manifests = {folder: read_manifest(folder) for folder in sorted({_folder(path) for path in paths})}

    def facts(folder: Path, name: str, text: str) -> Facts:
        return facts_for(name, text, manifests[folder])

    loaded = load(paths, facts)
    named = [(path, name) for path in paths if path.is_dir() for name in sorted(manifests[path])]
    absent = tuple(_absent(path, name) for path, name in named if not (path / name).exists())
    return Loaded(loaded.sources, (*loaded.refused, *absent))


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


def preview(paths: Sequence[Path], folder: Path, embedder: Embedder) -> Plan:
    """Say what `ingest` would do, and do nothing."""
    loaded = gather(paths)
    with _present(folder, embedder) as present:
        return plan(loaded.sources, present.documents() if present else {}, loaded.refused)


def ingest(
    paths: Sequence[Path], folder: Path, embedder: Embedder, progress: Progress = lambda done, total: None
) -> Report:
    """Make the library hold exactly the documents of `paths`; a refused file is reported and the rest published.

    Raises:
        NeedlepointError: when nothing can be published; the version before stays as it is.
    """
    loaded = gather(paths)
    if not loaded.sources:
        first = (
            loaded.refused[0]
            if loaded.refused
            else Refusal("", "The paths hold no documents.", "Name .txt, .md or .jsonl files.")
        )
        raise NeedlepointError(f"There is nothing to publish. {first.reason}", first.remedy)
    with one_writer(folder), _present(folder, embedder) as present:
        todo = plan(loaded.sources, present.documents() if present else {}, loaded.refused)
        if present and todo.is_empty:
            return Report(todo, present.version, len(present.documents()), present.count)
        return _build(loaded.sources, todo, present, (folder, embedder, progress))


def _build(
    sources: Sequence[Source], todo: Plan, present: Library | None, means: tuple[Path, Embedder, Progress]
) -> Report:
    folder, embedder, progress = means
    documents = [clean(source) for source in sources]
    cut = [chunk(document) for document in documents]
    for document, passages in zip(documents, cut, strict=True):
        verify(document, passages)
    every = [passage for passages in cut for passage in passages]
    if not every:
        raise NeedlepointError(
            "The documents hold no sentence that can be quoted.", "Check that they are texts, not lists of links."
        )
    texts = _searched(every, documents)
    vectors = _embed(texts, _kept_vectors(present) if present else {}, embedder, progress)
    name = publish(folder, documents, every, vectors, {"embedder": asdict(embedder.fingerprint)})
    return Report(todo, name, len(documents), len(every))


def _searched(passages: Sequence[Passage], documents: Iterable[Document]) -> list[str]:
    """Write what finds each passage, the library's subject in one spelling."""
    about = subject(document.facts.title for document in documents)
    return [joined(passage.searched, about) for passage in passages]


def _embed(texts: Sequence[str], kept: Mapping[str, Vectors], embedder: Embedder, progress: Progress) -> Vectors:
    """Embed each distinct text once, longest first so that a batch holds texts of one length."""
    missing = sorted(set(texts) - kept.keys(), key=lambda text: (-len(text), text))
    known = dict(kept)
    if missing:
        progress(sum(text in known for text in texts), len(texts))
    for batch in _batches(missing):
        known.update(zip(batch, embedder.encode(batch), strict=True))
        progress(sum(text in known for text in texts), len(texts))
    return np.stack([known[text] for text in texts]).astype(np.float32)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))


def _kept_vectors(present: Library) -> dict[str, Vectors]:
    rows = range(1, present.count + 1)
    texts = _searched(present.passages(rows), present.documents().values())
    return dict(zip(texts, present.vectors(rows), strict=True))


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
