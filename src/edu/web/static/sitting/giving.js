// What the candidate gives: written down as it changes, as typed words rest, and as the page goes; then sent.

import { readResponse } from "./entries.js";
import { isGiven, noteGiven, stopTyping, typing } from "./given.js";
import { attemptNow, formsNow, isSheet, seenOf, slotOf } from "./page.js";
import { markPalette, sayHowMany, sayUnsaved } from "./saying.js";
import { flush, sayAgain } from "./sending.js";
import { keepUnsent } from "./unsent.js";

const REST = 700; // milliseconds without a key before typed words are sent

function give(form) {
  const at = typing.get(form)?.at ?? Date.now();
  stopTyping(form);
  const slot = slotOf(form);
  if (isGiven(form)) { sayAgain(form, slot); return; } // typed words come while one rests, and when one leaves the field
  const given = readResponse(form);
  noteGiven(form, given);
  keepUnsent(attemptNow(), { slot, seen: Number(seenOf(form).value), at, given });
  markPalette(form);
  sayHowMany();
  flush();
}

export function giveTyped() {
  for (const form of typing.keys()) give(form);
}

// True: everything that was given is saved, what came meanwhile included.
export async function flushWhole() {
  giveTyped();
  return (await flush()) && flush();
}

const responseAt = (field) => (field.classList.contains("note-text") ? null : field.closest("form.response"));

export function startGiving() {
  document.addEventListener("change", (event) => {
    const form = responseAt(event.target);
    if (!form || isGiven(form)) return;
    sayUnsaved(form);
    give(form);
  });

  document.addEventListener("input", (event) => {
    const form = responseAt(event.target);
    if (!form || !["text", "textarea"].includes(event.target.type)) return;
    sayUnsaved(form);
    stopTyping(form);
    typing.set(form, { timer: setTimeout(() => give(form), REST), at: Date.now() });
    sayHowMany();
  });

  // Enter in a field of the whole form saves it; nothing is sent as a page.
  document.addEventListener("submit", (event) => {
    if (!isSheet() || !event.target.matches("form.response")) return;
    event.preventDefault();
    give(event.target);
  });

  window.addEventListener("online", flush);
  window.addEventListener("pagehide", giveTyped);
  // Back out of the browser's memory: what was written down when the page went is sent now.
  window.addEventListener("pageshow", (event) => { if (event.persisted && formsNow().length > 0) flush(); });
}
