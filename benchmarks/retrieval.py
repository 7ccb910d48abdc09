"""Retrieval on a document of 10M tokens: peak memory and time of its index, time of a search, recall of the evidence.

The document is a generated world, so the passages that each question needs are known. The peer is a search without an
index: every passage scanned for the words of the question.
"""

from __future__ import annotations

import json
import subprocess
import sys

from _bench import close, repeats

TOKENS, QUESTIONS, K = 10_000_000, 200, 20
CODE = """
import json, resource, sys, time
from benchwright.items.worlds import making
from benchwright.items.worlds.maker import WorldSettings
from benchwright.retrieval import Index, passages, recall
from benchwright.retrieval.ranking import tokens
settings = WorldSettings(count=int(sys.argv[2]), worlds=1, tokens=int(sys.argv[1]), families=("fact", "two_hop"))
batch = making.batch(settings, 0)
text = batch.documents[0].text
start = time.process_time()
index = Index(passages(text))
built = time.process_time() - start
start = time.process_time()
found = [index.search(item.question, int(sys.argv[3])) for item in batch.items]
each = (time.process_time() - start) / len(batch.items)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
start = time.process_time()
for item in batch.items[:3]:
    words = set(tokens(item.question))
    max(index.passages, key=lambda passage: len(words & set(tokens(passage.text))))
scan = (time.process_time() - start) / 3
held = {}
for item, pairs in zip(batch.items, found, strict=True):
    spans = [(quote.start, quote.end) for quote in item.evidence]
    held.setdefault(item.kind, []).append(recall([passage for passage, _ in pairs], spans) == 1.0)
print(json.dumps({
    "built": built, "each": each, "peak": peak, "scan": scan, "megabytes": len(text.encode()) / 1e6,
    "recall": {kind: sum(values) / len(values) for kind, values in held.items()},
}))
"""


def main() -> None:
    repeats(__doc__ or "")  # CPU times and a memory peak: nothing here varies enough to be repeated
    arguments = [str(TOKENS), str(QUESTIONS), str(K)]
    done = subprocess.run([sys.executable, "-c", CODE, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    figures = {
        "peak_gb": seen["peak"] / 1e9,
        "mb_per_s": seen["megabytes"] / seen["built"],
        "search_ms": 1000 * seen["each"],
        "ratio_scan": seen["scan"] / seen["each"],
        **{f"recall_{kind}": share for kind, share in seen["recall"].items()},
    }
    print(f"{TOKENS:,} tokens: all needed passages among {K}: {seen['recall']}")
    close("retrieval", figures, {"peak_gb": 3, "ratio_scan": 10}, at_least=("ratio_scan",))


if __name__ == "__main__":
    main()
