// What all parts of the page use. Everything shown came from elsewhere and is written as text.
// The token stands in this page's own path.
export const $ = (id) => document.getElementById(id);
const token = location.pathname.split("/")[1];
export const DONE = { accept: "accepted", edit: "edited", reject: "rejected", undecided: "undecided", disagreed: "another decided otherwise" };

// Signs that cannot be seen, or that turn the order of what is seen around, stand as their code.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
export const visible = (text) => text.replace(UNSEEN, (sign) => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

export function make(tag, text = "", name = "") {
  const node = document.createElement(tag);
  if (text) node.textContent = visible(text);
  if (name) node.className = name;
  return node;
}

export function alarm(text) {
  $("alarm").textContent = text;
  $("alarm").hidden = !text;
}

let fading = 0;
export function status(text) {
  $("status").textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { $("status").textContent = ""; }, 4000);
}

export async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-review-token": token },
  };
  let answer;
  try {
    answer = await fetch(`api/${path}`, options);
  } catch {
    throw new Error("benchwright does not answer; nothing was saved. Start benchwright review again and open its new address.");
  }
  const kind = answer.headers.get("content-type") || "";
  const found = kind.includes("json") ? await answer.json() : { error: (await answer.text()).trim() };
  if (!answer.ok) throw new Error(found.error || `refused (${answer.status})`);
  return found;
}

export const query = (given) => new URLSearchParams(given).toString();
