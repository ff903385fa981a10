import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {count, counted, digits, none} from './format.js';
import {rows, tooltip, valueAxis} from './rows.js';
import {readingColours} from './theme.js';

const survives = (e) => ({all: 'all of the range', none: 'none', largest: `up to ${digits(e.value ?? 0)}`,
  least: `${digits(e.value ?? 0)} and more`})[e.side];

// capacity shows which values of a field each strategy survives under each reading.
export function capacity(c) {
  const readings = [...new Set(c.edges.map((e) => e.reading))];
  const name = (e) => `${e.strategy}, ${e.reading}`;
  const from = (e) => e.side === 'least' ? e.value : c.from;
  const to = (e) => e.side === 'none' ? c.from : e.side === 'largest' ? e.value : c.to;
  return chart({
    title: `How far each strategy carries: ${c.title}`,
    note: `Survived values of ${c.field}, from ${digits(c.from)} to ${digits(c.to)}. Not survived is where: ${c.until}, ` +
        `in ${counted(c.seeds, 'run')} of each probe. Found by bisection, which supposes that who survives a value ` +
        'survives all on its side.',
    key: (p) => readings.map((r, i) => ({shape: 'box', colour: readingColours(p)[i % 6], label: r})),
    option: (p, width) => {
      const layout = rows(c.edges.map(name), p, width, {nameWidth: 250});
      return {
        height: layout.height, grid: {...layout.grid, right: 130}, yAxis: layout.yAxis,
        xAxis: valueAxis(p, {type: 'value', min: Math.min(0, c.from), max: c.to,
          name: c.field, nameLocation: 'middle', nameGap: 24, nameTextStyle: {color: p.quiet}}),
        series: [{
          type: 'custom', encode: {x: [1, 2], y: 0}, clip: false,
          data: c.edges.map((e, i) => [i, from(e), to(e)]),
          renderItem: (_, api) => {
            const e = c.edges[api.value(0)];
            const [x1, y] = api.coord([api.value(1), api.value(0)]);
            const [x2] = api.coord([api.value(2), api.value(0)]);
            const middle = y + layout.lower;
            return {type: 'group', children: [
              {type: 'rect', shape: {x: x1, y: middle - 5, width: Math.max(1, x2 - x1), height: 10},
                style: {fill: readingColours(p)[readings.indexOf(e.reading) % 6]}},
              {type: 'text', style: {text: survives(e), x: Math.max(x1, x2) + 6, y: middle, textVerticalAlign: 'middle',
                fontSize: 11, fill: p.ink}},
            ]};
          },
        }],
        tooltip: tooltip(p, ({dataIndex}) => `<b>${name(c.edges[dataIndex])}</b><br>${survives(c.edges[dataIndex])}`),
      };
    },
    table: () => dataTable(`Survived values of ${c.field}; intervals have 95 % confidence`,
        ['strategy', 'reading', 'survives', 'met there', 'not survived', 'met there', 'runs'],
        c.edges.map((e) => [e.strategy, e.reading, survives(e), chance(e.side === 'none' ? null : e.there),
          e.next === null ? none : digits(e.next), chance(e.side === 'all' ? null : e.beyond), count(e.runs)])),
  });
}

export const chance = (c) => c === null || c.n === 0 ? none : `${c.hits} of ${c.n}: ${c.text}`;
