// Copies the accessibility engine that the browser test runs, and its licence. Test data only: never served.
import fs from 'node:fs';

const from = new URL('./node_modules/axe-core/', import.meta.url);
const to = new URL('../../internal/web/testdata/', import.meta.url);
fs.copyFileSync(new URL('axe.min.js', from), new URL('axe.min.js', to));
fs.copyFileSync(new URL('LICENSE', from), new URL('axe-core-LICENSE.txt', to));
