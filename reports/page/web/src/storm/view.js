import {ticks} from 'd3-array';
import {instant} from '../page/format.js';

// A view is the span of a window that is seen, [from, to] in ticks.

// shortest is the narrowest view: two milliseconds, at 0.1 ms a tick.
export const shortest = 20;

// fit keeps a view within the window, and as wide as it was where that is possible.
export function fit([from, to], length) {
  const width = Math.min(length, Math.max(shortest, to - from));
  const begin = Math.min(Math.max(0, from + (to - from - width) / 2), length - width);
  return [begin, begin + width];
}

// zoom narrows a view by a factor about an instant, which stays where it is.
export function zoom([from, to], factor, about, length) {
  return fit([about - (about - from) / factor, about + (to - about) / factor], length);
}

// pan moves a view by a share of its width.
export function pan([from, to], share, length) {
  const by = share * (to - from);
  return fit([from + by, to + by], length);
}

// A scale maps ticks to pixels: view is seen between left and right.
export function scaleOf(view, left, right) {
  const slope = (right - left) / (view[1] - view[0]);
  const scale = (tick) => left + (tick - view[0]) * slope;
  scale.invert = (x) => view[0] + (x - left) / slope;
  return Object.assign(scale, {view, left, right, slope});
}

// The transform of d3-zoom that shows a view, and back: its base shows the whole window.
export function transformOf(view, length, left, right) {
  const k = length / (view[1] - view[0]);
  return {k, x: left - k * (left + view[0] * (right - left) / length)};
}

export function viewOf({k, x}, length, left, right) {
  const from = ((left - x) / k - left) * length / (right - left);
  return fit([from, from + length / k], length);
}

// marks are the instants to label on an axis with room for so many, each with its text: the run's
// clock, as finely as the labels differ.
export function marks(storm, view, room) {
  const toMs = (tick) => storm.origin + tick * storm.tick;
  const values = ticks(toMs(view[0]), toMs(view[1]), Math.max(1, room));
  const step = values.length > 1 ? values[1] - values[0] : 1;
  return values.map((ms) => ({at: (ms - storm.origin) / storm.tick, text: label(ms, step, storm.begins)}));
}

function label(ms, step, begins) {
  const text = instant(ms + 1e-6, begins);
  if (step >= 1000) return text.slice(0, -4);
  if (step >= 100) return text.slice(0, -2);
  if (step >= 10) return text.slice(0, -1);
  if (step >= 1) return text;
  return text + String(Math.round((ms - Math.floor(ms + 1e-6)) * 10));
}

// when tells an instant of a storm.
export const when = (storm, tick) => instant(storm.origin + tick * storm.tick + 1e-6, storm.begins);

// slow says how many times slower than life a view is played in so many seconds, a round number.
export function slow(storm, view, seconds) {
  const times = seconds * 1000 / ((view[1] - view[0]) * storm.tick);
  const rounds = [1, 2, 5, 10, 20, 50, 100, 200, 500];
  return rounds.findLast((n) => n <= times) ?? 1;
}
