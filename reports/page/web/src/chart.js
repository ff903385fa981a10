import * as echarts from 'echarts/core';
import {BarChart, CustomChart, LineChart, ScatterChart} from 'echarts/charts';
import {
  DataZoomComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent,
} from 'echarts/components';
import {LabelLayout} from 'echarts/features';
import {SVGRenderer} from 'echarts/renderers';
import {h} from './dom.js';
import {onTheme, palette} from './theme.js';

echarts.use([BarChart, CustomChart, LineChart, ScatterChart, DataZoomComponent, GridComponent,
  LabelLayout, MarkAreaComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

// paperWidth is the width of a chart on A4, in CSS pixels at the margins of the style sheet.
export const paperWidth = 680;

const charts = new Set();

// chart makes a figure: title, key, drawing, notes, and the same as a table. option(palette, width)
// returns ECharts' option and the height that it wants. It is drawn once it comes into view.
export function chart({title, note = '', key = () => [], option, table}) {
  const canvas = h('div', {class: 'canvas', role: 'img', 'aria-label': `${title}. As a table below.`});
  const legend = h('ul', {class: 'key'});
  const text = table ? h('details', {class: 'as-table'}, h('summary', {}, 'As a table')) : null;
  text?.addEventListener('toggle', () => fillTable(text, table), {once: true});
  const figure = h('figure', {class: 'chart'}, h('figcaption', {}, title), legend, canvas,
      note ? h('p', {class: 'note'}, note) : null, text);
  const drawing = {canvas, legend, key, option, instance: null, text, table, drawnWidth: 0};
  figure.redraw = () => drawing.instance && draw(drawing);
  charts.add(drawing);
  seen.observe(canvas);
  sized.observe(canvas);
  canvas.drawing = drawing;
  return figure;
}

function fillTable(text, table) {
  if (text.children.length === 1) text.append(table());
}

function draw(drawing, width = drawing.canvas.clientWidth) {
  if (width === 0) return;
  const colours = palette();
  const {height, ...option} = drawing.option(colours, width);
  drawing.canvas.style.height = `${height}px`;
  drawing.drawnWidth = width;
  drawing.instance ??= echarts.init(drawing.canvas, null, {renderer: 'svg', width, height});
  drawing.instance.resize({width, height, silent: true});
  drawing.instance.setOption({animation: false, ...option}, {notMerge: true});
  drawing.instance.getZr().flush();
  // The drawing is one picture to those who listen; its parts are in the table.
  drawing.canvas.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  drawing.legend.replaceChildren(...drawing.key(colours).map(keyEntry));
}

// keyEntry explains a mark by showing it. Shapes differ, not colours alone.
function keyEntry({shape, colour, label}) {
  const marks = {
    box: `<rect x="1" y="3" width="14" height="10" fill="${colour}"/>`,
    dot: `<circle cx="8" cy="8" r="4.5" fill="${colour}"/>`,
    ring: `<circle cx="8" cy="8" r="4" fill="none" stroke="${colour}" stroke-width="2"/>`,
    diamond: `<path d="M8 2.5 13.5 8 8 13.5 2.5 8Z" fill="${colour}"/>`,
    triangle: `<path d="M8 3 13.5 13h-11Z" fill="${colour}"/>`,
    bar: `<rect x="6.5" y="2" width="3" height="12" fill="${colour}"/>`,
    cross: `<path d="m3 3 10 10M13 3 3 13" stroke="${colour}" stroke-width="2.5"/>`,
    line: `<path d="M0 8h16" stroke="${colour}" stroke-width="2.5"/>`,
    dashes: `<path d="M0 8h16" stroke="${colour}" stroke-width="2" stroke-dasharray="4 3"/>`,
  };
  const entry = h('li', {}, h('span', {'aria-hidden': 'true'}), label);
  entry.firstChild.innerHTML = `<svg width="16" height="16" viewBox="0 0 16 16">${marks[shape]}</svg>`;
  return entry;
}

// Charts are drawn shortly before they scroll into view, and anew when their room changes.
const seen = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) {
    if (isIntersecting && !target.drawing.instance) draw(target.drawing);
  }
}, {rootMargin: '300px'});
const sized = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    const {drawing} = target;
    if (drawing.instance && !paper && target.clientWidth !== drawing.drawnWidth) draw(drawing);
  }
});
onTheme(() => {
  for (const drawing of charts) if (drawing.instance) draw(drawing, drawing.drawnWidth);
});

let paper = false;

// printCharts draws every chart that is to be seen as wide as paper is; screenCharts gives those that
// were drawn their room again.
export function printCharts() {
  paper = true;
  for (const drawing of charts) if (drawing.canvas.clientWidth > 0) draw(drawing, paperWidth);
}

export function screenCharts() {
  paper = false;
  for (const drawing of charts) if (drawing.instance) draw(drawing);
}
