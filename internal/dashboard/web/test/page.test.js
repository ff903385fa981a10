// The dashboard in a real browser, of a real study: what is seen while it runs, and what is saved.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const shots = process.env.SCREENSHOTS; // a folder; none are taken without
const folder = mkdtempSync(join(tmpdir(), "dashboard-"));
const program = join(folder, "tokenstorm");
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
let browser;

before(async () => {
  execFileSync("go", ["build", "-o", program, "../../../../cmd/tokenstorm"],
    { cwd: import.meta.dirname });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox",
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"] });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

// study begins a study with a dashboard, and returns its address, what it prints in the end, and
// its exit code.
async function study(...words) {
  const child = spawn(program, ["compare", ...words, "--cache", "off", "--dashboard"],
    { cwd: folder });
  let stdout = "", stderr = "";
  child.stdout.on("data", (data) => { stdout += data; });
  const ended = new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  const url = await new Promise((resolve) => child.stderr.on("data", (data) => {
    stderr += data;
    const found = /http:\/\/[\d.:]+/.exec(stderr);
    if (found) resolve(found[0]);
  }));
  const printed = async () => { // what is printed when the study is done, while the page is open
    while (!stderr.includes("the dashboard is open")) await setTimeout(50);
    return stdout;
  };
  return { url, ended, child, printed };
}

// open returns a page, its requests to other hosts, and its errors.
async function open(url, viewport = desktop, more = {}) {
  const page = await browser.newPage({ viewport, ...more });
  page.setDefaultTimeout(180000); // the study may be slow on a busy machine
  const seen = { elsewhere: [], errors: [] };
  page.on("request", (r) => r.url().startsWith(url) || /^(data|blob):/.test(r.url()) ||
    seen.elsewhere.push(r.url()));
  page.on("pageerror", (e) => seen.errors.push(String(e)));
  page.on("console", (m) => m.type() === "error" && seen.errors.push(m.text()));
  await page.goto(url);
  return { page, seen };
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

// rows are what the tables say, in words.
const rows = (page) => page.$$eval("tbody tr", (all) => all.map((tr) =>
  [...tr.querySelectorAll("th, td:not(.graph):not(.past)")].map((c) => c.textContent)));

const beyond = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("a study as it runs, in the end, and saved", async () => {
  const { url, ended, printed } = await study("two-nodes", "--seeds", "12", "--readings",
    "akamai,paranoid", "--strategies", "naive,lock-recheck,recommended-unshared,recommended");
  const { page, seen } = await open(url);
  await page.locator("#state", { hasText: "running" }).waitFor();
  await page.waitForFunction(() => document.querySelector("#bar").value > .35);
  assert.match(await page.textContent("#facts"), /Left\d/);
  assert.match(await page.title(), /^\d+ % two-nodes – tokenstorm$/);
  assert.equal((await rows(page)).length, 8);
  assert.equal(await beyond(page), 0);
  await shoot(page, "running-wide");
  const narrow = await open(url, phone, { colorScheme: "dark" });
  await narrow.page.locator("tbody tr").first().waitFor();
  assert.equal(await beyond(narrow.page), 0);
  await shoot(narrow.page, "running-narrow");

  await page.locator("#state", { hasText: /^done$/ }).waitFor();
  await page.waitForFunction(() => !document.querySelector("#facts").textContent.includes("Left"));
  const final = await rows(page);
  const tables = await printed();
  for (const [strategy, banned, text] of final) { // every row is in a table that was printed
    const line = tables.split("\n").find((l) => l.startsWith(`${strategy} `) &&
      l.includes(banned) && l.includes(text));
    assert.ok(line, `${strategy}: ${banned}, ${text} is not printed:\n${tables}`);
  }
  await shoot(page, "done-wide");
  await shoot(narrow.page, "done-narrow");

  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.equal(download.suggestedFilename(), "two-nodes-dashboard.html");
  const file = join(folder, "saved.html");
  await download.saveAs(file);
  await page.close();
  await narrow.page.close();
  const { code, stderr } = await ended; // once nobody looks
  assert.equal(code, 0);
  assert.match(stderr, /the dashboard is open in a browser/);

  const saved = await open(pathToFileURL(file).href);
  assert.deepEqual(await rows(saved.page), final);
  assert.match(await saved.page.textContent("#state"), /^done, saved at /);
  await shoot(saved.page, "saved");
  assert.deepEqual([...seen.errors, ...seen.elsewhere, ...narrow.seen.errors,
    ...narrow.seen.elsewhere, ...saved.seen.errors, ...saved.seen.elsewhere], []);
  await saved.page.close();
});

test("a page that was written, and a sweep", async () => {
  execFileSync(program, ["sweep", "one-node", "--vary", "fleet.users=5,10", "--strategies",
    "naive,recommended", "--seeds", "4", "--cache", "off", "--dashboard", "sweep.html"], { cwd: folder });
  const { page, seen } = await open(pathToFileURL(join(folder, "sweep.html")).href, phone);
  assert.deepEqual(await page.$$eval("h2", (all) => all.slice(1).map((h) => h.textContent)),
    ["one-node with naive · reading akamai", "one-node with recommended · reading akamai"]);
  assert.deepEqual((await rows(page)).map(([name]) => name),
    ["fleet.users=5", "fleet.users=10", "fleet.users=5", "fleet.users=10"]);
  assert.match(await page.textContent("#state"), /^done, saved at /);
  assert.equal(await beyond(page), 0);
  assert.deepEqual([...seen.errors, ...seen.elsewhere], []);
  await page.close();
});

test("a study that is interrupted says so, and the page outlives it", async () => {
  const { url, ended, child } = await study("two-nodes", "--seeds", "500", "--strategies",
    "naive,recommended");
  const { page } = await open(url);
  await page.waitForFunction(() => document.querySelector("#bar").value > .01);
  child.kill("SIGINT");
  assert.equal((await ended).code, 105);
  await page.locator("#state", { hasText: "interrupted" }).waitFor();
  assert.equal((await rows(page)).length, 2);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.ok(await download.path());
  await page.close();
});
