// Correcting beside the text: the form opens in its note, and takes the words that are marked in the text.
const FIELDS = { content: "Said", source: "Who", cue: "Attributed by" };

export function correcting(article) {
  let marked = "";
  const bar = shelf(article, () => marked);
  document.addEventListener("selectionchange", () => {
    const held = document.getSelection();
    const words = held && !held.isCollapsed && article.contains(held.anchorNode) ? held.toString().trim() : "";
    if (!words && document.activeElement?.closest(".marked-bar, .correction")) return;
    marked = words.replace(/\s+/g, " ");
    bar.show(marked ? held.getRangeAt(0).getBoundingClientRect() : null);
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-correct]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.dataset.correct === "new") return;
    event.preventDefault();
    await open(link);
  });
}

async function open(link) {
  const answer = await fetch(link.href.split("#")[0], { headers: { "X-Fragment": "1" } });
  if (!answer.ok) return location.assign(link.href);
  for (const other of document.querySelectorAll(".note .correction")) close(other);
  const place = document.createElement("div");
  place.innerHTML = await answer.text();
  const form = place.querySelector("form");
  link.hidden = true;
  link.after(form);
  form.querySelector("textarea").focus();
  const leave = (event) => {
    event.preventDefault();
    close(form);
    link.focus();
  };
  form.querySelector(".cancel").addEventListener("click", leave);
  form.addEventListener("keydown", (event) => event.key === "Escape" && leave(event));
}

function close(form) {
  const link = form.previousElementSibling;
  if (link?.matches("a[data-correct]")) link.hidden = false;
  form.remove();
}

// The small bar at marked words: into which field of the open form they go, or into a new statement.
function shelf(article, marked) {
  const bar = document.createElement("div");
  bar.className = "marked-bar segments";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Take the marked words");
  bar.hidden = true;
  for (const [field, words] of Object.entries(FIELDS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => take(article, field, marked()));
    bar.append(button);
  }
  document.body.append(bar);
  return {
    show(place) {
      bar.hidden = !place;
      if (!place) return;
      bar.style.left = `${Math.max(8, Math.min(place.left, innerWidth - bar.offsetWidth - 8)) + scrollX}px`;
      bar.style.top = `${place.bottom + scrollY + 6}px`;
    },
  };
}

function take(article, field, words) {
  const form = document.querySelector(".correction");
  if (!form) {
    sessionStorage.setItem("marked", JSON.stringify({ [field]: words }));
    location.assign(`${article.dataset.text}?correct=new#correct`);
    return;
  }
  const input = form.elements[field];
  if (field === "content" && input.dataset.taken) input.value = `${input.value}\n${words}`;
  else input.value = words;
  input.dataset.taken = "yes";
  input.focus();
}

// Words that were marked before the form for a new statement was opened.
export function begun(form) {
  const kept = sessionStorage.getItem("marked");
  sessionStorage.removeItem("marked");
  if (!kept) return;
  for (const [field, words] of Object.entries(JSON.parse(kept))) {
    form.elements[field].value = words;
    form.elements[field].dataset.taken = "yes";
  }
  form.querySelector("textarea").focus();
}
