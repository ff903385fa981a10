// Builds ../dist/page.html: the shell with style and script inlined, and a place for the figures.
import {build} from 'esbuild';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';

const here = new URL('./', import.meta.url);
const dist = new URL('../dist/', here);

async function bundle(entry) {
  const result = await build({
    entryPoints: [new URL(entry, here).pathname], bundle: true, minify: true, write: false,
    format: 'esm', target: ['chrome111', 'firefox115', 'safari16.4'], legalComments: 'none',
    charset: 'utf8', logLevel: 'warning',
  });
  return result.outputFiles[0].text.trim();
}

const style = await bundle('style.css');
const script = await bundle('src/main.js');
// Functions as replacements, for the texts may hold $& and its like.
const page = (await readFile(new URL('index.html', here), 'utf8'))
    .replace('/* style */', () => style).replace('/* script */', () => script);
await mkdir(dist, {recursive: true});
await writeFile(new URL('page.html.new', dist), page);
await rename(new URL('page.html.new', dist), new URL('page.html', dist));
