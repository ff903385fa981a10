import {fullest, unfold} from './figures.js';

// first is the contestant whose hits are shown first: the one whose ban is told, else the baseline, else
// the one that came nearest to a ban.
export const first = (chapter, all) => all.find((k) => k.name === chapter.story?.strategy) ??
  all.find((k) => k.name === 'naive') ??
  [...all].sort((a, b) => fullest(b.summary.headroom) - fullest(a.summary.headroom))[0];

// small is the share of a run below which its busiest stretch is shown by itself (assumed), and around how
// much of the run lies about it then.
const small = 0.05;
const around = 0.02;

// focus is the stretch of the run around the fullest 5 s of all timelines where that is short: a herd of a
// second would be a needle in an hour. null: the whole run is worth looking at.
export function focus(timelines, length) {
  let most = 0;
  let at = 0;
  let from = Infinity;
  let to = 0;
  for (const t of timelines) {
    if (t.bans.length > 0) return null;
    unfold(t.burst).forEach((n, i) => {
      if (n > most) [most, at] = [n, i * t.bin_ms];
    });
  }
  for (const t of timelines) {
    unfold(t.burst).forEach((n, i) => {
      if (2 * n < most) return;
      from = Math.min(from, i * t.bin_ms);
      to = Math.max(to, (i + 1) * t.bin_ms);
    });
  }
  if (most === 0 || at < from || to - from > small * length) return null;
  const room = Math.max(around * length, to - from);
  const round = 2 * room > 60_000 ? 60_000 : 10_000; // ticks begin at the view's begin
  return [Math.max(0, Math.floor((from - room) / round) * round), Math.min(length, to + room)];
}
