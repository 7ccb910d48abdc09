"""The switch that comes with the package."""

from benchwright.attempts.switching import SHIPPED, choose, probability, read_switch, text_features


def chance(question):
    return probability(read_switch(SHIPPED), text_features(question))


def test_its_record_says_what_it_was_trained_on_and_how_good_it_is():
    record = read_switch(SHIPPED).record
    assert "Qwen2.5-Coder-0.5B-Instruct" in record.data
    assert record.n <= record.of
    assert record.auc_low <= record.auc <= record.auc_high
    assert 0 <= record.ece <= 1


def test_it_sends_reckoning_to_code_and_reading_to_words():
    reckoning = chance("What is 123 + 456 - 78 + 12 - 9?")
    assert reckoning > chance("Where was the founder born?")
    assert choose(reckoning) == "code"


def test_the_page_says_what_the_record_says():
    from pathlib import Path

    record = read_switch(SHIPPED).record
    page = Path("docs/programs.md").read_text("utf-8")
    assert f"{record.auc:.3f} [{record.auc_low:.3f}, {record.auc_high:.3f}]" in page
    assert f"They differed on {record.n} questions, on {round(record.n * record.code_better)} of which code" in page
    assert f"calibration error {record.ece:.3f}" in page
