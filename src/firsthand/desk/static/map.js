// The map: outlines of the world from this machine, the case's own tiles where it names some, and what was seen.
const COLOURS = { site: "#9c3a18", footprint: "#1c1b19", part: "#1c1b19" };
const KIND = ["match", ["get", "change"], ["taken down", "object left", "cleared"], "#2f86c4", ["seasonal", "other"], "#8a9a3c", "#e0602b"];

export async function show(place) {
  if (!drawable()) {
    place.classList.add("mapless");
    return;
  }
  const [{ Map: Chart, Marker, NavigationControl, ScaleControl, AttributionControl }, held] = await Promise.all([
    library(), fetch(place.dataset.map).then((answer) => answer.json()),
  ]);
  const box = document.createElement("div");
  box.className = "map";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map");
  place.prepend(box);
  const chart = new Chart({
    container: box, style: style(held), bounds: bounds(held), fitBoundsOptions: { padding: 24, maxZoom: held.bounds ? 17 : 9 },
    attributionControl: false, cooperativeGestures: true, pitchWithRotate: false, dragRotate: false, maxZoom: 20,
    reduceMotion: matchMedia("(prefers-reduced-motion: reduce)").matches, renderWorldCopies: false,
  });
  chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
  chart.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  const credit = held.tiles?.attribution ? escaped(held.tiles.attribution) : "Outlines: Natural Earth";
  chart.addControl(new AttributionControl({ compact: true, customAttribution: credit }), "bottom-right");
  for (const feature of held.features) if (feature.properties.kind === "site" && feature.properties.href) pin(feature, chart, Marker);
  clickable(chart);
  chart.on("error", ({ error }) => console.warn(error?.message ?? "the map met an error"));
  chart.once("load", () => {
    place.classList.add("mapped");
    place.dispatchEvent(new CustomEvent("mapped", { bubbles: true }));
  });
  toggle(place, box);
}

function drawable() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

async function library() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "/static/vendor/maplibre-gl.css";
  document.head.append(sheet);
  return import("./vendor/maplibre-gl.mjs");
}

// The plan is the same ground without a map: one or the other, as the reader likes.
function toggle(place, box) {
  const plan = place.querySelector(".plan-figure");
  if (!plan) return;
  plan.hidden = true;
  const tools = document.createElement("p");
  tools.className = "map-tools";
  tools.innerHTML = '<span class="segments" role="group" aria-label="Map or plan"><button type="button" aria-pressed="true">Map</button><button type="button" aria-pressed="false">Plan</button></span>';
  const [map, drawn] = tools.querySelectorAll("button");
  const choose = (mapped) => {
    box.hidden = !mapped;
    plan.hidden = mapped;
    map.setAttribute("aria-pressed", String(mapped));
    drawn.setAttribute("aria-pressed", String(!mapped));
  };
  map.addEventListener("click", () => choose(true));
  drawn.addEventListener("click", () => choose(false));
  place.prepend(tools);
}

function style(held) {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const ink = held.picture ? "#ffffff" : dark ? "#ece8e0" : COLOURS.part;
  const sources = {
    countries: { type: "geojson", data: `${location.origin}/countries.json` },
    held: { type: "geojson", data: { type: "FeatureCollection", features: held.features } },
  };
  const layers = [
    { id: "sea", type: "background", paint: { "background-color": dark ? "#101418" : "#dfe6ea" } },
    { id: "land", type: "fill", source: "countries", paint: { "fill-color": dark ? "#24252a" : "#f6f3ec", "fill-outline-color": dark ? "#4a4a50" : "#c9c2b4" } },
  ];
  if (held.tiles) tiled(held.tiles, sources, layers, dark);
  if (held.picture) {
    const [west, south, east, north] = held.picture.bounds;
    sources.picture = { type: "image", url: held.picture.href, coordinates: [[west, north], [east, north], [east, south], [west, south]] };
    layers.push({ id: "picture", type: "raster", source: "picture", paint: { "raster-fade-duration": 0 } });
  }
  const only = (kind) => ["==", ["get", "kind"], kind];
  layers.push(
    { id: "footprint", type: "line", source: "held", filter: only("footprint"), paint: { "line-color": ink, "line-width": 1.5, "line-dasharray": [3, 2] } },
    { id: "part", type: "line", source: "held", filter: only("part"), paint: { "line-color": ink, "line-width": 1.5 } },
    { id: "change", type: "fill", source: "held", filter: only("change"), paint: { "fill-color": KIND, "fill-opacity": 0.28 } },
    { id: "change-line", type: "line", source: "held", filter: only("change"), paint: { "line-color": KIND, "line-width": 2.5 } },
    { id: "site", type: "circle", source: "held", filter: ["all", only("site"), ["!", ["has", "href"]]], paint: { "circle-radius": 4, "circle-color": COLOURS.site, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 } },
  );
  return { version: 8, sources, layers };
}

// The case's own basemap: pictures as they are, or vector tiles in the layers that most makers share.
function tiled(tiles, sources, layers, dark) {
  const address = tiles.address.startsWith("/") ? location.origin + tiles.address : tiles.address;
  const source = { type: tiles.kind, tiles: [address], maxzoom: tiles.max_zoom };
  sources.tiles = tiles.kind === "raster" ? { ...source, tileSize: 256 } : source;
  if (tiles.kind === "raster") {
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
    return;
  }
  const [land, water, line] = dark ? ["#24252a", "#101418", "#5a5a61"] : ["#f6f3ec", "#cfdce3", "#b9b1a2"];
  const layer = (id, type, name, paint) => layers.push({ id, type, source: "tiles", "source-layer": name, paint });
  layer("earth", "fill", "earth", { "fill-color": land });
  layer("water", "fill", "water", { "fill-color": water });
  for (const name of ["roads", "transportation"]) layer(name, "line", name, { "line-color": line, "line-width": 1 });
  for (const name of ["boundaries", "boundary"]) layer(name, "line", name, { "line-color": line, "line-dasharray": [3, 2] });
  for (const name of ["buildings", "building"]) layer(name, "fill", name, { "fill-color": line, "fill-opacity": 0.6 });
}

function bounds(held) {
  if (held.picture) {
    const [west, south, east, north] = held.picture.bounds;
    return [[west, south], [east, north]];
  }
  if (held.bounds) return [[held.bounds[0], held.bounds[1]], [held.bounds[2], held.bounds[3]]];
  const points = held.features.map((feature) => feature.geometry.coordinates);
  const [lons, lats] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const reach = Math.max(0.25 * Math.max(Math.max(...lons) - Math.min(...lons), Math.max(...lats) - Math.min(...lats)), 0.2);
  return [[Math.min(...lons) - reach, Math.max(Math.min(...lats) - reach, -85)], [Math.max(...lons) + reach, Math.min(Math.max(...lats) + reach, 85)]];
}

function pin(feature, chart, Marker) {
  const link = document.createElement("a");
  link.className = "pin";
  link.href = feature.properties.href;
  link.textContent = feature.properties.name;
  new Marker({ element: link, anchor: "bottom" }).setLngLat(feature.geometry.coordinates).addTo(chart);
}

function clickable(chart) {
  chart.on("click", "change", (event) => location.assign(event.features[0].properties.href));
  chart.on("mousemove", "change", (event) => {
    chart.getCanvas().style.cursor = "pointer";
    chart.getCanvas().title = event.features[0].properties.name;
  });
  chart.on("mouseleave", "change", () => {
    chart.getCanvas().style.cursor = "";
    chart.getCanvas().title = "";
  });
}

function escaped(text) {
  const element = document.createElement("i");
  element.textContent = text;
  return element.innerHTML;
}
