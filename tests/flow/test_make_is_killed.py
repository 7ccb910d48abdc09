"""Law 6 for makers: killed with SIGKILL at a random write and started again, the same bytes."""

import json
import signal
import subprocess
import sys

import pytest

from benchwright.seeding import rng

CHILD = """
import json, os, sys
from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from
kill_at, state, plain = int(sys.argv[2]), {"writes": 0}, os.fsync

def fsync(number):
    state["writes"] += 1
    if state["writes"] == kill_at:
        os.kill(os.getpid(), 9)
    plain(number)

os.fsync = fsync
maker, settings = sys.argv[3], json.loads(sys.argv[4])
make(maker, settings_from(maker, settings), sys.argv[1])
print(state["writes"])
"""


SETTINGS = {
    "worlds": {"count": 20, "worlds": 4, "tokens": 1000},
    "spec": {"spec": "calendar", "count": 230},
    "gym": {"quotas": {"gcd": 3, "lcm": 3, "products": 3, "chain_sum": 3}},
}


def run(maker, out, kill_at=0):
    command = [sys.executable, "-c", CHILD, str(out), str(kill_at), maker, json.dumps(SETTINGS[maker])]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def bytes_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("maker", "trial"), [("worlds", 0), ("worlds", 1), ("worlds", 2), ("gym", 0), ("spec", 0)])
def test_a_killed_maker_ends_with_the_same_bytes(tmp_path, maker, trial):
    writes = int(run(maker, tmp_path / "a" / "bench").stdout)
    kill_at = rng("kill", trial).randrange(1, writes)
    assert run(maker, tmp_path / "b" / "bench", kill_at).returncode == -signal.SIGKILL
    assert not (tmp_path / "b" / "bench").exists()
    assert run(maker, tmp_path / "b" / "bench").returncode == 0
    assert bytes_of(tmp_path / "b" / "bench") == bytes_of(tmp_path / "a" / "bench")
