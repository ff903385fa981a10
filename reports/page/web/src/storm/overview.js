import {held} from './data.js';
import {faint} from './palette.js';
import {box, prepare, rule, write} from './pen.js';
import {clock} from '../page/format.js';
import {fit, scaleOf, when} from './view.js';

const runHeight = 40;
const funnel = 14;
const stripHeight = 44;
const head = 15;

// whole says whether the window is about all of the run: then one strip tells both.
const whole = (storm) => storm.length * storm.tick > 0.9 * storm.run;

export const overviewHeight = (storm) =>
  (whole(storm) ? 0 : head + runHeight + funnel) + head + stripHeight;

// paintOverview draws the whole run, and below it the window, of which the view is framed.
export function paintOverview(canvas, scene, width) {
  const {storm, panels, colours} = scene;
  const pen = prepare(canvas, width, overviewHeight(storm));
  const edges = {left: panels.left, right: panels.right};
  let top = head;
  if (!whole(storm)) {
    run(pen, storm, edges, top, colours);
    funnelTo(pen, storm, edges, top + runHeight, colours);
    top += runHeight + funnel + head;
  }
  strip(pen, scene, edges, top);
}

function run(pen, storm, {left, right}, top, colours) {
  const bottom = top + runHeight;
  const x = (ms) => left + (right - left) * ms / storm.run;
  const {bin, hits, refused, bans} = storm.overview;
  box(pen, left, top, right, bottom, colours.band);
  for (const [from, to] of bans) {
    box(pen, x(from), top, Math.max(x(to), x(from) + 1), bottom, faint(colours.refused, 0.25));
  }
  bars(pen, hits.map(({at, n}) => [x(at * bin), n]), (right - left) * bin / storm.run, top, bottom,
      colours.meter);
  for (const {at} of refused) box(pen, x(at * bin), bottom, x(at * bin) + 1.5, bottom + 4, colours.refused);
  write(pen, `the whole run, ${clock(storm.run)}: token hits`, left, top - 8, colours.quiet);
}

// bars are drawn on the scale of a square root, for a herd must not hide what is single.
function bars(pen, list, width, top, bottom, colour) {
  const most = Math.sqrt(Math.max(1, ...list.map(([, n]) => n)));
  for (const [x, n] of list) {
    const height = Math.max(1.5, (bottom - top - 4) * Math.sqrt(n) / most);
    box(pen, x, bottom - height, x + Math.max(1.5, width - 0.5), bottom, colour);
  }
}

function funnelTo(pen, storm, {left, right}, top, colours) {
  const x = (ms) => left + (right - left) * ms / storm.run;
  const [from, to] = [x(storm.origin), x(storm.origin + storm.length * storm.tick)];
  pen.fillStyle = faint(colours.link, 0.16);
  pen.beginPath();
  pen.moveTo(from - 1, top);
  pen.lineTo(Math.max(to, from) + 1, top);
  pen.lineTo(right, top + funnel + head);
  pen.lineTo(left, top + funnel + head);
  pen.fill();
  rule(pen, (from + to) / 2, top - runHeight, (from + to) / 2, top, colours.link, 2);
}

// strip draws the window: how full the burst's window is, each 401, the ban, and the view's frame.
function strip(pen, {storm, scale: shown, colours}, {left, right}, top) {
  const bottom = top + stripHeight;
  const scale = scaleOf([0, storm.length], left, right);
  const [burst] = storm.meters;
  const most = Math.max(burst.limit * 1.2, ...burst.steps.map((step) => step.n));
  box(pen, left, top, right, bottom, colours.band);
  if (storm.ban) {
    box(pen, scale(Math.max(0, storm.ban.at)), top, right, bottom, faint(colours.refused, 0.25));
  }
  for (let px = left; px < right; px++) {
    const n = Math.max(held(burst, scale.invert(px)), held(burst, scale.invert(px + 1)));
    if (n > 0) box(pen, px, bottom - 6 - (stripHeight - 8) * n / most, px + 1, bottom - 6, faint(colours.meter, 0.55));
  }
  for (const call of storm.calls) {
    if (call.status === 401 && call.judged !== null) {
      box(pen, scale(call.judged), bottom - 5, scale(call.judged) + 1.2, bottom, colours.refused);
    }
  }
  frame(pen, shown.view.map(scale), {left, right, top, bottom}, colours);
  const text = `${(storm.length * storm.tick / 1000).toFixed(1)} s from ${when(storm, 0)}: drag to choose`;
  write(pen, text, left, top - 8, colours.quiet);
}

function frame(pen, [x0, x1], {left, right, top, bottom}, colours) {
  box(pen, left, top, x0, bottom, faint(colours.paper, 0.6));
  box(pen, x1, top, right, bottom, faint(colours.paper, 0.6));
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.5;
  pen.strokeRect(x0, top + 0.5, Math.max(2, x1 - x0), bottom - top - 1);
  for (const x of [x0, x1]) box(pen, x - 2.5, (top + bottom) / 2 - 8, x + 2.5, (top + bottom) / 2 + 8, colours.ink);
}

// brush lets a pointer choose the view: within the frame it is moved, at its edges it is widened,
// elsewhere a new one is drawn.
export function brush(canvas, {scene, show}) {
  let drag = null;
  const at = (event) => {
    const {panels, storm} = scene();
    const x = event.clientX - canvas.getBoundingClientRect().left;
    return scaleOf([0, storm.length], panels.left, panels.right).invert(x);
  };
  canvas.addEventListener('pointerdown', (event) => {
    const {scale, storm, panels} = scene();
    const [from, to] = scale.view;
    const begin = at(event);
    const near = 6 * storm.length / (panels.right - panels.left);
    const edge = Math.abs(begin - from) < near ? to : Math.abs(begin - to) < near ? from : null;
    const inside = edge === null && begin > from && begin < to;
    drag = inside ? (now) => [from + now - begin, to + now - begin] :
      (now) => [Math.min(edge ?? begin, now), Math.max(edge ?? begin, now)];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (drag) show(fit(drag(at(event)), scene().storm.length));
  });
  for (const over of ['pointerup', 'pointercancel']) canvas.addEventListener(over, () => { drag = null; });
}
