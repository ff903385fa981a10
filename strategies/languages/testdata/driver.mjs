// Lets recommended.mjs obey the commands of steps_test.go, on a clock that stands still between them.
import { createInterface } from "node:readline";
import { Node, Open, Recommended, Refused, Shed } from "../recommended.mjs";

// A VirtualClock moves from one instant that somebody waits for to the next, when nobody waits for an answer.
class VirtualClock {
  time = 0;
  timers = [];
  pending = 0; // answers that are waited for

  now = () => this.time;

  timer(ms, process) {
    const timer = { at: this.time + ms, process };
    const passed = new Promise((resolve) => { timer.ring = resolve; });
    this.timers.push(timer);
    return { passed, cancel: () => { timer.at = Infinity; } };
  }

  // answered waits for what does not hang on this clock.
  async answered(promise) {
    this.pending++;
    try {
      return await promise;
    } finally {
      this.pending--;
    }
  }

  standStill(process, ms) {
    for (const timer of this.timers) {
      if (timer.process === process && timer.at < Infinity) timer.at = Math.max(timer.at, this.time + ms);
    }
  }

  crash(process) {
    this.timers = this.timers.filter((timer) => timer.process !== process);
  }

  async pass(ms) {
    const end = this.time + ms;
    for (;;) {
      do { // all that is to follow has followed
        await new Promise(setImmediate);
      } while (this.pending > 0);
      this.timers = this.timers.filter((t) => t.at < Infinity).sort((a, b) => a.at - b.at); // which is stable
      if (this.timers.length === 0 || this.timers[0].at > end) break;
      const next = this.timers.shift();
      this.time = next.at;
      next.ring();
    }
    this.time = end;
  }
}

// A MemoryStore is one that all processes reach.
class MemoryStore {
  away = false;
  entries = new Map();

  constructor(clock) {
    this.clock = clock;
  }

  async get(key) {
    if (this.away) throw new Error("the store is away");
    const { value, until } = this.entries.get(key) ?? {};
    const left = until - this.clock.now();
    return left > 0 ? { value, left } : undefined;
  }

  async putIf(key, value, ms, expected) {
    const there = this.entries.get(key);
    const live = there && there.until > this.clock.now() ? there.value : undefined;
    if (this.away) throw new Error("the store is away");
    if (live !== expected) return false;
    this.entries.set(key, { value, until: this.clock.now() + ms });
    return true;
  }
}

class Process {
  calls = 0; // under way

  constructor(service) {
    this.service = service;
    const clock = { now: service.clock.now, timer: (ms) => service.clock.timer(ms, this) };
    const node = new Node({
      nodes: Number(service.nodes), clock, chance: () => Number(service.chance), store: service.store,
    });
    this.clock = clock;
    this.clients = Object.fromEntries(["shop", "other"].map((id) => [id, new Recommended({
      tokenUrl: service.tokenUrl, id, secret: "s3cret", basic: service.basic === "true", node,
      fetch: (url, init) => this.fetch(url, init),
    })]));
  }

  // fetch fetches what takes as long on its way as its answer.
  async fetch(url, { signal, ...init }) {
    const { ways, tokenUrl } = this.service;
    const way = ways[url === tokenUrl ? "token" : "api"];
    await this.travel(way, signal);
    const answer = await this.service.clock.answered(this.service.bring().then(async () => {
      const { status, headers, body } = await fetch(url, init);
      return new Response(await new Response(body).arrayBuffer(), { status, headers });
    }));
    await this.travel(way, signal);
    return answer;
  }

  async travel(ms, signal) {
    const aborted = new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    await Promise.race([this.clock.timer(ms).passed, aborted]);
  }

  // action makes one call and notes how it ended.
  async action(who) {
    this.calls++;
    let how = "failed";
    try {
      const answer = await this.clients[who].fetch(this.service.call, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: '{"parcels":1}',
      });
      how = answer.status;
    } catch (e) {
      if (e instanceof Open) how = "open";
      else if (e instanceof Shed) how = "shed";
      else if (e instanceof Refused) how = `token-${e.status}`;
    }
    this.calls--;
    this.service.ended.push(how);
  }

  crash() {
    this.service.clock.crash(this);
    this.service.ended.push(...Array(this.calls).fill("died"));
  }
}

class Service {
  clock = new VirtualClock();
  ways = { token: 15, api: 10 };
  ended = [];
  carrier = 0; // what its clock shows, in nanoseconds
  moved = Promise.resolve();

  constructor({ base, token, call, nodes, chance, basic, processes = 0 }) {
    Object.assign(this, { base, call: base + call, tokenUrl: base + token, nodes, chance, basic });
    this.store = processes > 0 ? new MemoryStore(this.clock) : undefined;
    const names = ["a", "b", "c"].slice(0, Math.max(1, processes));
    this.processes = Object.fromEntries(names.map((name) => [name, new Process(this)]));
  }

  // bring moves the carrier's clock to the instant of this one.
  bring() {
    const now = Math.round(this.clock.now() * 1e6);
    this.moved = this.moved.then(async () => {
      if (now <= this.carrier) return;
      const answer = await fetch(`${this.base}/__admin/clock/advance`, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ by: `${now - this.carrier}ns` }),
      });
      await answer.text();
      this.carrier = now;
    });
    return this.moved;
  }

  async pass(ms) {
    await this.clock.pass(ms);
    await this.bring();
    return this.ended.splice(0).join(" ");
  }
}

let service;
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.trim().split(" ");
  let said = "";
  if (command === "open") service = new Service(Object.fromEntries(words.map((word) => word.split("="))));
  const its = service.processes[words.at(-1)] ?? service.processes.a;
  if (command === "call") {
    for (let i = 0; i < Number(words[0]); i++) its.action(words.includes("other") ? "other" : "shop");
    said = await service.pass(1000);
  } else if (command === "pass") {
    said = await service.pass(Number(words[0]));
  } else if (command === "stall") {
    service.clock.standStill(its, Number(words[0]));
    said = await service.pass(Number(words[0]));
  } else if (command === "crash") {
    its.crash();
    said = await service.pass(0);
  } else if (command === "start") {
    service.processes[words[0]] = new Process(service);
  } else if (command === "store") {
    service.store.away = words[0] === "away";
    if (words[0] === "forget") service.store.entries.clear();
  } else if (command === "way") {
    service.ways[words[0]] = Number(words[1]);
  }
  console.log(said);
}
