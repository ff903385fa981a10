import assert from 'node:assert/strict';
import {test} from 'node:test';
import {conditionWords, stateOf} from '../src/review/condition.js';

const condition = (changes, undecided, text) => ({assumption: 'tokens coexist', changes, undecided, then: {text}});

test('what too few runs tell nothing of does not hold', () => {
  for (const [c, state, words] of [
    [condition(true, false, 'It changes: naive is banned in 0 of 75 runs.'), 'changes',
      'Changes if tokens coexist: naive is banned in 0 of 75 runs.'],
    [condition(false, false, 'It stays: naive is banned in 75 of 75 runs.'), 'holds',
      'Holds if tokens coexist: naive is banned in 75 of 75 runs.'],
    [condition(false, true, 'Not settled: naive is banned in 0 of 5 runs.'), 'undecided',
      'Not settled if tokens coexist: naive is banned in 0 of 5 runs.'],
  ]) {
    assert.equal(stateOf(c), state);
    const {word, text} = conditionWords(c);
    assert.equal(word + text, words);
  }
});
