// What was given on this page and where it stands: still being typed, written down, or acknowledged.

import { readResponse } from "./entries.js";
import { attemptNow, formOf } from "./page.js";
import { dropUnsent, isOwn, listUnsent } from "./unsent.js";

export const typing = new Map(); // form -> the timer of its typed words, and when the last of them was typed
const lastGiven = new WeakMap(); // form -> what was written down last, so that the same is not given twice

export const isGiven = (form) => lastGiven.get(form) === JSON.stringify(readResponse(form));
export const noteGiven = (form, given) => lastGiven.set(form, JSON.stringify(given));
export const forgetGiven = (form) => lastGiven.delete(form);

export function stopTyping(form) {
  clearTimeout(typing.get(form)?.timer);
  typing.delete(form);
}

const unsentOf = (slot) => listUnsent(attemptNow()).filter(([, unsent]) => unsent.slot === slot);

export const countUnsent = (slot) => unsentOf(slot).length;
export const countWaiting = () => listUnsent(attemptNow()).length + typing.size;
export const isBusy = (slot) => typing.has(formOf(slot)) || unsentOf(slot).some(([, unsent]) => isOwn(unsent)); // here, not in another tab

// A newer response takes the place of what was given here.
export function dropOwn(slot) {
  for (const [name, unsent] of unsentOf(slot)) if (isOwn(unsent)) dropUnsent(name);
  stopTyping(formOf(slot));
}
