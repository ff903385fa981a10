import {h} from '../page/dom.js';
import {count, counted, latency} from '../page/format.js';

// finds shows what hunts found in the strategies that are shipped: what failed, in how small a scenario, and what the run comes to now.
export function finds(all) {
  if (all.length === 0) return null;
  return h('section', {'aria-labelledby': 'finds'}, h('h2', {id: 'finds'}, 'What hunts found'),
      h('p', {}, 'A hunt draws scenarios until a strategy fails in one that somebody who knows the carrier\'s state survives, and makes ' +
          `it small. It found these ${counted(all.length, 'fault')} in what we ship. They are mended, and run again by the tests of ` +
          'each change. What they come to now is of one run each.'),
      h('div', {class: 'finds'}, all.map((f) => h('article', {class: 'find'}, h('h3', {}, f.about), h('p', {}, f.outcome),
          h('p', {class: 'quiet'}, h('strong', {}, f.strategy), `, ${size(f)}. Now: ${today(f)}.`),
          h('details', {}, h('summary', {}, 'The scenario, as it is written'),
              h('pre', {tabindex: 0, 'aria-label': `Text of the scenario: ${f.about}`}, f.text))))));
}

const size = (f) => [counted(f.nodes, 'node'), counted(f.users, 'user'), counted(f.faults, 'fault'),
  f.length_ms < 60e3 ? latency(f.length_ms) : counted(Math.round(f.length_ms / 60e3), 'minute')].join(', ');

const today = (f) => `${count(f.succeeded)} of ${counted(f.ended, 'action')} succeeded, ${counted(f.token_requests, 'token request')}, ` +
    `${f.own === 0 ? 'no ban' : counted(f.own, 'ban')} of its own${f.lost === 0 ? '' : `, ${counted(f.lost, 'session')} lost`}`;
