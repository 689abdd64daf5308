// The whole form on one page: flags and notes for oneself, and the dialog before the hand-in.

import { isComplete } from "./entries.js";
import { handIn } from "./handing_in.js";
import { formsNow, post, sitting, slotOf } from "./page.js";
import { markPalette } from "./saying.js";
import { RETRY_AFTER } from "./sending.js";

const REST = 700;
const noteTimers = new Map(); // form -> the timer of its note

function keepNote(form, after = REST) {
  clearTimeout(noteTimers.get(form));
  const text = form.querySelector(".note-text");
  noteTimers.set(form, setTimeout(async () => {
    const kept = await post("notes", { slot: slotOf(form), words: text.value });
    form.querySelector(".note-said").textContent = kept ? "✓" : sitting().dataset.failed;
    if (!kept) keepNote(form, RETRY_AFTER);
  }, after));
}

async function keepFlag(form, button) {
  const flagged = button.getAttribute("aria-pressed") === "true";
  const kept = await post("notes", { slot: slotOf(form), flagged });
  if (!kept) setTimeout(() => keepFlag(form, button), RETRY_AFTER);
}

function turnFlag(button) {
  const form = button.closest("form.response");
  const flagged = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(flagged));
  document.getElementById(`slot-${slotOf(form) + 1}`)?.classList.toggle("is-flagged", flagged);
  markPalette(form);
  keepFlag(form, button);
}

function listOpen(dialog) {
  const list = document.getElementById("hand-in-list");
  const words = sitting().dataset;
  const open = formsNow().filter((form) => !isComplete(form));
  const marked = formsNow().filter((form) => form.querySelector('.flag[aria-pressed="true"]'));
  list.replaceChildren(makeLine(dialog, open.length > 0 ? words.some : words.all, open));
  if (marked.length > 0) list.append(makeLine(dialog, words.marked, marked));
}

function makeLine(dialog, title, forms) {
  const line = document.createElement("p");
  line.textContent = `${title} `;
  for (const form of forms) {
    const link = document.createElement("a");
    link.href = `#${form.id}`;
    link.textContent = slotOf(form) + 1;
    link.addEventListener("click", () => dialog.close());
    line.append(link, " ");
  }
  return line;
}

function openDialog(event) {
  const dialog = document.getElementById("hand-in-dialog");
  if (!dialog?.showModal) return; // the link leads to a page of its own
  event.preventDefault();
  listOpen(dialog);
  document.getElementById("hand-in-error").hidden = true;
  dialog.showModal();
}

export function startSheet() {
  document.addEventListener("input", (event) => {
    if (event.target.classList.contains("note-text")) keepNote(event.target.closest("form.response"));
  });
  document.addEventListener("click", (event) => {
    const flag = event.target.closest("button.flag");
    if (flag) turnFlag(flag);
    if (event.target.closest("#hand-in, #finish-part button")) openDialog(event);
    const button = event.target.closest("#hand-in-now");
    if (!button) return;
    event.preventDefault();
    handIn(button.dataset.action);
  });
}
