import {command, h} from './page/dom.js';
import {unpack} from './page/figures.js';
import {filter} from './scenarios/filter.js';
import {finds} from './scenarios/finds.js';
import {overview} from './scenarios/matrix.js';
import {headlines} from './review/study.js';
import {glossary} from './page/glossary.js';
import {learn} from './page/words.js';
import {onPaper} from './page/print.js';
import {own} from './review/own.js';
import {review} from './review/review.js';
import {scenario} from './scenarios/scenario.js';
import {opening} from './storm/opening.js';
import {storms, unpackStorms} from './storm/storms.js';
import {applyTheme, themeName, toggleTheme} from './page/theme.js';

// small screens begin with the answers, and the list of scenarios folded (style.css).
const small = matchMedia('(max-width: 60rem)');

applyTheme();
const figures = await unpack('figures');
learn(figures.words);
document.getElementById('page').replaceChildren(...page(figures));
follow();
addEventListener('hashchange', follow);
document.documentElement.dataset.ready = 'yes';
await unpackStorms();
document.documentElement.dataset.unpacked = 'yes';

function page({command: line, version, chapters, charts, review: answers, studies, capacities, storms: names, finds: found}) {
  const watched = names.map((s, id) => ({...s, id}));
  const all = (answers?.scenarios ?? []).map((study, i) => ({study, pictures: studies[i]}));
  // studied is where the study of a chapter's scenario stands, if there is one.
  const studied = (c) => all.filter(({study: s}) => s.scenario === c.name).map(({study: s}) => s.answer || `study-${s.scenario}`)[0];
  const sections = new Map(chapters.map((c, i) => [c.name, scenario(c, {
    studied: studied(c), charts: charts.map((kind) => kind[i]).filter(Boolean),
    storms: () => storms(watched.filter((s) => s.scenario === c.name)),
  })]));
  onPaper(() => sections.values());
  const nav = h('nav', {'aria-label': 'Scenarios'}, places(answers), h('details', {open: !small.matches},
      h('summary', {}, h('h2', {}, 'Scenarios')),
      filter(chapters, (c, hit) => { sections.get(c.name).hidden = !hit; })));
  const main = h('main', {id: 'main', tabindex: -1},
      all.some(({study: s}) => s.answer !== '') ? null : opening(chapters, watched), // one's own opens on its answer
      answers ? [own(answers, all), review(answers),
        headlines(all.filter(({study: s}) => s.answer === ''), capacities)] : null,
      chapters.length < 2 ? null : h('section', {'aria-labelledby': 'who'},
          h('h2', {id: 'who'}, 'Who survived where'), overview(chapters)),
      h('section', {'aria-labelledby': 'scenarios'}, h('h2', {id: 'scenarios'}, 'Scenario by scenario'),
          ...sections.values()), finds(found), glossary());
  return [header(), h('div', {class: 'columns'}, nav, main),
    h('footer', {}, h('p', {}, 'The whole report again:'), command(line), h('p', {class: 'quiet'}, version))];
}

// places are the answers that a report of somebody's own scenarios opens on.
function places(r) {
  const named = (r?.answers ?? []).filter((a) => a.scenario !== '');
  return named.length === 0 ? null : h('ul', {class: 'places'}, named.map((a) => h('li', {}, h('a', {href: `#${a.id}`},
      `Who survives ${a.scenario}`))));
}

function header() {
  const dark = h('button', {type: 'button', 'aria-pressed': String(themeName() === 'dark'), click: () => {
    toggleTheme();
    dark.setAttribute('aria-pressed', String(themeName() === 'dark'));
  }}, 'Dark');
  return h('header', {}, h('div', {}, h('h1', {}, 'Which renewal strategy survives?'),
      h('p', {class: 'quiet'}, 'OAuth token renewal strategies against a carrier that bans by public IP')),
  h('div', {class: 'tools'}, dark, h('button', {type: 'button', click: () => print()}, 'Print')));
}

// follow opens the section that the address names.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches('details')) target.open = true;
  else target?.open?.();
  target?.scrollIntoView();
}
