import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bound, count, counted, digits, instant, latency, length, share} from '../src/page/format.js';

// The same values as internal/unit/printed_test.go: the page and the summary must agree.
const tables = [
  [bound, [[['banned in 0 of 75 runs (< 4.8 %), 118 ms'], 'banned in 0 of 75 runs (<\u00a04.8\u00a0%), 118\u00a0ms'],
    [['75 runs in 3 msgs'], '75 runs in 3 msgs']]],
  [count, [[[0], '0'], [[999], '999'], [[1000], '1,000'], [[1234567], '1,234,567']]],
  [counted, [[[1, 'ban'], '1 ban'], [[0, 'ban'], '0 bans'], [[2000, 'ban'], '2,000 bans']]],
  [digits, [[[0], '0'], [[0.0123], '0.012'], [[1.5], '1.5'], [[12.34], '12.3'], [[1234.4], '1,234'], [[-0.5], '-0.5']]],
  [share, [[[0, 0], '–'], [[0, 5], '0 %'], [[5, 5], '100 %'], [[1, 10000], '< 0.1 %'], [[9999, 10000], '> 99.9 %'],
    [[1, 3], '33.3 %']]],
  [latency, [[[0.5], '0.5 ms'], [[101], '101 ms'], [[1500], '1.5 s'], [[599_000], '599 s'], [[900_000], '15 min'],
    [[36_000_000], '10 h']]],
  [instant, [[[0], '0:00:00.000'], [[3_723_004.9], '1:02:03.004'], [[0, 0], '00:00:00.000'],
    [[3_723_004.9, 28_800_000], '09:02:03.004'], [[3_600_000, 86_399_999], '00:59:59.999']]],
  [length, [[[0], '0s'], [[5_400_000], '1h30m'], [[50], '50ms']]],
];
for (const [f, cases] of tables) {
  test(f.name, () => {
    for (const [given, want] of cases) assert.deepEqual(f(...given), want, `${f.name}(${given})`);
  });
}
