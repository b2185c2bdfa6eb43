// Cuts the two typefaces to what the pages need and writes them, with their licences, to internal/web/assets.
// Latin with ı Œ œ is one file, loaded at once; the rest of Latin is a second one, loaded only where a page needs it.
import subsetFont from 'subset-font';
import fs from 'node:fs';

const from = new URL('./node_modules/@fontsource-variable/', import.meta.url);
const to = new URL('../../internal/web/assets/', import.meta.url);
const range = (a, b) => Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i)).join('');
const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + 'ıŒœ' + range(0x2010, 0x2027) + '′″‹›€№™←→−';
const rest = range(0x100, 0x24f) + range(0x1e00, 0x1eff) + range(0x2b0, 0x2ff);
const serif = { wght: 560 }, sans = { wght: { min: 400, max: 700 } };

for (const [file, out, chars, variationAxes] of [
  ['newsreader/files/newsreader-latin-wght-normal.woff2', 'newsreader.woff2', latin, serif],
  ['newsreader/files/newsreader-latin-ext-wght-normal.woff2', 'newsreader-ext.woff2', rest, serif],
  ['public-sans/files/public-sans-latin-wght-normal.woff2', 'public-sans.woff2', latin, sans],
  ['public-sans/files/public-sans-latin-ext-wght-normal.woff2', 'public-sans-ext.woff2', rest, sans],
]) {
  const cut = await subsetFont(fs.readFileSync(new URL(file, from)), chars, { targetFormat: 'woff2', variationAxes });
  fs.writeFileSync(new URL('fonts/' + out, to), cut);
  console.log(out, cut.length);
}
for (const name of ['newsreader', 'public-sans']) {
  fs.copyFileSync(new URL(name + '/LICENSE', from), new URL(`LICENSES/${name}.txt`, to));
}
