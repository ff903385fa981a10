import {faint} from './palette.js';
import {box, rule, write} from './pen.js';

// fullest is the highest that any meter stands within a view, as a share of its limit.
export function fullest(storm, [from, to]) {
  let most = 0;
  for (const {steps, limit} of storm.meters) {
    steps.forEach((step, i) => {
      const ends = steps[i + 1]?.at ?? storm.length;
      if (step.at <= to && ends >= from) most = Math.max(most, step.n / limit);
    });
  }
  return most;
}

// ceiling is what the meters' axis reaches to, as a share of the limits: the threshold is always
// seen, and what goes far beyond it leaves the picture.
export const ceiling = (storm, view) => Math.min(2.2, Math.max(1.3, 1.12 * fullest(storm, view)));

// drawMeters draws how full the windows are against their limits: one line is the limit of both.
export function drawMeters(pen, scene) {
  const {storm, panels, scale, colours} = scene;
  const {top, bottom} = panels.meter;
  const most = ceiling(storm, scale.view);
  const y = (share) => bottom - (bottom - top) * Math.min(share, most) / most;
  const [burst, average] = storm.meters;
  const limit = y(1);
  rule(pen, panels.left, bottom, panels.right, bottom, colours.line);
  area(pen, scene, burst, y, bottom, faint(colours.meter, 0.3));
  pen.save();
  pen.beginPath();
  pen.rect(panels.left, top - 20, panels.right - panels.left, limit - top + 20);
  pen.clip();
  area(pen, scene, burst, y, bottom, faint(colours.refused, 0.75));
  pen.restore();
  line(pen, scene, average, y, colours.average, 1.5, [5, 3]);
  line(pen, scene, burst, y, colours.meter, 1.8);
  rule(pen, panels.left, limit, panels.right, limit, colours.ink, 1.2);
  numbers(pen, scene, burst, y);
  limitName(pen, scene, limit);
}

function area(pen, {scale, storm}, {steps, limit}, y, bottom, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(scale(0), bottom);
  outline(pen, scale, storm, steps, (n) => y(n / limit));
  pen.lineTo(scale(storm.length), bottom);
  pen.fill();
}

function line(pen, {scale, storm}, {steps, limit}, y, colour, width, dash = []) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  outline(pen, scale, storm, steps, (n) => y(n / limit));
  pen.stroke();
  pen.setLineDash([]);
}

function outline(pen, scale, storm, steps, height) {
  steps.forEach((step, i) => {
    pen.lineTo(scale(step.at), height(step.n));
    pen.lineTo(scale(steps[i + 1]?.at ?? storm.length), height(step.n));
  });
}

// numbers counts the hits up to the first beyond the limit, left of their steps where nothing else
// is: each count that was not reached before, as far as they stand apart, and that first always.
function numbers(pen, {panels, scale, colours}, {steps, limit}, y) {
  let free = panels.left + 12;
  let most = steps[0].n;
  steps.forEach((step) => {
    const x = scale(step.at);
    const over = step.n > limit;
    if (step.n <= most || most > limit) return;
    most = step.n;
    if (x < panels.left) return;
    if (!over && x - 12 < free) return;
    write(pen, String(step.n), x - 4, y(step.n / limit) + (over ? -3 : 1),
        over ? colours.refused : colours.quiet,
        {size: over ? 14 : 10, weight: over ? 800 : 400, align: 'right'});
    free = x;
  });
}

// limitName tells in the picture what the line is.
function limitName(pen, {storm, panels, colours}, limit) {
  const [burst, average] = storm.meters;
  const text = panels.narrow ? `limit ${burst.limit} in ${burst.span / 1000} s` :
    `limit: ${burst.limit} hits in ${burst.span / 1000} s, ${average.limit} in ${average.span / 1000} s`;
  write(pen, text, panels.left + 6, limit - 8, colours.ink, {size: 10, weight: 600});
}

export function meterName(pen, {storm, panels, colours}) {
  const {top, bottom} = panels.meter;
  const y = (top + bottom) / 2;
  const small = {size: panels.narrow ? 10 : 11, align: 'right'};
  write(pen, panels.narrow ? 'hits' : 'token hits', panels.left - 8, y - 7, colours.ink,
      {...small, weight: 600});
  write(pen, `in ${storm.meters[0].span / 1000} s`, panels.left - 8, y + 7, colours.quiet, small);
  box(pen, panels.left - 1, top, panels.left, bottom, colours.line);
}
