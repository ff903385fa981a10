import {ended, fullest, verdictOf} from './figures.js';
import {tells} from './format.js';

// served is the least share of successes of a strategy that may stand on the front: one that refuses
// everybody is quick and safe, and nobody's choice (assumed).
const served = 0.99;

// point is a strategy in the plane of what it costs and how near it came to a ban: x is the 99th
// percentile of latency in ms, y the fullest window in per cent of its threshold.
const point = (p) => ({...p, x: Math.max(1, p.x), y: Math.max(0.01, p.y),
  eligible: p.bans === 0 && p.success >= served});

// runPoints are those of one run of each contestant; without a success there is no latency.
export const runPoints = (chapter) => chapter.contestants.filter((k) => k.summary.latency_ms.n > 0).map((k) => {
  const q = k.summary.latency_ms;
  return point({name: k.name, x: tells(q.n, 99) ? q.p99 : q.max, y: 100 * fullest(k.summary.headroom),
    bans: verdictOf(k, chapter.reading) === 'survives' ? 0 : 1, runs: 1, success: k.summary.actions.succeeded / ended(k.summary)});
});

// studyPoints are those of many seeds under one reading, with the interval of the mean of p99.
export const studyPoints = (study, reading) => study.rows.flatMap((row) => {
  const s = row.cells.find((cell) => cell.reading === reading);
  if (!s || s.p99_ms.value === null || s.burst.value === null || s.average.value === null) return [];
  return [point({name: row.strategy, x: s.p99_ms.value, low: s.p99_ms.low, high: s.p99_ms.high,
    y: 100 * Math.max(s.burst.value, s.average.value), bans: s.banned.hits, runs: s.banned.n,
    success: s.success.value ?? 0})];
});

// front picks the points than which no other is both quicker and emptier.
export function front(points) {
  return points.filter((a) => a.eligible && !points.some((b) => b.eligible &&
      b.x <= a.x && b.y <= a.y && (b.x < a.x || b.y < a.y))).sort((a, b) => a.x - b.x || b.y - a.y);
}
