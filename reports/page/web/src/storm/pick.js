import {counted, latency} from '../page/format.js';
import {whatWasWrong, whoSent} from './moments.js';
import {when} from './view.js';

// pick finds what is drawn at a point: a request before its action, a token, or null.
export function pick({storm, panels, scale}, x, y) {
  const at = scale.invert(x);
  const slack = 3 / scale.slope;
  const over = (from, to) => from - slack <= at && at <= to + slack;
  const {tokens} = panels;
  if (y >= tokens.top && y < tokens.bottom) {
    const found = tokens.bars.findLast((b) => y >= b.y && y < b.y + tokens.row && over(b.from, b.to));
    return found?.token ?? null;
  }
  const node = panels.nodes.find((n) => y >= n.top && y < n.bottom);
  const bar = node?.bars.findLast((b) => y >= b.y && y < b.y + node.row && over(b.from, b.to));
  if (!bar) return null;
  if (bar.hit) return bar.hit;
  const leg = bar.action.legs.findLast((l) => over(l.sent ?? 0, l.answered ?? storm.length));
  return leg ?? bar.action;
}

const between = (storm, from, to) => latency((to - from) * storm.tick);

// describe tells what was picked in lines, the first of them its title.
export function describe(storm, what) {
  const tell = {action, call, hit, token}[what.kind];
  return tell(storm, what).filter((line) => line !== null);
}

function action(storm, a) {
  const ended = a.ended === null ? 'still under way when the window ends' :
    `${a.outcome === 200 ? 'has what was asked for' : 'sees an error'} at ${when(storm, a.ended)}` +
    (a.began === null ? '' : `, after ${between(storm, a.began, a.ended)}`);
  return [
    `${a.user === null ? 'An arrival' : `User ${a.user}`} on node ${a.node}, waiting`,
    a.began === null ? 'clicked before the window' : `clicked at ${when(storm, a.began)}`,
    ended, counted(a.legs.length, 'request'), a.click > 1 ? `click ${a.click} for the same thing` : null,
  ];
}

// way tells when a request was sent, decided upon, and answered.
function way(storm, leg) {
  const judged = leg.judged === null ? 'did not arrive in the window' :
    `decided on at ${when(storm, leg.judged)}: ${leg.status}`;
  const answered = leg.answered === null ? 'no answer in the window' :
    `answer known at ${when(storm, leg.answered)}`;
  return [leg.sent === null ? null : `sent at ${when(storm, leg.sent)}`, judged, answered];
}

function call(storm, c) {
  return [
    `API call of ${whoSent(c)} with token ${c.token}`, ...way(storm, c),
    c.status === 401 ? `refused: ${whatWasWrong(c)}` : null,
    c.status > 401 ? `not served: ${c.reason}` : null,
  ];
}

function hit(storm, h) {
  const dead = h.killed.map((t) => t.number);
  return [
    `Token request ${h.serial} of ${whoSent(h)}`, ...way(storm, h),
    h.rejected > 0 ? `sent because token ${h.rejected} had been refused` :
      h.why ? `sent because: ${h.why.replace('_', ' ')}` : null,
    h.token > 0 ? `brought token ${h.token}` +
      (dead.length > 0 ? `, and killed token ${dead.join(', ')}` : '') : null,
    h.refused.length > 0 ? `${counted(h.refused.length, 'call')} refused for it` : null,
  ];
}

function token(storm, t) {
  const died = t.died === null ? 'alive when the window ends' : t.killedBy > 0 ?
    `killed at ${when(storm, t.died)} by request ${t.killedBy}` +
      (t.killer ? ` of ${whoSent(t.killer)}` : '') : `expired at ${when(storm, t.died)}`;
  const used = storm.calls.filter((c) => c.token === t.number);
  const refused = used.filter((c) => c.status === 401).length;
  return [
    `Token ${t.number}${storm.customers > 1 ? ` of customer ${t.customer}` : ''}`,
    t.issued === null ? 'issued before the window' :
      `issued at ${when(storm, t.issued)}, to request ${t.issuedBy}`,
    died, t.issued !== null && t.died !== null ? `lived ${between(storm, t.issued, t.died)}` : null,
    `used by ${counted(used.length, 'call')} shown here, ${refused} of them refused`,
  ];
}
