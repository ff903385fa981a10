import {command, dataTable, h} from './dom.js';
import {counted, digits, latency, none} from './format.js';

const signs = {PASS: '✓', FAIL: '✕', INCONCLUSIVE: '?'};
const kinds = {PASS: 'survives', FAIL: 'banned', INCONCLUSIVE: 'undecided'};

// badge is the verdict of a study: a sign and the word.
export function badge(verdict) {
  return h('span', {class: `badge ${kinds[verdict] ?? 'none'}`},
      h('span', {'aria-hidden': 'true'}, `${signs[verdict] ?? none} `), verdict);
}

// review is the first screen: what to build, and the answers to the questions.
export function review(r) {
  return h('section', {id: 'review', 'aria-labelledby': 'build'}, recommendation(r),
      r.missing + r.failures === 0 ? null : h('p', {class: 'warning', role: 'note'},
          `${counted(r.missing, 'run')} missing, ${counted(r.failures, 'run')} failed: what they would have told ` +
          'is not in these answers.'),
      h('h2', {}, 'The questions'),
      h('p', {class: 'note'}, `Each answer from up to ${counted(r.seeds, 'run')} of each kind, seeds ${r.first_seed} to ` +
          `${r.first_seed + r.seeds - 1}. Intervals have 95 % confidence. Open a question for its evidence.`),
      h('p', {class: 'note'}, 'Below each answer a claim, and what the runs say of it: ', badge('PASS'), ' it holds, ',
          badge('FAIL'), ' it does not, ', badge('INCONCLUSIVE'), ' too few runs to tell.'),
      h('div', {class: 'answers'}, (r.answers ?? []).map(answer)));
}

function recommendation(r) {
  const {strategy, verdict, about, tied, unshared, unshared_about: unsharedAbout} = r.recommendation;
  const last = r.answers?.find((a) => a.id === 'Q8');
  return h('div', {class: 'recommendation'}, h('h2', {id: 'build'}, 'What to build'),
      last ? h('p', {class: 'lead'}, last.headline.text) : null,
      strategy === '' ? h('p', {}, 'No study tells: too little was run.') : h('dl', {class: 'told'},
          h('dt', {}, 'Best of those compared'), h('dd', {}, h('strong', {}, strategy), ' ', badge(verdict), h('br'), about),
          (tied ?? []).length === 0 ? [] : [h('dt', {}, 'As good in every headline scenario'), h('dd', {}, tied.join(', '))],
          unshared === '' ? [] : [h('dt', {}, 'Where nodes share nothing'),
            h('dd', {}, h('strong', {}, unshared), h('br'), unsharedAbout)]));
}

function answer(a) {
  return h('details', {class: 'answer', id: a.id},
      h('summary', {}, h('h3', {}, `${a.id} ${a.title}`), h('p', {}, a.headline.text),
          h('p', {class: 'claim'}, badge(a.verdict), h('span', {}, `“${a.claim}”`))),
      h('div', {class: 'body'}, h('p', {class: 'question'}, a.question),
          (a.figures ?? []).length === 0 ? null : h('ul', {class: 'evidence'}, a.figures.map((f) => h('li', {}, f.text))),
          a.table ? dataTable(a.table.caption, a.table.columns, a.table.rows, {numbers: false}) : null,
          (a.conditions ?? []).length === 0 ? null : [h('h4', {}, 'When it would change'),
            h('ul', {class: 'conditions'}, a.conditions.map(condition))],
          numbers(a),
          (a.commands ?? []).length === 0 ? null : [h('h4', {}, 'Repeat it'), a.commands.map(command)]));
}

const condition = (c) => h('li', {class: c.changes ? 'flips' : 'holds'},
    h('strong', {}, c.changes ? 'Changes' : 'Holds'), ` if ${c.assumption}: ${c.then.text}`);

// numbers are the measures behind the sentences of an answer.
function numbers(a) {
  const measures = [a.headline, ...a.figures ?? [], ...(a.conditions ?? []).map((c) => c.then)]
      .flatMap((f) => f.measures ?? []);
  if (measures.length === 0) return null;
  return h('details', {}, h('summary', {}, 'The numbers behind it, with their intervals'),
      dataTable('Intervals have 95 % confidence', ['figure', 'scenario', 'strategy', 'against', 'reading', 'value',
        'interval', 'n'], measures.map((m) => [m.name, m.scenario, m.strategy, m.against || none, m.reading,
        quantity(m, m.value), m.low === null && m.high === null ? none :
          `${quantity(m, m.low)} to ${quantity(m, m.high)}`, String(m.n)]), {numbers: false}));
}

function quantity({unit}, v) {
  if (v === null) return none;
  const sign = v < 0 ? '−' : '';
  const size = Math.abs(v);
  if (unit === 'ms') return sign + latency(size);
  if (unit === 's') return sign + latency(1000 * size);
  return `${sign}${digits(size)}${unit === '' ? '' : ` ${unit}`}`;
}
