// Calls a carrier by recommended.mjs, with the store that docs/production.md shows, which is store.mjs in the working
// folder: for each line of standard input, which has a number, five callers make so many calls in a row each. It answers
// with a line of how they ended.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { Node, Recommended } from "../recommended.mjs";

const [base, path, body] = process.argv.slice(2);
const { store } = await import(pathToFileURL("store.mjs"));
const node = new Node({ nodes: 4, store, name: "fedex" });
const fedex = new Recommended({ tokenUrl: `${base}/oauth/token`, id: "shop", secret: "s3cret", node });

async function call() {
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fedex.fetch(base + path, { method: "POST", headers, body });
    await answer.arrayBuffer();
    return answer.status;
  } catch (failure) {
    console.error(failure);
    return failure.name;
  }
}

async function caller(calls) {
  const ended = [];
  while (ended.length < calls) ended.push(await call());
  return ended.join(" ");
}

for await (const line of createInterface({ input: process.stdin })) {
  const ended = await Promise.all(Array.from({ length: 5 }, () => caller(Number(line))));
  console.log(ended.join(" "));
}
process.exit(); // the client of Redis would go on
