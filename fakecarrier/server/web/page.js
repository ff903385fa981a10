// The live page: a snapshot of the session, drawn again when an event arrives. Between snapshots the
// page moves its clock on by itself, so that windows empty and bans count down without a request.

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

const element = (tag, properties, ...children) => {
  const e = Object.assign(document.createElement(tag), properties);
  e.append(...children);
  return e;
};
const cell = (content, className = "") => element("td", { className, role: "cell" }, content);
const button = (text, ariaLabel, onclick) => element("button", { ariaLabel, onclick }, text);

// fill replaces the rows of a table, and keeps the focus where it was. Each cell is labelled with the
// head of its column, because narrow screens show no columns; its role keeps it a cell there.
function fill(id, rows, empty) {
  const focused = document.activeElement?.ariaLabel;
  const body = $(id);
  const heads = [...body.parentElement.querySelectorAll("thead th")].map((th) => th.textContent);
  [body.role, body.parentElement.role] = ["rowgroup", "table"];
  body.replaceChildren(...rows.map((cells) => {
    cells.forEach((td, i) => { td.dataset.label = heads[i] ?? ""; });
    return element("tr", { role: "row" }, ...cells);
  }));
  if (!rows.length) body.append(element("td", { className: "note", colSpan: 5 }, empty));
  if (focused) body.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
}

// until is the time left to an instant, in words.
function until(instant, at) {
  const s = Math.ceil((Date.parse(instant) - at) / 1000);
  const parts = [[Math.floor(s / 3600), "h"], [Math.floor(s / 60) % 60, "min"], [s % 60, "s"]];
  return s > 0 ? parts.filter(([n]) => n).slice(0, 2).map((p) => p.join(" ")).join(" ") : "now";
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
  $("verdict").textContent = v.unused ? "unused: no request came" : v.ok ? `✓ no ban, ${v.token_hits} token hits`
    : `✗ ${v.bans} ${v.bans === 1 ? "ban" : "bans"}, ${v.banned} in force, ${v.token_hits} token hits`;
  $("verdict").className = v.unused ? "note" : v.ok ? "good" : "bad";
  fill("readings", v.readings.map((r) => [cell(r.in_force ? `${r.reading} (in force)` : r.reading, "brief"),
    cell(r.limit ? `${r.at_least ? "≥ " : ""}${r.peak} of ${r.limit}` : "–", "brief"),
    cell(r.violated ? "✗ bans" : "✓ passes", r.violated ? "brief bad" : "brief good"), cell(r.about)]), "");
  for (const t of shown.thresholds) {
    $(`${t.name}-head`).textContent = `In ${t.span_seconds} s, of ${t.limit}`;
  }
  drawSources();
  fill("events", shown.events.toReversed().map((e) => [cell(e.at.slice(11, 23).replace("Z", ""), "brief"), cell(caller(e)),
    requestCell(e),
    cell([e.lost ? "lost" : e.status, e.reason, e.ban && `ban ${e.ban} ${e.rule ?? ""}`]
      .filter(Boolean).join(", "), e.ban || e.reason === "banned" ? "banned" : "")]),
  "Nothing has happened yet.");
}

// requestCell is what happened: of a request that was refused, why, what is near, and what it had.
function requestCell(e) {
  if (e.kind !== "request") return cell(`${e.kind}: ${e.detail ?? ""}`);
  const td = cell(`${e.method} ${e.path}`);
  if (!e.why) return td;
  td.append(element("p", { className: "why" }, e.nearest ? `${e.why} (near: ${e.nearest})` : e.why));
  if (!e.request) return td;
  const { headers, query, body } = e.request;
  const lines = [query && `?${query}`, ...Object.entries(headers).map((h) => h.join(": ")), body];
  td.append(element("details", { open: opened.has(e.seq), ontoggle: ({ target }) => {
    opened[target.open ? "add" : "delete"](e.seq);
  } }, element("summary", { ariaLabel: `What request ${e.seq} had` }, "what it had"),
  element("pre", {}, lines.filter(Boolean).join("\n"))));
  return td;
}
const opened = new Set(); // events of which one sees what they had

// drawSources lists the addresses. Until the user chooses one, the chart shows a banned address, or
// else the busiest; if several are equal, the one that is shown already.
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

function faultText(f) {
  const share = f.share < 1 ? `${Math.round(f.share * 1000) / 10} %` : "";
  return [f.kind, f.status, f.delay, share].filter(Boolean).join(", ");
}

// drawMoment draws all that changes as time passes.
function drawMoment() {
  const at = now();
  $("now").textContent = new Date(at).toISOString().replace("T", " ").slice(0, 21) + " UTC";
  fill("sources", shown.sources.map((s) => {
    const b = banOf(s.ip, at);
    return [cell(s.ip), ...shown.thresholds.map((t) => usage(s, t, at)),
      cell(b ? `banned, ${until(b.until, at)}` : "no", b ? "banned" : ""),
      cell(b ? "" : button("Ban", `Ban ${s.ip}`, () => act("POST", "bans", { ip: s.ip })))];
  }), "No token hit of late.");
  fill("bans", shown.bans.filter((b) => Date.parse(b.until) > at).map((b) => [cell(caller(b), "banned"),
    cell(until(b.until, at)), cell(button("Lift", `Lift the ban of ${caller(b)}`, () =>
      act("DELETE", `bans?${new URLSearchParams({ ip: b.ip ?? "", client: b.client ?? "" })}`)))]),
  "Nobody is banned.");
  fill("faults", shown.faults.filter((f) => !f.until || Date.parse(f.until) > at).map((f) => [
    cell(faultText(f), "banned"), cell((f.endpoint ?? "everywhere") + (f.client ? `, ${f.client} alone` : "")),
    cell(f.until ? until(f.until, at) : "never"),
    cell(button("End", `End fault ${f.id}`, () => act("DELETE", `faults?id=${f.id}`)))]),
  "Nothing fails.");
  fill("tokens", shown.tokens.filter((t) => Date.parse(t.dies_at) > at).toReversed().map((t) => [
    cell(`#${t.id}`, "brief"), cell(t.client), cell(until(t.dies_at, at)), cell(button("Revoke",
      `Revoke token ${t.id}`, () => act("POST", "tokens/revoke", { token: t.token })))]),
  "No token is alive.");
  drawChart(at);
}

function usage(source, threshold, at) {
  const n = inWindow(source.hits_unix_ms, at, threshold.span_seconds);
  const meter = element("meter", {
    max: threshold.limit, low: 0.8 * threshold.limit, high: threshold.limit - 0.5, optimum: 0,
    value: n, ariaHidden: "true",
  });
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

// drawChart draws which share of each limit the chosen address used, over the last two minutes.
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
for (const b of document.querySelectorAll("[data-advance], [data-next]")) {
  const { advance, next } = b.dataset;
  b.onclick = () => act("POST", next ? "clock/next" : "clock/advance", { by: advance, kind: next });
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

let gone = false; // the session is not open
function follow() {
  const stream = new EventSource("events");
  stream.onopen = () => { $("link").textContent = "live"; problem(""); soon(); };
  stream.onerror = () => {
    $("link").textContent = "connection lost, trying again";
    if (stream.readyState === EventSource.CLOSED) setTimeout(begin, 3000); // it was refused
  };
  for (const kind of ["request", "ban", "token", "fault", "reset", "clock", "missed"]) {
    stream.addEventListener(kind, soon);
  }
  stream.addEventListener("deleted", (e) => {
    stream.close();
    awaitSession(JSON.parse(e.data).deleted, "closed: the session was deleted");
  });
}

// begin shows the session of this page, or waits for it.
async function begin() {
  const session = /\/s\/([^/]+)\//.exec(location.pathname)?.[1] ?? "default";
  const open = await ask("GET", "sessions");
  if (open && !open.sessions.some((s) => s.session === session)) {
    awaitSession(session, `session ${session} is not open: POST /__admin/sessions opens it`);
    return;
  }
  follow();
  refresh();
}

// awaitSession waits until a session is open. To ask does not open it.
function awaitSession(session, why) {
  gone = document.querySelector("main").inert = true;
  $("link").textContent = why;
  const again = setInterval(async () => {
    const open = await ask("GET", "sessions");
    if (!open?.sessions.some((s) => s.session === session)) return;
    clearInterval(again);
    gone = document.querySelector("main").inert = false;
    follow();
    refresh();
  }, 1000);
}

// A button must not be replaced between press and release.
let pressed = false;
addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; });
setInterval(() => shown && !pressed && !gone && drawMoment(), 500);
begin();
