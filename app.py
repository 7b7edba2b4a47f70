"""The front door: `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from app_pages import chat, sources
from chatbot import wording

st.set_page_config(page_title=wording.NAME, page_icon="🪡", layout="centered")
pages = [
    st.Page(chat.page, title=wording.CHAT_TITLE, url_path="", default=True),
    st.Page(sources.page, title=wording.SOURCES_TITLE, url_path="sources"),
]
st.navigation(pages, position="hidden").run()
