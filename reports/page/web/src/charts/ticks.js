import {latency} from '../page/format.js';

const second = 1e3;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, 10 * second, 30 * second, minute,
  2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day];

// timeTicks are round times of a stretch of a run, at most so many; of a run that begins at a time of day
// round times of day. They have the labels that they have on paper (reports/drawing/axis.go).
export function timeTicks(from, to, most, begins = null) {
  const step = steps.find((s) => to - from <= most * s) ?? day * Math.ceil((to - from) / day / most);
  const ticks = [];
  const before = begins ?? 0;
  for (let t = Math.ceil((before + from) / step) * step; t <= before + to; t += step) {
    ticks.push({value: t - before, label: begins === null ? sinceStart(t, step) : timeOfDay(t, step)});
  }
  return ticks;
}

const two = (n) => String(n).padStart(2, '0');

// sinceStart names a time since the start; each label has its unit.
export function sinceStart(t, step) {
  const [hours, minutes, seconds] = [Math.floor(t / hour), Math.floor(t / minute) % 60, Math.floor(t / second) % 60];
  if (t === 0) return '0';
  if (step % day === 0) return `${t / day} d`;
  if (t < minute) return latency(t);
  if (t < hour) return seconds === 0 ? `${minutes} min` : `${minutes}:${two(seconds)} min`;
  if (minutes === 0 && seconds === 0) return `${hours} h`;
  return seconds === 0 ? `${hours}:${two(minutes)} h` : `${hours}:${two(minutes)}:${two(seconds)} h`;
}

// timeOfDay names a time since the midnight before the run; a later midnight by its day.
export function timeOfDay(t, step) {
  const of = t % day;
  if (of === 0 && t > 0) return `day ${t / day + 1}`;
  const label = `${Math.floor(of / hour)}:${two(Math.floor(of / minute) % 60)}`;
  return step < minute ? `${label}:${two(Math.floor(of / second) % 60)}` : label;
}
