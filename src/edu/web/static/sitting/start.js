// A page that belongs to a sitting gets what it needs; any other nothing.

import { startCountdown } from "./clock.js";
import { startGiving } from "./giving.js";
import { startLive } from "./live.js";
import { attemptNow, formsNow, isSheet, seenOf, sitting } from "./page.js";
import { startQuestion } from "./question.js";
import { sayHowMany } from "./saying.js";
import { flush } from "./sending.js";
import { startSheet } from "./sheet.js";
import { listUnsent } from "./unsent.js";
import { startClosing, startPending, startWaiting } from "./waiting.js";

function startSitting() {
  startGiving();
  if (isSheet()) startSheet();
  else startQuestion();
  startCountdown();
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "sitting") startCountdown(); });
  startLive();
  const known = listUnsent(attemptNow()).length > 0 || formsNow().some((form) => Number(seenOf(form).value) > 0);
  if (known) sayHowMany();
  flush(); // what is here from before a reload or a crash
}

startWaiting();
startClosing();
startPending();
if (sitting()) startSitting();
