// A storm as reports/storm writes it, unpacked: rows become objects that name one another, what is
// absent becomes null. Instants are ticks since the window's beginning.

const told = (n) => n < 0 ? null : n;

export function unpackStorm(data) {
  const actions = data.actions.map(([user, node, customer, click, began, ended, outcome], row) => ({
    kind: 'action', row, user: told(user), node, customer, click, outcome, legs: [],
    began: told(began), ended: told(ended),
  }));
  const calls = data.calls.map(([action, sent, judged, answered, status, token, killer, reason]) => leg({
    kind: 'call', action: actions[action], sent, judged, answered, status, token, killer,
    reason: data.words[reason],
  }));
  const hits = data.hits.map(([serial, action, node, customer, sent, judged, answered, status, token,
    why, rejected, metered]) => leg({
    kind: 'hit', serial, action: actions[action] ?? null, node: told(node), customer, sent, judged,
    answered, status, token, why: data.words[why], rejected, metered: metered === 1, refused: [],
    killed: [],
  }));
  const bySerial = new Map(hits.map((hit) => [hit.serial, hit]));
  const tokens = data.tokens.map(([number, customer, issued, died, issuedBy, killedBy]) => ({
    kind: 'token', number, customer, issued: told(issued), died: told(died), issuedBy, killedBy,
    issuer: bySerial.get(issuedBy) ?? null, killer: bySerial.get(killedBy) ?? null,
  }));
  for (const token of tokens) token.killer?.killed.push(token);
  const links = calls.filter((call) => bySerial.has(call.killer)).map((call) => {
    const hit = bySerial.get(call.killer);
    hit.refused.push(call);
    call.killedBy = hit;
    return {hit, call};
  });
  return {
    tick: data.unit_us / 1000, origin: data.origin_ms, length: data.length, focus: data.focus,
    begins: told(data.begins_ms), run: data.run_ms, customers: data.customers, policy: data.policy, cut: data.cut,
    leftOut: data.left_out, ban: data.ban, actions, calls, hits, tokens, links,
    nodes: nodesOf(data.nodes, actions, hits), meters: data.meters.map(meter),
    overview: {
      bin: data.overview.bin_ms, hits: pairs(data.overview.hits),
      refused: pairs(data.overview.refused), bans: data.overview.bans,
    },
  };
}

// leg joins a request to its action. What is judged at once, and answered to nobody, has no way.
function leg(request) {
  for (const instant of ['sent', 'judged', 'answered']) request[instant] = told(request[instant]);
  request.action?.legs.push(request);
  return request;
}

function nodesOf(n, actions, hits) {
  const seen = [...actions, ...hits].map((what) => what.node ?? 0);
  return Math.max(n, 1 + seen.reduce((most, node) => Math.max(most, node), 0));
}

function pairs(flat) {
  return Array.from({length: flat.length / 2}, (_, i) => ({at: flat[2 * i], n: flat[2 * i + 1]}));
}

function meter({span_ms: span, limit, steps}) {
  return {span, limit, steps: pairs(steps)};
}

// held is how many hits a meter's span held at an instant.
export function held(of, at) {
  let low = 0;
  let high = of.steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of.steps[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : of.steps[low - 1].n;
}

// begins and ends bound what of a request or an action lies in the window.
export const begins = (what) => what.began ?? what.sent ?? what.judged ?? 0;
export const ends = (what, length) => what.ended ?? what.answered ?? length;
