import {clock} from '../page/format.js';

const steps = [1e3, 2e3, 5e3, 1e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5, 864e5];

// timeTicks are round times of a stretch of a run, at most so many; of a run that begins at a time of day
// round times of day.
export function timeTicks(from, to, most, begins = null) {
  const step = steps.find((s) => to - from <= most * s) ?? 864e5 * Math.ceil((to - from) / 864e5 / most);
  const ticks = [];
  const before = begins ?? 0;
  for (let t = Math.ceil((before + from) / step) * step - before; t <= to; t += step) {
    ticks.push({value: t, label: clock(t, begins)});
  }
  return ticks;
}
