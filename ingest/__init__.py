"""Files become a library: every passage an exact slice of its document.

Nothing is imported here, so that a door pays only for the rooms it enters: `ingest.pipeline.ingest` builds a library,
`ingest.store.Library` opens one.
"""
