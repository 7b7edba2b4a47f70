"""A message and a library become an answer made of quotes.

Nothing is imported here, so that triage and the page's frame need not wait for the rest: `chatbot.converse.Chatbot`
answers, `chatbot.types` has what it answers with.
"""
