import {dataTable, h} from '../page/dom.js';
import {count, counted, instant, latency, none, share} from '../page/format.js';

// story tells how the first ban came about: the hits that filled the window, and why each was sent.
export function story(chapter) {
  const s = chapter.story;
  if (!s) return null;
  const lead = `The ban fell at ${instant(s.at_ms, chapter.begins_ms)}, under ${s.rule}: ${s.cut ? 'at least ' : ''}` +
      `${counted(s.hits, 'token hit')} at public IP ${s.ip} within ${latency(s.at_ms - s.since_ms)}.`;
  const causes = s.causes.map((c) => h('li', {},
      h('span', {class: 'bar', style: `--share: ${c.hits / s.hits}`, 'aria-hidden': 'true'}),
      `${count(c.hits)} (${share(c.hits, s.hits)}): ${c.name}`));
  const lines = [];
  s.told.forEach((hit, i) => {
    const before = i > 0 ? s.told[i - 1].number : 0;
    if (hit.number > before + 1) {
      lines.push([`… ${count(hit.number - before - 1)} more …`, '', '', '', '', '']);
    }
    lines.push([`${hit.number} of ${count(s.hits)}`, `+${latency(hit.at_ms - s.since_ms)}`,
      hit.status === 0 ? 'none' : String(hit.status), hit.node === null ? none : String(hit.node), hit.asker,
      hit.cause + hit.culprit]);
  });
  const rest = chapter.contestants.filter((k) => k.causes.length > 0 && k.name !== s.strategy);
  return h('section', {class: 'story'}, h('h4', {}, `How the first ban of ${s.strategy} came about`),
      h('p', {}, lead), h('ul', {class: 'causes'}, causes),
      h('details', {}, h('summary', {}, `The hits that filled the window, ${s.told.length} of ${count(s.hits)} told`),
          dataTable('Token hits before the ban', ['hit', 'after the first', 'status', 'node', 'asked for by', 'why'],
              lines, {numbers: false, kind: 'hits'})),
      rest.length === 0 ? null : h('details', {}, h('summary', {}, 'What brought the first bans of the others'),
          dataTable('Causes of the hits that filled the window of each first ban', ['strategy', 'causes'],
              rest.map((k) => [k.name, k.causes.map((c) => `${count(c.hits)} ${c.name}`).join('; ')]),
              {numbers: false, kind: 'prose'})));
}
