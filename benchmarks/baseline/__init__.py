"""What we are measured against: the app that tutorials make of LangChain, Chroma, sentence-transformers, Streamlit."""
