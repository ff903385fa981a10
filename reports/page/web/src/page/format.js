// Numbers as the tables of the report print them (internal/unit/printed.go).

export const none = '–';

// count prints a whole number with a comma between groups of three digits.
export const count = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

// counted prints n with its noun, which takes an s unless n is 1.
export const counted = (n, noun) => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

// digits prints v to three significant digits, without an exponent or idle zeros.
export function digits(v) {
  if (v === 0) return '0';
  const decimals = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(v)))));
  const text = v.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  const [whole, part] = short.split('.');
  return part === undefined ? count(Number(whole)) : `${whole}.${part}`;
}

// bound keeps a value and its unit, or its sign, in one line: 99.9 %, < 4.8 %.
export const bound = (text) => text.replace(/([<>≥≤]) (\d)/g, '$1\u00a0$2').replace(/(\d) (%|ms|s|min|h)(?![a-z])/g, '$1\u00a0$2');

// share prints k of n in per cent; nearly all is not all, and nearly none is not none.
export function share(k, n) {
  if (n === 0) return none;
  const percent = 100 * k / n;
  if (k === 0 || k === n) return `${percent} %`;
  if (percent < 0.1) return '< 0.1 %';
  if (percent > 99.9) return '> 99.9 %';
  return `${percent.toFixed(1)} %`;
}

// latency prints milliseconds in the unit that suits.
export function latency(ms) {
  if (ms < 999.5) return `${digits(ms)} ms`;
  if (ms < 600_000) return `${digits(ms / 1000)} s`;
  if (ms < 6_000_000) return `${digits(ms / 60_000)} min`;
  return `${digits(ms / 3_600_000)} h`;
}

// instant prints a time since the run's start as h:mm:ss.mmm; of a run that begins at a time of day, in
// milliseconds, the time of day as hh:mm:ss.mmm.
export function instant(ms, begins = null) {
  const day = begins !== null;
  const whole = day ? (Math.floor(ms) + begins) % 86_400_000 : Math.floor(ms);
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3_600_000);
  return `${day ? two(hours) : hours}:${two(Math.floor(whole / 60_000) % 60)}:` +
      `${two(Math.floor(whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}

// clock is an instant without its milliseconds, for axes.
export const clock = (ms, begins = null) => instant(ms, begins).replace(/\.\d+$/, '');

// length prints a length of time without the units that are zero: 8h, 10m, 1h30m.
export function length(ms) {
  const parts = [[3_600_000, 'h'], [60_000, 'm'], [1000, 's'], [1, 'ms']];
  let text = '';
  let left = Math.round(ms);
  for (const [size, unit] of parts) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) text += `${n}${unit}`;
  }
  return text || '0s';
}
