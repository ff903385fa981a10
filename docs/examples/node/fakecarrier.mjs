// A fake carrier for the length of a test. Copy this file beside your tests: it needs Node 20, and the
// program fakecarrier on the PATH, or where $FAKECARRIER_PROGRAM says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// start starts a process of its own, on a free port, until stop. Flags are those of the program.
export async function start(...flags) {
  const program = process.env.FAKECARRIER_PROGRAM ?? "fakecarrier";
  const child = spawn(program, ["--listen", "127.0.0.1:0", "--admin", "same", ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  let said = "";
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      said += `${line}\n`;
      if (line.includes("admin API")) resolve(said.match(/https?:\/\/[^\s,]+/)[0]);
    });
    ended.then(() => reject(new Error(`${program} did not start:\n${said}`)), reject);
  });

  // session is a carrier that no other test disturbs; its url is the base URL for the application. When
  // the test t ends, it fails if there was a ban, or if nobody used the carrier, unless bans or unused
  // allow that. Settings are those of POST /__admin/sessions.
  async function session(t, name, { bans = false, unused = false, ...settings } = {}) {
    const session = { url: `${url}/s/${name}`, admin: (...call) => admin(`${url}/s/${name}`, ...call) };
    if (Object.keys(settings).length > 0) {
      await admin(url, "POST", "sessions", { session: name, ...settings });
    } else {
      await session.admin("POST", "reset");
    }
    t.after(async () => {
      const verdict = await session.admin("GET", "verdict");
      assert.ok(!verdict.unused || unused, `nobody used the carrier at ${session.url}`);
      if (verdict.bans > 0 && !bans) {
        assert.fail(`the carrier banned ${verdict.bans} times: ${await refusals(session)}`);
      }
    });
    return session;
  }

  async function stop() {
    child.kill();
    await ended;
  }
  return { url, session, stop };
}

// admin asks the admin API, and returns what it answers.
async function admin(url, method, path, body) {
  const answer = await fetch(`${url}/__admin/${path}`, {
    method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

// refusals is why the carrier refused, a line for each of the requests that its journal keeps.
async function refusals(session) {
  const { events } = await session.admin("GET", "journal");
  return events.filter((e) => e.kind === "request" && e.why)
    .map((e) => `\n${e.at} ${e.method} ${e.path}: ${e.why}`).join("");
}
