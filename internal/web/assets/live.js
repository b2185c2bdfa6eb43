// Keeps an open page in step with the record. The server sends parts of the page that have changed; each takes the
// place of the one it finds, and only what differs is touched. The page is whole without this file.
const notes = document.getElementById('live');
const own = notes.dataset.on; // this page, in its language, for its audience
let at = Number(notes.dataset.at); // the size of the record it shows
const policy = self.trustedTypes?.createPolicy('accede', { createHTML: html => html });
const parse = html => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');

// A part that is typed into, or in which something stands that was typed, is left alone; it is made up for later.
const typed = f => [...f.elements].some(e => e.type !== 'hidden' && (
  e.options ? e.selectedIndex !== Math.max(0, [...e.options].findIndex(o => o.defaultSelected))
  : /^(checkbox|radio)$/.test(e.type) ? e.checked !== e.defaultChecked : 'defaultValue' in e && e.value !== e.defaultValue));
const busy = el => el.nodeType === 1 && (el.contains(document.activeElement) && document.activeElement !== document.body
  || (el.matches('form') ? [el] : [...el.querySelectorAll('form')]).some(typed));
const kept = el => el.nodeType === 1 && el.matches('form,[data-keep]') && busy(el);
let late = false;

let fresh = new Set(); // what has changed, to be set off
const mark = node => {
  const el = (node.nodeType === 1 ? node : node.parentElement)?.closest('li,tr,p,g.seat,figure,section,article,[id]');
  if (el) fresh.add(el);
};

// What is sent without its content, under its id, is as it stands on the page.
const asItWas = '[data-same]';

// morph makes one node like another, touching only what differs.
function morph(a, b) {
  if (b.nodeType === 1 && b.matches(asItWas) || a.isEqualNode(b)) return;
  if (kept(a)) { late = true; return; }
  if (a.nodeType !== 1) { a.data = b.data; mark(a); return; }
  const names = new Set([...a.getAttributeNames(), ...b.getAttributeNames()]);
  for (const n of names) {
    if (n === 'open' && a.matches('details') || a.getAttribute(n) === b.getAttribute(n)) continue;
    if (b.hasAttribute(n)) a.setAttribute(n, b.getAttribute(n)); else a.removeAttribute(n);
    mark(a);
  }
  children(a, b);
}
// A form is the one it was while it goes to the same place, whatever is in it: else a second one would stand beside it.
// What a form calls id may be a field of that name, so attributes are asked.
const place = x => x.nodeName === 'FORM' && x.getAttribute('method') + ' ' + x.getAttribute('action');
const id = x => x.nodeType === 1 && x.getAttribute('id');
const same = (x, y) => x.nodeType === 1 && (id(x) && id(y) ? id(x) === id(y) && x.nodeName === y.nodeName : place(x) ? place(x) === place(y) : x.isEqualNode(y));
function children(a, b) {
  let o = a.firstChild;
  const coming = [...b.childNodes];
  coming.forEach((n, i) => {
    let found = o;
    while (found && !same(found, n)) found = found.nextSibling;
    if (found) {
      while (o !== found) o = drop(o);
      morph(o, n);
      o = o.nextSibling;
    } else if (o && !id(o) && !id(n) && o.nodeName === n.nodeName && !coming.slice(i + 1).some(x => same(o, x))) {
      morph(o, n);
      o = o.nextSibling;
    } else if (n.nodeType === 1 && (n.matches(asItWas) || n.querySelector(asItWas))) {
      late = true; // the page does not have what it is said to have: it is fetched whole
    } else {
      const born = document.importNode(n, true);
      a.insertBefore(born, o);
      mark(born);
    }
  });
  while (o) o = drop(o);
}
function drop(node) {
  const next = node.nextSibling;
  if (busy(node)) late = true; // never pull the ground from under a hand
  else { mark(node.parentElement); node.remove(); }
  return next;
}

// What has changed is set off for a moment, and spoken: at most three things, gathered for 300 ms.
const spoken = notes.querySelector('[role=status]');
let says = [], hush;
const speak = words => {
  says.push(...words);
  clearTimeout(hush);
  hush = setTimeout(() => {
    const all = [...new Set(says)];
    spoken.textContent = all.slice(0, 3).concat(all.length > 3 ? notes.dataset.more : []).join(' ');
    says = [];
  }, 300);
};
const words = el => {
  const copy = el.cloneNode(true);
  copy.querySelectorAll('[aria-hidden=true]').forEach(x => x.remove());
  return copy.textContent.replace(/\s+/g, ' ').trim();
};
const unmark = el => { el.classList.remove('fresh'); if (!el.classList.length) el.removeAttribute('class'); };
function patch(html, quiet) {
  const doc = parse(html);
  document.querySelectorAll('.fresh').forEach(unmark);
  fresh = new Set();
  for (const el of [...doc.body.children]) {
    const old = id(el) ? document.getElementById(id(el)) : document.querySelector(`section[aria-labelledby="${CSS.escape(el.getAttribute('aria-labelledby') ?? '')}"]`);
    if (old) morph(old, el); else late = true;
  }
  const inner = [...fresh].filter(el => el.isConnected && !el.closest('#foot') && ![...fresh].some(x => x !== el && el.contains(x)));
  const told = [...new Set(inner.map(el => el.closest('[data-say]')))].filter(Boolean).map(words);
  if (inner.length && (!quiet || told.length)) speak(told.length ? told : [notes.dataset.changed]);
  if (!quiet) for (const el of inner) {
    el.classList.add('fresh');
    setTimeout(unmark, 2000, el);
  }
}

// refresh fetches the whole page: where what was missed is not kept any more, or a part had to be left alone.
async function refresh() {
  late = false;
  try {
    const doc = parse(await (await fetch(location.href, { cache: 'no-store' })).text());
    const mine = doc.getElementById('live');
    const scripts = d => d.querySelector('script')?.src + d.querySelector('link[rel=stylesheet]')?.href;
    if (mine?.dataset.on !== own || scripts(doc) !== scripts(document)) { // another program, or another record
      if (!busy(document.body)) location.reload(); else stale(true);
      return;
    }
    at = Math.max(at, Number(mine.dataset.at));
    patch(doc.getElementById('main').outerHTML + (doc.getElementById('foot')?.outerHTML ?? ''));
  } catch { stale(true); }
}
setInterval(() => { if (late && !busy(document.getElementById('main'))) refresh(); }, 1000);

// Every failed attempt tells that the stream is down; the first one counts, else the note would wait for ever.
let down;
function stale(yes) {
  const note = notes.querySelector('.stalenote');
  if (!yes) { clearTimeout(down); down = 0; note.hidden = true; return; }
  down ||= setTimeout(() => { if (note.hidden) speak([notes.dataset.gone]); note.hidden = false; }, 4000);
}

// hear takes one message of the stream; every tab hears all of them, and takes those of its own page.
function hear({ kind, data, open }) {
  if (kind === 'stale') return stale(data);
  if (kind === 'at') { if (open.includes(own)) at = Math.max(at, Number(data)); return; }
  const end = data.indexOf('\n') < 0 ? data.length : data.indexOf('\n'), [, size, on] = /^(\d+) (.*)$/.exec(data.slice(0, end));
  if (on !== own || kind === 'patch' && Number(size) <= at) return;
  if (kind === 'reload') { setTimeout(refresh, Math.random() * 1000); return; } // not all at once
  patch(data.slice(end + 1), kind === 'tick');
  at = Math.max(at, Number(size));
}

// One stream a browser, whatever the number of tabs: over HTTP/1.1 a browser opens six connections to a host, and a
// stream holds one. One tab leads and tells the others.
let stream, again;
function listen(open, after, tell) {
  clearTimeout(again);
  stream?.close();
  stream = new EventSource('/events?after=' + after() + open.map(t => '&on=' + encodeURIComponent(t)).join(''));
  for (const kind of ['patch', 'tick', 'reload', 'at']) stream.addEventListener(kind, e => tell({ kind, data: e.data, open }));
  stream.onopen = () => tell({ kind: 'stale', data: false });
  stream.onerror = () => {
    tell({ kind: 'stale', data: true });
    // A browser gives a stream up for good when it is refused, as by a server that is full or starting.
    if (stream.readyState === EventSource.CLOSED) again = setTimeout(listen, 5000 + Math.random() * 5000, open, after, tell);
  };
}
function lead(air) {
  const tabs = new Map([[own, at]]);
  let open = new Set(), soon;
  const tell = m => {
    hear(m);
    if (m.kind === 'at') for (const t of m.open) if (tabs.has(t)) tabs.set(t, Math.max(tabs.get(t), Number(m.data)));
    air.postMessage(m);
  };
  const gather = () => {
    if ([...tabs.keys()].every(t => open.has(t)) && stream) return;
    open = new Set(tabs.keys());
    listen([...open], () => Math.min(...tabs.values()), tell);
  };
  air.onmessage = ({ data: m }) => {
    if (m.want) tabs.set(m.want, Math.min(m.at, tabs.get(m.want) ?? m.at));
    if (m.left && m.left !== own) { tabs.delete(m.left); air.postMessage({ who: true }); return; }
    clearTimeout(soon);
    soon = setTimeout(gather, 100);
  };
  air.postMessage({ who: true });
  soon = setTimeout(gather, 100);
}
if (navigator.locks && self.BroadcastChannel) {
  const air = new BroadcastChannel('accede live');
  const want = () => air.postMessage({ want: own, at });
  air.onmessage = ({ data: m }) => { if (m.who) want(); else if (m.kind) hear(m); };
  want();
  addEventListener('pagehide', () => air.postMessage({ left: own }));
  navigator.locks.request('accede live', () => { lead(air); return new Promise(() => {}); });
} else { // plain HTTP on a local network knows no locks: only the tab in view listens
  const see = () => { if (document.hidden) { clearTimeout(again); stream?.close(); stream = null; } else if (!stream) listen([own], () => at, hear); };
  document.addEventListener('visibilitychange', see);
  see();
}
addEventListener('pageshow', e => { if (e.persisted) location.reload(); });
