import {font} from './palette.js';

// prepare makes a canvas as sharp as the screen, and returns its context in CSS pixels.
export function prepare(canvas, width, height) {
  const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

export function box(pen, x0, y0, x1, y1, colour) {
  pen.fillStyle = colour;
  pen.fillRect(x0, y0, x1 - x0, y1 - y0);
}

export function rule(pen, x0, y0, x1, y1, colour, width = 1, dash = []) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
  pen.setLineDash([]);
}

export function cross(pen, x, y, size, colour, width = 1.6) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x - size, y - size);
  pen.lineTo(x + size, y + size);
  pen.moveTo(x + size, y - size);
  pen.lineTo(x - size, y + size);
  pen.stroke();
}

export function dot(pen, x, y, size, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.fill();
}

export function write(pen, text, x, y, colour, {size = 11, weight = 400, align = 'left',
  base = 'middle'} = {}) {
  pen.font = font(size, weight);
  pen.textAlign = align;
  pen.textBaseline = base;
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

// tag writes on a box of its own, which covers what lies below, and stays between two edges.
export function tag(pen, text, x, y, ink, paper, {size = 11, weight = 600, from, to}) {
  pen.font = font(size, weight);
  const width = pen.measureText(text).width + 10;
  const left = Math.min(Math.max(from, x), to - width);
  box(pen, left, y - 9, left + width, y + 9, paper);
  write(pen, text, left + 5, y + 0.5, ink, {size, weight});
}
