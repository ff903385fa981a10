// series are the counts of a mark, one for each step, read once from how each differs from the one before
// (reports/drawing/series.go).
export const series = (m) => m.series ??= read(m.values ?? '');

export function read(text) {
  const all = [];
  let last = 0;
  for (const [, more, less, same, by] of text.matchAll(/([a-z])|([A-Z])|(\d+)|\((-?\d+)\)/g)) {
    if (more) last += more.charCodeAt(0) - 96;
    else if (less) last -= less.charCodeAt(0) - 64;
    else if (by) last += Number(by);
    for (let i = Number(same ?? 1); i > 0; i--) all.push(last);
  }
  return all;
}

// spans are the stretches of a mark whose counts are above 0, from and to on its axis.
export function spans(m) {
  const all = [];
  series(m).forEach((n, i, counts) => {
    if (n > 0 && !(counts[i - 1] > 0)) all.push([i * m.step, i * m.step]);
    if (n > 0) all.at(-1)[1] = (i + 1) * m.step;
  });
  return all;
}
