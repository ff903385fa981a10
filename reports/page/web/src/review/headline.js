import {chart} from '../charts/chart.js';
import {command, dataTable, h} from '../page/dom.js';
import {counted, digits, latency, none} from '../page/format.js';
import {mark} from '../scenarios/matrix.js';

// headlines are the scenarios that were run with many seeds, and how far strategies carry.
export function headlines(r, charts, capacities) {
  const studies = r.scenarios ?? [];
  if (studies.length + capacities.length === 0) return null;
  return h('section', {'aria-labelledby': 'headlines'}, h('h2', {id: 'headlines'}, 'How likely a ban is'),
      h('p', {class: 'note'}, 'Probabilities with exact 95 % intervals: “0 of 50: < 7.2 %” is what fifty runs without ' +
          'a ban prove.'),
      studies.map((s, i) => study(s, charts[i])),
      capacities.map((c) => h('div', {}, chart(c.chart), varied(c.varied), c.commands.map(command))));
}

function study(s, picture) {
  const [own] = s.readings;
  return h('section', {class: 'study', id: `study-${s.scenario}`}, h('h3', {}, `${s.scenario}: ${s.title}`),
      h('p', {}, s.about), varied(s.varied), probabilities(s),
      picture.panels ? chart(picture) : null,
      h('details', {}, h('summary', {}, 'What each costs'), costs(s, own)), (s.commands ?? []).map(command));
}

const chance = (c) => c === null || c.n === 0 ? none : `${c.hits} of ${c.n}: ${c.text}`;

const varied = (settings) => (settings ?? []).length === 0 ? null : h('p', {class: 'note'}, 'As in the catalogue, but ',
    h('code', {}, settings.map((v) => `${v.path}=${v.value}`).join(', ')));

// probabilities is strategy against reading: how many runs were banned, and what that proves.
function probabilities(s) {
  const verdict = {PASS: 'survives', FAIL: 'fails', INCONCLUSIVE: 'undecided'};
  return dataTable('Runs with a ban, and the 95 % interval of its probability; ?: too few runs to decide', ['strategy', ...s.readings],
      s.rows.map((row) => [h('span', {title: row.about}, row.strategy), ...s.readings.map((reading) => {
        const cell = row.cells.find((c) => c.reading === reading);
        if (!cell) return {value: mark('none'), class: 'none'};
        const told = verdict[cell.verdict] ?? 'none';
        return {class: told, value: h('span', {}, mark(told), ` ${chance(cell.banned)}`)};
      })]), {numbers: false, kind: 'verdicts'});
}

function costs(s, reading) {
  const figure = (e, print) => {
    if (e.value === null) return none;
    const words = [];
    if (e.low !== null && e.low !== e.high) words.push(`${print(e.low)} to ${print(e.high)}`);
    if (e.of === 'median' && e.low !== null && (e.mean < e.low || e.mean > e.high)) words.push(`mean ${print(e.mean)}`);
    return words.length === 0 ? print(e.value) : `${print(e.value)} (${words.join(', ')})`;
  };
  const percent = (v) => `${digits(100 * v)} %`;
  return dataTable(`Reading ${reading}, ${counted(s.rows[0]?.cells[0]?.banned.n ?? 0, 'run')}; means of succeeded, else medians; in ` +
      'brackets 95 % intervals, and a mean that is far from its median',
      ['strategy', 'succeeded', 'p50', 'p99', 'fullest burst', 'fullest average', 'minutes banned', 'token requests'],
      s.rows.flatMap((row) => {
        const c = row.cells.find((cell) => cell.reading === reading);
        return c ? [[row.strategy, figure(c.success, percent), figure(c.p50_ms, latency), figure(c.p99_ms, latency),
          figure(c.burst, percent), figure(c.average, percent), figure(c.banned_min, digits),
          figure(c.token_calls, digits)]] : [];
      }));
}
