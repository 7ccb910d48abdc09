"""How the fake model answers: plain functions from a prompt to a reply, with no Inspect in them.

A behaviour is named `NAME` or `NAME:ARGUMENT` (`constant:Paris`, `random:yes|no`, `script:replies.jsonl`). All but
`flaky` depend on the prompt and the seed alone, so the same prompt gets the same reply in any order of samples.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchwright.errors import InputError, ModelError, UnknownNameError
from benchwright.models import _authors
from benchwright.models._adversary import Stop
from benchwright.seeding import rng

REFUSAL = "The document does not say."
_NOISE = "#@%&{}[]<>~^|;"


@dataclass(frozen=True)
class Message:
    """One message of a prompt."""

    role: str
    text: str


@dataclass(frozen=True)
class Prompt:
    """What the fake model is shown."""

    messages: tuple[Message, ...]
    seed: int = 0
    call: int = 1
    """How often this model has been called, this call counted."""

    @property
    def user(self) -> str:
        """The last message of the user; empty where there is none."""
        return next((message.text for message in reversed(self.messages) if message.role == "user"), "")

    @property
    def sha256(self) -> str:
        """SHA-256 of the last message of the user, in hex."""
        return hashlib.sha256(self.user.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Reply:
    """What the fake model answers."""

    text: str
    stop_reason: Stop = "stop"
    delay: float = 0.0
    """Seconds before the reply comes."""


Behaviour = Callable[[Prompt], str | Reply]


def behaviour(spec: str) -> Behaviour:
    """The behaviour that `NAME` or `NAME:ARGUMENT` names.

    Raises:
        UnknownNameError: there is no such behaviour.
        InputError: the argument is missing, or cannot be read.
    """
    name, _, argument = spec.partition(":")
    if name in _PLAIN:
        if argument:
            raise InputError(f"behaviour {spec!r}: {name} takes nothing after a colon; write {name}")
        return _PLAIN[name]
    if name not in _WITH_ARGUMENT:
        raise UnknownNameError("behaviour of the fake model", spec, [*_PLAIN, *(f"{key}:" for key in _WITH_ARGUMENT)])
    if not argument:
        raise InputError(f"behaviour {spec!r} lacks its argument; write for instance {_EXAMPLES[name]}")
    return _WITH_ARGUMENT[name](argument)


def constant(text: str) -> Behaviour:
    """Always the same text."""
    return lambda _: text


def script(replies: Mapping[str, str]) -> Behaviour:
    r"""The reply of the first key that fits the user's last message.

    A key is a piece of the message; or `re:` and a regular expression found in it; or `sha256:` and the first digits
    of its hash. The empty key fits every message.

    Raises:
        InputError: a regular expression is not one.
        ModelError: (when called) no key fits.
    """
    tests = [(_test(key), reply) for key, reply in replies.items()]

    def answer(prompt: Prompt) -> str:
        for fits, reply in tests:
            if fits(prompt):
                return reply
        raise ModelError(
            f"no key of the script fits the message {prompt.user[-80:]!r}; add one, or the empty key for the rest"
        )

    return answer


def read_script(path: str | Path) -> Behaviour:
    """A script from a JSON Lines file with `match` and `reply` on each line.

    Raises:
        InputError: the file cannot be read, or a line is not of that form.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        return script({str(row["match"]): str(row["reply"]) for row in rows})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f'{path}: {type(error).__name__}: {error}; write one {{"match": "capital", "reply": "Paris"}} on each line'
        ) from error


def flaky(every: int) -> Behaviour:
    """Echoes, but raises at every `every`-th call."""
    if every < 1:
        raise InputError(f"flaky:{every} was given; a number of calls from 1 up was expected")

    def answer(prompt: Prompt) -> str:
        return _fail(prompt) if prompt.call % every == 0 else echo(prompt)

    return answer


def choice(replies: Sequence[str]) -> Behaviour:
    """One of the replies, drawn by the prompt and the seed."""
    return lambda prompt: rng("fake model", "random", prompt.sha256, prompt.seed).choice(list(replies))


def wary(tokens: float) -> Behaviour:
    """Says that the document does not say, the less often the longer the prompt: half the time at so many tokens.

    Its chance is 1 / (1 + (length / tokens) ** 2), the length in bytes / 4; otherwise it makes something up. On
    questions that nothing answers it is hence a model whose rate of right answers is known.
    """
    if not tokens > 0:
        raise InputError(f"wary:{tokens} was given; a number of tokens above 0 was expected")

    def answer(prompt: Prompt) -> str:
        length = sum(len(message.text.encode("utf-8", "surrogatepass")) for message in prompt.messages) / 4
        drawn = rng("fake model", "wary", prompt.sha256, prompt.seed).random()
        return REFUSAL if drawn < 1 / (1 + (length / tokens) ** 2) else "Something or other"

    return answer


def slow(seconds: float) -> Behaviour:
    """Echoes after a pause."""
    return lambda prompt: Reply(echo(prompt), delay=seconds)


def echo(prompt: Prompt) -> str:
    """The user's last message."""
    return prompt.user


def garbage(prompt: Prompt) -> str:
    """Signs that no reader of answers should accept."""
    return "".join(rng("fake model", "garbage", prompt.sha256, prompt.seed).choices(_NOISE, k=40))


def lookup(prompt: Prompt) -> str:
    """An honest small reader: the sentence before the question that shares the most, and the rarest, words with it.

    The question is the last sentence that starts with `Question:`, else the last that ends in a question mark. Where
    the prompt asks for a line that starts with `ANSWER:`, the reply is one. Refuses where nothing fits.
    """
    sentences = [sentence for message in prompt.messages for sentence in _sentences(message.text)]
    at = _question(sentences)
    before, asked = sentences[:at], _words(" ".join(sentences[at : at + 1]))
    spread = Counter(word for sentence in before for word in _words(sentence))

    def fit(sentence: str) -> float:
        return math.fsum(math.log(1 + len(before) / spread[word]) for word in sorted(asked & _words(sentence)))

    best = max(before, key=fit, default="")
    reply = best if fit(best) > 0 else REFUSAL
    return f"ANSWER: {reply}" if "ANSWER:" in prompt.user else reply


def adversary(prompt: Prompt) -> Reply:
    """Fails in every way in which models and providers do, drawn by the prompt; four replies in ten are as good."""
    text, stop = _authors.adversary(prompt.user, prompt.seed)
    return Reply(text, stop)


def drafter(rate: float) -> Behaviour:
    """Drafts questions from what it is shown, and checks them; a share of the drafts has a planted defect.

    Raises:
        InputError: the rate is no share.
    """
    if not 0 <= rate <= 1:
        raise InputError(f"drafter:{rate} was given; a share of drafts with a defect was expected, from 0 to 1")
    return lambda prompt: _authors.replied(prompt.user, prompt.seed, rate)


def _fail(prompt: Prompt) -> str:
    raise ModelError(f"the fake model failed call {prompt.call}, as its behaviour says")


def _refuse(_: Prompt) -> str:
    return REFUSAL


def _overflow(_: Prompt) -> Reply:
    return Reply("", stop_reason="model_length")


def _test(key: str) -> Callable[[Prompt], bool]:
    kind, _, rest = key.partition(":")
    if kind == "sha256":
        return lambda prompt: prompt.sha256.startswith(rest)
    if kind != "re":
        return lambda prompt: key in prompt.user
    try:
        pattern = re.compile(rest)
    except re.error as error:
        raise InputError(
            f"{key!r} is not a regular expression ({error}); write {re.escape(rest)!r} for the text"
        ) from error
    return lambda prompt: pattern.search(prompt.user) is not None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+|\n+", text) if sentence.strip()]


def _question(sentences: Sequence[str]) -> int:
    marked = [index for index, sentence in enumerate(sentences) if sentence.startswith("Question:")]
    asking = [index for index, sentence in enumerate(sentences) if sentence.endswith("?")]
    return (marked or asking or [len(sentences)])[-1]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} was given as the fake model's number; write for instance flaky:3 or slow:0.5"
        ) from error


def _choices(text: str) -> Behaviour:
    return choice(text.split("|"))


_PLAIN: dict[str, Behaviour] = {
    "adversary": adversary,
    "echo": echo,
    "error": _fail,
    "garbage": garbage,
    "lookup": lookup,
    "overflow": _overflow,
    "refuse": _refuse,
}
_WITH_ARGUMENT: dict[str, Callable[[str], Behaviour]] = {
    "constant": constant,
    "drafter": lambda text: drafter(_number(text)),
    "flaky": lambda text: flaky(int(_number(text))),
    "random": _choices,
    "script": read_script,
    "slow": lambda text: slow(_number(text)),
    "wary": lambda text: wary(_number(text)),
}
_EXAMPLES = {
    "constant": "constant:Paris",
    "drafter": "drafter:0.1",
    "flaky": "flaky:3",
    "random": "random:yes|no",
    "script": "script:replies.jsonl",
    "slow": "slow:0.5",
    "wary": "wary:4000",
}


def names() -> Iterable[str]:
    """Every behaviour, with an example argument where it takes one."""
    return sorted([*_PLAIN, *_EXAMPLES.values()])
