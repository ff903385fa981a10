import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {decade, digits, latency} from './format.js';
import {front} from './pareto_points.js';
import {spread, tooltip, valueAxis} from './rows.js';

const kinds = [
  {of: (q) => q.bans > 0, symbol: 'path://M2 0 5 3 8 0 10 2 7 5 10 8 8 10 5 7 2 10 0 8 3 5 0 2Z', shape: 'cross',
    colour: 'bad', label: 'banned'},
  {of: (q) => q.bans === 0 && !q.eligible, symbol: 'emptyCircle', shape: 'ring', colour: 'quiet',
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
        'percentile of the latency of what succeeded. The line joins those than which none is both quicker ' +
        `and emptier. ${of}`,
    key: (p) => [...kinds.map(({shape, colour, label}) => ({shape, colour: p[colour], label})),
      {shape: 'line', colour: p.median, label: 'the front'}, {shape: 'dashes', colour: p.ink, label: 'threshold'}],
    option: (p, width) => ({
      height: width < 500 ? 340 : 420,
      grid: {left: 70, right: 24, top: 16, bottom: 48},
      xAxis: valueAxis(p, {type: 'log', name: 'p99', nameLocation: 'middle', nameGap: 30,
        nameTextStyle: {color: p.quiet}, axisLabel: {formatter: decade},
        min: 10 ** Math.floor(Math.log10(Math.max(1, low))), max: 10 ** Math.ceil(Math.log10(high) + 1e-9)}),
      yAxis: valueAxis(p, {name: 'fullest window', nameLocation: 'middle', nameGap: 50,
        nameTextStyle: {color: p.quiet}, axisLabel: {formatter: (v) => `${digits(v)} %`}, ...(log ? {type: 'log'} :
        {type: 'value', min: 0, max: roof(points)})}),
      series: [frontLine(best, p), whiskers(points, p), ...kinds.map((kind, i) => marks(kind, points, best, p, i,
        {turn: low ** 0.35 * high ** 0.65, most: width < 500 ? 1 : 3, level: (y) => log ? 6 * Math.log10(y) : 24 * y / roof(points)}))],
      tooltip: tooltip(p, ({data: {q}}) => `<b>${q.name}</b><br>p99 ${latency(q.x)}<br>fullest window ` +
          `${digits(q.y)} % of its threshold<br>banned in ${q.bans} of ${q.runs}`, {trigger: 'item'}),
    }),
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

// marks are the points of one kind. Strategies that lie in one place share a label, and those on the
// front are named first where there is no room for all. Beyond turn the labels stand at the left.
function marks(kind, points, best, p, i, {turn, most, level}) {
  const mine = points.filter(kind.of).toSorted((a, b) => best.includes(b) - best.includes(a));
  const place = (q) => `${Math.round(12 * Math.log10(q.x))} ${Math.round(level(q.y))}`;
  const together = (q) => mine.filter((o) => place(o) === place(q));
  const words = (q) => {
    const names = together(q).map((o) => o.name);
    if (names[0] !== q.name) return '';
    const told = names.length <= most ? names.length : Math.max(1, most - 1);
    const rest = names.length - told;
    return names.slice(0, told).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  };
  return {type: 'scatter', symbol: kind.symbol, symbolSize: 11, z: 3 + i,
    itemStyle: {color: p[kind.colour], opacity: 0.85},
    data: mine.map((q) => ({value: [q.x, q.y], q,
      label: {position: q.x > turn ? 'left' : 'right'}})),
    label: {show: true, fontSize: 11, color: p.ink,
      textBorderColor: p.paper, textBorderWidth: 3, formatter: ({data}) => words(data.q)},
    labelLayout: {hideOverlap: true}};
}
