// Provokes a ban, moves the clock past it, reads the verdict. Needs Node 20 and a fakecarrier.
import assert from "node:assert/strict";
import { test } from "node:test";

// A session of its own: no other test disturbs it.
const base = `${process.env.FAKECARRIER ?? "http://127.0.0.1:8480"}/s/node`;

async function token() {
  const body = new URLSearchParams({
    grant_type: "client_credentials", client_id: "shop", client_secret: "secret",
  });
  return (await fetch(`${base}/oauth/token`, { method: "POST", body })).status;
}

async function admin(method, path, body) {
  const answer = await fetch(`${base}/__admin/${path}`, {
    method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

test("a ban lasts ten minutes", async () => {
  await admin("POST", "reset");
  await admin("POST", "clock/freeze");
  for (let i = 0; i < 15; i++) assert.equal(await token(), 200);
  assert.equal(await token(), 403, "the sixteenth within five seconds");
  await admin("POST", "clock/advance", { by: "10m" });
  assert.equal(await token(), 200);
  assert.equal((await admin("GET", "verdict")).bans, 1);
});
