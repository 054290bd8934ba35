// The map: outlines of the world from this machine, the case's own tiles where it names some, and what was seen.
// The colours lie on pictures as often as on the ground, so they are the same in light and dark; desk.css has them too.
const COLOURS = { site: "#9c3a18", part: "#1c1b19", came: "#e0602b", went: "#2f86c4", season: "#8a9a3c" };
const KIND = ["match", ["get", "change"], ["taken down", "object left", "cleared"], COLOURS.went, ["seasonal", "other"], COLOURS.season, COLOURS.came];
const OUTLINES_END = 8; // from this zoom on, outlines of 1:110 million would put the coast in the wrong place

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
    container: box, style: style(held), bounds: bounds(held), fitBoundsOptions: { padding: 24, maxZoom: held.bounds ? 17 : held.tiles ? 9 : 4 },
    attributionControl: false, cooperativeGestures: true, pitchWithRotate: false, dragRotate: false, maxZoom: 20,
    reduceMotion: matchMedia("(prefers-reduced-motion: reduce)").matches, renderWorldCopies: false,
  });
  chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
  chart.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  const credit = held.tiles?.attribution ? escaped(held.tiles.attribution) : "Outlines: Natural Earth";
  chart.addControl(new AttributionControl({ compact: true, customAttribution: credit }), "bottom-right");
  const pins = held.features.filter(({ properties }) => properties.kind === "site" && properties.href).map((feature) => pin(feature, chart, Marker));
  if (pins.length) {
    chart.on("move", () => unfold(pins));
    unfold(pins);
  }
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
  const key = place.querySelector("[data-map-key]");
  if (key) key.hidden = false;
  const choose = (mapped) => {
    box.hidden = !mapped;
    plan.hidden = mapped;
    if (key) key.hidden = !mapped;
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
  const ground = dark
    ? { sea: "#101418", land: "#24252a", coast: "#4a4a50", water: "#16293a", road: "#6d6d76", built: "#3a3a42", name: "#d8d3c8" }
    : { sea: "#dfe6ea", land: "#f6f3ec", coast: "#c9c2b4", water: "#bcd3e0", road: "#a89e8c", built: "#d9d1c2", name: "#4a463f" };
  const ink = held.picture ? "#ffffff" : dark ? "#ece8e0" : COLOURS.part;
  const sources = {
    countries: { type: "geojson", data: `${location.origin}/countries.json` },
    held: { type: "geojson", data: { type: "FeatureCollection", features: held.features } },
  };
  const fade = (colour) => held.bounds ? ["interpolate", ["linear"], ["zoom"], OUTLINES_END - 2, colour, OUTLINES_END, ground.land] : colour;
  const layers = [
    { id: "sea", type: "background", paint: { "background-color": fade(ground.sea) } },
    { id: "land", type: "fill", source: "countries", paint: { "fill-color": ground.land, "fill-outline-color": fade(ground.coast) } },
  ];
  const names = [];
  if (held.tiles) tiled(held.tiles, { sources, layers, names }, ground);
  if (held.picture) {
    const [west, south, east, north] = held.picture.bounds;
    sources.picture = { type: "image", url: held.picture.href, coordinates: [[west, north], [east, north], [east, south], [west, south]] };
    layers.push({ id: "picture", type: "raster", source: "picture", paint: { "raster-fade-duration": 0 } });
  }
  const only = (kind) => ["==", ["get", "kind"], kind];
  const label = { "text-size": 12, "text-optional": true, "text-padding": 4 };
  layers.push(
    { id: "footprint", type: "line", source: "held", filter: only("footprint"), paint: { "line-color": ink, "line-width": 1.5, "line-dasharray": [3, 2] } },
    { id: "part", type: "line", source: "held", filter: only("part"), paint: { "line-color": ink, "line-width": 1.5 } },
    { id: "change", type: "fill", source: "held", filter: only("change"), paint: { "fill-color": KIND, "fill-opacity": 0.28 } },
    { id: "change-line", type: "line", source: "held", filter: only("change"), paint: { "line-color": KIND, "line-width": 2.5 } },
    { id: "site", type: "circle", source: "held", filter: ["all", only("site"), ["!", ["has", "href"]]], paint: { "circle-radius": 4, "circle-color": COLOURS.site, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 } },
    ...names,
    { id: "part-name", type: "symbol", source: "held", minzoom: 13, filter: only("part"), layout: { ...label, "text-field": ["get", "name"], "text-variable-anchor": ["bottom", "top"], "text-radial-offset": 1.9, "text-justify": "center" }, paint: { "text-color": "#fff", "text-halo-color": "#000", "text-halo-width": 1.4 } },
    { id: "change-number", type: "symbol", source: "held", minzoom: 12, filter: only("change"), layout: { ...label, "text-field": ["to-string", ["get", "number"]], "text-size": 14, "symbol-sort-key": ["-", ["get", "number"]] }, paint: { "text-color": "#fff", "text-halo-color": KIND, "text-halo-width": 3 } },
  );
  return { version: 8, sources, layers };
}

// The case's own basemap: pictures as they are, or vector tiles in the layers that most makers share.
function tiled(tiles, { sources, layers, names }, ground) {
  const address = tiles.address.startsWith("/") ? location.origin + tiles.address : tiles.address;
  const source = { type: tiles.kind, tiles: [address], minzoom: tiles.min_zoom, maxzoom: tiles.max_zoom };
  if (tiles.bounds) source.bounds = tiles.bounds;
  sources.tiles = tiles.kind === "raster" ? { ...source, tileSize: 256 } : source;
  if (tiles.kind === "raster") {
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
    return;
  }
  const named = new Set(tiles.layers);
  const layer = (name, type, paint, more = {}) => {
    if (!named.size || named.has(name)) layers.push({ id: `${name}-${type}`, type, source: "tiles", "source-layer": name, paint, ...more });
  };
  // Some makers draw water alone: what is not water is land, as far as their tiles reach.
  if (named.size && !named.has("earth") && tiles.bounds) {
    const [west, south, east, north] = tiles.bounds;
    const edge = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    sources.ground = { type: "geojson", data: { type: "Polygon", coordinates: [edge] } };
    layers.push({ id: "ground", type: "fill", source: "ground", paint: { "fill-color": ground.land } });
  }
  const wide = ["match", ["coalesce", ["get", "kind"], ["get", "class"], ""], ["highway", "motorway", "trunk", "major_road", "primary"], 2, 1];
  const growing = ["interpolate", ["exponential", 1.5], ["zoom"], 6, ["*", 0.5, wide], 12, wide, 18, ["*", 5, wide]];
  const areas = ["==", ["geometry-type"], "Polygon"];
  layer("earth", "fill", { "fill-color": ground.land }, { filter: areas });
  layer("water", "fill", { "fill-color": ground.water }, { filter: areas });
  for (const name of ["water", "waterway"]) layer(name, "line", { "line-color": ground.water, "line-width": 1.5 }, { filter: ["==", ["geometry-type"], "LineString"] });
  for (const name of ["buildings", "building"]) layer(name, "fill", { "fill-color": ground.built }, { filter: areas });
  for (const name of ["roads", "transportation"]) layer(name, "line", { "line-color": ground.road, "line-width": growing }, { layout: { "line-cap": "round", "line-join": "round" } });
  for (const name of ["boundaries", "boundary"]) layer(name, "line", { "line-color": ground.coast, "line-dasharray": [3, 2] });
  for (const name of ["places", "place"]) {
    if (!named.has(name)) continue;
    names.push({
      id: `${name}-symbol`, type: "symbol", source: "tiles", "source-layer": name,
      layout: { "text-field": ["coalesce", ["get", "name:en"], ["get", "name"], ""], "text-size": 12 },
      paint: { "text-color": ground.name, "text-halo-color": ground.land, "text-halo-width": 1.4 },
    });
  }
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
  link.title = feature.properties.name;
  new Marker({ element: link, anchor: "bottom", offset: [0, -4] }).setLngLat(feature.geometry.coordinates).addTo(chart);
  return link;
}

// Names that would lie on one another fold to a dot, which still leads to its site and tells its name.
function unfold(pins) {
  for (const link of pins) link.classList.remove("folded");
  const taken = [];
  for (const link of pins) {
    const here = link.getBoundingClientRect();
    const meets = taken.some((box) => here.left < box.right && box.left < here.right && here.top < box.bottom && box.top < here.bottom);
    if (meets) link.classList.add("folded");
    else taken.push(here);
  }
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
