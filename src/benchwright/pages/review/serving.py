"""Serving the page on this machine until it is interrupted."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from benchwright.errors import InputError, MissingExtraError
from benchwright.pages.review.app import build_app
from benchwright.pages.review.desk import Desk

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Serving:
    """Where the page is."""

    addresses: dict[str, str]
    """Reviewer -> address; each opens only that reviewer's page."""


def serve(desk: Desk, *, port: int = 0, started: Callable[[Serving], None] | None = None) -> None:
    """Serve until interrupted (Ctrl-C); returns then.

    Args:
        desk: what is reviewed, by whom.
        port: 0 takes a free one.
        started: told the addresses as soon as they answer.

    Raises:
        InputError: the port is taken.
        MissingExtraError: no web server is installed.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("the review page", "web") from error
    with _listening(port) as listener:
        where = listener.getsockname()[1]
        if started:
            started(Serving({name: f"http://{HOST}:{where}/{token}/" for name, token in desk.tokens.items()}))
        config = uvicorn.Config(
            build_app(desk), log_level="warning", access_log=False, lifespan="off", server_header=False,
            ws="none", timeout_graceful_shutdown=1, timeout_keep_alive=30,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    # Only where the protocol is named does asyncio send at once; otherwise every answer waits 40 ms for more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(64)  # from here on a browser can connect; it is answered once the server runs
    except OSError as error:
        listener.close()
        raise InputError(
            f"port {port} of {HOST} cannot be used ({error.strerror}); name another --port, or 0"
        ) from error
    return listener
