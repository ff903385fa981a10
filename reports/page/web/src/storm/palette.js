import {dark, light} from '../page/colours.js';

// The colours of a storm: those of the page, by what they mean here, and its own.
const stormy = (page, own) => ({
  ...page, token: page.tail, good: page.median, refused: page.bad, link: page.fault, meter: page.good,
  average: page.tail, ...own,
});
const onLight = stormy(light, {band: '#f5f6f8', wait: '#dde1e6', api: '#56b4e9', banned: '#1c2127',
  life: '#9bd0c0', lifeTwo: '#c5e4da', lifeInk: '#0b4a38'});
const onDark = stormy(dark, {band: '#1b2127', wait: '#39424c', api: '#3f9fd8', banned: '#b4bdc7',
  life: '#1f6b57', lifeTwo: '#164d3f', lifeInk: '#d2f3e8'});

export const colours = (theme) => theme === 'dark' ? onDark : onLight;

// faint lets what lies below shine through.
export const faint = (colour, alpha) =>
  colour + Math.round(255 * alpha).toString(16).padStart(2, '0');

export const font = (size, weight = 400) =>
  `${weight} ${size}px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif`;
