import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fit, marks, pan, scaleOf, shortest, slow, transformOf, viewOf, when, zoom} from '../src/storm/view.js';

const storm = {origin: 3_599_000, tick: 0.1, length: 80_000};

test('a view stays within the window', () => {
  for (const [view, fitted] of [
    [[100, 300], [100, 300]], [[-50, 150], [0, 200]], [[79_900, 80_100], [79_800, 80_000]],
    [[-10, 90_000], [0, 80_000]], [[100, 101], [90.5, 110.5]],
  ]) assert.deepEqual(fit(view, storm.length), fitted);
});

test('zooming keeps its instant in place, and ends at the shortest view', () => {
  const view = [1000, 3000];
  const closer = zoom(view, 2, 1500, storm.length);
  assert.deepEqual(closer, [1250, 2250]);
  const share = (of) => (1500 - of[0]) / (of[1] - of[0]);
  assert.equal(share(closer), share(view));
  const closest = zoom(view, 1e6, 1500, storm.length);
  assert.equal(closest[1] - closest[0], shortest);
});

test('panning moves a view by a share of it', () => {
  assert.deepEqual(pan([1000, 2000], 0.2, storm.length), [1200, 2200]);
  assert.deepEqual(pan([1000, 2000], -5, storm.length), [0, 1000]);
});

test('a scale and its inverse agree', () => {
  const scale = scaleOf([500, 1500], 100, 900);
  assert.equal(scale(500), 100);
  assert.equal(scale(1500), 900);
  assert.equal(scale.invert(scale(777)), 777);
});

test('a transform shows its view, and only that', () => {
  for (const view of [[0, 80_000], [20_000, 20_400], [79_980, 80_000]]) {
    const [from, to] = viewOf(transformOf(view, storm.length, 104, 986), storm.length, 104, 986);
    assert.ok(Math.abs(from - view[0]) < 1e-6 && Math.abs(to - view[1]) < 1e-6, `${from} ${to}`);
  }
});

test('marks are round instants of the run, told as finely as they differ', () => {
  const texts = (view, room) => marks(storm, view, room).map((mark) => mark.text);
  assert.deepEqual(texts([0, 80_000], 4),
      ['1:00:00', '1:00:02', '1:00:04', '1:00:06']);
  assert.deepEqual(texts([10_000, 12_000], 4), ['1:00:00.00', '1:00:00.05', '1:00:00.10', '1:00:00.15', '1:00:00.20']);
  assert.deepEqual(texts([10_000, 10_020], 4), ['1:00:00.0000', '1:00:00.0005', '1:00:00.0010', '1:00:00.0015', '1:00:00.0020']);
  const [first] = marks(storm, [10_000, 12_000], 4);
  assert.ok(Math.abs(first.at - 10_000) < 1e-6);
});

test('an instant is told on the clock of the run', () => {
  assert.equal(when(storm, 10_005), '1:00:00.000');
  assert.equal(when(storm, 10_010), '1:00:00.001');
});

test('a view is played as slowly as comes near the seconds wanted', () => {
  assert.equal(slow(storm, [0, 4000], 14), 20); // 0.4 s
  assert.equal(slow(storm, [0, 80_000], 14), 1); // 8 s
});
