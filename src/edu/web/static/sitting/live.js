// The live channel, the same for both layouts: heard every other second are the server's clock, words from the examiner and
// an end; told are signals for the examiner, noticed and never judged.

import { readClock, setLeft } from "./clock.js";
import { attemptNow, leave, post, slotOf, timerNow } from "./page.js";

const HEAR_EVERY = 2000;
const TELL_EVERY = 5000;
const AT_ONCE = 20; // signals in one message
const BRIEFLY = 2; // seconds away that nobody needs to hear of
const DAY = 86_400;

const isRunning = () => Boolean(attemptNow() && timerNow());

/* ---- heard ---- */

async function hear() {
  if (!isRunning()) return;
  const told = await readClock();
  if (!told || !isRunning()) return; // without a network the page counts on by itself
  showNotices(told.notices);
  if (told.state === "started") setLeft(told.left);
  else leave();
}

function showNotices(told) {
  const notices = document.getElementById("notices");
  for (const notice of told) {
    if (notice.id <= Number(notices.dataset.last)) continue;
    notices.dataset.last = notice.id;
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = notice.said;
    notices.append(line);
  }
}

/* ---- told ---- */

const signals = [];
let awaySince;

function noteAway() {
  if (isRunning()) awaySince ??= performance.now();
}

function noteBack() {
  if (awaySince === undefined) return;
  const seconds = Math.round((performance.now() - awaySince) / 1000);
  awaySince = undefined;
  if (seconds >= BRIEFLY) signals.push({ kind: "left", seconds: Math.min(seconds, DAY) });
}

function noteClipboard(kind, target) {
  if (!isRunning()) return;
  const form = target instanceof Element ? target.closest("form.response") : null;
  signals.push(form ? { kind, slot: slotOf(form) } : { kind });
}

async function tell() {
  if (signals.length === 0 || !isRunning()) return;
  const batch = signals.splice(0, AT_ONCE);
  if (!(await post("signals", { signals: batch }))) signals.unshift(...batch.slice(0, AT_ONCE - signals.length));
}

export function startLive() {
  window.addEventListener("blur", noteAway);
  window.addEventListener("focus", noteBack);
  document.addEventListener("visibilitychange", () => (document.hidden ? noteAway() : noteBack()));
  document.addEventListener("paste", (event) => noteClipboard("pasted", event.target));
  document.addEventListener("copy", (event) => noteClipboard("copied", event.target));
  window.addEventListener("pagehide", () => { noteBack(); tell(); });
  hear();
  setInterval(hear, HEAR_EVERY);
  setInterval(tell, TELL_EVERY);
}
