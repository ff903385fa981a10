import {dark, light} from './colours.js';

const wishes = matchMedia('(prefers-color-scheme: dark)');
const listeners = [];
let chosen = remembered(); // light, dark, or empty: as the system has it
let printing = false;

export const themeName = () => printing ? 'light' : chosen || (wishes.matches ? 'dark' : 'light');
export const palette = () => themeName() === 'dark' ? dark : light;

// onTheme calls back whenever the theme has changed.
export const onTheme = (listener) => listeners.push(listener);

export function toggleTheme() {
  chosen = themeName() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', chosen);
  } catch { /* a page from a disk may not be allowed to remember */ }
  applyTheme();
}

// printTheme makes the page light while it is printed.
export function printTheme(begins) {
  printing = begins;
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = themeName();
  for (const listener of listeners) listener(themeName());
}

wishes.addEventListener('change', applyTheme);

function remembered() {
  try {
    return localStorage.getItem('theme') ?? '';
  } catch {
    return '';
  }
}
