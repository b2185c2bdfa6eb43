// Answers questions to the second verifier, each a line of JSON: in node from its input, in order, so that one process serves
// a whole test; in a page, to whoever calls answerTo.
"use strict";
const inNode = typeof require === "function";
const v = inNode ? require(require("node:path").resolve(process.argv[2])) : accedeVerifier;

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const tried = (f) => {
  try { f(); return { ok: true }; } catch (err) {
    if (err instanceof v.Refusal) return { ok: false, kind: err.kind, reason: err.message };
    if (err instanceof v.Unable) return { ok: false, kind: "unable", reason: err.message };
    throw err;
  }
};
const plain = (x) => (x instanceof Map ? { map: [...x].map(([k, y]) => [k, plain(y)]) } : Array.isArray(x) ? x.map(plain) : x);
const utf8 = (b) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(b);
const text = (b) => { try { return utf8(b); } catch { throw new v.Refusal("form", "invalid UTF-8"); } };

const answers = {
  async verify(q) { const r = await v.verify(bytes(q.data)); delete r.tree; return r; },
  act: (q) => tried(() => v.readAct(text(bytes(q.data)))),
  entry: (q) => tried(() => v.readEntry(text(bytes(q.data)))),
  yaml: (q) => { let value; const t = tried(() => { value = plain(v.readYAML(text(bytes(q.data)))); }); return { ...t, value }; },
  charter: (q) => tried(() => new v.Law(text(bytes(q.data)))),
  async signature(q) {
    const key = v.parse(text(bytes(q.key)), 8);
    let sigs;
    const t = tried(() => { sigs = v.readSignatures(v.parse(text(bytes(q.sig)), 16)); });
    return t.ok ? { ok: await v.verifySignature(v.signing(key), bytes(q.data), sigs[0]) } : t;
  },
  included: (q) => ({ ok: v.included(q.path.map(bytes), q.size, bytes(q.root), q.seq, bytes(q.leaf)) }),
  consistent: (q) => ({ ok: v.consistent(q.path.map(bytes), q.from, bytes(q.fromRoot), q.to, bytes(q.toRoot)) }),
  roots(q) { const t = new v.Tree(); return { roots: q.leaves.map((l) => { t.append(bytes(l)); return v.base64(t.root()); }) }; },
  count(q) {
    let found;
    const roll = {
      members: q.members, classes: new Map(q.classes.map(([c, m]) => [c, new Set(m)])), declared: new Map(q.declared),
      weights: new Map(q.weights.map(([w, unit, of]) => [w, { unit, of: new Map(of.map(([m, n]) => [m, BigInt(n)])) }])),
    };
    const t = tried(() => { found = v.count(v.readRule(q.rule), roll, q.ballots, q.closed, q.tie || undefined); });
    return { ...t, ...found };
  },
  clock(q) {
    const z = new v.Zone(q.zone), p = q.period.split(" ");
    return { day: v.showMoment(z.day(q.day)), after: v.showMoment(z.after({ n: Number(p[0]), unit: p[1] }, v.readMoment(q.moment))) };
  },
};

async function answerTo(line) {
  const q = JSON.parse(line);
  let a;
  try { a = await answers[q.ask](q); } catch (err) { a = { broken: String(err && err.stack) }; }
  return JSON.stringify(a);
}

if (inNode) {
  let rest = "", queue = Promise.resolve();
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    for (const line of lines) queue = queue.then(async () => process.stdout.write((await answerTo(line)) + "\n"));
  });
}
