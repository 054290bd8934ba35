// Before and after: swipe, flicker or side by side; zoom and place are the same for both pictures.
const FLICKER_MS = 700;
const MOST_ZOOM = 12;
const STEP = 1.5;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export function compare(figure) {
  const stack = figure.querySelector(".stack");
  const slider = figure.querySelector("input[type=range]");
  const said = figure.querySelector("[data-said]");
  const view = { zoom: 1, x: 0, y: 0 };
  figure.classList.add("ready");
  figure.querySelector(".controls").hidden = false;

  const pane = () => figure.querySelector(".pane.after").getBoundingClientRect();
  const cut = (share) => {
    slider.value = String(Math.round(share));
    figure.style.setProperty("--cut", `${share}%`);
  };
  const place = () => {
    const box = pane();
    view.x = Math.min(0, Math.max(view.x, box.width * (1 - view.zoom)));
    view.y = Math.min(0, Math.max(view.y, box.height * (1 - view.zoom)));
    figure.style.setProperty("--zoom", view.zoom);
    figure.style.setProperty("--x", `${view.x}px`);
    figure.style.setProperty("--y", `${view.y}px`);
    figure.classList.toggle("near", view.zoom > 1);
    figure.classList.toggle("close", view.zoom > 4);
  };
  const zoom = (factor, at) => {
    const box = pane();
    const point = at ?? { x: box.width / 2, y: box.height / 2 };
    const next = Math.min(Math.max(view.zoom * factor, 1), MOST_ZOOM);
    view.x = point.x - ((point.x - view.x) * next) / view.zoom;
    view.y = point.y - ((point.y - view.y) * next) / view.zoom;
    view.zoom = next;
    place();
    said.textContent = next === 1 ? "The whole picture" : `Both pictures enlarged ${next.toFixed(1)} times`;
  };
  const move = (x, y) => {
    view.x += x;
    view.y += y;
    place();
  };
  const reset = () => {
    Object.assign(view, { zoom: 1, x: 0, y: 0 });
    place();
    said.textContent = "The whole picture";
  };

  const blink = flicker(figure, said);
  const mode = (chosen) => {
    figure.dataset.mode = chosen;
    for (const button of figure.querySelectorAll("button[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === chosen));
    }
    blink(chosen === "flicker");
    reset();
  };
  for (const button of figure.querySelectorAll("button[data-mode]")) {
    button.addEventListener("click", () => mode(button.dataset.mode === figure.dataset.mode ? "swipe" : button.dataset.mode));
  }
  for (const button of figure.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => (button.dataset.zoom === "reset" ? reset() : zoom(button.dataset.zoom === "in" ? STEP : 1 / STEP)));
  }
  slider.addEventListener("input", () => cut(Number(slider.value)));
  pointers(stack, { figure, view, cut, move, pane });
  stack.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && view.zoom === 1) return;
    event.preventDefault();
    const box = pane();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, { x: (event.clientX - box.left) % box.width, y: event.clientY - box.top });
  }, { passive: false });
  stack.addEventListener("keydown", (event) => {
    const act = {
      "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: reset,
      f: () => mode(figure.dataset.mode === "flicker" ? "swipe" : "flicker"), " ": () => blink("once"),
      ArrowLeft: () => (view.zoom > 1 ? move(40, 0) : cut(Math.max(Number(slider.value) - 5, 0))),
      ArrowRight: () => (view.zoom > 1 ? move(-40, 0) : cut(Math.min(Number(slider.value) + 5, 100))),
      ArrowUp: () => view.zoom > 1 && move(0, 40), ArrowDown: () => view.zoom > 1 && move(0, -40),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  cut(50);
  return { reset };
}

// Both in turn; where motion is not wanted, the space bar or the button changes over by hand.
function flicker(figure, said) {
  let clock = 0;
  const turn = () => {
    const early = figure.classList.toggle("early");
    return early;
  };
  return (on) => {
    clearInterval(clock);
    if (on === "once") {
      if (figure.dataset.mode === "flicker") said.textContent = turn() ? "Before" : "After";
      return;
    }
    figure.classList.toggle("early", on);
    if (!on) return;
    if (CALM.matches) said.textContent = "Before. The space bar changes over.";
    else clock = setInterval(turn, FLICKER_MS);
  };
}

// A drag moves the cut, or, when enlarged, both pictures.
function pointers(stack, { figure, view, cut, move, pane }) {
  let from = null;
  stack.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    stack.setPointerCapture(event.pointerId);
  });
  stack.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (view.zoom > 1) move(event.clientX - from.x, event.clientY - from.y);
    else if (figure.dataset.mode === "swipe") {
      const box = pane();
      cut(Math.min(Math.max((100 * (event.clientX - box.left)) / box.width, 0), 100));
    }
    from = { x: event.clientX, y: event.clientY };
  });
  for (const name of ["pointerup", "pointercancel"]) stack.addEventListener(name, () => (from = null));
}

// Any two dates: the two lists exchange the pictures in place.
export function pairs(section) {
  const form = section.querySelector(".pair-form");
  const button = form.querySelector("button");
  const show = () => {
    const [before, after] = [form.elements.before, form.elements.after];
    const address = `/pair/${encodeURIComponent(before.value)}/${encodeURIComponent(after.value)}`;
    for (const [side, list] of [["before", before], ["after", after]]) {
      const pane = section.querySelector(`.pane.${side}`);
      const words = list.selectedOptions[0].textContent.trim();
      const picture = pane.querySelector("img");
      picture.src = `${address}/${side}.jpg`;
      picture.alt = `${side === "before" ? "Before" : "After"}: ${words}`;
      pane.querySelector(".stamp").textContent = words;
    }
  };
  button.hidden = true;
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
}
