// Entries to be put in order: with script they move up and down; the fields with their places are sent all the same.

const LAST = 1000; // behind every place
const placeOf = (entry) => Number(entry.querySelector("select").value) || LAST;
const placesIn = (list) => [...list.querySelectorAll("select")];

// The moves are worth showing only where they work.
function showMoves() {
  for (const moves of document.querySelectorAll(".row-moves[hidden]")) moves.hidden = false;
}

// Entries stand as they are placed; those without a place keep their order behind the others.
function sortEntries(list) {
  list.append(...[...list.children].sort((left, right) => placeOf(left) - placeOf(right)));
}

function moveEntry(button) {
  const list = button.closest(".row-list");
  const entry = button.closest(".row-entry");
  sortEntries(list);
  const other = button.dataset.move === "1" ? entry.nextElementSibling : entry.previousElementSibling;
  if (other && button.dataset.move === "1") other.after(entry);
  else if (other) other.before(entry);
  for (const [place, select] of placesIn(list).entries()) select.value = String(place + 1);
  button.focus();
  const said = list.parentElement.querySelector(".moved");
  const place = [...list.children].indexOf(entry) + 1;
  said.textContent = said.dataset.moved
    .replace("LETTER", entry.dataset.letter).replace("PLACE", place).replace("COUNT", list.children.length);
  entry.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.move");
  if (button) moveEntry(button);
});

new MutationObserver(showMoves).observe(document.documentElement, { childList: true, subtree: true });
showMoves();
