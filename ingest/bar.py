"""A progress bar for people, with rate and time left; there only when something is embedded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """A bar on a terminal's stderr, and nowhere else."""

    _bar: Progress | None = None

    def show(self, done: int, total: int) -> None:
        """Show how many texts are embedded."""
        self._bar = self._bar or _drawn()
        [task] = self._bar.tasks
        rate = f"{task.speed:.0f}/s" if task.speed else ""
        self._bar.update(task.id, completed=done, total=total, rate=rate)

    def close(self) -> None:
        """Take it off the screen."""
        if self._bar:
            self._bar.stop()


def _drawn() -> Progress:
    # A tenth of a second to import, and most ingests find nothing new.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    description, rate = TextColumn("{task.description}"), TextColumn("{task.fields[rate]}")
    columns = (description, BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    bar.add_task("Embedding", total=None, rate="")
    bar.start()
    return bar
