// Drag across the timeline to narrow the lists to a span of dates; two date fields do the same from the keyboard.
const LEAST_PX = 6;

export function timeline(figure) {
  const form = document.querySelector("[data-span]");
  const dated = [...document.querySelectorAll("main [data-start]")].filter((element) => !figure.contains(element));
  if (!form || dated.length === 0) return;
  form.hidden = false;
  const state = { figure, form, dated };
  for (const drawing of figure.querySelectorAll("svg")) brush(drawing, state);
  form.addEventListener("change", () => narrow(state, form.elements.from.value, form.elements.to.value));
  form.addEventListener("reset", () => narrow(state, "", ""));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.reset();
  });
}

function brush(drawing, state) {
  const { first, last, left, right } = drawing.dataset;
  const [start, end] = [Date.parse(first), Date.parse(last)];
  const x = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    return Math.min(Math.max(point.x, Number(left)), Number(right));
  };
  const date = (px) => new Date(start + ((px - left) / (right - left)) * (end - start)).toISOString().slice(0, 10);
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "brush");
  box.setAttribute("y", "18");
  box.setAttribute("height", String(drawing.viewBox.baseVal.height - 18));
  let from = null;
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a")) return;
    from = x(event);
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = x(event);
    box.setAttribute("x", String(Math.min(from, to)));
    box.setAttribute("width", String(Math.abs(to - from)));
    drawing.append(box);
  });
  drawing.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [low, high] = [from, x(event)].sort((one, other) => one - other);
    from = null;
    if (high - low < LEAST_PX) return state.form.reset();
    state.form.elements.from.value = date(low);
    state.form.elements.to.value = date(high);
    narrow(state, date(low), date(high), true);
  });
  drawing.addEventListener("clear", () => box.remove());
}

function narrow(state, from, to, drawn = false) {
  if (!drawn) for (const drawing of state.figure.querySelectorAll("svg")) drawing.dispatchEvent(new Event("clear"));
  let inside = 0;
  for (const element of state.dated) {
    const out = (from && element.dataset.end.slice(0, 10) < from) || (to && element.dataset.start.slice(0, 10) > to);
    element.classList.toggle("outside", Boolean(out));
    if (!out) inside += 1;
  }
  state.form.querySelector("output").textContent = from || to ? `${inside} of ${state.dated.length} entries lie in this span` : "";
}
