import {chart} from './chart.js';
import {dataTable, h} from './dom.js';
import {unfold} from './figures.js';
import {clock, count, counted, digits, latency, minutes, none} from './format.js';
import {timeAxis, tooltip, valueAxis} from './rows.js';
import {first, focus} from './hits_view.js';
import {miniature} from './miniature.js';

// hits shows how full both windows were over the run: of every strategy in small, of one in large.
export function hits(chapter) {
  const all = chapter.contestants.filter((k) => k.timeline);
  if (all.length === 0) return null;
  let chosen = first(chapter, all);
  const view = focus(all.map((k) => k.timeline), chapter.length_ms);
  const large = chart({
    title: 'Token hits against the thresholds',
    note: 'Hits in any 5 s and in any 120 s, sliding, as a share of what the threshold allows, whatever the ' +
        'reading in force; the most of each ' + latency(chosen.timeline.bin_ms) + '. Of several public IPs the ' +
        'fullest. Drag the bar below to zoom.' + (view ? ` The view is around the fullest 5 s, from ${clock(view[0])} ` +
        'on: elsewhere none is half as full.' : ''),
    key: (p) => keyOf(p, all),
    option: (p, width) => timeline(chapter, chosen, p, width, view),
    table: () => hitsTable(all),
  });
  const name = h('strong', {}, chosen.name);
  const status = h('p', {class: 'chosen', 'aria-live': 'polite'}, name, ': ', verdictWords(chosen));
  large.querySelector('figcaption').after(status);
  const buttons = all.map((k) => h('button', {
    type: 'button', 'aria-pressed': String(k === chosen),
    click: () => {
      chosen = k;
      for (const b of buttons) b.setAttribute('aria-pressed', String(b.contestant === k));
      name.textContent = k.name;
      status.lastChild.textContent = verdictWords(k);
      large.redraw();
    },
  }, miniature(chapter, k), h('span', {class: 'name'}, k.name), h('span', {class: 'quiet'}, verdictWords(k))));
  buttons.forEach((b, i) => { b.contestant = all[i]; });
  return h('div', {}, large, h('div', {class: 'miniatures', role: 'group',
    'aria-label': 'Strategies: choose one to see its token hits in large'}, buttons));
}

function verdictWords({summary: {bans}}) {
  return bans.count === 0 ? 'no ban' : `${counted(bans.count, 'ban')}, ${minutes(bans.banned_ms)}`;
}

function keyOf(p, all) {
  const faults = [...new Set(all.flatMap((k) => k.timeline.faults.map((f) => f.name)))];
  return [
    {shape: 'line', colour: p.good, label: 'hits in 5 s'}, {shape: 'line', colour: p.tail, label: 'hits in 120 s'},
    {shape: 'dashes', colour: p.ink, label: 'threshold'}, {shape: 'box', colour: `${p.bad}55`, label: 'banned'},
    {shape: 'box', colour: p.ink, label: '401s, under the axis'},
    ...(faults.length > 0 ? [{shape: 'box', colour: `${p.fault}55`, label: `fault: ${faults.join(', ')}`}] : []),
  ];
}

function timeline(chapter, k, p, width, view) {
  const t = k.timeline;
  const {headroom} = k.summary;
  const steps = (short, limit) => unfold(short).map((n, i) => [i * t.bin_ms, 100 * n / limit]);
  const most = Math.max(headroom.burst_peak / headroom.burst_limit, headroom.average_peak / headroom.average_limit);
  const log = most > 3;
  const least = 5;
  const lift = (points) => log ? points.map(([x, y]) => [x, Math.max(y, least)]) : points;
  const refused = unfold(t.refused);
  const seen = view ? view[1] - view[0] : chapter.length_ms;
  return {
    height: width < 500 ? 300 : 340,
    grid: [{left: 58, right: 16, top: 14, bottom: 86}, {left: 58, right: 16, height: 10, bottom: 54}],
    xAxis: [
      timeAxis(p, chapter.length_ms, {axisLabel: {show: false}}, seen),
      timeAxis(p, chapter.length_ms, {gridIndex: 1, splitLine: {show: false}, axisLabel: {margin: 4}}, seen),
    ],
    yAxis: [
      valueAxis(p, log ? {type: 'log', min: least, axisLabel: {formatter: (v) => v <= least ? `≤ ${least} %` :
        `${digits(v)} %`}} : {type: 'value', min: 0, max: Math.max(120, Math.ceil(most * 5) * 20),
        axisLabel: {formatter: '{value} %'}}),
      {gridIndex: 1, type: 'value', min: 0, max: 1, show: false},
    ],
    dataZoom: [
      {type: 'inside', xAxisIndex: [0, 1], ...view ? {startValue: view[0], endValue: view[1]} : {}, zoomOnMouseWheel: 'ctrl', filterMode: 'none'},
      {type: 'slider', xAxisIndex: [0, 1], ...view ? {startValue: view[0], endValue: view[1]} : {}, height: 18, bottom: 10, filterMode: 'none', borderColor: p.hair,
        fillerColor: `${p.middle}44`, textStyle: {color: p.quiet}, labelFormatter: clock, showDataShadow: false,
        handleStyle: {color: p.paper, borderColor: p.quiet}, moveHandleStyle: {color: p.line}},
    ],
    series: [
      line('hits in 120 s', lift(steps(t.average, headroom.average_limit)), p.tail, 1.6),
      {...line('hits in 5 s', lift(steps(t.burst, headroom.burst_limit)), p.good, 1.6),
        markLine: {silent: true, symbol: 'none', label: {show: false}, data: [{yAxis: 100}],
          lineStyle: {color: p.ink, type: 'dashed', width: 1.2}},
        markArea: {silent: true, data: [...areas(t.bans, `${p.bad}33`, p.bad), ...areas(t.faults, `${p.fault}22`, p.fault)]}},
      {type: 'custom', xAxisIndex: 1, yAxisIndex: 1, silent: true, clip: true,
        data: refused.flatMap((n, i) => n > 0 ? [[i * t.bin_ms, (i + 1) * t.bin_ms]] : []),
        renderItem: (_, api) => {
          const [x, y] = api.coord([api.value(0), 1]);
          return {type: 'rect', shape: {x, y, width: Math.max(1, api.coord([api.value(1), 1])[0] - x), height: 8},
            style: {fill: p.ink}};
        }, encode: {x: [0, 1]}},
    ],
    tooltip: tooltip(p, (lines) => `<b>${clock(lines[0].value[0])}</b><br>` + lines.map((l) =>
      `${l.seriesName}: ${digits(l.value[1])} % of the threshold`).join('<br>') +
      `<br>401s: ${count(refused[Math.min(refused.length - 1, Math.round(lines[0].value[0] / t.bin_ms))])}`,
    {trigger: 'axis', axisPointer: {lineStyle: {color: p.quiet}}}),
  };
}

const line = (name, data, color, width) => ({type: 'line', name, data, step: 'end', symbol: 'none',
  lineStyle: {color, width}, itemStyle: {color}});

// areas shades spans, with a line where each begins.
const areas = (spans, color, edge) => spans.map((s) => [
  {xAxis: s.from_ms, itemStyle: {color, borderColor: edge, borderWidth: 0.5}}, {xAxis: s.until_ms}]);

function hitsTable(all) {
  return dataTable('Token hits and bans over the run', ['strategy', 'token requests', 'fullest 5 s', 'fullest 120 s',
    'bans', 'banned from … to'], all.map((k) => {
    const head = k.summary.headroom;
    const spans = k.timeline.bans.slice(0, 3).map((b) => `${clock(b.from_ms)} … ${clock(b.until_ms)}`);
    if (k.timeline.bans.length > 3) spans.push(`${k.timeline.bans.length - 3} more`);
    return [k.name, count(k.summary.token.requests), `${count(head.burst_peak)}/${head.burst_limit}`,
      `${count(head.average_peak)}/${head.average_limit}`, count(k.summary.bans.count), spans.join('; ') || none];
  }));
}
