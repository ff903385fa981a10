import {end, span} from './capacity_edges.js';
import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {counted, digits, none} from './format.js';
import {rows, tooltip, valueAxis} from './rows.js';
import {readingColours} from './theme.js';

const survives = (e, c) => ({all: `all up to ${digits(c.to)}`, none: `not even ${digits(e.next ?? c.from)}`,
  largest: `up to ${digits(e.value ?? 0)}`, least: `${digits(e.value ?? 0)} and more`})[e.side];

// capacity shows which values of a field each strategy survives under each reading.
export function capacity(c) {
  const readings = [...new Set(c.edges.map((e) => e.reading))];
  const name = (e) => [e.strategy, ...c.by ? [`${c.by.split('.').at(-1)} ${e.at}`] : [],
    ...readings.length > 1 ? [e.reading] : []].join(', ');
  return chart({
    title: c.by ? `How far: ${c.field} by ${c.by}, ${c.title}` : `How far each strategy carries: ${c.title}`,
    note: `Survived values of ${c.field}, of ${digits(c.from)} to ${digits(c.to)}. Not survived is where, of ` +
        `${counted(c.seeds, 'run')}, one has ${c.until}. The edges were found by bisection, which supposes that who ` +
        'survives a value survives all on its side. The commands repeat the runs at both sides of the edges.',
    key: (p) => [...readings.map((r, i) => ({shape: 'box', colour: readingColours(p)[i % 6], label: `survived, ${r}`})),
      ...c.edges.some((e) => e.side === 'none') ? [{shape: 'cross', colour: p.bad, label: 'no value survived'}] : []],
    option: (p, width) => {
      const layout = rows(c.edges.map(name), p, width, {nameWidth: 250});
      return {
        height: layout.height + 12, grid: {...layout.grid, right: 130, bottom: 42}, yAxis: layout.yAxis,
        xAxis: valueAxis(p, {type: 'value', min: Math.min(0, c.from), max: end(c),
          name: c.field, nameLocation: 'middle', nameGap: 24, nameTextStyle: {color: p.quiet}}),
        series: [{
          type: 'custom', encode: {x: [1, 2], y: 0}, clip: false,
          data: c.edges.map((e, i) => [i, ...(span(e, c) ?? [0, 0])]),
          renderItem: (_, api) => bar(api, c, layout, readingColours(p)[readings.indexOf(c.edges[api.value(0)].reading) % 6], p),
        }],
        tooltip: tooltip(p, ({dataIndex}) => `<b>${name(c.edges[dataIndex])}</b><br>${survives(c.edges[dataIndex], c)}`),
      };
    },
    table: () => dataTable(`Survived values of ${c.field}; intervals have 95 % confidence`,
        ['strategy', 'reading', ...c.by ? [c.by] : [], 'survives', 'banned there', 'not survived', 'banned there'],
        c.edges.map((e) => [e.strategy, e.reading, ...c.by ? [e.at] : [], survives(e, c),
          chance(e.side === 'none' ? null : e.there), e.next === null ? none : digits(e.next),
          chance(e.side === 'all' ? null : e.beyond)])),
  });
}

function bar(api, c, layout, colour, p) {
  const e = c.edges[api.value(0)];
  const [x1, y] = api.coord([api.value(1), api.value(0)]);
  const [x2] = api.coord([api.value(2), api.value(0)]);
  const middle = y + layout.lower;
  const mark = e.side === 'none' ? {type: 'path', shape: {pathData: `M${x1 + 2} ${middle - 4}l8 8m0 -8l-8 8`},
    style: {stroke: p.bad, lineWidth: 2.5, fill: 'none'}} :
    {type: 'rect', shape: {x: x1, y: middle - 5, width: Math.max(2, x2 - x1), height: 10}, style: {fill: colour}};
  return {type: 'group', children: [mark, {type: 'text', style: {text: survives(e, c),
    x: e.side === 'none' ? x1 + 16 : x2 + 6, y: middle, textVerticalAlign: 'middle', fontSize: 11, fill: p.ink}}]};
}

export const chance = (c) => c === null || c.n === 0 ? none : `${c.hits} of ${c.n}: ${c.text}`;
