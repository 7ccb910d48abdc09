"""What every draft must pass, in this order, whoever drafted or rewrote it; cheap gates first.

    form, quote            free: how it reads, and that its quotes stand where it says
    rubric                 a model: self-contained, unambiguous, natural, each apart
    evidence               answered right from its own quotes
    closed_book            never answered right with the document withheld
    hops                   where several places are needed, by kind or rewrite: not answered right with one removed
    no_info                where nothing should answer: the best passages of the whole text do not

A gate is `async (drafts, desk) -> list[Check]`, one check per draft. One that asks a model asks about `desk.together`
drafts in a call; a call that failed, or a verdict that cannot be read, drops the draft. `Duplicates` stands apart, for
it needs all drafts of a benchmark, one after another.
"""

from benchwright.items.drafts.gates.duplicates import Duplicates
from benchwright.items.drafts.gates.sifting import GATES, judged

__all__ = ["GATES", "Duplicates", "judged"]
