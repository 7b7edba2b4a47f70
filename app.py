"""The front door: `streamlit run app.py`. It draws what stands around every page, then the page asked for.

Nothing slow is imported here, so the frame is there while a page's imports still run.
"""

from __future__ import annotations

import streamlit as st

from app_pages import banner, draw, frame, guard
from chatbot import kept_wording, library_wording, matrix_wording, wording
from ingest.garbage import collect_seldom
from ingest.privacy import keep_private

keep_private()
collect_seldom()
guard.hold()
st.set_page_config(page_title=wording.NAME, page_icon="🪡", layout="centered")
pages = [
    st.Page("app_pages/chat.py", title=wording.CHAT_TITLE, url_path="", default=True),
    st.Page("app_pages/compare.py", title=matrix_wording.COMPARE_TITLE, url_path="compare"),
    st.Page("app_pages/saved.py", title=kept_wording.SAVED_TITLE, url_path="saved"),
    st.Page("app_pages/library.py", title=library_wording.LIBRARY_TITLE, url_path="library"),
    st.Page("app_pages/ready.py", title=library_wording.READY_TITLE, url_path="ready"),
    st.Page("app_pages/sources.py", title=wording.SOURCES_TITLE, url_path="sources"),
]
page = st.navigation(pages, position="hidden")
draw.style()
frame.head(page.title)
alarm = banner.place()
frame.professional_line()
try:
    page.run()
except Exception as error:  # noqa: BLE001  Streamlit would log its message, which may hold what was asked
    frame.failure(guard.report(error))
banner.fill(alarm)
