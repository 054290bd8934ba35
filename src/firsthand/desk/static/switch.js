// Light, dark, or as the system has it; the choice is kept in this browser.
const NEXT = { "": "light", light: "dark", dark: "" };
const SAYS = { "": "Colours: as the system", light: "Colours: light", dark: "Colours: dark" };

export function switchTheme(page) {
  const button = page.querySelector("[data-theme-switch]");
  if (!button) return;
  const root = page.documentElement;
  const say = () => {
    button.setAttribute("aria-label", SAYS[root.dataset.theme ?? ""]);
    button.title = SAYS[root.dataset.theme ?? ""];
  };
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    const chosen = NEXT[root.dataset.theme ?? ""];
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    try {
      if (chosen) localStorage.setItem("theme", chosen);
      else localStorage.removeItem("theme");
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
    say();
    page.dispatchEvent(new CustomEvent("themechange"));
  });
}
