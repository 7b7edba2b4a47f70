"""A message and a library become an answer made of quotes."""
