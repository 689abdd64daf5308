// Handing in, and leaving a part: never before all that was given is saved. The page stays when it fails.

import { flushWhole } from "./giving.js";
import { leave, sendForm, sitting } from "./page.js";

// True: it is handed in, and the page goes.
export async function handIn(action) {
  const button = document.getElementById("hand-in-now");
  if (button) button.disabled = true;
  if (await isTaken(action)) { leave(); return true; }
  if (button) button.disabled = false;
  const error = document.getElementById("hand-in-error");
  if (error) {
    error.textContent = sitting().dataset.refused;
    error.hidden = false;
  }
  return false;
}

async function isTaken(action) {
  try {
    return (await flushWhole()) && (await sendForm(action)).taken;
  } catch {
    return false; // no network
  }
}
