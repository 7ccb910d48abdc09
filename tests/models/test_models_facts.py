"""What is known of a model before it is loaded."""

import subprocess
import sys

import pytest

from benchwright.errors import BenchwrightError, InputError, MissingExtraError, ModelError, UnknownNameError
from benchwright.models import Options, count_tokens, describe
from benchwright.models._weights import sha256
from benchwright.models.facts import default_threads
from benchwright.models.server import server_for


def test_a_gguf_file_is_described_from_its_header(tiny):
    facts = describe(f"benchwright/gguf:{tiny}", {"slots": 3, "threads": 2})
    assert facts.name == f"benchwright/gguf:{tiny}@{facts.digest}"
    assert facts.digest == sha256(tiny)[:12]
    assert (facts.window_tokens, facts.parameters, facts.slots, facts.threads) == (512, 32, 3, 2)
    assert (facts.toy, facts.note, facts.path) == (False, "", tiny)


def test_a_described_name_describes_the_same(tiny):
    facts = describe(f"gguf:{tiny}")
    assert describe(facts.name) == facts


def test_a_name_pinned_to_other_weights_is_refused(tiny):
    with pytest.raises(ModelError, match="the name asks for 0123456789ab; give the file that was used"):
        describe(f"gguf:{tiny}@0123456789ab")


def test_a_very_long_trained_window_is_not_taken_by_default(make_gguf):
    path = make_gguf(window=131072)
    assert describe(f"gguf:{path}").window_tokens == 32768
    assert describe(f"gguf:{path}", {"window": 131072}).window_tokens == 131072


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"widow": 1}, "widow=1.*known: window"),
        ({"window": "wide"}, "window='wide'"),
        ({"threads": 0}, "threads=0"),
        ({"slots": 2, "reproducible": True}, "slots=2"),
    ],
)
def test_arguments_that_cannot_be_are_refused_in_one_line(tiny, options, says):
    with pytest.raises(InputError, match=says) as caught:
        describe(f"gguf:{tiny}", options)
    assert "\n" not in str(caught.value)


def test_options_may_be_given_as_a_record(tiny):
    assert describe(f"gguf:{tiny}", Options(window=64)).window_tokens == 64


def test_a_core_is_left_for_everything_else(monkeypatch):
    monkeypatch.setattr("psutil.cpu_count", lambda **_: 8)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(4)), raising=False)
    assert default_threads() == 3
    monkeypatch.setattr("psutil.cpu_count", lambda **_: 1)
    assert default_threads() == 1


def test_the_fake_model_is_described_as_a_toy_without_limit():
    facts = describe("benchwright/fake:constant:x")
    assert (facts.name, facts.window_tokens, facts.toy) == ("benchwright/fake:constant:x", None, True)
    assert "nothing of any real model" in facts.note
    assert describe("fake", {"behaviour": "echo", "window": 9}).window_tokens == 9


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), ("abcd", 1), ("abcdé", 2), ("\ud800", 1)])
def test_the_fake_model_counts_bytes_over_four(text, tokens):
    assert count_tokens("fake", text) == tokens


def test_a_well_formed_file_that_llama_cpp_cannot_load_is_one_line(tiny):
    pytest.importorskip("xllamacpp")
    with pytest.raises(ModelError, match=r"architecture tiny.*could not be loaded") as caught:
        count_tokens(f"gguf:{tiny}", "text")
    assert "\n" not in str(caught.value)


def test_without_llama_cpp_the_extra_is_named(tiny, monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingExtraError, match=r'pip install "benchwright\[embedded\]"'):
        server_for(describe(f"gguf:{tiny}"))


def test_another_providers_model_is_not_described():
    with pytest.raises(UnknownNameError, match="openai/gpt-4"):
        describe("openai/gpt-4")


def test_every_error_is_one_of_ours(tmp_path):
    with pytest.raises(BenchwrightError):
        describe(f"gguf:{tmp_path}")


def test_importing_the_package_is_light():
    heavy = "{'inspect_ai', 'xllamacpp', 'httpx', 'torch', 'scipy'}"
    code = f"import benchwright.models, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
