"""Modules in the fork server: what a program leans on without a word of it is there; what cannot be is not denied."""

import hashlib
import sys
import uuid
import warnings

import anyio
import pytest

from benchwright.sandbox import Limits, Program
from benchwright.sandbox._fork_modules import MENTIONED, mentioned
from benchwright.sandbox.forkserver import ForkServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fork server needs Linux")
PATIENT = Limits(seconds=20)
NAMED = str(uuid.uuid5(uuid.NAMESPACE_DNS, "a.org"))
HASHED = hashlib.sha1(b"", usedforsecurity=False).hexdigest()


def ran(source):
    async def go():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where there are no namespaces
            server = ForkServer()
        try:
            return await server.run(Program(source, variable="answer"), (), PATIENT)
        finally:
            await server.close()

    return anyio.run(go)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('answer = "\\N{BULLET}"', "\u2022"),
        ("import uuid\nanswer = str(uuid.uuid5(uuid.NAMESPACE_DNS, 'a.org'))", NAMED),
        ("import hashlib\nanswer = hashlib.sha1(b'').hexdigest()", HASHED),
    ],
    ids=["character", "uuid", "hash"],
)
def test_what_a_module_leans_on_is_there(source, value):
    found = ran(source)
    assert (found.kind, found.error, found.value) == ("ok", "", value)


def test_asyncio_is_not_denied_for_the_sockets_that_it_has_of_itself():
    found = ran("import asyncio\nasync def main(): return 1\nanswer = asyncio.run(main())")
    assert found.kind == "unsupported"


def test_names_of_types_are_cut():
    found = ran("answer = type('T' * 3000, (int,), {})(7)")
    assert (found.kind, found.value, found.type) == ("ok", 7, "T" * 200)
    failed = ran("raise type('E' * 3000, (Exception,), {})('no')")
    assert (failed.kind, failed.error) == ("error", "E" * 200 + ": no")


def test_only_what_is_mentioned_is_loaded():
    assert mentioned(["x = 1", "import json"]) == []
    assert mentioned([r"print('\N{BULLET}')"]) == ["unicodedata", "encodings.idna"]
    assert mentioned(["import uuid, csv", "csv"]) == ["csv", "uuid", "hashlib"]
    assert set(mentioned([" ".join(MENTIONED)])) >= set(MENTIONED)
