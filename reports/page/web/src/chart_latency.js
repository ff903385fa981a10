import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {count, decade, latency, none, share, tells} from './format.js';
import {ended} from './figures.js';
import {column, columnWidth, rows, tooltip, valueAxis} from './rows.js';

const marks = [
  {name: 'max', label: 'slowest', symbol: 'rect', size: [3, 12], shape: 'bar', colour: 'ink'},
  {name: 'p99', label: '99 % at most', symbol: 'triangle', size: 11, shape: 'triangle', colour: 'tail', percent: 99},
  {name: 'p90', label: '90 % at most', symbol: 'diamond', size: 11, shape: 'diamond', colour: 'middle', percent: 90},
  {name: 'p50', label: 'median', symbol: 'circle', size: 10, shape: 'dot', colour: 'median'},
];
const told = (q, mark) => q.n > 0 && (!mark.percent || tells(q.n, mark.percent));

// waits shows what users waited for what succeeded, and how many got it: a strategy that serves few
// must not look like one that serves fast.
export function waits(chapter) {
  const all = chapter.contestants;
  const most = Math.max(1, ...all.map((k) => k.summary.latency_ms.max));
  const served = (k) => share(k.summary.actions.succeeded, ended(k.summary));
  return chart({
    title: 'What users waited, from the click to success',
    note: 'Waiting for locks, limiters and retries included. At the right: the share of ended actions that ' +
        'succeeded. A percentile is shown where at least one action lies beyond it. The axis is logarithmic. ' +
        'What failures took is in the table: failing fast is not being fast.',
    key: (p) => [...marks].reverse().map((m) => ({shape: m.shape, colour: p[m.colour], label: m.label})),
    option: (p, width) => {
      const layout = rows(all.map((k) => k.name), p, width);
      const lines = {
        type: 'custom', silent: true, z: 1,
        data: all.map((k, i) => [i, k.summary.latency_ms.p50, k.summary.latency_ms.max, k.summary.latency_ms.n]),
        renderItem: (_, api) => {
          if (api.value(3) === 0) return null;
          const [x1, y] = api.coord([Math.max(1, api.value(1)), api.value(0)]);
          const [x2] = api.coord([Math.max(1, api.value(2)), api.value(0)]);
          return {type: 'line', shape: {x1, x2, y1: y + layout.lower, y2: y + layout.lower},
            style: {stroke: p.line, lineWidth: 1.5}};
        },
        encode: {x: [1, 2], y: 0},
      };
      const series = marks.map((m) => ({
        type: 'scatter', name: m.label, symbol: m.symbol, symbolSize: m.size, symbolOffset: [0, layout.lower],
        itemStyle: {color: p[m.colour], borderColor: p.paper, borderWidth: 1, opacity: 1},
        data: all.flatMap((k, i) => told(k.summary.latency_ms, m) ?
          [[Math.max(1, k.summary.latency_ms[m.name]), i]] : []),
      }));
      return {
        height: layout.height, grid: {...layout.grid, right: columnWidth},
        xAxis: valueAxis(p, {type: 'log', min: 1, max: 10 ** Math.ceil(Math.log10(most) - 1e-9) || 10,
          axisLabel: {formatter: (v) => v === 1 ? '≤ 1 ms' : decade(v)}}),
        yAxis: [layout.yAxis, column(layout, p, all.map(served))],
        series: [lines, ...series],
        tooltip: tooltip(p, ({data, seriesName}) => `<b>${all[data[1]].name}</b><br>${seriesName}: ` +
            `${latency(data[0])}<br>${served(all[data[1]])} succeeded`, {trigger: 'item'}),
      };
    },
    table: () => dataTable('Latency of user actions, from the click to the outcome', ['strategy', 'succeeded',
      'of', 'median', 'p90', 'p99', 'max', 'failed', 'median of failures', 'max of failures'],
    all.map((k) => {
      const good = k.summary.latency_ms;
      const bad = k.summary.failed_latency_ms;
      const figure = (q, name) => told(q, marks.find((m) => m.name === name)) ? latency(q[name]) : none;
      return [k.name, served(k), count(ended(k.summary)), figure(good, 'p50'), figure(good, 'p90'),
        figure(good, 'p99'), figure(good, 'max'), count(bad.n), figure(bad, 'p50'), figure(bad, 'max')];
    })),
  });
}
