import assert from 'node:assert/strict';
import {test} from 'node:test';
import {learn, meaning} from '../src/page/words.js';

test('the words of a heading are explained, and no others', () => {
  learn([{name: 'fullest', means: 'the most'}, {name: 'akamai', means: 'a reading'}]);
  assert.equal(meaning('Fullest 5 s'), 'fullest: the most');
  assert.equal(meaning('akamai, fullest'), 'akamai: a reading; fullest: the most');
  assert.equal(meaning('strategy'), null);
  assert.equal(meaning('fuller'), null);
});
