// Writes the flags of all states, one symbol a line in the order of codes, to internal/web/assets/flags.txt: code,
// blank, symbol. The server makes a sprite of those that a charter names.
import fs from 'node:fs';

const from = new URL('./node_modules/country-flag-icons/', import.meta.url);
const to = new URL('../../internal/web/assets/', import.meta.url);
const lines = [];
for (const file of fs.readdirSync(new URL('3x2/', from)).sort()) {
  const code = file.replace(/\.svg$/, '').toLowerCase();
  if (!/^[a-z]{2}$/.test(code)) continue;
  const svg = fs.readFileSync(new URL('3x2/' + file, from), 'utf8').trim();
  const box = /viewBox="([^"]+)"/.exec(svg)[1];
  let inner = svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '').replace(/\s*\n\s*/g, '');
  for (const id of new Set([...inner.matchAll(/id="([^"]+)"/g)].map((m) => m[1]))) {
    inner = inner.replaceAll(`id="${id}"`, `id="${code}-${id}"`).replaceAll(`#${id}"`, `#${code}-${id}"`).replaceAll(`#${id})`, `#${code}-${id})`);
  }
  lines.push(`${code} <symbol id="${code}" viewBox="${box}">${inner}</symbol>`);
}
fs.writeFileSync(new URL('flags.txt', to), lines.join('\n') + '\n');
fs.copyFileSync(new URL('LICENSE', from), new URL('LICENSES/country-flag-icons.txt', to));
console.log('flags.txt', lines.length, 'flags');
