import {chart} from '../charts/chart.js';
import {command, dataTable, h} from '../page/dom.js';
import {verdictOf} from '../page/figures.js';
import {length} from '../page/format.js';
import {mark, matrix} from './matrix.js';
import {losses} from './losses.js';
import {story} from './story.js';

// scenario makes the section of a chapter. Its body is made when it is first opened; open() does it
// at once.
export function scenario(chapter, more) {
  const details = h('details', {class: 'chapter'}, h('summary', {},
      h('h3', {}, chapter.name), h('span', {class: 'about'}, chapter.about), tally(chapter)));
  const section = h('section', {id: chapter.name, class: 'scenario', 'aria-label': `Scenario ${chapter.name}`}, details);
  const fill = () => {
    if (details.children.length === 1) details.append(body(chapter, more));
  };
  // A click comes before the section opens, by keyboard too; a search within the page only opens it.
  details.firstChild.addEventListener('click', fill);
  details.addEventListener('toggle', () => details.open && fill());
  section.open = () => {
    fill();
    details.open = true;
  };
  section.isOpen = () => details.open;
  section.verdicts = () => h('div', {class: 'on-paper'}, matrix(chapter));
  return section;
}

// tally counts the verdicts of a chapter.
function tally(chapter) {
  const counts = {survives: 0, changes: 0, fails: 0};
  for (const k of chapter.contestants) {
    const verdict = verdictOf(k);
    if (verdict in counts) counts[verdict]++;
  }
  return h('span', {class: 'tally'}, Object.entries(counts).map(([verdict, n]) =>
    h('span', {class: n === 0 ? 'nobody' : ''}, mark(verdict), ` ${n} `)));
}

function body(chapter, more) {
  const told = (name, text) => text === '' ? [] : [h('dt', {}, name), h('dd', {}, text)];
  return h('div', {class: 'body'},
      h('dl', {class: 'told'}, told('Demonstrates', chapter.about), told('Trigger', chapter.trigger),
          told('Expected', chapter.outcome)),
      h('h4', {}, 'Verdicts'), more.studied ? h('p', {}, h('a', {href: `#${more.studied}`},
          'How likely a ban is, over many seeds')) : null, matrix(chapter),
      h('h4', {}, 'What it came to'),
      h('p', {class: 'note'}, `Reading ${chapter.reading}, seed ${chapter.seed}, ${length(chapter.length_ms)} of virtual ` +
          'time. One run: no interval can be given. Best outcome first: no ban, then least time banned.'),
      more.charts.map(chart), parts(chapter),
      story(chapter), losses(chapter), more.storms(), assumptions(chapter), repeats(chapter));
}

// parts are the figures of the parts of the runs: by class of calls, by group of a mixed fleet.
function parts(chapter) {
  return chapter.parts.map(({caption, columns, lines}) => dataTable(caption, columns, lines, {kind: 'parts'}));
}

function assumptions(chapter) {
  return h('section', {}, h('h4', {}, 'Assumptions'),
      h('dl', {class: 'facts'}, chapter.assumptions.map((a) => [h('dt', {}, a.name), h('dd', {}, a.value)])),
      chapter.text === '' ? null : h('details', {}, h('summary', {}, 'The scenario, as it is written'),
          h('pre', {tabindex: 0, 'aria-label': `Text of the scenario ${chapter.name}`}, chapter.text)));
}

function repeats(chapter) {
  const line = (k) => `tokenstorm run ${chapter.name} --strategy ${k.name} --reading ${chapter.reading} ` +
      `--seed ${chapter.seed}`;
  return h('section', {}, h('h4', {}, 'Repeat it'),
      h('p', {}, 'The same figures come out, on any machine.'),
      command(`tokenstorm report --scenarios ${chapter.name} --seed ${chapter.seed}`),
      h('details', {}, h('summary', {}, 'Each run alone, and its digest'),
          dataTable('A run for each strategy', ['strategy', 'command', 'digest'],
              chapter.contestants.map((k) => [k.name, h('code', {}, line(k)), h('code', {}, k.digest)]),
              {numbers: false, kind: 'commands'})));
}
