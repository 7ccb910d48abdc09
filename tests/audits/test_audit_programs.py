"""The audit of programs: what it finds in logs, ours and others', and how it says so."""

import json

import pytest
from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSample, EvalSpec, write_eval_log
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.tool import ToolCall

from benchwright.audits import audit_programs
from benchwright.audits._written import programs_in
from benchwright.errors import InputError
from benchwright.pipeline.auditing import audit_programs as audit_logs
from benchwright.pipeline.auditing import count_programs
from shell import benchwright

HONEST = "def solve(symbols):\n    return symbols['a'] * symbols['b']\n"
HARD = "def solve(symbols):\n    return 42\n"
SYMBOLS = {"a": 6, "b": 7}


def sample(key, *replies, programs=None, **metadata) -> EvalSample:
    messages = [ChatMessageUser(content=f"Question {key}"), *(ChatMessageAssistant(content=text) for text in replies)]
    store = {"benchwright:programs": programs} if programs is not None else {}
    return EvalSample(
        id=key, epoch=1, input=f"Question {key}", target="42", messages=messages, store=store, metadata=metadata,
        output=ModelOutput.from_content("m", replies[-1] if replies else ""),
    )  # fmt: skip


def kept(source, **rest):
    return {"source": source, "function": "solve", "symbols": SYMBOLS, **rest}


def block(source, symbols=SYMBOLS):
    return f"Here it is.\n\n```json\n{json.dumps(symbols)}\n```\n```python\n{source}```\nDone."


def log_of(path, samples, *, listed=True):
    data = EvalDataset(sample_ids=[one.id for one in samples] if listed else None)
    spec = EvalSpec(created="2026-01-01T00:00:00+00:00", task="t", model="m", dataset=data, config=EvalConfig())
    write_eval_log(EvalLog(status="success", eval=spec, samples=samples), str(path))
    return path


def named(findings):
    return {finding.name.removesuffix(" programs"): finding for finding in findings}


def audited(samples, **rest):
    return named(audit_programs([("log.eval", one) for one in samples], **rest))


def test_code_that_was_given_to_a_tool_is_a_program():
    call = ToolCall(id="1", function="python", arguments={"code": HARD})
    other = ToolCall(id="2", function="bash", arguments={"code": "ls"})
    asked = sample("a", block(HONEST))
    later = ChatMessageAssistant(content="", tool_calls=[call, other])
    found = programs_in("log", asked.model_copy(update={"messages": [*asked.messages, later]}), every=True)
    assert [program.source for program in found] == [HONEST, HARD]
    assert found[-1].function == "solve"


def test_shares_are_of_the_programs_that_answered():
    samples = [sample(i, programs=[kept(HARD), kept(HONEST, chosen=True)]) for i in range(30)]
    samples += [sample(i, programs=[kept(HONEST), kept(HARD)]) for i in range(30, 40)]
    found = audited(samples)
    assert found["undesirable"].n == 40
    assert found["hard-coded"].effect.value == 0.25
    assert found["trivial"].effect.value == 0
    assert found["hard-coded"].status == "fail"


def test_every_program_counts_where_asked():
    samples = [sample(i, programs=[kept(HARD), kept(HONEST, chosen=True)]) for i in range(10)]
    assert audited(samples)["hard-coded"].effect.value == 0
    assert audited(samples, every=True)["hard-coded"].effect.value == 0.5


@pytest.mark.parametrize(("bad", "status"), [(0, "pass"), (15, "inconclusive"), (150, "fail")])
def test_the_status_is_what_the_interval_says_of_the_limit(bad, status):
    samples = [sample(i, programs=[kept(HARD if i < bad else HONEST)]) for i in range(300)]
    finding = audited(samples)["undesirable"]
    assert finding.status == status
    assert finding.effect.low <= bad / 300 <= finding.effect.high


def test_code_blocks_of_anyones_replies_are_read():
    found = audited([sample(1, block(HARD)), sample(2, block(HONEST)), sample(3, "It is 42.")])
    assert found["undesirable"].n == 2
    assert found["hard-coded"].effect.value == 0.5
    assert "1 samples hold no program" in found["undesirable"].detail


def test_blocks_in_lists_and_the_json_of_pips_are_read():
    listed = "1. ```python\n   def solve(symbols):\n       return symbols['a'] * symbols['b']\n   ```"
    wrapped = block(HONEST, {"symbols": SYMBOLS, "spans": {}})
    assert programs_in("log", sample(1, listed))[0].source == HONEST
    assert programs_in("log", sample(2, wrapped))[0].symbols == SYMBOLS


def test_where_our_attempts_tried_no_program_a_block_in_words_is_none():
    assert programs_in("log", sample(1, block(HARD), programs=[])) == []


def test_evidence_points_at_the_log_the_sample_and_the_line_of_the_reply():
    reply = block(HARD)
    [pointer] = audited([sample("q7", reply)])["hard-coded"].evidence
    place, _, line = pointer.partition(":1 line ")
    assert place == "log.eval#q7"
    assert reply.splitlines()[int(line.split(":")[0]) - 1].strip() == "return 42"


def test_no_program_at_all_is_not_applicable_and_says_so():
    [finding] = audit_programs([("log.eval", sample(1, "Forty-two."))])
    assert finding.status == "not-applicable"
    assert "none of 1 samples" in finding.detail


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("answer = 42\n", "hard-coded"),
        ("a, b = 6, 7\nanswer = a * b\n", "honest"),
        ("print('The answer is 42')\n", "hard-coded"),
        ("a = 6\nprint('The answer is', a * 7)\n", "honest"),
        ("def area(w, h):\n    return w * h\n", "honest"),
        ("def area(w, h):\n    # your code here\n    pass\n", "placeholder"),
        ("x = (1,\n", "syntax"),
        ("w = 4\n", "no answer"),
    ],
)
def test_programs_without_a_label_are_found_their_result(source, label):
    found = audited([sample(1, f"```python\n{source}```")])
    assert f"1 {label}" in found["undesirable"].detail


def test_what_a_log_says_of_its_programs_is_not_believed():
    praised = kept(HARD, checks={"dependence": "pass"}, label="honest")
    assert audited([sample(1, programs=[praised])])["hard-coded"].effect.value == 1


@pytest.mark.parametrize("store", [[], [3, None, {}], [{"source": "  "}], "text", {"source": HARD}])
def test_a_store_that_holds_no_program_is_looked_past(store):
    assert programs_in("log", sample(1, "x", programs=store)) == []


def test_the_answer_type_of_our_items_binds():
    text = "def solve(symbols):\n    return 'about ' + str(symbols['a'] * symbols['b'])\n"
    numbers = sample(1, programs=[kept(text)], answer={"type": "number", "values": ["42"]})
    texts = sample(1, programs=[kept(text)], answer={"type": "text", "values": ["42"]})
    assert audited([numbers])["wrong type"].effect.value == 1
    assert audited([texts])["wrong type"].effect.value == 0


def test_several_answers_may_be_one_text_and_not_a_number():
    asked = {"type": "list", "values": ["6", "7"]}
    text = "def solve(symbols):\n    return f\"{symbols['a'] + 0}; {symbols['b'] + 0}\"\n"
    assert audited([sample(1, programs=[kept(text)], answer=asked)])["wrong type"].effect.value == 0
    assert audited([sample(1, programs=[kept(HONEST)], answer=asked)])["wrong type"].effect.value == 1


def test_clusters_widen_the_interval():
    def make(size):
        return [
            sample(i, programs=[kept(HARD if i // 10 % 2 else HONEST)], cluster=f"d{i // size}") for i in range(200)
        ]

    apart, together = audited(make(1))["hard-coded"].effect, audited(make(10))["hard-coded"].effect
    assert (apart.target, together.target) == ("these documents", "new documents")
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_a_limit_that_is_no_share_is_refused():
    with pytest.raises(InputError, match=r"limit 3"):
        audit_programs([], limit=3)


def test_logs_are_read_and_counted(tmp_path):
    log_of(tmp_path / "a.eval", [sample(1, block(HARD)), sample(2, block(HONEST))])
    log_of(tmp_path / "b.eval", [sample(1, "None.")], listed=False)
    assert count_programs([tmp_path]) == {"logs": 2, "samples_without": 1, "programs": 2}
    assert named(audit_logs([tmp_path]))["hard-coded"].effect.value == 0.5


def test_run_finds_what_only_a_run_shows(tmp_path):
    breaks = "def solve(symbols):\n    return symbols['a'] * symbols['b'] + missing\n"
    log = log_of(tmp_path / "a.eval", [sample(1, programs=[kept(breaks)]), sample(2, programs=[kept(HONEST)])])
    assert "error" not in named(audit_logs([log]))
    assert named(audit_logs([log], run=True))["error"].effect.value == 0.5


def test_a_torn_log_in_a_folder_is_left_out_and_said(tmp_path):
    log_of(tmp_path / "a.eval", [sample(1, block(HARD))])
    (tmp_path / "b.eval").write_bytes(b"not a log")
    assert "b.eval" in audit_logs([tmp_path])[0].detail
    with pytest.raises(InputError, match=r"b\.eval"):
        audit_logs([tmp_path / "b.eval"])


def test_the_command_prints_a_table_and_evidence(capsys, tmp_path):
    log = log_of(tmp_path / "a.eval", [sample(i, block(HARD)) for i in range(20)])
    done = benchwright(capsys, "audit", "programs", log)
    assert done.code == 1
    assert "hard-coded programs" in done.out
    assert "a.eval#0:1 line" in done.out
    assert "over the limit" in done.err


def test_the_command_writes_json(capsys, tmp_path):
    log = log_of(tmp_path / "a.eval", [sample(i, block(HONEST)) for i in range(100)])
    done = benchwright(capsys, "audit", "programs", log, "--json", "--out", tmp_path / "f.json")
    assert done.code == 0
    assert json.loads(done.out) == json.loads((tmp_path / "f.json").read_text())
    assert json.loads(done.out)[0]["status"] == "pass"


def test_a_dry_run_judges_nothing(capsys, tmp_path):
    log = log_of(tmp_path / "a.eval", [sample(1, block(HARD))])
    done = benchwright(capsys, "audit", "programs", log, "--dry-run", "--out", tmp_path / "f.json")
    assert done.code == 0
    assert "1 programs in 1 logs" in done.out
    assert not (tmp_path / "f.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.eval"], "no Inspect log at"),
        ([__file__], "not a readable Inspect log"),
        ([__file__, "--limit", "3"], "limit"),
        ([], "Missing argument"),
    ],
)
def test_bad_input_is_one_clear_line(capsys, words, said):
    done = benchwright(capsys, "audit", "programs", *words)
    assert done.code == 2
    assert said in done.err.strip().splitlines()[-1]


def test_nothing_to_audit_is_said_loudly(capsys, tmp_path):
    done = benchwright(capsys, "audit", "programs", log_of(tmp_path / "a.eval", [sample(1, "x")]))
    assert done.code == 0
    assert "not applicable" in done.out
    assert "nothing to audit" in done.err
