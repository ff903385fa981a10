import {count, counted, latency} from '../page/format.js';
import {held} from './data.js';

// whoSent names the one who sent a request.
export function whoSent(request) {
  const user = request.action?.user;
  if (request.node === null) return 'someone else';
  const node = `node ${request.node ?? request.action.node}`;
  if (user === undefined) return node;
  return user === null ? `a call on ${node}` : `user ${user} on ${node}`;
}

// whatWasWrong says why a call was refused.
export function whatWasWrong(call) {
  if (call.reason === 'killed') return `token ${call.token} had been killed by request ${call.killer}`;
  if (call.reason === 'expired') return `token ${call.token} had expired`;
  return `token ${call.token}: ${call.reason}`;
}

// moments are the turns of a storm in order: what a newcomer has to see. Each has its instant, its
// text, its kind, and what it tells of.
export function moments(storm) {
  return [...refusals(storm), ...renewals(storm), ...thresholds(storm), ...bans(storm),
    ...outcomes(storm)].sort((a, b) => a.at - b.at || a.rank - b.rank);
}

function refusals(storm) {
  const refused = storm.calls.filter((c) => c.status === 401 && c.judged !== null)
      .sort((a, b) => a.judged - b.judged);
  const first = refused[0];
  if (!first) return [];
  const list = [{
    at: first.judged, rank: 0, kind: 'refused', of: first,
    text: `First 401: ${whoSent(first)} is refused, ${whatWasWrong(first)}.`,
  }];
  const killed = refused.find((c) => c.killedBy);
  if (killed && killed !== first) {
    list.push({
      at: killed.judged, rank: 0, kind: 'refused', of: killed,
      text: `The cascade: ${whoSent(killed)} is refused with a token fetched moments ago, ` +
          `${whatWasWrong(killed)}.`,
    });
  }
  return list;
}

// renewals are the hits that brought a token, with what they did to others.
function renewals(storm) {
  return storm.hits.filter((h) => h.token > 0 && h.judged !== null).map((hit, i) => {
    const dead = hit.killed.filter((t) => t.died === hit.judged).map((t) => t.number);
    const kills = dead.length === 0 ? '' :
      `, which kills token${dead.length > 1 ? 's' : ''} ${dead.join(', ')}`;
    const then = hit.refused.length === 0 ? '' :
      `; ${counted(hit.refused.length, 'call')} will be refused for it`;
    return {
      at: hit.judged, rank: 1, kind: 'renewal', of: hit,
      text: `Renewal ${i + 1}: request ${hit.serial} of ${whoSent(hit)} gets token ${hit.token}${kills}${then}.`,
    };
  });
}

// thresholds are the instants up to the ban at which a meter first had too many, or nearly so.
function thresholds(storm) {
  const list = [];
  const end = storm.ban?.at ?? storm.length;
  for (const meter of storm.meters) {
    const span = `${meter.span / 1000} s`;
    const over = meter.steps.find((step, i) => i > 0 && step.at <= end && step.n > meter.limit);
    const nearly = over ? null :
      meter.steps.find((step, i) => i > 0 && step.at <= end && step.n >= 0.8 * meter.limit);
    if (over) {
      list.push({
        at: over.at, rank: 2, kind: 'threshold', of: meter,
        text: `Hit ${count(over.n)} within ${span}, where ${count(meter.limit)} are allowed: one too many.`,
      });
    } else if (nearly) {
      list.push({
        at: nearly.at, rank: 2, kind: 'threshold', of: meter,
        text: `${count(nearly.n)} hits within ${span}: ${count(meter.limit)} are allowed.`,
      });
    }
  }
  return list;
}

function bans({ban}) {
  if (!ban || ban.at < 0) return [];
  return [{
    at: ban.at, rank: 3, kind: 'ban', of: ban,
    text: ban.imposed ? 'The carrier bans the address; no hit of ours is to blame.' :
      `The ban falls under ${ban.rule}: from now on everyone behind this address is answered 403.`,
  }];
}

function outcomes(storm) {
  const failed = storm.actions.filter((a) => a.outcome !== 0 && a.outcome !== 200 && a.ended !== null)
      .sort((a, b) => a.ended - b.ended)[0];
  return failed ? [{
    at: failed.ended, rank: 4, kind: 'failed', of: failed,
    text: `The first user sees an error: ${failed.user === null ? 'an arrival' : `user ${failed.user}`} ` +
        `on node ${failed.node}${failed.outcome > 1 ? `, status ${failed.outcome}` : ''}.`,
  }] : [];
}

// state counts what has happened up to an instant.
export function state(storm, at) {
  const by = (list, instant) => list.filter((x) => x[instant] !== null && x[instant] <= at).length;
  return {
    fill: storm.meters.map((meter) => held(meter, at)),
    refused: by(storm.calls.filter((c) => c.status === 401), 'judged'),
    hits: by(storm.hits.filter((h) => h.metered), 'judged'),
    dead: by(storm.tokens.filter((t) => t.killedBy > 0), 'died'),
    banned: storm.ban !== null && at >= storm.ban.at,
  };
}

// summary tells a storm in a sentence, as far as its focus reaches.
export function summary(storm) {
  const {ban, tick, focus} = storm;
  const hits = storm.hits.filter((hit) => hit.metered && hit.judged !== null);
  const until = ban && !ban.imposed ? ban.at : focus[1];
  const seen = hits.filter((hit) => hit.judged <= until && hit.judged >= focus[0]);
  if (seen.length === 0) return 'No token was asked for in this window.';
  const now = state(storm, until);
  const span = seen.at(-1).judged - seen[0].judged;
  const within = seen.length > 1 ? ` within ${latency(span * tick)}` : '';
  const dead = now.dead === 0 ? '' : ` They killed ${counted(now.dead, 'token')}.`;
  const refused = now.refused === 0 ? '' :
    ` ${counted(now.refused, 'call')} ${now.refused === 1 ? 'was' : 'were'} refused with 401.`;
  const ending = !ban ? 'No ban fell.' : ban.imposed ? 'The ban was not of their making.' :
    'Then the ban fell.';
  return `${counted(seen.length, 'token request')} reached the carrier${within}.${dead}${refused} ${ending}`;
}

// last returns the index of the latest moment up to an instant, -1 before the first.
export const last = (list, at) => list.findLastIndex((moment) => moment.at <= at);
