"""What a language model sends, piece by piece, for as long as somebody waits for it: time-out, stop, and what failed.

The model is read in a thread of its own, because nothing can interrupt a read from a server that hangs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic

from chatbot import written_wording as words
from ingest.errors import NeedlepointError

Ask = Callable[[str, str], Iterator[str]]
"""Sends instructions and a message to a model, and gives what it sends back, piece by piece."""

_LOOK_EVERY = 0.1  # seconds
_STATUS = {401: words.NOT_LET_IN, 403: words.NOT_LET_IN, 404: words.NO_SUCH_MODEL, 429: words.TOO_BUSY}


class Interrupted(Exception):
    """The model was not heard to its end; `why` says so in half a sentence for the reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def pieces(begin: Callable[[], Iterator[str]], seconds: float, stopped: Event) -> Iterator[str]:
    """Yield what a model sends, until it is done.

    Args:
        begin: asks the model, and gives its pieces; closed when nobody waits any more.
        seconds: how long the whole of it may take.
        stopped: set by whoever wants no more.

    Raises:
        Interrupted: when it is stopped, takes too long or fails.
    """
    sent: Queue[str | BaseException | None] = Queue()
    over = Event()
    Thread(target=_pump, args=(begin, sent, over), daemon=True, name="writing").start()
    until = monotonic() + seconds
    try:
        while (piece := _next(sent, until, stopped)) is not None:
            yield piece
    finally:
        over.set()


def why(error: BaseException) -> str:
    """Say in half a sentence what failed, by the kind of an error alone: its message may hold what was asked.

    Our own errors hold nothing of it, and say what to do.
    """
    if isinstance(error, NeedlepointError):
        return words.NOT_ASKED.format(error=error)
    status = getattr(error, "status_code", None)
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if status in _STATUS:
        return _STATUS[status]
    if "Timeout" in kinds:
        return words.TOO_LONG
    return words.NOT_REACHED if "Connect" in kinds else words.BROKE_OFF


def _next(sent: Queue[str | BaseException | None], until: float, stopped: Event) -> str | None:
    """Wait for the next piece; None is the end."""
    while True:
        if stopped.is_set():
            raise Interrupted(words.STOPPED)
        if monotonic() >= until:
            raise Interrupted(words.TOO_LONG)
        with suppress(Empty):
            piece = sent.get(timeout=_LOOK_EVERY)
            if isinstance(piece, BaseException):
                raise Interrupted(why(piece)) from None
            return piece


def _pump(begin: Callable[[], Iterator[str]], sent: Queue[str | BaseException | None], over: Event) -> None:
    try:
        for piece in begin():
            if over.is_set():
                return
            sent.put(piece)
        sent.put(None)
    except Exception as error:  # noqa: BLE001  whatever a client raises is told to whoever waits
        sent.put(error)
