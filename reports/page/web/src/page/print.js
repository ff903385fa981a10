import {paperWidth, printCharts, screenCharts} from '../charts/chart.js';
import {printStorms} from '../storm/storms.js';
import {printTheme} from './theme.js';

// onPaper puts on paper what a review reads: every answer, the studies, and of each scenario its
// verdicts, or all of it where it is open; in light colours. Once printed, all is as it was.
export function onPaper(sections) {
  let undo = [];
  addEventListener('beforeprint', () => {
    printTheme(true);
    for (const d of document.querySelectorAll('.answer:not([open]), .abouts:not([open])')) {
      d.open = true;
      undo.push(() => { d.open = false; });
    }
    for (const section of sections()) {
      if (section.isOpen()) continue;
      const verdicts = section.verdicts();
      section.append(verdicts);
      undo.push(() => verdicts.remove());
    }
    printCharts();
    printStorms(paperWidth);
  });
  addEventListener('afterprint', () => {
    for (const back of undo) back();
    undo = [];
    printTheme(false);
    screenCharts();
    printStorms();
  });
}
