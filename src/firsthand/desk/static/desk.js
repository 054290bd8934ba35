// The desk's behaviour. Every page can be read without it.
import { compare, pairs } from "./compare.js";
import { begun, correcting } from "./correct.js";
import { editor } from "./editor.js";
import { keys } from "./keys.js";
import { later } from "./later.js";
import { linked } from "./linked.js";
import { progress } from "./progress.js";
import { switchTheme } from "./switch.js";
import { timeline } from "./timeline.js";

for (const figure of document.querySelectorAll("[data-compare]")) compare(figure);
for (const section of document.querySelectorAll("[data-pair]")) pairs(section);
for (const section of document.querySelectorAll("[data-timeline]")) timeline(section);
for (const place of document.querySelectorAll("[data-later]")) later(place);
for (const article of document.querySelectorAll("[data-text]")) correcting(article);
for (const form of document.querySelectorAll(".head .correction")) begun(form);
for (const form of document.querySelectorAll("[data-editor]")) editor(form);
for (const run of document.querySelectorAll("[data-progress]")) progress(run);
linked(document);
keys(document);
switchTheme(document);

// The map is half a megabyte: fetched when it comes near, and only on pages that have one.
const maps = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      maps.unobserve(target);
      import("./map.js").then(({ show }) => show(target)).catch(() => target.classList.add("mapless"));
    }
  },
  { rootMargin: "300px" },
);
for (const place of document.querySelectorAll("[data-map]")) maps.observe(place);
