"use strict";
// The page of a study: drawn from the figures that stand in it, and drawn again whenever its server
// has news. A saved page is the same page with other figures, and without a server.

const $ = (id) => document.getElementById(id);
const original = document.documentElement.cloneNode(true); // before anything is drawn
let figures = JSON.parse($("figures").textContent);
let ended = false; // the program has ended

const saved = document.documentElement.dataset.saved;
const count = (n) => n.toLocaleString("en-US");
const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;

function time(ms) {
  const s = Math.round(ms / 1000);
  const parts = [[Math.floor(s / 3600), "h"], [Math.floor(s / 60) % 60, "min"], [s % 60, "s"]];
  return parts.filter(([n]) => n).slice(0, 2).map((p) => p.join(" ")).join(" ") || "0 s";
}

const element = (tag, properties, ...children) => {
  const e = Object.assign(document.createElement(tag), properties);
  e.append(...children);
  return e;
};
function shape(tag, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}
function canvas(width, height, ...shapes) {
  const svg = shape("svg", {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none",
    "aria-hidden": "true"});
  svg.append(...shapes);
  return svg;
}

// The state, in a word or two.
function stateOf() {
  const {state} = figures;
  if (saved && state === "running") return ["running", `as it was at ${saved}, unfinished`];
  if (saved) return [state, `${state}, saved at ${saved}`];
  if (ended && state === "running") return ["lost", "the program does not answer"];
  return [state, state];
}

function drawState() {
  const [name, words] = stateOf();
  $("state").className = name;
  if ($("state").textContent !== words) $("state").textContent = words;
}

function drawRuns() {
  const {runs, state} = figures;
  const kept = runs.done - runs.computed;
  $("runs").textContent = `${count(runs.done)} of ${runs.at_most ? "at most " : ""}` +
    plural(runs.all, "run") + (kept > 0 ? `, ${count(kept)} of them kept from before` : "");
  $("bar").value = runs.done / Math.max(1, runs.all);
  const facts = [
    ["Time", time(figures.elapsed_ms)],
    state === "running" && ["Left", figures.left_ms === null ? "–"
      : (runs.at_most ? "at most " : "") + time(figures.left_ms)],
    ["Runs a second", perSecond()],
    figures.workers > 0 && ["Workers", count(figures.workers)],
    runs.failed > 0 && ["Failed", plural(runs.failed, "run")],
  ].filter(Boolean);
  $("facts").replaceChildren(...facts.map(([what, value]) => element("div",
    {className: what === "Failed" ? "failed" : ""}, element("dt", {}, what), element("dd", {}, value))));
}

// While it runs, those of the latest seconds; in the end, those of all the time.
function perSecond() {
  const {runs, state, elapsed_ms: ms} = figures;
  const speed = state === "running" ? figures.runs_per_s : runs.computed / Math.max(.001, ms / 1000);
  return speed < 10 ? speed.toFixed(1) : count(Math.round(speed));
}

function drawSpeed() {
  const {speed, speed_every_ms: span} = figures;
  const svg = $("speed");
  svg.parentElement.hidden = speed.length < 3;
  if (svg.parentElement.hidden) return;
  const most = Math.max(...speed, 1e-9);
  svg.setAttribute("viewBox", `0 0 ${Math.max(1, speed.length - 1)} 1.05`);
  svg.setAttribute("preserveAspectRatio", "none");
  const points = speed.map((v, i) => `${i} ${1.05 - v / most}`).join("L");
  svg.replaceChildren(shape("path", {d: `M0 1.05L${points}L${speed.length - 1} 1.05Z`}));
  $("speed-text").textContent = `Runs a second, each ${time(span)}; at most ` +
    (most < 10 ? most.toFixed(1) : count(Math.round(most)));
}

// Whether a ban is shown to be rarer than 1 in 20, or not.
const rare = 0.05;
const fate = (c) => c.high <= rare ? "survives" : c.low > rare ? "fails" : "open";

function interval(c) {
  const shapes = [shape("rect", {class: "track", x: 0, y: 11, width: 100, height: 6})];
  for (const x of [0, 25, 50, 75, 100]) {
    shapes.push(shape("line", {class: "grid", x1: x, x2: x, y1: 5, y2: 23}));
  }
  if (c.n > 0) {
    const x = 100 * c.banned / c.n;
    shapes.push(shape("rect", {class: "band", x: 100 * c.low, y: 7, height: 14,
      width: Math.max(.4, 100 * (c.high - c.low))}),
    shape("line", {class: "share", x1: x, x2: x, y1: 4, y2: 24}));
  }
  return canvas(100, 28, ...shapes);
}

// How the interval narrowed: over the runs, from 0 to 100 %.
function past(c) {
  const shapes = [0, 50, 100].map((y) => shape("line", {class: "grid", x1: 0, x2: 100, y1: y, y2: y}));
  const last = c.past.at(-1);
  if (c.past.length > 1) {
    const x = ([n]) => 100 * (n - c.past[0][0]) / Math.max(1, last[0] - c.past[0][0]);
    const upper = c.past.map((p) => `${x(p)} ${100 - 100 * p[2]}`);
    const lower = c.past.toReversed().map((p) => `${x(p)} ${100 - 100 * p[1]}`);
    shapes.push(shape("path", {class: "band", d: `M${upper.concat(lower).join("L")}Z`}));
  }
  return canvas(100, 100, ...shapes);
}

const heads = ["Strategy", "Banned", "P(ban), 95 %", "0 to 100 %", "Narrowing", "Verdict"];

function row(c, name) {
  const cell = (i, className, ...children) => {
    const td = element("td", {className}, ...children);
    td.dataset.label = heads[i];
    return td;
  };
  const failed = c.failed ? ` (${plural(c.failed, "run")} failed)` : "";
  return element("tr", {className: fate(c)},
    element("th", {scope: "row"}, name),
    cell(1, "number", `${count(c.banned)} of ${count(c.n)}${failed}`),
    cell(2, "number text", c.text),
    cell(3, "graph", interval(c)), cell(4, "past", past(c)),
    cell(5, `verdict ${c.verdict ?? ""}`, c.verdict ?? "–"));
}

// The words that all names begin with: what a sweep does not vary.
function common(names) {
  let words = names[0].split(" ");
  for (const name of names) {
    const others = name.split(" ");
    words = words.slice(0, words.findLastIndex((w, i) =>
      words.slice(0, i + 1).every((word, k) => word === others[k])) + 1);
  }
  return words.join(" ");
}

// A table for each reading, a row for each strategy; of a sweep a table for each strategy as well, a
// row for each value.
function drawTables() {
  const scenarios = [...new Set(figures.contestants.map((c) => c.scenario))];
  const base = common(scenarios);
  const swept = scenarios.length > 1;
  const title = (c) => `${swept ? `${base} with ${c.strategy}` : c.scenario} · reading ${c.reading}`;
  const name = (c) => swept ? c.scenario.slice(base.length).trim() || c.scenario : c.strategy;
  const first = swept ? "Value" : "Strategy";
  $("tables").replaceChildren(...[...Map.groupBy(figures.contestants, title)].map(([of, all]) =>
    element("section", {}, element("h2", {}, of),
      element("table", {},
        element("thead", {}, element("tr", {}, ...[first, ...heads.slice(1)].map((h, i) =>
          element("th", {scope: "col", className: ["", "number", "number text"][i] ?? ""}, h)))),
        element("tbody", {}, ...all.map((c) => row(c, name(c))))))));
}

function draw() {
  const {state, runs} = figures;
  const share = Math.floor(100 * runs.done / Math.max(1, runs.all));
  document.title = `${state === "running" ? `${share} % ` : ""}${figures.scenario} – tokenstorm`;
  $("title").textContent = figures.scenario;
  $("command").textContent = figures.command;
  $("note").textContent = state === "running"
    ? "While it runs, intervals are such that they hold however often one looks, and are wider than " +
      "those that are printed in the end. Blue: a ban is shown to be rarer than 1 in 20 runs; orange: " +
      "shown not to be; grey: not shown yet."
    : "These are the figures that are printed. Blue: a ban is shown to be rarer than 1 in 20 runs; " +
      "orange: shown not to be; grey: not shown.";
  drawState(); drawRuns(); drawSpeed(); drawTables();
}

// save offers the page as one file, with the figures of this moment.
function save() {
  const copy = original.cloneNode(true);
  const now = new Date();
  const local = new Date(now - now.getTimezoneOffset() * 60000).toISOString();
  copy.dataset.saved = saved ?? local.slice(0, 16).replace("T", " ");
  copy.querySelector("#figures").textContent = JSON.stringify(figures).replaceAll("<", "\\u003c");
  const page = new Blob([`<!doctype html>\n${copy.outerHTML}\n`], {type: "text/html"});
  const link = element("a", {href: URL.createObjectURL(page),
    download: `${figures.scenario.replace(/[^\w.-]+/g, "-")}-dashboard.html`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// take adds news to the figures: the points of the past that are new follow those that are there.
function take(news) {
  news.contestants.forEach((c, i) => { c.past = [...figures.contestants[i].past, ...c.past]; });
  figures = news;
}

function listen() {
  const events = new EventSource("events");
  const on = (name, keep) => events.addEventListener(name, (e) => {
    ended = false;
    keep(JSON.parse(e.data));
    draw();
  });
  on("whole", (whole) => { figures = whole; });
  on("news", take);
  events.addEventListener("error", () => {
    ended = true;
    if (figures.state !== "running") events.close();
    drawState();
  });
}

$("save").addEventListener("click", save);
draw();
if (!saved) listen();
