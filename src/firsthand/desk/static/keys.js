// "/" goes to the search box; "j" and "k" go to the next and the previous entry.
const ENTRIES = "article.claim h3 a, article a.who, .rows > li a:not([tabindex]), .hits li a, .note a.who";

export function keys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "/") {
      event.preventDefault();
      page.querySelector("#q")?.focus();
    } else if (event.key === "j" || event.key === "k") {
      step(page, event.key === "j" ? 1 : -1);
    }
  });
}

function step(page, by) {
  const entries = [...page.querySelectorAll(ENTRIES)].filter((entry) => entry.offsetParent !== null);
  const here = entries.indexOf(page.activeElement);
  entries[Math.min(Math.max(here + by, 0), entries.length - 1)]?.focus();
}
