// Before and after: a slider cuts the earlier picture, a button shows both in turn.
const FLICKER_MS = 700;

export function compare(figure) {
  const slider = figure.querySelector("input[type=range]");
  const stack = figure.querySelector(".stack");
  const button = figure.querySelector("[data-flicker]");
  const cut = (share) => figure.style.setProperty("--cut", `${share}%`);
  slider.addEventListener("input", () => cut(slider.value));
  stack.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && event.buttons !== 1) return;
    const box = stack.getBoundingClientRect();
    slider.value = String(Math.round((100 * (event.clientX - box.left)) / box.width));
    cut(slider.value);
  });
  stack.addEventListener("dragstart", (event) => event.preventDefault());
  cut(slider.value);
  let clock = 0;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    figure.classList.toggle("flicker", on);
    figure.classList.toggle("early", on);
    clearInterval(clock);
    if (on) clock = setInterval(() => figure.classList.toggle("early"), FLICKER_MS);
  });
}
