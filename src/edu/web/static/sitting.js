// Saving while one answers. A response is written down in the browser first, sent in order, and crossed out only when the
// server's receipt is here: a lost network, a reload or a crash loses nothing. Sent twice, it is saved once: it has a name.
"use strict";

const RETRY_AFTER = 3000;
const REST = 700; // milliseconds without a key before typed words are sent

/* ---- what was given and is not yet acknowledged: one entry each, so that two tabs never overwrite each other ---- */

const PAGE = newKey().slice(0, 8); // this page, among the tabs that keep their entries in one place
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

/* ---- the forms on the page: one question, or all of them ---- */

const formsNow = () => [...document.querySelectorAll("form.response")];
const formOf = (slot) => formsNow().find((form) => Number(form.dataset.slot) === slot);
const sitting = () => document.getElementById("sitting");
const attemptNow = () => sitting()?.dataset.attempt;
const isSheet = () => sitting()?.classList.contains("sheet") ?? false;
const tokenNow = () => document.querySelector('#sitting [name="_csrf_token"], #begin [name="_csrf_token"]')?.value ?? "";
const seenOf = (form) => form.querySelector('[name="seen"]');

/* how a kind is read, and whether what was read leaves nothing open */

const valuesOf = (form, selector) => [...form.querySelectorAll(selector)].map((input) => input.value);
const chosenIn = (form) => valuesOf(form, '[name="choice"]:checked');
const rowOf = (select) => Number(select.name.split("-")[1]);
const rowsIn = (form) => [...form.querySelectorAll('select[name^="pair-"]')].sort((one, other) => rowOf(one) - rowOf(other));

const CHOICE = { read: (form) => ({ choice: chosenIn(form) }), complete: (given) => given.choice.length > 0 };
const TEXTS = {
  read: (form) => ({ texts: valuesOf(form, '[name^="blank-"], [name="text"]') }),
  complete: (given) => given.texts.every((text) => text.trim()),
};
const readPairs = (form) => ({ pairs: rowsIn(form).map((select) => select.value) });
const ENTRIES = {
  "single": CHOICE,
  "multiple": CHOICE,
  "true-false": {
    read: (form) => ({ truth: chosenIn(form).length ? chosenIn(form)[0] === "true" : null }),
    complete: (given) => given.truth !== null,
  },
  "fill-in": TEXTS,
  "numeric": TEXTS,
  "written": TEXTS,
  "ordering": {
    read: readPairs,
    complete: (given) => new Set(given.pairs.filter(Boolean)).size === given.pairs.length,
  },
  "matching": { read: readPairs, complete: (given) => given.pairs.every(Boolean) },
};

const readResponse = (form) => ENTRIES[form.dataset.kind].read(form);
const isComplete = (form) => ENTRIES[form.dataset.kind].complete(readResponse(form));

function say(form, text, dress) {
  const line = form?.querySelector(".saved") ?? document.getElementById("saved");
  if (!line) return;
  line.className = `saved ${dress}`;
  line.textContent = text;
}

const sayUnsaved = (form) => say(form, form?.querySelector(".saved")?.dataset.unsaved ?? "", "saved-wait");
const sayNotSaved = (form, why) => say(form, why || ((form?.querySelector(".saved") ?? document.getElementById("saved"))?.dataset.failed ?? ""), "saved-wrong");

function sayHowMany() {
  const line = document.getElementById("all-saved");
  if (!line) return;
  const waiting = readEntries(attemptNow()).length + typing.size;
  line.textContent = waiting ? line.dataset.waiting.replace("COUNT", waiting) : line.dataset.done;
  line.className = `saved ${waiting ? "saved-wait" : "saved-ok"}`;
}

/* ---- sending, one at a time and in order ---- */

const typing = new Map(); // form -> the timer of its typed words, and when the last of them was typed
let retry = null;
let refusal = ""; // why the server would not take it now, in its own words
let sending = null; // the promise of the round under way: true when everything is saved
const saidLast = new Map(); // slot -> the words of its last receipt
const seen = new Map(); // page and slot -> how many responses the server has had, by receipts of what that page gave
const fromElsewhere = new Set(); // slots of other tabs' entries, or a crashed one's, that were saved from here

function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function flushWhole() {
  for (const form of [...typing.keys()]) give(form);
  return (await flush()) && flush();
}

async function sendAll() {
  clearTimeout(retry);
  const attempt = attemptNow();
  if (!attempt) return true;
  let taken = true; // nothing was refused that the candidate should look at
  for (let entries = readEntries(attempt); entries.length; entries = readEntries(attempt)) {
    const [name, entry] = entries[0];
    let outcome = await send(attempt, entry);
    if (outcome === "stale" && (isOwn(entry) || !isBusy(entry.slot))) {
      taken = false;
      if (!(await showNewer(entry.slot))) outcome = "again";
    }
    if (outcome === "again") {
      sayNotSaved(formOf(entry.slot), refusal);
      sayHowMany();
      retry = setTimeout(flush, RETRY_AFTER);
      return false;
    }
    dropEntry(name);
    sayHowMany();
    if (outcome === "closed") return leave();
    if (outcome === "saved" && !isOwn(entry)) fromElsewhere.add(entry.slot);
    if (outcome === "refused") { taken = false; lastGiven.delete(formOf(entry.slot)); }
    if (!taken && !isSheet()) return false;
  }
  if (isSheet() && fromElsewhere.size) await showSaved([...fromElsewhere]);
  return taken;
}

const isOwn = (entry) => entry.page === PAGE;
const lineOf = (entry) => `${entry.page}:${entry.slot}`;

// Parts of a written-down entry: page, slot, key, seen, given, and at: when, by this browser's clock. Each is sent with what
// its own page had seen: a receipt for another tab's entry must not make a stale one look fresh.
async function send(attempt, entry) {
  const { slot, key, given } = entry;
  const age = Math.min(Math.max(Date.now() - (entry.at ?? 0), 0), 86_400_000);
  const body = JSON.stringify({ slot, key, seen: seen.get(lineOf(entry)) ?? entry.seen, age, ...given });
  let reply;
  let told;
  refusal = "";
  try {
    reply = await fetch(`/attempts/${attempt}/responses`, {
      method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": tokenNow() },
    });
    told = await reply.json();
  } catch {
    return "again"; // no network, or somebody else answered in our place
  }
  if (reply.status === 201) {
    noteReceipt(entry, told); // a late one is kept too; the time that is over ends the sitting
    return "saved";
  }
  if (reply.status >= 500 || [401, 403, 429].includes(reply.status)) {
    refusal = told.why ?? "";
    return "again";
  }
  if (reply.status === 409 && told.kind === "StalePage") return "stale";
  if (reply.status === 409 && told.kind !== "PartLeft") return "closed";
  say(formOf(slot), told.why ?? "", "saved-wrong");
  return "refused";
}

function noteReceipt(entry, receipt) {
  const { slot } = entry;
  seen.set(lineOf(entry), receipt.seen);
  const form = formOf(slot);
  if (!form || !isOwn(entry)) return;
  seenOf(form).value = receipt.seen;
  saidLast.set(slot, `✓ ${receipt.said}`);
  const more = readEntries(attemptNow()).filter(([, entry]) => entry.slot === slot).length > 1;
  if (!more && !typing.has(form)) say(form, saidLast.get(slot), "saved-ok"); // never of words that are still being typed
}

// Words that were changed and changed back: what was said of them holds.
function sayAgain(form, slot) {
  sayHowMany();
  if (saidLast.has(slot) && !isWaiting(slot)) say(form, saidLast.get(slot), "saved-ok");
}

const isWaiting = (slot) => readEntries(attemptNow()).some(([, entry]) => entry.slot === slot);
const isBusy = (slot) => // here, not in another tab
  typing.has(formOf(slot)) || readEntries(attemptNow()).some(([, entry]) => entry.slot === slot && isOwn(entry));

function markPalette(form) {
  const complete = isComplete(form);
  const button = document.getElementById(`slot-${Number(form.dataset.slot) + 1}`);
  if (!button) return;
  const words = sitting().dataset;
  button.classList.toggle("is-answered", complete);
  const flagged = button.classList.contains("is-flagged") ? ` ${words.flagged}` : "";
  button.querySelector(".sr").textContent = ` ${complete ? words.answered : words.unanswered}${flagged}`;
  const count = document.getElementById("answered-count");
  if (!count) return;
  const answered = document.querySelectorAll(".palette-item.is-answered").length;
  count.textContent = count.dataset.text.replace("ANSWERED", answered).replace("COUNT", count.dataset.count);
}

// Another tab or device was newer: its response is shown in place of what was given here. False: it could not be fetched.
async function showNewer(slot) {
  if (!isSheet()) {
    formOf(slot)?.dispatchEvent(new Event("keep")); // the server answers with the newer response and says so
    return true;
  }
  const page = await fetchPage();
  if (!page) return false;
  fromElsewhere.delete(slot);
  seen.delete(lineOf({ page: PAGE, slot }));
  for (const [name, entry] of readEntries(attemptNow())) if (entry.slot === slot && isOwn(entry)) dropEntry(name);
  clearTimeout(typing.get(formOf(slot))?.timer);
  typing.delete(formOf(slot));
  replaceForm(slot, page);
  say(formOf(slot), sitting().dataset.stale ?? "", "saved-wrong");
  return true;
}

// What was saved for another tab is shown in place, save where something is being changed here.
async function showSaved(slots) {
  const page = await fetchPage();
  if (!page) return;
  for (const slot of slots) {
    fromElsewhere.delete(slot);
    if (!isBusy(slot)) replaceForm(slot, page);
  }
}

async function fetchPage() {
  const page = await fetch(location.pathname).then((reply) => (reply.ok ? reply.text() : ""), () => "");
  return page && new DOMParser().parseFromString(page, "text/html");
}

function replaceForm(slot, page) {
  const form = formOf(slot);
  if (!form) return;
  const fresh = page.getElementById(form.id);
  if (!fresh) { leave(); return; }
  form.replaceWith(fresh);
  markPalette(fresh);
}

function leave() {
  location.assign(document.getElementById("timer").dataset.done);
  return false;
}

/* ---- what the candidate does ---- */

const lastGiven = new WeakMap(); // form -> what was written down last, so that the same is not given twice

const isGiven = (form) => lastGiven.get(form) === JSON.stringify(readResponse(form));

function give(form) {
  const at = typing.get(form)?.at ?? Date.now();
  clearTimeout(typing.get(form)?.timer);
  typing.delete(form);
  const slot = Number(form.dataset.slot);
  if (isGiven(form)) return sayAgain(form, slot); // typed words come while one rests, and when one leaves the field
  const given = readResponse(form);
  lastGiven.set(form, JSON.stringify(given));
  const entry = { slot, key: newKey(), seen: Number(seenOf(form).value), at, given, page: PAGE };
  keepEntry(newName(attemptNow()), entry);
  markPalette(form);
  sayHowMany();
  flush();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form.response");
  if (!form || event.target.classList.contains("note-text") || isGiven(form)) return;
  sayUnsaved(form);
  give(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.response");
  if (!form || !["text", "textarea"].includes(event.target.type)) return;
  if (event.target.classList.contains("note-text")) { keepNote(form); return; }
  sayUnsaved(form);
  clearTimeout(typing.get(form)?.timer);
  typing.set(form, { timer: setTimeout(() => give(form), REST), at: Date.now() });
  sayHowMany();
});

// Enter in a field of the whole form saves it; nothing is sent as a page.
document.addEventListener("submit", (event) => {
  if (!isSheet() || !event.target.matches("form.response")) return;
  event.preventDefault();
  give(event.target);
});

// Going on waits for what was given: the form leaves the page only when all of it is saved.
document.addEventListener("htmx:confirm", (event) => {
  const form = formsNow()[0];
  if (!form || event.target !== form) return;
  if (!typing.size && !readEntries(attemptNow()).length && !sending) return;
  event.preventDefault();
  flushWhole().then((saved) => { if (saved) event.detail.issueRequest(); });
});

document.addEventListener("htmx:sendError", () => sayNotSaved(formsNow()[0]));
document.addEventListener("htmx:responseError", () => sayNotSaved(formsNow()[0]));
document.addEventListener("htmx:timeout", () => sayNotSaved(formsNow()[0]));
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "sitting") seen.clear(); });
window.addEventListener("online", flush);

/* ---- flags and notes: kept beside the responses, for oneself ---- */

const noteTimers = new Map(); // form -> the timer of its note

async function post(leaf, values) {
  try {
    const reply = await fetch(`/attempts/${attemptNow()}/${leaf}`, {
      method: "POST", body: JSON.stringify(values), keepalive: true, // beyond the end of the page
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokenNow() },
    });
    return reply.ok;
  } catch {
    return false;
  }
}

function keepNote(form, after = REST) {
  clearTimeout(noteTimers.get(form));
  const text = form.querySelector(".note-text");
  noteTimers.set(form, setTimeout(async () => {
    const kept = await post("notes", { slot: Number(form.dataset.slot), words: text.value });
    form.querySelector(".note-said").textContent = kept ? "✓" : form.querySelector(".saved").dataset.failed;
    if (!kept) keepNote(form, RETRY_AFTER);
  }, after));
}

async function keepFlag(form, button) {
  const flagged = button.getAttribute("aria-pressed") === "true";
  const kept = await post("notes", { slot: Number(form.dataset.slot), flagged });
  if (!kept) setTimeout(() => keepFlag(form, button), RETRY_AFTER);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.flag");
  if (!button) return;
  const form = button.closest("form.response");
  const flagged = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(flagged));
  document.getElementById(`slot-${Number(form.dataset.slot) + 1}`)?.classList.toggle("is-flagged", flagged);
  markPalette(form);
  keepFlag(form, button);
});

/* ---- handing in, and leaving a part: in a dialog of this page, which stays when it fails ---- */

function listOpen() {
  const list = document.getElementById("hand-in-list");
  const words = sitting().dataset;
  const open = formsNow().filter((form) => !isComplete(form));
  const marked = formsNow().filter((form) => form.querySelector('.flag[aria-pressed="true"]'));
  list.replaceChildren();
  for (const [title, forms] of [[open.length ? words.some : words.all, open], [words.marked, marked]]) {
    if (title === words.marked && !forms.length) continue;
    const line = document.createElement("p");
    line.textContent = `${title} `;
    for (const form of forms) {
      const link = document.createElement("a");
      link.href = `#${form.id}`;
      link.textContent = Number(form.dataset.slot) + 1;
      link.addEventListener("click", () => document.getElementById("hand-in-dialog").close());
      line.append(link, " ");
    }
    list.append(line);
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("#hand-in, #finish-part button");
  const dialog = document.getElementById("hand-in-dialog");
  if (!opener || !dialog?.showModal) return;
  event.preventDefault();
  listOpen();
  document.getElementById("hand-in-error").hidden = true;
  dialog.showModal();
});

async function handIn(action) {
  const button = document.getElementById("hand-in-now");
  const error = document.getElementById("hand-in-error");
  if (button) button.disabled = true;
  let ok = false;
  try {
    if (await flushWhole()) {
      const body = new URLSearchParams({ _csrf_token: tokenNow() });
      const reply = await fetch(action, { method: "POST", body, redirect: "manual" });
      ok = reply.type === "opaqueredirect" || reply.ok;
    }
  } catch { /* said below */ }
  if (ok) { leave(); return true; }
  if (button) button.disabled = false;
  if (error) {
    error.textContent = sitting().dataset.refused;
    error.hidden = false;
  }
  return false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#hand-in-now");
  if (!button) return;
  event.preventDefault();
  handIn(button.dataset.action);
});

/* ---- the server's clock: asked every other second, for more time, words from the examiner, and an end ---- */

const ASK_EVERY = 2000;

async function askClock() {
  const attempt = attemptNow();
  const timer = document.getElementById("timer");
  if (!attempt || !timer) return;
  let told;
  const asked = performance.now();
  try {
    const reply = await fetch(`/attempts/${attempt}/clock`, { headers: { Accept: "application/json" } });
    if (!reply.ok) return;
    told = await reply.json();
  } catch {
    return; // without network the page counts on by itself
  }
  const notices = document.getElementById("notices");
  for (const notice of told.notices) {
    if (!notices || notice.id <= Number(notices.dataset.last)) continue;
    notices.dataset.last = notice.id;
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = notice.said;
    notices.append(line);
  }
  if (told.state !== "started") { leave(); return; }
  // Less the way to the server and back: the page is never open for words that come too late.
  timer.dataset.left = Math.max(0, told.left - (performance.now() - asked) / 1000);
  document.dispatchEvent(new Event("clock"));
}

// The time is over: what is still here is sent, then the sitting is handed in.
let over = false;

async function readLeft() {
  const asked = performance.now();
  try {
    const reply = await fetch(`/attempts/${attemptNow()}/clock`, { headers: { Accept: "application/json" } });
    const told = await reply.json();
    return told.state === "started" ? told.left - (performance.now() - asked) / 1000 : 0;
  } catch {
    return 0; // without network, the time that was told last
  }
}

async function handInOver() {
  if (!(await handIn(`/attempts/${attemptNow()}/hand-in`))) setTimeout(handInOver, RETRY_AFTER);
}

document.addEventListener("time-over", async (event) => {
  if (!formsNow().length) return;
  event.preventDefault();
  if (over) return;
  over = true;
  for (const form of [...typing.keys()]) give(form);
  const left = await readLeft();
  if (left > 1) { // by the server's clock, which alone counts, there is time
    over = false;
    document.getElementById("timer").dataset.left = left;
    document.dispatchEvent(new Event("clock"));
    return;
  }
  for (const form of formsNow()) form.querySelectorAll("input, textarea, button").forEach((one) => { if (one.type !== "hidden") one.disabled = true; });
  handInOver();
});

/* ---- signals for the examiner: noticed, never judged ---- */

let away = 0;
const signals = [];

function signal(kind, more = {}) {
  signals.push({ kind, ...more });
}

const slotAt = (target) => {
  const form = target instanceof Element ? target.closest("form.response") : null;
  return form ? { slot: Number(form.dataset.slot) } : {};
};

function noteAway() {
  if (formsNow().length && !away) away = performance.now();
}

function noteBack() {
  if (!away) return;
  const seconds = Math.round((performance.now() - away) / 1000);
  away = 0;
  if (seconds >= 2) signal("left", { seconds: Math.min(seconds, 86_400) });
}

window.addEventListener("blur", noteAway);
window.addEventListener("focus", noteBack);
document.addEventListener("visibilitychange", () => (document.hidden ? noteAway() : noteBack()));
for (const [name, kind] of [["paste", "pasted"], ["copy", "copied"]]) {
  document.addEventListener(name, (event) => { if (formsNow().length) signal(kind, slotAt(event.target)); });
}

async function sendSignals() {
  if (!signals.length || !isSheet()) return;
  const batch = signals.splice(0, 20);
  if (!(await post("signals", { signals: batch }))) signals.unshift(...batch.slice(0, 20 - signals.length));
}

// The page goes: the last words are written down, and what was noticed is sent.
window.addEventListener("pagehide", () => {
  for (const form of [...typing.keys()]) give(form);
  noteBack();
  sendSignals();
});

// Back out of the browser's memory: what was written down when the page went is sent now.
window.addEventListener("pageshow", (event) => { if (event.persisted && formsNow().length) flush(); });

/* ---- the waiting room ---- */

function startWaiting() {
  const room = document.getElementById("waiting");
  const value = document.getElementById("waiting-value");
  if (!room || !value) return;
  const form = document.getElementById("begin");
  const end = performance.now() + Number(room.dataset.left) * 1000;
  const button = form.querySelector("[data-wait]");
  if (button) button.hidden = true;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    value.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (performance.now() < end) { setTimeout(tick, Math.min(1000, end - performance.now() + 5)); return; }
    begin(form);
  };
  tick();
}

async function begin(form) {
  try {
    const body = new URLSearchParams({ _csrf_token: tokenNow() });
    const reply = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (reply.type === "opaqueredirect" || reply.ok) { location.assign(`/attempts/${document.getElementById("waiting").dataset.attempt}/form`); return; }
    if ([409, 422].includes(reply.status)) { location.reload(); return; }
  } catch { /* tried again below */ }
  setTimeout(() => begin(form), RETRY_AFTER);
}

document.addEventListener("DOMContentLoaded", () => {
  startWaiting();
  const closing = document.getElementById("closing");
  if (closing) setTimeout(() => location.reload(), Number(closing.dataset.left) * 1000);
  const forms = formsNow();
  if (!forms.length) return;
  const here = readEntries(attemptNow()).length > 0;
  if (here || forms.some((form) => Number(seenOf(form)?.value) > 0)) sayHowMany();
  flush().then((saved) => { if (saved && here && !isSheet()) location.reload(); }); // from before a reload or a crash
  if (isSheet()) {
    askClock();
    setInterval(askClock, ASK_EVERY);
    setInterval(sendSignals, 5000);
  }
});
