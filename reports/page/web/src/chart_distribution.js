import {chart} from './chart.js';
import {dataTable} from './dom.js';
import {count, decade, latency, share} from './format.js';
import {ended} from './figures.js';
import {rows, tooltip, valueAxis} from './rows.js';

// perDecade is how many bins a decade of latency has (reports/page/took.go).
const perDecade = 20;

// least is the least height of what is there, as a part of the full one (reports/steps.go).
const least = 0.08;

// distribution draws a step histogram for each strategy: successes upwards, failures downwards. The
// height is the share, the fullest bin of a strategy being as high as there is room; one action in a thousand
// that waits half a minute is a hair. Nothing is smoothed.
export function distribution(chapter) {
  const all = chapter.contestants;
  const last = Math.max(perDecade, ...all.flatMap((k) => [...k.took.succeeded, ...k.took.failed])
      .map(([bin]) => bin + 1));
  return chart({
    title: 'How the waiting is distributed',
    note: 'The height of a step is the share of the ended actions that took so long. Each strategy\'s fullest bin ' +
        'has the full height, and what would be too low to see is a hair: the table tells the shares. Twenty bins ' +
        'per decade, nothing smoothed.',
    key: (p) => [{shape: 'box', colour: p.good, label: 'succeeded, upwards'},
      {shape: 'box', colour: p.bad, label: 'failed, downwards'}],
    option: (p, width) => {
      const layout = rows(all.map((k) => k.name), p, width, {row: width < 620 ? 28 : 38, right: 24});
      const tall = layout.tight ? 11 : 17; // both ways: a share must not look larger above than below
      return {
        height: layout.height, grid: layout.grid, yAxis: layout.yAxis,
        xAxis: valueAxis(p, {type: 'value', min: 0, max: Math.ceil(last / perDecade) * perDecade,
          interval: perDecade, axisLabel: {formatter: (bin) =>
            bin === 0 ? '≤ 1 ms' : decade(10 ** (bin / perDecade))}}),
        series: [{
          type: 'custom', encode: {x: 1, y: 0}, data: all.map((_, i) => [i, 0]),
          renderItem: (_, api) => {
            const k = all[api.value(0)];
            const most = Math.max(...[...k.took.succeeded, ...k.took.failed].map(([, actions]) => actions));
            const y = api.coord([0, api.value(0)])[1] + layout.lower;
            const x = (bin) => api.coord([bin, api.value(0)])[0];
            const [from, to] = [x(0), x(Math.ceil(last / perDecade) * perDecade)];
            return {type: 'group', children: [
              steps(k.took.succeeded, most, x, y, -tall, p.good), steps(k.took.failed, most, x, y, tall, p.bad),
              {type: 'line', shape: {x1: from, x2: to, y1: y, y2: y}, style: {stroke: p.line, lineWidth: 1}},
            ]};
          },
        }],
        tooltip: tooltip(p, ({dataIndex}) => {
          const k = all[dataIndex];
          return `<b>${k.name}</b><br>${count(k.summary.actions.succeeded)} succeeded, ` +
              `${count(k.summary.actions.failed)} failed`;
        }),
      };
    },
    table: () => distributionTable(all),
  });
}

function steps(bins, most, x, y, full, colour) {
  let path = '';
  for (const [bin, actions] of bins) {
    const height = full * Math.max(least, actions / most);
    path += `M${x(bin)} ${y}V${y + height}H${x(bin + 1)}V${y}Z`;
  }
  return {type: 'path', shape: {pathData: path || 'M0 0'}, style: {fill: colour, stroke: 'none'}};
}

// The table has one column a decade: what the picture's steps add up to.
function distributionTable(all) {
  const decades = Math.max(1, ...all.flatMap((k) => [...k.took.succeeded, ...k.took.failed])
      .map(([bin]) => Math.floor(bin / perDecade) + 1));
  const columns = [...Array(decades).keys()].map((d) => `to ${latency(10 ** (d + 1))}`);
  const line = (k, outcome) => [`${k.name}, ${outcome}`, ...columns.map((_, d) => share(
      k.took[outcome].filter(([bin]) => Math.floor(bin / perDecade) === d)
          .reduce((sum, [, actions]) => sum + actions, 0), ended(k.summary)))];
  return dataTable('Share of the ended actions that took so long', ['strategy', ...columns],
      all.flatMap((k) => [line(k, 'succeeded'), ...(k.took.failed.length > 0 ? [line(k, 'failed')] : [])]));
}
