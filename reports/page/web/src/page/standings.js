import {dataTable, h} from './dom.js';

const orders = {
  outcome: (a, b) => a.outcome - b.outcome,
  name: (a, b) => (a.name < b.name ? -1 : 1),
  given: (a, b) => a.given - b.given,
};
const orderWords = {outcome: 'by outcome', name: 'by name', given: 'as they were named'};

// standings is a table of strategies in the order that the reader chooses. A row is {name, outcome, given,
// head, cells}: head() and cells() make what it shows. A fold is {strategies, text, cells} of rows that
// are alike: one row stands for them until it is unfolded.
export function standings({caption, columns, rows, folds = [], order = 'outcome', kind = ''}) {
  const place = h('div', {});
  const show = (by) => place.replaceChildren(table(caption, columns, folded([...rows].sort(orders[by]), folds), kind));
  show(order);
  const choice = h('label', {class: 'order'}, 'Order ', h('select', {change: (e) => show(e.target.value)},
      Object.keys(orders).map((by) => h('option', {value: by, selected: by === order}, orderWords[by]))));
  return h('div', {class: 'standings'}, rows.length < 4 ? null : choice, place);
}

// folded is the rows as they stand below each other: those of a fold below the one that stands for them.
export function folded(rows, folds) {
  const of = (row) => folds.find((f) => f.strategies.includes(row.name));
  const told = new Set();
  return rows.flatMap((row) => {
    const fold = of(row);
    if (!fold) return [{row}];
    if (told.has(fold)) return [];
    told.add(fold);
    return [{fold}, ...rows.filter((other) => of(other) === fold).map((other) => ({row: other, within: fold}))];
  });
}

function table(caption, columns, lines, kind) {
  const made = dataTable(caption, columns, lines.map(({row, fold, within}) => fold ?
    {class: 'fold', cells: [foldHead(fold), ...fold.cells()]} :
    {class: within ? 'within' : null, hidden: within !== undefined, cells: [row.head(), ...row.cells()]}), {numbers: false, kind});
  const body = [...made.querySelectorAll('tbody tr')];
  lines.forEach(({fold}, i) => fold && body[i].querySelector('button').addEventListener('click', (e) => {
    const button = e.currentTarget;
    const open = button.getAttribute('aria-expanded') === 'false';
    button.setAttribute('aria-expanded', String(open));
    lines.forEach(({within}, k) => { if (within === fold) body[k].hidden = !open; });
  }));
  return made;
}

const foldHead = (fold) => h('span', {}, h('button', {type: 'button', 'aria-expanded': 'false'}, fold.text),
    h('span', {class: 'names'}, fold.strategies.join(', ')));
