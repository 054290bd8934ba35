// The draft is checked while it is written: 300 ms after the last key each sentence is green or red.
const PAUSE_MS = 250;

export function editor(form) {
  const text = form.elements.text;
  const under = form.querySelector(".under");
  const sum = form.querySelector(".sum");
  const faults = form.querySelector(".faults");
  const publish = form.querySelector("[data-publish]");
  let timer = 0;
  let asked = new AbortController();
  let saved = text.value;

  const check = async () => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const value = text.value;
    const fields = { csrf: form.elements.csrf.value, subject: form.elements.subject.value, text: value };
    try {
      const answer = await fetch(form.dataset.editor, { method: "POST", body: new URLSearchParams(fields), signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const verdicts = await answer.json();
      show(value, verdicts);
    } catch (error) {
      if (signal.aborted) return;
      sum.textContent = `The text could not be checked: ${error.message}`;
    }
  };

  const show = (value, verdicts) => {
    // Offsets count code points; strings here count UTF-16 units.
    const points = Array.from(value);
    const red = verdicts.filter((verdict) => !verdict.holds);
    paint(under, points, verdicts);
    const all = verdicts.length;
    sum.className = `sum ${red.length || !all ? "red" : "green"}`;
    const said = !all ? "There is no sentence in it."
      : red.length ? `${red.length} of ${all} sentences ${red.length === 1 ? "does" : "do"} not hold.`
      : all === 1 ? "The sentence holds." : `All ${all} sentences hold.`;
    // Said again only when it differs, or a screen reader would repeat it after every pause.
    if (sum.textContent !== said) sum.textContent = said;
    faults.replaceChildren(...red.map((verdict) => fault(text, points, verdict)));
    publish?.setAttribute("aria-disabled", red.length || !all ? "true" : "false");
  };

  text.addEventListener("input", () => {
    sum.classList.add("busy");
    paint(under, Array.from(text.value), []);
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE_MS);
  });
  publish?.addEventListener("click", (event) => {
    if (publish.getAttribute("aria-disabled") !== "true") return;
    event.preventDefault();
    faults.querySelector("button")?.focus();
  });
  form.addEventListener("submit", () => { saved = text.value; });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.quiet"));
  });
  addEventListener("beforeunload", (event) => { if (text.value !== saved) event.preventDefault(); });
  // The page comes with the verdicts on what it shows; a browser that kept other text has it checked anew.
  const told = JSON.parse(under.dataset.verdicts);
  if (text.value === text.defaultValue) show(text.value, told);
  else check();
}

function paint(under, points, verdicts) {
  const pieces = [];
  let at = 0;
  for (const verdict of verdicts) {
    pieces.push(points.slice(at, verdict.start).join(""));
    const span = document.createElement("span");
    span.className = verdict.holds ? "holds" : "fails";
    span.textContent = points.slice(verdict.start, verdict.end).join("");
    pieces.push(span);
    at = verdict.end;
  }
  // A final line break has no height of its own.
  pieces.push(`${points.slice(at).join("")}\n`);
  under.replaceChildren(...pieces);
}

function fault(text, points, verdict) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const words = points.slice(verdict.start, verdict.end).join("");
  button.textContent = `“${words.length > 90 ? `${words.slice(0, 89)}…` : words}”`;
  button.addEventListener("click", () => {
    const start = points.slice(0, verdict.start).join("").length;
    text.focus();
    text.setSelectionRange(start, start + words.length);
  });
  item.append(button, ` ${verdict.reason}`);
  return item;
}
