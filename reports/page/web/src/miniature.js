import {unfold} from './figures.js';

const wide = 240;
const tall = 56;

// miniature draws a timeline in small: the fuller window on a logarithmic scale from 5 % to 10,000 %
// of its threshold, bans shaded, 401s below. Its colours follow the style sheet, so that it need not
// be drawn anew when the theme changes.
export function miniature(chapter, {timeline: t, summary: {headroom}}) {
  const x = (ms) => (wide * ms / chapter.length_ms).toFixed(1);
  const y = (part) => {
    const share = Math.log10(Math.min(Math.max(part, 0.05), 100) / 0.05) / Math.log10(100 / 0.05);
    return (tall * (1 - share)).toFixed(1);
  };
  const trace = (short, limit) => {
    let path = '';
    let last = -1;
    unfold(short).forEach((n, i) => {
      if (n !== last) path += `${i === 0 ? 'M0 ' + y(n / limit) : `H${x(i * t.bin_ms)}V${y(n / limit)}`}`;
      last = n;
    });
    return `${path}H${wide}`;
  };
  const bans = t.bans.map((b) => `M${x(b.from_ms)} 0H${x(b.until_ms)}V${tall}H${x(b.from_ms)}Z`).join('');
  const refused = unfold(t.refused).map((n, i) => n > 0 ?
    `M${x(i * t.bin_ms)} ${tall + 5}h${Math.max(0.8, wide * t.bin_ms / chapter.length_ms).toFixed(2)}` : '').join('');
  const svg = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg" class="miniature"
    viewBox="0 -2 ${wide} ${tall + 10}" preserveAspectRatio="none" aria-hidden="true">
    <path class="ban" d="${bans}"/><path class="threshold" d="M0 ${y(1)}H${wide}"/>
    <path class="average" d="${trace(t.average, headroom.average_limit)}"/>
    <path class="burst" d="${trace(t.burst, headroom.burst_limit)}"/>
    <path class="refused" d="${refused}"/></svg>`, 'image/svg+xml');
  return document.importNode(svg.documentElement, true);
}
