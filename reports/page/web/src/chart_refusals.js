import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {count} from './format.js';
import {column, columnWidth, rows, spread, tooltip, valueAxis} from './rows.js';

const parts = [
  {name: 'killed', label: 'token killed by a newer one', symbol: 'circle', shape: 'dot', colour: 'bad'},
  {name: 'expired', label: 'token past its expiry', symbol: 'diamond', shape: 'diamond', colour: 'middle'},
  {name: 'unknown', label: 'token unknown', symbol: 'triangle', shape: 'triangle', colour: 'other'},
];

// refusals shows the 401s of each strategy, by what was wrong with the token. Where totals differ
// so much that the axis must be logarithmic a stack would lie: there each reason is a mark.
export function refusals(chapter) {
  const of = (k) => k.summary.api.rejected;
  const total = (k) => parts.reduce((sum, p) => sum + of(k)[p.name], 0);
  const totals = chapter.contestants.map(total);
  const log = spread(totals);
  const shown = parts.filter((p) => chapter.contestants.some((k) => of(k)[p.name] > 0));
  return chart({
    title: `401s: from ${count(Math.min(...totals))} to ${count(Math.max(...totals))} refused tokens`,
    note: 'API calls of the fleet that the carrier answered 401, by what was wrong with the token; at the right all ' +
        'of them.' +
        (log ? ' The axis is logarithmic: a mark for each reason that there was.' : ''),
    key: (p) => shown.map((part) => ({...part, shape: log ? part.shape : 'box', colour: p[part.colour]})),
    option: (p, width) => {
      const layout = rows(chapter.contestants.map((k) => k.name), p, width);
      const series = shown.map((part) => log ?
        {type: 'scatter', symbol: part.symbol, symbolSize: 10, symbolOffset: [0, layout.lower],
          name: part.name, itemStyle: {color: p[part.colour], opacity: 1},
          data: chapter.contestants.flatMap((k, i) => of(k)[part.name] > 0 ? [{value: [of(k)[part.name], i], at: i}] : [])} :
        {type: 'bar', stack: 'all', barWidth: 11, name: part.name, itemStyle: {color: p[part.colour]},
          data: chapter.contestants.map((k) => of(k)[part.name])});
      return {
        height: layout.height, grid: {...layout.grid, right: columnWidth},
        series: [...log ? [] : layout.above, ...series],
        yAxis: [layout.yAxis, column(layout, p, totals.map(count))],
        xAxis: valueAxis(p, log ?
          {type: 'log', min: 0.5, axisLabel: {formatter: (v) => v < 1 ? '' : count(v)}} :
          {type: 'value', minInterval: 1, axisLabel: {formatter: count}}),
        tooltip: tooltip(p, ({data, dataIndex}) => {
          const k = chapter.contestants[data?.at ?? dataIndex];
          return `<b>${k.name}</b><br>${shown.map((s) => `${s.name}: ${count(of(k)[s.name])}`).join('<br>')}`;
        }, {trigger: 'item'}),
      };
    },
    table: () => dataTable('401s per strategy', ['strategy', 'all 401s', 'killed', 'expired', 'unknown', 'API calls'],
        chapter.contestants.map((k) => [k.name, count(total(k)), ...parts.map((part) => count(of(k)[part.name])),
          count(k.summary.api.requests)])),
  });
}
