// Builds ../dist/page.html: the shell with style and script inlined, and a place for the figures; and
// ../dist/licences.txt: those of the packages that are in it.
import {build} from 'esbuild';
import {mkdir, readFile, readdir, rename, writeFile} from 'node:fs/promises';

const here = new URL('./', import.meta.url);
const dist = new URL('../dist/', here);

const packages = new Set();

async function bundle(entry) {
  const result = await build({
    entryPoints: [new URL(entry, here).pathname], bundle: true, minify: true, write: false,
    format: 'esm', target: ['chrome111', 'firefox115', 'safari16.4'], legalComments: 'none',
    charset: 'utf8', logLevel: 'warning', metafile: true,
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    const [, name] = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
    if (name) packages.add(name);
  }
  return result.outputFiles[0].text.trim();
}

// licences are the texts that the packages ask to be handed on.
async function licences() {
  let text = '';
  const named = [];
  for (const name of [...packages].sort()) {
    const folder = new URL(`node_modules/${name}/`, here);
    const {version, license} = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'));
    named.push(`${name} ${version} (${license})`);
    for (const file of (await readdir(folder, {withFileTypes: true})).filter((f) => f.isFile())
        .map((f) => f.name).sort()) {
      if (/^(licen[cs]e|notice)/i.test(file)) {
        text += `${name} ${version}, ${file}\n\n${(await readFile(new URL(file, folder), 'utf8')).trim()}\n\n\n`;
      }
    }
  }
  return {text, named: named.join(', ')};
}

// put writes a file that is complete or not there.
async function put(name, text) {
  await writeFile(new URL(`${name}.new`, dist), text);
  await rename(new URL(`${name}.new`, dist), new URL(name, dist));
}

const style = await bundle('style.css');
const script = await bundle('src/main.js');
const {text, named} = await licences();
// Functions as replacements, for the texts may hold $& and its like.
const page = (await readFile(new URL('index.html', here), 'utf8'))
    .replace('/* style */', () => style).replace('/* script */', () => script)
    .replace('/* licences */', () => named);
await mkdir(dist, {recursive: true});
await put('page.html', page);
await put('licences.txt', text);
