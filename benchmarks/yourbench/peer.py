"""YourBench beside ours: run in an environment of its own, against a fake model behind an OpenAI-compatible server.

    documents -> `yourbench run` (a process of its Python) <-HTTP-> server here, which counts calls and tokens -> rows

The configuration is the one of its README and of its `default_example`: ingestion, summarization, chunking, single-hop
questions, export; multi-hop, cross-document and rewriting are off there, and off here. Nothing is pushed anywhere.

It asks for Python 3.12. To have it:

    python3.12 -m venv ENV && ENV/bin/pip install yourbench==0.9.0 lxml_html_clean && export YOURBENCH=ENV/bin/yourbench

Where there is no network, TIKTOKEN_CACHE_DIR names a folder that holds tiktoken's cl100k_base: it counts chunks by it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchwright.models._authors import BROKEN, Drafter, Pair, broken
from benchwright.models.calls import Spent
from benchwright.models.server import fake_tokens
from benchwright.seeding import rng

LIMIT = 600
"""Seconds for all of its stages."""
FEWEST, MOST = 3, 5
"""Pairs of one reply: `~3-5 QA pairs per chunk`, as its own `utils/token_estimation.py` expects."""
_CHUNK = re.compile(r"<text_chunk>\n(.*?)\n</text_chunk>", re.DOTALL)
_DOCUMENT = re.compile(r"<document>\n(.*?)\n</document>", re.DOTALL)
_CONFIG = """
hf_configuration:
  hf_dataset_name: making
  local_dataset_dir: {home}/saved
  local_saving: true
  push_to_hub: false
  upload_card: false
  export_jsonl: true
  jsonl_export_dir: {home}/rows
model_list:
  - model_name: fake
    base_url: {address}
    api_key: none
    max_concurrent_requests: 32
pipeline:
  ingestion:
    source_documents_dir: {sources}
    output_dir: {home}/processed
    upload_to_hub: false
  summarization:
  chunking:
  single_hop_question_generation:
  prepare_lighteval:
"""


@dataclass
class Served:
    """What the server was asked."""

    spent: dict[str, Spent] = field(default_factory=dict)
    """By what was asked for."""
    pairs: int = 0

    def add(self, purpose: str, asked: str, reply: str) -> None:
        """One more call."""
        cost = Spent(1, fake_tokens(asked), fake_tokens(reply))
        self.spent[purpose] = self.spent.get(purpose, Spent()) + cost


def replied(messages: Sequence[dict[str, str]], rate: float, served: Served) -> str:
    """The fake author's reply, in the form that YourBench asks for."""
    asked = "\n\n".join(message["content"] for message in messages)
    chunk, document = _CHUNK.search(messages[-1]["content"]), _DOCUMENT.search(asked)
    if chunk:
        reply = _pairs(chunk[1], asked, rate, served)
        served.add("questions", asked, reply)
        return reply
    text = document[1] if document else asked
    reply = f"<scratchpad>\n- Main topic\n</scratchpad>\n<final_summary>\n{text[:400]}\n</final_summary>"
    served.add("summaries", asked, reply)
    return reply


def _pairs(text: str, asked: str, rate: float, served: Served) -> str:
    draw = rng("fake author", "yourbench", asked, rate)
    author = Drafter([text], draw, rate)
    made = [pair for _ in range(draw.randint(FEWEST, MOST)) if (pair := author.pair("fact")) is not None]
    served.pairs += len(made)
    rows = json.dumps([_row(pair) for pair in made], ensure_ascii=False)
    if draw.random() < BROKEN * rate:
        rows = broken(rows)
    return f"<document_analysis>\nIt holds facts.\n</document_analysis>\n<output_json>\n{rows}\n</output_json>"


def _row(pair: Pair) -> dict[str, Any]:  # Any: JSON
    return {
        "thought_process": "It tests a fact.", "question_type": "factual", "question": pair.question,
        "answer": pair.answer, "estimated_difficulty": 4, "citations": list(pair.quotes),
    }  # fmt: skip


@contextmanager
def serving(rate: float) -> Iterator[tuple[str, Served]]:
    """The fake model at an address of this machine."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    served = Served()

    async def complete(request: Request) -> Response:
        body = await request.json()
        text = replied(body["messages"], rate, served)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        return JSONResponse({"id": "1", "object": "chat.completion", "created": 0, "model": "fake",
                             "choices": [choice], "usage": usage})  # fmt: skip

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    routes = [Route("/v1/chat/completions", complete, methods=["POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}/v1", served
    finally:
        server.should_exit = True
        thread.join()


def command() -> str | None:
    """Where YourBench is installed; none where it is not."""
    return os.environ.get("YOURBENCH") or shutil.which("yourbench")


def run(sources: Path, home: Path, rate: float) -> tuple[list[dict[str, Any]], Served]:
    """The rows that YourBench makes of a folder of documents, and what they cost.

    Raises:
        RuntimeError: it is not installed, or it fails.
    """
    program = command()
    if program is None:
        raise RuntimeError("YourBench is not installed; the head of this file says how to have it")
    home.mkdir(parents=True)
    with serving(rate) as (address, served):
        config = home / "config.yaml"
        config.write_text(_CONFIG.format(home=home, address=address, sources=sources))
        quiet = {"HF_HUB_DISABLE_TELEMETRY": "1", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        done = subprocess.run(
            [program, "run", str(config)], cwd=home, env={**os.environ, **quiet}, capture_output=True, text=True,
            check=False, timeout=LIMIT,
        )  # fmt: skip
    found = sorted((home / "rows").rglob("*prepared_lighteval*.jsonl"))
    if done.returncode or not found:
        raise RuntimeError(f"yourbench ended with {done.returncode}: {(done.stdout + done.stderr)[-800:]}")
    return [json.loads(line) for line in found[0].read_text("utf-8").splitlines()], served
