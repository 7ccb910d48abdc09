// The panels: the list of items, and agreement.
import { $, DONE, ask, make, query } from "./base.js";

let rows = { start: 0, size: 50, total: 0 };

export async function list(go, start = 0) {
  rows = await ask(`list?${query({ start, only: $("only").value })}`);
  $("rows").replaceChildren(...rows.rows.map((row) => {
    const line = make("li");
    const button = make("button");
    button.type = "button";
    button.append(make("span", String(row.number), "which"), make("span", row.question, "said"), make("span", `${row.kind} · ${row.marks.map((mark) => DONE[mark]).join(", ")}`, "which"));
    button.addEventListener("click", () => { $("list").close(); go(() => ({ id: row.id })); });
    line.append(button);
    return line;
  }));
  const last = Math.min(rows.start + rows.size, rows.total);
  $("rows-where").textContent = rows.total ? `${rows.start + 1} to ${last} of ${rows.total}` : "none";
  $("rows-back").disabled = rows.start <= 0;
  $("rows-on").disabled = last >= rows.total;
}

const two = (value) => value.toFixed(2);
const figure = (found, name) => (typeof found === "string" ? `${name}: ${found}` : `${name} ${two(found.value)} [${two(found.low)}, ${two(found.high)}]`);

export async function summary() {
  const found = await ask("summary");
  const box = $("figures");
  box.replaceChildren();
  for (const [name, count] of Object.entries(found.progress.decided)) box.append(make("p", `${name}: ${count} of ${found.progress.items} decided`));
  if (!found.agreement.length) box.append(make("p", "One reviewer alone agrees with nobody; name a second with --reviewer.", "note"));
  for (const pair of found.agreement) {
    const part = make("div", "", "pair");
    part.append(make("h3", `${pair.reviewers[0]} and ${pair.reviewers[1]}: ${pair.both} decided by both`));
    part.append(make("p", figure(pair.share, "agreement"), typeof pair.share === "string" ? "note" : "big"));
    part.append(make("p", figure(pair.kappa, "Cohen's kappa"), typeof pair.kappa === "string" ? "note" : "big"));
    const table = make("table");
    for (const [names, count] of Object.entries(pair.table)) {
      const row = make("tr");
      const [one, other] = names.split("/");
      row.append(make("td", `${pair.reviewers[0]} ${DONE[one]}, ${pair.reviewers[1]} ${DONE[other]}`), make("td", String(count)));
      table.append(row);
    }
    part.append(table);
    box.append(part);
  }
  box.append(make("p", "Counted are decisions made before the other's could be seen. Intervals are at 95 % and speak of these items.", "about"));
}

export const turned = (go, pages) => list(go, Math.max(0, rows.start + pages * rows.size));
