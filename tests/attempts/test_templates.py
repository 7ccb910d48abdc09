"""A template shows the document and the question as they are."""

import pytest

from benchwright.attempts.prompts import read_template
from benchwright.errors import InputError


def written(path, text):
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text", ["{context} {question}", "{{x}} {question}\n{context}", "{context}{question}{context}"]
)
def test_fields_as_they_are_may_stand_anywhere(tmp_path, text):
    assert read_template(written(tmp_path / "t.txt", text + "\n")) == text


@pytest.mark.parametrize(
    "field", ["{context!r:.50}", "{context:.50}", "{context!s}", "{context:>9}", "{context:{question}}"]
)
def test_a_field_that_is_changed_or_cut_is_refused(tmp_path, field):
    with pytest.raises(
        InputError, match=r"changes or cuts \['context'\].*exactly \{context\} and \{question\}$"
    ) as found:
        read_template(written(tmp_path / "t.txt", f"{field} {{question}} {{context}}"))
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    "text", ["{context}", "{context} {question} {more}", "{context.x} {question}", "{} {question}"]
)
def test_other_fields_are_refused(tmp_path, text):
    with pytest.raises(InputError, match="must use exactly"):
        read_template(written(tmp_path / "t.txt", text))


def test_a_byte_order_mark_is_no_part_of_a_template(tmp_path):
    assert read_template(written(tmp_path / "t.txt", "\ufeff{context} {question}")) == "{context} {question}"
