// The live page: one snapshot of the session, drawn anew when an event says that something changed.
// Between snapshots the clock is carried on from its pace, so that windows empty and bans count
// down without asking.

const $ = (id) => document.getElementById(id);
let shown = null; // the latest snapshot
let taken = 0; // performance.now() when it came

const now = () => {
  const { now, frozen, scale } = shown.clock;
  return Date.parse(now) + (frozen ? 0 : (performance.now() - taken) * scale);
};

function problem(text) { $("problem").textContent = text; }

async function ask(method, path, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  try {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const value = await answer.json();
    if (!answer.ok) problem(value.detail);
    return answer.ok ? value : null;
  } catch (err) {
    problem(`The server does not answer: ${err.message}`);
    return null;
  }
}

async function act(method, path, body) {
  problem("");
  await ask(method, path, body);
  await refresh();
}

// Asks for a snapshot, at most four times a second.
let waiting = null;
function soon() { waiting ??= setTimeout(() => { waiting = null; refresh(); }, 250); }

async function refresh() {
  if (gone) return;
  const snapshot = await ask("GET", "snapshot");
  if (!snapshot || gone) return;
  [shown, taken] = [snapshot, performance.now()];
  drawSnapshot();
  drawMoment();
}

// cell is a table cell of text, or of a node.
function cell(content, name = "") {
  const td = document.createElement("td");
  td.append(content);
  if (name) td.className = name;
  return td;
}

function button(text, label, what) {
  const b = document.createElement("button");
  b.textContent = text;
  b.setAttribute("aria-label", label);
  b.dataset.key = label;
  b.onclick = what;
  return b;
}

// fill replaces the rows of a table, and keeps the focus where it was. Each cell is labelled with the
// head of its column, for narrow screens show no columns; its role keeps it a cell there.
function fill(id, rows, empty) {
  const key = document.activeElement?.dataset?.key;
  const body = $(id);
  body.setAttribute("role", "rowgroup");
  body.parentElement.setAttribute("role", "table");
  const heads = [...body.parentElement.querySelectorAll("thead th")].map((th) => th.textContent);
  body.replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    cells.forEach((td, i) => {
      td.setAttribute("role", "cell");
      td.dataset.label = heads[i] ?? "";
    });
    row.append(...cells);
    return row;
  }));
  if (!rows.length) {
    const td = cell(empty, "note");
    td.colSpan = 5;
    body.append(td);
  }
  if (key) body.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

function length(ms) {
  if (ms <= 0) return "now";
  const s = Math.ceil(ms / 1000);
  const parts = [[Math.floor(s / 3600), "h"], [Math.floor(s / 60) % 60, "min"], [s % 60, "s"]];
  return parts.filter(([n]) => n).slice(0, 2).map((p) => p.join(" ")).join(" ");
}

const caller = (x) => [x.ip, x.client].filter(Boolean).join(" · ") || "–";
const inWindow = (hits, at, seconds) =>
  hits.filter((hit) => hit > at - seconds * 1000 && hit <= at).length;

function drawSnapshot() {
  $("session").textContent = `· session ${shown.session}`;
  $("about").textContent = `${shown.profile}, reading ${shown.reading}, tokens ${shown.policy}`;
  $("freeze").textContent = shown.clock.frozen ? "Resume" : "Freeze";
  $("pace").textContent = shown.clock.frozen ? "frozen" : `× ${shown.clock.scale}`;
  const scale = $("scale");
  if (![...scale.options].some((o) => Number(o.value) === shown.clock.scale)) {
    scale.add(new Option(shown.clock.scale));
  }
  scale.value = shown.clock.scale;
  const v = shown.verdict;
  $("verdict").textContent = v.ok ? `✓ no ban, ${v.token_hits} token hits`
    : `✗ ${v.bans} ${v.bans === 1 ? "ban" : "bans"}, ${v.banned} in force, ${v.token_hits} token hits`;
  $("verdict").className = v.ok ? "good" : "bad";
  fill("readings", v.readings.map((r) => [cell(r.in_force ? `${r.reading} (in force)` : r.reading, "brief"),
    cell(r.limit ? `${r.at_least ? "≥ " : ""}${r.peak} of ${r.limit}` : "–", "brief"),
    cell(r.violated ? "✗ bans" : "✓ passes", r.violated ? "brief bad" : "brief good"), cell(r.about)]), "");
  for (const t of shown.thresholds) {
    $(`${t.name}-head`).textContent = `In ${t.span_seconds} s, of ${t.limit}`;
  }
  drawSources();
  fill("events", shown.events.toReversed().map((e) => [cell(e.at.slice(11, 23).replace("Z", ""), "brief"), cell(caller(e)),
    cell(e.kind === "request" ? `${e.method} ${e.path}` : `${e.kind}: ${e.detail ?? ""}`),
    cell([e.lost ? "lost" : e.status, e.reason, e.ban && `ban ${e.ban} ${e.rule ?? ""}`]
      .filter(Boolean).join(", "), e.ban || e.reason === "banned" ? "banned" : "")]),
  "Nothing has happened yet.");
}

// drawSources offers the addresses. Until the user chooses one, the chart is of the one that matters
// most: banned, or else the busiest, and the one that is shown already among equals.
let chosen = "";
function drawSources() {
  const source = $("source");
  const before = source.value;
  const ips = shown.sources.map((s) => s.ip);
  if ([...source.options].map((o) => o.value).join() !== ips.join()) {
    source.replaceChildren(...ips.map((ip) => new Option(ip)));
  }
  const at = now();
  const weight = (s) => (banOf(s.ip, at) ? 1e6 : 0) + inWindow(s.hits_unix_ms, at, 120) +
    (s.ip === before ? 0.5 : 0);
  const first = shown.sources.reduce((a, b) => (a && weight(a) >= weight(b) ? a : b), null);
  source.value = ips.includes(chosen) ? chosen : first?.ip ?? "";
}

const banOf = (ip, at) => shown.bans.find((b) => b.ip === ip && Date.parse(b.until) > at);

// fault says what a fault does.
function fault(f) {
  const share = f.share < 1 ? `${Math.round(f.share * 1000) / 10} %` : "";
  return [f.kind, f.status, f.delay, share].filter(Boolean).join(", ");
}

// drawMoment draws what changes by the mere passing of time.
function drawMoment() {
  const at = now();
  $("now").textContent = new Date(at).toISOString().replace("T", " ").slice(0, 21) + " UTC";
  fill("sources", shown.sources.map((s) => {
    const b = banOf(s.ip, at);
    return [cell(s.ip), ...shown.thresholds.map((t) => usage(s, t, at)),
      cell(b ? `banned, ${length(Date.parse(b.until) - at)}` : "no", b ? "banned" : ""),
      cell(b ? "" : button("Ban", `Ban ${s.ip}`, () => act("POST", "bans", { ip: s.ip })))];
  }), "No token hit of late.");
  fill("bans", shown.bans.filter((b) => Date.parse(b.until) > at).map((b) => [cell(caller(b), "banned"),
    cell(length(Date.parse(b.until) - at)), cell(button("Lift", `Lift the ban of ${caller(b)}`, () =>
      act("DELETE", `bans?${new URLSearchParams({ ip: b.ip ?? "", client: b.client ?? "" })}`)))]),
  "Nobody is banned.");
  fill("faults", shown.faults.filter((f) => !f.until || Date.parse(f.until) > at).map((f) => [
    cell(fault(f), "banned"), cell(f.endpoint ?? "everywhere"),
    cell(f.until ? length(Date.parse(f.until) - at) : "never"),
    cell(button("End", `End fault ${f.id}`, () => act("DELETE", `faults?id=${f.id}`)))]),
  "Nothing fails.");
  fill("tokens", shown.tokens.filter((t) => Date.parse(t.dies_at) > at).toReversed().map((t) => [
    cell(`#${t.id}`, "brief"), cell(t.client), cell(length(Date.parse(t.dies_at) - at)), cell(button("Revoke",
      `Revoke token ${t.id}`, () => act("POST", "tokens/revoke", { token: t.token })))]),
  "No token is alive.");
  drawChart(at);
}

function usage(source, threshold, at) {
  const n = inWindow(source.hits_unix_ms, at, threshold.span_seconds);
  const meter = document.createElement("meter");
  Object.assign(meter, {
    max: threshold.limit, low: 0.8 * threshold.limit, high: threshold.limit - 0.5, optimum: 0,
    value: n,
  });
  meter.setAttribute("aria-hidden", "true");
  const td = cell(meter, n > threshold.limit ? "bad" : "");
  td.append(` ${n}`);
  return td;
}

function svg(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

// drawChart draws the share of each limit in use over the last two minutes of the chosen address.
function drawChart(at) {
  const width = Math.max(300, $("chart").clientWidth);
  $("chart").setAttribute("viewBox", `0 0 ${width} 220`);
  const [left, right, top, bottom, seconds] = [38, width - 122, 14, 190, 120];
  const hits = shown.sources.find((s) => s.ip === $("source").value)?.hits_unix_ms ?? [];
  const lines = shown.thresholds.map((t) => ({ t, n: [] }));
  for (let i = 0; i <= 240; i++) {
    const then = at - (240 - i) * seconds * 1000 / 240;
    for (const l of lines) l.n.push(inWindow(hits, then, l.t.span_seconds));
  }
  const share = Math.max(1.25, ...lines.flatMap((l) => l.n.map((n) => 1.1 * n / l.t.limit)));
  const x = (i) => left + (right - left) * i / 240;
  const y = (s) => bottom - (bottom - top) * s / share;
  const parts = [svg("line", { x1: left, x2: right, y1: y(0), y2: y(0), class: "hair" }),
    svg("line", { x1: left, x2: right, y1: y(1), y2: y(1), class: "limit" }),
    svg("text", { x: left - 6, y: y(1) + 4, "text-anchor": "end", class: "limit-text" }, "limit"),
    svg("text", { x: left - 6, y: y(0) + 4, "text-anchor": "end" }, "0"),
    svg("text", { x: left, y: 212 }, "2 min ago"),
    svg("text", { x: right, y: 212, "text-anchor": "end" }, "now")];
  const ends = lines.map((l) => y(l.n.at(-1) / l.t.limit));
  if (Math.abs(ends[0] - ends[1]) < 15) ends[ends[0] < ends[1] ? 1 : 0] += 15;
  lines.forEach(({ t, n }, i) => {
    const points = n.map((v, j) => `${x(j).toFixed(1)},${y(v / t.limit).toFixed(1)}`).join(" ");
    parts.push(svg("polyline", { points, class: `line ${t.name}` }),
      svg("text", { x: right + 6, y: Math.min(ends[i], 206) + 4, class: `${t.name}-text` },
        `${n.at(-1)} of ${t.limit} in ${t.span_seconds} s`));
  });
  $("chart").replaceChildren(...parts);
  $("chart-text").textContent = lines.map(({ t, n }) => `${n.at(-1)} hits in ${t.span_seconds} s ` +
    `(fullest ${Math.max(...n)} of ${t.limit})`).join("; ") + ".";
}

$("freeze").onclick = () => act("POST", shown?.clock.frozen ? "clock/resume" : "clock/freeze");
$("scale").onchange = (e) => act("POST", "clock/scale", { factor: Number(e.target.value) });
for (const b of document.querySelectorAll("[data-advance]")) {
  b.onclick = () => act("POST", "clock/advance", { by: b.dataset.advance });
}
for (const b of document.querySelectorAll("[data-next]")) {
  b.onclick = () => act("POST", "clock/next", { kind: b.dataset.next });
}
$("impose").onsubmit = (e) => {
  e.preventDefault();
  const client = $("client").value.trim();
  act("POST", "bans", { ip: $("ip").value.trim(), ...(client && { client }) });
};
$("source").onchange = (e) => {
  chosen = e.target.value;
  if (shown) drawMoment();
};

let gone = false; // the session was deleted
function follow() {
  const stream = new EventSource("events");
  stream.onopen = () => { $("link").textContent = "live"; problem(""); soon(); };
  stream.onerror = () => { $("link").textContent = "connection lost, trying again"; };
  for (const kind of ["request", "ban", "token", "fault", "reset", "clock", "missed"]) {
    stream.addEventListener(kind, soon);
  }
  stream.addEventListener("deleted", (e) => {
    stream.close();
    lost(JSON.parse(e.data).deleted);
  });
}

// lost waits until a deleted session is opened again. It asks in the default session: to ask in the
// deleted one would open it.
function lost(session) {
  gone = document.querySelector("main").inert = true;
  $("link").textContent = "closed: the session was deleted";
  const list = location.pathname.replace(/(\/s\/[^/]+)?\/__admin\/[^/]*$/, "/__admin/sessions");
  const again = setInterval(async () => {
    const open = await ask("GET", list);
    if (!open?.sessions.some((s) => s.session === session)) return;
    clearInterval(again);
    gone = document.querySelector("main").inert = false;
    follow();
  }, 1000);
}

// A button must not be drawn anew between press and release.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; });
setInterval(() => shown && !pressed && !gone && drawMoment(), 500);
follow();
refresh();
