"""A made-up world for the switch: programs are right on half of its questions, words on the other half."""

import re

from benchwright.attempts.switching import text_features

NINE, ONE = (f"[{', '.join([score] * 10)}]" for score in ("0.9", "0.1"))


def questions(count):
    """Sums that a program gets right, and riddles that words get right, in turn, each with its answer."""
    for number in range(10, 10 + count):
        if number % 2:
            yield f"What is the sum of {number} and 5?", str(number + 5)
        else:
            yield f"Which number did the poet call {number}?", str(number)


def behaviour(prompt):
    """A model that knows which kind of question it has, and is good at the fitting way only."""
    whole = "\n".join(message.text for message in prompt.messages)
    number = re.search(r"(?:sum of|poet call) (\d+)", whole)[1]
    sums = bool(text_features(whole.splitlines()[0])["text:reckon"])
    if "Judge only how well" in prompt.user:
        return NINE if sums else ONE
    if "You check the work" in prompt.user:
        return "PASS"
    if "as input for a program" in prompt.user:
        return f'{{"symbols": {{"a": {number}, "b": 5}}, "spans": {{}}}}'
    if "from the dictionary symbols" in prompt.user:
        return f"```python\ndef solve(symbols):\n    return symbols['a'] {'+' if sums else '*'} symbols['b']\n```"
    return f"ANSWER: {'999' if sums else number}"
