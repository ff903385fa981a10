import assert from 'node:assert/strict';
import {test} from 'node:test';
import {end, joined, span} from '../src/capacity_edges.js';

const edge = (side, value, next) => ({strategy: 'naive', reading: 'akamai', side, value, next});
const capacity = (trip, ...edges) => ({scenario: 'external-renewal', title: `one token dies, one node, round trip ${trip}`,
  varied: [{path: 'length', value: '3m'}, {path: 'network.rtt', value: trip}], field: 'fleet.users', from: 10, to: 1000,
  until: 'bans.count > 0', command: `sweep ${trip}`, edges});

test('searches that differ in one setting are one chart, its values rows', () => {
  const other = {...capacity('1s', edge('all', 1000, null)), scenario: 'two-nodes'};
  const [one, two, ...more] = joined([capacity('15ms', edge('largest', 120, 130)), capacity('50ms', edge('none', null, 10)), other]);
  assert.deepEqual(more, []);
  assert.equal(one.title, 'one token dies, one node');
  assert.equal(one.by, 'network.rtt');
  assert.deepEqual(one.edges.map((e) => e.at), ['15ms', '50ms']);
  assert.deepEqual(one.commands, ['sweep 15ms', 'sweep 50ms']);
  assert.deepEqual(one.varied.map((v) => v.path), ['length']);
  assert.equal(two.by, undefined);
  assert.deepEqual(two.commands, ['sweep 1s']);
});

test('who survives the least value does not look like who survives none', () => {
  const c = capacity('1s', edge('largest', 10, 20), edge('none', null, 10), edge('largest', 120, 130));
  assert.deepEqual(span(c.edges[0], c), [0, 10]);
  assert.equal(span(c.edges[1], c), null);
  assert.equal(end(c), 200);
  assert.equal(end(capacity('1s', edge('all', 1000, null))), 1000);
});
