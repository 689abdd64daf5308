// Another tab or device was newer, or had left something behind: its response is shown in place of what stands here.

import { dropOwn, isBusy } from "./given.js";
import { fetchPage, formOf, formsNow, isSheet, leave, sitting } from "./page.js";
import { markPalette, say } from "./saying.js";

// False: it could not be fetched.
export async function showNewer(slot) {
  const page = await fetchPage();
  if (!page) return false;
  dropOwn(slot);
  const form = formOf(slot);
  if (!form) return true;
  replaceForm(form, page);
  say(formOf(slot), sitting().dataset.stale, "saved-wrong");
  return true;
}

// What was saved for another tab, save where something is being changed here. A form alone on its page holds the palette
// of all: it is drawn anew for any of them. The slots that are dealt with.
export async function showSaved(slots) {
  const page = await fetchPage();
  if (!page) return [];
  const forms = new Set(slots.map((slot) => formOf(slot) ?? (isSheet() ? undefined : formsNow()[0])));
  for (const form of forms) if (form && !isBusy(Number(form.dataset.slot))) replaceForm(form, page);
  return slots;
}

function replaceForm(form, page) {
  const fresh = page.getElementById(form.id);
  if (fresh?.dataset.slot !== form.dataset.slot) { leave(); return; } // the server shows something else by now
  const focused = form.contains(document.activeElement) ? document.activeElement.id : "";
  form.replaceWith(fresh);
  window.htmx?.process(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  markPalette(fresh);
}
