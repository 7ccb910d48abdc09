"""Prices: exact names, lists of one's own, and refusal under a budget in USD."""

import json
import re
from datetime import date
from pathlib import Path

import inspect_ai
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.models.calls import Price, Spent
from benchwright.models.prices import _shipped, as_of, price_of, price_under_budget

NAMES = sorted(_shipped().models)


@pytest.fixture
def own(tmp_path):
    def write(content) -> Path:
        path = tmp_path / "prices.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_price_is_in_the_range_of_prices_per_million(name):
    price = price_of(name)
    assert 0.01 <= price.input_tokens <= 50
    assert price.input_tokens <= price.output_tokens <= 20 * price.input_tokens


def test_the_list_is_dated_and_names_its_source_and_licence():
    assert date.fromisoformat(as_of()) >= date(2026, 11, 1)
    assert re.search(r"litellm \d", _shipped().source)
    assert _shipped().licence.startswith("MIT")


def test_every_name_starts_with_a_provider_that_inspect_knows():
    source = Path(inspect_ai.__file__).parent / "model" / "_providers" / "providers.py"
    known = {"benchwright", *re.findall(r'@modelapi\(name="([^"]+)"', source.read_text())}
    assert {name.split("/")[0] for name in NAMES} | set(_shipped().local) <= known


@given(name=st.sampled_from(NAMES), more=st.text(min_size=1, max_size=9))
def test_a_name_that_is_not_exact_has_no_price(name, more):
    assume(name + more not in NAMES)
    assert price_of(name + more) is None
    assert price_of(name.partition("/")[2]) is None
    assert price_of(name.upper()) is None


def test_a_price_is_dollars_for_a_million_tokens():
    assert Price(2.0, 10.0).of(Spent(3, 500_000, 100_000)) == pytest.approx(2.0)


@pytest.mark.parametrize("model", ["benchwright/fake:drafter:0.1", "ollama/llama3", "vllm/a/b", "hf/x/y"])
def test_models_of_ones_own_machine_cost_nothing(model):
    assert price_of(model) == Price(0.0, 0.0)


@pytest.mark.parametrize("model", ["ollama", "hf-inference-providers/x", "ollamas/x", ""])
def test_a_provider_elsewhere_is_not_local(model):
    assert price_of(model) is None


def test_a_list_of_ones_own_goes_first_and_the_shipped_one_stands_behind_it(own):
    file = own({"models": {"openai/gpt-5": [7, 8], "mine/new": [0.5, 1]}, "local": ["openai-api"]})
    assert price_of("openai/gpt-5", file) == Price(7.0, 8.0)
    assert price_of("mine/new", file) == Price(0.5, 1.0)
    assert price_of("openai-api/my-server/x", file) == Price(0.0, 0.0)
    assert price_of(NAMES[0], file) == price_of(NAMES[0])


def test_a_model_without_a_price_is_refused_under_a_budget_in_dollars():
    with pytest.raises(InputError, match=r"'mine/new' has no price.*--prices.*--budget-tokens") as caught:
        price_under_budget("mine/new")
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="knows openai/gpt-5"):
        price_under_budget("openai/gpt-5-2099")


def test_a_price_under_a_budget_is_the_price(own):
    assert price_under_budget("openai/gpt-5") == price_of("openai/gpt-5")
    assert price_under_budget("mine/new", own({"models": {"mine/new": [1, 2]}})) == Price(1.0, 2.0)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "JSON"),
        ("", "JSON"),
        ([], "the file"),
        ({"model": {}}, "models"),
        ({"models": {"a/b": [1]}}, "a/b"),
        ({"models": {"a/b": [1, 2, 3]}}, "a/b"),
        ({"models": {"a/b": [1, -2]}}, "a/b.1"),
        ({"models": {"a/b": ["1", 2]}}, "a/b.0"),
        ({"models": {"a/b": [True, 2]}}, "a/b.0"),
        ('{"models": {"a/b": [1, NaN]}}', "a/b.1"),
        ('{"models": {"a/b": [1, 1e999]}}', "a/b.1"),
        (b"\xff\xfe".decode("latin-1"), "JSON"),
    ],
)
def test_a_file_that_is_no_list_of_prices_is_refused_in_one_line(own, content, named):
    with pytest.raises(InputError, match=re.escape(named)) as caught:
        price_of("a/b", own(content))
    assert "--prices" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        price_of("a/b", tmp_path / "none.json")
    with pytest.raises(InputError, match="directory"):
        price_of("a/b", tmp_path)


def test_the_page_shows_the_list():
    page = (Path(__file__).parents[2] / "docs" / "prices.md").read_text()
    rows = {
        name: tuple(map(float, prices))
        for name, *prices in re.findall(r"^\| `([^`]+)` \| ([\d.]+) \| ([\d.]+) \|$", page, re.MULTILINE)
    }
    assert rows == dict(_shipped().models)
    assert as_of() in page
