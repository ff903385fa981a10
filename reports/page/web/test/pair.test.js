import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pair} from '../src/storm/pair.js';

// A chapter in which naive and recommended serve so many of a hundred.
const chapter = (name, naive, recommended) => ({name, contestants: [['naive', naive], ['recommended', recommended]].map(
    ([k, succeeded]) => ({name: k, verdicts: [{succeeded, ended: 100, bans: 1}]}))});
const watched = (...names) => names.flatMap((scenario, i) =>
  [{scenario, strategy: 'naive', id: 2 * i}, {scenario, strategy: 'recommended', id: 2 * i + 1}]);

test('the page begins with two nodes, or else with the widest gap, or with nothing', () => {
  const begins = (...chapters) => {
    const {chapter: c, first, last} = pair(chapters, watched(...chapters.map(({name}) => name)));
    return c && [c.name, first.strategy, first.id, last.strategy, last.says];
  };
  assert.deepEqual(begins(chapter('a', 0, 100), chapter('two-nodes', 1, 99)),
      ['two-nodes', 'naive', 2, 'recommended', '99.0 % succeed, 1 ban']);
  assert.deepEqual(begins(chapter('a', 40, 50), chapter('b', 40, 60)), ['b', 'naive', 2, 'recommended', '60.0 % succeed, 1 ban']);
  assert.equal(begins(chapter('two-nodes', 100, 100)), undefined);
  assert.equal(pair([chapter('a', 0, 100)], watched('a').slice(0, 1)).chapter, undefined);
});
