import assert from 'node:assert/strict';
import {test} from 'node:test';
import {read, spans} from '../src/charts/series.js';
import {verdictOf} from '../src/page/figures.js';
import {matches} from '../src/scenarios/filter.js';

test('a series is read from how each count differs from the one before', () => {
  assert.deepEqual(read(''), []);
  assert.deepEqual(read('3'), [0, 0, 0]);
  assert.deepEqual(read('aa1aC1'), [1, 2, 2, 3, 0, 0]);
  assert.deepEqual(read('zZ(27)Z(27)'), [26, 0, 27, 1, 28]);
  assert.deepEqual(spans({values: 'aA1b1', step: 10}), [[0, 10], [30, 50]]);
});

const strategy = (name, ...bans) => ({name, verdicts: bans.map((n, i) => ({reading: `r${i}`, bans: n + 1, own: n, survives: n === 0}))});

test('a verdict is that of all readings, or of one; an imposed ban is nobody\'s', () => {
  assert.equal(verdictOf(strategy('a', 0, 0)), 'survives');
  assert.equal(verdictOf(strategy('a', 1, 2)), 'fails');
  assert.equal(verdictOf(strategy('a', 0, 2)), 'changes');
  assert.equal(verdictOf(strategy('a', 0, 2), 'r1'), 'fails');
  assert.equal(verdictOf(strategy('a', 0, 2), 'r9'), 'none');
});

test('the filter joins its fields on one and the same contestant', () => {
  const chapter = {name: 'two-nodes', about: 'A duel.', trigger: 'The cold start', readings: ['r0', 'r1'],
    contestants: [strategy('naive', 1, 0), strategy('leader', 0, 0)]};
  const wanted = (fields) => matches(chapter, {words: '', strategy: '', verdict: '', reading: '', ...fields});
  for (const [fields, want] of [
    [{}, true], [{words: 'duel COLD'}, true], [{words: 'duel hot'}, false],
    [{strategy: 'leader'}, true], [{strategy: 'lock'}, false], [{verdict: 'fails'}, false],
    [{verdict: 'fails', reading: 'r0'}, true], [{verdict: 'fails', reading: 'r1'}, false],
    [{verdict: 'changes', strategy: 'naive'}, true], [{verdict: 'changes', strategy: 'leader'}, false],
    [{reading: 'r2'}, false],
  ]) assert.equal(wanted(fields), want, JSON.stringify(fields));
});
