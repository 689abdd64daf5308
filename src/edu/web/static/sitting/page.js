// What stands on the page of a running sitting, and the way back to the server.

export const sitting = () => document.getElementById("sitting");
export const timerNow = () => document.getElementById("timer");
export const attemptNow = () => sitting()?.dataset.attempt;
export const isSheet = () => sitting()?.classList.contains("sheet") ?? false; // all questions on one page

export const formsNow = () => [...document.querySelectorAll("form.response")];
export const formOf = (slot) => formsNow().find((form) => slotOf(form) === slot);
export const slotOf = (form) => Number(form.dataset.slot);
export const seenOf = (form) => form.querySelector('[name="seen"]');

export const tokenNow = () => document.querySelector('#sitting [name="_csrf_token"], #begin [name="_csrf_token"]')?.value ?? "";

// Beyond the end of the page, if need be. False: it did not arrive.
export async function post(leaf, values) {
  try {
    const reply = await fetch(`/attempts/${attemptNow()}/${leaf}`, {
      method: "POST", body: JSON.stringify(values), keepalive: true,
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokenNow() },
    });
    return reply.ok;
  } catch {
    return false;
  }
}

// A form as a page without script sends it. True: the server took it, wherever it leads.
export async function sendForm(action) {
  const reply = await fetch(action, {
    method: "POST", body: new URLSearchParams({ _csrf_token: tokenNow() }), redirect: "manual",
  });
  return { taken: reply.type === "opaqueredirect" || reply.ok, status: reply.status };
}

// This page as the server draws it now. Nothing without a network.
export async function fetchPage() {
  const page = await fetch(location.pathname).then((reply) => (reply.ok ? reply.text() : ""), () => "");
  return page && new DOMParser().parseFromString(page, "text/html");
}

export function leave() {
  location.assign(timerNow().dataset.done);
}
