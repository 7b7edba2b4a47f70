"""The pages: they draw what the chatbot decides."""
