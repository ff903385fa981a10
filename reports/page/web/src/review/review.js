import {conditionWords, stateOf} from './condition.js';
import {command, dataTable, h, unseen} from '../page/dom.js';
import {counted, digits, latency, none} from '../page/format.js';

const signs = {PASS: '✓', FAIL: '✕', INCONCLUSIVE: '?'};
const kinds = {PASS: 'survives', FAIL: 'fails', INCONCLUSIVE: 'undecided'};

// badge is the verdict of a study: a sign and a word, or what the verdict comes to in a few.
export function badge(verdict, words = verdict) {
  return h('span', {class: `badge ${kinds[verdict] ?? 'none'}`},
      h('span', {'aria-hidden': 'true'}, `${signs[verdict] ?? none} `), words);
}

// review is the answers to the questions of the design review: what to build, when that would change, and
// each question with its evidence.
export function review(r) {
  const answers = r.answers.filter((a) => a.scenario === '');
  if (answers.length === 0 && r.answers.length > 0) return null;
  return h('section', {id: 'review', 'aria-labelledby': 'build'}, recommendation(r),
      r.missing + r.failures === 0 ? null : h('p', {class: 'warning', role: 'note'},
          `${counted(r.missing, 'run')} missing, ${counted(r.failures, 'run')} failed: what they would have told ` +
          'is not in these answers.'),
      h('div', {class: 'heading'}, h('h2', {}, 'The questions'),
          h('p', {class: 'note'}, `Up to ${counted(r.seeds, 'run')} of each kind, seeds ${r.first_seed} to ` +
              `${r.first_seed + r.seeds - 1}; intervals of 95 %. ${rareMode(r.rare_mode)} Open a question for its evidence.`)),
      h('div', {class: 'answers'}, answers.map(answer)));
}

// rareMode is what the runs may not have shown.
export const rareMode = ({runs, share, unseen: missed}) => `A rare mode that has ${digits(100 * share)} % of the runs would have ` +
    `stayed unseen in ${runs} with a chance of ${digits(Number((100 * missed).toPrecision(2)))} %.`;

function recommendation(r) {
  const {strategy, verdict, about, tied, unshared, unshared_about: unsharedAbout, unshared_verdict: unsharedVerdict,
    standing, unshared_standing: unsharedStanding} = r.recommendation;
  const last = r.answers?.find((a) => a.id === 'Q8');
  if (strategy === '') {
    return h('div', {class: 'recommendation'}, h('h2', {id: 'build'}, 'What to build'),
        h('p', {}, 'That rests on more scenarios than were run here.'));
  }
  const row = (name, ...told) => told.length === 0 ? [] : [h('dt', {}, name), h('dd', {}, told)];
  return h('div', {class: 'recommendation'},
      h('h2', {id: 'build'}, last ? last.headline.text : `${strategy}: ${standing}`, ' ', badge(verdict)),
      h('dl', {class: 'told'},
          (tied ?? []).length === 0 ? [] : row('As good everywhere', tied.join(', ')),
          unshared === '' ? [] : row('Nodes share nothing', h('strong', {}, unshared), ' ', badge(unsharedVerdict),
              ` ${unsharedStanding}.`),
          byState(last?.conditions ?? []).map(([name, list]) => row(name, `${list.map(short).join('; ')}.`))),
      h('details', {class: 'abouts'}, h('summary', {}, unshared === '' ? 'What it does' : 'What both do'),
          h('dl', {class: 'told'}, row(strategy, about), unshared === '' || unshared === strategy ? [] :
            row(unshared, unsharedAbout))));
}

// short is an assumption without its consequence, which the fold tells.
export const short = (c) => c.assumption.replace(/: .*/, '');

// byState groups conditions by what becomes of the recommendation, the worst news first.
export const byState = (conditions) => [['changes', 'It would change if'], ['undecided', 'Not settled if'], ['holds', 'It stays if']]
    .map(([state, name]) => [name, conditions.filter((c) => stateOf(c) === state)]).filter(([, list]) => list.length > 0);

function answer(a) {
  return h('details', {class: 'answer', id: a.id},
      h('summary', {}, h('h3', {}, a.id, unseen(` ${a.title}`)), h('p', {class: 'question'}, a.question),
          badge(a.verdict, a.mark), h('p', {class: 'headline'}, a.headline.text)),
      h('div', {class: 'body'}, h('p', {class: 'claim'}, badge(a.verdict), h('span', {}, `${sentence(a.claim)}.`)),
          (a.figures ?? []).length === 0 ? null : h('ul', {class: 'evidence'}, a.figures.map((f) => h('li', {}, f.text))),
          a.table ? dataTable(a.table.caption, a.table.columns, a.table.rows, {numbers: false}) : null,
          (a.conditions ?? []).length === 0 ? null : [h('h4', {}, 'When it would change'),
            h('ul', {class: 'conditions'}, a.conditions.map(condition))],
          numbers(a),
          (a.commands ?? []).length === 0 ? null : [h('h4', {}, 'Repeat it'), a.commands.map(command)]));
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function condition(c) {
  const {state, word, text} = conditionWords(c);
  return h('li', {class: state}, h('strong', {}, word), text);
}

// numbers are the measures behind the sentences of an answer.
export function numbers(a) {
  const measures = [a.headline, ...a.figures ?? [], ...(a.conditions ?? []).map((c) => c.then)]
      .flatMap((f) => f.measures ?? []);
  if (measures.length === 0) return null;
  return h('details', {}, h('summary', {}, 'The numbers behind it, with their intervals'),
      dataTable('Intervals have 95 % confidence', ['figure', 'scenario', 'strategy', 'against', 'reading', 'of runs', 'value',
        'interval', 'mean', 'n'], measures.map((m) => [m.name, m.scenario, m.strategy, m.against || none, m.reading, m.of,
        quantity(m, m.value), m.low === null && m.high === null ? none :
          `${quantity(m, m.low)} to ${quantity(m, m.high)}`, quantity(m, m.mean), String(m.n)]), {numbers: false}));
}

function quantity({unit}, v) {
  if (v === null) return none;
  const sign = v < 0 ? '−' : '';
  const size = Math.abs(v);
  if (unit === 'ms') return sign + latency(size);
  if (unit === 's') return sign + latency(1000 * size);
  return `${sign}${digits(size)}${unit === '' ? '' : ` ${unit}`}`;
}
