import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {desktop, launch, open, phone} from './browser.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// review opens the page at the answers of the design review, which a page that has nothing else begins
// with: below its title, which takes some of the screen.
async function review(viewport) {
  const page = await open(browser, {...viewport, height: viewport.height - title});
  await page.locator('#review').evaluate((e) => e.scrollIntoView({block: 'start', behavior: 'instant'}));
  return page;
}

const title = 70; // CSS pixels

// inView lists those of the elements that are wholly within the first screen.
const inView = (page, selector) => page.$$eval(selector, (all) => all.filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}).map((e) => e.closest('.answer')?.id ?? e.id));

const questions = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8'];

test('the first screen holds all questions, answers, marks, and what to build until when', async () => {
  const page = await review(desktop);
  for (const part of ['.question', '.badge', '.headline']) {
    assert.deepEqual(await inView(page, `.answer > summary > ${part}`), questions, part);
  }
  assert.deepEqual(await inView(page, '#build'), ['build']);
  const told = await page.textContent('.recommendation > dl');
  assert.match(told, /It would change if|Not settled if|It stays if/);
  assert.equal((await inView(page, '.recommendation > dl')).length, 1);
});

test('the first screen of a phone holds what to build and the first answers', async () => {
  const page = await review(phone);
  assert.deepEqual(await inView(page, '#build'), ['build']);
  assert.ok((await inView(page, '.answer > summary > .headline')).length >= 1);
});

test('an alternative is told with its verdict and how often it is banned', async () => {
  const page = await open(browser, desktop);
  const row = await page.textContent('.recommendation > dl');
  assert.match(row, /Nodes share nothing\S* ?[^✓✕?]*[✓✕?] (PASS|FAIL|INCONCLUSIVE) passes \d+ of \d+ .*banned in \d+ of \d+ runs/);
});

test('a condition that is not settled does not hold', async () => {
  const page = await open(browser, desktop);
  for (const text of await page.$$eval('.conditions li', (all) => all.map((l) => l.textContent))) {
    assert.doesNotMatch(text, /^(Holds|Changes).*(Not settled|It changes|It stays)/);
  }
});
