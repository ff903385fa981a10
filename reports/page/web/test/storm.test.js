import assert from 'node:assert/strict';
import {test} from 'node:test';
import {held, unpackStorm} from '../src/storm/data.js';
import {layout, pack, places, stagger} from '../src/storm/layout.js';
import {last, moments, state, summary} from '../src/storm/moments.js';
import {ceiling} from '../src/storm/meter.js';
import {describe, pick} from '../src/storm/pick.js';
import {player} from '../src/storm/play.js';
import {scaleOf} from '../src/storm/view.js';

// Two users of two nodes: the renewal of the second, request 2, kills the token of the first, who is
// refused at 300 and renews; with that hit, one too many, the ban falls.
const data = {
  unit_us: 100, origin_ms: 1000, begins_ms: -1, length: 1000, focus: [0, 700], run_ms: 60_000, customers: 1,
  nodes: 2, ip: 0, policy: 'single', cut: false, left_out: 3,
  ban: {at: 500, since: 0, until_ms: 601_050, rule: 'R1', imposed: false},
  actions: [[7, 0, 0, 1, 10, 600, 403], [8, 1, 0, 1, 20, -1, 0]],
  calls: [[0, 200, 300, 400, 401, 1, 2, 1], [1, 250, 350, 450, 200, 2, 0, 0]],
  hits: [[1, 0, 0, 0, 10, 100, 200, 200, 1, 2, 0, 1], [2, 1, 1, 0, 20, 150, 250, 200, 2, 2, 0, 1],
    [5, 0, 0, 0, 400, 500, 600, 403, 0, 3, 1, 1]],
  tokens: [[1, 0, 100, 150, 1, 2], [2, 0, 150, -1, 2, 0]],
  meters: [{span_ms: 5000, limit: 2, steps: [0, 0, 100, 1, 150, 2, 500, 3]},
    {span_ms: 120_000, limit: 120, steps: [0, 0, 100, 1, 150, 2, 500, 3]}],
  overview: {bin_ms: 125, hits: [8, 3], refused: [8, 1], bans: [[1050, 60_000]]},
  words: ['none', 'killed', 'cold', 'rejected'],
};
const storm = unpackStorm(data);

test('rows name one another', () => {
  const [first, second] = storm.hits;
  assert.equal(storm.tokens[0].killer, second);
  assert.deepEqual(second.killed, [storm.tokens[0]]);
  assert.deepEqual(second.refused, [storm.calls[0]]);
  assert.deepEqual(storm.links, [{hit: second, call: storm.calls[0]}]);
  assert.deepEqual(storm.actions[0].legs, [storm.calls[0], first, storm.hits[2]]);
  assert.equal(storm.actions[1].ended, null);
  assert.deepEqual(storm.overview.hits, [{at: 8, n: 3}]);
});

test('a meter holds what its latest step says', () => {
  const counts = [-1, 0, 99, 100, 149, 150, 499, 500, 999].map((at) => held(storm.meters[0], at));
  assert.deepEqual(counts, [0, 0, 0, 1, 1, 2, 2, 3, 3]);
});

test('the moments tell the cascade in its order', () => {
  const list = moments(storm);
  assert.deepEqual(list.map(({at, kind}) => [at, kind]), [[100, 'renewal'], [150, 'renewal'],
    [300, 'refused'], [500, 'threshold'], [500, 'ban'], [600, 'failed']]);
  assert.equal(list[1].text,
      'Renewal 2: request 2 of user 8 on node 1 gets token 2, which kills token 1; 1 call will be refused for it.');
  assert.match(list[2].text, /user 7 on node 0 is refused, token 1 had been killed by request 2/);
  assert.match(list[3].text, /^Hit 3 within 5 s, where 2 are allowed/);
  assert.match(list[4].text, /^The ban falls under R1/);
  assert.equal(last(list, 99), -1);
  assert.equal(last(list, 500), 4);
});

test('what comes after the ban is no threshold', () => {
  const late = unpackStorm({...data, ban: {...data.ban, at: 400}});
  assert.deepEqual(moments(late).filter((m) => m.kind === 'threshold').map((m) => m.text),
      ['2 hits within 5 s: 2 are allowed.']);
});

test('the state counts up to its instant, which is included', () => {
  assert.deepEqual(state(storm, 299), {fill: [2, 2], refused: 0, hits: 2, dead: 1, banned: false});
  assert.deepEqual(state(storm, 500), {fill: [3, 3], refused: 1, hits: 3, dead: 1, banned: true});
});

test('a sentence sums a storm up', () => {
  assert.equal(summary(storm), '3 token requests reached the carrier within 40 ms. They killed 1 token. ' +
      '1 call was refused with 401. Then the ban fell.');
  assert.match(summary(unpackStorm({...data, ban: null, focus: [0, 400]})),
      /^2 token requests .* No ban fell\.$/);
  assert.equal(summary(unpackStorm({...data, ban: null, hits: []})),
      'No token was asked for in this window.');
});

test('bars that overlap stand in rows of their own', () => {
  const bars = [[0, 10], [5, 20], [11, 15], [12, 30]].map(([from, to]) => ({from, to}));
  assert.equal(pack(bars, 1), 3);
  assert.deepEqual(bars.map((bar) => bar.row), [0, 1, 0, 2]);
});

test('bars that follow one another make steps, and pass over rows that are taken', () => {
  const bars = [[0, 1], [1, 50], [2, 3], [3, 4], [4, 5]].map(([from, to]) => ({from, to}));
  stagger(bars, 3);
  assert.deepEqual(bars.map((bar) => bar.row), [0, 1, 2, 0, 2]);
});

test('panels follow one another, on a desk and on a phone', () => {
  for (const width of [320, 1100]) {
    const panels = layout(storm, width);
    const bounds = [panels.axis, panels.meter, panels.tokens, ...panels.nodes];
    for (let i = 1; i < bounds.length; i++) assert.ok(bounds[i].top >= bounds[i - 1].bottom, `panel ${i}`);
    assert.ok(panels.height >= bounds.at(-1).bottom);
    assert.ok(panels.left < panels.right && panels.right < width);
    const place = places(panels);
    assert.equal(place(storm.calls[0]).action, storm.actions[0]);
  }
});

test('hits without an action have a bar on their node; those from elsewhere have none', () => {
  const hits = [[9, -1, 1, 0, 10, 100, 200, 200, 3, 2, 0, 1], [10, -1, -1, 0, 10, 100, -1, 200, 4, 2, 0, 0]];
  const panels = layout(unpackStorm({...data, hits}), 1000);
  assert.deepEqual(panels.nodes.map((node) => node.bars.filter((bar) => bar.hit).length), [0, 1]);
});

test('many rows are low, and never vanish', () => {
  const actions = Array.from({length: 400}, (_, i) => [i, 0, 0, 1, 0, 1000, 200]);
  const [node] = layout(unpackStorm({...data, actions, calls: [], hits: []}), 1000).nodes;
  assert.equal(node.rows, 400);
  assert.ok(node.row >= 3);
});

test('the threshold is always in the picture, what is far beyond it is not', () => {
  assert.equal(ceiling(storm, [0, 100]), 1.3);
  assert.ok(Math.abs(ceiling(storm, [0, 700]) - 1.68) < 1e-9);
  const far = unpackStorm({...data, meters: [{...data.meters[0], steps: [0, 90]}, data.meters[1]]});
  assert.equal(ceiling(far, [0, 700]), 2.2);
});

test('a point finds the request before its action, and a token', () => {
  const panels = layout(storm, 1000);
  const scale = scaleOf([0, 1000], panels.left, panels.right);
  const row = panels.nodes[0].bars[0];
  const at = (tick, y) => pick({storm, panels, scale}, scale(tick), y);
  assert.equal(at(350, row.y + 2), storm.calls[0]);
  assert.equal(at(50, row.y + 2), storm.hits[0]);
  assert.equal(at(900, row.y + 2), null);
  assert.equal(at(120, panels.tokens.bars[0].y + 2), storm.tokens[0]);
  assert.equal(at(50, panels.meter.top + 2), null);
});

test('what is picked is told: who, when, why, and what followed', () => {
  assert.deepEqual(describe(storm, storm.hits[1]), ['Token request 2 of user 8 on node 1',
    'sent at 0:00:01.002', 'decided on at 0:00:01.015: 200', 'answer known at 0:00:01.025',
    'sent because: cold', 'brought token 2, and killed token 1', '1 call refused for it']);
  assert.ok(describe(storm, storm.hits[2]).includes('sent because token 1 had been refused'));
  assert.ok(describe(storm, storm.calls[0]).includes('refused: token 1 had been killed by request 2'));
  assert.ok(describe(storm, storm.tokens[0])
      .includes('killed at 0:00:01.015 by request 2 of user 8 on node 1'));
  assert.ok(describe(storm, storm.actions[0]).includes('sees an error at 0:00:01.060, after 59 ms'));
});

test('a player goes as much slower as it is told, and ends at the end', () => {
  const frames = [];
  let step = null;
  let ended = 0;
  const play = player({show: (at) => frames.push(at), ended: () => ended++, next: (f) => { step = f; }});
  play.start({from: 100, to: 300, tick: 0.1, times: 10}); // ten times slower: 1 ms is one tick
  for (const now of [5000, 5050, 5150, 5900]) step(now);
  assert.deepEqual(frames, [100, 150, 250, 300]);
  assert.equal(ended, 1);
  assert.equal(play.playing, false);
  play.start({from: 0, to: 300, tick: 0.1, times: 10});
  play.stop();
  step(9000);
  assert.equal(frames.length, 4);
});
