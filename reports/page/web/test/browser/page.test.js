import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {address, launch, open, openAll, phone, undrawn} from './browser.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
let whole; // the page with all of it open, for tests that only look at it: opening it takes longest
before(async () => {
  browser = await launch();
  whole = await open(browser);
  await openAll(whole);
});
after(() => browser.close());

test('it asks for nothing but itself, and complains of nothing', async () => {
  assert.deepEqual(whole.complaints, []);
  assert.deepEqual(whole.requests.filter((r) => !r.startsWith('data:')), [address]);
});

test('every chart of every scenario is drawn, and has a table that says the same', async () => {
  const perScenario = await whole.$$eval('.scenario', (all) => all.map((s) => s.querySelectorAll('figure.chart').length));
  assert.ok(perScenario.length >= 3);
  for (const charts of perScenario) assert.ok(charts >= 5, `${charts} charts`);
  assert.deepEqual(await undrawn(whole), []);
  const untold = await whole.$$eval('figure.chart', (all) => all.filter((f) =>
    f.querySelectorAll('.as-table tbody tr').length === 0).map((f) => f.textContent.slice(0, 60)));
  assert.deepEqual(untold, []);
});

test('it has no serious accessibility violation, light or dark, closed or open', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await open(browser, undefined, {colorScheme});
    for (const state of ['closed', 'open']) {
      if (state === 'open') await openAll(page, 2); // of two scenarios all kinds of things are to be seen
      await page.evaluate(axe);
      const {violations} = await page.evaluate(() => axe.run({resultTypes: ['violations']}));
      assert.deepEqual(violations.filter((v) => ['serious', 'critical'].includes(v.impact))
          .map((v) => `${colorScheme}, ${state}: ${v.id} ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].failureSummary}`), []);
    }
    await page.close();
  }
});

test('the filter shortens list and sections together', async () => {
  const page = await open(browser);
  const shown = () => page.$$eval('.scenario', (all) => all.filter((s) => !s.hidden).map((s) => s.id));
  const listed = () => page.$$eval('nav .filter li', (all) => all.filter((l) => !l.hidden).map((l) => l.textContent));
  const everything = await shown();
  await page.fill('[name=words]', everything[0]);
  assert.ok((await shown()).includes(everything[0]));
  assert.ok((await shown()).length < everything.length);
  assert.deepEqual(await listed(), await shown());
  await page.click('button[type=reset]');
  await page.waitForFunction((n) => document.querySelectorAll('.scenario:not([hidden])').length === n, everything.length);
  await page.fill('[name=words]', 'no scenario says this');
  assert.deepEqual(await shown(), []);
  assert.match(await page.textContent('[role=status]'), /^0 of /);
});

test('the keyboard reaches the content, each section, and what is in it', async () => {
  const page = await open(browser);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  const reached = new Set();
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (e === document.body) return null;
      const box = getComputedStyle(e);
      if (e.matches('summary') && !e.parentElement.open) e.dataset.closed = 'yes';
      return {what: `${e.tagName} ${e.textContent.slice(0, 40)}`, ringed: box.outlineStyle !== 'none',
        chapter: e.matches('.chapter > summary') && e.closest('section').id, pressed: e.matches('[aria-pressed]')};
    });
    if (at === null) break;
    assert.ok(at.ringed, `${at.what} does not show that it has the focus`);
    if (at.chapter && !reached.has(at.chapter)) {
      reached.add(at.chapter);
      if (reached.size === 1) await page.keyboard.press('Enter');
    }
    if (at.pressed && !reached.has('miniature')) {
      reached.add('miniature');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
    }
  }
  const chapters = await page.$$eval('.scenario', (all) => all.map((s) => s.id));
  assert.deepEqual([...reached].filter((r) => r !== 'miniature').sort(), chapters.sort());
  assert.ok(reached.has('miniature'));
});

test('dark is what the system wishes, or the button, and the charts follow', async () => {
  const page = await open(browser, undefined, {colorScheme: 'dark'});
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const paper = () => page.evaluate(() => getComputedStyle(document.querySelector('main > section')).backgroundColor);
  assert.equal(await theme(), 'dark');
  const dark = await paper();
  await page.evaluate(() => document.querySelector('.scenario').open());
  const canvas = page.locator('.scenario .canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  await canvas.locator('svg').waitFor();
  const before = await canvas.innerHTML();
  await page.click('header .tools button');
  assert.equal(await theme(), 'light');
  assert.notEqual(await paper(), dark);
  assert.notEqual(await canvas.innerHTML(), before);
});

test('on paper are the answers, the verdicts and what is open, drawn and light, and afterwards all is as it was', async () => {
  const page = await open(browser, undefined, {colorScheme: 'dark'});
  await page.evaluate(() => document.querySelector('.scenario').open());
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.$$eval('.answer:not([open])', (all) => all.length), 0);
  const shown = (selector) => page.$$eval(selector, (all) => all.map((s) => [...s.querySelectorAll('.verdicts')]
      .filter((table) => table.getClientRects().length > 0).length));
  assert.deepEqual([...new Set(await shown('.scenario'))], [1], 'each scenario has one table of verdicts');
  const untouched = await page.$$eval('.canvas', (all) => all.filter((c) => c.clientWidth > 0 && !c.querySelector('svg')).length);
  assert.equal(untouched, 0);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  await page.emulateMedia({media: 'print'});
  const wide = await page.$$eval('.canvas svg', (all) => Math.max(...all.map((s) => s.getBoundingClientRect().width)));
  assert.ok(wide <= 690, `a chart is ${wide} px wide`);
  await page.emulateMedia({media: 'screen'});
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.$$eval('.chapter[open]', (all) => all.length), 1);
  assert.equal(await page.$$eval('.answer[open], .on-paper', (all) => all.length), 0);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

test('a printed report is short', async () => {
  const page = await open(browser);
  const chapters = (await page.$$('.scenario')).length;
  const pdf = await page.pdf({preferCSSPageSize: true});
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages > 3 && pages < Math.min(40, 18 + chapters), `${pages} pages of ${chapters} scenarios`);
});

test('who survived where is not cut off', async () => {
  const page = await open(browser);
  const cut = await page.$$eval('.scroll:has(.overview)', (all) => all.map((s) => s.scrollWidth - s.clientWidth));
  assert.ok(cut.length >= 1);
  assert.deepEqual(cut.filter((n) => n > 0), []);
});

test('an imposed ban is not held against anybody', async () => {
  const page = await open(browser);
  const cells = await page.$$eval('.overview', (tables) => tables.flatMap((table) => {
    const column = [...table.querySelectorAll('thead th')].findIndex((c) => c.textContent === 'ban-fallen');
    return column < 0 ? [] : [...table.querySelectorAll('tbody tr')].filter((row) => row.cells[0].textContent === 'clairvoyant')
        .map((row) => row.cells[column].className);
  }));
  assert.deepEqual(cells, ['survives']);
});

test('a phone scrolls downwards only', async () => {
  const page = await open(browser, phone);
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(await beyond(), 0);
  await openAll(page);
  assert.equal(await beyond(), 0);
  assert.deepEqual(await undrawn(page), []);
});

test('classes, groups, lost sessions and times of day are shown', async () => {
  const page = await open(browser);
  await page.evaluate(() => document.querySelector('#town').open());
  const captions = await page.$$eval('#town .parts caption', (all) => all.map((c) => c.textContent.split(':')[0]));
  assert.deepEqual(captions, ['By class', 'By group']);
  assert.match(await page.textContent('#town'), /naive: \d+ sessions lost, signed out for .* The first, of customer \d, at 08:\d\d:/);
  const chart = page.locator('#town figure.chart', {hasText: 'Who is served over the run'});
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.canvas > svg').waitFor();
  const words = () => chart.locator('.canvas > svg text').allTextContents();
  const hours = async () => (await words()).filter((word) => word.includes(':'));
  assert.deepEqual(await hours(), ['8:00', '8:15', '8:30', '8:45', '9:00', '9:15', '9:30', '9:45', '10:00']);
  assert.match(await chart.textContent(), /load: labels/, 'the key names the loads');
  assert.match(await chart.textContent(), /Loads: labels 09:00:00 to 09:29:42\./);
  await chart.locator('.zoom button[aria-label="closer"]').click();
  assert.deepEqual(await hours(), ['8:30', '8:40', '8:50', '9:00', '9:10', '9:20', '9:30'], 'when zoomed, too');
  await chart.locator('.zoom button[aria-label="the whole run"]').click();
  await chart.locator('.canvas [data-tip*="signed out"]').first().hover({force: true});
  assert.match(await chart.locator('.tip').textContent(), /customer \d signed out: request \d+ of node \d/);
});
