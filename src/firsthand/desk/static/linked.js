// One record may stand in several places of a page: pointing at one lights the others.
export function linked(page) {
  const places = new Map();
  for (const element of page.querySelectorAll("[data-ref]")) {
    const ref = element.dataset.ref;
    if (!places.has(ref)) places.set(ref, []);
    places.get(ref).push(element);
  }
  const light = (ref, on) => {
    for (const element of places.get(ref) ?? []) element.classList.toggle("lit", on);
  };
  for (const [ref, elements] of places) {
    if (elements.length < 2) continue;
    for (const element of elements) {
      for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, () => light(ref, true));
      for (const name of ["pointerleave", "focusout"]) element.addEventListener(name, () => light(ref, false));
    }
  }
  for (const mark of page.querySelectorAll("mark[data-ref]")) {
    mark.addEventListener("click", () => {
      const note = page.querySelector(`.note[data-ref="${CSS.escape(mark.dataset.ref)}"] a[href^="/claim/"]`);
      note?.focus();
    });
  }
}
