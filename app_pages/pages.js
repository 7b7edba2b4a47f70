// Pages of files as they look: asks for a picture when its place is opened, puts it there, and asks for a larger one.
// Nothing here builds markup from the text of a document.

const KEPT = 16; // pictures of some 300 kB each
const kept = (window.needlepointPages ??= new Map());

function fill(box, { place, src, alt, said, larger }) {
  box.dataset.filled = "";
  const note = box.querySelector("p");
  note.textContent = said;
  if (!src) return;
  const image = document.createElement("img");
  Object.assign(image, { src, alt, className: "np-picture" });
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "np-copy", textContent: larger });
  button.dataset.larger = place;
  note.after(button, image);
  image.decode().then(() => showMark(box), () => {});
}

// Only the box is scrolled, never the page.
function showMark(box) {
  const image = box.querySelector("img");
  const top = kept.get(box.dataset.pageOf)?.top;
  if (!image || top === undefined) return;
  const below = image.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTop = below + top * image.clientHeight - box.clientHeight / 3;
}

export default function ({ data, setTriggerValue }) {
  const asked = new Set();
  if (data.place) {
    kept.set(data.place, data);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }
  const look = (box) => {
    const { pageOf } = box.dataset;
    if (kept.has(pageOf)) fill(box, kept.get(pageOf));
    else if (!asked.has(pageOf)) setTriggerValue("page", pageOf);
    asked.add(pageOf);
  };
  // Whatever was opened before this listened is found here.
  const arrive = () => {
    for (const box of document.querySelectorAll("details[open] > [data-page-of]:not([data-filled])")) look(box);
  };
  const open = (event) => {
    const box = event.target.open && event.target.querySelector?.(":scope > [data-page-of]");
    if (!box) return;
    asked.delete(box.dataset.pageOf);
    if ("filled" in box.dataset) showMark(box);
    else look(box);
  };
  const enlarge = (event) => {
    const button = event.target.closest?.("button[data-larger]");
    if (button) setTriggerValue("larger", button.dataset.larger);
  };
  const observer = new MutationObserver(arrive);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("toggle", open, true);
  document.addEventListener("click", enlarge);
  arrive();
  return () => {
    observer.disconnect();
    document.removeEventListener("toggle", open, true);
    document.removeEventListener("click", enlarge);
  };
}
