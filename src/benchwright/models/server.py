"""llama.cpp servers in this process: one per weights and options, closed at exit.

We talk to the server by HTTP rather than by its blocking calls, because a closed connection stops the work: a sample
that is cancelled or runs out of time frees its slot at once, on asyncio and trio alike. The HTTP goes through a
socket file in a folder only this user can open, and needs a random key besides; no network port is opened.
"""

from __future__ import annotations

import atexit
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchwright.errors import InputError, MissingExtraError, ModelError, boundary
from benchwright.models.facts import ModelFacts, Options, describe

if TYPE_CHECKING:
    import httpx

Json = dict[str, Any]
_BATCH = 512  # tokens of a prompt worked on between two looks at whether the request still stands
_KEPT_PREFIXES_MIB = 1024
_SILENT = -1
_LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 104 (macOS) or 108 (Linux)


class Server:
    """A loaded model. `post` and `post_now` return (HTTP status, JSON body)."""

    def __init__(self, facts: ModelFacts) -> None:
        self.facts = facts
        self._folder = _socket_folder()
        self._key = secrets.token_urlsafe(32)
        self.socket = self._folder / "s.sock"  # the ending tells llama.cpp that it is a socket file
        try:
            self._engine = _load(facts, str(self.socket), self._key)
            tokens_of(*self.post_now("/tokenize", {"content": ""}))  # one closed before its first answer hangs for ever
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    async def post(self, path: str, body: Json) -> tuple[int, Json]:
        """Send a request; cancelling it stops the work at the server."""
        import httpx

        transport = httpx.AsyncHTTPTransport(uds=str(self.socket), verify=False)
        with boundary(ModelError, f"{self.facts.name} stopped answering"):
            async with httpx.AsyncClient(transport=transport, **self._manner()) as client:
                return _read(await client.post(f"http://embedded{path}", json=body))

    def post_now(self, path: str, body: Json) -> tuple[int, Json]:
        """The same for callers that are not asynchronous; blocks."""
        import httpx

        transport = httpx.HTTPTransport(uds=str(self.socket), verify=False)
        with (
            boundary(ModelError, f"{self.facts.name} stopped answering"),
            httpx.Client(transport=transport, **self._manner()) as client,
        ):
            return _read(client.post(f"http://embedded{path}", json=body))

    def close(self) -> None:
        """Unload the model; requests in flight end with an error."""
        self._engine = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _manner(self) -> Json:
        """How both clients ask: with the key, and without a time limit, which is the caller's to set."""
        if self._engine is None:
            raise ModelError(f"{self.facts.name} was closed; ask server_for for it again, which loads it")
        return {"headers": {"Authorization": f"Bearer {self._key}"}, "timeout": None}


_SERVERS: dict[ModelFacts, Server] = {}
_LOCK = threading.Lock()


def server_for(facts: ModelFacts) -> Server:
    """The server for these facts, loaded on first use and shared from then on.

    Raises:
        MissingExtraError: llama.cpp is not installed.
        ModelError: llama.cpp cannot load the weights.
    """
    with _LOCK:
        if facts not in _SERVERS:
            _SERVERS[facts] = Server(facts)
        return _SERVERS[facts]


def close_servers() -> None:
    """Unload every model of this process; the next use loads it again."""
    with _LOCK:
        while _SERVERS:
            _SERVERS.popitem()[1].close()


atexit.register(close_servers)


def count_tokens(name: str, text: str, options: Mapping[str, Any] | Options | None = None) -> int:
    """Tokens of `text` by the model's own tokenizer; loads the model. The fake model counts bytes / 4, rounded up.

    Raises:
        BenchwrightError: as `describe` and `server_for`.
    """
    facts = describe(name, options)
    if facts.family == "fake":
        return fake_tokens(text)
    return len(tokens_of(*server_for(facts).post_now("/tokenize", {"content": text})))


def fake_tokens(text: str) -> int:
    """Bytes / 4, rounded up."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // 4)


def tokens_of(status: int, body: Json) -> list[int]:
    """The token ids in a reply to `/tokenize`."""
    if status != 200:
        raise ModelError(f"the embedded server could not count tokens: {error_text(body)}")
    return list(body["tokens"])


def error_text(body: Json) -> str:
    """What the server says went wrong, on one line."""
    error = body.get("error", body)
    text = error.get("message", error) if isinstance(error, dict) else error
    return " ".join(str(text).split())[:300]


def _socket_folder() -> Path:
    if sys.platform == "win32":
        raise InputError("the embedded models need Linux or macOS; on Windows, run Benchwright inside WSL")
    folder = tempfile.mkdtemp(prefix="benchwright-")  # readable by this user alone
    if len(folder) + len("/s.sock") > _LONGEST_SOCKET_PATH:
        Path(folder).rmdir()
        folder = tempfile.mkdtemp(prefix="benchwright-", dir="/tmp")
    return Path(folder)


def _read(response: httpx.Response) -> tuple[int, Json]:
    body = response.json()
    return response.status_code, body if isinstance(body, dict) else {"error": {"message": str(body)}}


def _load(facts: ModelFacts, address: str, key: str) -> Any:  # Any: llama.cpp's bindings have no types
    try:
        import xllamacpp
    except ImportError as error:
        raise MissingExtraError("an embedded model", "embedded") from error
    params = xllamacpp.CommonParams()
    _settle(params, facts)
    params.hostnames, params.api_keys = [address], [key]
    try:
        return xllamacpp.Server(params)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"{facts.path} (architecture {facts.architecture or 'not named'}, window {facts.window_tokens}) could not "
            "be loaded: it is damaged, newer than the installed xllamacpp, or memory is short; fetch it again, "
            "upgrade xllamacpp, or lower -M window=N"
        ) from error


def _settle(params: Any, facts: ModelFacts) -> None:
    params.model.path = str(facts.path)
    params.n_parallel = facts.slots
    params.n_ctx = (facts.window_tokens or 0) * facts.slots  # llama.cpp divides its window among the slots
    params.n_batch = _BATCH
    params.cpuparams.n_threads = facts.threads
    params.cpuparams_batch.n_threads = facts.threads
    params.n_gpu_layers = facts.gpu_layers
    params.cache_ram_mib = 0 if facts.reproducible else _KEPT_PREFIXES_MIB
    params.verbosity = _SILENT
    params.endpoint_slots = params.ui = params.warmup = params.fit_params = False
    params.offline = True
