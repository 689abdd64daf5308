// Sending, one at a time and in order. A response is crossed out only when the server's receipt is here: a lost network, a
// reload or a crash loses nothing. Sent twice, it is saved once: it has a key.

import { countUnsent, forgetGiven, isBusy, typing } from "./given.js";
import { showNewer, showSaved } from "./newer.js";
import { attemptNow, formOf, formsNow, leave, seenOf, tokenNow } from "./page.js";
import { say, sayHowMany, sayNotSaved } from "./saying.js";
import { PAGE, dropUnsent, isOwn, listUnsent } from "./unsent.js";

const DAY = 86_400_000;
export const RETRY_AFTER = 3000;

let retry;
let refusal = ""; // why the server would not take it now, in its own words
let sending; // the promise of the round under way: true when everything is saved
const saidLast = new Map(); // slot -> the words of its last receipt
const seen = new Map(); // page and slot -> how many responses the server has had, by receipts of what that page gave
const fromElsewhere = new Set(); // slots of other tabs' responses, or a crashed one's, that were saved from here

export const isSending = () => Boolean(sending);
export const forgetSeen = () => seen.clear(); // the page has been drawn anew, with what the server has had

export function flush() {
  sending ??= sendAll().finally(() => { sending = undefined; });
  return sending;
}

async function sendAll() {
  clearTimeout(retry);
  const attempt = attemptNow();
  if (!attempt || formsNow().length === 0) return true;
  let taken = true; // nothing was refused that the candidate should look at
  for (let waiting = listUnsent(attempt); waiting.length > 0; waiting = listUnsent(attempt)) {
    const [name, unsent] = waiting[0];
    const outcome = await meetStale(unsent, await send(attempt, unsent));
    if (outcome === "again") {
      sayNotSaved(formOf(unsent.slot), refusal);
      sayHowMany();
      retry = setTimeout(flush, RETRY_AFTER);
      return false;
    }
    dropUnsent(name);
    sayHowMany();
    if (outcome === "closed") { leave(); return false; }
    taken = noteOutcome(outcome, unsent) && taken;
  }
  if (fromElsewhere.size > 0) for (const slot of await showSaved([...fromElsewhere])) fromElsewhere.delete(slot);
  return taken;
}

// What came too late for a newer response is shown that one. Where it is another tab's, nothing that is changed here is lost for it.
async function meetStale(unsent, outcome) {
  if (outcome !== "stale" || (!isOwn(unsent) && isBusy(unsent.slot))) return outcome;
  if (!(await showNewer(unsent.slot))) return "again";
  fromElsewhere.delete(unsent.slot);
  seen.delete(pageAndSlot({ page: PAGE, slot: unsent.slot }));
  return "overtaken";
}

// True: nobody need look at it.
function noteOutcome(outcome, unsent) {
  if (outcome === "saved" && !isOwn(unsent)) fromElsewhere.add(unsent.slot);
  if (outcome === "refused") forgetGiven(formOf(unsent.slot));
  return outcome === "saved" || outcome === "stale";
}

const pageAndSlot = (unsent) => `${unsent.page}:${unsent.slot}`;

// Each is sent with what its own page had seen: a receipt for another tab's must not make a stale one look fresh.
async function send(attempt, unsent) {
  const { slot, key, given } = unsent;
  const age = Math.min(Math.max(Date.now() - (unsent.at ?? 0), 0), DAY);
  const body = JSON.stringify({ slot, key, seen: seen.get(pageAndSlot(unsent)) ?? unsent.seen, age, ...given });
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
    noteReceipt(unsent, told); // a late one is kept too; the time that is over ends the sitting
    return "saved";
  }
  return readRefusal(reply.status, told, slot);
}

function readRefusal(status, told, slot) {
  if (status >= 500 || [401, 403, 429].includes(status)) {
    refusal = told.why ?? "";
    return "again";
  }
  if (status === 409 && told.kind === "StalePage") return "stale";
  if (status === 409 && told.kind !== "PartLeft") return "closed";
  say(formOf(slot), told.why ?? "", "saved-wrong");
  return "refused";
}

function noteReceipt(unsent, receipt) {
  const { slot } = unsent;
  seen.set(pageAndSlot(unsent), receipt.seen);
  const form = formOf(slot);
  if (!form || !isOwn(unsent)) return;
  seenOf(form).value = receipt.seen;
  saidLast.set(slot, `✓ ${receipt.said}`);
  if (countUnsent(slot) === 1 && !typing.has(form)) say(form, saidLast.get(slot), "saved-ok"); // never of words that are still being typed
}

// Words that were changed and changed back: what was said of them holds.
export function sayAgain(form, slot) {
  sayHowMany();
  if (saidLast.has(slot) && countUnsent(slot) === 0) say(form, saidLast.get(slot), "saved-ok");
}
