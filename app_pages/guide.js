// What the server cannot do: follow links without losing the session, scroll, show a carriage return, copy, tell which
// button of a turn was pressed, tell a screen reader once that an answer is there, and let the field for files keep its name.
// Nothing here builds markup from the text of a document.

const scrolled = (window.needlepointScrolled ??= new Map());
const HOLD = 1500; // milliseconds
const COPIED = 2000; // milliseconds
const MOVES = ["wheel", "touchmove", "pointerdown", "keydown"];
const main = () => document.querySelector('[data-testid="stMain"]');

function follow(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-inside]");
  if (!link) return;
  event.preventDefault();
  scrolled.set(window.needlepointPlace, main().scrollTop);
  if (link.href === location.href) return;
  // A full page load would start a new session. Streamlit listens to popstate, as for the browser's back button.
  history.pushState(null, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

// The HTML parser turns every carriage return into a line feed, so the page marks where they stand.
function restoreCarriageReturns() {
  for (const mark of document.querySelectorAll("wbr[data-cr]")) mark.replaceWith(document.createTextNode("\r"));
}

// Streamlit names the field for files and gives it the role "presentation", which takes the name away again.
function nameFileFields() {
  const fields = document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]');
  for (const field of fields) field.setAttribute("role", "group");
}

// One live region for the whole page, so that it is there before anything is said in it.
function say(words) {
  let region = document.getElementById("np-live");
  if (!region) {
    region = document.createElement("p");
    region.id = "np-live";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = "";
  setTimeout(() => (region.textContent = words), 100);
}

function sayAnswers({ place, heard }) {
  const told = (window.needlepointTold ??= new Set());
  for (const answer of document.querySelectorAll(".np-answer[data-said]")) {
    const name = `${place} ${answer.dataset.number}`;
    if (Number(answer.dataset.number) < heard || told.has(name)) continue;
    told.add(name);
    say(answer.dataset.said);
  }
}

// Where a page is not trusted with the clipboard (http from another computer), the old way may still work.
function copyTheOldWay(words) {
  const field = document.createElement("textarea");
  field.value = words;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("not copied");
}

async function copy(event) {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
    else copyTheOldWay(button.dataset.copy);
    say(button.dataset.copied);
    button.classList.add("np-copied");
    setTimeout(() => button.classList.remove("np-copied"), COPIED);
  } catch {
    say(button.dataset.failed);
    button.title = button.dataset.failed;
  }
  button.focus();
}

// A paragraph that is opened shows its marked words at once; only its own box is scrolled, never the page.
function showMark(event) {
  const box = event.target.open && event.target.querySelector?.(".np-around-text");
  const mark = box && box.querySelector("mark");
  if (!mark) return;
  const below = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += below - box.clientHeight / 3;
}

function lookAt(id) {
  const element = document.getElementById(id);
  if (!element) return;
  const isQuote = element.tagName === "MARK";
  element.scrollIntoView({ block: isQuote ? "center" : "start" });
  if (isQuote) element.focus({ preventScroll: true });
}

export default function ({ data, setTriggerValue }) {
  const top = scrolled.get(data.place);
  const isNew = window.needlepointPlace !== data.place;
  window.needlepointPlace = data.place;
  // Streamlit follows the end of a growing page; an answer is read from its beginning. So the place is held while
  // things still arrive, and let go of as soon as the reader moves.
  let heldUntil = isNew ? performance.now() + HOLD : 0;
  let wasWaiting = false;
  const hold = () => {
    if (performance.now() > heldUntil) return;
    if (top === undefined) lookAt(data.look);
    else main().scrollTop = top;
  };
  const arrive = () => {
    restoreCarriageReturns();
    nameFileFields();
    sayAnswers(data);
    const isWaiting = document.querySelector(".np-waiting") !== null;
    if (heldUntil && (isWaiting || wasWaiting)) heldUntil = performance.now() + HOLD;
    wasWaiting = isWaiting;
    hold();
  };
  const press = (event) => {
    const button = event.target.closest?.("button[data-press]");
    if (!button || event.detail > 1) return; // the second click of a double one asks nothing twice
    button.focus(); // Safari does not, and a dialog gives the focus back to where it was
    setTriggerValue("pressed", button.dataset.press);
  };
  const letGo = () => (heldUntil = 0);
  const observer = new MutationObserver(arrive);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", follow);
  document.addEventListener("click", copy);
  document.addEventListener("click", press);
  document.addEventListener("toggle", showMark, true);
  document.addEventListener("scroll", hold, true);
  for (const move of MOVES) document.addEventListener(move, letGo, true);
  arrive();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", follow);
    document.removeEventListener("click", copy);
    document.removeEventListener("click", press);
    document.removeEventListener("toggle", showMark, true);
    document.removeEventListener("scroll", hold, true);
    for (const move of MOVES) document.removeEventListener(move, letGo, true);
  };
}
