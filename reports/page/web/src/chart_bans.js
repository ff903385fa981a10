import {chart} from './chart.js';
import {dataTable, h} from './dom.js';
import {count, counted, instant, minutes, none, share} from './format.js';
import {rows, tooltip, valueAxis} from './rows.js';

// bans shows how long each strategy was banned, and beside the bar how often.
export function bans(chapter) {
  const all = chapter.contestants;
  const of = (k) => k.summary.bans;
  const banned = all.filter((k) => of(k).count > 0).length;
  const label = (k) => of(k).count === 0 ? 'no ban' :
    `${minutes(of(k).banned_ms)}, ${counted(of(k).count, 'ban')}`;
  if (banned === 0) return h('p', {class: 'none'}, `No bans: none of ${all.length} strategies was banned in its one run.`);
  return chart({
    title: `Bans: ${banned} of ${all.length} strategies were banned`,
    note: 'Minutes banned within the run, added up over the public IPs. Hits during a ban prolong it: ' +
        'the table counts the extensions. A strategy without a ban in one run is not proven safe.',
    key: (p) => [{shape: 'box', colour: p.bad, label: 'minutes banned'}],
    option: (p, width) => {
      const layout = rows(all.map((k) => k.name), p, width, {right: 110});
      return {
        height: layout.height, grid: {...layout.grid, right: 110}, yAxis: layout.yAxis,
        xAxis: valueAxis(p, {type: 'value', min: 0, max: Math.max(1, Math.ceil(chapter.length_ms / 60_000)),
          axisLabel: {formatter: '{value} min'}}),
        series: [...layout.above, {
          type: 'bar', barWidth: 11, itemStyle: {color: p.bad},
          data: all.map((k) => of(k).banned_ms / 60_000),
          label: {show: true, position: 'right', distance: 6, fontSize: 11,
            formatter: ({dataIndex}) => label(all[dataIndex]), color: p.ink},
        }],
        tooltip: tooltip(p, ([{dataIndex}]) => {
          const k = all[dataIndex];
          return `<b>${k.name}</b><br>${label(k)}<br>${counted(of(k).extensions, 'extension')}`;
        }, {trigger: 'axis', axisPointer: {type: 'none'}}),
      };
    },
    table: () => dataTable('Bans per strategy',
        ['strategy', 'bans', 'extensions', 'minutes banned', 'share of the run', 'first ban at'],
        all.map((k) => [k.name, count(of(k).count), count(of(k).extensions), minutes(of(k).banned_ms),
          share(of(k).banned_ms, chapter.length_ms), of(k).first_ms === null ? none : instant(of(k).first_ms)])),
  });
}
