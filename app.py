"""The front door: `streamlit run app.py`. It draws what stands around every page, then the page asked for.

Nothing slow is imported here, so the frame is there while a page's imports still run.
"""

from __future__ import annotations

import streamlit as st

from app_pages import draw, frame
from chatbot import wording

st.set_page_config(page_title=wording.NAME, page_icon="🪡", layout="centered")
pages = [
    st.Page("app_pages/chat.py", title=wording.CHAT_TITLE, url_path="", default=True),
    st.Page("app_pages/sources.py", title=wording.SOURCES_TITLE, url_path="sources"),
]
page = st.navigation(pages, position="hidden")
draw.style()
frame.head(page.title)
frame.professional_line()
page.run()
