import {dataTable, h} from '../page/dom.js';
import {draw, drawKey} from './drawing.js';
import {hover} from './hover.js';
import {multiples} from './multiples.js';
import {onTheme, palette} from '../page/theme.js';

// paperWidth is the width of a chart on A4, in CSS pixels at the margins of the style sheet.
export const paperWidth = 680;

const charts = new Set();

// chart makes a figure of a drawing (reports/drawing): title, key, picture, notes, and the same as a table.
// It is drawn once it comes into view. Of several panels one is shown in large.
export function chart(drawing) {
  if (!drawing.panels?.length) return h('p', {class: 'none'}, `${drawing.title}. ${drawing.notes.join(' ')}`);
  const canvas = h('div', {class: 'canvas', role: 'img', 'aria-label': `${drawing.title}. As a table below.`});
  const legend = h('ul', {class: 'key'});
  const text = h('details', {class: 'as-table'}, h('summary', {}, 'As a table'));
  text.addEventListener('toggle', () => fillTable(text, drawing.table), {once: true});
  const picture = {canvas, legend, drawing, text, drawn: false, drawnWidth: 0, panel: drawing.first ?? 0, view: null};
  picture.redraw = () => picture.drawn && put(picture);
  const more = drawing.across > 1 ? multiples(picture) : {};
  const figure = h('figure', {class: 'chart'}, h('figcaption', {}, drawing.title), more.status ?? null, legend, canvas,
      more.tools ?? null, h('p', {class: 'note'}, (drawing.notes ?? []).join(' ')), text, more.miniatures ?? null);
  charts.add(picture);
  canvas.picture = picture;
  seen.observe(canvas);
  sized.observe(canvas);
  hover(canvas, picture);
  return figure;
}

function fillTable(text, {caption, columns, lines}) {
  if (text.children.length === 1) text.append(dataTable(caption, columns, lines ?? []));
}

function put(picture, width = picture.canvas.clientWidth) {
  if (width === 0) return;
  const colours = palette();
  const {svg, places} = draw(picture.drawing, width, colours, picture);
  picture.canvas.innerHTML = svg;
  Object.assign(picture, {drawn: true, drawnWidth: width, places});
  picture.legend.innerHTML = (picture.drawing.key ?? []).map((k) => `<li><span aria-hidden="true">${drawKey(k, colours)}</span></li>`).join('');
  [...picture.legend.children].forEach((li, i) => li.append(picture.drawing.key[i].label));
}

// Charts are drawn shortly before they scroll into view, and anew when their room changes.
const seen = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) {
    if (isIntersecting && !target.picture.drawn) put(target.picture);
  }
}, {rootMargin: '300px'});
const sized = new ResizeObserver((entries) => {
  for (const {target: {picture, clientWidth}} of entries) {
    if (picture.drawn && !paper && clientWidth !== picture.drawnWidth) put(picture);
  }
});
onTheme(() => {
  for (const picture of charts) if (picture.drawn) put(picture, picture.drawnWidth);
});

let paper = false;

// printCharts draws every chart that is to be seen as wide as paper is; screenCharts gives those that
// were drawn their room again.
export function printCharts() {
  paper = true;
  for (const picture of charts) if (picture.canvas.clientWidth > 0) put(picture, paperWidth);
}

export function screenCharts() {
  paper = false;
  for (const picture of charts) if (picture.drawn) put(picture);
}
