"""What Streamlit does by itself and a reader of health questions must not meet, held to where the environment differs.

`.streamlit/config.toml` says the same, but a variable such as STREAMLIT_BROWSER_GATHER_USAGE_STATS, or a flag, goes
before that file. Where the page is reachable (address, port, allowed hosts) is the host's choice and left alone.
"""

from __future__ import annotations

import logging
from threading import Lock

from streamlit import config, net_util

from ingest.errors import trace

HELD = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
}
"""Options and the values they have whatever the environment says."""

_log = logging.getLogger("needlepoint")
_lock = Lock()


def hold() -> None:
    """Put back every held option that differs, and say which in the log; costs nothing when all is as it should be."""
    with _lock:
        loosened = [name for name, value in HELD.items() if config.get_option(name) != value]
        for name in loosened:
            config.set_option(name, HELD[name], "held by Needlepoint")
            _log.warning("The setting %s was changed from outside. It is put back to %s.", name, HELD[name])
        # To judge a foreign page that knocks, Streamlit asks checkip.amazonaws.com for this computer's address. The
        # page needs neither address: whoever reaches it by one sends that as host too.
        net_util.get_external_ip = net_util.get_internal_ip = _unknown


def report(error: Exception) -> str:
    """Log where an error that nobody foresaw arose, without its message, and return that line."""
    line = trace(error)
    _log.error("The page met an unforeseen error: %s", line)
    return line


def _unknown() -> None:
    return None
