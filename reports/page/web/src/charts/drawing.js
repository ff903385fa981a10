// Draws what reports/drawing says, as SVG: the same marks, axes and words as on paper.
import {labels} from './labels.js';
import {series, spans} from './series.js';
import {timeTicks} from './ticks.js';

const scale = 4 / 3; // CSS pixels of a point
const narrow = 620;
const least = 220; // below which a panel pushes columns out, in pixels
const digits = (v) => Number(v.toFixed(2));
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// draw returns the SVG of a drawing in this width, and where its panels lie. picture says which panel is shown, and
// which stretch of it.
export function draw(drawing, width, colours, picture) {
  const {height, body, places} = drawing.rows?.length ? rows(drawing, width, colours) : plane(drawing, width, colours, picture);
  return {places, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" aria-hidden="true" font-size="12" font-family="system-ui, sans-serif">${body}</svg>`};
}

// share is where v lies between the ends of an axis.
function share(axis, v) {
  const at = Math.min(Math.max(v, axis.min), axis.max);
  return axis.log ? Math.log(at / axis.min) / Math.log(axis.max / axis.min) : (at - axis.min) / (axis.max - axis.min);
}

// rows draws panels that share rows: side by side, or where it is narrow one below the other, with the names above
// the marks.
function rows(d, width, p) {
  const tight = width < narrow;
  const left = tight ? 6 : Math.min(224, 24 + 7 * Math.max(...d.rows.map((name) => name.length)));
  const row = d.row_height * scale + (tight ? 14 : 0);
  const columns = d.panels.filter((panel) => !panel.x && (panel.main || !tight));
  const fields = d.panels.filter((panel) => panel.x);
  const fixed = (list) => list.reduce((sum, panel) => sum + (panel.width ?? 0) * scale, 0);
  const flexible = (list) => list.filter((panel) => !panel.width).length;
  const room = () => width - left - 8 - fixed([...fields, ...columns]) - fields.reduce((sum, f) => sum + (f.room ?? 0) * scale, 0);
  while (!tight && room() / flexible(fields) < least && columns.some((c) => !c.main)) {
    columns.splice(columns.findLastIndex((c) => !c.main), 1);
  }
  const places = [];
  let body = '';
  let top = 22;
  const block = (list) => {
    body += stripes(d.rows, {left, top, row, width, tight}, p);
    let x = left;
    const shared = (width - left - 8 - fixed(list) - list.reduce((sum, f) => sum + (f.room ?? 0) * scale, 0)) / Math.max(1, flexible(list));
    for (const panel of list) {
      const wide = panel.width ? panel.width * scale : shared;
      const at = {panel, names: d.rows, x0: x, x1: x + wide, y0: top, y1: top + d.rows.length * row, row, tight};
      body += field(at, p);
      places.push(at);
      x = at.x1 + (panel.room ?? 0) * scale;
    }
    top += d.rows.length * row + (list.some((panel) => panel.x?.label) ? 46 : 34);
  };
  if (tight) {
    fields.forEach((panel, i) => {
      block([{...panel, width: 0, room: Math.min(panel.room ?? 0, 84)}, ...i === fields.length - 1 ? columns : []]);
      top += i < fields.length - 1 ? 22 : 0;
    });
  } else {
    block(d.panels.filter((panel) => panel.x || columns.includes(panel)));
  }
  return {height: Math.ceil(top), body, places};
}

function stripes(names, {left, top, row, width, tight}, p) {
  return names.map((name, i) => (i % 2 ? `<path d="M0 ${digits(top + i * row)}h${width}v${digits(row)}h${-width}z" fill="${p.hair}" opacity=".4"/>` : '') +
      text(tight ? left : left - 10, top + i * row + (tight ? 10 : row / 2), clipped(name, tight ? width - 90 : left - 14), p.ink, {end: !tight})).join('');
}

// plane draws a panel with axes of its own.
function plane(d, width, p, {panel: chosen, view}) {
  const panel = {...d.panels[d.across > 1 ? chosen : 0]};
  if (view) panel.x = {...panel.x, min: view[0], max: view[1]};
  const left = panel.y.label ? 78 : 62;
  const height = d.across > 1 ? (width < 500 ? 200 : 240) : width < 500 ? 320 : 372;
  const top = 22 + (d.strip ?? 0) * scale;
  const at = {panel, x0: left, x1: width - 18, y0: top, y1: top + height};
  return {height: at.y1 + (panel.x.label ? 44 : 30), body: levels(at, p) + field(at, p), places: [at]};
}

function levels({panel, x0, x1, y0, y1}, p) {
  return panel.y.ticks.map((t) => {
    const y = digits(y1 - share(panel.y, t.value) * (y1 - y0));
    return `<path d="M${x0} ${y}H${x1}" stroke="${p.hair}"/>${t.label ? text(x0 - 6, y, t.label, p.quiet, {end: true, size: 11}) : ''}`;
  }).join('') + (panel.y.label ? text(x0, y0 - 12, panel.y.label, p.quiet, {size: 11}) : '') + (panel.marks ?? []).filter((m) =>
    m.shape === 'load' && m.text).map((m) => text(x0 - 6, y0 + (m.down - 2 - m.size / 2) * scale, m.text, p.quiet, {end: true, bold: true, size: 11})).join('');
}

// field draws a panel: shades below the grid, the other marks above it.
function field(at, p) {
  const {panel, x0, x1, y0, y1} = at;
  at.x = (v) => panel.x ? x0 + share(panel.x, v) * (x1 - x0) : x1;
  at.up = (v) => y1 - share(panel.y, v) * (y1 - y0);
  at.y = (m) => panel.y ? at.up(m.y ?? 0) : y0 + ((m.row ?? 0) + .5) * at.row + (m.down ?? 0) * scale + (at.tight ? 7 : 0);
  const spans = (panel.marks ?? []).filter((m) => m.shape === 'span' && visible(panel, m));
  // A line of which a part is shown ends with the panel; a mark that stands on its edge is whole.
  const room = panel.x?.time ? 0 : 8;
  const [from, wide] = [digits(x0 - room), digits(x1 - x0 + 2 * room)];
  const clip = panel.y ? `<svg x="${from}" y="0" width="${wide}" height="${y1 + 8}" viewBox="${from} 0 ${wide} ${y1 + 8}">` : '<g>';
  return clip + spans.map((m) => box(at.x(m.x ?? 0), y0, at.x(m.to ?? 0), y1, m.colour, m.tint, p)).join('') + (panel.y ? '</svg>' : '</g>') +
      (panel.x ? grid(at, p) : '') + head(at, p) + clip + (panel.marks ?? []).map((m) => mark(at, m, p)).join('') +
      (panel.y ? '</svg>' : '</g>') + names(at, p);
}

const visible = ({x}, m) => !x?.time || (m.to ?? m.x) >= x.min && (m.x ?? 0) <= x.max;

function head({panel, x0, x1, y0}, p) {
  if (panel.y || !panel.name) return '';
  return panel.x ? text(x0, y0 - 10, panel.name, p.ink, {bold: true}) : text(x1, y0 - 10, panel.name, p.ink, {bold: true, end: true});
}

function grid({panel, x0, x1, y0, y1, x}, p) {
  const ticks = panel.x.time ? timeTicks(panel.x.min, panel.x.max, Math.max(3, Math.min(8, (x1 - x0) / 90)), panel.x.begins) : panel.x.ticks;
  let taken = x0 - 30;
  return ticks.map((t) => {
    const at = x(t.value);
    const line = `<path d="M${digits(at)} ${y0}V${digits(y1)}" stroke="${p.hair}" stroke-width="${t.label ? 1 : .6}"/>`;
    if (!t.label) return line;
    const wide = 6.2 * t.label.length;
    const from = Math.min(Math.max(at - wide / 2, x0 - 2), x1 + 6 - wide);
    if (from < taken) return line;
    taken = from + wide + 6;
    return line + text(from, y1 + 14, t.label, p.quiet, {size: 11});
  }).join('') + (panel.x.label ? text(x1, y1 + 32, panel.x.label, p.quiet, {end: true, size: 11}) : '');
}

const tint = (colour, part, p) => `fill="${p[colour] ?? p.ink}"${part ? ` fill-opacity="${digits(part)}"` : ''}`;
const box = (x0, y0, x1, y1, colour, part, p, more = '') =>
  `<path d="M${digits(x0)} ${digits(y0)}H${digits(x1)}V${digits(y1)}H${digits(x0)}z" ${tint(colour, part, p)}${more}/>`;

function text(x, y, words, colour, {end = false, bold = false, size = 12, middle = false, more = ''} = {}) {
  return `<text x="${digits(x)}" y="${digits(y)}" dy=".35em" fill="${colour}"${end ? ' text-anchor="end"' : middle ? ' text-anchor="middle"' : ''}` +
      `${bold ? ' font-weight="650"' : ''}${size === 12 ? '' : ` font-size="${size}"`}${more}>${escape(words)}</text>`;
}

const clipped = (words, room) => words.length * 6.6 <= room ? words : `${words.slice(0, Math.floor(room / 6.6) - 1)}…`;

// mark draws one mark.
function mark(at, m, p) {
  const {panel, x, y0, y1, x0, x1} = at;
  if (panel.x?.time && !m.values && !m.points && m.shape !== 'level' && !visible(panel, m)) return '';
  const tip = m.hover ? ` data-tip="${escape(at.names ? `${at.names[m.row ?? 0]}\n${m.hover}` : m.hover)}"` : '';
  const colour = p[m.colour] ?? p.ink;
  const size = (m.size ?? 3) * scale;
  switch (m.shape) {
    case 'bar': {
      const [y, half, from] = [at.y(m), (m.size ?? 10) / 2 * scale * .9, x(m.x ?? 0)];
      const to = Math.max(x(m.to ?? 0), from + 1.5);
      return box(from, y - half, to, y + half, m.colour, m.tint, p, tip) + (m.text ? text(to + 6, y, m.text, p.ink, {size: 11}) : '');
    }
    case 'box': {
      const [y, from, to] = [at.y(m), x(m.x ?? 0) + .5, x(m.to ?? 0) - .5];
      return box(from, y - at.row / 2 + .5, to, y + at.row / 2 - .5, m.colour, m.tint, p, tip) +
          (m.text && m.text.length * 6.5 < to - from ? text((from + to) / 2, y, m.text, p.ink, {size: 11, middle: true}) : '');
    }
    case 'rule':
      return `<path d="M${digits(x(m.x ?? 0))} ${digits(at.y(m))}H${digits(x(m.to ?? 0))}" stroke="${colour}" stroke-width="${(m.size ?? .8) * scale}"/>`;
    case 'level':
      return `<path d="M${x0} ${digits(at.up(m.y ?? 0))}H${x1}" stroke="${colour}" stroke-width="1.2"/>`;
    case 'span':
      return `<path d="M${digits(x(m.x ?? 0))} ${y0}V${y1}" stroke="${colour}"/>`;
    case 'trouble': {
      const [from, to] = [x(m.x ?? 0), Math.max(x(m.to ?? 0), x(m.x ?? 0) + 3)];
      return box(from, y0, to, y0 + 4, m.colour, 0, p) + `<path d="M${digits(from)} ${y0}V${y1}M${digits(to)} ${y0}V${y1}" ` +
          `stroke="${colour}" stroke-dasharray="3 3"/>` + (m.text ? text(from + 4, y0 + 12, m.text, colour, {bold: true, size: 11}) : '');
    }
    case 'load':
      return load(at, m, p);
    case 'steps':
      return `<path d="${stepsPath(at, m)}" fill="none" stroke="${colour}" stroke-width="${m.size * 1.5}"/>`;
    case 'path':
      return m.points?.length > 2 ? `<path d="${across(at, m.points)}" fill="none" stroke="${colour}" stroke-width="2"/>` : '';
    case 'curve': {
      const line = pairs(m.points).map(([a, b], i) => `${i ? 'L' : 'M'}${digits(x(a))} ${digits(at.up(b))}`).join('');
      return m.points?.length > 2 ? `<path d="${line}" fill="none" stroke="${colour}" stroke-width="${(m.size ?? 1.2) * scale}"/>` : '';
    }
    case 'band':
      return `<path d="${bandPath(at, m.points ?? [])}" ${tint(m.colour, m.tint, p)}/>`;
    case 'rug':
      return `<path d="${spans(m).map(([a, b]) => `M${digits(x(a))} ${y1 + 4}H${digits(Math.max(x(b), x(a) + 1))}`).join('')}" stroke="${colour}" stroke-width="5"/>`;
    case 'hill':
      return hill(at, m, p, tip);
    case 'text':
      return panel.x ? text(x(m.x ?? 0) + 6, at.y(m), m.text, colour, {size: m.small ? 11 : 12}) :
        text(x1, at.y(m), m.text, colour, {end: true, size: m.small ? 11 : 12});
    default:
      return `<g transform="translate(${digits(x(m.x ?? 0))} ${digits(at.y(m))})"${tip}>${shape(m.shape, size, colour, p)}</g>`;
  }
}

// shape draws what stands at a point.
function shape(name, s, colour, p) {
  const rim = `stroke="${p.paper}" stroke-width="1"`;
  switch (name) {
    case 'ring': return `<path d="M${-s} 0a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0" fill="${s > 6 ? 'none' : p.paper}" stroke="${colour}" stroke-width="2"/>`;
    case 'diamond': return `<path d="M0 ${-s - 1}L${s + 1} 0 0 ${s + 1} ${-s - 1} 0z" fill="${colour}" ${rim}/>`;
    case 'triangle': return `<path d="M0 ${-s - 1}L${s + 1} ${s}H${-s - 1}z" fill="${colour}" ${rim}/>`;
    case 'cross': return `<path d="M${-s} ${-s}L${s} ${s}M${-s} ${s}L${s} ${-s}" stroke="${colour}" stroke-width="2.5"/>`;
    case 'stroke': return `<path d="M-1.5 ${-s - 1}h3v${2 * s + 2}h-3z" fill="${colour}" ${rim}/>`;
    default: return `<path d="M${-s} 0a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0" fill="${colour}" ${rim}/>`;
  }
}

// drawKey shows the shape of an entry of the key.
export function drawKey({shape: name, colour: c, tint: part}, p) {
  const colour = p[c] ?? p.ink;
  const marks = {
    bar: () => box(1, 3, 15, 13, c, part, p), box: () => box(1, 3, 15, 13, c, part, p),
    span: () => box(1, 2, 15, 14, c, part, p) + `<path d="M1 2v12" stroke="${colour}"/>`,
    rug: () => box(1, 9, 15, 13, c, part, p),
    trouble: () => box(1, 2, 15, 5, c, part, p) + `<path d="M1 2v12M15 2v12" stroke="${colour}" stroke-dasharray="3 2"/>`,
    load: () => `<path d="M1 12L8 4h7v8z" fill="${colour}" fill-opacity=".6"/>`,
    line: () => `<path d="M0 8h16" stroke="${colour}" stroke-width="2.5"/>`,
  };
  const inner = marks[name]?.() ?? `<g transform="translate(8 8)">${shape(name, 4, colour, p)}</g>`;
  return `<svg width="16" height="16" viewBox="0 0 16 16">${inner}</svg>`;
}

const pairs = (list) => (list ?? []).reduce((all, v, i) => (i % 2 ? all.at(-1).push(v) : all.push([v]), all), []);

function across({x, up}, points) {
  return pairs(points).map(([a, b], i) => i ? `H${digits(x(a))}V${digits(up(b))}` : `M${digits(x(a))} ${digits(up(b))}`).join('');
}

// load stands in the strip above the panel, as tall as its rate, with a thin line where it begins and ends.
function load({panel, x, y0, y1, x0, x1}, m, p) {
  const foot = y0 + (m.down - 2) * scale;
  const [from, to] = [x(m.x ?? 0), Math.max(x(m.to ?? 0), x(m.x ?? 0) + 1.5)];
  const tops = m.points ? pairs(m.points).map(([at, part]) => [x(at), part]) : [[from, 1], [to, 1]];
  const outline = [[from, 0], ...tops, [to, 0]].map(([at, part]) => `${digits(at)} ${digits(foot - part * m.size * scale)}`).join('L');
  const ends = [[from, (m.x ?? 0) > panel.x.min], [to, m.to < panel.x.max]].filter(([, inside]) => inside);
  return `<path d="M${outline}z" fill="${p[m.colour]}" fill-opacity=".6"/><path d="M${digits(x0)} ${digits(foot)}H${digits(x1)}" stroke="${p.hair}"/>` +
      `<path d="${ends.map(([at]) => `M${digits(at)} ${digits(foot)}V${y1}`).join('')}" stroke="${p[m.colour]}" stroke-width=".7" stroke-dasharray="1 3"/>`;
}

// bandPath goes along the lows of points (x, low, high), and back along their highs.
function bandPath({x, up}, points) {
  const [there, back] = [[], []];
  for (let i = 0; i < points.length; i += 3) {
    there.push(`${digits(x(points[i]))} ${digits(up(points[i + 1]))}`);
    back.unshift(`${digits(x(points[i]))} ${digits(up(points[i + 2]))}`);
  }
  return there.length ? `M${[...there, ...back].join('L')}z` : '';
}

// stepsPath draws the counts of equal steps.
function stepsPath({x, up, x1}, m) {
  const path = series(m).map((n, i, all) => n === all[i - 1] ? '' : i === 0 ? `M${digits(x(0))} ${digits(up(n * m.scale))}` :
    `H${digits(x(i * m.step))}V${digits(up(n * m.scale))}`);
  return `${path.join('')}H${x1}`;
}

// hill fills steps that stand on the middle of the row, or hang from it.
function hill({x, y, row, tight}, m, p, tip) {
  const base = y(m);
  const half = (tight ? row - 14 : row) / 2 - 3;
  let path = '';
  for (let i = 0; i < (m.points?.length ?? 0); i += 3) {
    path += `M${digits(x(m.points[i]))} ${digits(base)}V${digits(base - m.points[i + 2] * half)}H${digits(x(m.points[i + 1]))}V${digits(base)}z`;
  }
  return path ? `<path d="${path}" fill="${p[m.colour]}"${tip}/>` : '';
}

// names writes the texts beside the points of a plane.
function names({panel, x, y, up, x0, x1, y0, y1}, p) {
  const named = panel.y ? (panel.marks ?? []).filter((m) => m.text && m.rank) : [];
  if (named.length === 0) return '';
  const level = (panel.marks ?? []).find((m) => m.shape === 'level');
  const whisker = (m) => (panel.marks ?? []).find((r) => r.shape === 'rule' && r.y === m.y && r.x <= m.x && r.to >= m.x);
  return labels(named.map((m) => ({name: m.text, rank: m.rank - 1, px: x(m.x), py: y(m), from: x(whisker(m)?.x ?? m.x),
    to: x(whisker(m)?.to ?? m.x)})), {room: {x: x0 + 2, y: y0, width: x1 - x0 - 4,
    height: y1 - y0}, threshold: up(level?.y ?? 0), most: x1 - x0 < 420 ? 2 : 3}).map(({text: words, x: at, y: middle, rank, leader}) =>
    (leader ? `<path d="M${digits(leader.x1)} ${digits(leader.y1)}L${digits(leader.x2)} ${digits(leader.y2)}" stroke="${p.quiet}" stroke-width=".8"/>` : '') +
    text(at, middle, words, rank > 2 ? p.quiet : p.ink, {bold: rank <= 1, size: 11, more: ` paint-order="stroke" stroke="${p.paper}" stroke-width="3"`})).join('');
}

// small draws a panel in small: its curves, its bans, its 401s, its lost sessions, without words. Its colours follow
// the style sheet. Shares of a threshold have an axis that panels of several scenarios share.
export function small(panel, wide = 240, tall = 56) {
  const threshold = (panel.marks ?? []).some((m) => m.shape === 'level');
  const axis = threshold ? {log: true, min: 5, max: 10_000} : panel.y;
  const x = (v) => wide * v / panel.x.whole;
  const at = {x, up: (v) => tall * (1 - share(axis, v)), x1: wide};
  const of = (name) => (panel.marks ?? []).filter((m) => m.shape === name);
  const bans = of('span').map((m) => `M${digits(x(m.x ?? 0))} 0H${digits(x(m.to ?? 0))}V${tall}H${digits(x(m.x ?? 0))}z`).join('');
  const rug = of('rug').map((m) => spans(m).map(([a, b]) => `M${digits(x(a))} ${tall + 5}H${digits(Math.max(x(b), x(a) + .8))}`).join('')).join('');
  return `<svg class="miniature" viewBox="0 -2 ${wide} ${tall + 10}" preserveAspectRatio="none" aria-hidden="true"><path class="ban" d="${bans}"/>` +
      (threshold ? `<path class="threshold" d="M0 ${digits(at.up(100))}H${wide}"/>` : '') + of('steps').map((m) => `<path class="${m.colour}" d="${stepsPath(at, m)}"/>`).join('') +
      `<path class="refused" d="${rug}"/><path class="lost" d="${of('cross').map((m) => `M${digits(x(m.x ?? 0))} -2v8`).join('')}"/></svg>`;
}
