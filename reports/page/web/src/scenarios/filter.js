import {h} from '../page/dom.js';
import {verdictOf} from '../page/figures.js';
import {counted} from '../page/format.js';

// matches reports whether a chapter is what the reader looks for: its name or text holds the words,
// and one of its contestants, the chosen if one is, has the verdict under the reading.
export function matches(chapter, {words, strategy, verdict, reading}) {
  const text = `${chapter.name} ${chapter.about} ${chapter.trigger}`.toLowerCase();
  if (!words.toLowerCase().split(/\s+/).every((word) => text.includes(word))) return false;
  if (reading !== '' && !chapter.readings.includes(reading)) return false;
  if (strategy === '' && verdict === '') return true;
  return chapter.contestants.some((k) => (strategy === '' || k.name === strategy) &&
      (verdict === '' || verdictOf(k, reading) === verdict));
}

const few = 4; // scenarios that need no filter

// filter is the list of scenarios and the fields that shorten it. shown(chapter, whether) is told of
// each change.
export function filter(chapters, shown) {
  const select = (label, name, options) => h('label', {}, label, h('select', {name, change: () => apply()},
      options.map(([value, text]) => h('option', {value}, text))));
  const names = [...new Set(chapters.flatMap((c) => c.contestants.map((k) => k.name)))].sort();
  const readings = [...new Set(chapters.flatMap((c) => c.readings))];
  const form = h('form', {role: 'search', 'aria-label': 'Filter the scenarios', submit: (e) => e.preventDefault()},
      h('label', {}, 'Words', h('input', {type: 'search', name: 'words', input: () => apply()})),
      select('Strategy', 'strategy', [['', 'any'], ...names.map((n) => [n, n])]),
      select('Verdict', 'verdict', [['', 'any'], ['survives', 'survives'], ['fails', 'does not survive'],
        ['changes', 'changes with the reading']]),
      select('Reading', 'reading', [['', 'all together'], ...readings.map((r) => [r, r])]),
      h('button', {type: 'reset', click: () => setTimeout(apply)}, 'Show all'));
  const status = h('p', {class: 'quiet', role: 'status'});
  const list = h('ul', {}, chapters.map((c) => h('li', {}, h('a', {href: `#${c.name}`}, c.name))));
  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    let found = 0;
    chapters.forEach((c, i) => {
      const hit = matches(c, wanted);
      found += hit ? 1 : 0;
      list.children[i].hidden = !hit;
      shown(c, hit);
    });
    status.textContent = found === chapters.length ? counted(found, 'scenario') :
      `${found} of ${counted(chapters.length, 'scenario')}`;
  }
  apply();
  return h('div', {class: 'filter'}, chapters.length < few ? null : [form, status], list);
}
