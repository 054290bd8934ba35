// The desk's behaviour. Every page can be read without it.
import { compare } from "./compare.js";
import { keys } from "./keys.js";
import { linked } from "./linked.js";
import { timeline } from "./timeline.js";

for (const figure of document.querySelectorAll("[data-compare]")) compare(figure);
for (const figure of document.querySelectorAll("[data-timeline]")) timeline(figure);
linked(document);
keys(document);
