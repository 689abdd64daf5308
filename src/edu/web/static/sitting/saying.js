// What the page says about saving: a line for each question, how many wait, and which numbers are answered.

import { isComplete } from "./entries.js";
import { countWaiting } from "./given.js";
import { sitting, slotOf } from "./page.js";

const lineOf = (form) => form?.querySelector(".saved") ?? document.getElementById("saved");

export function say(form, text, dress) {
  const line = lineOf(form);
  if (!line) return;
  line.className = `saved ${dress}`;
  line.textContent = text;
}

// A line has its own words, or those of the whole form.
const wordOf = (form, name) => lineOf(form)?.dataset[name] ?? sitting()?.dataset[name] ?? "";

export const sayUnsaved = (form) => say(form, wordOf(form, "unsaved"), "saved-wait");
export const sayNotSaved = (form, why) => say(form, why || wordOf(form, "failed"), "saved-wrong");

export function sayHowMany() {
  const line = document.getElementById("all-saved");
  if (!line) return;
  const waiting = countWaiting();
  line.textContent = waiting > 0 ? line.dataset.waiting.replace("COUNT", waiting) : line.dataset.done;
  line.className = `saved ${waiting > 0 ? "saved-wait" : "saved-ok"}`;
}

export function markPalette(form) {
  const complete = isComplete(form);
  const button = document.getElementById(`slot-${slotOf(form) + 1}`);
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
