import assert from 'node:assert/strict';
import {test} from 'node:test';
import {timeTicks} from '../src/charts/ticks.js';

const minute = 60e3;
const hour = 60 * minute;
const labels = (from, to, begins) => timeTicks(from, to, 5, begins).map((t) => t.label);

// The same runs as in reports/drawing/axis_test.go.
test('each label of a time axis has its unit', () => {
  for (const [from, to, want] of [
    [0, 20e3, ['0', '5 s', '10 s', '15 s', '20 s']],
    [0, 5 * minute, ['0', '1 min', '2 min', '3 min', '4 min', '5 min']],
    [0, 13 * minute, ['0', '5 min', '10 min']],
    [0, 90 * minute, ['0', '30 min', '1 h', '1:30 h']],
    [0, 24 * hour, ['0', '6 h', '12 h', '18 h', '24 h']],
    [0, 7 * 24 * hour, ['0', '2 d', '4 d', '6 d']],
    [hour - 5 * minute, hour + 5 * minute, ['56 min', '58 min', '1 h', '1:02 h', '1:04 h']],
    [hour, hour + 20e3, ['1 h', '1:00:05 h', '1:00:10 h', '1:00:15 h', '1:00:20 h']],
  ]) assert.deepEqual(labels(from, to), want);
});

test('of a run that begins at a time of day they are times of day', () => {
  assert.deepEqual(labels(0, 4 * hour, 7 * hour), ['7:00', '8:00', '9:00', '10:00', '11:00']);
  assert.deepEqual(labels(0, 24 * hour, 12 * hour), ['12:00', '18:00', 'day 2', '6:00', '12:00']);
});
