import {paperWidth, printCharts, screenCharts} from './chart.js';
import {printStorms} from './storms.js';
import {printTheme} from './theme.js';

// onPaper lets everything be on paper: each section open, each chart drawn, in light colours. Once
// printed, what was closed is closed again.
export function onPaper(sections) {
  let closed = [];
  addEventListener('beforeprint', () => {
    printTheme(true);
    const before = new Set(document.querySelectorAll('details[open]'));
    for (const section of sections()) section.open();
    printCharts();
    printStorms(paperWidth);
    closed = [...document.querySelectorAll('details')].filter((d) => !before.has(d));
    for (const d of closed) d.open = true;
  });
  addEventListener('afterprint', () => {
    for (const d of closed) d.open = false;
    printTheme(false);
    screenCharts();
    printStorms();
  });
}
