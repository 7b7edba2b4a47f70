"""Door: python -m ingest [PATHS…] [--library DIR] [--check]. Afterwards the library holds exactly PATHS.

With --draft-claims it publishes nothing.

Exit status: 0 all taken, 1 some files refused and the rest published, 2 nothing published, the old library unchanged.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.bar import Bar
from ingest.embed import open_embedder
from ingest.errors import NeedlepointError
from ingest.garbage import collect_seldom
from ingest.pipeline import Means, ingest, preview, ship_vectors
from ingest.privacy import keep_private
from ingest.settings import Settings
from ingest.telling import tell
from ingest.terminal import spelled
from ingest.types import Plan, Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    keep_private()
    collect_seldom()
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    paths = options.paths or settings.folders
    if options.draft_claims:
        return _draft_claims(options)
    if options.lines:
        return tell(paths, options.library, settings.model, settings.claims, options.anew)
    try:
        embedder = open_embedder(settings.model)
        if options.check:
            plan = preview(paths, options.library, Means(embedder, settings.claims))
            _tell(plan)
        else:
            with closing(Bar()) as bar:
                means = Means(embedder, settings.claims, bar.show, anew=options.anew)
                report = ingest(paths, options.library, means)
            plan = report.plan
            _tell(plan)
            _summarise(report)
            if options.ship_vectors and (path := ship_vectors(options.library, Means(embedder, settings.claims))):
                print(f"The vectors of the written questions stand in {path}.")
    except (NeedlepointError, OSError) as error:
        print(spelled(f"Nothing was published, the library is as it was. {_sentence(error)}"), file=sys.stderr)
        return 2
    return 1 if plan.refused else 0


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Build the library from files and folders.")
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help=f"files or folders (default: {settings.sources}, and what was added on the page)",
    )
    parser.add_argument(
        "--library", type=Path, default=settings.library, help="where the library is (default: %(default)s)"
    )
    parser.add_argument("--check", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--anew", action="store_true", help="build also where somebody went back to an older version")
    parser.add_argument("--lines", action="store_true", help="tell what happens as lines of JSON, for programs")
    parser.add_argument(
        "--ship-vectors", action="store_true", help="write the vectors of the written questions beside the claims"
    )
    parser.add_argument(
        "--draft-claims",
        action="store_true",
        help="publish nothing; have the language model that CHAT_MODEL names draft claims about PATHs, or about the "
        "documents of the library that have none, for review (docs/claims.md)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("drafted-claims.toml"),
        help="where --draft-claims writes (default: %(default)s)",
    )
    return parser


def _draft_claims(options: argparse.Namespace) -> int:
    """Hand documents to the chatbot's command that drafts claims: of language models nothing is known here."""
    command = [sys.executable, "-m", "chatbot", "draft-claims", "--out", str(options.out), "--library"]
    if not options.paths:
        return _run([*command, str(options.library)])
    with TemporaryDirectory(prefix="needlepoint-") as folder:
        try:
            # Read and cut as every ingest does; nobody searches this library, so its vectors may be of words.
            refused = ingest(options.paths, Path(folder), Means(open_embedder("hashing"))).plan.refused
        except (NeedlepointError, OSError) as error:
            print(spelled(f"Nothing was drafted. {_sentence(error)}"), file=sys.stderr)
            return 2
        for refusal in refused:
            print(spelled(f"{refusal.path}: {refusal.reason} {refusal.remedy}"), flush=True)
        status = _run([*command, folder, "--every"])
    return status or int(bool(refused))


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False).returncode  # noqa: S603  our own command


def _tell(plan: Plan) -> None:
    for word in ("added", "changed", "removed", "unchanged"):
        names: tuple[str, ...] = getattr(plan, word)
        listed = f"  {', '.join(names[:8])}{' …' if len(names) > 8 else ''}" if names else ""
        print(spelled(f"{word:10} {len(names)}{listed}"))
    print(f"{'refused':10} {len(plan.refused)}")
    for refusal in plan.refused:
        print(spelled(f"  {refusal.path}: {refusal.reason} {refusal.remedy}"))


def _summarise(report: Report) -> None:
    if report.restored:
        print(
            f"Library {report.version} was set back to {report.restored} on purpose, and no file has changed since, "
            "so it stays. To build it from the files all the same: python -m ingest --anew"
        )
        return
    state = "was already up to date" if report.plan.is_empty else "is published"
    print(f"Library {report.version} {state}: {report.documents} documents, {report.passages} passages.")


def _sentence(error: NeedlepointError | OSError) -> str:
    return (
        str(error)
        if isinstance(error, NeedlepointError)
        else f"The disk refused: {error}. Free space or change the folder."
    )


if __name__ == "__main__":
    sys.exit(main())
