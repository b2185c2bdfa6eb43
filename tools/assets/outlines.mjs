// Writes the outlines of land to internal/web/assets/outlines.txt, from Natural Earth by world-atlas (1:50 million). First
// the scale and the origin of the numbers; then the arcs, one a line, thinned, each a run of steps; then the countries, one
// a line: ISO 3166-1 numeric code, or - where there is none, and its polygons as rings of arcs. An arc that two countries
// share stands once, so that neighbours still fit together. The program projects and draws them.
import fs from 'node:fs';

const from = new URL('./node_modules/world-atlas/', import.meta.url);
const to = new URL('../../internal/web/assets/', import.meta.url);
const tolerance = 0.012; // degrees; a map 640 wide of a continent has about 0.1 to the unit
const atlas = JSON.parse(fs.readFileSync(new URL('countries-50m.json', from), 'utf8'));
const { scale, translate } = atlas.transform;

// thin leaves out points that lie nearer to the line than the tolerance [Douglas, Peucker 1973].
function thin(points) {
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const todo = [[0, points.length - 1]];
  while (todo.length) {
    const [a, b] = todo.pop();
    const squeeze = Math.cos(((points[a][1] * scale[1] + translate[1]) * Math.PI) / 180);
    const at = (i) => [points[i][0] * scale[0] * squeeze, points[i][1] * scale[1]];
    const [ax, ay] = at(a), [bx, by] = at(b);
    const length = Math.hypot(bx - ax, by - ay);
    let most = tolerance, far = -1;
    for (let i = a + 1; i < b; i++) {
      const [x, y] = at(i);
      const d = length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs((bx - ax) * (ay - y) - (by - ay) * (ax - x)) / length;
      if (d > most) { most = d; far = i; }
    }
    if (far > 0) { keep[far] = 1; todo.push([a, far], [far, b]); }
  }
  return points.filter((_, i) => keep[i]);
}

const lines = [`scale ${scale.join(' ')} ${translate.join(' ')}`];
let count = 0;
for (const arc of atlas.arcs) {
  let x = 0, y = 0;
  const points = thin(arc.map(([dx, dy]) => [(x += dx), (y += dy)]));
  count += points.length;
  let px = 0, py = 0;
  lines.push('arc ' + points.map(([qx, qy]) => { const s = `${qx - px} ${qy - py}`; px = qx; py = qy; return s; }).join(' '));
}
for (const g of atlas.objects.countries.geometries) {
  const polygons = g.type === 'Polygon' ? [g.arcs] : g.arcs;
  lines.push(`land ${g.id ?? '-'} ` + polygons.map((p) => p.map((ring) => ring.join(',')).join('/')).join(' '));
}
fs.writeFileSync(new URL('outlines.txt', to), lines.join('\n') + '\n');
fs.copyFileSync(new URL('LICENSE', from), new URL('LICENSES/world-atlas.txt', to));
console.log('outlines.txt', count, 'points');
