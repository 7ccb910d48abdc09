// The list of items: filtered, paged, and filled in only when opened. Everything is written as text nodes.
(() => {
  "use strict";
  const PAGE = 25;
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const fields = { text: at("f-text"), kind: at("f-kind"), outcome: at("f-outcome"), system: at("f-system") };
  const state = { found: data.items, page: 0 };
  const hay = [];

  const el = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };
  const said = (text) => {
    const node = el("div", "said", text);
    node.dir = "auto";
    return node;
  };
  const pairs = (...rows) => {
    const list = el("dl", "pairs");
    rows.filter(([, text]) => text).forEach(([name, text]) => list.append(el("dt", "", name), el("dd", "", said(text))));
    return list;
  };
  const number = (value) => value.toLocaleString("en");

  const haystack = (index) => {
    if (hay[index] === undefined) {
      const item = data.items[index];
      const tried = item.t.map((one) => `${one.a ?? ""} ${one.c ?? ""}`);
      hay[index] = [item.id, item.q, item.g ?? "", ...(item.alt ?? []), ...tried].join("\n").toLowerCase();
    }
    return hay[index];
  };

  const matches = (item, index, wanted) => {
    if (wanted.kind !== "" && item.k !== Number(wanted.kind)) return false;
    if (wanted.text && !haystack(index).includes(wanted.text)) return false;
    const tried = wanted.system === "" ? item.t : item.t.filter((one) => one.s === Number(wanted.system));
    if (wanted.system !== "" && !tried.length) return false;
    if (wanted.outcome === "") return true;
    if (wanted.outcome === "apart") return new Set(item.t.map((one) => one.o < 2)).size > 1;
    return tried.some((one) => one.o === Number(wanted.outcome));
  };

  const filter = () => {
    const wanted = {
      text: fields.text.value.trim().toLowerCase(),
      kind: fields.kind.value, outcome: fields.outcome.value, system: fields.system.value,
    };
    state.found = data.items.filter((item, index) => matches(item, index, wanted));
    state.page = 0;
    render();
  };

  const chip = (one, withName) => {
    const outcome = data.outcomes[one.o];
    const node = el("span", `chip ${outcome.replace(" ", "-")}`, el("span", "key"), withName ? outcome : "");
    if (!withName) {
      node.title = `${data.systems[one.s].short}: ${outcome}`;
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", node.title);
    }
    return node;
  };

  const passage = (one) => {
    const where = data.documents[one.d] + (one.n ? `, page ${one.n}` : "");
    const quote = el("blockquote", "context", one.b ? "… " : "");
    quote.dir = "auto";
    quote.tabIndex = 0;
    one.t.forEach((text, place) => quote.append(place % 2 ? el("mark", "", text) : text));
    if (one.z) quote.append(" …");
    const title = el("figcaption", "", where);
    return el("figure", "passage", title, quote);
  };

  const attempt = (one) => {
    const system = data.systems[one.s];
    const head = el("div", "tried-head", el("h4", "", el("bdi", "", system.short)), chip(one, true));
    if (one.e > 1 || one.v !== undefined) {
      const more = [one.e > 1 ? `epoch ${one.e}` : "", one.v !== undefined ? `overlap ${one.v.toFixed(2)}` : ""];
      head.append(el("span", "about", more.filter(Boolean).join(", ")));
    }
    const body = el("div", "tried", head);
    body.append(pairs(["read as", one.a], ["why", one.r]));
    if (one.c) {
      const full = el("details", "reply", el("summary", "", "Full reply"));
      full.addEventListener("toggle", () => { if (full.open && !full.dataset.full) { full.dataset.full = "1"; full.append(said(one.c)); } });
      body.append(full);
    }
    return body;
  };

  const facts = (item) => {
    const parts = [`id ${item.id}`, item.d ? item.d.map((place) => data.documents[place]).join(", ") : ""];
    if (item.p !== undefined) parts.push(`evidence at ${(item.p * 100).toFixed(0)} % of the document`);
    if (item.f !== undefined) parts.push(`measured difficulty ${item.f.toFixed(2)}`);
    if (item.by) parts.push(`drafted by ${item.by}`);
    if (item.ok) parts.push(`passed ${item.ok.join(", ")}`);
    return parts.filter(Boolean).join(" · ");
  };

  const gold = (item) => {
    const options = (item.opt ?? []).map((text, place) => `${String.fromCharCode(65 + place)}. ${text}`);
    return el("div", "gold", pairs(
      ["gold", item.x ? item.g : "none: nothing in the documents answers this, and refusing is right"],
      ["also right", (item.alt ?? []).join("; ")],
      ["options", options.join("\n")],
    ));
  };

  const fill = (details, item) => {
    if (details.dataset.full) return;
    details.dataset.full = "1";
    const evidence = (item.ev ?? []).map(passage);
    if (item.more) evidence.push(el("p", "about", `and ${number(item.more)} more passages`));
    details.append(el("div", "inside", gold(item), ...evidence, ...item.t.map(attempt), el("p", "about", facts(item))));
    details.querySelectorAll(".context").forEach((box) => {
      const mark = box.querySelector("mark");
      if (mark) box.scrollTop = mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    });
  };

  const row = (item) => {
    const chips = el("span", "chips", ...item.t.slice(0, 12).map((one) => chip(one, false)));
    const question = el("span", "question", item.q);
    question.dir = "auto";
    const summary = el("summary", "", chips, question, el("span", "kind", data.kinds[item.k]));
    const details = el("details", "item", summary);
    details.id = `item-${item.id}`;
    details.addEventListener("toggle", () => { if (details.open) fill(details, item); });
    return el("li", "", details);
  };

  const render = () => {
    const first = state.page * PAGE;
    const shown = state.found.slice(first, first + PAGE);
    at("list").replaceChildren(...shown.map(row));
    at("list").start = first + 1;
    const total = data.items.length;
    at("count").textContent = state.found.length === total ? `${number(total)} ${total === 1 ? "item" : "items"}` : `${number(state.found.length)} of ${number(total)} items`;
    at("pager").hidden = state.found.length <= PAGE;
    at("where").textContent = shown.length ? `${number(first + 1)} to ${number(first + shown.length)}` : "";
    at("prev").disabled = state.page === 0;
    at("next").disabled = first + PAGE >= state.found.length;
  };

  const turn = (by) => {
    state.page += by;
    render();
    at("filters").scrollIntoView({ block: "start" });
  };

  const options = (select, names) => names.forEach(([value, text]) => {
    const option = el("option", "", text);
    option.value = value;
    select.append(option);
  });

  const jump = () => {
    const id = decodeURIComponent(window.location.hash).replace(/^#item-/, "");
    const place = window.location.hash.startsWith("#item-") ? state.found.findIndex((item) => item.id === id) : -1;
    if (place < 0) return;
    state.page = Math.floor(place / PAGE);
    render();
    const details = at(`item-${id}`);
    details.open = true;
    details.scrollIntoView();
  };

  options(fields.kind, data.kinds.map((kind, index) => [index, kind]));
  options(fields.outcome, data.outcomes.map((outcome, index) => [index, outcome]));
  if (data.systems.length > 1) options(fields.outcome, [["apart", "systems disagree"]]);
  options(fields.system, data.systems.map((system, index) => [index, system.short]));
  let waiting = 0;
  fields.text.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  [fields.kind, fields.outcome, fields.system].forEach((field) => field.addEventListener("change", filter));
  at("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  at("prev").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  window.addEventListener("hashchange", jump);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details.figures").forEach((one) => { one.open = true; }));
  at("filters").hidden = false;
  render();
  jump();
})();
