// Three things the server cannot do: follow links without losing the session, scroll, and show a carriage return.
// Nothing here builds markup from the text of a document.

const scrolled = (window.needlepointScrolled ??= new Map());
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

function scrollBack(top) {
  main().scrollTop = top;
  return Math.abs(main().scrollTop - top) < 2;
}

function lookAt(id) {
  const element = document.getElementById(id);
  if (!element) return false;
  const isQuote = element.tagName === "MARK";
  element.scrollIntoView({ block: isQuote ? "center" : "start" });
  if (isQuote) element.focus({ preventScroll: true });
  return true;
}

export default function ({ data }) {
  const isNew = window.needlepointPlace !== data.place;
  const top = scrolled.get(data.place);
  window.needlepointPlace = data.place;
  let isPending = isNew;
  const attend = () => {
    restoreCarriageReturns();
    if (isPending && (top === undefined ? lookAt(data.look) : scrollBack(top))) isPending = false;
  };
  const observer = new MutationObserver(attend);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", follow);
  attend();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", follow);
  };
}
