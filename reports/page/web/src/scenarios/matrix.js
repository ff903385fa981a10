import {dataTable, h, unseen} from '../page/dom.js';
import {verdictOf} from '../page/figures.js';
import {count, counted, instant, share} from '../page/format.js';
import {standings} from '../page/standings.js';

const words = {survives: 'survives', fails: 'does not survive', changes: 'changes with the reading',
  undecided: 'not decided by so many runs', none: 'not run'};
const symbols = {survives: '✓', fails: '✕', changes: '±', undecided: '?', none: '·'};

// mark is a verdict as a sign, told by its shape and by a word to those who do not see it.
export function mark(verdict) {
  return h('span', {class: `mark ${verdict}`, title: words[verdict]},
      h('span', {'aria-hidden': 'true'}, symbols[verdict]), unseen(words[verdict]));
}

// matrix is strategy against reading of one chapter, one run in each cell.
export function matrix(chapter) {
  const cell = (k, reading) => {
    const v = k.verdicts.find((one) => one.reading === reading);
    if (!v) return {value: mark('none'), class: 'none'};
    const told = toldBans(v);
    const ok = v.ended === 0 ? 'no action ended' : `${share(v.succeeded, v.ended)} of ${count(v.ended)} ok`;
    const verdict = v.survives ? 'survives' : 'fails';
    return {class: verdict, value: h('span', {title: v.first_ms === null ? '' : `first ban at ${instant(v.first_ms, chapter.begins_ms)}`},
        mark(verdict), ` ${told}, `, v.lost > 0 ? `${counted(v.lost, 'session')} lost, ` : null,
        h('span', {class: 'quiet'}, ok))};
  };
  return h('div', {}, standings({caption: `One run per cell, seed ${chapter.seed}: no interval can be given`,
    columns: ['strategy', ...chapter.readings, 'across readings'], kind: 'verdicts', order: chapter.order,
    rows: chapter.contestants.map((k) => ({name: k.name, outcome: k.outcome, given: k.given, head: () => h('span', {title: k.about}, k.name),
      cells: () => [...chapter.readings.map((r) => cell(k, r)),
        {value: h('span', {}, mark(verdictOf(k)), ` ${verdictOf(k)}`), class: verdictOf(k)}]})),
    folds: chapter.alike.length === 0 ? [] : [{strategies: chapter.alike, text: `${chapter.alike.length} strategies alike`,
      cells: () => [...chapter.readings, ''].map((r) => ({class: 'fails', value: h('span', {}, mark('fails'), r === '' ? ' fails' :
        ' none survives')}))}],
  }), signs());
}

// toldBans tells a strategy's own bans from one that the scenario imposed.
function toldBans(v) {
  if (v.kept_up) return 'the imposed ban, kept up';
  if (v.bans === v.own) return v.bans === 0 ? 'no ban' : counted(v.bans, 'ban');
  return v.own === 0 ? 'the imposed ban' : `${counted(v.own, 'ban')} of its own`;
}

// signs tells how to read the marks of a table.
const signs = () => h('p', {class: 'note'}, mark('survives'), ' no ban, and no session lost, under any reading · ', mark('changes'),
    ' under some · ', mark('fails'), ' under none · ', mark('none'), ' not run. A ban that the scenario imposes is not counted, but where its victim keeps it up to the end.');

// overview is strategy against scenario: who survived where. What others made and what was thought out
// here have a table each, for they met in other scenarios.
export function overview(chapters) {
  const wild = (c) => c.name.startsWith('wild-');
  const parts = [['Strategies', chapters.filter((c) => !wild(c))],
    ['Libraries and shop systems, in the wild', chapters.filter(wild)]].filter(([, list]) => list.length > 0);
  return h('div', {}, parts.map(([name, list]) => grid(name, list)), signs());
}

function grid(name, chapters) {
  const strategies = new Map();
  for (const c of chapters) {
    for (const k of c.contestants) {
      const line = strategies.get(k.name) ?? {name: k.name, runs: 0, survived: 0, cells: new Map()};
      line.runs += k.verdicts.length;
      line.survived += k.verdicts.filter((v) => v.survives).length;
      line.cells.set(c.name, k);
      strategies.set(k.name, line);
    }
  }
  const lines = [...strategies.values()].sort((a, b) => b.survived * a.runs - a.survived * b.runs ||
      b.runs - a.runs || (a.name < b.name ? -1 : 1));
  const columns = chapters.map((c) => h('a', {href: `#${c.name}`}, c.name));
  return dataTable(`${name}: one run per scenario, strategy and reading, no interval can be given`,
      ['strategy', 'runs survived', ...columns], lines.map((line) => [line.name,
        `${line.survived} of ${line.runs}`, ...chapters.map((c) => {
          const k = line.cells.get(c.name);
          return k ? {value: mark(verdictOf(k)), class: verdictOf(k)} : {value: mark('none'), class: 'none'};
        })]), {numbers: false, kind: 'overview'});
}
