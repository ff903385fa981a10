import assert from 'node:assert/strict';
import {test} from 'node:test';
import {first, focus} from '../src/hits_view.js';

const headroom = (peak) => ({summary: {headroom: {burst_peak: peak, burst_limit: 15, average_peak: 0, average_limit: 120}}});

test('the hits that are shown first are those of the ban told, the baseline, or the fullest', () => {
  const all = [{name: 'leader', ...headroom(1)}, {name: 'naive', ...headroom(9)}, {name: 'lock', ...headroom(12)}];
  assert.equal(first({story: {strategy: 'lock'}}, all).name, 'lock');
  assert.equal(first({story: null}, all).name, 'naive');
  assert.equal(first({story: null}, [all[0], all[2]]).name, 'lock');
});

test('a herd in a quiet hour is looked at by itself, a storm, a ban or nothing is not', () => {
  const timeline = (burst, bans = []) => ({bin_ms: 1000, burst, bans});
  const herd = timeline([1, 0, -1799, 12, 8, 0, -1797]);
  assert.deepEqual(focus([herd, timeline([0, -3599])], 3_600_000), [1680000, 1875000]);
  assert.equal(focus([timeline([9, -3599])], 3_600_000), null);
  assert.equal(focus([timeline([0, -3599])], 3_600_000), null);
  assert.equal(focus([timeline(herd.burst, [{}])], 3_600_000), null);
});
