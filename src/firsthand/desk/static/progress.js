// A run as it stands: events while one is at work, a question now and then while none is.
const ASK_MS = 15000;

export function progress(place) {
  const said = place.querySelector("[data-said]");
  const bar = place.querySelector("progress");
  const start = place.querySelector("[data-start]");
  const stop = place.querySelector("[data-stop]");
  let watching = null;

  const show = (state) => {
    const was = place.dataset.atWork === "yes";
    place.dataset.atWork = state.at_work ? "yes" : "no";
    bar.hidden = !state.at_work;
    if (state.total) {
      bar.max = state.total;
      bar.value = state.done;
    } else bar.removeAttribute("value");
    if (start) start.hidden = state.at_work;
    if (stop) stop.hidden = !(state.at_work && state.ours);
    if (state.at_work) said.textContent = `${state.what || "at work"}${state.total ? `, ${state.done} of ${state.total}` : ""}`;
    else if (was) said.textContent = state.error ? `Run ended: ${state.error}` : "Run ended. Open the page again to see what is new.";
    if (state.at_work) watch();
  };

  const watch = () => {
    if (watching || !("EventSource" in window)) return;
    watching = new EventSource(place.dataset.progress);
    watching.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (!state.at_work) {
        watching.close();
        watching = null;
      }
      show(state);
    };
  };

  const ask = async () => {
    if (document.hidden || watching) return;
    const answer = await fetch(`${place.dataset.progress}.json`).catch(() => null);
    if (answer?.ok) show(await answer.json());
  };

  if (place.dataset.atWork === "yes") watch();
  setInterval(ask, "EventSource" in window ? ASK_MS : ASK_MS / 10);
}
