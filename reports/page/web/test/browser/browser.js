import {chromium} from 'playwright-core';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

// The page under test: PAGE names it. CHROMIUM names the browser where it is not Debian's.
const file = resolve(process.env.PAGE ?? '../../out/browser/index.html');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const address = pathToFileURL(file).href;
export const desktop = {width: 1280, height: 900};
export const phone = {width: 360, height: 740};

export const launch = () => chromium.launch({executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync']});

// open opens the page, and notes whatever it complains of or asks for.
export async function open(browser, viewport = desktop, more = {}) {
  const page = await browser.newPage({viewport, reducedMotion: 'reduce', ...more});
  page.complaints = [];
  page.requests = [];
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && page.complaints.push(m.text()));
  page.on('pageerror', (e) => page.complaints.push(String(e)));
  page.on('request', (r) => page.requests.push(r.url()));
  await page.goto(address);
  await page.waitForSelector('[data-ready]');
  return page;
}

// openAll opens every section, or the first so many scenarios, and scrolls through the page, as a reader
// does.
export async function openAll(page, scenarios = 100) {
  await page.evaluate((n) => {
    for (const s of [...document.querySelectorAll('.scenario')].slice(0, n)) s.open();
    for (const d of document.querySelectorAll('main details:not(.chapter)')) d.open = true;
  }, scenarios);
  await page.evaluate(async () => {
    for (const canvas of document.querySelectorAll('.canvas')) {
      canvas.scrollIntoView({behavior: 'instant', block: 'center'});
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    }
  });
}

// undrawn lists the charts that show nothing.
export const undrawn = (page) => page.evaluate(() => [...document.querySelectorAll('figure.chart')]
    .filter((f) => f.querySelectorAll('.canvas svg path').length < 2)
    .map((f) => `${f.closest('section')?.id}: ${f.querySelector('figcaption').textContent}`));
