"""Run the command line in this process."""

from dataclasses import dataclass

import pytest

from benchwright.cli import main


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def benchwright(capsys, *words) -> Done:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Done(int(stop.value.code or 0), out, err)
