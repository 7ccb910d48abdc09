// The page of one reviewer: an item, its document, and the reviewer's decisions.
import { $, DONE, alarm, ask, make, query, status, visible } from "./base.js";
import { list, summary, turned } from "./panels.js";

const REASONS = ["the answer is wrong", "ambiguous", "not self-contained", "the evidence does not support it", "trivial or guessable", "unnatural wording"];
let item = null;
let shown = null; // what of the document is on the page: { document, start, end, length }
let busy = false;
let moving = 0;
let moves = Promise.resolve(); // one step after the other, from where the last one led
let looked = 0;
let since = performance.now();

// Nothing is decided while another item is on its way: it has not been seen.
async function guarded(work) {
  if (busy || moving) return;
  busy = true;
  try {
    await work();
  } catch (error) {
    alarm(error.message);
  } finally {
    busy = false;
  }
}

// Time counts while the page can be seen.
function spent() {
  const now = performance.now();
  if (document.visibilityState === "visible") looked += now - since;
  since = now;
  return looked / 1000;
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") looked += performance.now() - since;
  since = performance.now();
});

function pairs(list, entries) {
  list.replaceChildren();
  for (const [name, value, style] of entries) {
    list.append(make("dt", name), make("dd", value, style || ""));
  }
}

function gold() {
  const answer = item.answer;
  const entries = [];
  const label = answer.type === "rubric" ? "points" : "answer";
  const bullet = answer.several ? "• " : "";
  const values = answer.values.map((value) => bullet + value).join("\n");
  entries.push([label, values || "nothing in the document answers it", "answer"]);
  if (answer.accepted.length) entries.push(["also right", answer.accepted.join("\n")]);
  if (answer.options.length) entries.push(["options", answer.options.map((text, at) => `${String.fromCharCode(65 + at)}. ${text}`).join("\n")]);
  if (answer.tolerance) entries.push(["tolerance", `± ${answer.tolerance}`]);
  entries.push(["type", answer.type]);
  if (answer.checker) entries.push(["judged by", answer.checker], ["problem", answer.problem]);
  for (const decoy of item.decoys) entries.push([`decoy: ${decoy.slip}`, decoy.values.join("; ")]);
  pairs($("gold"), entries);
}

function said(decision) {
  if (decision.action === "reject") return `rejected it: ${decision.reason}`;
  if (decision.action === "accept") return "accepted it";
  const parts = Object.entries(decision.changes).map(([name, value]) => `${name} → ${Array.isArray(value) ? value.join("; ") : value}`);
  return `edited it: ${parts.join(" · ")}`;
}

function decisions() {
  const box = $("others");
  box.replaceChildren();
  const verdict = $("verdict");
  verdict.textContent = item.mine ? DONE[item.mine.action] : "";
  verdict.className = item.mine ? `chip strong ${item.mine.action}-paper` : "chip strong";
  if (item.mine && item.mine.action !== "accept") box.append(make("p", `You ${said(item.mine)}`, "note"));
  for (const other of item.others) box.append(make("p", `${other.reviewer} ${said(other)}`, "note other"));
}

function quotes() {
  $("quotes").replaceChildren(...item.evidence.map((quote) => {
    const row = make("li");
    const button = make("button");
    button.type = "button";
    button.append(make("span", String(quote.number), "number"), make("span", quote.quote, "said"), make("span", `${quote.title} · ${quote.where}`, "about"));
    button.addEventListener("click", () => jump(quote.number));
    row.append(button);
    return row;
  }));
}

function behind() {
  const checks = item.checks.map((check) => make("li", `${check.passed ? "✓" : "✗"} ${check.gate}${check.detail ? `: ${check.detail}` : ""}`));
  $("checks").replaceChildren(...(checks.length ? checks : [make("li", "none are recorded with the item")]));
  const entries = Object.entries(item.lineage).map(([name, value]) => [name, Array.isArray(value) ? value.join("\n") : String(value)]);
  pairs($("lineage"), [["id", item.id], ...entries]);
}

function progress(found) {
  const [mine, ...others] = Object.entries(found.decided);
  $("bar").max = found.items;
  $("bar").value = mine[1];
  const rest = others.map(([name, count]) => ` · ${name} ${count}`).join("");
  $("done").textContent = `${mine[1].toLocaleString("en")} of ${found.items.toLocaleString("en")} decided${rest}`;
  $("place").textContent = `${item.number.toLocaleString("en")} / ${found.items.toLocaleString("en")}`;
}

// A field that is hidden keeps the keys until the next frame: they belong to the page at once.
function shut() {
  for (const form of [$("reject"), $("edit")]) {
    if (form.contains(document.activeElement)) document.activeElement.blur();
    form.hidden = true;
  }
}

function show(found) {
  const other = !item || item.id !== found.id;
  item = found;
  if (other) {
    looked = 0;
    since = performance.now();
  }
  history.replaceState(null, "", `#item-${item.id}`);
  $("kind").textContent = item.kind;
  $("question").textContent = visible(item.question);
  shut();
  gold();
  decisions();
  quotes();
  behind();
  progress(item.progress);
  $("item").setAttribute("aria-busy", "false");
  document.documentElement.dataset.item = item.id;
  if (!other) return;
  window.scrollTo(0, 0);
  documents().catch((error) => alarm(error.message));
}

function go(given) {
  moving += 1;
  moves = moves.then(async () => {
    try {
      show(await ask(`item?${query(given())}`));
      alarm("");
    } catch (error) {
      alarm(error.message);
    }
    moving -= 1;
  });
  return moves;
}
const step = (how) => go(() => ({ id: item ? item.id : "", step: how }));

async function documents() {
  const none = !item.documents.length;
  $("source").hidden = none;
  document.querySelector("main").classList.toggle("alone", none);
  $("document").replaceChildren(...item.documents.map((one) => {
    const option = make("option", `${one.title} (${one.length.toLocaleString("en")} characters)`);
    option.value = one.id;
    return option;
  }));
  shown = null;
  $("runs").replaceChildren();
  if (none) return;
  if (item.evidence.length) await jump(1, false);
  else await place({ document: item.documents[0].id, by: "quote", at: 0 });
}

function runs(piece) {
  return piece.runs.map((run) => {
    if (!run.quotes.length) return document.createTextNode(visible(run.text));
    const node = make("mark");
    node.dataset.quotes = run.quotes.join(" ");
    if (run.first.length) node.append(make("sup", run.first.join(" ")));
    node.append(document.createTextNode(visible(run.text)));
    return node;
  });
}

async function place(how) {
  const mine = item.id;
  const piece = await ask(`passage?${query({ id: mine, ...how })}`);
  if (mine !== item.id) return;
  const text = $("text");
  const tall = text.scrollHeight - text.scrollTop;
  if (how.by === "before") {
    $("runs").prepend(...runs(piece));
    shown.start = piece.start;
  } else if (how.by === "after") {
    $("runs").append(...runs(piece));
    shown.end = piece.end;
  } else {
    $("runs").replaceChildren(...runs(piece));
    shown = piece;
  }
  $("document").value = piece.document;
  $("earlier").hidden = shown.start <= 0;
  $("later").hidden = shown.end >= shown.length;
  $("where").textContent = `${Math.floor(100 * shown.start / Math.max(1, shown.length))}–${Math.ceil(100 * shown.end / Math.max(1, shown.length))} %`;
  if (how.by === "before") text.scrollTo({ top: text.scrollHeight - tall, behavior: "instant" });
  if (how.by === "quote") text.scrollTo({ top: 0, behavior: "instant" });
}

async function jump(number, smooth = true) {
  const quote = item.evidence[number - 1];
  if (!quote) return;
  const mark = () => [...document.querySelectorAll("#runs mark")].find((node) => node.dataset.quotes.split(" ").includes(String(number)));
  if (!shown || shown.document !== quote.document || !mark()) {
    await place({ document: quote.document, by: "quote", at: number });
  }
  for (const node of document.querySelectorAll("#runs mark")) {
    node.classList.toggle("here", item.evidence.length > 1 && node.dataset.quotes.split(" ").includes(String(number)));
  }
  const found = mark();
  if (!found) return;
  const top = found.offsetTop - $("text").clientHeight / 4;
  $("text").scrollTo({ top, behavior: smooth ? "auto" : "instant" });
  $("source").dataset.quote = String(number);
  if (smooth && $("source").getBoundingClientRect().top > window.innerHeight * 0.7) $("source").scrollIntoView();
}

function told(found, action) {
  const others = found.others.filter((one) => one.action !== action);
  const rest = others.length ? ` ${others.map((one) => `${one.reviewer} ${DONE[one.action]} it`).join(", ")}` : "";
  return `${found.number}: saved as ${DONE[action]}.${rest}`;
}

function decide(given) {
  return guarded(async () => {
    const found = await ask("decide", { item: item.id, seconds: spent(), ...given });
    alarm("");
    item = found;
    await step("undecided");
    status(told(found, given.action));
  });
}

function undo() {
  return guarded(async () => {
    const found = await ask("undo", {});
    alarm("");
    if (found.item) {
      show(found.item);
      status(`${found.item.number}: your last decision is taken back.`);
    } else status("Your last decision, on an item that is not shown here, is taken back.");
  });
}

function openReject() {
  $("edit").hidden = true;
  $("reject").hidden = false;
  $("reason").value = item.mine ? item.mine.reason : "";
  $("reason").focus();
  $("reject").scrollIntoView({ block: "nearest" });
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function openEdit() {
  const answer = item.answer;
  const changes = (item.mine && item.mine.changes) || {};
  $("reject").hidden = true;
  $("edit").hidden = false;
  $("edit-question").value = changes.question ?? item.question;
  $("edit-values").value = (changes.values ?? answer.values).join("\n");
  $("edit-accepted").value = (changes.accepted ?? answer.accepted).join("\n");
  $("edit-values").parentElement.hidden = !answer.edit_values;
  $("edit-accepted").parentElement.hidden = !answer.edit_accepted;
  $("edit-values-label").textContent = answer.several ? "Answer, one entry on each line" : "Answer";
  $("edit-question").focus();
  $("edit").scrollIntoView({ block: "nearest" });
}

function close() {
  shut();
  $("question").focus({ preventScroll: true });
}

function sendEdit() {
  const answer = item.answer;
  const changes = { question: $("edit-question").value.trim() };
  const value = $("edit-values").value;
  if (answer.edit_values) changes.values = answer.several ? lines(value) : [value.trim()];
  if (answer.edit_accepted) changes.accepted = lines($("edit-accepted").value);
  if (changes.question === item.question.trim()) delete changes.question;
  return decide({ action: "edit", changes });
}

function open(id, fill) {
  guarded(async () => {
    if (fill) await fill();
    alarm("");
    $(id).showModal();
  });
}

const KEYS = {
  a: () => decide({ action: "accept" }), r: openReject, e: openEdit, u: undo,
  j: () => step("next"), k: () => step("previous"), n: () => step("undecided"),
  l: () => open("list", () => list(go)), s: () => open("summary", summary), "?": () => open("help"),
};

function typing(event) {
  if (event.key === "Escape") close();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !$("edit").hidden) sendEdit();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const reasons = event.target === $("reason") && !$("reason").value && /^[1-6]$/.test(event.key);
  if (reasons) {
    event.preventDefault();
    $("reason").value = REASONS[Number(event.key) - 1];
    return;
  }
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return typing(event);
  if (event.ctrlKey || event.metaKey || event.altKey || !item || event.repeat && !"jk".includes(event.key)) return;
  if (event.key === "Escape") return close();
  if (/^[1-9]$/.test(event.key)) return void jump(Number(event.key)).catch((error) => alarm(error.message));
  if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

for (const [at, text] of REASONS.entries()) {
  const button = make("button", `${at + 1} ${text}`);
  button.type = "button";
  button.addEventListener("click", () => { $("reason").value = text; $("reason").focus(); });
  $("reasons").append(button);
}
for (const button of document.querySelectorAll(".cancel")) button.addEventListener("click", close);
for (const button of document.querySelectorAll(".close")) button.addEventListener("click", () => button.closest("dialog").close());
$("reject").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("reason").value.trim()) decide({ action: "reject", reason: $("reason").value.trim() });
  else alarm("A rejection needs a reason.");
});
$("edit").addEventListener("submit", (event) => { event.preventDefault(); sendEdit(); });
const buttons = { "do-accept": "a", "do-edit": "e", "do-reject": "r", "do-undo": "u", previous: "k", next: "j", "open-list": "l", "open-summary": "s", "open-help": "?" };
for (const [id, key] of Object.entries(buttons)) $(id).addEventListener("click", () => item && KEYS[key]());
const turn = (by) => guarded(() => place({ document: shown.document, by, at: by === "before" ? shown.start : shown.end }));
$("earlier").addEventListener("click", () => turn("before"));
$("later").addEventListener("click", () => turn("after"));
$("document").addEventListener("change", (event) => {
  const first = item.evidence.find((quote) => quote.document === event.target.value);
  guarded(() => (first ? jump(first.number) : place({ document: event.target.value, by: "quote", at: 0 })));
});
$("only").addEventListener("change", () => guarded(() => list(go)));
$("rows-back").addEventListener("click", () => guarded(() => turned(go, -1)));
$("rows-on").addEventListener("click", () => guarded(() => turned(go, 1)));

const asked = location.hash.startsWith("#item-") ? location.hash.slice(6) : "";
go(() => (asked ? { id: asked } : { step: "undecided" })).then(() => (item ? undefined : step("undecided")));
