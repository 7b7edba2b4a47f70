"""How often Python looks for garbage: seldom, because what a library and its rules load is kept."""

from __future__ import annotations

import gc

# Objects made since Python last looked. Looking after every 700, as it comes, takes a tenth of the first answer.
_MADE = 50_000


def collect_seldom() -> None:
    """Let Python look for garbage seldom, in this whole process."""
    gc.set_threshold(_MADE)


def settle() -> None:
    """Set what was loaded apart from what is searched for garbage; what an older library left is collected first.

    A library has hundreds of thousands of objects: searching them took a third of a busy server's processor while
    Streamlit collected after every run, which config.toml has it leave.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
