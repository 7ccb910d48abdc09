"""Digit sums learnt from sums alone: three seeds each of two and of three images, beside a network without logic.

Prints the table; exits 1 where the mean sum accuracy of a size is under 95 %, or a training took five minutes.
"""

from __future__ import annotations

import sys
from statistics import mean

from benchwright.training import DigitSettings, Trained, train_digits

SEEDS = (0, 1, 2)
BAR, SECONDS = 0.95, 300.0


def line(found: Trained) -> str:
    settings, accuracy = found.settings, found.sum_accuracy
    digits = f"{found.digit_accuracy.value:.3f}" if found.digit_accuracy else "    -"
    lucky = "    -" if found.lucky is None else f"{found.lucky:.3f}"
    wrong = "    -" if found.hallucinated is None else f"{found.hallucinated:.3f}"
    span = f"{accuracy.value:.3f} [{accuracy.low:.3f}, {accuracy.high:.3f}]"
    name = f"sum{settings['places']}  {settings['form']:5}  seed {settings['seed']}"
    return f"{name}  {span}  {digits}  {lucky}  {wrong}  {found.seconds:4.0f} s"


def main() -> int:
    print("task  form   seed    sums right              digits  lucky  wrong   time")
    failed = False
    for places in (2, 3):
        for form in ("logic", "plain"):
            found = [train_digits(DigitSettings(places=places, seed=seed, form=form)) for seed in SEEDS]
            print("\n".join(map(line, found)), flush=True)
            average = mean(one.sum_accuracy.value for one in found)
            print(f"sum{places}  {form:5}  mean    {average:.3f}", flush=True)
            slow = max(one.seconds for one in found) >= SECONDS
            failed |= form == "logic" and (average < BAR or slow)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
