// Comfort on top of pages that work without it: countdown, saving while one answers, focus, conditional fields.
"use strict";

const SECOND = 1000;

/* ---- the countdown: from the server's remaining seconds and a clock that nobody can turn back ---- */

let countdown = null;

function startCountdown() {
  clearInterval(countdown);
  const timer = document.getElementById("timer");
  if (!timer) return;
  const value = timer.querySelector(".timer-value");
  const said = document.getElementById("timer-said");
  const end = performance.now() + Number(timer.dataset.left) * SECOND;
  const marks = [[600, timer.dataset.ten], [300, timer.dataset.five], [60, timer.dataset.one]]
    .filter(([seconds]) => seconds < Number(timer.dataset.left));
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / SECOND));
    value.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.classList.toggle("timer-short", left <= 300);
    while (marks.length && left <= marks[0][0]) said.textContent = marks.shift()[1];
    if (left === 0) {
      clearInterval(countdown);
      setTimeout(() => location.assign(timer.dataset.done), 1500);
    }
  };
  tick();
  countdown = setInterval(tick, SECOND);
}

/* ---- saving while one answers: visibly unsaved until the server's receipt is here ---- */

let typing = null;
let retry = null;
let changes = 0; // given on this page
let sent = 0; // of them, how many the request under way has taken along

function sayUnsaved() {
  const line = document.getElementById("saved");
  if (!line) return;
  line.className = "saved saved-wait";
  line.textContent = line.dataset.unsaved;
}

function keepSoon(form, delay) {
  changes += 1;
  sayUnsaved();
  clearTimeout(typing);
  typing = setTimeout(() => form.dispatchEvent(new Event("keep")), delay);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#response");
  if (form) keepSoon(form, 0);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("#response");
  if (form && event.target.type === "text") keepSoon(form, 700);
});

document.addEventListener("submit", () => clearTimeout(typing), true);

document.addEventListener("htmx:configRequest", () => { sent = changes; });

// A receipt is for what was sent: what was given since then waits for its own.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "saved" && sent < changes) sayUnsaved();
});

function sayNotSaved() {
  const line = document.getElementById("saved");
  const form = document.getElementById("response");
  if (!line || !form) return;
  line.className = "saved saved-wrong";
  line.textContent = line.dataset.failed;
  clearTimeout(retry);
  retry = setTimeout(() => form.dispatchEvent(new Event("keep")), 3 * SECOND);
}

document.addEventListener("htmx:sendError", sayNotSaved);
document.addEventListener("htmx:timeout", sayNotSaved);
document.addEventListener("htmx:responseError", sayNotSaved);

/* ---- focus: to what is new, so that a keyboard or a screen reader goes on there ---- */

function focusNew(root) {
  const target = root.querySelector("[data-focus]") || (root.matches && root.matches("[data-focus]") ? root : null);
  if (target) target.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "saved") return;
  startCountdown();
  const fresh = document.getElementById(event.detail.target.id);
  if (fresh) focusNew(fresh);
});

/* ---- fields that are asked only under a condition ---- */

function showConditional(form) {
  form.querySelectorAll("[data-only-if]").forEach((box) => {
    const [key, wanted] = box.dataset.onlyIf.split("=");
    const chosen = form.querySelector(`[name="${key}"]:checked`);
    const given = chosen ? chosen.value : "";
    box.hidden = given !== wanted;
  });
}

/* ---- start ---- */

document.addEventListener("DOMContentLoaded", () => {
  startCountdown();
  const summary = document.querySelector(".error-summary[data-focus]");
  if (summary) summary.focus();
  document.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-only-if]")) return;
    showConditional(form);
    form.addEventListener("change", () => showConditional(form));
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
});
