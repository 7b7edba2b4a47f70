"""Files become a library: every passage an exact slice of its document."""
