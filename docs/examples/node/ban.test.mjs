// Provokes a ban, and moves the clock past it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./fakecarrier.mjs";

let carrier;
before(async () => { carrier = await start(); });
after(() => carrier.stop());

async function token(base) {
  const body = new URLSearchParams({
    grant_type: "client_credentials", client_id: "shop", client_secret: "secret",
  });
  return (await fetch(`${base}/oauth/token`, { method: "POST", body })).status;
}

test("a ban lasts ten minutes", async (t) => {
  const shop = await carrier.session(t, "ten-minutes", { bans: true });
  await shop.admin("POST", "clock/freeze");
  for (let i = 0; i < 15; i++) assert.equal(await token(shop.url), 200);
  assert.equal(await token(shop.url), 403, "the sixteenth within five seconds");
  await shop.admin("POST", "clock/advance", { by: "10m" });
  assert.equal(await token(shop.url), 200);
  assert.equal((await shop.admin("GET", "verdict")).bans, 1);
});

// A test of which the application is banned fails, and so does one that it does not reach. `later` is
// what the helper wants to be done after a test.
test("a session fails", async () => {
  let later;
  const t = { after: (f) => { later = f; } };
  const banned = await carrier.session(t, "banned");
  await banned.admin("POST", "clock/freeze");
  for (let i = 0; i < 16; i++) await token(banned.url);
  await assert.rejects(later, /banned 1 times/);
  await carrier.session(t, "elsewhere");
  await assert.rejects(later, /nobody used the carrier/);
});
