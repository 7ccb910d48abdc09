"""The fake model: behaviours as functions, then through Inspect."""

import gc
import hashlib
import json
import socket
import subprocess
import sys

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspect_ai import Task
from inspect_ai import eval as run
from inspect_ai.dataset import Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate

from benchwright.errors import InputError, ModelError, UnknownNameError
from benchwright.models.behaviours import REFUSAL, Message, Prompt, Reply, behaviour, names, script
from benchwright.models.fake import fake_model

pytestmark = [  # what Inspect's own run loop leaves behind
    pytest.mark.filterwarnings("ignore:The 'initial' parameter:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]

texts = st.text(max_size=60)
DOCUMENT = "Ada built the engine in Paris. The harbour was closed in 1911. Bees make honey! Is honey sweet? Yes."


def ask(spec: str, text: str, seed: int = 0, call: int = 1):
    return behaviour(spec)(Prompt((Message("system", "Be brief."), Message("user", text)), seed=seed, call=call))


@given(text=texts, seed=st.integers(0, 9))
@pytest.mark.parametrize("spec", ["echo", "garbage", "lookup", "random:a|b|c", "refuse", "constant:x", "overflow"])
def test_the_same_prompt_gets_the_same_reply_at_any_call(spec, text, seed):
    assert ask(spec, text, seed, call=1) == ask(spec, text, seed, call=7)


def test_behaviours_do_what_their_names_say():
    assert ask("echo", "hello") == "hello"
    assert ask("constant:a:b", "hello") == "a:b"
    assert ask("refuse", "hello") == REFUSAL
    assert ask("overflow", "hello") == Reply("", stop_reason="model_length")
    assert ask("slow:0.5", "hello") == Reply("hello", delay=0.5)
    assert not any(sign.isalnum() for sign in ask("garbage", "hello"))


def test_the_last_message_of_the_user_is_what_counts():
    prompt = Prompt((Message("user", "first"), Message("user", "second"), Message("assistant", "third")))
    assert behaviour("echo")(prompt) == "second"
    assert behaviour("echo")(Prompt(())) == ""


def test_random_replies_spread_over_prompts_and_over_seeds():
    assert {ask("random:yes|no", f"question {index}") for index in range(40)} == {"yes", "no"}
    assert {ask("random:yes|no", "question", seed) for seed in range(40)} == {"yes", "no"}


def test_flaky_fails_at_every_third_call():
    def fails(call: int) -> bool:
        try:
            return ask("flaky:3", "hello", call=call) != "hello"
        except ModelError:
            return True

    assert [fails(call) for call in range(1, 8)] == [False, False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Question: Where did Ada build the engine?", "Ada built the engine in Paris."),
        ("When was the harbour closed?", "The harbour was closed in 1911."),
        ("Question: name what bees make.\nAnswer with bees.", "Bees make honey!"),
        ("Who painted zebras?", REFUSAL),
    ],
)
def test_lookup_reads_the_best_sentence(question, found):
    assert ask("lookup", f"{DOCUMENT}\n\n{question}\n\nAnswer as briefly as you can.") == found


def test_lookup_ends_with_an_answer_line_where_one_is_asked_for():
    reply = ask("lookup", f"{DOCUMENT}\nWhen was the harbour closed?\nFinish with one line:\nANSWER: your answer")
    assert reply == "ANSWER: The harbour was closed in 1911."


def test_the_first_fitting_key_of_a_script_answers():
    sha = hashlib.sha256(b"exactly this").hexdigest()[:16]
    said = script({"capital": "Paris", r"re:\d+ \+ \d+": "sum", f"sha256:{sha}": "hashed", "": "else"})

    def reply(text: str):
        return said(Prompt((Message("user", text),)))

    assert [reply(text) for text in ("the capital", "is 1 + 2", "exactly this", "exactly that")] == [
        "Paris", "sum", "hashed", "else"
    ]  # fmt: skip


def test_a_script_without_a_fitting_key_says_so():
    with pytest.raises(ModelError, match="no key of the script fits the message 'hello'"):
        script({"capital": "Paris"})(Prompt((Message("user", "hello"),)))


def test_a_script_is_read_from_lines(tmp_path):
    path = tmp_path / "replies.jsonl"
    path.write_text('{"match": "a", "reply": "1"}\n\n{"match": "", "reply": "2"}\n')
    assert [ask(f"script:{path}", text) for text in ("cat", "dog")] == ["1", "2"]


@pytest.mark.parametrize("content", ["{", "[1]", '{"match": "a"}', '{"match": "re:(", "reply": "x"}'])
def test_a_script_that_cannot_be_read_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "replies.jsonl"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        behaviour(f"script:{path}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "spec", ["constant", "flaky:", "flaky:x", "flaky:0", "slow:x", "echo:x", "script:/none", "ekko"]
)
def test_a_behaviour_of_the_wrong_form_is_refused(spec):
    with pytest.raises((InputError, UnknownNameError), match=r"fake|behaviour|none|flaky"):
        behaviour(spec)


def test_every_listed_behaviour_but_the_script_can_be_made():
    assert len([behaviour(name) for name in names() if not name.startswith("script")]) == len(list(names())) - 1


# Through Inspect


def reply_to(model, text: str = "hello", **config):
    async def call():
        return await model.generate(text, config=GenerateConfig(**config))

    return anyio.run(call)


def test_inspect_finds_the_fake_model_by_name():
    output = reply_to(get_model("benchwright/fake:constant:Paris"))
    assert (output.completion, output.model, output.stop_reason) == ("Paris", "fake:constant:Paris", "stop")


def test_the_behaviour_may_be_a_model_argument_and_shows_in_the_name():
    model = get_model("benchwright/fake", behaviour="refuse")
    assert (str(model), reply_to(model).completion) == ("benchwright/fake:refuse", REFUSAL)


def test_two_behaviours_at_once_are_refused():
    with pytest.raises(InputError, match="name the behaviour once"):
        get_model("benchwright/fake:echo", behaviour="refuse")


def test_usage_is_bytes_over_four():
    usage = reply_to(fake_model(lambda _: "four" * 3), "x" * 9).usage
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (3, 3, 6)


def test_a_prompt_beyond_the_window_stops_at_the_model_length():
    model = get_model("benchwright/fake:echo", window=4)
    assert reply_to(model, "x" * 16).stop_reason == "stop"
    assert (reply_to(model, "x" * 17).stop_reason, reply_to(model, "x" * 17).completion) == ("model_length", "")


def test_a_function_of_ones_own_sees_all_messages_and_the_seed():
    model = fake_model(lambda prompt: f"{prompt.messages[0].role} {prompt.seed} {prompt.call}")
    messages = [ChatMessageSystem(content="s"), ChatMessageUser(content="u")]
    assert reply_to(model, messages, seed=5).completion == "system 5 1"


def test_functions_of_one_name_do_not_replace_one_another():
    first, second = fake_model(lambda _: "1", "mine"), fake_model(lambda _: "2", "mine")
    assert [reply_to(model).completion for model in (first, second, first)] == ["1", "2", "1"]
    with pytest.raises(UnknownNameError):
        get_model("benchwright/fake:mine")


def test_a_changed_script_is_another_model_to_inspects_cache(tmp_path):
    path = tmp_path / "replies.jsonl"

    def address(reply: str):
        path.write_text(json.dumps({"match": "", "reply": reply}))
        return get_model(f"benchwright/fake:script:{path}", memoize=False).api.base_url

    assert address("a") != address("b")


def test_a_base_url_is_refused():
    with pytest.raises(InputError, match="which runs in this process"):
        get_model("benchwright/fake:echo", base_url="http://localhost")


@pytest.fixture
def no_network(monkeypatch):
    def refuse(self, address):
        raise AssertionError(f"the network was used: {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setitem(sys.modules, "tiktoken", None)


def evaluate(model, tmp_path, **settings):
    samples = [Sample(id=index, input=f"say {index}", target=str(index)) for index in range(30)]
    task = Task(dataset=samples, solver=generate(), scorer=includes())
    (log,) = run(task, model=model, display="none", log_dir=str(tmp_path), log_realtime=False, **settings)
    gc.collect()  # so that what the run left open is reported here, where it is expected
    return log


@pytest.mark.usefixtures("no_network")
def test_an_evaluation_runs_without_any_network(tmp_path):
    log = evaluate("benchwright/fake", tmp_path, model_args={"behaviour": "echo"})
    assert (log.status, log.eval.model) == ("success", "benchwright/fake:echo")
    assert log.results.scores[0].metrics["accuracy"].value == 1.0


def test_a_failing_model_ends_its_own_samples_and_no_others(tmp_path):
    log = evaluate("benchwright/fake:flaky:3", tmp_path, fail_on_error=False)
    assert sum(sample.error is not None for sample in log.samples) == 10
    assert all("as its behaviour says" in sample.error.message for sample in log.samples if sample.error)


def test_inspect_finds_the_models_through_the_installed_package():
    code = "from inspect_ai.model import get_model; print(get_model('benchwright/fake:constant:x'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "benchwright/fake:constant:x"
