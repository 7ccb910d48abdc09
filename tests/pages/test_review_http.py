"""The page over HTTP: who is answered, what is kept, and what another reviewer may see."""

import json

import pytest
from starlette.testclient import TestClient

from benchwright.errors import OutputError
from benchwright.pages.review import Journal, build_app, read_decisions
from benchwright.pages.review.app import BODY
from benchwright.pages.review.journal import journal_of
from pages.review_cases import HOSTILE, TOKENS, desk, many, small

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def bench(tmp_path):
    return small(tmp_path / "b")


@pytest.fixture
def at(bench):
    made = desk(bench)
    yield made
    made.journal.close()


@pytest.fixture
def client(at):
    return TestClient(build_app(at), base_url=ADDRESS)


def get(client, path, who="ada", **asked):
    return client.get(f"/{TOKENS[who]}/{path}", params=asked)


def post(client, path, value, who="ada", **headers):
    given = {"x-review-token": TOKENS[who], **headers}
    return client.post(f"/{TOKENS[who]}/{path}", json=value, headers=given)


def decide(client, item, action="accept", who="ada", **more):
    return post(client, "api/decide", {"item": item.id, "action": action, **more}, who)


PATHS = [
    "",
    "app.js",
    "base.js",
    "panels.js",
    "style.css",
    "api/item?step=undecided",
    "api/passage",
    "api/list",
    "api/summary",
]


@pytest.mark.parametrize("path", [*PATHS, "api/decide", "benchmark.json", "documents/"])
def test_without_a_token_nothing_is_answered(client, path):
    for start in ("", "wrong/", "token-of-ad/", "token-of-adaa/", "é/"):
        answer = client.get(f"/{start}{path}")
        assert answer.status_code in {404, 405}, start
        assert "Harbour" not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_confines_the_page(client, path):
    answer = client.get(f"/{TOKENS['ada']}/{path}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "[::1", "a@127.0.0.1@b"]
)
def test_another_host_name_is_refused(client, host):
    answer = client.get(f"/{TOKENS['ada']}/", headers={"host": host})
    assert answer.status_code == 403
    assert "Harbour" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost:9999", "LOCALHOST", "[::1]:80"])
def test_this_machine_is_served_by_any_of_its_own_names(client, host):
    assert client.get(f"/{TOKENS['ada']}/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x-review-token": ""},
        {"x-review-token": "wrong"},
        {"x-review-token": TOKENS["ben"]},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
@pytest.mark.parametrize("path", ["api/decide", "api/undo"])
def test_another_page_cannot_decide(client, bench, headers, path):
    said = {"item": bench.items[0].id, "action": "accept"}
    assert post(client, path, said, **headers).status_code == 403
    assert read_decisions(journal_of(bench.path)).entries == []


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "app.js/../../benchmark.json", "assets/app.js", "journal.jsonl"],
)
def test_no_path_leads_to_a_file(client, path):
    assert client.get(f"/{TOKENS['ada']}/{path}").status_code == 404


@pytest.mark.parametrize("document", ["", "../benchmark", "/etc/passwd", "0" * 16])
def test_a_document_is_one_of_the_items_own(client, bench, document):
    answer = get(client, "api/passage", id=bench.items[0].id, document=document)
    assert answer.status_code == 422
    assert "is not about a document" in answer.json()["error"]


def test_hostile_text_stays_text(client, bench):
    found = get(client, "api/item", id=bench.items[1].id)
    assert found.headers["content-type"] == "application/json"
    assert HOSTILE in found.json()["question"]
    page = get(client, "")
    assert "<script>window" not in page.text


def test_a_hostile_name_of_a_benchmark_or_reviewer_stays_text(bench):
    card = bench.card.model_copy(update={"name": HOSTILE})
    made = desk(type(bench)(bench.path, card, bench.items, bench.documents), {"<b onclick=x>": "t"})
    page = TestClient(build_app(made), base_url=ADDRESS).get("/t/").text
    made.journal.close()
    assert "<script>window" not in page
    assert "<b onclick" not in page


def test_an_item_is_shown_with_all_that_is_known_of_it(client, bench):
    found = get(client, "api/item", id=bench.items[1].id).json()
    assert [quote["number"] for quote in found["evidence"]] == [1, 2]
    assert (found["number"], found["kind"], found["answer"]["values"]) == (2, "fact", ["Mara Lind"])
    assert found["lineage"]["maker"] == "test"
    assert found["documents"][0]["length"] == len(bench.documents[found["documents"][0]["id"]].text)


def test_a_decision_is_in_the_journal_when_it_is_answered(client, bench):
    answer = decide(client, bench.items[0], "reject", reason=" ambiguous ", seconds=7.26)
    assert answer.json()["mine"]["action"] == "reject"
    [entry] = read_decisions(journal_of(bench.path)).entries
    assert (entry.reviewer, entry.item, entry.reason, entry.seconds) == ("ada", bench.items[0].id, "ambiguous", 7.3)
    assert entry.time == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"action": "reject"}, "needs a reason"),
        ({"action": "undo"}, "is no decision"),
        ({"action": "edit"}, "changes nothing"),
        ({"action": "edit", "changes": {"question": "What does a night cost?"}}, "changes nothing"),
        ({"action": "edit", "changes": {"values": ["a", "b"]}}, "one value"),
        ({"action": "accept", "item": "0" * 16}, "is under review"),
        ({"action": "accept", "reviewer": "ben"}, "not understood"),
        ({"action": "accept", "seconds": "long"}, "not understood"),
        ({"action": "reject", "reason": 7}, "not understood"),
    ],
)
def test_what_is_no_decision_is_told_and_not_kept(client, bench, said, why):
    answer = post(client, "api/decide", {"item": bench.items[0].id, **said})
    assert answer.status_code == 422
    assert why in answer.json()["error"]
    assert read_decisions(journal_of(bench.path)).entries == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"item": "\\ud800", "action": "accept"}'])
def test_a_broken_body_is_told(client, body):
    headers = {"x-review-token": TOKENS["ada"]}
    assert client.post(f"/{TOKENS['ada']}/api/decide", content=body, headers=headers).status_code == 422


def test_a_body_without_end_is_not_read(client):
    read = []

    def endless():
        for _ in range(1000):
            read.append(1)
            yield b"x" * 10_000

    headers = {"x-review-token": TOKENS["ada"]}
    answer = client.post(f"/{TOKENS['ada']}/api/decide", content=endless(), headers=headers)
    assert answer.status_code == 422
    assert f"{BODY:,}" in answer.json()["error"]


def test_an_edit_that_does_not_pass_the_gates_is_told_at_once(bench):
    made = desk(bench, fault=lambda item: f"gold: {item.answer.values[0]} grades 0")
    client = TestClient(build_app(made), base_url=ADDRESS)
    answer = decide(client, bench.items[0], "edit", changes={"values": ["13"]})
    made.journal.close()
    assert answer.status_code == 422
    assert "gold: 13 grades 0" in answer.json()["error"]


def test_only_what_an_edit_changes_is_kept(client, bench):
    decide(client, bench.items[0], "edit", changes={"question": "What is the fee?", "values": ["12"], "accepted": []})
    [entry] = read_decisions(journal_of(bench.path)).entries
    assert entry.changes.model_dump(exclude_none=True) == {"question": "What is the fee?"}


def test_what_another_decided_is_hidden_until_one_has_decided(client, bench):
    item = bench.items[0]
    decide(client, item, "reject", "ada", reason="secret reason")
    for path, asked in (("api/item", {"id": item.id}), ("api/list", {}), ("api/summary", {})):
        answer = get(client, path, "ben", **asked).text
        assert "reject" not in answer
        assert "secret" not in answer
    assert get(client, "api/list", "ben", only="disagreed").json()["total"] == 0
    told = decide(client, item, "accept", "ben").json()
    assert told["others"] == [{"reviewer": "ada", "action": "reject", "reason": "secret reason", "changes": None}]
    assert get(client, "api/list", "ben", only="disagreed").json()["total"] == 1
    post(client, "api/undo", {}, "ben")
    assert get(client, "api/item", "ben", id=item.id).json()["others"] == []


def test_another_wording_is_another_decision(client, bench):
    for who, question in (("ada", "What is the fee?"), ("ben", "How much is a night?")):
        decide(client, bench.items[0], "edit", who, changes={"question": question})
    assert get(client, "api/list", only="disagreed").json()["total"] == 1
    decide(client, bench.items[0], "edit", "ben", changes={"question": "What is the fee?"})
    assert get(client, "api/list", only="disagreed").json()["total"] == 0


def test_undo_goes_back_to_the_item_and_says_when_there_is_nothing(client, bench):
    decide(client, bench.items[2])
    assert post(client, "api/undo", {}, "ben").status_code == 422
    found = post(client, "api/undo", {}).json()
    assert (found["item"]["id"], found["item"]["mine"]) == (bench.items[2].id, None)
    assert "nothing to undo" in post(client, "api/undo", {}).json()["error"]


def test_steps_go_from_item_to_item_and_stay_at_the_ends(client, bench):
    ids = [item.id for item in bench.items]
    decide(client, bench.items[3])

    def step(how, key=""):
        return ids.index(get(client, "api/item", step=how, id=key).json()["id"])

    assert [step("next", ids[0]), step("next", ids[3]), step("previous", ids[0]), step("previous", ids[2])] == [
        1,
        3,
        0,
        1,
    ]
    assert [step("undecided"), step("undecided", ids[2]), step("undecided", "gone")] == [0, 0, 0]
    for item in bench.items:
        decide(client, item)
    assert step("undecided", ids[1]) == 1


def test_the_list_comes_in_pages(tmp_path):
    bench = many(tmp_path / "m", 120)
    made = desk(bench)
    client = TestClient(build_app(made), base_url=ADDRESS)
    decide(client, bench.items[5], "reject", reason="no")
    found = get(client, "api/list", start=100).json()
    assert (found["total"], found["start"], len(found["rows"])) == (120, 100, 20)
    assert [row["number"] for row in get(client, "api/list", only="reject").json()["rows"]] == [6]
    assert get(client, "api/list", only="undecided").json()["total"] == 119
    assert get(client, "api/list", only="accept").json() == {"total": 0, "start": 0, "size": 50, "rows": []}
    assert get(client, "api/list", start="-1").status_code == 422
    made.journal.close()


def test_a_passage_is_a_piece_of_the_document(client, bench):
    item = bench.items[1]
    home = item.evidence[0].document
    near = get(client, "api/passage", id=item.id, document=home, by="quote", at=1).json()
    assert 1 in [number for run in near["runs"] for number in run["quotes"]]
    assert near["end"] - near["start"] < 10_000 < near["length"]
    earlier = get(client, "api/passage", id=item.id, document=home, by="before", at=near["start"]).json()
    assert earlier["end"] == near["start"]
    assert get(client, "api/passage", id=item.id, document=home, by="../..").status_code == 422


def test_a_disk_that_fails_is_told_and_nothing_is_said_to_be_saved(client, bench, monkeypatch):
    def full(*_args):
        raise OutputError("cannot write: the disk is full")

    monkeypatch.setattr(Journal, "append", full)
    answer = decide(client, bench.items[0])
    assert (answer.status_code, answer.json()) == (507, {"error": "cannot write: the disk is full"})


def test_the_summary_shows_agreement(client, bench):
    for item in bench.items:
        decide(client, item)
        decide(client, item, "accept", "ben")
    found = get(client, "api/summary").json()
    assert found["progress"]["decided"] == {"ada": 4, "ben": 4}
    assert found["agreement"][0]["share"]["value"] == 1
    assert "at least 10" in found["agreement"][0]["kappa"]
    json.dumps(found, allow_nan=False)
