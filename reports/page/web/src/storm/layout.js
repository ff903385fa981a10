import {begins, ends} from './data.js';

// Sizes in CSS pixels. Rows of actions are as tall as the room allows, within these bounds.
const rowsRoom = 400;
const rowBounds = [3, 18];
const gap = 18;
const meterHeight = 92;
const axisHeight = 24;
const tokenRow = 16;
const mostLanes = 8;

// pack gives each bar the first row that is free when it begins, and returns how many it took. Bars
// come in the order of their beginning; room is kept between two of a row.
export function pack(bars, room) {
  const free = [];
  for (const bar of bars) {
    let row = free.findIndex((until) => until <= bar.from);
    if (row < 0) row = free.length;
    free[row] = bar.to + room;
    bar.row = row;
  }
  return free.length;
}

// stagger gives each bar the row below the last one's, so that bars that follow one another make
// steps; a row that is taken is passed over.
export function stagger(bars, rows) {
  const free = Array.from({length: rows}, () => -Infinity);
  let last = -1;
  for (const bar of bars) {
    let row = (last + 1) % rows;
    for (let tried = 1; tried < rows && free[row] > bar.from; tried++) row = (row + 1) % rows;
    free[row] = bar.to;
    bar.row = last = row;
  }
}

// layout says what stands where: panels from the top down, bars of tokens and of actions in rows.
export function layout(storm, width) {
  const narrow = width < 560;
  const left = narrow ? 46 : 104;
  const panels = {left, right: width - (narrow ? 8 : 14), narrow};
  let y = axisHeight;
  panels.axis = {top: 0, bottom: y};
  panels.meter = {top: y + 14, bottom: y + 14 + meterHeight};
  y = panels.meter.bottom + gap;
  panels.tokens = lanes(storm, y);
  y = panels.tokens.bottom + gap;
  panels.nodes = nodeLanes(storm, y);
  panels.height = (panels.nodes.at(-1)?.bottom ?? y) + 10;
  return panels;
}

function lanes(storm, top) {
  const bars = storm.tokens.map((token) => ({
    token, from: token.issued ?? 0, to: token.died ?? storm.length,
  }));
  const owners = [...new Set(storm.tokens.map((t) => t.customer))].sort((a, b) => a - b);
  const each = Math.max(1, Math.min(4, Math.floor(mostLanes / Math.max(1, owners.length))));
  owners.forEach((owner, i) => {
    const own = bars.filter((bar) => bar.token.customer === owner).sort((a, b) => a.from - b.from);
    stagger(own, each);
    for (const bar of own) bar.row += i * each;
  });
  const rows = Math.max(1, owners.length * each);
  const height = rows > 16 ? 8 : tokenRow;
  for (const bar of bars) bar.y = top + bar.row * height;
  return {top, bottom: top + rows * height, row: height, bars, owners, each};
}

function nodeLanes(storm, top) {
  const nodes = Array.from({length: storm.nodes}, (_, node) => ({node, bars: [], rows: 1}));
  for (const action of storm.actions) {
    nodes[action.node].bars.push({
      action, from: begins(action), to: ends(action, storm.length),
    });
  }
  // Requests in the background, and those of actions that are left out, have bars of their own.
  for (const hit of storm.hits) {
    if (hit.action || hit.node === null) continue;
    nodes[hit.node].bars.push({hit, from: begins(hit), to: ends(hit, storm.length)});
  }
  for (const node of nodes) {
    node.bars.sort((a, b) => a.from - b.from);
    node.rows = Math.max(2, pack(node.bars, 1));
  }
  const rows = nodes.reduce((sum, node) => sum + node.rows, 0);
  const height = Math.max(rowBounds[0], Math.min(rowBounds[1], Math.floor(rowsRoom / rows)));
  let y = top;
  for (const node of nodes) {
    node.top = y;
    node.row = height;
    node.bottom = y + node.rows * height;
    for (const bar of node.bars) bar.y = y + bar.row * height;
    y = node.bottom + gap;
  }
  return nodes;
}

// places finds the bar on which a request is drawn: by the request, or by its action.
export function places(panels) {
  const found = new Map();
  for (const node of panels.nodes) {
    for (const bar of node.bars) found.set(bar.action ?? bar.hit, {...bar, row: node.row});
  }
  return (request) => found.get(request) ?? found.get(request.action) ?? null;
}
