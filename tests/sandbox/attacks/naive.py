"""The control: what a harness without a sandbox does. Programs are executed where their results are written.

Run only on this suite's own programs, in a throwaway folder.
"""

import base64
import contextlib
import io
import json
import os
import pickle
import resource
import sys
import traceback


def answer(job):
    space = {"__name__": "__main__", "__builtins__": __builtins__}
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(job["source"], "program", "exec"), space)  # noqa: S102 - the point of the control
            value = space["solve"](*job["inputs"]) if job["function"] else space.get(job["variable"])
    except BaseException as error:  # noqa: BLE001
        return ["error", error, type(error).__name__, out.getvalue(), traceback.format_exc()]
    return ["ok", value, type(value).__name__, out.getvalue(), ""]


def packed(reply):
    try:
        return pickle.dumps(reply)
    except Exception:  # noqa: BLE001
        return pickle.dumps([reply[0], repr(reply[1]), *reply[2:]])


def main():
    resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))  # a memory attack may show itself, and no more
    for line in sys.stdin.buffer:
        os.write(1, base64.b64encode(packed(answer(json.loads(line)))) + b"\n")


main()
