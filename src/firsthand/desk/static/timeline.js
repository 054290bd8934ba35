// The timeline: clocks and zoom exchange the drawing in place; a brush or two dates narrow the lists below.
const LEAST_PX = 6;
const CLOCK = { published: "p", happened: "h", learned: "l" };
const MOVES = { ArrowLeft: "earlier", ArrowRight: "later", "+": "nearer", "=": "nearer", "-": "farther", 0: "all" };

export function timeline(section) {
  const form = section.querySelector("[data-span]");
  const state = { section, form, part: () => section.querySelector("[data-part]") };
  form.hidden = false;
  form.addEventListener("change", () => narrow(state));
  form.addEventListener("reset", () => setTimeout(() => narrow(state)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-zoom-span]").addEventListener("click", () => {
    const [from, to] = [form.elements.from.value, form.elements.to.value];
    if (from && to) go(state, `?clock=${state.part().dataset.clock}&from=${from}&to=${to}`);
  });
  section.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(state, new URL(link.href).search, link.dataset.move || "clock");
  });
  section.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, button") || event.ctrlKey || event.metaKey || event.altKey) return;
    const link = MOVES[event.key] && section.querySelector(`a[data-move="${MOVES[event.key]}"]`);
    if (!link) return;
    event.preventDefault();
    go(state, new URL(link.href).search);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.reset();
  });
  for (const drawing of section.querySelectorAll("svg.timeline")) brush(drawing, state);
  narrow(state);
}

// Exchange the drawing; the address follows, so that it can be kept and sent.
async function go(state, query, focus = "") {
  const part = state.part();
  part.classList.add("busy");
  try {
    const answer = await fetch(state.section.dataset.timeline + query);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceWith(page.querySelector("[data-part]"));
  } catch {
    location.assign(`${location.pathname}${query}#timeline-title`);
    return;
  }
  history.replaceState(null, "", `${location.pathname}${query}`);
  for (const drawing of state.section.querySelectorAll("svg.timeline")) brush(drawing, state);
  const asked = new URLSearchParams(query);
  state.form.elements.from.value = asked.get("from") ?? "";
  state.form.elements.to.value = asked.get("to") ?? "";
  narrow(state);
  if (focus === "clock") state.section.querySelector("a[aria-current]")?.focus();
  else if (focus) (state.section.querySelector(`a[data-move="${focus}"]`) ?? state.section.querySelector("a[data-move]"))?.focus();
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
    narrow(state, true);
  });
  drawing.addEventListener("clear", () => box.remove());
}

// Entries carry a span of days for each clock that knows one: data-p, data-h, data-l.
function narrow(state, drawn = false) {
  const [from, to] = [state.form.elements.from.value, state.form.elements.to.value];
  const key = CLOCK[state.part().dataset.clock];
  if (!drawn) for (const drawing of state.section.querySelectorAll("svg.timeline")) drawing.dispatchEvent(new Event("clear"));
  const dated = [...document.querySelectorAll("main [data-p], main [data-h], main [data-l]")];
  let inside = 0;
  for (const element of dated) {
    const [start, end] = (element.dataset[key] ?? "").split("/");
    const out = Boolean(from || to) && (!start || (from && (end ?? start) < from) || (to && start > to));
    element.classList.toggle("outside", Boolean(out));
    if (!out) inside += 1;
  }
  state.form.querySelector("output").textContent = from || to ? `${inside} of ${dated.length} entries lie in this span` : "";
}
