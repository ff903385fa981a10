import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {count, digits, latency, share, tells} from './format.js';
import {ended, fullest} from './figures.js';
import {spread, tooltip, valueAxis} from './rows.js';

// served is the least share of successes of a strategy that may stand on the front: one that refuses
// everybody is quick and safe, and nobody's choice (assumed).
const served = 0.99;

// front picks the points than which no other is both quicker and emptier.
export function front(points) {
  return points.filter((a) => a.eligible && !points.some((b) => b.eligible && b !== a &&
      b.x <= a.x && b.y <= a.y && (b.x < a.x || b.y < a.y))).sort((a, b) => a.x - b.x || b.y - a.y);
}

export function pointsOf(chapter) {
  return chapter.contestants.filter((k) => k.summary.latency_ms.n > 0).map((k) => {
    const q = k.summary.latency_ms;
    const success = k.summary.actions.succeeded / ended(k.summary);
    return {k, x: Math.max(1, tells(q.n, 99) ? q.p99 : q.max), y: Math.max(0.01, 100 * fullest(k.summary.headroom)),
      banned: k.summary.bans.count > 0, success,
      eligible: k.summary.bans.count === 0 && success >= served};
  });
}

// pareto sets what a strategy costs, in waiting, against how near it came to a ban.
export function pareto(chapter) {
  const points = pointsOf(chapter);
  if (points.length === 0) return null;
  const best = front(points);
  const log = spread(points.map((q) => q.y));
  const kinds = [
    {of: (q) => q.banned, symbol: 'path://M2 0 5 3 8 0 10 2 7 5 10 8 8 10 5 7 2 10 0 8 3 5 0 2Z', shape: 'cross',
      colour: 'bad', label: 'banned'},
    {of: (q) => !q.banned && !q.eligible, symbol: 'emptyCircle', shape: 'ring', colour: 'quiet',
      label: 'not banned, but serves less than 99 %'},
    {of: (q) => q.eligible, symbol: 'circle', shape: 'dot', colour: 'good', label: 'not banned, serves 99 % and more'},
  ];
  return chart({
    title: 'Latency against headroom: down and to the left is better',
    note: 'Upwards: hits in the fullest sliding window, as a share of its threshold. To the right: 99th ' +
        'percentile of the latency of what succeeded. The line joins those than which none is both quicker ' +
        'and emptier. One run: no interval can be given.',
    key: (p) => [...kinds.map((kind) => ({shape: kind.shape, colour: p[kind.colour], label: kind.label})),
      {shape: 'line', colour: p.median, label: 'the front'}, {shape: 'dashes', colour: p.ink, label: 'threshold'}],
    option: (p, width) => ({
      height: width < 500 ? 340 : 420,
      grid: {left: 58, right: 24, top: 16, bottom: 48},
      xAxis: valueAxis(p, {type: 'log', name: 'p99', nameLocation: 'middle', nameGap: 30,
        nameTextStyle: {color: p.quiet},
        min: 10 ** Math.floor(Math.log10(Math.min(...points.map((q) => q.x)))),
        max: 10 ** Math.ceil(Math.log10(Math.max(...points.map((q) => q.x))) + 1e-9),
        axisLabel: {formatter: (v) => latency(v)}}),
      yAxis: valueAxis(p, {type: log ? 'log' : 'value', min: log ? undefined : 0,
        max: log ? undefined : Math.max(120, ...points.map((q) => Math.ceil(q.y / 20) * 20)),
        axisLabel: {formatter: (v) => `${digits(v)} %`}}),
      series: [
        {type: 'line', data: best.map((q) => [q.x, q.y]), step: 'end', symbol: 'none', silent: true,
          lineStyle: {color: p.median, width: 2}, z: 1},
        ...kinds.map((kind, i) => ({
          type: 'scatter', symbol: kind.symbol, symbolSize: 11, itemStyle: {color: p[kind.colour], opacity: 0.85},
          data: points.filter(kind.of).map((q) => ({value: [q.x, q.y], q})),
          label: {show: true, position: 'right', fontSize: 11, color: p.ink, formatter: ({data}) => data.q.k.name},
          labelLayout: {hideOverlap: true}, z: 3 + i,
          ...(i === 0 ? {markLine: {silent: true, symbol: 'none', label: {show: false},
            lineStyle: {color: p.ink, type: 'dashed', width: 1.2}, data: [{yAxis: 100}]}} : {}),
        })),
      ],
      tooltip: tooltip(p, ({data}) => `<b>${data.q.k.name}</b><br>p99 ${latency(data.q.x)}<br>fullest window ` +
          `${digits(data.q.y)} % of its threshold<br>${share(data.q.k.summary.actions.succeeded,
              ended(data.q.k.summary))} succeeded`, {trigger: 'item'}),
    }),
    table: () => dataTable('Latency against headroom',
        ['strategy', 'p99', 'fullest 5 s', 'fullest 120 s', 'succeeded', 'bans', 'on the front'],
        points.map((q) => {
          const head = q.k.summary.headroom;
          return [q.k.name, latency(q.x), `${count(head.burst_peak)}/${head.burst_limit}`,
            `${count(head.average_peak)}/${head.average_limit}`,
            share(q.k.summary.actions.succeeded, ended(q.k.summary)), count(q.k.summary.bans.count),
            best.includes(q) ? 'yes' : 'no'];
        })),
  });
}
