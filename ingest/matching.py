"""Phrases -> rows of passages that have them, in FTS5's language, weighed by BM25."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

# A match in the passage itself says more than one in the heading it stands under, or in the document's title.
_WEIGHTS = (1.0, 0.4, 0.3)


def best(connection: sqlite3.Connection, query: str, limit: int) -> tuple[tuple[int, float], ...]:
    """Find the passages that match a query: (row, BM25 score, higher is better), best first, ties by row."""
    rank = f"bm25(words, {', '.join(map(str, _WEIGHTS))})"
    rows = connection.execute(
        f"SELECT rowid, -{rank} AS score FROM words WHERE words MATCH ? ORDER BY score DESC, rowid LIMIT ?",
        (query, limit),
    )
    return tuple((int(row), float(score)) for row, score in rows)


def most(connection: sqlite3.Connection, queries: Sequence[str], limit: int) -> tuple[int, ...]:
    """Find rows that match as many queries as possible: all of those that match any, then all but the last, and so on.

    Weighing every passage that has a common word is what a search of many passages costs.
    """
    matched = [query for query in queries if _is_met(connection, query)]
    found: dict[int, None] = {}
    for count in range(len(matched), 0, -1):
        together = " AND ".join(f"({query})" for query in matched[:count])
        found |= dict.fromkeys(row for row, _ in best(connection, together, limit))
        if len(found) >= limit:
            break
    return tuple(found)[:limit]


def _is_met(connection: sqlite3.Connection, query: str) -> bool:
    return connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (query,)).fetchone() is not None


def any_of(phrases: Sequence[str]) -> str:
    """Write an FTS5 query for any of the phrases; quoted, because a bare word can be an operator.

    A NUL would end the query in the middle, and half a surrogate pair is not text for SQLite.
    """
    query = " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
    return query.replace("\0", " ").encode("utf-8", errors="replace").decode("utf-8")
