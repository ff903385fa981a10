import {h} from '../page/dom.js';
import {series} from './series.js';
import {clock, count, digits} from '../page/format.js';

// hover shows beside the pointer what a mark stands for, or what the curves are at that time.
export function hover(canvas, picture) {
  const tip = h('div', {class: 'tip', hidden: true});
  canvas.addEventListener('pointermove', (e) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [e.clientX - box.left, e.clientY - box.top];
    const lines = e.target.closest?.('[data-tip]')?.dataset.tip.split('\n') ?? curves(picture, x, y);
    tip.hidden = !lines;
    if (!lines) return;
    if (tip.parentNode !== canvas) canvas.append(tip);
    tip.replaceChildren(h('strong', {}, lines[0]), ...lines.slice(1).map((l) => h('span', {}, l)));
    tip.style.left = `${Math.max(0, Math.min(x + 14, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(0, y + 16)}px`;
  });
  canvas.addEventListener('pointerleave', () => { tip.hidden = true; });
}

// curves tells the time under the pointer, and what each curve is then.
function curves({places}, x, y) {
  const at = places?.find(({panel, x0, x1, y0, y1}) => panel.x?.time && x >= x0 && x <= x1 && y >= y0 && y <= y1);
  if (!at) return null;
  const {min, max} = at.panel.x;
  const ms = min + (x - at.x0) / (at.x1 - at.x0) * (max - min);
  return [clock(ms, at.panel.x.begins), ...(at.panel.marks ?? []).filter((m) => m.values && m.hover).map((m) => {
    const all = series(m);
    const n = all[Math.min(all.length - 1, Math.floor((ms - (m.x ?? 0)) / m.step))];
    return m.scale ? `${m.hover}: ${digits(n * m.scale)} ${m.unit}` : `${m.hover}: ${count(n)}`;
  })];
}
