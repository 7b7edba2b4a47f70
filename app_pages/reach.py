"""Who reaches the page: the person at this computer alone, or visitors of a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config

_HERE = {"localhost", "127.0.0.1", "::1"}
# A proxy in front tells with these for whom it asks.
_PASSED_ON = ("forwarded", "via", "x-forwarded", "x-real-ip")


def is_here() -> bool:
    """Tell whether this session's page can only be reached, and was reached, from this computer."""
    address, allowed = (config.get_option(f"server.{name}") for name in ("address", "allowedHosts"))
    return is_local(address, allowed or (), st.context.headers.to_dict())


def is_local(address: str | None, allowed: Sequence[str], headers: Mapping[str, str]) -> bool:
    """Tell it from where the server listens, which hosts it answers to, and what the browser's request said.

    In doubt no: a server behind a proxy listens on loopback too.
    """
    told = {name.lower(): value for name, value in headers.items()}
    is_passed_on = any(name.startswith(_PASSED_ON) for name in told)
    reached = _host(told.get("host", ""))
    return not is_passed_on and {address or "", reached, *map(_host, allowed)} <= _HERE


def _host(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
