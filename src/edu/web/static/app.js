// Comfort on top of pages that work without it: focus, the exam room's renewal, conditional fields.

/* ---- focus: to what is new, so that a keyboard or a screen reader goes on there ---- */

function focusNew(root) {
  const target = root.querySelector("[data-focus]") || (root.matches && root.matches("[data-focus]") ? root : null);
  if (target) target.focus({ preventScroll: true });
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
  document.querySelectorAll('#seats [name="seat"]').forEach((box) => {
    box.checked = ticked.includes(box.value);
    if (box.value === focused) box.focus({ preventScroll: true });
  });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "seats") { tickAgain(); return; }
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
