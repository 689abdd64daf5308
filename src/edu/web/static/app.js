// Comfort on top of pages that work without it: focus, the exam room's renewal, conditional fields.

/* ---- focus: to what is new, so that a keyboard or a screen reader goes on there ---- */

function focusNew(root) {
  const target = root.querySelector("[data-focus]") ?? (root.matches("[data-focus]") ? root : null);
  target?.focus({ preventScroll: true });
}

/* ---- the exam room renews itself: ticks, focus and scroll stay ---- */

let ticked = [];
let focused = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "seats") return;
  ticked = [...document.querySelectorAll('#seats [name="seat"]:checked')].map((box) => box.value);
  focused = document.activeElement?.name === "seat" ? document.activeElement.value : "";
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const before = event.detail.target.querySelector('[name="seat"]');
  const after = event.detail.fragment.querySelector('[name="seat"]');
  if (!before || !after) return;
  after.toggleAttribute("checked", before.checked);
  if (before === document.activeElement) requestAnimationFrame(() => document.getElementById(event.detail.target.id)?.querySelector('[name="seat"]').focus({ preventScroll: true }));
});

function tickAgain() {
  for (const box of document.querySelectorAll('#seats [name="seat"]')) {
    box.checked = ticked.includes(box.value);
    if (box.value === focused) box.focus({ preventScroll: true });
  }
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "seats") { tickAgain(); return; }
  const fresh = document.getElementById(event.detail.target.id);
  if (fresh) focusNew(fresh);
});

/* ---- fields that are asked only under a condition ---- */

function showConditional(form) {
  for (const box of form.querySelectorAll("[data-only-if]")) {
    const [key, wanted] = box.dataset.onlyIf.split("=");
    const given = form.querySelector(`[name="${key}"]:checked`)?.value ?? "";
    box.hidden = given !== wanted;
  }
}

/* ---- start ---- */

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".error-summary[data-focus]");
  if (summary) summary.focus();
  const asking = [...document.querySelectorAll("[data-only-if]")].map((box) => box.closest("form"));
  for (const form of new Set(asking)) {
    showConditional(form);
    form.addEventListener("change", () => showConditional(form));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
});
