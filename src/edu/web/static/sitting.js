// Saving while one answers. A response is written down in the browser first, sent in order, and crossed out only when the
// server's receipt is here: a lost network, a reload or a crash loses nothing. Sent twice, it is saved once: it has a name.
"use strict";

const RETRY_AFTER = 3000;
const REST = 700; // milliseconds without a key before typed words are sent

/* ---- what was given and is not yet acknowledged: one entry each, so that two tabs never overwrite each other ---- */

const memory = new Map(); // where the browser keeps nothing for us

function keepEntry(name, entry) {
  memory.set(name, entry);
  try { localStorage.setItem(name, JSON.stringify(entry)); } catch { /* the memory has it */ }
}

function dropEntry(name) {
  memory.delete(name);
  try { localStorage.removeItem(name); } catch { /* it never was there */ }
}

function readEntries(attempt) {
  const start = `save:${attempt}:`;
  const found = new Map([...memory].filter(([name]) => name.startsWith(start)));
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(start) && !found.has(name)) found.set(name, JSON.parse(localStorage.getItem(name)));
    }
  } catch { /* the memory has what this tab gave */ }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

function newName(attempt) {
  const last = readEntries(attempt).at(-1);
  const number = last ? Number(last[0].split(":")[2].split("-")[0]) + 1 : 1;
  return `save:${attempt}:${String(number).padStart(8, "0")}-${newKey().slice(0, 8)}`;
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* ---- the form on the page ---- */

const formNow = () => document.getElementById("response");
const attemptOf = (form) => form.dataset.attempt;

function readResponse(form) {
  const chosen = [...form.querySelectorAll('[name="choice"]:checked')].map((input) => input.value);
  const typed = [...form.querySelectorAll('[name^="blank-"], [name="text"]')].map((input) => input.value);
  if (form.dataset.kind === "true-false") return { truth: chosen.length ? chosen[0] === "true" : null };
  return typed.length ? { texts: typed } : { choice: chosen };
}

function say(text, dress) {
  const line = document.getElementById("saved");
  if (!line) return;
  line.className = `saved ${dress}`;
  line.textContent = text;
}

const sayUnsaved = () => say(document.getElementById("saved")?.dataset.unsaved ?? "", "saved-wait");
const sayNotSaved = () => say(document.getElementById("saved")?.dataset.failed ?? "", "saved-wrong");

/* ---- sending, one at a time and in order ---- */

let typing = null;
let retry = null;
let sending = null; // the promise of the round under way: true when everything is saved
const seen = new Map(); // slot -> how many responses the server has had, by receipts of this page

function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  clearTimeout(retry);
  const form = formNow();
  if (!form) return true;
  const attempt = attemptOf(form);
  for (let entries = readEntries(attempt); entries.length; entries = readEntries(attempt)) {
    const [name, entry] = entries[0];
    const outcome = await send(attempt, entry);
    if (outcome === "again") {
      sayNotSaved();
      retry = setTimeout(flush, RETRY_AFTER);
      return false;
    }
    dropEntry(name);
    if (outcome === "stale") return showNewer();
    if (outcome === "closed") return leave();
    if (outcome !== "saved") return false;
  }
  return true;
}

async function send(attempt, entry) {
  const token = formNow()?.querySelector('[name="_csrf_token"]')?.value ?? "";
  const { slot, key, given } = entry;
  const body = JSON.stringify({ slot, key, seen: seen.get(slot) ?? entry.seen, ...given });
  let reply;
  let told;
  try {
    reply = await fetch(`/attempts/${attempt}/responses`, {
      method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    });
    told = await reply.json();
  } catch {
    return "again"; // no network, or somebody else answered in our place
  }
  if (reply.status === 201) {
    noteReceipt(slot, told);
    return told.late ? "closed" : "saved";
  }
  if (reply.status >= 500 || reply.status === 403 || reply.status === 429) return "again";
  if (reply.status === 409) return told.stale ? "stale" : "closed";
  say(told.why ?? "", "saved-wrong");
  return "refused";
}

function noteReceipt(slot, receipt) {
  seen.set(slot, receipt.seen);
  const form = formNow();
  if (!form) return;
  if (Number(form.dataset.slot) === slot) document.getElementById("seen").value = receipt.seen;
  const rest = readEntries(attemptOf(form)).length > 1;
  if (!rest) say(`✓ ${receipt.said}`, "saved-ok");
}

function markPalette(form) {
  const given = readResponse(form);
  const complete = form.dataset.kind === "fill-in" ? given.texts.every((text) => text.trim())
    : given.texts ? Boolean(given.texts[0].trim()) : given.choice ? given.choice.length > 0 : given.truth !== null;
  const button = document.getElementById(`slot-${Number(form.dataset.slot) + 1}`);
  if (!button) return;
  button.classList.toggle("is-answered", complete);
  button.querySelector(".sr").textContent = ` ${complete ? form.dataset.answered : form.dataset.unanswered}`;
}

function showNewer() {
  formNow()?.dispatchEvent(new Event("keep")); // the server answers with the newer response and says so
  return false;
}

function leave() {
  location.assign(document.getElementById("timer").dataset.done);
  return false;
}

/* ---- what the candidate does ---- */

function give(form) {
  clearTimeout(typing);
  typing = null;
  const slot = Number(form.dataset.slot);
  const entry = { slot, key: newKey(), seen: Number(document.getElementById("seen").value), given: readResponse(form) };
  keepEntry(newName(attemptOf(form)), entry);
  markPalette(form);
  flush();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#response");
  if (!form) return;
  sayUnsaved();
  give(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("#response");
  if (!form || !["text", "textarea"].includes(event.target.type)) return;
  sayUnsaved();
  clearTimeout(typing);
  typing = setTimeout(() => give(form), REST);
});

// Going on waits for what was given: the form leaves the page only when all of it is saved.
document.addEventListener("htmx:confirm", (event) => {
  const form = formNow();
  if (!form || event.target !== form) return;
  if (typing) give(form);
  if (!readEntries(attemptOf(form)).length && !sending) return;
  event.preventDefault();
  flush().then((saved) => saved && flush()).then((saved) => { if (saved) event.detail.issueRequest(); });
});

document.addEventListener("htmx:sendError", sayNotSaved);
document.addEventListener("htmx:timeout", sayNotSaved);
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "sitting") seen.clear(); });
window.addEventListener("online", flush);

document.addEventListener("DOMContentLoaded", () => {
  const form = formNow();
  if (!form) return;
  const slot = Number(form.dataset.slot);
  const here = readEntries(attemptOf(form)).some(([, entry]) => entry.slot === slot);
  flush().then((saved) => { if (saved && here) location.reload(); }); // from before a reload or a crash
});
