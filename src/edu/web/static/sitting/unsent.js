// Responses that are written down here and not yet acknowledged: each under a name of its own, so that two tabs never
// overwrite each other. Its parts: page, slot, key, seen, given, and at: when, by this browser's clock.

const memory = new Map(); // where the browser keeps nothing for us

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const PAGE = newKey().slice(0, 8); // this page, among the tabs that keep theirs in one place

export const isOwn = (unsent) => unsent.page === PAGE;

export function keepUnsent(attempt, values) {
  const name = newName(attempt);
  const unsent = { ...values, key: newKey(), page: PAGE };
  memory.set(name, unsent);
  try { localStorage.setItem(name, JSON.stringify(unsent)); } catch { /* the memory has it */ }
}

export function dropUnsent(name) {
  memory.delete(name);
  try { localStorage.removeItem(name); } catch { /* it never was there */ }
}

// [name, unsent], in the order in which they were given.
export function listUnsent(attempt) {
  const start = `save:${attempt}:`;
  const found = new Map([...memory].filter(([name]) => name.startsWith(start)));
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(start) && !found.has(name)) found.set(name, JSON.parse(localStorage.getItem(name)));
    }
  } catch { /* the memory has what this tab gave */ }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1));
}

function newName(attempt) {
  const last = listUnsent(attempt).at(-1);
  const number = last ? Number(last[0].split(":")[2].split("-")[0]) + 1 : 1;
  return `save:${attempt}:${String(number).padStart(8, "0")}-${newKey().slice(0, 8)}`;
}
