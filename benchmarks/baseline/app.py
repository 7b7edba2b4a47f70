"""The tutorial's page: `streamlit run benchmarks/baseline/app.py`; the store's folder is in BASELINE_STORE."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from langchain_chroma import Chroma

from benchmarks.baseline.answers import answer, open_store


@st.cache_resource
def _opened() -> Chroma:
    return open_store(Path(os.environ["BASELINE_STORE"]))


st.title("Chat with your documents")
opened = _opened()
st.session_state.setdefault("messages", [])
if question := st.chat_input("Ask a question"):
    st.session_state.messages += [("user", question), ("assistant", answer(opened, question))]
for role, text in st.session_state.messages:
    with st.chat_message(role):
        st.markdown(text)
