import {dataTable, h} from '../page/dom.js';
import {counted, instant, latency} from '../page/format.js';

// losses tells which sessions were lost: of each strategy how many, and of the first how it came about.
export function losses(chapter) {
  if (chapter.losses.length === 0) return null;
  const at = (ms) => instant(ms, chapter.begins_ms);
  return h('section', {class: 'story'}, h('h4', {}, 'Who was signed out'), chapter.losses.map((of) => {
    const [first] = of.told;
    return h('div', {}, h('p', {}, h('strong', {}, of.strategy), `: ${counted(of.count, 'session')} lost, signed out for ` +
        `${latency(of.lost_ms)} in all. The first, of customer ${first.customer}, at ${at(first.at_ms)}: ${first.why}.`),
    first.renewals.length === 0 ? null : h('ul', {}, first.renewals.map((r) => h('li', {}, `${at(r.at_ms)}: ${r.story}`))),
    h('details', {}, h('summary', {}, `The lost sessions, ${of.told.length} of ${of.count} told`),
        dataTable(`Sessions that ${of.strategy} lost`, ['lost at', 'customer', 'how', 'signed in again'],
            of.told.map((l) => [at(l.at_ms), String(l.customer), l.why, l.signed_in_ms === null ? 'no' : at(l.signed_in_ms)]),
            {numbers: false, kind: 'losses'})));
  }));
}
