"""Paths -> sources with their facts: files and folders, each with what the manifest beside it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.load import Loaded, load
from ingest.manifest import MANIFEST, facts_for, read_manifest, shown_title
from ingest.types import Facts, Refusal, Source

Begun = Callable[[str], None]
"""Told the name of each file before it is read."""


def gather(paths: Sequence[Path], begun: Begun = lambda name: None) -> Loaded:
    """Load all paths, each with the facts of the manifest beside it."""
    manifests = {folder: read_manifest(folder) for folder in sorted({_folder(path) for path in paths})}

    def facts(folder: Path, name: str, text: str) -> Facts:
        return facts_for(name, text, manifests[folder])

    loaded = load(paths, facts, begun)
    named = [(path, name) for path in paths if path.is_dir() for name in sorted(manifests[path])]
    absent = tuple(_absent(path, name) for path, name in named if not (path / name).exists())
    return Loaded(tuple(map(_titled, loaded.sources)), (*loaded.refused, *absent))


def _titled(source: Source) -> Source:
    """Give a document that nobody vouches for a title that can stand in our own sentences."""
    facts = source.facts
    return source if facts.is_vouched else replace(source, facts=Facts(shown_title(facts.title) or source.name))


def _absent(folder: Path, name: str) -> Refusal:
    reason = f"It describes {name}, and there is no such file beside it."
    return Refusal(str(folder / MANIFEST), reason, "Correct the name, or take the entry out.")


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
