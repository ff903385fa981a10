// The live page in a real browser, on a real server: what an operator does, and sees.
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
    let said = "";
    server.stderr.on("data", (data) => {
      said += data;
      const found = /http:\/\/[\d.:]+/.exec(said);
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

const hit = (session, ip = "203.0.113.7") => fetch(`${url}/s/${session}/oauth/token`, {
  method: "POST", headers: { "X-Forwarded-For": ip },
  body: new URLSearchParams({ grant_type: "client_credentials", client_id: "shop", client_secret: "s" }),
});

// open returns the page of a session, and what it asked for and complained of.
async function open(session, context = {}) {
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
  await page.getByText("✓ no ban, 0 token hits").waitFor();
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
  await page.getByText("✓ no ban, 0 token hits").waitFor();
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
      return e.id || e.dataset.key || e.textContent;
    }));
  }
  for (const name of ["freeze", "scale", "source", "Next event", "ip", "Ban 203.0.113.7",
    "Revoke token 1"]) assert.ok(reached.has(name), `${name} of ${[...reached]}`);
  await page.close();
});

test("dark and narrow", async () => {
  const { page } = await open("storm", { colorScheme: "dark", viewport: { width: 360, height: 800 } });
  await page.getByText("✗ 2 bans").waitFor();
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(colour, "rgb(22, 24, 27)");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${width} px wide`);
  await shoot(page, "storm-dark-phone");
  await page.close();
});
