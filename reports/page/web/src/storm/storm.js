import {select} from 'd3-selection';
import {zoom as zooming, zoomIdentity} from 'd3-zoom';
import {h} from '../page/dom.js';
import {unpackStorm} from './data.js';
import {controls} from './controls.js';
import {key} from './key.js';
import {layout, places} from './layout.js';
import {moments} from './moments.js';
import {brush, overviewHeight, paintOverview} from './overview.js';
import {paint} from './paint.js';
import {colours} from './palette.js';
import {prepare} from './pen.js';
import {describe, pick} from './pick.js';
import {momentsTable} from './table.js';
import {fit, pan, scaleOf, shortest, transformOf, viewOf, zoom} from './view.js';

// drawStorm puts a storm into an element: an overview to choose from, a timeline to zoom into and
// to play, and its key moments as a table. data is what package storm writes; theme is 'light' or
// 'dark'. What it returns changes the theme, draws at another width (paper has one of its own), and
// takes the drawing away.
export function drawStorm(element, data, {theme = 'light'} = {}) {
  const storm = unpackStorm(data);
  const list = moments(storm);
  const parts = elements(storm, list);
  const scene = {storm, list, colours: colours(theme), cursor: null, picked: null, view: storm.focus};
  const drawing = {parts, scene, held: null, zooming: null, width: 0};
  drawing.controls = controls(drawing, {show: (view) => look(drawing, view), draw: () => draw(drawing)});
  element.replaceChildren(parts.root);
  parts.bar.replaceWith(drawing.controls.bar);
  listen(drawing);
  const sized = new ResizeObserver(() => resize(drawing, parts.stage.clientWidth));
  sized.observe(parts.stage);
  resize(drawing, parts.stage.clientWidth);
  return {
    theme(name) {
      scene.colours = colours(name);
      draw(drawing);
    },
    resize: (width = parts.stage.clientWidth) => resize(drawing, width),
    destroy() {
      sized.disconnect();
      drawing.controls.stop();
      parts.root.remove();
    },
  };
}

function elements(storm, list) {
  const overview = h('canvas', {class: 'storm-overview', 'aria-hidden': 'true'});
  const detail = h('canvas', {
    class: 'storm-detail', tabindex: 0, role: 'application',
    'aria-label': 'Timeline of the storm. Left and right move it, plus and minus zoom, Home goes back to the ' +
      'storm, End shows the whole window, the space bar plays it. Its key moments are in the table below.',
  });
  const tip = h('div', {class: 'storm-tip', hidden: true});
  const legend = h('ul', {class: 'key'});
  const bar = h('div');
  const stage = h('div', {class: 'storm-stage'}, overview, detail, tip);
  const left = storm.leftOut > 0 ? ` ${storm.leftOut} calls beside the storm are left out.` : '';
  const note = h('p', {class: 'note'}, 'Drag to move, pinch to zoom; the wheel zooms once the timeline is ' +
    `clicked. Point at a token request to see what it killed. Token policy: ${storm.policy || 'single'}.` +
    ` Windows slide, whatever the reading in force.${left}`);
  const table = h('details', {class: 'as-table'}, h('summary', {}, 'Key moments as a table'),
      momentsTable(storm, list));
  return {root: h('div', {class: 'storm'}, bar, stage, legend, note, table),
    overview, detail, tip, legend, bar, stage};
}

function resize(drawing, width) {
  if (width < 80) return;
  const {scene, parts} = drawing;
  drawing.width = width;
  scene.panels = layout(scene.storm, width);
  scene.place = places(scene.panels);
  drawing.zooming ??= zoomable(drawing);
  const {left, right, height} = scene.panels;
  drawing.zooming.extent([[left, 0], [right, height]])
      .translateExtent([[left, -Infinity], [right, Infinity]])
      .scaleExtent([1, scene.storm.length / shortest]);
  parts.overview.style.height = `${overviewHeight(scene.storm)}px`;
  look(drawing, scene.view);
}

// zoomable makes wheel, drag and pinch change the view. The page scrolls under an idle wheel.
function zoomable(drawing) {
  const {parts: {detail}, scene} = drawing;
  const behaviour = zooming()
      .filter((event) => event.type !== 'wheel' ? !event.button :
        event.ctrlKey || event.metaKey || document.activeElement === detail)
      .on('zoom', ({transform}) => {
        const {left, right} = scene.panels;
        scene.view = viewOf(transform, scene.storm.length, left, right);
        draw(drawing);
      });
  select(detail).call(behaviour).on('dblclick.zoom', null);
  return behaviour;
}

// look shows a view. d3 is told too, so that the next drag goes on from there.
function look(drawing, view) {
  const {scene, parts, zooming: behaviour} = drawing;
  const {left, right} = scene.panels;
  const {k, x} = transformOf(fit(view, scene.storm.length), scene.storm.length, left, right);
  behaviour.transform(select(parts.detail), zoomIdentity.translate(x, 0).scale(k));
}

function draw(drawing) {
  const {scene, parts, width} = drawing;
  if (width === 0) return;
  scene.scale = scaleOf(scene.view, scene.panels.left, scene.panels.right);
  paintOverview(parts.overview, scene, width);
  paint(prepare(parts.detail, width, scene.panels.height), scene);
  parts.legend.replaceChildren(...key(scene.colours));
  drawing.controls.tell();
}

function listen(drawing) {
  const {parts: {detail, overview}, scene} = drawing;
  brush(overview, {scene: () => scene, show: (view) => look(drawing, view)});
  const under = (event) => {
    const box = detail.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return [x < scene.panels.left ? null : pick(scene, x, y), x, y];
  };
  detail.addEventListener('pointermove', (event) => point(drawing, ...under(event)));
  detail.addEventListener('pointerleave', () => point(drawing, null));
  // A click holds what it hits; where fingers point, it also shows what that is.
  detail.addEventListener('click', (event) => {
    const [found, x, y] = under(event);
    drawing.held = found === drawing.held ? null : found;
    point(drawing, drawing.held, x, y);
  });
  detail.addEventListener('keydown', (event) => {
    const view = keyed(event.key, scene.view, scene.storm);
    if (view) look(drawing, view);
    else if (event.key === ' ') drawing.controls.toggle();
    else if (event.key === 'Escape') point(drawing, drawing.held = null);
    else return;
    event.preventDefault();
  });
}

// keyed is the view that a key asks for.
function keyed(name, view, {length, focus}) {
  const middle = (view[0] + view[1]) / 2;
  switch (name) {
    case 'ArrowLeft': return pan(view, -0.2, length);
    case 'ArrowRight': return pan(view, 0.2, length);
    case '+': case '=': case 'ArrowUp': return zoom(view, 1.5, middle, length);
    case '-': case '_': case 'ArrowDown': return zoom(view, 1 / 1.5, middle, length);
    case 'Home': return focus;
    case 'End': return [0, length];
    default: return null;
  }
}

// point shows what a pointer is at, or else what was clicked.
function point(drawing, found, x = 0, y = 0) {
  const {scene, parts: {tip, stage, detail}} = drawing;
  const what = found ?? drawing.held;
  tip.hidden = found === null || x === 0;
  if (!tip.hidden) {
    const [title, ...lines] = describe(scene.storm, found);
    tip.replaceChildren(h('strong', {}, title), ...lines.map((line) => h('div', {}, line)));
    const width = Math.min(340, stage.clientWidth - 16);
    tip.style.maxWidth = `${width}px`;
    tip.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${detail.offsetTop + y + 18}px`;
  }
  if (what !== scene.picked) {
    scene.picked = what;
    draw(drawing);
  }
}
