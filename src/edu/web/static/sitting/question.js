// One question a page: going on waits for what was given, and says so where it cannot.

import { countWaiting } from "./given.js";
import { flushWhole } from "./giving.js";
import { formsNow } from "./page.js";
import { sayNotSaved } from "./saying.js";
import { forgetSeen, isSending } from "./sending.js";

async function goOnWhenSaved(request) {
  if (await flushWhole()) request.issueRequest();
}

export function startQuestion() {
  // The form leaves the page only when all of it is saved.
  document.addEventListener("htmx:confirm", (event) => {
    const [form] = formsNow();
    if (!form || event.target !== form || (countWaiting() === 0 && !isSending())) return;
    event.preventDefault();
    goOnWhenSaved(event.detail);
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => sayNotSaved(formsNow()[0]));
  }
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "sitting") forgetSeen(); });
}
