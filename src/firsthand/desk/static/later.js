// What takes a while is asked for by hand, and stands in its place when it has come.
export function later(place) {
  const link = place.querySelector("[data-fetch]");
  link?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.textContent = "Working…";
    link.setAttribute("aria-disabled", "true");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(place.dataset.later, { headers: { "X-Fragment": "1" } });
      if (!answer.ok) throw new Error(answer.statusText);
      place.innerHTML = await answer.text();
    } catch {
      location.assign(link.href);
    } finally {
      place.removeAttribute("aria-busy");
    }
  });
}
