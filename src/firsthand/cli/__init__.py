"""The command line. It parses, makes one call, prints, and turns errors into messages and exit codes; no logic here.

One module for each panel of the help; they register their commands with :data:`firsthand.cli.common.app`.
"""

from __future__ import annotations

import sys

# In the order of the help.
# isort: off
from firsthand.cli import (  # noqa: F401
    cases,
    stages,
    scenes,
    answers,
    comparing,
    why,
    commitments,
    hypotheses,
    judging,
    sources,
    scoring,
    briefs,
    publishing,
    alerting,
    exchange,
    care,
    backup,
    team,
)

# isort: on
from firsthand.cli.common import app
from firsthand.errors import EXIT_INTERRUPTED, FirsthandError, UsageError

__all__ = ["app", "main"]


def main() -> None:
    """Entry point: errors become one clear message and an honest exit code."""
    try:
        app()
    except FirsthandError as error:
        print(f"firsthand: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except UnicodeEncodeError:
        # Bytes of the command line that are no text open files, but as an id or a name they can be asked for nowhere.
        if not any("\udc80" <= sign <= "\udcff" for argument in sys.argv for sign in argument):
            raise
        print("firsthand: an argument is no text\n  → type it again in UTF-8", file=sys.stderr)  # noqa: T201
        sys.exit(UsageError.exit_code)
    except (KeyboardInterrupt, SystemExit) as ended:
        # Typer turns an interrupt inside a command into an exit with this code, and says nothing.
        if isinstance(ended, SystemExit) and ended.code != EXIT_INTERRUPTED:
            raise
        said = "firsthand: stopped; what was finished is kept. Run the same command again to go on."
        print(said, file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_INTERRUPTED)
