import {h} from '../page/dom.js';
import {unpack} from '../page/figures.js';
import {drawStorm} from './storm.js';
import {onTheme, themeName} from '../page/theme.js';

// The storms of the page once they are unpacked, and the drawings that are on it.
let unpacked = [];
const drawings = new Set();

// unpackStorms unpacks them while nothing else is to be done: on paper they cannot be waited for.
const ready = new Promise((idle) => (window.requestIdleCallback ?? setTimeout)(idle))
    .then(() => unpack('storms')).then((all) => { unpacked = all; });
export const unpackStorms = () => ready;

// storms is the place in a chapter where its storms are watched, one at a time. It is drawn once it
// comes into view.
export function storms(blocks, title = h('h4', {}, 'The storm, watched')) {
  if (blocks.length === 0) return null;
  const stage = h('div', {class: 'stage'});
  const drawing = {stage, chosen: blocks[0].id, drawn: null};
  const buttons = blocks.map(({id, strategy}) => h('button', {
    type: 'button', 'aria-pressed': String(id === drawing.chosen), click: async () => {
      drawing.chosen = id;
      buttons.forEach((b, i) => b.setAttribute('aria-pressed', String(blocks[i].id === id)));
      await ready;
      if (drawing.chosen === id) show(drawing);
    },
  }, strategy));
  stage.drawing = drawing;
  drawings.add(drawing);
  seen.observe(stage);
  return h('section', {class: 'storms'}, title,
      blocks.length === 1 ? null : h('div', {class: 'choice', role: 'group', 'aria-label': 'Whose storm'}, buttons),
      stage);
}

function show(drawing) {
  drawing.drawn?.destroy();
  drawing.drawn = drawStorm(drawing.stage, unpacked[drawing.chosen], {theme: themeName()});
}

const seen = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target: {drawing}} of entries) {
    if (isIntersecting && !drawing.drawn) ready.then(() => drawing.drawn || show(drawing));
  }
}, {rootMargin: '300px'});
onTheme((name) => {
  for (const {drawn} of drawings) drawn?.theme(name);
});

// printStorms draws every storm that is to be seen as wide as paper is; without a width they take their
// room again.
export function printStorms(width) {
  for (const drawing of drawings) {
    if (width && drawing.stage.clientWidth === 0) continue;
    if (!drawing.drawn && unpacked[drawing.chosen]) show(drawing);
    drawing.drawn?.resize(width);
  }
}
