import {chart} from '../charts/chart.js';
import {command, dataTable, h} from '../page/dom.js';
import {counted, digits, latency, none} from '../page/format.js';
import {standings} from '../page/standings.js';
import {mark} from '../scenarios/matrix.js';

// headlines are the scenarios that the design review was run in, with many seeds, and how far strategies
// carry.
export function headlines(studies, capacities) {
  if (studies.length + capacities.length === 0) return null;
  return h('section', {'aria-labelledby': 'headlines'}, h('h2', {id: 'headlines'}, 'How likely a ban is'),
      h('p', {class: 'note'}, 'Probabilities with exact 95 % intervals: “0 of 50: < 7.2 %” is what fifty runs without ' +
          'a ban prove.'),
      studies.map(({study: s, pictures}) => h('section', {class: 'study', id: `study-${s.scenario}`}, h('h3', {}, `${s.scenario}: ${s.title}`),
          h('p', {}, s.about), varied(s.varied), probabilities(s), more(s, pictures))),
      capacities.map((c) => h('div', {}, chart(c.chart), varied(c.varied), c.commands.map(command))));
}

// more is what stands below the matrix of a study: its pictures, what each strategy costs under each
// reading, and the lines that repeat it.
export function more(s, pictures) {
  return [drawn(pictures), s.readings.map((reading) => h('details', {}, h('summary', {}, `What each costs under ${reading}`),
      costs(s, reading))), s.commands.map(command)];
}

// drawn are the pictures: of each chart the first, and the others, of other readings, folded below it.
function drawn(pictures) {
  const charts = [...new Set(pictures.map((p) => p.chart))];
  return charts.map((name) => {
    const [first, ...others] = pictures.filter((p) => p.chart === name);
    return [chart(first.drawing), others.map((p) => h('details', {class: 'as-table'}, h('summary', {},
        `The same under ${p.part}`), chart(p.drawing)))];
  });
}

const varied = (settings) => settings.length === 0 ? null : h('p', {class: 'note'}, 'As in the catalogue, but ',
    h('code', {}, settings.map((v) => `${v.path}=${v.value}`).join(', ')));

const verdicts = {PASS: 'survives', FAIL: 'fails', INCONCLUSIVE: 'undecided'};
const percent = (v) => `${digits(100 * v)} %`;

// probabilities is strategy against reading: what befell how many runs, and what that proves; and what
// each serves under the first reading, how fast, and how near to a threshold.
export function probabilities(s) {
  const [own] = s.readings;
  const what = s.decides === '' ? 'What befell how many runs' : `Runs that were ${s.decides.replace(/ in$/, '')}`;
  return standings({
    caption: `${what}, and the 95 % interval of the probability; ?: too few runs to decide. Served, p99 and the fullest window ` +
        `(median, of its threshold): under ${own}`,
    columns: ['strategy', ...s.readings, 'served', 'p99', 'fullest window'], kind: 'verdicts', order: s.order,
    rows: s.rows.map((row) => ({name: row.strategy, outcome: row.outcome, given: row.given,
      head: () => h('span', {title: row.about}, row.strategy),
      cells: () => [...row.cells.map((c) => verdict(c.verdict, c.harms.map((one) => harm(one, s.decides)))),
        whole(short(row.cells[0].success, percent)), whole(short(row.cells[0].p99_ms, latency)), whole(fullest(row.cells[0]))]})),
    folds: s.alike.map((f) => ({strategies: f.strategies, text: f.text, cells: () => [
      ...f.cells.map((words, i) => verdict(f.verdicts[i], words.split(', '))), whole(f.served), none, none]})),
  });
}

const verdict = (name, words) => ({class: verdicts[name], value: h('span', {class: 'ruling'}, mark(verdicts[name]),
    h('span', {}, words.map(line)))});

// whole is text that does not wrap within its parts: a value stays with its unit.
const whole = (text) => h('span', {class: 'whole'}, text.split(' to ').map((part, i) => [i > 0 ? ' to ' : null, h('span', {}, part)]));

// line is one count and its interval, which may stand below it; what is counted comes first, if it is said.
function line(words) {
  const [, what, hits, interval] = words.match(/^(.*?) ?(\d.*?of \d+|no run)(?:: (.*))?$/);
  return h('span', {class: 'line'}, what === '' ? null : `${what} `, h('span', {}, interval ? `${hits}:` : hits),
      interval ? [' ', h('span', {class: 'quiet'}, interval)] : null);
}

const harm = (c, decides) => `${decides === '' ? `${c.is} ` : ''}${c.n === 0 ? 'no run' : `${c.hits} of ${c.n}: ${c.text}`}`;

const short = (e, print) => e.value === null ? none : print(e.value);

function fullest({burst, average}) {
  const all = [burst.value, average.value].filter((v) => v !== null);
  return all.length === 0 ? none : percent(Math.max(...all));
}

function costs(s, reading) {
  const figure = (e, print) => {
    if (e.value === null) return none;
    const words = [];
    if (e.low !== null && e.low !== e.high && e.n > 1) words.push(`${print(e.low)} to ${print(e.high)}`);
    if (e.of === 'median' && e.low !== null && (e.mean < e.low || e.mean > e.high)) words.push(`mean ${print(e.mean)}`);
    return words.length === 0 ? print(e.value) : `${print(e.value)} (${words.join(', ')})`;
  };
  return dataTable(`Reading ${reading}, ${counted(s.rows[0]?.cells[0]?.banned.n ?? 0, 'run')}; means of succeeded, else medians; in ` +
      'brackets 95 % intervals, and a mean that is far from its median',
      ['strategy', 'succeeded', 'p50', 'p99', 'fullest burst', 'fullest average', 'minutes banned', 'token requests'],
      s.rows.flatMap((row) => {
        const c = row.cells.find((cell) => cell.reading === reading);
        return c ? [[row.strategy, figure(c.success, percent), figure(c.p50_ms, latency), figure(c.p99_ms, latency),
          figure(c.burst, percent), figure(c.average, percent), figure(c.banned_min, digits),
          figure(c.token_calls, digits)]] : [];
      }), {kind: 'costs'});
}
