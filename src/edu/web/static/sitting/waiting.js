// Before and after: the waiting room goes on by itself when the exam opens, the closing page when nothing can arrive any more,
// the page of a result to come when it is there, or when more time has opened the sitting again.

import { minutesAndSeconds } from "./clock.js";
import { fetchPage, sendForm } from "./page.js";
import { RETRY_AFTER } from "./sending.js";

const SECOND = 1000;
const ASK_EVERY = 10_000;
const ASK_SOON = 2000; // while an examiner may still take back the end

export function startWaiting() {
  const room = document.getElementById("waiting");
  const value = document.getElementById("waiting-value");
  if (!room || !value) return;
  const form = document.getElementById("begin");
  const end = performance.now() + Number(room.dataset.left) * SECOND;
  const button = form.querySelector("[data-wait]");
  if (button) button.hidden = true;
  const tick = () => {
    const rest = end - performance.now();
    value.textContent = minutesAndSeconds(Math.max(0, Math.ceil(rest / SECOND)));
    if (rest > 0) setTimeout(tick, Math.min(SECOND, rest + 5));
    else begin(room, form);
  };
  tick();
}

async function begin(room, form) {
  try {
    const { taken, status } = await sendForm(form.action);
    if (taken) { location.assign(`/attempts/${room.dataset.attempt}/form`); return; }
    if ([409, 422].includes(status)) { location.reload(); return; }
  } catch { /* no network: tried again below */ }
  setTimeout(() => begin(room, form), RETRY_AFTER);
}

export function startClosing() {
  const closing = document.getElementById("closing");
  if (closing) setTimeout(() => location.reload(), Number(closing.dataset.left) * SECOND);
}

async function askForResult() {
  const page = await fetchPage();
  if (page && !page.getElementById("pending")) location.reload();
}

export function startPending() {
  const pending = document.getElementById("pending");
  if (pending) setInterval(askForResult, "soon" in pending.dataset ? ASK_SOON : ASK_EVERY);
}
