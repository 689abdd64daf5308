// How each kind of item is read from its fields, and whether what was read leaves nothing open.

const valuesOf = (form, selector) => [...form.querySelectorAll(selector)].map((input) => input.value);
const chosenIn = (form) => valuesOf(form, '[name="choice"]:checked');
const rowOf = (select) => Number(select.name.split("-")[1]);
const rowsIn = (form) => [...form.querySelectorAll('select[name^="pair-"]')].sort((left, right) => rowOf(left) - rowOf(right));

const CHOICE = { read: (form) => ({ choice: chosenIn(form) }), complete: (given) => given.choice.length > 0 };
const TEXTS = {
  read: (form) => ({ texts: valuesOf(form, '[name^="blank-"], [name="text"]') }),
  complete: (given) => given.texts.every((text) => text.trim()),
};
const readPairs = (form) => ({ pairs: rowsIn(form).map((select) => select.value) });

const ENTRIES = {
  "single": CHOICE,
  "multiple": CHOICE,
  "true-false": {
    read: (form) => ({ truth: chosenIn(form).length > 0 ? chosenIn(form)[0] === "true" : null }),
    complete: (given) => given.truth !== null,
  },
  "fill-in": TEXTS,
  "numeric": TEXTS,
  "written": TEXTS,
  "ordering": {
    read: readPairs,
    complete: (given) => new Set(given.pairs.filter(Boolean)).size === given.pairs.length,
  },
  "matching": { read: readPairs, complete: (given) => given.pairs.every(Boolean) },
};

export const readResponse = (form) => ENTRIES[form.dataset.kind].read(form);
export const isComplete = (form) => ENTRIES[form.dataset.kind].complete(readResponse(form));
