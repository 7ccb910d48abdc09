"""The command line: one module per verb, loaded when the verb is used.

Results go to standard output; what we tell a person goes to standard error. Inspect's own progress display of `run`
goes to standard output, save under `--json`.

Exit codes: 0 done; 1 a gate said no (`--fail-under`, `--baseline`) or a run is incomplete; 2 bad input; 3 fewer items
than asked for; 130 interrupted.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from benchwright import __version__
from benchwright.errors import BenchwrightError

VERBS = {
    "make": "Make a benchmark from documents or from a generated world.",
    "run": "Run a model on a benchmark.",
    "grade": "Grade answers that were made elsewhere.",
    "review": "Accept, edit or reject items on a local web page, alone or with others.",
    "audit": "Say what speaks against the results in logs, with the evidence.",
    "stats": "Print the headline number and what stands behind it.",
    "report": "Write an HTML report of one or more runs, compared item by item.",
    "train": "Train a reasoner on verdicts, such as digits from their sums.",
    "export": "Write a benchmark in other formats, with a private hold-out if wanted.",
    "doctor": "Say what works on this machine, and what mends what does not.",
}


class Verbs(click.Group):
    """Finds a verb's module when the verb is used, so that `--help` loads nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        found: click.Command = import_module(f"benchwright.cli.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS:
            from benchwright.errors import UnknownNameError

            raise UnknownNameError("verb", args[0], VERBS)
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="benchwright")
def benchwright() -> None:
    """Make benchmarks that stay hard and can be trusted, run models on them, and get one number with its uncertainty.

    \b
    Example:
      benchwright make documents policy.pdf --out bench
      benchwright run bench --model benchwright/smollm2 --out runs
      benchwright report runs --out report.html
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line; errors become one line on standard error and an exit code."""
    try:
        code = benchwright.main(argv, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BenchwrightError as error:
        click.echo(f"benchwright: {error}", err=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("benchwright: interrupted; run the same command again to go on: what is finished is kept", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (as with `| head`): nothing left to say
        code = 0
    sys.exit(code or 0)
