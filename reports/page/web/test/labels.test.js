import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groups, labels, words} from '../src/charts/labels.js';

const point = (name, px, py, rank = 3) => ({name, px, py, rank});
const banned = 5;
const room = {x: 78, y: 16, width: 780, height: 356};

test('those in one place share a label, whatever kinds they are of', () => {
  const points = [point('spaced-300', 100, 50, banned), point('naive-retry-0', 102, 51, 4),
    point('lock', 99, 50, banned), point('recommended', 101, 50, 0)];
  const [group, ...others] = groups(points);
  assert.deepEqual(others, []);
  assert.equal(words(group, 3), 'recommended, naive-retry-0 +2');
  assert.equal(words(group, 1), 'recommended +3');
});

test('in a crowd the front, the recommended and the baseline have their labels, and none overlap', () => {
  const crowd = Array.from({length: 30}, (_, i) => point(`loser-${i}`, 90 + 9 * (i % 6), 190 + 9 * Math.floor(i / 6), banned));
  const points = [...crowd, point('leader', 100, 200, 0), point('recommended', 120, 215, 0), point('naive', 130, 205, 2),
    point('recommended-unshared', 840, 192, 0)];
  for (const [width, most] of [[780, 3], [240, 2]]) {
    const squeezed = points.map((q) => ({...q, px: 78 + (q.px - 78) * width / 780}));
    const placed = labels(squeezed, {room: {...room, width}, threshold: 195, most});
    const all = placed.map((l) => l.text).join('; ');
    for (const name of ['leader', 'recommended', 'naive', 'recommended-unshared']) assert.match(all, new RegExp(`\\b${name}\\b`), all);
    for (const l of placed) {
      assert.ok(l.x >= room.x && l.x + l.width <= room.x + width, l.text);
      assert.ok(l.y + 7 <= 195 || l.y - 7 >= 195, `${l.text} is struck through by the threshold`);
      for (const o of placed.filter((o) => o !== l)) {
        assert.ok(Math.abs(o.y - l.y) >= 14 || o.x + o.width <= l.x || l.x + l.width <= o.x, `${o.text} over ${l.text}`);
      }
    }
  }
});

test('what stands away from its point has a line that leads to it', () => {
  const points = [point('recommended', 400, 200, 0), point('a', 440, 200), point('b', 360, 200)];
  const placed = labels(points, {room, threshold: 100, most: 3});
  assert.ok(placed.find((l) => l.text === 'recommended').leader);
  const alone = labels([points[0]], {room, threshold: 100, most: 3});
  assert.equal(alone[0].leader, null);
});
