// A client of a carrier's API that renews its access token so that nobody is banned: with a store that all processes
// reach by the strategy recommended of tokenstorm, without one by recommended-unshared. Copy this file into your
// service: it needs Node 20, and nothing installed.
//
//   const node = new Node({ nodes: 2, store }); // two processes behind one public IP address
//   const fedex = new Recommended({
//     tokenUrl: "https://apis.fedex.com/oauth/token", id: "l7...", secret: "...", node,
//   });
//   const answer = await fedex.fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(60_000) });
//
// Make one client for each customer's credentials and process. A call is sent again only if it was answered 401:
// at most twice, with a new token. What else comes back is returned as it is. Its body must be one that can be
// sent again, such as a string, a Buffer or a FormData.
//
// A store is what all processes reach, with two methods, as Redis has them. Each rejects when the store is away; one
// that has not answered for a second counts as away:
//   async get(key)                          returns { value, left }: a string, and how many ms it will yet be there;
//                                           undefined: nothing
//   async putIf(key, value, ms, expected)   puts a value for so long if the key has the expected one, undefined: if it
//                                           has none. Returns whether it did
//
// An action that ends without an answer to its call rejects with
//   Open     a breaker is open, because the carrier has banned us, or throttles: nothing was sent
//   Shed     it would have waited too long for a permit or a renewal: nothing was sent
//   Refused  the token endpoint answered otherwise than with a token; its status says how
// or whatever the call, or the token request, rejected with, or the reason of its signal.
//
// The parts, outermost first, with their numbers; why they are so is in tokenstorm's recommended.yaml and
// recommended-unshared.yaml:
//   breaker of calls    5 calls in a row answered 403 are a ban: none is sent for 10 min 5 s, but for a probe each
//                       minute from the earliest end of the ban on; Retry-After is obeyed
//   retry               401: twice at most. A token that is refused less than 5 s after it was first seen is tried
//                       again then, not replaced; 10 s, then 20 s, where those before it never worked.
//                       Without a store 2 s, 4 s, and 8 s
//   refresh-ahead       without a store alone: 5 to 10 min before the token expires (half of its life at most) it is
//                       renewed in the background, and used meanwhile; once a minute if that fails
//   cache               in the store, while that is away in memory; a token counts as expired 30 s before it does,
//                       unless no other can be had. Without a store in memory
//   single-flight       one renewal at a time for all callers, who wait 32 s for it at most; it goes on
//   lease               one process renews for all, which look each 200 ms for its token; it keeps the lease of 10 s
//                       while it works, and gives it back. Who was replaced cannot put its older token over a newer
//                       one. While the store is away each process renews for itself
//   breaker of tokens   a token request answered 403 is a ban, as above; live tokens stay in use
//   breaker of 429      no token request for as long as Retry-After says; else for a minute, and twice as long each
//                       time that it is answered so again, up to 16 minutes
//   remember-failure    a failed token request is the answer for 5 s; a refusal with invalid_grant for a minute
//   ration              54 token requests a minute for all processes together, one at a time, from one line in the
//                       store. Without a store each process has times of its own, and half as many while the store
//                       is away. Who would wait longer than 40 s is shed; without a store 2 min
// A token request is given up after 30 s. The two breakers of a ban learn by the store what other processes know.
//
// Left out: refresh tokens, metrics.

const second = 1000;
const minute = 60 * second;
const retries = 2;
const young = 2 * second, youngShared = 5 * second, mostYoung = 4; // times that
const ahead = 5 * minute, aheadJitter = 5 * minute, aheadAgain = minute;
const margin = 30 * second; // before its end a token counts as expired
const flightPatience = 32 * second;
const holds = 10 * second, poll = second / 5;
const ban = 10 * minute + 5 * second, probe = minute, mostBan = 8, callsOfABan = 5; // times ban; answers in a row
const throttled = minute, mostThrottled = 16; // after a 429 without Retry-After; times that
const remembered = 5 * second, grantRefused = minute;
const ration = minute / 54; // between two token requests of all processes
const rationPatience = 2 * minute, rationPatienceShared = 40 * second;
const probeLasts = 30 * second; // others wait for the outcome of a probe for so long
const storePatience = second, storePause = second; // for its answer; without asking one that failed
const grantKept = 10 * minute, banKept = 24 * 60 * minute; // in the store; after the end of the ban
const answerPatience = 30 * second;

// Open: a breaker is open, and nothing was sent.
export class Open extends Error {}

// Shed: it would have waited too long, and nothing was sent.
export class Shed extends Error {}

// Refused: the token endpoint answered with a status, perhaps an error's code (RFC 6749, 5.2), and words.
export class Refused extends Error {
  constructor(status, code, words, retryAfter) {
    super(`the token endpoint answered ${status} ${code} ${words}`.trim());
    Object.assign(this, { status, code, retryAfter });
  }
}

// clock is time that nobody sets, in milliseconds, and waiting. A test has another one.
export const clock = {
  now: () => performance.now(),
  timer(ms) {
    let id;
    return { passed: new Promise((resolve) => { id = setTimeout(resolve, ms); }), cancel: () => clearTimeout(id) };
  },
};

// Away: the store cannot be asked.
class Away extends Error {}

// A Link is a store that is left alone for a moment once it has failed.
class Link {
  #store;
  #clock;
  #awayUntil = -Infinity;

  constructor(store, its) {
    this.#store = store;
    this.#clock = its;
  }

  // change asks decide what to put for what there is: a value (undefined: nothing), for how many ms, and what to
  // return.
  async change(key, decide) {
    if (this.#clock.now() < this.#awayUntil) throw new Away("it has just failed");
    try {
      for (let i = 0; i < 100; i++) {
        const there = await this.#answer(this.#store.get(key));
        const { value, ms, result } = decide(there?.value, there?.left ?? 0);
        if (value === undefined || await this.#answer(this.#store.putIf(key, value, ms, there?.value))) return result;
      }
    } catch (failure) {
      if (failure instanceof Shed) throw failure;
      this.#awayUntil = this.#clock.now() + storePause;
      throw new Away(failure?.message, { cause: failure });
    }
    throw new Away("others are always quicker");
  }

  async #answer(promise) {
    const timer = this.#clock.timer(storePatience);
    const late = timer.passed.then(() => { throw new Error("the store has not answered"); });
    return Promise.race([promise, late]).finally(timer.cancel);
  }
}

// wordsOf returns so many words of a value that are numbers, and the text behind them. Whatever else somebody put there
// is taken for nothing.
function wordsOf(value, numbers) {
  const words = value?.split(" ") ?? [];
  const read = words.slice(0, numbers).map((word) => (word === "" ? NaN : Number(word)));
  if (read.length < numbers || read.some(Number.isNaN)) return undefined;
  return [...read, words.slice(numbers).join(" ")];
}

// A Node is what all clients of this process share: the ration of its public IP address, and what is known of a
// ban. nodes is the largest number of processes behind that address. store is that of all processes; then name tells
// this carrier and address from others in it.
export class Node {
  #name;
  #parts;
  #next;
  #every;
  #taken = -Infinity; // when the next permit of the line in the store may be taken

  constructor({ nodes = 1, clock: its = clock, chance = Math.random, store, name = "" } = {}) {
    if (!Number.isInteger(nodes) || nodes < 1) {
      throw new RangeError(`found nodes ${nodes}; meant a whole number, 1 or more`);
    }
    Object.assign(this, { clock: its, chance, id: crypto.randomUUID(), link: store && new Link(store, its) });
    this.#name = name;
    this.calls = new Breaker(403, its, ban, probe, callsOfABan, this.link, `calls ${name}`);
    this.tokens = new Breaker(403, its, ban, probe, 1, this.link, name);
    this.#parts = store ? 2 * nodes : nodes; // a fleet may grow while the store is away
    this.#every = ration * this.#parts;
    this.#next = its.now() + (this.#parts > 1 ? chance() * this.#every : 0);
  }

  // permit waits until a token request may be sent. A permit that is taken up when the next one is due is lost: a
  // process that stood still does not send at once all that waited in it.
  async permit() {
    for (;;) {
      const { wait, every } = this.link ? await this.#reserveShared() : this.#reserve(rationPatience);
      if (wait <= 0) return;
      const due = this.clock.now() + wait;
      await this.clock.timer(wait).passed;
      if (this.clock.now() - due < every) return;
    }
  }

  async #reserveShared() {
    let wait;
    try {
      wait = await this.link.change(`tokenstorm line ${this.#name}`, (_, left) => {
        if (left > rationPatienceShared) throw new Shed(`the next permit is ${Math.round(left / second)} s away`);
        return { value: crypto.randomUUID(), ms: left + ration, result: left };
      });
    } catch (failure) {
      if (failure instanceof Away) return this.#reserve(rationPatienceShared);
      throw failure;
    }
    const due = this.clock.now() + wait;
    const at = Math.max(due, this.#taken); // a store that has lost its last writes gives permits twice
    this.#taken = at + ration;
    return { wait: wait + at - due, every: ration };
  }

  #reserve(patience) {
    const now = this.clock.now();
    if (this.#parts === 1) { // after a pause the first is free
      this.#next = Math.max(this.#next, now);
    } else if (now > this.#next) { // what has passed is lost; chance spreads the processes' times
      this.#next += Math.ceil((now - this.#next) / this.#every) * this.#every;
    }
    const wait = this.#next - now;
    if (wait > patience) throw new Shed(`the next permit is ${Math.round(wait / second)} s away`);
    this.#next += this.#every;
    return { wait, every: this.#every };
  }
}

// What is known of a ban: when the last request was sent that succeeded, when the last was refused (-Infinity: never),
// when the next probe may be sent, when the ban is over, and how many probes failed when it should have been over.
const noBan = { passed: -Infinity, refused: -Infinity, silent: 0, over: 0, failed: 0 };

const inForce = ({ passed, refused }) => refused > -Infinity && refused >= passed;

// learned returns what both know: of two refusals the later counts.
function learned(one, other) {
  const newer = other.refused > -Infinity && other.refused >= one.refused ? other : one;
  return { ...newer, passed: Math.max(one.passed, other.passed) };
}

// putBan puts it in lengths of time, in seconds, the first for how long it is kept: what is left shows its age.
function putBan({ passed, refused, silent, over, failed }, now, result) {
  const ms = banKept + Math.max(0, silent - now, over - now);
  const ago = (at) => (at === -Infinity ? -1 : Math.max(0, now - at) / second);
  const words = [ms / second, ago(passed), ago(refused), (silent - now) / second, (over - now) / second, failed];
  return { value: words.join(" "), ms, result };
}

function banOf(value, left, asked, now) {
  const words = wordsOf(value, 6);
  if (!words) return noBan;
  const [kept, passed, refused, silent, over] = words.map((word) => word * second);
  const age = Math.max(0, kept - left);
  return {
    passed: passed < 0 ? -Infinity : asked - age - passed,
    refused: refused < 0 ? -Infinity : now - age - refused,
    silent: now - age + silent, over: now - age + over, failed: words[5],
  };
}

// A Breaker lets nothing pass while the carrier refuses with a status; then one request, the probe, and all when
// that succeeds. A ban is often older than the first request that meets it, so it is probed early. With a link all
// processes share what they know of it, under a name.
class Breaker {
  #key;
  #asking; // the question that has no answer yet
  #asked = -Infinity;
  #told = -Infinity;
  #state = "closed"; // or open, or half-open
  #probing = false;
  #generation = 0; // counts the changes of state
  #row = 0; // such answers since the last success
  #ban = noBan;

  constructor(status, its, lasts, early = 0, after = 1, link = undefined, name = "") {
    Object.assign(this, { status, clock: its, lasts, early, after, link });
    this.#key = `tokenstorm ban ${status} ${name}`;
    // What has no early probes waits twice as long at once.
    this.none = early > 0 ? 0 : 1;
    this.most = early > 0 ? mostBan : mostThrottled; // times lasts
  }

  // enter returns what leave needs, or throws Open.
  async enter() {
    if (this.link && this.#asks()) this.#asking ??= this.#ask().finally(() => { this.#asking = undefined; });
    if (this.#asking) await this.#asking;
    const now = this.clock.now();
    if (this.#state === "open" && now >= this.#ban.silent) this.#become("half-open");
    if (this.#state === "open" || (this.#state === "half-open" && this.#probing)) {
      const left = Math.max(0, Math.round((this.#ban.silent - now) / second));
      throw new Open(`answered ${this.status}; the next probe is ${left} s away`);
    }
    this.#probing = this.#state === "half-open";
    return { sent: now, generation: this.#generation, isProbe: this.#probing };
  }

  // leave takes the outcome; a failure without a status says nothing of a ban.
  leave({ sent, generation, isProbe }, { success = false, status = 0, retryAfter = 0 }) {
    const now = this.clock.now();
    if (generation !== this.#generation) return;
    if (success) {
      this.#row = 0;
      this.#ban = { ...this.#ban, passed: Math.max(this.#ban.passed, sent) };
      if (this.#state === "half-open") this.#become("closed");
      else if (this.after > 1 && now - this.#told < this.early) return; // of calls it is told from time to time
    } else if (status === this.status) {
      this.#row++;
      if (this.#row < this.after && !isProbe) return;
      this.#refused(now, retryAfter);
      this.#become("open");
    } else {
      this.#probing = false;
      return;
    }
    this.#tell();
  }

  #refused(now, said) {
    let { passed, refused, over, failed } = this.#ban;
    let earliest = now + this.early;
    if (said > 0) {
      over = now + said;
      failed = this.none;
    } else if (this.#state === "closed") {
      over = now + this.lasts;
      failed = this.none;
      if (this.link && passed === -Infinity) earliest = over; // nobody else has had a success either
      earliest = Math.max(earliest, passed + this.lasts);
    } else if (now >= over) {
      // Others have prolonged it if no process has sent a probe since; else probes may have, and the next one leaves
      // it alone for longer.
      const alone = this.link && failed === 0 && over - refused > this.lasts - this.early;
      over = now + this.lasts * Math.min(2 ** failed, this.most);
      if (!alone) {
        failed++;
        earliest = over;
      }
    }
    const silent = this.early > 0 && earliest <= over - this.early ? earliest : over;
    this.#ban = { passed, refused: now, silent, over, failed };
  }

  #become(state) {
    this.#state = state;
    this.#probing = false;
    this.#generation++;
  }

  // asks reports whether others are to be asked: of token requests always; of calls before the first one, after a
  // refusal, and before a probe.
  #asks() {
    if (this.after === 1) return true;
    const now = this.clock.now();
    const probes = this.#state === "open" ? now >= this.#ban.silent : this.#state === "half-open" && !this.#probing;
    const doubts = probes || (this.#state === "closed" && this.#row > 0);
    const asks = this.#asked === -Infinity || (doubts && now - this.#asked >= probeLasts);
    if (asks) this.#asked = now;
    return asks;
  }

  // ask learns what others know. Who finds the silence over sends the probe: others find it silent.
  async #ask() {
    const asked = this.clock.now();
    let known;
    try {
      known = await this.link.change(this.#key, (value, left) => {
        const now = this.clock.now();
        const its = banOf(value, left, asked, now);
        if (inForce(its) && its.silent <= now) return putBan({ ...its, silent: now + probeLasts }, now, its);
        return { result: its };
      });
    } catch {
      return;
    }
    const later = known.refused < this.#ban.refused;
    this.#ban = learned(this.#ban, known);
    if (later) this.#tell();
    if (!inForce(this.#ban)) {
      if (this.#state !== "closed") this.#become("closed");
    } else if (this.#state === "closed"
      || (this.#state === "half-open" && !this.#probing && this.clock.now() < this.#ban.silent)) {
      this.#become("open");
    }
  }

  // tell lets other processes know, in the background.
  #tell() {
    if (!this.link) return;
    this.#told = this.clock.now();
    const mine = this.#ban;
    this.link.change(this.#key, (value, left) => {
      const now = this.clock.now();
      return putBan(learned(banOf(value, left, now, now), mine), now);
    }).catch(() => {}); // it learns it when it is asked the next time
  }

  // guard sends a token request, unless the breaker is open.
  async guard(request) {
    const entry = await this.enter();
    let outcome = {};
    try {
      const token = await request();
      outcome = { success: true };
      return token;
    } catch (refusal) {
      const ofBan = refusal instanceof Refused && (refusal.code !== "invalid_grant" || refusal.status === 429);
      if (ofBan) outcome = { status: refusal.status, retryAfter: refusal.retryAfter };
      throw refusal;
    } finally {
      this.leave(entry, outcome);
    }
  }
}

// A Lease is that on the renewal of a token. Each grant has a larger number than those before it, its fence.
class Lease {
  constructor(link, key, me) {
    Object.assign(this, { link, key, me });
  }

  // hold takes the lease; with a fence it prolongs that grant, or does nothing. It returns the number of the grant in
  // force, whether it is ours, and the number of the one last given back.
  hold(fence = 0) {
    return this.link.change(this.key, (value, left) => {
      const [last, released, holder] = wordsOf(value, 2) ?? [0, 0, ""];
      const held = holder !== "" && left > grantKept - holds;
      const ours = held && holder === this.me && (fence === 0 || fence === last);
      if (held ? !ours : fence !== 0) return { result: { fence: last, held: false, released } };
      const number = held ? last : Math.max(last + 1, Date.now()); // which grows even where a store forgets
      const result = { fence: number, held: true, released };
      return { value: `${number} ${released} ${this.me}`, ms: grantKept, result };
    });
  }

  // release gives that grant back. One that cannot be given back runs out.
  async release(fence) {
    await this.link.change(this.key, (value, left) => {
      const [number, , holder] = wordsOf(value, 2) ?? [0, 0, ""];
      const held = holder !== "" && left > grantKept - holds;
      return { value: held && number === fence ? `${number} ${number} ` : undefined, ms: grantKept };
    }).catch(() => {});
  }
}

// A Recommended is a client for one customer's credentials. basic puts them into a Basic header, as UPS
// wants them, not into the form. life is how many milliseconds a token lives whose answer does not say.
export class Recommended {
  #settings;
  #node;
  #clock;
  #throttle;
  #key;
  #lease; // undefined: there is no store
  #young;
  #held; // the token that was seen last
  #flight; // the renewal under way
  #aheadOf; // the token whose moment to be renewed is drawn
  #moment;
  #renewing = false; // ahead of time
  #resting = -Infinity; // no renewal ahead of time before
  #newest; // the token that a caller got last
  #since; // when it was first seen
  #works = false;
  #refused = false;
  #vain = 0; // tokens in a row before it that never worked
  #failure;
  #failedUntil = -Infinity;
  #grantFailure;
  #grantUntil = -Infinity;

  constructor({ tokenUrl, id, secret, basic = false, life = Infinity, node = new Node(), fetch: its = fetch }) {
    this.#settings = { tokenUrl, id, secret, basic, life, fetch: its };
    this.#node = node;
    this.#clock = node.clock;
    this.#throttle = new Breaker(429, node.clock, throttled);
    this.#key = `tokenstorm token ${tokenUrl} ${id}`;
    this.#lease = node.link && new Lease(node.link, `tokenstorm lease ${tokenUrl} ${id}`, node.id);
    this.#young = node.link ? youngShared : young;
  }

  // fetch fetches a URL as the global fetch does, with a token.
  async fetch(url, init = {}) {
    if (url instanceof Request || init.body instanceof ReadableStream) {
      throw new TypeError("found a Request or a stream; meant a URL and a body that can be sent again");
    }
    const entry = await this.#node.calls.enter();
    let outcome = {};
    try {
      let rejected;
      for (let left = retries; ; left--) {
        const token = await this.#token(rejected, init.signal);
        this.#see(token);
        const headers = new Headers(init.headers);
        headers.set("Authorization", `Bearer ${token.value}`);
        outcome = {};
        const answer = await this.#settings.fetch(url, { ...init, headers });
        const { status } = answer;
        outcome = { success: status < 400, status };
        if (status < 400) this.#works ||= same(token, this.#newest);
        if (left === 0 || status !== 401) {
          outcome.retryAfter = retryAfterOf(answer.headers);
          return answer;
        }
        await answer.body?.cancel();
        rejected = await this.#waitsWhileYoung(token, init.signal) ? undefined : token;
      }
    } finally {
      this.#node.calls.leave(entry, outcome);
    }
  }

  // The token for the next call, ahead of time

  async #token(rejected, signal) {
    const token = await this.#fresh(rejected, signal);
    if (!this.#lease && this.#due(token)) this.#renewAhead(token);
    return token;
  }

  #due(token) {
    const now = this.#clock.now();
    if (token !== this.#aheadOf) {
      const early = ahead + this.#node.chance() * aheadJitter;
      this.#aheadOf = token;
      this.#moment = token.expires - Math.min(early, (token.expires - now) / 2);
    }
    if (this.#renewing || token.expires === Infinity || now < this.#moment || now < this.#resting) return false;
    this.#renewing = true;
    this.#resting = now + aheadAgain;
    return true;
  }

  async #renewAhead(token) {
    try {
      await this.#fresh(token);
    } catch {
      // Whoever finds the token expired meets the failure itself.
    } finally {
      this.#renewing = false;
    }
  }

  // A renewal for all callers

  // find returns the token of all processes, unless it is the rejected one, and whether it may be used.
  async #find(rejected) {
    const token = await this.#look();
    if (!token || same(token, rejected)) return {};
    return { token, usable: this.#clock.now() < token.expires - margin };
  }

  async #look() {
    if (!this.#lease) return this.#held;
    const asked = this.#clock.now();
    try {
      const token = await this.#node.link.change(this.#key, (there, left) => {
        const [, ends, value] = wordsOf(there, 2) ?? [];
        return { result: value && { value, expires: ends ? asked + left : Infinity } };
      });
      if (token) this.#held = token;
      return token;
    } catch {
      return this.#held; // the store is away, and what was seen last in it still counts
    }
  }

  async #fresh(rejected, signal) {
    const found = await this.#find(rejected);
    if (found.usable) return found.token;
    try {
      return await this.#joined(rejected, signal);
    } catch (failure) {
      if (this.#lease && !signal?.aborted && this.#clock.now() < found.token?.expires) return found.token;
      throw failure;
    }
  }

  async #joined(rejected, signal) {
    const timer = this.#clock.timer(flightPatience);
    try {
      for (;;) {
        const mine = !this.#flight;
        if (mine) this.#flight = this.#fly(rejected);
        const landed = await unlessAborted(signal, Promise.race([this.#flight, timer.passed]));
        if (!landed) throw new Shed(`a renewal takes longer than ${flightPatience / second} s`);
        if (landed.failure) throw landed.failure;
        if (mine || !same(landed.token, rejected)) return landed.token; // else it began before the refusal
      }
    } finally {
      timer.cancel();
    }
  }

  async #fly(rejected) {
    await undefined; // it lands after it is known to be under way
    try {
      return { token: await (this.#lease ? this.#renewForAll(rejected) : this.#renew(rejected)) };
    } catch (failure) {
      return { failure };
    } finally {
      this.#flight = undefined;
    }
  }

  // renewForAll renews for all processes, or waits for the one that does. If that fails, so do those who waited for it.
  async #renewForAll(rejected) {
    let awaited = 0, asked = false, failure = new Shed("nobody has renewed");
    for (const begun = this.#clock.now(); ; ) {
      const found = await this.#find(rejected);
      if (found.usable) return found.token;
      const grant = await this.#lease.hold().catch(() => undefined);
      if (grant && awaited && grant.released >= awaited) {
        if (grant.held) await this.#lease.release(grant.fence);
        const late = await this.#find(rejected); // it may have come since
        if (late.usable) return late.token;
        throw failure;
      }
      if (asked) throw failure;
      if (!grant) return this.#renew(rejected);
      if (grant.held) {
        const at = this.#clock.now();
        try {
          return await this.#lead(grant.fence, rejected);
        } catch (its) {
          if (this.#clock.now() - at <= poll) throw its;
          asked = true; // a token may have come meanwhile
          awaited = grant.fence;
          failure = its;
        }
      } else {
        awaited ||= grant.fence;
      }
      if (this.#clock.now() - begun >= flightPatience) throw failure;
      await this.#clock.timer(poll).passed;
    }
  }

  // lead renews as the holder of that grant, which it prolongs meanwhile.
  async #lead(fence, rejected) {
    let timer;
    let done = false;
    const prolong = async () => {
      for (;;) {
        timer = this.#clock.timer(holds / 3);
        await timer.passed;
        const grant = done || await this.#lease.hold(fence).catch(() => ({ held: true })); // perhaps the next time
        if (done || !grant.held) return;
      }
    };
    prolong();
    try {
      return await this.#renew(rejected, fence);
    } finally {
      done = true;
      timer.cancel();
      await this.#lease.release(fence);
    }
  }

  async #renew(rejected, fence = 0) {
    const found = await this.#find(rejected);
    if (found.usable) return found.token;
    const token = await this.#node.tokens.guard(() => this.#throttle.guard(() => this.#requestOrRemember()));
    this.#held = token;
    if (this.#lease) await this.#put(token, fence);
    return token;
  }

  async #put({ value, expires }, fence) {
    const ends = expires === Infinity ? 0 : 1;
    const ms = ends ? expires - this.#clock.now() : banKept;
    if (ms <= 0) return;
    await this.#node.link.change(this.#key, (there) => {
      const [seen] = wordsOf(there, 2) ?? [0];
      if (fence && fence < seen) return {}; // another process has replaced this one, and its token is newer
      return { value: `${Math.max(fence, seen)} ${ends} ${value}`, ms };
    }).catch(() => {}); // the next process renews
  }

  async #requestOrRemember() {
    if (this.#clock.now() < this.#failedUntil) throw this.#failure;
    try {
      if (this.#clock.now() < this.#grantUntil) throw this.#grantFailure;
      await this.#node.permit();
      return await this.#request();
    } catch (failure) {
      const now = this.#clock.now();
      this.#failure = failure;
      this.#failedUntil = now + remembered;
      if (failure instanceof Refused && failure.code === "invalid_grant" && now >= this.#grantUntil) {
        this.#grantFailure = failure;
        this.#grantUntil = now + grantRefused;
      }
      throw failure;
    }
  }

  async #request() {
    const { tokenUrl, id, secret, basic, fetch: its } = this.#settings;
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const headers = { Accept: "application/json" };
    if (basic) {
      headers.Authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
    } else {
      body.set("client_id", id);
      body.set("client_secret", secret);
    }
    const abort = new AbortController();
    const timer = this.#clock.timer(answerPatience);
    timer.passed.then(() => abort.abort(new Error(`no answer in ${answerPatience / second} s`)));
    try {
      // Credentials go to the token endpoint and nowhere else.
      const answer = await its(tokenUrl, { method: "POST", headers, body, redirect: "manual", signal: abort.signal });
      return this.#read(answer.status, answer.headers, await answer.text());
    } finally {
      timer.cancel();
    }
  }

  #read(status, headers, body) {
    let said;
    try {
      said = JSON.parse(body);
    } catch {
      // It is a page, as a rule.
    }
    const value = said?.access_token;
    if (status === 200 && typeof value === "string" && value) {
      const life = said.expires_in ?? ""; // a number, or a string
      const ms = life === "" ? this.#settings.life : Number(life) * second;
      if (!(ms > 0)) throw new Error(`found expires_in ${life}; meant a number of seconds`);
      return { value, expires: this.#clock.now() + ms };
    }
    const code = typeof said?.error === "string" ? said.error : "";
    if (status === 200 && !code) throw new Error("the token endpoint answered 200 without a token");
    const words = status === 200 ? "" : body.slice(0, 200).split(/\s+/).join(" ");
    throw new Refused(status, code, words, retryAfterOf(headers));
  }

  // Young tokens: all of the carrier's machines may not know one yet, and the next would be as young

  #see(token) {
    if (same(token, this.#newest)) return;
    this.#vain = this.#refused && !this.#works ? this.#vain + 1 : 0;
    this.#newest = token;
    this.#since = this.#clock.now();
    this.#works = this.#refused = false;
  }

  async #waitsWhileYoung(token, signal) {
    if (!same(token, this.#newest)) return false;
    this.#refused = true;
    const left = this.#young * Math.min(2 ** this.#vain, mostYoung) - (this.#clock.now() - this.#since);
    if (left <= 0) return false;
    const timer = this.#clock.timer(left);
    await unlessAborted(signal, timer.passed).finally(timer.cancel);
    return true;
  }
}

const same = (token, other) => token.value === other?.value;

// unlessAborted waits for a promise, or rejects when the signal is aborted.
async function unlessAborted(signal, promise) {
  if (!signal) return promise;
  signal.throwIfAborted();
  let leave;
  const aborted = new Promise((_, reject) => { leave = () => reject(signal.reason); });
  signal.addEventListener("abort", leave);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

// retryAfterOf returns for how many milliseconds the answer says to wait, 0 where it does not. A date counts from
// the answer's own.
function retryAfterOf(headers) {
  const text = headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(text)) return Number(text) * second;
  return Math.max(0, Date.parse(text) - Date.parse(headers.get("Date") ?? "")) || 0;
}
