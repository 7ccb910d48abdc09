import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import InputError, UnknownNameError
from benchwright.models._names import Name, parse

digests = st.text("0123456789abcdef", min_size=12, max_size=12)
paths = st.text("abcXYZ/._- :@", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("smollm2", Name("smollm2")),
        ("benchwright/smollm2", Name("smollm2")),
        ("benchwright/gguf:/a/b.gguf", Name("gguf", "/a/b.gguf")),
        ("gguf:C:/a@home/b.gguf", Name("gguf", "C:/a@home/b.gguf")),
        ("fake", Name("fake")),
        ("benchwright/fake:constant:a:b", Name("fake", "constant:a:b")),
        ("fake:constant:me@0123456789ab", Name("fake", "constant:me@0123456789ab")),
    ],
)
def test_names_are_read(given_name, name):
    assert parse(given_name) == name


@given(path=paths, digest=digests)
def test_a_shown_name_reads_back_with_its_digest(path, digest):
    name = parse(f"benchwright/gguf:{path}")
    assert parse(name.shown(digest)) == Name("gguf", name.argument, digest)


@given(digest=digests)
def test_a_shown_smollm2_reads_back(digest):
    assert parse(f"benchwright/{Name('smollm2').shown(digest)}") == Name("smollm2", "", digest)


@pytest.mark.parametrize("name", ["gguf", "gguf:", "smollm2:/x.gguf"])
def test_a_name_of_the_wrong_form_says_the_right_one(name):
    with pytest.raises(InputError, match=r"benchwright/(gguf:PATH|smollm2) expected"):
        parse(name)


@pytest.mark.parametrize("name", ["smollm3", "openai/gpt-4", "", "benchwright/ggml:x"])
def test_an_unknown_family_lists_ours(name):
    with pytest.raises(UnknownNameError, match="benchwright/"):
        parse(name)
