import {h} from '../page/dom.js';
import {small} from './drawing.js';

// multiples are what a chart of many panels has beside the large one: which it is, tools to look closer, and all
// panels in small, to choose from.
export function multiples(picture) {
  const {panels} = picture.drawing;
  const name = h('strong', {}, panels[picture.panel].name);
  const words = h('span', {}, panels[picture.panel].state);
  const status = h('p', {class: 'chosen', 'aria-live': 'polite'}, name, ': ', words);
  const buttons = panels.map((panel, i) => {
    const button = h('button', {type: 'button', 'aria-pressed': String(i === picture.panel), click: () => {
      picture.panel = i;
      buttons.forEach((b, k) => b.setAttribute('aria-pressed', String(k === i)));
      name.textContent = panel.name;
      words.textContent = panel.state;
      picture.redraw();
    }}, h('span', {class: 'name'}, panel.name), h('span', {class: 'quiet'}, panel.state));
    button.insertAdjacentHTML('afterbegin', small(panel));
    return button;
  });
  return {status, tools: zoom(picture), miniatures: h('div', {class: 'miniatures', role: 'group',
    'aria-label': 'Strategies: choose one to see it in large'}, buttons)};
}

// zoom looks closer: by dragging across the picture, or by buttons.
function zoom(picture) {
  const {x} = picture.drawing.panels[0];
  const look = (from, to) => {
    const wide = Math.min(Math.max(to - from, 1000), x.whole);
    const start = Math.min(Math.max(0, (from + to - wide) / 2), x.whole - wide);
    picture.view = [start, start + wide];
    picture.redraw();
  };
  const by = (factor, shift) => () => {
    const [from, to] = picture.view ?? [x.min, x.max];
    const [middle, half] = [(from + to) / 2 + shift * (to - from), (to - from) / 2 * factor];
    look(middle - half, middle + half);
  };
  drag(picture, look, x);
  const button = (label, sign, click) => h('button', {type: 'button', 'aria-label': label, title: label, click}, sign);
  return h('div', {class: 'zoom', role: 'group', 'aria-label': 'Stretch of the run that is shown'},
      button('earlier', '◀', by(1, -.5)), button('closer', '+', by(.5, 0)), button('farther', '−', by(2, 0)),
      button('later', '▶', by(1, .5)), button('the whole run', 'whole run', () => look(0, x.whole)));
}

function drag({canvas}, look, x) {
  let from = null;
  const time = (e) => {
    const {places: [at], view} = canvas.picture;
    const share = (e.clientX - canvas.getBoundingClientRect().left - at.x0) / (at.x1 - at.x0);
    const [low, high] = view ?? [x.min, x.max];
    return low + Math.min(1, Math.max(0, share)) * (high - low);
  };
  canvas.addEventListener('pointerdown', (e) => {
    if (e.pointerType === 'mouse' && e.button === 0 && canvas.picture.places) from = {ms: time(e), x: e.clientX};
  });
  addEventListener('pointerup', (e) => {
    if (from && Math.abs(e.clientX - from.x) > 8) {
      const to = time(e);
      look(Math.min(from.ms, to), Math.max(from.ms, to));
    }
    from = null;
  });
}
