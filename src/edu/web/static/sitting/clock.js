// How much time is left: what the server said last, counted on by a clock that nobody can turn back. At the end what is
// still here is sent, and the sitting is handed in.

import { giveTyped } from "./giving.js";
import { handIn } from "./handing_in.js";
import { attemptNow, formsNow, leave, timerNow } from "./page.js";
import { RETRY_AFTER } from "./sending.js";

const SECOND = 1000;
const SHORT = 300; // seconds; from here on the clock looks urgent
const LOOK = 1500; // how long a page that holds nothing unsaved shows that the time is over

let countdown;
let isOver = false;

export const minutesAndSeconds = (left) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;

// The server's word: state, left (in seconds) and notices. Nothing without a network.
export async function readClock() {
  const asked = performance.now();
  try {
    const reply = await fetch(`/attempts/${attemptNow()}/clock`, { headers: { Accept: "application/json" } });
    if (!reply.ok) return null;
    const told = await reply.json();
    // Less the way to the server and back: the page is never open for words that come too late.
    return { ...told, left: Math.max(0, told.left - (performance.now() - asked) / SECOND) };
  } catch {
    return null;
  }
}

export function setLeft(seconds) {
  timerNow().dataset.left = seconds;
  startCountdown();
}

export function startCountdown() {
  clearTimeout(countdown);
  const timer = timerNow();
  if (!timer) return;
  const value = timer.querySelector(".timer-value");
  const said = document.getElementById("timer-said");
  const end = performance.now() + Number(timer.dataset.left) * SECOND;
  const marks = [[600, timer.dataset.ten], [300, timer.dataset.five], [60, timer.dataset.one]]
    .filter(([seconds]) => seconds < Number(timer.dataset.left));
  const tick = () => {
    const rest = end - performance.now();
    const left = Math.max(0, Math.ceil(rest / SECOND));
    value.textContent = minutesAndSeconds(left);
    timer.classList.toggle("timer-short", left <= SHORT);
    while (marks.length > 0 && left <= marks[0][0]) [, said.textContent] = marks.shift();
    if (left > 0) countdown = setTimeout(tick, rest % SECOND + 1); // as the second changes, and at the end without delay
    else meetEnd();
  };
  tick();
}

async function meetEnd() {
  if (formsNow().length === 0) { setTimeout(leave, LOOK); return; }
  if (isOver) return;
  isOver = true;
  giveTyped();
  const told = await readClock();
  if (told?.state === "started" && told.left > 1) { // by the server's clock, which alone counts, there is time
    isOver = false;
    setLeft(told.left);
    return;
  }
  for (const field of document.querySelectorAll("form.response :is(input:not([type=hidden]), select, textarea, button)")) field.disabled = true;
  handInOver();
}

async function handInOver() {
  if (!(await handIn(`/attempts/${attemptNow()}/hand-in`))) setTimeout(handInOver, RETRY_AFTER);
}
