// The live page in a real browser, on a real server: what an operator does and sees.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const shots = process.env.SCREENSHOTS; // a folder; none are taken without
const folder = mkdtempSync(join(tmpdir(), "fakecarrier-"));
let server, browser, url;

before(async () => {
  const program = join(folder, "fakecarrier");
  execFileSync("go", ["build", "-o", program, "../../../../cmd/fakecarrier"],
    { cwd: import.meta.dirname });
  server = spawn(program, ["--listen", "127.0.0.1:0", "--admin", "same", "--frozen",
    "--start-at", "2026-03-01T12:00:00Z"]);
  url = await new Promise((resolve) => {
    let log = "";
    server.stderr.on("data", (data) => {
      log += data;
      const found = /http:\/\/[\d.:]+/.exec(log);
      if (found) resolve(found[0]);
    });
  });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox",
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"] });
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true });
});

async function hit(session, ip = "203.0.113.7", client = "shop", secret = "s") {
  await openSession(session);
  return fetch(`${url}/s/${session}/oauth/token`, {
    method: "POST", headers: { "X-Forwarded-For": ip },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: client,
      client_secret: secret }),
  });
}

// admin asks the admin API.
const admin = (method, path, body) => fetch(url + path, {
  method, headers: body && { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
});

// openSession opens a session, unless it is open already.
const openSession = (session) => admin("POST", "/__admin/sessions", { session });

// open returns the page of a session, its requests to other hosts, and its errors.
async function open(session, context = {}) {
  await openSession(session);
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, ...context });
  const seen = { elsewhere: [], errors: [] };
  page.on("request", (r) => r.url().startsWith(`${url}/`) || seen.elsewhere.push(r.url()));
  page.on("pageerror", (e) => seen.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && seen.errors.push(m.text()));
  await page.goto(`${url}/s/${session}/__admin/`);
  await page.getByText("live", { exact: true }).waitFor();
  return { page, seen };
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

test("a storm, the ban, and the way out", async () => {
  const { page, seen } = await open("storm");
  await page.getByText("unused: no request came").waitFor();
  for (let i = 0; i < 17; i++) await hit("storm");
  await page.getByText("✗ 1 ban, 1 in force, 17 token hits").waitFor();
  await page.getByText("17 hits in 5 s (fullest 17 of 15)").waitFor();
  await page.locator("#bans").getByText("10 min").waitFor();
  await page.locator("#events").getByText("ban started R1").waitFor();
  await shoot(page, "storm-light");

  await page.getByRole("button", { name: "+1 min" }).click();
  await page.locator("#bans").getByText("9 min").waitFor();
  await page.getByRole("button", { name: "End of ban" }).click();
  await page.locator("#bans").getByText("Nobody is banned.").waitFor();
  assert.equal((await hit("storm")).status, 200);

  await page.getByLabel("Ban address").fill("198.51.100.1");
  await page.getByRole("button", { name: "Impose ban" }).click();
  await page.getByRole("button", { name: "Lift the ban of 198.51.100.1" }).click();
  await page.locator("#bans").getByText("Nobody is banned.").waitFor();
  await page.getByRole("button", { name: "Revoke token 16" }).click();
  await page.getByText("No token is alive.").waitFor();

  await page.getByLabel("Ban address").fill("nowhere");
  await page.getByRole("button", { name: "Impose ban" }).click();
  await page.getByRole("alert").getByText('found ip "nowhere"').waitFor();
  assert.deepEqual(seen.elsewhere, []);
  assert.deepEqual(seen.errors.filter((e) => !e.includes("400")), []);
  await page.close();
});

test("the clock runs on, and sessions do not meet", async () => {
  const { page } = await open("other");
  await page.getByText("unused: no request came").waitFor();
  const time = () => page.locator("#now").textContent();
  await page.getByLabel("Scale").selectOption("60");
  assert.match(await time(), /2026-03-01 12:00:00/);
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await page.waitForFunction(() => document.querySelector("#now").textContent > "2026-03-01 12:00:30");
  await page.getByRole("button", { name: "Freeze" }).press("Enter");
  await page.getByText("frozen", { exact: true }).waitFor();
  await page.close();
});

test("everything can be reached by keyboard", async () => {
  const { page } = await open("keys");
  await hit("keys");
  await page.getByRole("button", { name: "Revoke token 1" }).waitFor();
  const reached = new Set();
  const all = await page.locator("button:visible, select:visible, input:visible, summary").count();
  for (let i = 0; i < all + 5; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => {
      const e = document.activeElement;
      return e.id || e.ariaLabel || e.textContent;
    }));
  }
  for (const name of ["freeze", "scale", "source", "Next event", "ip", "Ban 203.0.113.7",
    "Revoke token 1"]) assert.ok(reached.has(name), `${name} of ${[...reached]}`);
  await page.close();
});

test("the chart is of the address that matters, until another is chosen", async () => {
  await hit("chart", "198.51.100.1");
  const { page } = await open("chart");
  const charted = (ip) => page.waitForFunction((ip) =>
    document.querySelector("#source").value === ip, ip);
  await charted("198.51.100.1");
  for (let i = 0; i < 3; i++) await hit("chart", "203.0.113.9");
  await charted("203.0.113.9");
  await hit("chart", "203.0.113.10");
  await admin("POST", "/s/chart/__admin/bans", { ip: "203.0.113.10" });
  await charted("203.0.113.10");
  await page.locator("#source").selectOption("198.51.100.1");
  await hit("chart", "203.0.113.10");
  await page.locator("#events tr").nth(6).waitFor();
  await charted("198.51.100.1");
  await page.close();
});

test("faults are shown, and ended one by one", async () => {
  const { page } = await open("faults");
  await page.getByText("Nothing fails.").waitFor();
  const inject = (fault) => admin("POST", "/s/faults/__admin/faults", fault);
  await inject({ kind: "error-rate", share: 0.25, status: 429, endpoint: "token", for: "90s" });
  await inject({ kind: "lost-reply" });
  const faults = page.locator("#faults");
  await faults.getByText("error-rate, 429, 25 %").waitFor();
  assert.match(await faults.textContent(), /token1 min 30 s.*lost-replyeverywherenever/);
  await faults.getByRole("button", { name: "End fault 2" }).click();
  await faults.getByText("lost-reply").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "+10 min" }).click();
  await faults.getByText("Nothing fails.").waitFor();
  await page.close();
});

test("a deleted session is not live, and is again once it is opened", async () => {
  await hit("brief");
  const { page } = await open("brief");
  await page.getByText("✓ no ban, 1 token hits").waitFor();
  await admin("DELETE", "/__admin/sessions?session=brief");
  await page.getByText("closed: the session was deleted").waitFor();
  assert.equal(await page.getByText("live", { exact: true }).count(), 0);
  const open_ = await (await admin("GET", "/__admin/sessions")).json();
  assert.ok(!open_.sessions.some((s) => s.session === "brief"), "to watch does not open it");
  await admin("POST", "/__admin/sessions", { session: "brief", profile: "ups" });
  await page.getByText("live", { exact: true }).waitFor();
  await page.getByText("ups, reading").waitFor();
  await page.getByText("unused: no request came").waitFor();
  await page.close();
});

test("a refused request says why, and what it had, without its secrets", async () => {
  const { page } = await open("why");
  await fetch(`${url}/s/why/oauth/token`, { method: "POST", headers: { "X-Forwarded-For": "203.0.113.7" },
    body: new URLSearchParams({ grant_typ: "client_credentials", client_secret: "hush" }) });
  const events = page.locator("#events");
  await events.getByText('found "grant_typ", which is near it (near: grant_typ)').waitFor();
  await events.getByText("what it had").click();
  await events.getByText("client_secret=***").waitFor();
  await hit("why");
  await events.locator("tr").nth(1).waitFor();
  assert.ok(await events.getByText("client_secret=***").isVisible(), "it stays open");
  assert.ok(!(await events.textContent()).includes("hush"));
  await page.close();
});

test("the page of a session that is not open says so, and goes on once it is", async () => {
  const page = await browser.newPage();
  await page.goto(`${url}/s/later/`);
  await page.getByText("session later is not open").waitFor();
  await openSession("later");
  await page.getByText("live", { exact: true }).waitFor();
  await page.getByText("unused: no request came").waitFor();
  await page.close();
});

// crowded fills a session with names as long as real ones.
async function crowded(session) {
  const client = "l7" + "0123456789abcdef".repeat(2), ip = "2001:db8:1111:2222:3333:4444:5555:6666";
  for (let i = 0; i < 17; i++) await hit(session, ip, client);
  await hit(session, "203.0.113.7", client);
  await admin("POST", `/s/${session}/__admin/bans`, { ip: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff" });
  await admin("POST", `/s/${session}/__admin/faults`,
    { kind: "error-rate", share: 0.125, status: 503, endpoint: "token", for: "90m" });
  await fetch(`${url}/s/${session}/${"a/long/path/".repeat(9)}`);
}

for (const [name, colorScheme, width, paper] of [["light", "light", 1200, "rgb(255, 255, 255)"],
  ["dark", "dark", 1200, "rgb(22, 24, 27)"], ["phone", "light", 360, "rgb(255, 255, 255)"],
  ["dark-phone", "dark", 360, "rgb(22, 24, 27)"], ["narrow", "dark", 700, "rgb(22, 24, 27)"],
  ["tablet", "light", 900, "rgb(255, 255, 255)"]]) {
  test(`everything is within sight: ${name}`, async () => {
    await crowded(name);
    const { page } = await open(name, { colorScheme, viewport: { width, height: 800 } });
    await page.getByText("✗ 2 bans").waitFor();
    await page.getByText("Every reading").click();
    const seen = await page.evaluate(() => ({
      paper: getComputedStyle(document.body).backgroundColor,
      page: document.documentElement.scrollWidth,
      wide: [...document.querySelectorAll("section")].filter((s) => s.scrollWidth > s.clientWidth)
        .map((s) => `${s.getAttribute("aria-labelledby")}: ${s.scrollWidth} of ${s.clientWidth} px`),
      rows: [...document.querySelectorAll("tbody")].map((b) => b.rows.length),
    }));
    await shoot(page, name);
    assert.equal(seen.paper, paper);
    assert.ok(seen.page <= width, `${seen.page} px wide`);
    assert.deepEqual(seen.wide, []);
    assert.ok(seen.rows.every((n) => n > 0), `${seen.rows}`);
    await page.close();
  });
}
