import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {readFile} from 'node:fs/promises';
import {address, desktop, launch, open, phone} from './browser.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const narrow = {width: 1024, height: 768};

test('the page opens on the scenarios that were named, each with its answer and its verdict', async () => {
  const page = await open(browser, desktop);
  const first = await page.$eval('main', (main) => main.firstElementChild.textContent);
  assert.match(first, /^\d+ scenarios/);
  const listed = await page.$$eval('.contents li', (all) => all.map((l) => [l.querySelector('a').getAttribute('href'), l.querySelector('.badge').textContent]));
  const own = await page.$$eval('.own', (all) => all.map((s) => `#${s.id}`));
  assert.deepEqual(listed.map(([href]) => href), own);
  assert.ok(listed.length >= 3);
  for (const [, badge] of listed) assert.match(badge, /^[✓✕?] /);
});

test('of a scenario headline, matrix and what it is made from fit one screen', async () => {
  const page = await open(browser, desktop);
  await page.locator('#S2').evaluate((e) => e.scrollIntoView({block: 'start', behavior: 'instant'}));
  for (const part of ['h2', '.verdicts tbody tr:first-child', '.note']) {
    const box = await page.locator(`#S2 ${part}`).first().boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= desktop.height, `${part} at ${box.y}`);
  }
  assert.match(await page.textContent('#S2 .note'), /^Made from [\d,]+ runs of .*seeds 1 to \d+\./);
});

for (const viewport of [desktop, narrow]) {
  test(`no matrix loses a column at ${viewport.width} pixels`, async () => {
    const page = await open(browser, viewport);
    await page.evaluate(() => { for (const s of document.querySelectorAll('.scenario')) s.open(); });
    const cut = await page.$$eval('.scroll:has(.verdicts)', (all) => all.map((s) => ({
      of: s.closest('section[id]').id, columns: s.querySelectorAll('thead th').length, beyond: s.scrollWidth - s.clientWidth})));
    assert.ok(cut.some((c) => c.of === 'two-nodes' && c.columns === 5));
    assert.deepEqual(cut.filter((c) => c.beyond > 0), []);
  });
}

test('rows that are alike are one, and unfold by mouse and by keyboard', async () => {
  const page = await open(browser, desktop);
  const matrix = page.locator('.own:has(tr.fold)').first();
  const button = matrix.locator('tr.fold button').first();
  const shown = () => matrix.locator('tr.within').filter({visible: true}).count();
  const [, told] = (await button.textContent()).match(/^(\d+) strategies alike$/);
  assert.equal(await shown(), 0);
  await button.click();
  assert.equal(await shown(), Number(told));
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await button.press('Enter');
  assert.equal(await shown(), 0);
});

test('the order of the rows is the reader\'s', async () => {
  const page = await open(browser, desktop);
  const matrix = page.locator('.own .standings').first();
  const names = () => matrix.locator('tbody th').evaluateAll((all) => all.filter((th) => !th.parentElement.matches('.fold'))
      .map((th) => th.textContent));
  const before = await names();
  await matrix.locator('select').selectOption('name');
  const after = (await names()).filter((n) => before.includes(n));
  assert.equal(after.length, before.length);
  await matrix.locator('tr.fold button').evaluateAll((all) => all.forEach((b) => b.click()));
  await matrix.locator('select').selectOption('given');
  assert.equal((await names()).toSorted().join(), before.toSorted().join());
});

test('on a phone the list comes first, and each answer has room', async () => {
  const page = await open(browser, phone);
  const box = await page.locator('.contents').boundingBox();
  assert.ok(box.y < phone.height && box.width <= phone.width);
});

test('the study can be saved, as the file that stands beside the page', async () => {
  const page = await open(browser, desktop);
  const link = page.locator('#S1 a[download]');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'two-nodes-study.zip');
  const beside = await readFile(new URL('two-nodes-study.zip', address));
  assert.deepEqual(await readFile(await download.path()), beside);
});
