import {badge, byState, numbers, rareMode, short} from './review.js';
import {bound, count, counted} from '../page/format.js';
import {h} from '../page/dom.js';
import {more, probabilities} from './study.js';

// own is the first screen of a report of somebody's own scenarios: what the runs say of each, the verdicts
// under every reading, and what it is made from.
export function own(r, studies) {
  const answers = r.answers.filter((a) => a.scenario !== '');
  return [answers.length < 2 ? null : contents(answers), answers.map((a) => {
    const {study, pictures} = studies.find((s) => s.study.answer === a.id);
    return h('section', {id: a.id, class: 'own', 'aria-labelledby': `${a.id}-says`},
        h('h2', {id: `${a.id}-says`}, bound(a.headline.text), ' ', badge(a.verdict)),
        changes(a), probabilities(study), h('p', {class: 'note'}, madeFrom(r, a, study), save(a.scenario)),
        h('h3', {}, 'What it rests on'), h('ul', {class: 'evidence'}, a.figures.map((f) => h('li', {}, bound(f.text)))),
        numbers(a), more(study, pictures),
        h('p', {}, h('a', {href: `#${a.scenario}`}, `One run of each strategy in ${a.scenario}, over its time`)));
  })];
}

// contents is the list of several scenarios, each with its answer.
const contents = (answers) => h('section', {'aria-labelledby': 'contents'}, h('h2', {id: 'contents'}, counted(answers.length, 'scenario')),
    h('ul', {class: 'contents'}, answers.map((a) => h('li', {}, h('a', {href: `#${a.id}`}, a.scenario), badge(a.verdict, a.mark),
        h('span', {}, bound(a.headline.text))))));

// changes is under which readings the answer is another, is not settled, or stays.
const changes = (a) => a.conditions.length === 0 ? null : h('dl', {class: 'told'}, byState(a.conditions).flatMap(([name, list]) =>
  [h('dt', {}, name), h('dd', {}, `${list.map(short).join('; ')}.`)]));

// save hands out the study in one file, with every scenario and strategy that it was made from.
function save(scenario) {
  const block = [...document.querySelectorAll('script[data-study]')].find((s) => s.dataset.study === scenario);
  if (!block) return null;
  const {name} = block.dataset;
  return [' ', h('a', {href: `data:application/zip;base64,${block.textContent}`, download: name}, 'Save the study'),
    `: every run, and the files that they were made from; tokenstorm open ${name} carries any of them out again.`];
}

// madeFrom is what was run.
function madeFrom(r, a, s) {
  const runs = r.seeds * s.rows.length * s.readings.length;
  const seeds = r.seeds === 1 ? `seed ${r.first_seed}` : `seeds ${r.first_seed} to ${r.first_seed + r.seeds - 1}`;
  return `Made from ${counted(runs, 'run')} of ${a.scenario}: ${count(s.rows.length)} strategies, ${s.readings.join(', ')}, ${seeds}. ` +
      `${r.seeds === 1 ? 'One run of each proves nothing. ' : ''}${rareMode(r.rare_mode)}`;
}
