import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {decade, digits, latency} from './format.js';
import {labels} from './pareto_labels.js';
import {front} from './pareto_points.js';
import {spread, tooltip, valueAxis} from './rows.js';

const kinds = [
  {of: (q) => q.bans > 0, symbol: 'path://M2 0 5 3 8 0 10 2 7 5 10 8 8 10 5 7 2 10 0 8 3 5 0 2Z', shape: 'cross',
    colour: 'bad', label: 'banned'},
  {of: (q) => q.bans === 0 && !q.eligible, symbol: 'circle', shape: 'ring', colour: 'quiet',
    label: 'not banned, but serves less than 99 %'},
  {of: (q) => q.eligible, symbol: 'circle', shape: 'dot', colour: 'good', label: 'not banned, serves 99 % and more'},
];

// pareto sets what a strategy costs, in waiting, against how near it came to a ban. of says of what
// the points are, and how sure.
export function pareto(points, of) {
  if (points.length === 0) return null;
  const best = front(points);
  const log = spread(points.map((q) => q.y));
  const low = Math.min(...points.map((q) => q.low ?? q.x));
  const high = Math.max(...points.map((q) => q.high ?? q.x));
  return chart({
    title: 'Latency against headroom: down and to the left is better',
    note: 'Upwards: hits in the fullest sliding window, as a share of its threshold. To the right: 99th ' +
        'percentile of the latency of what succeeded. Ringed and joined: the front, than which none is both quicker ' +
        `and emptier. ${of}`,
    key: (p) => [...kinds.map(({shape, colour, label}) => ({shape, colour: p[colour], label})),
      {shape: 'ring', colour: p.median, label: 'on the front'}, {shape: 'dashes', colour: p.ink, label: 'threshold'}],
    option: (p, width) => {
      const x = [10 ** Math.floor(Math.log10(Math.max(1, low))), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
      const y = log ? decades(points.map((q) => q.y)) : [0, roof(points)];
      const at = plane(width, x, y, log);
      return {
        height: at.height, grid: at.grid,
        xAxis: valueAxis(p, {type: 'log', name: 'p99', nameLocation: 'middle', nameGap: 30,
          nameTextStyle: {color: p.quiet}, axisLabel: {formatter: decade}, min: x[0], max: x[1]}),
        yAxis: valueAxis(p, {name: 'fullest window', nameLocation: 'middle', nameGap: 58,
          nameTextStyle: {color: p.quiet}, axisLabel: {formatter: (v) => `${digits(v)} %`},
          type: log ? 'log' : 'value', min: y[0], max: y[1]}),
        series: [frontLine(best, p), whiskers(points, p), rings(best, p),
          ...kinds.map((kind, i) => marks(kind, points, p, i)),
          names(labels(points.map((q) => ({...q, px: at.x(q.x), py: at.y(q.y),
            from: at.x(q.low > 0 ? q.low : q.x), to: at.x(q.high > 0 ? q.high : q.x)})), best, {room: at.room,
            threshold: at.y(100), most: width < 500 ? 2 : 3}), p)],
        tooltip: tooltip(p, ({data: {q}}) => `<b>${q.name}</b><br>p99 ${latency(q.x)}<br>fullest window ` +
            `${digits(q.y)} % of its threshold<br>banned in ${q.bans} of ${q.runs}`, {trigger: 'item'}),
      };
    },
    table: () => dataTable('Latency against headroom',
        ['strategy', 'p99', 'interval', 'fullest window', 'succeeded', 'banned in', 'on the front'],
        points.map((q) => [q.name, latency(q.x), q.low > 0 ? `${latency(q.low)} to ${latency(q.high)}` : 'one run',
          `${digits(q.y)} %`, `${digits(100 * q.success)} %`, `${q.bans} of ${q.runs}`,
          best.includes(q) ? 'yes' : 'no'])),
  });
}

// roof is the upper end of a linear axis: the threshold lies below it.
function roof(points) {
  const most = Math.max(100, ...points.map((q) => q.y));
  const step = most > 200 ? 100 : 20;
  return step * (Math.floor(most / step) + 1);
}

const frontLine = (best, p) => ({type: 'line', data: best.map((q) => [q.x, q.y]), step: 'end', symbol: 'none',
  silent: true, lineStyle: {color: p.median, width: 2}, z: 1,
  markLine: {silent: true, symbol: 'none', label: {show: false}, data: [{yAxis: 100}],
    lineStyle: {color: p.ink, type: 'dashed', width: 1.2}}});

// whiskers are the intervals of p99.
const whiskers = (points, p) => ({type: 'custom', silent: true, z: 2, encode: {x: [0, 1], y: 2},
  data: points.filter((q) => q.low > 0).map((q) => [q.low, q.high, q.y]),
  renderItem: (_, api) => {
    const [x1, y] = api.coord([api.value(0), api.value(2)]);
    return {type: 'line', shape: {x1, x2: api.coord([api.value(1), api.value(2)])[0], y1: y, y2: y},
      style: {stroke: p.line, lineWidth: 2}};
  }});

// decades are the powers of ten that hold these values and the threshold.
const decades = (values) => [10 ** Math.floor(Math.log10(Math.min(100, ...values)) + 1e-9),
  10 ** Math.ceil(Math.log10(Math.max(100, ...values)) - 1e-9)];

// plane is where values lie in a drawing of this width, in pixels.
function plane(width, [left, right], [bottom, top], log) {
  const height = width < 500 ? 360 : 420;
  const grid = {left: 78, right: 24, top: 16, bottom: 48, outerBoundsMode: 'none'}; // else labels shift it
  const room = {x: grid.left + 2, y: grid.top, width: width - grid.left - 6, height: height - grid.top - grid.bottom};
  const share = (v, from, to, l) => l ? Math.log(v / from) / Math.log(to / from) : (v - from) / (to - from);
  return {height, grid, room,
    x: (v) => grid.left + (width - grid.left - grid.right) * share(v, left, right, true),
    y: (v) => height - grid.bottom - (height - grid.top - grid.bottom) * share(v, bottom, top, log)};
}

// rings mark the front, of which a line alone shows nothing where it is one point.
const rings = (best, p) => ({type: 'scatter', symbol: 'circle', symbolSize: 19, silent: true, z: 2,
  itemStyle: {color: 'transparent', borderColor: p.median, borderWidth: 2}, data: best.map((q) => [q.x, q.y])});

// marks are the points of one kind.
const marks = (kind, points, p, i) => ({type: 'scatter', symbol: kind.symbol, symbolSize: 11, z: 3 + i,
  itemStyle: kind.shape === 'ring' ? {color: p.paper, borderColor: p[kind.colour], borderWidth: 2} :
    {color: p[kind.colour], opacity: 0.85},
  data: points.filter(kind.of).map((q) => ({value: [q.x, q.y], q}))});

// names are the labels, with lines to those that stand away from their points.
const names = (placed, p) => ({type: 'custom', silent: true, z: 8, clip: false, data: placed.map((_, i) => [i]),
  encode: {}, renderItem: (_, api) => {
    const {text, x, y, rank, leader} = placed[api.value(0)];
    return {type: 'group', children: [
      ...leader ? [{type: 'line', shape: leader, style: {stroke: p.quiet, lineWidth: 0.8}}] : [],
      {type: 'text', style: {text, x, y, textVerticalAlign: 'middle', fill: rank > 2 ? p.quiet : p.ink,
        font: `${rank > 1 ? '' : 'bold '}11px sans-serif`, stroke: p.paper, lineWidth: 3}},
    ]};
  }});
