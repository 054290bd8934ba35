// One record may stand in several places of a page: pointing at one lights the others.
export function linked(page) {
  const light = (event, on) => {
    const element = event.target.closest?.("[data-ref]");
    if (!element?.dataset.ref) return;
    const places = page.querySelectorAll(`[data-ref="${CSS.escape(element.dataset.ref)}"]`);
    if (places.length > 1) for (const place of places) place.classList.toggle("lit", on);
  };
  for (const name of ["pointerover", "focusin"]) page.addEventListener(name, (event) => light(event, true));
  for (const name of ["pointerout", "focusout"]) page.addEventListener(name, (event) => light(event, false));
  for (const mark of page.querySelectorAll("mark[data-ref]")) {
    mark.addEventListener("click", () => {
      const note = page.querySelector(`.note[data-ref="${CSS.escape(mark.dataset.ref)}"] a[href^="/claim/"]`);
      note?.focus();
    });
  }
}
