"""The comparison: one topic, what each document says on it, and who says the same."""

from __future__ import annotations

import re

import streamlit as st

from app_pages import compare_table, draw, frame
from app_pages.compare_csv import to_csv
from app_pages.service import service
from chatbot import matrix_wording, wording
from chatbot.matrix import Matrix, lay_out, topics
from ingest.errors import NeedlepointError
from ingest.store import Library


def page() -> None:
    """Draw the topic that the address names, or the first one."""
    draw.style("compare.css")
    wanted = st.query_params.get("topic", "")
    draw.guide(f"compare {wanted}", look="topic" if wanted else "")
    try:
        library = service().chatbot.library
        frame.notice(library.notice)
        names = matrix_wording.in_order(topics(library.book))
        if not names:
            title = matrix_wording.NO_CLAIMS_TITLE
            frame.problem(title, NeedlepointError(matrix_wording.NO_CLAIMS, matrix_wording.NO_CLAIMS_REMEDY))
            return
        if wanted and wanted not in names:
            frame.notice(matrix_wording.NO_SUCH_TOPIC.format(name=wanted[:100]))
        _topic(library, names, wanted if wanted in names else names[0])
    except NeedlepointError as error:
        frame.problem(wording.NO_LIBRARY_TITLE, error)


def _topic(library: Library, names: tuple[str, ...], name: str) -> None:
    documents, book = library.documents(), library.book
    passages = [passage for known in sorted(book.documents) for _, passage in library.of_document(known)]
    matrix = lay_out(name, book, documents, {passage.id: passage for passage in passages})
    draw.show(compare_table.ways(names, name))
    draw.show(compare_table.head(matrix, documents) + compare_table.chart(matrix))
    _download(matrix, library)
    draw.show(compare_table.table(matrix, documents))


def _download(matrix: Matrix, library: Library) -> None:
    file = f"needlepoint-{re.sub(r'[^a-z0-9]+', '-', matrix.topic.lower())}.csv"
    label, documents = matrix_wording.DOWNLOAD, library.documents()
    st.download_button(label, lambda: to_csv(matrix, documents), file, "text/csv", key="csv", on_click="ignore")


if __name__ == "__main__":
    page()
