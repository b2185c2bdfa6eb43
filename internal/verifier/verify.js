// A second verifier of the records of Accede, in one file that needs nothing else: node verify.js FILE, or in a page.
//
// It shares no code with the program and was written from doc/formats.md. It reads a bundle and works out anew: the
// form of every line, entry, act, notice and signature, byte for byte; the names of acts; the tree, every inclusion and
// the checkpoint; what the author of each act had seen; every signature (Ed25519, SSH, passkeys) under keys enrolled,
// rotated, revoked and recovered by acts, as they stood at that position; and of an official record the membership,
// rolls, stages and questions, every notice in its turn, and every finding, counted anew from the positions.
//
// What it does not judge it says: see notChecked in what verify() answers. Where it cannot follow a record at all (a
// charter written in a way it does not read, an algorithm the engine lacks) it answers "unable", never "verified".
"use strict";

const accedeVerifier = (() => {
  // ---- Refusals --------------------------------------------------------------------------------------------------

  /** Something does not hold. kind says which layer found it; position is the entry, 0 where none can be told. */
  class Refusal extends Error {
    constructor(kind, reason, position = 0) {
      super(reason);
      this.kind = kind;
      this.position = position;
    }
  }
  /** This file cannot follow; no verdict. */
  class Unable extends Error {}

  const refuse = (kind, reason, position) => { throw new Refusal(kind, reason, position); };

  // ---- Bytes -----------------------------------------------------------------------------------------------------

  const encoder = new TextEncoder();
  const utf8 = (text) => encoder.encode(text);
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of parts) { all.set(p, at); at += p.length; }
    return all;
  };
  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  function base64(bytes) {
    let text = "";
    for (let i = 0; i < bytes.length; i += 3) {
      const n = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
      text += letters[n >> 18] + letters[(n >> 12) & 63] + letters[(n >> 6) & 63] + letters[n & 63];
    }
    const over = bytes.length % 3;
    return over === 0 ? text : text.slice(0, over - 3) + "=".repeat(3 - over);
  }

  /** Reads standard base64 in its one form, with padding and without stray bits; null for anything else. */
  function unbase64(text) {
    if (text.length % 4 !== 0) return null;
    const bytes = [];
    const stop = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
    let held = 0, bits = 0;
    for (let i = 0; i < stop; i++) {
      const v = letters.indexOf(text[i]);
      if (v < 0) return null;
      held = ((held << 6) | v) & 0xffff;
      bits += 6;
      if (bits >= 8) { bits -= 8; bytes.push((held >> bits) & 255); }
    }
    const out = Uint8Array.from(bytes);
    return base64(out) === text ? out : null;
  }
  const base64url = (bytes) => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // SHA-256 [FIPS 180-4]; here because a page need not wait for each of a million hashes.
  const K = new Int32Array(64), H0 = new Int32Array(8);
  (() => {
    const root = (n, p) => { const r = Math.pow(n, 1 / p); return ((r - Math.floor(r)) * 4294967296) | 0; };
    let found = 0;
    for (let n = 2; found < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (found < 8) H0[found] = root(n, 2);
      K[found++] = root(n, 3);
    }
  })();

  function sha256(message) {
    const blocks = (message.length + 72) >> 6;
    const data = new Uint8Array(blocks * 64);
    data.set(message);
    data[message.length] = 0x80;
    const view = new DataView(data.buffer);
    view.setUint32(data.length - 8, Math.floor(message.length / 0x20000000));
    view.setUint32(data.length - 4, (message.length << 3) >>> 0);
    const h = Int32Array.from(H0), w = new Int32Array(64);
    for (let at = 0; at < data.length; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
    }
    const out = new Uint8Array(32), words = new DataView(out.buffer);
    h.forEach((x, i) => words.setInt32(4 * i, x));
    return out;
  }
  /** The hash of something under a line that says what it is hashed for. */
  const under = (domain, bytes) => sha256(join(utf8(domain + "\n"), bytes));

  // ---- Canonical JSON --------------------------------------------------------------------------------------------

  const MAX = 2 ** 53 - 1;

  /** An object: its keys in their order, and where it stands in the text. */
  class Obj {
    constructor(start) { this.map = new Map(); this.start = start; this.end = start; }
    get(key) { return this.map.get(key); }
    has(key) { return this.map.has(key); }
    keys() { return [...this.map.keys()]; }
  }
  const isObj = (v) => v instanceof Obj;

  /** Reads one value in its one form: a strict subset of RFC 8785. Anything else is a refusal of form. */
  function parse(text, levels) {
    let at = 0, depth = 0;
    const bad = (what) => refuse("form", `character ${at}: ${what}`);
    const take = (c) => { if (text[at] !== c) bad("wanted " + c); at++; };
    const escapes = { '"': '"', "\\": "\\", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

    function string() {
      take('"');
      let out = "", from = at;
      for (;;) {
        const c = text.charCodeAt(at);
        if (at >= text.length) bad("the string has no end");
        if (c === 0x22) { out += text.slice(from, at++); return out; }
        if (c < 0x20) bad("a control character is written with an escape");
        if (c !== 0x5c) { at++; continue; }
        out += text.slice(from, at);
        const short = escapes[text[at + 1]], m = /^\\u00([01][0-9a-f])/.exec(text.slice(at, at + 6));
        if (short !== undefined) {
          out += short;
          at += 2;
        } else if (m && !Object.values(escapes).includes(String.fromCharCode(parseInt(m[1], 16)))) {
          out += String.fromCharCode(parseInt(m[1], 16));
          at += 6;
        } else bad("an escape that is not needed, or not in its shortest form");
        from = at;
      }
    }
    function value() {
      switch (text[at]) {
        case "{": return object();
        case "[": return list();
        case '"': return string();
        case "t": case "f": {
          const word = text[at] === "t" ? "true" : "false";
          if (!text.startsWith(word, at)) bad("wanted true or false");
          at += word.length;
          return word === "true";
        }
      }
      const m = /^(0|-?[1-9][0-9]*)/.exec(text.slice(at, at + 24));
      if (!m || /^[0-9]/.test(text.slice(at + m[0].length, at + m[0].length + 1))) bad("wanted an integer without leading zeros");
      const n = Number(m[0]);
      if (m[0].length > 17 || Math.abs(n) > MAX) bad("an integer is at most 2^53-1");
      at += m[0].length;
      return n;
    }
    function enter() { if (++depth > levels) bad("too many levels"); }
    function object() {
      const o = new Obj(at);
      take("{");
      enter();
      let last = null;
      while (text[at] !== "}") {
        if (last !== null) take(",");
        take('"');
        const from = at;
        while (text[at] >= " " && text[at] <= "~" && text[at] !== '"' && text[at] !== "\\") at++;
        const key = text.slice(from, at);
        if (key === "" || text[at] !== '"') bad("a key is printable ASCII without quotes");
        if (last !== null && key <= last) bad("keys ascend and occur once");
        at++;
        take(":");
        o.map.set(key, value());
        last = key;
      }
      at++;
      depth--;
      o.end = at;
      return o;
    }
    function list() {
      const all = [];
      take("[");
      enter();
      while (text[at] !== "]") {
        if (all.length > 0) take(",");
        all.push(value());
      }
      at++;
      depth--;
      return all;
    }
    const v = value();
    if (at !== text.length) bad("one whole value and nothing more is wanted");
    return v;
  }

  const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
  /** A text without the spaces around it. */
  const unspaced = (text) => {
    let from = 0, to = text.length;
    while (from < to && SPACE.test(text[from])) from++;
    while (to > from && SPACE.test(text[to - 1])) to--;
    return text.slice(from, to);
  };

  // ---- Time ------------------------------------------------------------------------------------------------------

  // An instant is a number of nanoseconds since 1970, as a BigInt.
  const SECOND = 1000000000n;

  function utc(year, month, day, hour = 0, minute = 0, second = 0, nanos = 0) {
    const d = new Date(0);
    d.setUTCFullYear(year, month - 1, day);
    d.setUTCHours(hour, minute, second);
    return BigInt(d.getTime()) * 1000000n + BigInt(nanos);
  }
  const daysIn = (y, m) => [31, y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];

  /** A day, YYYY-MM-DD, that exists: [year, month, day]; null for anything else. */
  function readDay(text) {
    const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!m) return null;
    const [y, mo, d] = m.slice(1).map(Number);
    return y >= 1 && mo >= 1 && mo <= 12 && d >= 1 && d <= daysIn(y, mo) ? [y, mo, d] : null;
  }
  /** A moment in UTC with at most nine decimals and no zero at their end; null for anything else. */
  function readMoment(text) {
    const m = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(\.(\d{0,8}[1-9]))?Z$/.exec(text);
    const day = m && readDay(m[1]);
    if (!day || +m[2] > 23 || +m[3] > 59 || +m[4] > 59 || text === "0001-01-01T00:00:00Z") return null;
    return utc(...day, +m[2], +m[3], +m[4], Number((m[6] || "").padEnd(9, "0")));
  }
  const isInstant = (text) => (text.length === 10 ? readDay(text) : readMoment(text)) !== null;
  /** A moment as it is written in UTC. */
  function showMoment(ns) {
    let seconds = ns / SECOND, rest = ns % SECOND;
    if (rest < 0n) { rest += SECOND; seconds -= 1n; }
    const d = new Date(Number(seconds) * 1000);
    const fraction = rest === 0n ? "" : "." + rest.toString().padStart(9, "0").replace(/0+$/, "");
    return d.toISOString().replace(/\.\d+Z$/, "").replace(/^\+00/, "") + fraction + "Z";
  }

  // The names of time zones, as the IANA database has them: engines also take names that are none of it.
  const ZONES = new Set(`Africa: Abidjan Accra Addis_Ababa Algiers Asmara Asmera Bamako Bangui Banjul Bissau Blantyre Brazzaville Bujumbura Cairo Casablanca Ceuta Conakry
    Dakar Dar_es_Salaam Djibouti Douala El_Aaiun Freetown Gaborone Harare Johannesburg Juba Kampala Khartoum Kigali Kinshasa Lagos Libreville Lome Luanda
    Lubumbashi Lusaka Malabo Maputo Maseru Mbabane Mogadishu Monrovia Nairobi Ndjamena Niamey Nouakchott Ouagadougou Porto-Novo Sao_Tome Timbuktu Tripoli
    Tunis Windhoek; America: Adak Anchorage Anguilla Antigua Araguaina Argentina/Buenos_Aires Argentina/Catamarca Argentina/ComodRivadavia
    Argentina/Cordoba Argentina/Jujuy Argentina/La_Rioja Argentina/Mendoza Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan Argentina/San_Luis
    Argentina/Tucuman Argentina/Ushuaia Aruba Asuncion Atikokan Atka Bahia Bahia_Banderas Barbados Belem Belize Blanc-Sablon Boa_Vista Bogota Boise
    Buenos_Aires Cambridge_Bay Campo_Grande Cancun Caracas Catamarca Cayenne Cayman Chicago Chihuahua Ciudad_Juarez Coral_Harbour Cordoba Costa_Rica
    Coyhaique Creston Cuiaba Curacao Danmarkshavn Dawson Dawson_Creek Denver Detroit Dominica Edmonton Eirunepe El_Salvador Ensenada Fort_Nelson
    Fort_Wayne Fortaleza Glace_Bay Godthab Goose_Bay Grand_Turk Grenada Guadeloupe Guatemala Guayaquil Guyana Halifax Havana Hermosillo
    Indiana/Indianapolis Indiana/Knox Indiana/Marengo Indiana/Petersburg Indiana/Tell_City Indiana/Vevay Indiana/Vincennes Indiana/Winamac Indianapolis
    Inuvik Iqaluit Jamaica Jujuy Juneau Kentucky/Louisville Kentucky/Monticello Knox_IN Kralendijk La_Paz Lima Los_Angeles Louisville Lower_Princes Maceio
    Managua Manaus Marigot Martinique Matamoros Mazatlan Mendoza Menominee Merida Metlakatla Mexico_City Miquelon Moncton Monterrey Montevideo Montreal
    Montserrat Nassau New_York Nipigon Nome Noronha North_Dakota/Beulah North_Dakota/Center North_Dakota/New_Salem Nuuk Ojinaga Panama Pangnirtung
    Paramaribo Phoenix Port-au-Prince Port_of_Spain Porto_Acre Porto_Velho Puerto_Rico Punta_Arenas Rainy_River Rankin_Inlet Recife Regina Resolute
    Rio_Branco Rosario Santa_Isabel Santarem Santiago Santo_Domingo Sao_Paulo Scoresbysund Shiprock Sitka St_Barthelemy St_Johns St_Kitts St_Lucia
    St_Thomas St_Vincent Swift_Current Tegucigalpa Thule Thunder_Bay Tijuana Toronto Tortola Vancouver Virgin Whitehorse Winnipeg Yakutat Yellowknife;
    Antarctica: Casey Davis DumontDUrville Macquarie Mawson McMurdo Palmer Rothera South_Pole Syowa Troll Vostok; Arctic: Longyearbyen; Asia: Aden Almaty
    Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad Atyrau Baghdad Bahrain Baku Bangkok Barnaul Beirut Bishkek Brunei Calcutta Chita Choibalsan Chongqing
    Chungking Colombo Dacca Damascus Dhaka Dili Dubai Dushanbe Famagusta Gaza Harbin Hebron Ho_Chi_Minh Hong_Kong Hovd Irkutsk Istanbul Jakarta Jayapura
    Jerusalem Kabul Kamchatka Karachi Kashgar Kathmandu Katmandu Khandyga Kolkata Krasnoyarsk Kuala_Lumpur Kuching Kuwait Macao Macau Magadan Makassar
    Manila Muscat Nicosia Novokuznetsk Novosibirsk Omsk Oral Phnom_Penh Pontianak Pyongyang Qatar Qostanay Qyzylorda Rangoon Riyadh Saigon Sakhalin
    Samarkand Seoul Shanghai Singapore Srednekolymsk Taipei Tashkent Tbilisi Tehran Tel_Aviv Thimbu Thimphu Tokyo Tomsk Ujung_Pandang Ulaanbaatar
    Ulan_Bator Urumqi Ust-Nera Vientiane Vladivostok Yakutsk Yangon Yekaterinburg Yerevan; Atlantic: Azores Bermuda Canary Cape_Verde Faeroe Faroe
    Jan_Mayen Madeira Reykjavik South_Georgia St_Helena Stanley; Australia: ACT Adelaide Brisbane Broken_Hill Canberra Currie Darwin Eucla Hobart LHI
    Lindeman Lord_Howe Melbourne NSW North Perth Queensland South Sydney Tasmania Victoria West Yancowinna; Brazil: Acre DeNoronha East West; -: CET
    CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein
    Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu; Canada: Atlantic Central
    Eastern Mountain Newfoundland Pacific Saskatchewan Yukon; Chile: Continental EasterIsland; Etc: GMT GMT+0 GMT+1 GMT+10 GMT+11 GMT+12 GMT+2 GMT+3 GMT+4
    GMT+5 GMT+6 GMT+7 GMT+8 GMT+9 GMT-0 GMT-1 GMT-10 GMT-11 GMT-12 GMT-13 GMT-14 GMT-2 GMT-3 GMT-4 GMT-5 GMT-6 GMT-7 GMT-8 GMT-9 GMT0 Greenwich UCT UTC
    Universal Zulu; Europe: Amsterdam Andorra Astrakhan Athens Belfast Belgrade Berlin Bratislava Brussels Bucharest Budapest Busingen Chisinau Copenhagen
    Dublin Gibraltar Guernsey Helsinki Isle_of_Man Istanbul Jersey Kaliningrad Kiev Kirov Kyiv Lisbon Ljubljana London Luxembourg Madrid Malta Mariehamn
    Minsk Monaco Moscow Nicosia Oslo Paris Podgorica Prague Riga Rome Samara San_Marino Sarajevo Saratov Simferopol Skopje Sofia Stockholm Tallinn Tirane
    Tiraspol Ulyanovsk Uzhgorod Vaduz Vatican Vienna Vilnius Volgograd Warsaw Zagreb Zaporozhye Zurich; Indian: Antananarivo Chagos Christmas Cocos Comoro
    Kerguelen Mahe Maldives Mauritius Mayotte Reunion; Mexico: BajaNorte BajaSur General; Pacific: Apia Auckland Bougainville Chatham Chuuk Easter Efate
    Enderbury Fakaofo Fiji Funafuti Galapagos Gambier Guadalcanal Guam Honolulu Johnston Kanton Kiritimati Kosrae Kwajalein Majuro Marquesas Midway Nauru
    Niue Norfolk Noumea Pago_Pago Palau Pitcairn Pohnpei Ponape Port_Moresby Rarotonga Saipan Samoa Tahiti Tarawa Tongatapu Truk Wake Wallis Yap; US:
    Alaska Aleutian Arizona Central East-Indiana Eastern Hawaii Indiana-Starke Michigan Mountain Pacific Samoa`.split(";").flatMap((group) => {
    const [area, names] = group.trim().split(/:\s+/);
    return names.split(/\s+/).map((name) => (area === "-" ? name : area + "/" + name));
  }));

  /** More than a zone ever leaves out or repeats. */
  const DAY_AROUND = 36n * 3600n * SECOND;

  /** A time zone by its IANA name, from the data of the engine. */
  class Zone {
    constructor(name) {
      if (!ZONES.has(name)) refuse("founding", `time zone ${name} is not known`, 1);
      try {
        this.format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
          timeZone: name === "Factory" ? "UTC" : name, hourCycle: "h23", era: "short", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
        });
      } catch { throw new Unable(`this engine does not know the time zone ${name}`); }
    }
    /** Year, month, day, hour, minute, second of an instant. */
    clock(ns) {
      const seconds = ns / SECOND - (ns % SECOND < 0n ? 1n : 0n);
      const p = {};
      for (const { type, value } of this.format.formatToParts(new Date(Number(seconds) * 1000))) p[type] = value;
      const year = p.era.startsWith("B") ? 1 - Number(p.year) : Number(p.year);
      return [year, +p.month, +p.day, +p.hour, +p.minute, +p.second];
    }
    offset(ns) {
      const whole = ns - (((ns % SECOND) + SECOND) % SECOND);
      return utc(...this.clock(ns)) - whole;
    }
    /** The instant at which the clocks of the zone show this. Where they show it never or twice, one of two. */
    instant(...fields) {
      const local = utc(...fields), first = this.offset(local);
      if (first === 0n) return local;
      return local - this.offset(local - first);
    }
    /** The first instant of a day. Where clocks are set about midnight no clock shows it, or twice: then it is looked for. */
    day(text) { return this.first(...readDay(text)); }
    first(year, month, day) {
      const want = utc(year, month, day), t = this.instant(year, month, day);
      const begun = (ns) => { const [y, m, d] = this.clock(ns); return utc(y, m, d) >= want; };
      if (begun(t) && !begun(t - SECOND)) return t;
      let before = t - DAY_AROUND, at = t + DAY_AROUND;
      while (at - before > SECOND) {
        const mid = before + ((at - before) / SECOND / 2n) * SECOND;
        if (begun(mid)) at = mid; else before = mid;
      }
      return at;
    }
    /** A day means its first instant. */
    of(text) { return text.length === 10 ? this.day(text) : readMoment(text); }
    /** A deadline given as a day is the end of it. */
    end(text) {
      if (text.length !== 10) return readMoment(text);
      const [year, month, day] = readDay(text);
      return this.first(year, month, day + 1);
    }
    dayOf(ns) {
      const [y, m, d] = this.clock(ns);
      return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
    }
    /** Months keep the day of the month, or end with the month. */
    add(ns, months, days) {
      const [y, m, d, h, mi, s] = this.clock(ns), nanos = Number(((ns % SECOND) + SECOND) % SECOND);
      const total = y * 12 + (m - 1) + months, year = Math.floor(total / 12), month = (total % 12) + 1;
      return this.instant(year, month, (months ? Math.min(d, daysIn(year, month)) : d) + days, h, mi, s, nanos);
    }
    /** The first instant at which a period begun at ns has run. */
    after(period, ns) {
      switch (period.unit) {
        case "hours": return ns + BigInt(period.n) * 3600n * SECOND;
        case "days": return this.add(ns, 0, period.n);
        case "weeks": return this.add(ns, 0, 7 * period.n);
        case "months": return this.add(ns, period.n, 0);
        case "years": return this.add(ns, 12 * period.n, 0);
      }
      return ns;
    }
  }
  /** A period as a charter writes it: 72 hours, 15 months of signature. */
  function readPeriod(text) {
    const m = /^([1-9][0-9]{0,5}) (hour|day|week|month|year)s?( of ([^]+))?$/.exec(text);
    if (!m || Number(m[1]) > 100000 || (m[4] && unspaced(m[4]) !== m[4])) refuse("founding", `${text} is no period`, 1);
    return { n: Number(m[1]), unit: m[2] + "s", of: m[4] || "" };
  }

  // ---- Due form of acts, as in the tables of doc/formats.md ---------------------------------------------------------

  // key type; * marks what is required, ? a number that may be 0 though it stands there.
  const HEAD = `accede word; act word; body id; *by id; charter hash; *date instant; dated "at latest|about"; dossiers [id; enclosed [enclosure; *id id; nonce id; note text;
    paper paper; seen_root hash; seen_size number; sources [source; stage stage; valid_until instant`;
  const KINDS = {
    apply: "name names; *procedure id; proposed text; subject names",
    put: "*text names; until instant",
    extend: "reason names; *until instant",
    position: "*ballot id; conditions names; explanation names",
    reserve: "if text; reason names",
    object: "*concerns [concern; grounds names",
    concern: "*concerns [concern; *objection id",
    demand: "*concern id; *demands [demand",
    commit: "*commitments [commitment",
    memorandum: "auspices id; *clauses [commitment; *parties [id; place text; signed_by [person; *title names",
    measure: "answers [id; evidence [evidence; fulfils [id; *text names; under [id",
    assess: `demands [id; direction "toward|none|away"; finds "met|partly|not met"; *of id; strength number4; text names`,
    withdraw: `conditions names; of id; *what "objection|application"`,
    propose: "answers [id; clauses [commitment; drops [id; parties [id; revises id; *text names",
    react: `*answer "accept|amend|refuse"; *clause id; *draft id; reason names; text names; *version number`,
    talks: `agenda [id; agreed [text; attendance [person; chaired_by ?person; convened_by id; host id; lasted length; level text; next text; outcome [progress; *parties [id;
      place text; round number; stalemate "continues|broken"; statements [remark; title names`,
    statement: "*statements [remark",
    sign: "",
    approve: "votes [vote",
    deposit: "instrument names",
    domestic: "*step names",
    count: `*ballots {number; casting "for|against"; classes {{number; roll number`,
    close: `casting "for|against"; remark names`,
    recuse: "member id; reason names",
    suspend: "*member id; reason names",
    reinstate: "*member id",
    expel: "*member id; reason names",
    leave: "",
    admit: "*member id; name names",
    enrol: "*key key",
    rotate: "*key key; *of id",
    revoke: "*key id; reason names",
    recover: "*key key; *reason names",
    redact: "*of [hash; *reason names",
    "confirm-paper": "*of id",
    cosign: "holds [held",
  };
  const RECORDS = {
    commitment: `answers [id; by [id; clause text; due instant; *id id; kind "undertaking|recital|monitoring|withdrawal"; shown_by names; sources [source; *text names`,
    concern: "demands [demand; *id id; *text names",
    demand: "due instant; *id id; *of [id; *text names",
    enclosure: `*audience "public|body|parties|mediator|author"; cipher hash; media "application/pdf|image/jpeg|image/png|text/csv|text/plain"; release instant; *seal hash; *size number`,
    evidence: "*text names; url url",
    held: "*by id; *dossier id; *hash hash; *since instant",
    key: `*acts [id; *alg "ed25519|ssh-ed25519|sk-ssh-ed25519@openssh.com|ecdsa-sha2-nistp256|sk-ecdsa-sha2-nistp256@openssh.com|webauthn-ed25519|webauthn-es256";
      backup "device|synced"; from instant; *holder id; *id id; *member id; origins [url; *public bytes; rp_id text; until instant; user_verification "required"`,
    length: "about_minutes number; minutes number; more_than_minutes number",
    paper: "*by id; *from text",
    person: "also [text; name text; role text; side id",
    progress: `*concern id; *progress "none|some|substantial|settled"`,
    vote: "abstaining ?number; against ?number; date instant; for ?number; note text; organ text; present ?number; seats ?number; sources [source",
    remark: `also [text; *form "verbatim|partly verbatim|reported"; id id; note text; role text; *side id; sources [source; speaker text; stance text; *text names`,
    source: "date text; *key key_; note text; publisher text; title text; url url",
  };
  const fields = (text) => new Map(text.split(";").map((x) => x.trim()).filter(Boolean).map((x) => {
    const [, required, key, type] = /^(\*?)([a-z_]+) ([^]+)$/.exec(x);
    return [key, { required: required === "*", type }];
  }));
  const head = fields(HEAD);
  const kinds = new Map(Object.entries(KINDS).map(([kind, text]) => [kind, new Map([...head, ...fields(text)])]));
  const records = new Map(Object.entries(RECORDS).map(([name, text]) => [name, fields(text)]));

  const isId = (v) => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(v);
  const form = (ok, what) => { if (!ok) refuse("form", what); };

  function checkText(v, key) {
    form(!/[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/.test(v), `${key}: a character that cannot be seen`);
    form(!/[\u202a-\u202e\u2066-\u2069]/.test(v), `${key}: a character that turns the direction of the text`);
    form(v.trim() !== "", `${key}: the text is empty`);
  }
  function checkBytes(v, key, size) {
    const b = unbase64(v);
    form(b !== null && (size === undefined || b.length === size), `${key}: no base64, or not of ${size} bytes`);
  }
  function checkNames(v, key) {
    form(isObj(v), `${key}: texts by language are wanted`);
    for (const text of v.map.values()) form(typeof text === "string", `${key}: texts by language are wanted`);
    if (v.has("sealed")) {
      form(v.map.size === 1, `${key}: sealed in all languages or in none`);
      return checkBytes(v.get("sealed"), key, 32);
    }
    for (const [tag, text] of v.map) {
      const parts = tag.split("-");
      form(tag.length <= 35 && /^[A-Za-z]{2,8}$/.test(parts[0]) && parts.slice(1).every((p) => /^[A-Za-z0-9]{1,8}$/.test(p)), `${key}: ${tag} is no language tag`);
      checkText(text, `${key}: ${tag}`);
    }
  }
  const isEmpty = (v) => v === "" || v === 0 || (Array.isArray(v) && v.length === 0) || (isObj(v) && v.map.size === 0);

  function check(v, type, key) {
    if (type[0] === "?") {
      type = type.slice(1);
    } else form(!isEmpty(v), `an empty ${key} is left out`);
    if (type[0] === "[") {
      form(Array.isArray(v), `${key}: a list is wanted`);
      v.forEach((x) => check(x, type.slice(1), key));
      if (type === "[id") form(new Set(v).size === v.length, `${key}: the same twice`);
      return;
    }
    if (type[0] === "{") {
      form(isObj(v), `${key}: keys with values are wanted`);
      for (const [id, x] of v.map) {
        form(isId(id), `${key}: ${id} is no id`);
        check(x, type[1] === "{" ? type.slice(1) : "?" + type.slice(1), id);
      }
      return;
    }
    if (type[0] === '"') return form(typeof v === "string" && type.slice(1, -1).split("|").includes(v), `${key}: no word for it`);
    if (records.has(type)) return checkRecord(v, type, key);
    if (type === "names") return checkNames(v, key);
    if (type.startsWith("number")) return form(Number.isSafeInteger(v) && v >= 0 && (type === "number" || v <= Number(type.slice(6))), `${key}: no number from 0`);
    form(typeof v === "string", `${key}: a text is wanted`);
    switch (type) {
      case "word": return;
      case "text": return checkText(v, key);
      case "id": return form(isId(v), `${key}: no id`);
      case "key_": return form(isId(v.replaceAll("_", "-")), `${key}: no key`);
      case "stage": return form(v.split("/").length <= 3 && v.split("/").every(isId), `${key}: no stage`);
      case "instant": return form(isInstant(v), `${key}: neither a day nor a moment in UTC`);
      case "hash": return checkBytes(v, key, 32);
      case "bytes": return checkBytes(v, key);
      case "url": form(/^https?:\/\/[^]/.test(v) && !/[ "<>\\]/.test(v), `${key}: no address`); return checkText(v, key);
    }
    throw new Error("no such type: " + type);
  }
  function checkKeys(o, wanted, what) {
    form(isObj(o), `${what}: keys with values are wanted`);
    for (const [key, v] of o.map) {
      form(wanted.has(key), `unknown key ${key} in ${what}`);
      check(v, wanted.get(key).type, key);
    }
    for (const [key, f] of wanted) form(!f.required || o.has(key), `${key} is missing in ${what}`);
  }
  function checkRecord(o, name, key) {
    checkKeys(o, records.get(name), key);
    const has = (k) => o.has(k);
    switch (name) {
      case "source":
        if (["unsourced", "derived"].includes(o.get("key"))) form(o.keys().every((k) => k === "key" || k === "note"), "a source that is none has no title or address");
        else form(has("title"), "a source has a title");
        return;
      case "person": return form(has("name") || has("role"), "a person has a name or a role");
      case "length": return form(o.map.size === 1, "a length is one of three");
      case "enclosure": return form(bucket(o.get("size")) === o.get("size"), "size: none of those that are stated");
      case "key": return checkKey(o);
    }
  }
  /** The sizes of enclosed content that are stated. */
  function bucket(n) {
    if (n > 16 * 2 ** 20) return 0;
    for (const step of [256, 1024, 4096, 16384]) if (n <= step) return step;
    const exponent = Math.floor(Math.log2(n)), drop = exponent - (Math.floor(Math.log2(exponent)) + 1);
    return Math.ceil(n / 2 ** drop) * 2 ** drop;
  }
  const isPasskey = (alg) => alg.startsWith("webauthn-");
  function checkKey(k) {
    const alg = k.get("alg"), passkey = isPasskey(alg), pub = unbase64(k.get("public"));
    for (const kind of k.get("acts")) form(kind === "any" || kinds.has(kind), `acts: ${kind} is no kind of act`);
    form(k.has("backup") === passkey && k.has("rp_id") === passkey && k.has("origins") === passkey, "a passkey has a site, origins and whether it may be copied; another key has none");
    form(!passkey || k.has("user_verification"), "the holder of a passkey is verified");
    const from = k.get("from"), until = k.get("until");
    form(!(from && until && from.length === 10 && until.length === 10 && from >= until), "the mandate ends before it begins");
    if (alg === "ed25519" || alg === "webauthn-ed25519") form(pub.length === 32 && !smallOrder(pub), "the public key is none of Ed25519");
    else if (alg === "webauthn-es256") form(isPoint(pub), "the public key is no point of P-256");
    else {
      const ssh = readSSHKey(pub);
      form(ssh !== null && ssh.alg === alg, "the public key is not as SSH writes it");
      form(!k.has("user_verification") || ssh.application !== "", "only a security key says that its holder was verified");
    }
  }

  /** Reads the exact text of an act: its form, and the kind's own rules. */
  function readAct(text) {
    form(utf8(text).length <= 60 * 1024, "an act has at most 60 KiB");
    const a = parse(text, 8);
    form(isObj(a) && a.keys()[0] === "accede" && a.get("accede") === "act/1" && a.keys()[1] === "act", "an act begins with its format and its kind");
    const kind = a.get("act"), get = (k) => a.get(k), has = (k) => a.has(k);
    form(kinds.has(kind), `unknown kind of act ${kind}`);
    checkKeys(a, kinds.get(kind), kind);
    form(has("seen_size") === has("seen_root"), "seen_size and seen_root go together");
    checkEnclosed(a);
    switch (kind) {
      case "withdraw": form((get("what") === "objection") === has("of"), "an objection is withdrawn by its id, an application as a whole"); break;
      case "assess": form(has("direction") || has("finds") || has("text"), "an assessment says something"); break;
      case "reserve": form(has("reason") || has("if"), "a reserve has a reason, or says if what"); break;
      case "react": form((get("answer") === "amend") === has("text"), "other words go with amend"); break;
      case "redact": form(new Set(get("of")).size === get("of").length, "of: the same twice"); break;
      case "propose": {
        const drafts = has("clauses") || has("drops");
        if (has("revises")) form(drafts && !has("parties"), "a draft is revised by clauses, and its parties stay");
        else {
          form(!has("drops"), "clauses are dropped from a draft that is revised");
          form(drafts ? has("parties") && get("parties").length >= 2 : !has("parties"), "a draft in clauses is for two parties at least");
        }
        const ids = (get("clauses") || []).map((c) => c.get("id"));
        form(new Set(ids).size === ids.length, "clauses: the same twice");
      }
    }
    return { kind, get, has, text, bytes: utf8(text), by: get("by"), id: get("id"), dossiers: get("dossiers") || [] };
  }
  /** Each sealed text has its enclosure, and each enclosure of a text its text. */
  function checkEnclosed(a) {
    const held = [];
    const walk = (v) => {
      if (Array.isArray(v)) v.forEach(walk);
      else if (isObj(v)) {
        if (v.map.size === 1 && v.has("sealed")) held.push(v.get("sealed"));
        else v.map.forEach(walk);
      }
    };
    a.map.forEach((v, key) => { if (key !== "enclosed") walk(v); });
    const enclosed = a.get("enclosed") || [], seals = enclosed.map((e) => e.get("seal"));
    form(new Set(held).size === held.length && new Set(seals).size === seals.length, "a seal stands for one thing");
    for (const e of enclosed) form(e.has("media") !== held.includes(e.get("seal")), "an enclosure stands for a text or is a file");
    form(held.every((s) => seals.includes(s)), "a text is sealed, and its seal is not enclosed");
  }

  // ---- Signatures ------------------------------------------------------------------------------------------------

  const ALGS = /alg "([^"]+)"/.exec(RECORDS.key)[1].split("|");

  function readSignatures(list) {
    form(Array.isArray(list) && list.length >= 1 && list.length <= 4, "an act has 1 to 4 signatures");
    const all = list.map((o) => {
      form(isObj(o) && o.keys().every((k) => ["alg", "auth", "client", "key", "sig"].includes(k) && typeof o.get(k) === "string"), "a signature has alg, key, sig");
      const bytes = (k) => {
        if (!o.has(k)) return new Uint8Array(0);
        const b = unbase64(o.get(k));
        form(b !== null && b.length > 0 && b.length <= 1024, `${k} is base64 of at most 1,024 bytes`);
        return b;
      };
      const s = { alg: o.get("alg"), key: o.get("key"), sig: bytes("sig"), auth: bytes("auth"), client: bytes("client") };
      form(ALGS.includes(s.alg) && s.key && s.sig.length > 0, "a signature names its algorithm and its key");
      form(isPasskey(s.alg) ? s.auth.length > 0 && s.client.length > 0 : s.auth.length + s.client.length === 0, "a passkey's signature has auth and client, another neither");
      return s;
    });
    form(new Set(all.map((s) => s.key)).size === all.length, "two signatures by one key");
    return all;
  }

  const subtle = () => {
    const c = globalThis.crypto;
    if (!c || !c.subtle) throw new Unable("signatures are checked by the engine's WebCrypto, which is there over https, on this machine, or in node");
    return c.subtle;
  };
  const imported = new Map(); // keys that were imported once; there are few
  async function importKey(format, bytes, algorithm) {
    const name = format + algorithm.name + base64(bytes);
    if (!imported.has(name)) {
      if (imported.size > 4096) imported.clear();
      imported.set(name, subtle().importKey(format, bytes, algorithm, false, ["verify"]).catch((err) => err));
    }
    return imported.get(name);
  }
  const canEd25519 = () => canEd25519.known ??= importKey("raw", unbase64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), { name: "Ed25519" }).then((k) => !(k instanceof Error));

  async function verifyEd25519(pub, message, sig) {
    if (pub.length !== 32 || sig.length !== 64) return false;
    if (!(await canEd25519())) throw new Unable("this engine does not verify Ed25519");
    const key = await importKey("raw", pub, { name: "Ed25519" });
    return !(key instanceof Error) && subtle().verify("Ed25519", key, sig, message);
  }
  async function verifyP256(pub, message, r, s) {
    const key = await importKey("raw", pub, { name: "ECDSA", namedCurve: "P-256" });
    return !(key instanceof Error) && subtle().verify({ name: "ECDSA", hash: "SHA-256" }, key, join(r, s), message);
  }
  const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const big = (bytes) => BigInt("0x0" + hex(bytes));

  /** An uncompressed point on P-256. */
  function isPoint(b) {
    if (b.length !== 65 || b[0] !== 4) return false;
    const x = big(b.subarray(1, 33)), y = big(b.subarray(33));
    return x < P && y < P && (y * y - (x * x * x - 3n * x + B)) % P === 0n;
  }
  /** Points of Ed25519 of small order, under which signatures of nobody verify; the sign does not count. */
  const SMALL = new Set(["00", "01"].map((x) => x.padEnd(64, "0")).concat(["ec", "ed", "ee"].map((x) => x.padEnd(62, "f") + "7f"),
    ["26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"]));
  function smallOrder(pub) {
    const y = Uint8Array.from(pub);
    y[31] &= 0x7f;
    return SMALL.has(hex(y));
  }
  /** The two numbers of an ECDSA signature in DER, each of 32 bytes; null where it is not in its one form. */
  function readDER(der) {
    if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return null;
    let at = 2;
    const number = () => {
      const n = der[at + 1];
      if (der[at] !== 2 || !(n >= 1) || n > 33 || at + 2 + n > der.length) return null;
      const b = der.subarray(at + 2, at + 2 + n);
      at += 2 + n;
      if (b[0] & 0x80 || (n > 1 && b[0] === 0 && !(b[1] & 0x80))) return null;
      return scalar(b);
    };
    const r = number(), s = r && number();
    return s && at === der.length ? [r, s] : null;
  }
  /** A number from 1 below the order of P-256, in 32 bytes. */
  function scalar(b) {
    const n = big(b);
    if (n <= 0n || n >= N) return null;
    const out = new Uint8Array(32), short = b[0] === 0 ? b.subarray(1) : b;
    out.set(short, 32 - short.length);
    return out;
  }

  /** Reads values as SSH writes them: null after the first that is not there. */
  class Wire {
    constructor(data) { this.data = data; this.at = 0; this.bad = false; }
    take(n) {
      if (this.bad || this.at + n > this.data.length) { this.bad = true; return new Uint8Array(0); }
      this.at += n;
      return this.data.subarray(this.at - n, this.at);
    }
    number() { const b = this.take(4); return this.bad ? 0 : ((b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3]) >>> 0; }
    text() { const n = this.number(); if (n > 1024) this.bad = true; return this.take(n); }
    word() { return String.fromCharCode(...this.text()); }
    end() { return !this.bad && this.at === this.data.length; }
  }
  const wire = (bytes) => join(Uint8Array.of(bytes.length >>> 24, (bytes.length >>> 16) & 255, (bytes.length >>> 8) & 255, bytes.length & 255), bytes);

  function readSSHKey(blob) {
    const w = new Wire(blob), alg = w.word();
    const k = { alg, application: "", appBytes: null };
    if (alg === "ssh-ed25519" || alg === "sk-ssh-ed25519@openssh.com") {
      k.public = w.text();
      if (k.public.length !== 32 || smallOrder(k.public)) return null;
    } else if (alg === "ecdsa-sha2-nistp256" || alg === "sk-ecdsa-sha2-nistp256@openssh.com") {
      if (w.word() !== "nistp256") return null;
      k.public = w.text();
      if (!isPoint(k.public)) return null;
    } else return null;
    if (alg.startsWith("sk-")) {
      k.appBytes = w.text();
      if (k.appBytes.length === 0) return null;
      k.application = "there";
    }
    return w.end() ? k : null;
  }

  const NAMESPACE = "act@accede.v1";
  async function verifySSH(key, act, s) {
    const w = new Wire(s.sig), magic = String.fromCharCode(...w.take(6)), version = w.number();
    const pub = w.text(), namespace = w.word(), reserved = w.text(), hash = w.word(), inner = w.text();
    if (!w.end() || magic !== "SSHSIG" || version !== 1 || reserved.length > 0) return false;
    if (!same(pub, key.public) || namespace !== NAMESPACE || (hash !== "sha512" && hash !== "sha256")) return false;
    const digest = hash === "sha256" ? sha256(act) : new Uint8Array(await subtle().digest("SHA-512", act));
    let signed = join(utf8("SSHSIG"), wire(utf8(NAMESPACE)), wire(new Uint8Array(0)), wire(utf8(hash)), wire(digest));
    const k = readSSHKey(key.public), i = new Wire(inner), alg = i.word(), sig = i.text();
    if (k === null || k.alg !== key.alg || alg !== k.alg) return false;
    if (k.application) {
      const tail = i.take(5);
      if (i.bad || !(tail[0] & 1) || (key.verified && !(tail[0] & 4))) return false;
      signed = join(sha256(k.appBytes), tail, sha256(signed));
    }
    if (!i.end()) return false;
    if (k.public.length === 32) return verifyEd25519(k.public, signed, sig);
    const p = new Wire(sig), numbers = [p.text(), p.text()];
    if (!p.end() || numbers.some((b) => b.length === 0 || b[0] & 0x80 || (b.length > 1 && b[0] === 0 && !(b[1] & 0x80)))) return false;
    const [r, t] = numbers.map(scalar);
    return r !== null && t !== null && verifyP256(k.public, signed, r, t);
  }

  const clientText = (text) => '"' + text.replace(/["\\]/g, "\\$&").replace(/[\x00-\x1f]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
  async function verifyPasskey(key, act, s) {
    const flags = s.auth[32];
    if (s.auth.length < 37 || !same(s.auth.subarray(0, 32), sha256(utf8(key.rp)))) return false;
    if (!(flags & 1) || !(flags & 4) || !!(flags & 8) !== key.synced || (flags & 16 && !(flags & 8)) || flags & 64) return false;
    if (!(flags & 128) && s.auth.length !== 37) return false;
    const challenge = base64url(under("accede/act/1", act));
    const asked = key.origins.some((origin) => {
      const want = utf8(`{"type":"webauthn.get","challenge":${clientText(challenge)},"origin":${clientText(origin)},"crossOrigin":false`);
      const rest = s.client.subarray(want.length);
      if (rest.length === 0 || !same(s.client.subarray(0, want.length), want) || rest[rest.length - 1] !== 0x7d) return false;
      return rest[0] === 0x2c || rest.length === 1;
    });
    if (!asked) return false;
    const message = join(s.auth, sha256(s.client));
    if (key.alg === "webauthn-ed25519") return verifyEd25519(key.public, message, s.sig);
    const rs = readDER(s.sig);
    return rs !== null && verifyP256(key.public, message, ...rs);
  }

  /** What verifies signatures of a key: how it was enrolled, never what a signature says of itself. */
  function signing(k) {
    return {
      alg: k.get("alg"), public: unbase64(k.get("public")), rp: k.get("rp_id") || "", origins: k.get("origins") || [],
      verified: k.has("user_verification"), synced: k.get("backup") === "synced",
    };
  }
  async function verifySignature(key, act, s) {
    if (s.alg !== key.alg) return false;
    if (key.alg === "ed25519") return verifyEd25519(key.public, join(utf8("accede/signature/1\n"), under("accede/act/1", act)), s.sig);
    return isPasskey(key.alg) ? verifyPasskey(key, act, s) : verifySSH(key, act, s);
  }
  /** A key of its holder's by which people compare it: twelve groups of four letters. */
  const fingerprint = (k) => hex(under("accede/key/1", join(utf8(k.get("alg") + "\n"), unbase64(k.get("public")))).subarray(0, 24)).match(/..../g).join(" ");

  // ---- The tree --------------------------------------------------------------------------------------------------

  const leafHash = (bytes) => sha256(join(Uint8Array.of(0), bytes));
  const nodeHash = (a, b) => sha256(join(Uint8Array.of(1), a, b));
  const emptyRoot = () => sha256(new Uint8Array(0));

  /** A Merkle tree that grows [RFC 6962, 2.1]: the roots of its whole subtrees, and of every size the root there was. */
  class Tree {
    constructor() { this.levels = []; this.size = 0; }
    append(leaf) {
      let h = leaf;
      for (let level = 0; ; level++) {
        (this.levels[level] ||= []).push(h);
        if (this.levels[level].length % 2 !== 0) break;
        h = nodeHash(this.levels[level].at(-2), h);
      }
      this.size++;
    }
    /** The root over the first size leaves. */
    root(size = this.size) {
      if (size === 0) return emptyRoot();
      let h = null;
      for (let level = 0, n = size; n > 0; level++, n = Math.floor(n / 2)) {
        if (n % 2 === 0) continue;
        const left = this.levels[level][n - 1];
        h = h === null ? left : nodeHash(left, h);
      }
      return h;
    }
  }
  /** Whether a path leads from the leaf at position seq (from 1) to the root over size leaves [RFC 9162, 2.1.3.2]. */
  function included(path, size, root, seq, leaf) {
    if (!(seq >= 1 && seq <= size)) return false;
    let fn = seq - 1, sn = size - 1, r = leaf;
    for (const p of path) {
      if (sn === 0) return false;
      if (fn % 2 === 1 || fn === sn) {
        r = nodeHash(p, r);
        while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
      } else r = nodeHash(r, p);
      fn = Math.floor(fn / 2);
      sn = Math.floor(sn / 2);
    }
    return sn === 0 && same(r, root);
  }
  /** Whether the record of first entries is the beginning of that of second [RFC 9162, 2.1.4.2]. */
  function consistent(path, first, firstRoot, second, secondRoot) {
    if (!(first >= 0 && first <= second)) return false;
    if (first === 0) return path.length === 0 && same(firstRoot, emptyRoot()) && (second > 0 || same(secondRoot, emptyRoot()));
    if (first === second) return path.length === 0 && same(firstRoot, secondRoot);
    if (path.length === 0) return false;
    const all = [...path];
    if (Number.isInteger(Math.log2(first))) all.unshift(firstRoot);
    let fn = first - 1, sn = second - 1;
    while (fn % 2 === 1) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
    let fr = all[0], sr = all[0];
    for (const c of all.slice(1)) {
      if (sn === 0) return false;
      if (fn % 2 === 1 || fn === sn) {
        fr = nodeHash(c, fr);
        sr = nodeHash(c, sr);
        while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
      } else sr = nodeHash(sr, c);
      fn = Math.floor(fn / 2);
      sn = Math.floor(sn / 2);
    }
    return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
  }

  // ---- Checkpoints and receipts -----------------------------------------------------------------------------------

  /** The key of a host or a watcher as text: name+hash+base64; kind 1 signs notes, 4 cosigns with a time. */
  function readNoteKey(text, kind = 1) {
    const m = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
    const data = m && unbase64(m[3]);
    if (!data || data.length !== 33 || data[0] !== kind) return null;
    const id = hex(sha256(join(utf8(m[1] + "\n"), data)).subarray(0, 4));
    return id === m[2] ? { name: m[1], id, kind, public: data.subarray(1) } : null;
  }

  /** Opens a signed checkpoint: three lines, an empty one, and signatures, one of them by the key. Null: it is none. */
  async function openCheckpoint(signed, key) {
    const cut = signed.lastIndexOf("\n\n");
    if (cut < 0 || !signed.endsWith("\n") || /[\x00-\x09\x0b-\x1f]/.test(signed)) return null;
    const text = signed.slice(0, cut + 1), lines = signed.slice(cut + 2, -1).split("\n");
    const c = parseCheckpoint(text);
    if (c === null || lines.length > 100) return null;
    let good = false;
    for (const line of lines) {
      const m = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line);
      if (!m || SPACE.test(m[1]) || m[1].includes("+")) return null;
      const loose = looseBase64(m[2]);
      if (loose === null || loose.length < 5) return null;
      if (m[1] !== key.name || hex(loose.subarray(0, 4)) !== key.id || good) continue;
      const data = unbase64(m[2]); // what is verified has one form; of lines by others only that they can be read
      if (data === null || !(await verifyEd25519(key.public, utf8(text), data.subarray(4)))) return null;
      good = true;
    }
    return good ? { ...c, text, lines } : null;
  }
  /** Reads base64 with padding, whatever its last bits; null for anything else. */
  function looseBase64(text) {
    const m = /^([A-Za-z0-9+/]*?)([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.exec(text);
    if (!m || text.length % 4 !== 0) return null;
    if (!m[2]) return unbase64(text);
    const keep = m[2].endsWith("==") ? 1 : 2, mask = keep === 1 ? 0x30 : 0x3c;
    return unbase64(m[1] + m[2].slice(0, keep) + letters[letters.indexOf(m[2][keep]) & mask] + m[2].slice(keep + 1));
  }
  function parseCheckpoint(text) {
    const m = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(text), root = m && unbase64(m[3]);
    if (!root || root.length !== 32 || Number(m[2]) > MAX) return null;
    return { origin: m[1], size: Number(m[2]), root };
  }
  /** The times at which watchers have cosigned a checkpoint, by the keys given as text. */
  async function cosignatures(signed, keys) {
    const cut = signed.lastIndexOf("\n\n"), text = signed.slice(0, cut + 1), all = [];
    for (const key of keys.map((k) => readNoteKey(k, 4)).filter(Boolean)) {
      for (const line of signed.slice(cut + 2).split("\n")) {
        const m = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line), data = m && m[1] === key.name && unbase64(m[2]);
        if (!data || data.length !== 76 || hex(data.subarray(0, 4)) !== key.id) continue;
        const at = big(data.subarray(4, 12));
        if (at < 2n ** 40n && (await verifyEd25519(key.public, join(utf8(`cosignature/v1\ntime ${at}\n`), utf8(text)), data.subarray(12)))) all.push({ name: key.name, at: Number(at) });
        break;
      }
    }
    return all;
  }
  /** Checks a receipt (C2SP tlog-proof) of the exact bytes of an entry. The checkpoint, or null. */
  async function checkReceipt(text, entry, hostKey, origin) {
    const cut = text.indexOf("\n\n"), lines = text.slice(0, Math.max(cut, 0)).split("\n"), key = readNoteKey(hostKey);
    const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines[1] || ""), path = lines.slice(2).map(unbase64);
    if (cut < 0 || lines[0] !== "c2sp.org/tlog-proof@v1" || !index || path.some((h) => h === null || h.length !== 32) || key === null) return null;
    const c = await openCheckpoint(text.slice(cut + 2), key);
    return c && c.origin === origin && included(path, c.size, c.root, Number(index[1]) + 1, leafHash(entry)) ? c : null;
  }

  // What stands behind a backslash in double quotes.
  const ESCAPES = {
    '"': '"', "\\": "\\", "/": "/", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", " ": " ",
    N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029",
  };

  // ---- Charters: as much of YAML as charters are written in ---------------------------------------------------------

  /** Reads block and flow mappings and lists, plain, quoted and block texts. What else YAML has it does not read. */
  function readYAML(source) {
    const hidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/.exec(source.replace(/^\ufeff/, ""));
    if (hidden) refuse("founding", "the charter: a character that cannot be seen", 1);
    const lines = source.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
    let at = 0; // line
    let deep = 0; // how many lists and mappings lie in each other here
    const within = (read) => {
      if (++deep > 64) cannot("lists and mappings lie too deep in each other");
      const v = read();
      deep--;
      return v;
    };
    const trimStart = (text) => text.replace(/^[ \t]+/, ""), trimEnd = (text) => text.replace(/[ \t]+$/, ""), trim = (text) => trimEnd(trimStart(text));
    const cannot = (what) => { throw new Unable(`line ${at + 1} of the charter: ${what}`); };
    const indentOf = (line) => line.length - line.replace(/^ +/, "").length;
    const isBlank = (line) => /^[ \t]*(#.*)?$/.test(line);
    const skip = () => { while (at < lines.length && isBlank(lines[at])) at++; };
    const plain = (text) => {
      if (/^[&*!|>%@`,\]}]|^[-?:]([ \t]|$)/.test(text)) cannot("a text cannot begin so without quotes");
      if (/:[ \t]|[ \t]#/.test(text) || text.endsWith(":")) cannot("a colon without quotes");
      return word(text);
    };
    /** What a text without quotes is: nothing, true or false, a whole number, or a text. What readers differ over is refused. */
    const word = (text) => {
      if (/^(~|null|Null|NULL)?$/.test(text)) return null;
      if (text === "true" || text === "false") return text === "true";
      if (guessed.test(text)) refuse("founding", `the charter: ${text} without quotes is no text`, 1);
      if (!isNumber(text)) return text;
      if (!/^(0|-?[1-9][0-9]*)$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) refuse("founding", `the charter: ${text} is no whole number`, 1);
      return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
    };
    const guessed = /^(y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE)$/;
    const isNumber = (text) => {
      if (/^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/.test(text)) return true;
      if (text[0] === ".") return /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text));
      if (!/^[-+0-9]/.test(text)) return false;
      const digits = text.replaceAll("_", "");
      if (/^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/.test(digits)) return true;
      return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits) && Number.isFinite(Number(digits));
    };
    /** Drops a comment behind a plain text. */
    const uncommented = (text) => trimEnd(text.replace(/[ \t]+#.*$/, ""));
    const keyOf = (text, isQuoted) => {
      if (!isQuoted && (guessed.test(text) || /^(true|false|null|Null|NULL|~|<<)?$/.test(text))) cannot(`the key ${text}`);
      return text;
    };

    /** Reads a flow value or a quoted text that begins in the rest of a line and may go on over further lines. */
    function flow(text) {
      let i = 0;
      const more = () => {
        if (++at >= lines.length) cannot("the text has no end");
        text = trim(lines[at]);
        i = 0;
      };
      const blanks = () => {
        for (;;) {
          while (text[i] === " " || text[i] === "\t") i++;
          if (i < text.length && !(text[i] === "#" && (i === 0 || /[ \t]/.test(text[i - 1])))) return;
          more();
        }
      };
      function quoted() {
        const q = text[i++];
        let out = "", fixed = 0; // up to fixed it was written with escapes, and spaces at its end stay
        const fold = (escaped) => {
          out = out.slice(0, fixed) + trimEnd(out.slice(fixed));
          let breaks = escaped ? 1 : 0;
          do { more(); breaks++; } while (text === "");
          if (breaks > 2 || !escaped) out += breaks === 1 ? " " : "\n".repeat(breaks - (escaped ? 2 : 1));
          fixed = out.length;
        };
        for (;;) {
          if (i >= text.length) { fold(false); continue; }
          const c = text[i++];
          if (c === q && q === "'" && text[i] === "'") { out += "'"; i++; continue; }
          if (c === q) return out;
          if (c !== "\\" || q === "'") { out += c; continue; }
          if (i >= text.length) { fixed = out.length; fold(true); continue; }
          const e = text[i++], named = ESCAPES[e], length = { x: 2, u: 4, U: 8 }[e];
          if (named !== undefined) out += named;
          else {
            const code = parseInt(text.slice(i, i + length), 16);
            if (!length || !/^[0-9a-fA-F]+$/.test(text.slice(i, i + length)) || i + length > text.length || code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) cannot("an escape that is none");
            out += String.fromCodePoint(code);
            i += length;
          }
          fixed = out.length;
        }
      }
      function value(isKey) {
        blanks();
        if (text[i] === "{" || text[i] === "[") {
          if (isKey) cannot("a key is a word");
          return within(() => inside(text[i++] === "["));
        }
        if (text[i] === '"' || text[i] === "'") return quoted();
        const from = i;
        while (i < text.length && !/[,\[\]{}]/.test(text[i]) && !(text[i] === ":" && (i + 1 === text.length || /[ \t,\[\]{}]/.test(text[i + 1]))) && !(text[i] === "#" && /[ \t]/.test(text[i - 1] || ""))) i++;
        const found = trim(text.slice(from, i));
        if (isKey) return keyOf(found, false);
        if (found === "" && /[,\]]/.test(text[i] || "")) cannot("nothing stands between two commas");
        return plain(found);
      }
      function inside(list) {
        const end = list ? "]" : "}", all = list ? [] : new Map();
        for (;;) {
          blanks();
          if (text[i] === end) { i++; return all; }
          const key = value(!list);
          blanks();
          if (list) all.push(key);
          else {
            if (text[i] !== ":") cannot("a colon is wanted");
            i++;
            if (all.has(key)) cannot("a key is here twice");
            all.set(key, value(false));
          }
          blanks();
          if (text[i] === ",") i++;
          else if (text[i] !== end) cannot("a comma is wanted");
        }
      }
      const v = value(false);
      if (!/^([ \t]+(#.*)?)?$/.test(text.slice(i))) return { v, rest: text.slice(i) };
      at++;
      return { v, rest: "" };
    }
    /** Reads a quoted text that stands on one line. */
    function unquoted(text) {
      const line = at, { v, rest } = flow(text);
      if (at > line + 1 || rest !== "") cannot("a key in quotes");
      at = line;
      return v;
    }
    /** A block text: | keeps its lines, > folds them. */
    function block(header, indent) {
      const m = /^([|>])(?:([-+]?)|([-+]?)([1-9])|([1-9])([-+]?))$/.exec(uncommented(header));
      if (!m) cannot("a block of text that does not begin so");
      m[2] = m[2] || m[3] || m[6];
      at++;
      const body = [];
      let deep = m[4] || m[5] ? Math.max(indent, 0) + Number(m[4] || m[5]) : -1;
      for (; at < lines.length; at++) {
        if (/^ *$/.test(lines[at])) { body.push(deep >= 0 ? lines[at].slice(deep) : ""); continue; }
        if (deep < 0) deep = indentOf(lines[at]);
        if (deep <= indent || indentOf(lines[at]) < deep) break;
        body.push(lines[at].slice(deep));
      }
      let tail = 0;
      while (body.length > 0 && body.at(-1) === "") { body.pop(); tail++; }
      let text = "";
      if (m[1] === "|") text = body.join("\n");
      else {
        body.forEach((line, i) => {
          if (i === 0) text = line;
          else if (line === "") text += "\n";
          else if (/^[ \t]/.test(line) || /^[ \t]/.test(body[i - 1])) text += "\n" + line;
          else text += (body[i - 1] === "" ? "" : " ") + line;
        });
      }
      if (body.length === 0) return m[2] === "+" ? "\n".repeat(tail) : "";
      return text + (m[2] === "-" ? "" : m[2] === "+" ? "\n".repeat(tail + 1) : "\n");
    }
    /** What stands behind a key or a hyphen: on the line, or in the lines that are indented further. */
    function after(rest, indent, inList) {
      const text = trimStart(rest);
      if (text === "" || text[0] === "#") {
        at++;
        skip();
        if (at >= lines.length) return null;
        const next = indentOf(lines[at]);
        return next > indent || (next === indent && !inList && /^-([ \t]|$)/.test(lines[at].slice(next))) ? node(next) : null;
      }
      if (text[0] === "|" || text[0] === ">") return block(text, indent);
      if (/^["'{\[]/.test(text)) {
        const { v, rest: left } = flow(text);
        if (left !== "") cannot("something follows the value");
        return v;
      }
      let whole = uncommented(text);
      at++;
      if (!/[ \t]#/.test(text)) {
        // A plain text goes on in lines that are indented further; an empty line is a line feed.
        for (let breaks = 1; at < lines.length; breaks++, at++) {
          const more = trim(lines[at]);
          if (more === "") continue;
          if (indentOf(lines[at]) <= indent || more[0] === "#") break;
          whole += (breaks === 1 ? " " : "\n".repeat(breaks - 1)) + uncommented(more);
          breaks = 0;
          if (/[ \t]#/.test(more)) { at++; break; }
        }
      }
      return plain(whole);
    }
    const keyed = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{}\[\],#&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?)[ \t]*:(?=[ \t]|$)/;
    const node = (indent) => within(() => nodeAt(indent));
    function nodeAt(indent) {
      skip();
      const first = lines[at].slice(indent);
      if (/^-([ \t]|$)/.test(first)) {
        const all = [];
        for (skip(); at < lines.length && indentOf(lines[at]) === indent && /^-([ \t]|$)/.test(lines[at].slice(indent)); skip()) {
          const rest = lines[at].slice(indent + 1), inner = indent + 1 + indentOf(rest);
          if (keyed.test(trimStart(rest)) || /^ *-([ \t]|$)/.test(rest)) {
            lines[at] = " ".repeat(inner) + trimStart(rest);
            all.push(node(inner));
          } else all.push(after(rest, indent, true));
        }
        return all;
      }
      const map = new Map();
      if (!keyed.test(first)) return after(first, indent - 1, false);
      for (skip(); at < lines.length && indentOf(lines[at]) === indent; skip()) {
        const m = keyed.exec(lines[at].slice(indent));
        if (!m) cannot("a key is wanted");
        const isQuoted = /^["']/.test(m[1]), key = keyOf(isQuoted ? unquoted(m[1]) : m[1], isQuoted);
        if (map.has(key)) cannot(`the key ${key}`);
        map.set(key, after(lines[at].slice(indent + m[0].length), indent, false));
        skip();
        if (at < lines.length && indentOf(lines[at]) > indent) cannot("a line that is indented and belongs to nothing");
      }
      return map;
    }
    skip();
    if (at >= lines.length) cannot("there is nothing in it");
    if (/^---[ \t]*(#.*)?$/.test(lines[at])) { at++; skip(); }
    if (at >= lines.length) cannot("there is nothing in it");
    if (/^(---|%)/.test(lines[at])) cannot("documents and directives are not read");
    const v = node(indentOf(lines[at]));
    skip();
    if (at < lines.length) cannot("something follows the charter");
    return v;
  }

  // ---- Rules -----------------------------------------------------------------------------------------------------

  const LARGEST = (2n ** 63n - 1n) / 16n;

  /** Reads a sentence of the rule language into a tree. */
  function readRule(sentence) {
    const tokens = [];
    for (let rest = unspaced(sentence); rest !== ""; ) {
      const m = /^(?:[0-9][0-9/.%]*|\p{L}[\p{L}\p{Nd}\p{M}_-]*|[^])/u.exec(rest);
      tokens.push(m[0]);
      rest = rest.slice(m[0].length);
      while (rest !== "" && SPACE.test(rest[0])) rest = rest.slice(1);
    }
    let at = 0;
    const bad = () => refuse("founding", `the sentence ${JSON.stringify(sentence)} is not one of the rule language`, 1);
    const accept = (word) => tokens[at] === word && ++at > 0;
    const want = (...words) => words.forEach((w) => { if (!accept(w)) bad(); });
    const keywords = "all none at least more than most fewer exactly half of by are or and not these hold voting present".split(" ");
    const quantities = ["all", "none", "at", "more", "fewer", "exactly"];
    const name = () => { const w = tokens[at]; if (w === undefined || !/^\p{L}/u.test(w) || keywords.includes(w)) bad(); at++; return w; };

    let deep = 0;
    function rule() {
      if (++deep > 200) bad();
      const parts = [];
      do { const n = conj(); parts.push(...(n.type === "or" ? n.parts : [n])); } while (accept("or"));
      deep--;
      return parts.length === 1 ? parts[0] : { type: "or", parts };
    }
    function conj() {
      const parts = [];
      do { const n = term(); parts.push(...(n.type === "and" ? n.parts : [n])); } while (accept("and"));
      return parts.length === 1 ? parts[0] : { type: "and", parts };
    }
    function parens() { want("("); const n = rule(); want(")"); return n; }
    function term() {
      if (accept("not")) return { type: "not", part: parens() };
      if (tokens[at] === "(") return parens();
      const q = quantity();
      want("of");
      if (accept("these")) {
        want("hold", ":");
        const parts = [];
        do parts.push(parens()); while (accept(","));
        return { type: "several", q, parts };
      }
      const t = { type: "test", q, class: name(), base: "", weight: "", ballots: [] };
      if (accept("voting")) t.base = "voting";
      else if (accept("present")) t.base = "present";
      if (accept("by")) t.weight = name();
      want("are");
      for (;;) {
        const not = accept("not");
        const word = !not && (tokens[at] === "voting" || tokens[at] === "present") ? tokens[at++] : name();
        t.ballots.push({ word, not });
        const next = tokens[at + 1];
        if (tokens[at] !== "or" || next === "(" || (next === "not" && tokens[at + 2] === "(") || quantities.includes(next)) return t;
        at++;
      }
    }
    function quantity() {
      for (const [words, kind] of [[["all"], "all"], [["none"], "none"], [["at", "least"], "at least"], [["more", "than"], "more than"], [["at", "most"], "at most"], [["fewer", "than"], "fewer than"], [["exactly"], "exactly"]]) {
        if (!words.every((w, i) => tokens[at + i] === w)) continue;
        at += words.length;
        return kind === "all" || kind === "none" ? { kind } : { kind, ...amount() };
      }
      return bad();
    }
    function amount() {
      const t = tokens[at++] || "";
      let m;
      if (t === "half") return { share: true, num: 1n, den: 2n, shown: "half" };
      const whole = (digits) => { const n = BigInt(digits); return n <= LARGEST ? n : bad(); };
      if ((m = /^(\d+)$/.exec(t))) return { share: false, num: whole(t), den: 1n, shown: String(BigInt(t)) };
      if ((m = /^(\d+)\/(\d+)$/.exec(t)) && BigInt(m[2]) > 0n) return { share: true, num: whole(m[1]), den: whole(m[2]), shown: `${BigInt(m[1])}/${BigInt(m[2])}` };
      if ((m = /^(\d+)(?:\.(\d{1,9}))?%$/.exec(t))) {
        const decimals = (m[2] || "").replace(/0+$/, "");
        return { share: true, num: whole(m[1] + decimals), den: 100n * 10n ** BigInt(decimals.length), shown: `${BigInt(m[1])}${decimals ? "." + decimals : ""}%` };
      }
      return bad();
    }
    const root = rule();
    if (at !== tokens.length) bad();
    return root;
  }
  function showRule(n) {
    switch (n.type) {
      case "and": return n.parts.map((p) => (p.type === "or" || p.type === "and" ? `(${showRule(p)})` : showRule(p))).join(" and ");
      case "or": return n.parts.map(showRule).join(" or ");
      case "not": return `not (${showRule(n.part)})`;
      case "several": return `${showQuantity(n.q)} of these hold: ` + n.parts.map((p) => `(${showRule(p)})`).join(", ");
    }
    return `${showQuantity(n.q)} of ${n.class}${n.base && " " + n.base}${n.weight && " by " + n.weight} are ` + n.ballots.map((b) => (b.not ? "not " : "") + b.word).join(" or ");
  }
  const showQuantity = (q) => q.kind + (q.shown ? " " + q.shown : "");
  const isUpper = (q) => ["none", "at most", "fewer than", "exactly"].includes(q.kind);

  /** The least and the greatest whole number of a base that a quantity admits; -1: no bound on that side. */
  function bounds(q, base) {
    const floor = q.share ? (base * q.num) / q.den : q.num, rest = q.share && (base * q.num) % q.den > 0n;
    const up = () => { const n = rest ? floor + 1n : floor; return q.share && base === 0n && n < 1n ? 1n : n; };
    switch (q.kind) {
      case "all": return [base > 1n ? base : 1n, -1n];
      case "none": return [-1n, 0n];
      case "at least": return [up(), -1n];
      case "more than": return [floor + 1n, -1n];
      case "at most": return [-1n, floor];
      case "fewer than": return [-1n, !q.share ? q.num - 1n : base === 0n ? 0n : rest ? floor : floor - 1n];
    }
    return [up(), floor];
  }

  /**
   * Counts a question that is closed: roll, one ballot for each member, what pending counts as, how equal votes are
   * read. Answers whether it is adopted, and the reasons clause by clause.
   */
  function count(rule, roll, ballots, closed, tie) {
    const kindOf = (b) => roll.declared.get(b) || b;
    const castable = ["for", "against", "abstaining", "absent", ...roll.declared.keys()];
    const ofKind = (...wanted) => castable.filter((b) => wanted.includes(roll.declared.has(b) ? (roll.declared.get(b) === "pending" ? closed : roll.declared.get(b)) : b));
    const baseOf = (base) => (base === "voting" ? ofKind("for", "against") : base === "present" ? ofKind("for", "against", "abstaining") : castable);
    const said = ballots.map((b) => (b === "pending" ? closed : b));
    const setOf = (b) => {
      if (b.word === "voting" || b.word === "present") return baseOf(b.word);
      if (roll.declared.has(b.word)) return [b.word];
      if (!castable.includes(b.word)) throw new Unable(`the ballot ${b.word} of a rule`);
      return ofKind(b.word);
    };
    const equal = (a, b) => a.length === b.length && a.every((x) => b.includes(x));

    function test(n, upright) {
      const base = baseOf(n.base), inClass = n.class === "members" ? null : roll.classes.get(n.class), weight = n.weight ? roll.weights.get(n.weight) : null;
      if (inClass === undefined || weight === undefined) throw new Unable(`a rule speaks of ${n.class}${n.weight && " by " + n.weight}, which the roll does not have`);
      const named = new Set(n.ballots.flatMap((b) => (b.not ? castable.filter((x) => !setOf(b).includes(x)) : setOf(b))));
      const counted = base.filter((b) => named.has(b));
      let q = n.q;
      if (tie && q.share && 2n * q.num === q.den && n.base === "voting" && (equal(counted, ofKind("for")) || equal(counted, ofKind("against")))) {
        const swap = (tie === "adopted") === upright ? { "more than": "at least", "fewer than": "at most" } : { "at least": "more than", "at most": "fewer than" };
        q = { ...q, kind: swap[q.kind] || q.kind };
      }
      let have = 0n, of = 0n;
      said.forEach((b, i) => {
        if (inClass && !inClass.has(roll.members[i])) return;
        const w = weight ? weight.of.get(roll.members[i]) || 0n : 1n;
        if (base.includes(b)) of += w;
        if (counted.includes(b)) have += w;
      });
      const [least, most] = bounds(q, of), holds = have >= least && !(isUpper(q) && have > most);
      const unit = weight ? weight.unit : "members";
      return { holds, texts: [showRule(n) + ": " + figures(n, q, have, of, least, most, holds, unit)] };
    }
    function several(parts, least, most) {
      const holding = parts.filter((p) => p.holds), failing = parts.filter((p) => !p.holds), texts = (all) => all.flatMap((p) => p.texts);
      const n = BigInt(holding.length);
      if (n < least) return { holds: false, texts: texts(failing) };
      if (most >= 0n && n > most) return { holds: false, texts: texts(holding) };
      if (most >= 0n && least < 0n) return { holds: true, texts: texts(failing.slice(0, Math.max(parts.length - Number(most), 0))) };
      if (most >= 0n) return { holds: true, texts: [...texts(holding), ...texts(failing)] };
      return { holds: true, texts: texts(holding.slice(0, Number(least > 0n ? least : 0n))) };
    }
    function node(n, upright) {
      switch (n.type) {
        case "and": return several(n.parts.map((p) => node(p, upright)), BigInt(n.parts.length), -1n);
        case "or": return several(n.parts.map((p) => node(p, upright)), 1n, -1n);
        case "not": { const p = node(n.part, !upright); return { holds: !p.holds, texts: p.texts }; }
        case "several": {
          const up = ["none", "at most", "fewer than"].includes(n.q.kind) ? !upright : upright, parts = n.parts.map((p) => node(p, up));
          let [least, most] = bounds(n.q, BigInt(parts.length));
          if (most < 0n && isUpper(n.q)) [least, most] = [BigInt(parts.length) + 1n, 0n];
          return several(parts, least, most);
        }
      }
      return test(n, upright);
    }
    if (said.every((b) => kindOf(b) === "recused")) return { adopted: false, reasons: ["nobody is on the roll"] };
    const { holds, texts } = node(rule, true);
    if (texts.length > 0) return { adopted: holds, reasons: [...new Set(texts)] };
    return { adopted: holds, reasons: [showRule(rule) + (holds ? ": holds whatever the ballots" : ": holds with no ballots")] };
  }
  function figures(n, q, have, base, least, most, holds, unit) {
    const shown = String(have) + (unit === "members" ? "" : " " + unit), share = q.kind === "all" || q.kind === "none" || q.share;
    if (base === 0n && share) {
      if (n.weight) return `there are no ${unit} to take a share of`;
      return n.base === "voting" ? "nobody is voting" : n.base === "present" ? "nobody is present" : `nobody of ${n.class} is on the roll`;
    }
    if (q.kind === "none") return have === 0n ? "none is" : shown === "1" ? "1 is" : shown + " are";
    if (most < 0n && q.kind !== "fewer than") return holds ? `${shown}, ${least} needed` : `${shown} of ${least} needed`;
    if (q.kind === "exactly") return `${shown}, ${least > most ? `exactly ${q.shown} of ${base}, which is no whole number` : `exactly ${least}`} needed`;
    return `${shown}, ${most < 0n ? "fewer than 0" : `at most ${most}`} allowed`;
  }

  // ---- The charter and the body ------------------------------------------------------------------------------------

  // What a charter may say, key by key, as in the tables of doc/formats.md; * marks what is required, [ a list.
  const CHARTER = {
    charter: `*accede "charter/1"; *body text; *name names; *time_zone text; *keeping "official|reported"; about names; sources {origin; chair office; secretariat office;
      depositary depositary; members [member; applicants [member; parties [party; classes [class; weights [weight; ballots [ballot; rules [sentence; procedures {procedure;
      decisive [text; waiting period; redaction [text; recovery recovery; watchers watchers`,
    origin: "*title text; publisher text; date text; url text; note text",
    office: "*id text; *name names; mediates flag; votes flag",
    party: "*id text; *name names",
    recovery: "*members number; after period",
    watchers: "*quorum [quorum; grace period; heartbeat period",
    quorum: "*at_least number; of text",
    depositary: "*id text; for [text",
    member: `*id text; *name names; code text; formerly [former; since day; until day; earlier [span; kind "state|organisation|person|seat"; source text`,
    span: "since day; *until day",
    former: "*name text; until day",
    class: "*id text; name names; all flag; members [text; terms [term; source text",
    term: "*member text; since day; until day",
    weight: "*id text; *unit text; from day; until day; *of {number; source text; note text",
    ballot: `*id text; *kind "pending|for|against|abstaining|absent"; name names`,
    sentence: "*id text; *rule text; law [text; *source text; note text",
    procedure: "name names; law [text; source text; *stages [stage",
    stage: `*id text; name names; law [text; rule text; by_rule text; each parties; act "apply|sign|approve|deposit|statement"; by text; when when; steps [text; repeat [text;
      organ text; roll "at opening|floating"; votes "by name|counted"; objection "required to be against|free"; silence silence; quorum text;
      closes "by chair|at deadline|when certain"; deadline limit; tie "rejected|adopted|chair decides"; recusal "own|or by chair"; effect effect; gains text; note text; source text`,
    silence: `*pending_counts_as "for|abstaining|absent|against"; at_least period; broken_by "objection|against"`,
    limit: `*within period; *then "lapses|rejected|closes|notice"`,
    effect: `joins text; ends text; amends "charter"`,
    when: "*any [wanted; then after",
    wanted: "all parties; at_least text; and parties; of text; within period; after period",
    after: "*after period",
  };
  const saysOf = new Map(Object.entries(CHARTER).map(([name, text]) => [name, fields(text)]));
  const charter = (ok, what) => { if (!ok) refuse("founding", "the charter: " + what, 1); };

  /** Reads a value of a charter by its type. What is empty is as if it were not there, and is left out of what comes of it. */
  function readCharterValue(v, type, key) {
    if (type[0] === "[") {
      charter(Array.isArray(v), `${key}: a list is wanted`);
      return v.map((x) => readCharterValue(x, type.slice(1), key));
    }
    if (type[0] === "{") {
      charter(v instanceof Map, `${key}: keys with values are wanted`);
      return new Map([...v].map(([k, x]) => [k, readCharterValue(x, type.slice(1), k)]));
    }
    if (saysOf.has(type)) return readCharterRecord(v, saysOf.get(type), key);
    const text = () => { charter(typeof v === "string", `${key}: a text is wanted`); return v; };
    switch (type) {
      case "text": return text();
      case "names":
        charter(v instanceof Map && v.size > 0, `${key}: a text for each language is wanted`);
        for (const [tag, x] of v) {
          charter(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag), `${key}: ${tag} is no language tag`);
          charter(typeof x === "string" && unspaced(x) !== "", `${key}: the text in ${tag} is empty, or none`);
        }
        return v;
      case "day": charter(readDay(text()) !== null, `${key}: ${v} is no day`); return v;
      case "period": readPeriod(text()); return v;
      case "flag": charter(typeof v === "boolean", `${key}: true or false is wanted`); return v;
      case "number": charter(typeof v === "number" || typeof v === "bigint", `${key}: a whole number is wanted`); return v;
      case "parties":
        if (!Array.isArray(v)) return [text()];
        charter(v.length > 0, `${key}: the list is empty`);
        return readCharterValue(v, "[text", key);
    }
    charter(text() !== "" && type.slice(1, -1).split("|").includes(v), `${key}: no word for it`);
    return v;
  }
  function readCharterRecord(v, wanted, what) {
    charter(v instanceof Map, `${what}: keys with values are wanted`);
    const read = new Map();
    for (const [key, x] of v) {
      charter(wanted.has(key), `unknown key ${key} in ${what}`);
      charter(!wanted.get(key).required || x !== "", `${key}: it is empty`);
      const y = readCharterValue(x, wanted.get(key).type, key);
      if (y !== "" && !(Array.isArray(y) && y.length === 0)) read.set(key, y);
    }
    for (const [key, f] of wanted) charter(!f.required || v.has(key), `${key} is missing in ${what}`);
    return read;
  }

  const RULE_WORDS = "or and not of these hold by are is all none at least most more fewer than exactly half voting present".split(" ");
  const OFFICES = ["applicant", "chair", "secretariat", "depositary"];
  const isCharterId = (id) => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(id);
  /** Whether two times, each without its last day, have a day in common; a side that is open has none. */
  const overlap = (since1, until1, since2, until2) => (!since1 || !until2 || since1 < until2) && (!since2 || !until1 || since2 < until1);

  /** Holds a charter to all that it must be in itself: that ids are well written, given once and known where they stand, that times and figures add up, and that each stage is done in one way. */
  class Soundness {
    constructor(c) {
      this.c = c;
      const list = (key) => c.get(key) || [], ids = (all) => new Set(all.map((x) => x.get("id")));
      this.list = list;
      this.listed = ids(list("members"));
      this.parties = ids([...list("members"), ...list("applicants")]);
      this.others = ids(list("parties"));
      this.classes = ids(list("classes")).add("members");
      this.rules = ids(list("rules"));
      this.sources = c.get("sources") || new Map();
      this.procedures = c.get("procedures") || new Map();
    }
    check() {
      const { c } = this;
      this.id(c.get("body"));
      for (const key of this.sources.keys()) charter(isCharterId(key.replaceAll("_", "-")) && key !== "unsourced" && key !== "derived", `${key} is no key of a source`);
      this.offices();
      this.members();
      this.subsets();
      this.weights();
      this.ballots();
      this.once(this.list("rules"), "rule");
      for (const r of this.list("rules")) { this.id(r.get("id")); this.source(r); }
      for (const [id, p] of this.procedures) this.procedure(id, p);
      this.keys();
      this.watchers();
      this.sentences();
    }

    id(id) { charter(isCharterId(id), `${id} is no id`); }
    word(id) {
      this.id(id);
      charter(!/^[0-9]/.test(id) && !RULE_WORDS.includes(id), `${id} is no word that rules could use`);
    }
    once(all, what) {
      const seen = new Set();
      for (const x of all) { charter(!seen.has(x.get("id")), `the ${what} ${x.get("id")} is there twice`); seen.add(x.get("id")); }
    }
    source(x) { const key = x.get("source"); charter(!key || key === "unsourced" || key === "derived" || this.sources.has(key), `there is no source ${key}`); }
    between(since, until) { charter(!since || !until || since < until, `until ${until} is not after ${since}`); }
    known(id) { charter(this.parties.has(id), `there is no member ${id}`); }
    knownClass(id) { charter(this.classes.has(id), `there is no class ${id}`); }
    isOffice(id) { return ["chair", "secretariat", "depositary"].some((key) => this.c.has(key) && this.c.get(key).get("id") === id); }
    isParty(id) { return this.parties.has(id) || this.isOffice(id) || this.others.has(id); }

    offices() {
      for (const key of ["chair", "secretariat"]) {
        const o = this.c.get(key), id = o && o.get("id");
        if (!o) continue;
        this.id(id);
        charter(o.get("votes") ? this.listed.has(id) : !this.parties.has(id), `${id}: an office that is a member votes, and no other`);
      }
      this.once(this.list("parties"), "party");
      for (const p of this.list("parties")) {
        this.id(p.get("id"));
        charter(!this.parties.has(p.get("id")) && !this.isOffice(p.get("id")), `${p.get("id")} is also a member, applicant or office`);
      }
      const d = this.c.get("depositary");
      if (!d) return;
      this.id(d.get("id"));
      const stages = [...this.procedures.values()].flatMap((p) => p.get("stages") || []).map((t) => t.get("id"));
      for (const stage of d.get("for") || []) charter(stages.includes(stage), `no procedure has a stage ${stage}`);
    }
    members() {
      this.once(this.list("members"), "member");
      this.once(this.list("applicants"), "applicant");
      const applicants = this.list("applicants").map((m) => m.get("id"));
      for (const m of [...this.list("members"), ...this.list("applicants")]) {
        this.id(m.get("id"));
        this.between(m.get("since"), m.get("until"));
        const earlier = m.get("earlier") || [];
        earlier.forEach((span, i) => {
          this.between(span.get("since"), span.get("until"));
          const next = i + 1 < earlier.length ? earlier[i + 1].get("since") : m.get("since");
          charter(next && next >= span.get("until"), `a time of ${m.get("id")} is not over when its next begins`);
        });
        this.source(m);
        charter(![...OFFICES, "author"].includes(m.get("id")), `${m.get("id")} is the word for a party in procedures`);
      }
      for (const m of this.list("members")) charter(!applicants.includes(m.get("id")) || m.has("since") || m.has("until"), `${m.get("id")} is an applicant, but has always been a member`);
    }
    subsets() {
      this.once(this.list("classes"), "class");
      for (const k of this.list("classes")) {
        const members = k.get("members") || [], terms = k.get("terms") || [];
        this.word(k.get("id"));
        this.source(k);
        charter(k.get("id") !== "members" && k.get("id") !== "applicant", `the class ${k.get("id")} is always there`);
        charter(!k.get("all") || members.length + terms.length === 0, `everybody belongs to ${k.get("id")}`);
        members.forEach((m) => this.known(m));
        charter(new Set(members).size === members.length, `${k.get("id")} has somebody twice`);
        terms.forEach((t, i) => {
          const who = t.get("member");
          this.known(who);
          this.between(t.get("since"), t.get("until"));
          charter(!members.includes(who), `${who} always belongs to ${k.get("id")}`);
          for (const e of terms.slice(0, i)) charter(e.get("member") !== who || !overlap(e.get("since"), e.get("until"), t.get("since"), t.get("until")), `two terms of ${who} overlap`);
        });
      }
    }
    weights() {
      const all = this.list("weights");
      all.forEach((w, i) => {
        this.word(w.get("id"));
        this.between(w.get("from"), w.get("until"));
        this.source(w);
        let sum = 0n;
        for (const [id, figure] of w.get("of")) {
          this.known(id);
          charter(figure >= 0, `the figure of ${id} is less than nothing`);
          sum += BigInt(figure);
          charter(sum <= (2n ** 63n - 1n) / 4n, "the figures add up to more than can be counted");
        }
        for (const m of this.list("members")) {
          const there = [m, ...(m.get("earlier") || [])].some((s) => overlap(s.get("since"), s.get("until"), w.get("from"), w.get("until")));
          charter(!there || w.get("of").has(m.get("id")), `the weight ${w.get("id")} has no figure for ${m.get("id")}`);
        }
        for (const e of all.slice(0, i)) charter(e.get("id") !== w.get("id") || !overlap(e.get("from"), e.get("until"), w.get("from"), w.get("until")), `two weights ${w.get("id")} hold on the same days`);
      });
    }
    ballots() {
      const all = this.list("ballots");
      this.once(all, "ballot");
      charter(all.length <= 26, "a charter can declare 26 ballots");
      for (const b of all) {
        this.word(b.get("id"));
        charter(![...BALLOTS, "recused"].includes(b.get("id")), `the ballot ${b.get("id")} is always there`);
      }
    }
    procedure(id, p) {
      const stages = p.get("stages") || [], earlier = new Set();
      this.id(id);
      this.source(p);
      charter(stages.length > 0, `the procedure ${id} has no stages`);
      this.once(stages, "stage");
      for (const t of stages) {
        this.id(t.get("id"));
        this.stage(t, earlier);
        earlier.add(t.get("id"));
      }
    }
    stage(t, earlier) {
      const has = (key) => t.has(key), get = (key) => t.get(key), name = `the stage ${t.get("id")}`;
      this.source(t);
      const ways = ["rule", "by_rule", "each", "when"].filter(has).length + (has("act") && !has("each") ? 1 : 0), decided = has("rule") || has("by_rule");
      charter(ways === 1, `${name} is done in one way`);
      charter(!has("by_rule") || this.rules.has(get("by_rule")), `there is no rule ${get("by_rule")}`);
      if (!decided) for (const key of ["organ", "votes", "objection", "silence", "quorum", "closes", "tie", "recusal"]) charter(!has(key), `${key} means nothing in ${name}, which no rule decides`);
      if (has("organ")) this.knownClass(get("organ"));
      if (get("tie") === "chair decides") {
        charter(this.c.has("chair"), "the charter names no chair to decide");
        const itself = get("closes") === "at deadline" || get("closes") === "when certain" || (has("deadline") && get("deadline").get("then") === "closes") || has("silence");
        charter(!itself, `the chair decides equal votes by closing ${name}, which closes by itself`);
      }
      if (has("each")) {
        this.partyList(get("each"));
        charter(has("act") !== has("steps"), `${name} wants something of each: an act, or steps`);
        for (const step of get("steps") || []) charter(["sign", "approve", "deposit", "statement"].includes(step), `${step} is no act that can be a step`);
      } else charter(!has("steps") || decided, "steps go with each, or with a rule");
      if (has("by")) this.by(t);
      for (const key of ["steps", "repeat"]) {
        const names = get(key) || [];
        names.forEach((x) => this.id(x));
        charter(new Set(names).size === names.length, `${key}: the same twice`);
      }
      if (has("effect")) this.effect(get("effect"));
      if (has("when")) this.when(get("when"), earlier);
    }
    partyList(parties) {
      charter(new Set(parties).size === parties.length, "a party is there twice");
      for (const p of parties) if (p !== "applicant") this.knownClass(p);
    }
    by(t) {
      const who = t.get("by");
      charter(t.has("act") && !t.has("each"), "by goes with an act of one party");
      if (!OFFICES.includes(who)) charter(this.isParty(who), `there is no party ${who}`);
      else charter(who === "applicant" || this.c.has(who), `the charter names no ${who}`);
    }
    effect(e) {
      const joins = e.get("joins");
      for (const key of ["joins", "ends"]) if (e.has(key)) this.knownClass(e.get(key));
      charter(!e.has("ends") && (!e.has("joins") || joins === "members"), "the one effect that is carried out is joins: members");
      charter(!(e.has("joins") && e.has("amends")), "one procedure admits a member or amends the charter");
      charter(e.has("joins") || e.has("amends"), "an effect joins a class, or amends the charter");
    }
    when(when, earlier) {
      charter(when.has("any"), "one condition at least is wanted");
      for (const w of when.get("any")) {
        charter(w.has("all") !== w.has("at_least"), "a condition wants all of some parties, or at_least a number of a class");
        this.partyList(w.get("all") || []);
        this.partyList(w.get("and") || []);
        if (w.has("at_least")) {
          const m = /^([1-9][0-9]*) of ([^]+)$/.exec(w.get("at_least"));
          charter(m && BigInt(m[1]) < 2n ** 63n, `${w.get("at_least")} is not a number of a class`);
          this.knownClass(m[2]);
        }
        const events = [w.get("of") || "", ...["within", "after"].filter((key) => w.has(key)).map((key) => readPeriod(w.get(key)).of)];
        for (const stage of events) charter(stage === "" || earlier.has(stage), `no earlier stage is called ${stage}`);
      }
    }
    keys() {
      const { c } = this, official = c.get("keeping") === "official", decisive = this.list("decisive"), ofNothing = (x, key) => charter(!x.has(key) || readPeriod(x.get(key)).of === "", `${key}: the period runs from what it is about`);
      charter(new Set(decisive).size === decisive.length, "decisive: the same twice");
      charter(decisive.length === 0 || official, "nothing is signed in a reported record");
      for (const kind of decisive) charter(kinds.has(kind), `${kind} is no kind of act`);
      charter(!c.has("waiting") || decisive.length > 0, "nothing is decisive, so there is nothing to wait with");
      ofNothing(c, "waiting");
      const redaction = this.list("redaction");
      charter(new Set(redaction).size === redaction.length, "redaction: the same twice");
      for (const who of redaction) charter(who === "chair" || who === "secretariat" ? c.has(who) : who === "author" || this.isParty(who), `there is no party ${who}`);
      const r = c.get("recovery");
      if (!r) return;
      charter(r.get("members") >= 2 && r.get("members") <= 4, "2 to 4 can sign an act");
      ofNothing(r, "after");
    }
    watchers() {
      const w = this.c.get("watchers");
      if (!w) return;
      charter(this.c.get("keeping") === "official", "nothing is adopted by a reported record");
      charter(w.has("quorum"), "nobody is asked for");
      for (const q of w.get("quorum")) {
        this.knownClass(q.get("of") || "members");
        charter(q.get("at_least") >= 1 && q.get("at_least") <= this.list("members").length, "a quorum of watchers that cannot be");
      }
      for (const key of ["grace", "heartbeat"]) charter(!w.has(key) || readPeriod(w.get(key)).of === "", `${key}: the period runs from what it is about`);
      for (const t of [...this.procedures.values()].flatMap((p) => p.get("stages"))) {
        charter(!(t.has("silence") && t.has("deadline") && t.get("deadline").get("then") === "closes"), `silence would be assent in ${t.get("id")} without a watcher`);
      }
    }

    // -- sentences

    sentences() {
      for (const r of this.list("rules")) this.sentence(r.get("rule"));
      for (const t of [...this.procedures.values()].flatMap((p) => p.get("stages"))) for (const key of ["rule", "quorum"]) if (t.has(key)) this.sentence(t.get(key));
    }
    sentence(text) {
      const sizes = new Map(this.list("classes").map((k) => [k.get("id"), !k.get("all") && !k.has("terms") && k.has("members") ? k.get("members").length : null]));
      const weights = this.list("weights").map((w) => w.get("id")), ballots = ["for", "against", "abstaining", "absent", "voting", "present", ...this.list("ballots").map((b) => b.get("id"))];
      const share = (q) => {
        if (q.kind === "all" || q.kind === "none") return;
        charter(!(q.kind === "fewer than" && q.num === 0n), "nothing is fewer than 0");
        charter(!q.share || q.num <= q.den, "a share is at most the whole");
        charter(!(q.share && q.num === q.den && q.kind === "more than"), "nothing is more than the whole");
      };
      const asks = (q) => (q.share || q.num === undefined ? 0n : q.kind === "more than" ? q.num + 1n : q.kind === "at least" || q.kind === "exactly" ? q.num : 0n);
      const node = (n) => {
        if (n.type === "not") return node(n.part);
        if (n.type === "test") {
          this.knownClass(n.class);
          charter(!n.weight || weights.includes(n.weight), `there is no weight ${n.weight}`);
          for (const b of n.ballots) charter(ballots.includes(b.word), `there is no ballot ${b.word}`);
          share(n.q);
          const size = n.weight ? null : sizes.get(n.class);
          charter(size == null || asks(n.q) <= BigInt(size), `${n.class} has ${size} members`);
          return;
        }
        if (n.type === "several") {
          share(n.q);
          charter(asks(n.q) <= BigInt(n.parts.length), `there are ${n.parts.length} of these`);
        }
        n.parts.forEach(node);
      };
      node(readRule(text));
    }
  }

  class Law {
    constructor(text) {
      const c = readCharterRecord(readYAML(text), saysOf.get("charter"), "the charter");
      this.text = text;
      this.version = base64(under("accede/charter/1", utf8(text)));
      this.body = c.get("body");
      this.keeping = c.get("keeping");
      this.zoneName = c.get("time_zone");
      this.zone = new Zone(this.zoneName);
      new Soundness(c).check();
      const list = (key) => c.get(key) || [];
      const office = (key) => (c.has(key) ? c.get(key).get("id") : null);
      this.chair = office("chair");
      this.secretariat = office("secretariat");
      this.depositary = office("depositary");
      this.members = list("members");
      this.known = new Set([...list("members"), ...list("applicants"), ...list("parties")].map((m) => m.get("id")).concat([this.chair, this.secretariat, this.depositary].filter(Boolean)));
      this.classes = list("classes");
      this.weights = list("weights");
      this.ballots = list("ballots");
      this.decisive = list("decisive");
      this.waiting = c.has("waiting") ? readPeriod(c.get("waiting")) : null;
      this.redaction = list("redaction");
      const r = c.get("recovery");
      this.recovery = { members: r ? r.get("members") : 2, after: r && r.has("after") ? readPeriod(r.get("after")) : null };
      this.watchers = c.get("watchers") || null;
      const rules = new Map(list("rules").map((x) => [x.get("id"), x.get("rule")]));
      this.procedures = new Map();
      for (const [id, p] of c.get("procedures") || new Map()) {
        this.procedures.set(id, p.get("stages").map((t) => {
          const sentence = t.has("by_rule") ? rules.get(t.get("by_rule")) : t.get("rule");
          return { text: t, rule: sentence ? readRule(sentence) : null, quorum: t.has("quorum") ? readRule(t.get("quorum")) : null };
        }));
      }
    }
    /** The days of membership of somebody the charter lists, as one text; null for anybody else. */
    times(id) {
      const m = this.members.find((x) => x.get("id") === id);
      return m ? [m, ...(m.get("earlier") || [])].map((s) => `${s.get("since") || ""} ${s.get("until") || ""}`).join() : null;
    }
    /** The chair or the secretariat; where a charter names neither, whoever signs as secretariat. */
    conducts(id) { return this.chair === null && this.secretariat === null ? id === "secretariat" : id === this.chair || id === this.secretariat; }
  }

  /** Who is a member when: the charter's days, then what acts and notices have changed since. */
  class Membership {
    constructor() { this.changes = []; this.named = new Set(); }
    history(law, id) {
      const all = [], m = law.members.find((x) => x.get("id") === id);
      const span = (s) => {
        all.push({ at: s.has("since") ? law.zone.day(s.get("since")) : null, what: "joined" });
        if (s.has("until")) all.push({ at: law.zone.day(s.get("until")), what: "left" });
      };
      if (m) { (m.get("earlier") || []).forEach(span); span(m); }
      all.push(...this.changes.filter((c) => c.member === id));
      return all.map((c, i) => [c, i]).sort(([a, i], [b, j]) => (a.at === b.at ? i - j : a.at === null ? -1 : b.at === null ? 1 : a.at < b.at ? -1 : 1)).map(([c]) => c);
    }
    stands(law, id, at) {
      let member = false, suspended = false;
      for (const c of this.history(law, id)) {
        if (c.at !== null && c.at > at) break;
        if (c.what === "joined") [member, suspended] = [true, false];
        else if (c.what === "left") [member, suspended] = [false, false];
        else suspended = c.what === "suspended";
      }
      return { member, suspended };
    }
    isMember(law, id, at) { return this.stands(law, id, at).member; }
    knows(law, id) { return law.known.has(id) || this.named.has(id) || this.changes.some((c) => c.member === id && c.what === "joined"); }
    /** The roll of an instant: of the whole body, or of an organ. */
    roll(law, organ, at) {
      const listed = law.members.map((m) => m.get("id"));
      for (const c of this.changes) if (c.what === "joined" && !listed.includes(c.member)) listed.push(c.member);
      let members = listed.filter((id) => { const s = this.stands(law, id, at); return s.member && !s.suspended; });
      const day = law.zone.dayOf(at), inForce = (x, since) => (!x.has(since) || x.get(since) <= day) && (!x.has("until") || day < x.get("until"));
      const classes = new Map();
      for (const c of law.classes) {
        const terms = (c.get("terms") || []).filter((t) => inForce(t, "since")).map((t) => t.get("member"));
        classes.set(c.get("id"), new Set(c.get("all") ? members : members.filter((m) => (c.get("members") || []).includes(m) || terms.includes(m))));
      }
      if (organ) {
        if (organ !== "members") members = members.filter((m) => classes.has(organ) && classes.get(organ).has(m));
        for (const [id, in_] of classes) classes.set(id, new Set(members.filter((m) => in_.has(m))));
        if (organ !== "members" && !classes.has(organ)) classes.set(organ, new Set());
      }
      const weights = new Map();
      for (const w of law.weights) if (inForce(w, "from")) weights.set(w.get("id"), { unit: w.get("unit"), of: new Map([...w.get("of")].map(([k, v]) => [k, BigInt(v)])) });
      return { members, classes, weights, declared: new Map(law.ballots.map((b) => [b.get("id"), b.get("kind")])) };
    }
  }

  // ---- The record as it is folded -----------------------------------------------------------------------------------

  const KEY_ACTS = ["enrol", "rotate", "revoke", "recover"];
  const BODY_ACTS = ["suspend", "reinstate", "expel", "leave", "admit"];
  const BALLOTS = ["for", "against", "abstaining", "absent", "pending"];
  const baseId = (id) => (id || "").split("/")[0];
  const sameText = (a, b) => a.map.size === b.map.size && [...a.map].every(([k, v]) => b.get(k) === v);

  class Docket {
    constructor(founding) {
      this.law = new Law(founding.charter);
      this.people = new Membership();
      this.keys = new Map();
      this.states = new Map();
      this.ids = new Map();
      this.seals = new Map();
      this.papers = new Map();
      this.hashes = new Set();
      this.held = [];
      this.owed = [];
      this.size = 0;
      this.at = null;
      this.signed = 0;
      this.findings = 0;
      this.notices = 0;
      this.rehearsal = founding.rehearsal;
      this.founding = founding;
      this.uncertain = 0; // findings whose moment was not worked out
      const no = (why) => refuse("founding", why, 1);
      const official = this.law.keeping === "official";
      if (!official && founding.keys.length > 0) no("nothing is signed in a reported record, so it has no keys");
      if (founding.keys.length === 0 && !founding.rehearsal && (this.law.decisive.length > 0 || this.law.watchers)) no("the charter asks for signatures, and there is no key");
      for (const k of founding.keys) {
        this.taken(k, "founding");
        if (!this.partyKnown(k.get("member"))) no(`${k.get("member")} is no party of the body`);
        this.keys.set(k.get("id"), { key: k });
      }
      this.text = (s, key) => s.text.get(key);
    }
    begin(at) {
      for (const [id, h] of this.keys) this.keys.set(id, this.hold(h.key, 1, at));
      this.at = at;
      this.size = 1;
    }

    // -- keys

    hold(k, enrolled, wait) {
      const z = this.law.zone, begins = k.has("from") ? z.of(k.get("from")) : wait;
      return {
        key: k, signing: signing(k), member: k.get("member"), holder: k.get("holder"), acts: k.get("acts"), from: begins > wait ? begins : wait,
        until: k.has("until") ? z.of(k.get("until")) : null, enrolled, revoked: 0, revokedAt: null, recovers: false, ripe: null,
      };
    }
    taken(k, kind) {
      if (this.keys.has(k.get("id"))) refuse(kind, `the key ${k.get("id")} is there already`);
      for (const h of this.keys.values()) if (h.key.get("public") === k.get("public")) refuse(kind, `the public key of ${k.get("id")} is that of ${h.key.get("id")}`);
    }
    of(member) { return [...this.keys.values()].filter((h) => h.member === member); }
    state(h, at) {
      if (h.revoked) return "revoked";
      if (at < h.from) return "waits";
      const replaced = this.of(h.member).some((n) => n.recovers && n.enrolled > h.enrolled && at >= n.from && (!n.revoked || n.revokedAt >= n.from));
      if (replaced) return "replaced";
      return h.until !== null && at >= h.until ? "ran out" : "holds";
    }
    partyKnown(id) { return this.people.knows(this.law, id) || this.law.conducts(id) || [...this.states.values()].some((s) => s.applicant === id); }
    within(granted, signers) { return granted.every((kind) => signers.some((h) => h.acts.includes(kind) || h.acts.includes("any"))); }
    persons(signers) { return new Set(signers.map((h) => h.member + " " + h.holder)).size; }

    async signers(e, at) {
      const a = e.act, fresh = ["enrol", "rotate", "recover"].includes(a.kind) ? a.get("key") : null, all = [];
      for (const s of e.signatures) {
        const h = this.keys.get(s.key);
        if (!h && fresh && fresh.get("id") === s.key) {
          if (!(await verifySignature(signing(fresh), a.bytes, s))) refuse("signature", `by the new key ${s.key}`);
          continue;
        }
        if (!h) refuse("authority", `the key ${s.key} is not in this record`);
        const state = this.state(h, at);
        if (state !== "holds") refuse("authority", `the key ${s.key} does not sign at this position: ${state}`);
        if (!h.acts.includes(a.kind) && !h.acts.includes("any")) refuse("authority", `the key ${s.key} has no full powers for the act ${a.kind}`);
        if (!(await verifySignature(h.signing, a.bytes, s))) refuse("signature", `by the key ${s.key}`);
        all.push(h);
      }
      return all;
    }

    async authority(e, at) {
      const a = e.act, law = this.law, no = (why) => refuse("authority", why);
      const paper = a.get("paper"), registrar = paper && paper.get("by");
      if (paper && !law.conducts(registrar)) no(`paper is registered by the chair or the secretariat, not by ${registrar}`);
      if (this.rehearsal) return;
      if (e.signatures.length === 0) {
        if (!paper) no("it is neither signed nor registered from paper");
        if (this.keys.size > 0) no("this record has keys: who registers from paper signs it");
        return;
      }
      if (!a.has("charter") || !a.has("seen_size")) refuse("standing", "a signed act names the charter and what its author had seen");
      if (a.get("charter") !== law.version) refuse("standing", "it was signed under another charter");
      if (a.get("seen_size") > this.size) refuse("seen", "its author had seen more than there was");
      const signers = await this.signers(e, at);
      switch (a.kind) {
        case "enrol": return this.authorEnrol(a, a.get("key"), signers, at);
        case "rotate":
          if (signers.length !== 1 || signers[0].key.get("id") !== a.get("of") || a.by !== a.get("key").get("member")) no("the key that is replaced signs for the one that takes its place");
          return;
        case "revoke": {
          const member = this.keys.get(a.get("key")).member;
          if (a.by !== member && !law.conducts(a.by)) no(`${a.by} does not revoke keys of ${member}`);
          if (signers.some((h) => h.member !== member && !law.conducts(h.member)) || signers.length === 0) no(`signed neither by ${member} nor by an office`);
          return;
        }
        case "recover": return this.authorRecover(a.get("key"), signers, at);
      }
      const author = paper ? registrar : a.by;
      if (signers.length === 0) no(`no key of ${author} has signed it`);
      for (const h of signers) if (h.member !== author) no(`the key ${h.key.get("id")} signs for ${h.member}; this is an act of ${author}`);
      if (!law.decisive.includes(a.kind)) return;
      for (const h of signers) if (h.ripe !== null && at < h.ripe) no(`the key ${h.key.get("id")} is new, and signs nothing decisive yet`);
      if (this.persons(signers) < 2) no("the charter calls it decisive: two persons sign it");
    }
    authorEnrol(a, k, signers, at) {
      const member = k.get("member"), law = this.law, no = (why) => refuse("authority", why);
      if (a.by !== member && !law.conducts(a.by)) no(`${a.by} does not enrol keys for ${member}`);
      const own = signers.filter((h) => h.member === member).length, offices = signers.filter((h) => h.member !== member && law.conducts(h.member)).length;
      if (own + offices < signers.length) no(`a signer that does not enrol keys for ${member}`);
      const had = this.of(member);
      if (had.length > 0 && !had.some((h) => this.state(h, at) === "holds")) no(`${member} has no key left that holds: other members recover it`);
      if (had.length > 0 ? own === 0 : offices === 0) no("who signs for this key does not");
      if (!this.within(k.get("acts"), signers)) no("it would grant powers that none of its signers has");
      const decisive = law.decisive.some((kind) => k.get("acts").includes(kind) || k.get("acts").includes("any"));
      if (decisive && this.persons(signers) < 2) no("it is for decisive acts: two persons sign for it");
    }
    authorRecover(k, signers, at) {
      const no = (why) => refuse("authority", why), parties = new Set();
      let members = 0;
      for (const h of signers) {
        if (h.member === k.get("member") || parties.has(h.member)) no(`${h.member} signs twice, or for itself`);
        if (this.people.isMember(this.law, h.member, at)) members++;
        else if (!this.law.conducts(h.member)) no(`${h.member} is neither a member nor an office`);
        parties.add(h.member);
      }
      if (parties.size < this.law.recovery.members || members === 0) no("too few others have signed the recovery");
    }
    decideKeyAct(a) {
      const no = (why) => refuse("standing", why), key = a.get("key");
      if (a.dossiers.length > 0) no("a key is one of the body's record");
      if (this.keys.size === 0) no("the record was founded without keys");
      if (a.kind === "revoke") {
        const h = this.keys.get(key);
        if (!h || h.revoked) no(`there is no key ${key} to revoke`);
        return;
      }
      this.taken(key, "standing");
      if (!this.partyKnown(key.get("member"))) no(`${key.get("member")} is no party of the body`);
      if (a.kind === "recover" && this.of(key.get("member")).length === 0) no("a party that never had a key is enrolled");
      if (a.kind !== "rotate") return;
      const old = this.keys.get(a.get("of"));
      if (!old || old.revoked) no(`there is no key ${a.get("of")} to replace`);
      if (key.get("member") !== old.member || key.get("holder") !== old.holder) no("another person's key is enrolled, not rotated");
      if (!this.within(key.get("acts"), [old])) no("the new key would have wider powers");
      const until = key.has("until") ? this.law.zone.of(key.get("until")) : null;
      if (old.until !== null && (until === null || until > old.until)) no("the mandate of the new key ends with the old one's");
    }
    foldKeyAct(e, at) {
      const a = e.act, key = a.get("key");
      const revoke = (id) => { const h = this.keys.get(id); this.keys.set(id, { ...h, revoked: e.seq, revokedAt: at }); };
      if (a.kind === "revoke") return revoke(key);
      const wait = a.kind === "recover" && this.law.recovery.after ? this.law.zone.after(this.law.recovery.after, at) : at;
      const h = this.hold(key, e.seq, wait);
      h.recovers = a.kind === "recover";
      if (this.law.waiting) h.ripe = this.law.zone.after(this.law.waiting, at);
      this.keys.set(key.get("id"), h);
      if (a.kind === "rotate") revoke(a.get("of"));
    }

    // -- entries

    async apply(e) {
      if (e.notice) return this.applyNotice(e);
      let at = e.at > this.at ? e.at : this.at;
      const now = at, a = e.act;
      const due = this.due(now);
      if (due) refuse("notice", `the notice ${due.kind} of ${due.dossier} is due before it`);
      const name = base64(under("accede/act/1", a.bytes));
      for (const h of this.held) if (h.hash === name && h.by === a.by && a.dossiers.includes(h.dossier) && h.since < at) at = h.since;
      if (a.get("body") !== this.law.body) refuse("standing", `it is for ${a.get("body")}, not for ${this.law.body}`);
      if (a.has("valid_until") && at >= this.law.zone.of(a.get("valid_until"))) refuse("standing", "its author lets it be registered before that alone");
      if (this.ids.has(a.id)) refuse("standing", `entry ${this.ids.get(a.id)} has the id ${a.id}`);
      if (KEY_ACTS.includes(a.kind)) this.decideKeyAct(a);
      await this.authority(e, at);
      for (const x of a.get("enclosed") || []) if (this.seals.has(x.get("seal"))) refuse("standing", "what it encloses is in the record already");
      this.decide(a, at);
      this.signed += e.signatures.length;
      this.at = now;
      this.register(e);
      this.hashes.add(name);
      this.fold(e, now);
      if (!this.held.some((h) => h.hash === name)) return;
      this.held = this.held.filter((h) => h.hash !== name);
      for (const id of a.dossiers) if (this.states.has(id)) this.ripen(this.states.get(id), now);
    }

    /** A reported record holds acts alone; they are folded by the days of the events, and what follows is not in it. */
    async foldReported(entries) {
      const z = this.law.zone, days = new Map();
      for (const e of entries) {
        if (!e.act) refuse("notice", "a reported record holds acts alone", e.seq);
        const date = e.act.get("date");
        days.set(e, z.day(date.length === 10 ? date : z.dayOf(readMoment(date))));
      }
      this.at = -(2n ** 80n);
      const order = [...entries].sort((a, b) => (days.get(a) < days.get(b) ? -1 : days.get(a) > days.get(b) ? 1 : a.seq - b.seq));
      for (const e of order) {
        try { this.applyReported(e, z); } catch (err) { throw at(err, e.seq); }
        if (e.seq % 256 === 0) await new Promise((done) => setTimeout(done));
      }
    }
    applyReported(e, z) {
      const a = e.act, date = z.of(a.get("date")), at = date > this.at ? date : this.at;
      this.advance(at);
      if (a.get("body") !== this.law.body) refuse("standing", "it is for another body");
      if (a.has("valid_until")) refuse("standing", "a reported act has happened");
      if (this.ids.has(a.id)) refuse("standing", `entry ${this.ids.get(a.id)} has the id ${a.id}`);
      if (date > e.at) refuse("order", "it is dated after its registration");
      if (KEY_ACTS.includes(a.kind)) refuse("standing", "nothing is signed in a reported record");
      if (e.signatures.length > 0) refuse("authority", "nothing is signed in a reported record");
      if (!a.has("sources")) refuse("authority", "a reported act names its source");
      for (const x of a.get("enclosed") || []) if (this.seals.has(x.get("seal"))) refuse("standing", "what it encloses is in the record already");
      this.decide(a, at);
      this.at = at;
      this.register(e);
      this.fold(e, at);
      this.advance(at);
    }
    /** Applies what follows from acts and from time alone, up to now. */
    advance(now) {
      for (let n = this.due(now); n; n = this.due(now)) {
        if (n.dated > this.at) this.at = n.dated;
        this.owed.shift();
        const s = this.states.get(n.dossier);
        this.foldNotice(s, s.stages.find((x) => x.id === n.stage), n);
      }
    }
    register(e) {
      const a = e.act;
      this.size++;
      this.ids.set(a.id, e.seq);
      for (const x of a.get("enclosed") || []) this.seals.set(x.get("seal"), enclosureOf(e, x));
      if (a.has("paper")) this.papers.set(a.id, { by: a.by, dossiers: a.dossiers, confirmed: false });
    }

    decide(a, at) {
      const no = (why) => refuse("standing", why);
      if (KEY_ACTS.includes(a.kind)) return;
      if (a.kind === "cosign") return this.decideCosign(a, at);
      if (a.kind === "apply") return this.decideApply(a, at);
      if (BODY_ACTS.includes(a.kind)) return this.decideMembership(a, at);
      if (a.kind === "redact") {
        this.decideRedact(a);
        if (a.dossiers.length === 0) return;
      }
      if (a.dossiers.length === 0) no("it names no dossier");
      for (const id of a.dossiers) {
        const s = this.states.get(id);
        if (!s) no(`there is no dossier ${id}`);
        if (s.ended && !["statement", "redact", "confirm-paper"].includes(a.kind)) no(`the dossier ${id} has ended`);
        if (!this.knownIn(s, a.by)) refuse("authority", `${a.by} is nobody the record knows`);
        this.decideIn(s, a, at);
      }
    }
    knownIn(s, id) {
      const g = this.focus(s);
      return (g.roll && g.roll.members.includes(id)) || this.people.knows(s.law, id) || s.law.conducts(id) || [...this.states.values()].some((x) => x.applicant === id);
    }
    decideRedact(a) {
      const may = (x) => this.law.redaction.some((who) => (who === "author" ? x.by === a.by : who === "chair" ? this.law.chair === a.by : who === "secretariat" ? this.law.secretariat === a.by : who === a.by));
      for (const seal of a.get("of")) {
        const x = this.seals.get(seal);
        if (!x || x.redacted) refuse("standing", "nothing is enclosed so, or it was erased");
        if (!may(x)) refuse("authority", `${a.by} may not have it erased`);
        if (!x.dossiers.every((d) => a.dossiers.includes(d))) refuse("standing", "it belongs to another dossier too");
      }
    }
    decideCosign(a, at) {
      const no = (why) => refuse("standing", why);
      if (!this.law.watchers && ![...this.states.values()].some((s) => s.law.watchers)) no("the charter asks for no watchers");
      if (a.dossiers.length > 0 || a.has("stage") || a.has("paper")) no("who cosigns has seen the whole record, and signs by itself");
      if (!this.people.isMember(this.law, a.by, at)) refuse("authority", `members watch; ${a.by} is none`);
      const said = a.get("date").length === 10 ? null : readMoment(a.get("date"));
      const apart = said === null ? null : at > said ? at - said : said - at;
      if (apart === null || apart > 300n * SECOND) no("the watcher's clock and the record's lie more than five minutes apart");
      for (const h of a.get("holds") || []) {
        if (!this.states.has(h.get("dossier"))) no("it holds an act for no dossier");
        if (h.get("since").length === 10 || readMoment(h.get("since")) > said) no("an act was deposited later than the watcher says this");
        if (h.get("by") === a.by) no("what a member deposits, it deposits with others");
      }
    }
    decideMembership(a, at) {
      const who = a.kind === "leave" ? a.by : a.get("member"), { member, suspended } = this.people.stands(this.law, who, at);
      if (a.kind !== "leave" && !this.law.conducts(a.by)) refuse("authority", "changes of membership are entered by the chair or the secretariat");
      const ok = { leave: member, expel: member, suspend: member && !suspended, reinstate: member && suspended, admit: !member && (this.people.knows(this.law, who) || a.has("name")) }[a.kind];
      if (!ok) refuse("standing", `${who}: the membership is not so that ${a.kind} could follow`);
    }
    decideApply(a, at) {
      const no = (why) => refuse("standing", why), proc = this.law.procedures.get(a.get("procedure"));
      if (a.dossiers.length !== 1 || this.states.has(a.dossiers[0])) no("an application opens one dossier, of a new id");
      if (!proc) no(`the charter has no procedure ${a.get("procedure")}`);
      const effect = (key) => proc.some((t) => t.text.has("effect") && t.text.get("effect").has(key)), admits = proc.some((t) => t.text.has("effect") && t.text.get("effect").get("joins") === "members");
      if (admits && (this.people.isMember(this.law, a.by, at) || this.law.conducts(a.by))) no(`${a.by} cannot be admitted`);
      if (effect("amends") !== a.has("proposed")) no("a charter is proposed where one is amended");
      if (admits && [...this.states.values()].some((s) => s.applicant === a.by && s.procedure === a.get("procedure") && !s.ended)) no("another application of it has not ended");
      if (!this.people.knows(this.law, a.by) && !a.has("name") && !this.law.conducts(a.by)) no(`${a.by} has no name`);
      if (a.has("proposed")) {
        let l;
        try { l = new Law(a.get("proposed")); } catch (err) { if (err instanceof Refusal) no(err.message); throw err; }
        if (l.version === this.law.version || l.body !== this.law.body || l.keeping !== this.law.keeping || l.zoneName !== this.law.zoneName) no("the charter it proposes cannot take the place of this one");
        if (l.decisive.length > 0 && this.keys.size === 0) no("the charter it proposes asks for signatures, and there is no key");
        for (const m of this.law.members) if (l.times(m.get("id")) !== this.law.times(m.get("id"))) no(`the charter it proposes has other times of ${m.get("id")}`);
        for (const m of l.members) if (this.law.times(m.get("id")) === null && !this.people.changes.some((x) => x.member === m.get("id") && x.what === "joined")) no(`the charter it proposes makes ${m.get("id")} a member`);
      }
    }

    // -- stages

    current(s) { return s.stages.filter((g) => g.group === s.group && g.state === "current"); }
    focus(s) {
      const here = s.stages.filter((g) => g.group === s.group);
      return here.find((g) => g.state === "current") || here.findLast((g) => g.state === "failed") || here[0] || s.stages.at(-1);
    }
    target(s, a) {
      if (a.has("stage")) return s.stages.find((g) => g.id === a.get("stage")) || refuse("standing", `the procedure has no stage ${a.get("stage")}`);
      const open = this.current(s);
      if (open.length > 1) refuse("standing", "several stages are open; it says none");
      return open[0] || this.focus(s);
    }
    open(s, a, kind) {
      const g = this.target(s, a);
      if (g.kind !== kind || g.state !== "current") refuse("standing", `stage ${g.id} is not open to it`);
      return g;
    }
    seat(s, a, member) {
      const g = this.open(s, a, "decided"), i = g.roll.members.indexOf(member);
      if (this.text(g, "votes") === "counted") refuse("standing", "only totals are known of these votes");
      if (i < 0) refuse("authority", `${member} is not on the roll`);
      if (g.voices[i].ballot === "recused") refuse("authority", `${member} has recused itself`);
      return [g, i];
    }
    kindOf(g, ballot) { return g.roll.declared.get(ballot) || ballot; }
    late(g, at) {
      const q = g.question;
      return q && q.until !== null && at >= q.until && (!this.text(g, "silence") || this.unseen(q));
    }

    // -- watchers: where the charter asks for them, silence is assent once enough have seen the record

    watched(s, g) { return s.law.watchers && this.law.keeping === "official" && this.text(g, "silence") && !this.rehearsal; }
    unseen(q) { return q.run > 0 && q.broken.length === 0; }
    period(s, key) { return s.law.watchers.has(key) ? readPeriod(s.law.watchers.get(key)) : null; }
    /** How long, up to an instant, the record went unseen beyond what the charter allows. */
    unseenAt(s, q, at) {
      const beat = this.period(s, "heartbeat");
      if (beat === null) return 0n;
      const over = at - s.law.zone.after(beat, q.heard);
      return over > 0n ? q.overdue + over : q.overdue;
    }
    quorate(s, g, members) {
      return s.law.watchers.get("quorum").every((x) => {
        const of = x.get("of") || "members", in_ = of === "members" ? g.roll.members : g.roll.classes.has(of) ? g.roll.members.filter((m) => g.roll.classes.get(of).has(m)) : [];
        return in_.filter((m) => members.includes(m)).length >= x.get("at_least");
      });
    }
    foldCosign(a, at) {
      for (const h of a.get("holds") || []) {
        const x = { hash: h.get("hash"), dossier: h.get("dossier"), by: h.get("by"), since: readMoment(h.get("since")), watcher: a.by };
        if (!this.hashes.has(x.hash) && !this.held.some((y) => y.hash === x.hash && y.dossier === x.dossier && y.watcher === x.watcher)) this.held.push(x);
      }
      for (const s of this.states.values()) {
        for (const g of this.current(s)) {
          const q = g.question;
          if (this.watched(s, g) && q && !g.closing && q.broken.length === 0) this.sawIt(s, g, q, a, at);
        }
        this.ripen(s, at);
      }
    }
    sawIt(s, g, q, a, at) {
      const size = a.get("seen_size") || 0;
      if (q.run === 0) {
        if (size < q.seq && size > 0) return; // it had not seen the text
        if (!q.round.includes(a.by)) q.round.push(a.by);
        if (this.quorate(s, g, q.round)) Object.assign(q, { overdue: this.unseenAt(s, q, at), heard: at, round: [] });
        return;
      }
      const grace = this.period(s, "grace"), from = grace === null ? q.until : s.law.zone.after(grace, q.until);
      if (size >= q.run && at >= from && !q.seen.includes(a.by)) q.seen.push(a.by);
    }
    ripen(s, at) {
      for (const g of this.current(s)) {
        const q = g.question;
        if (!this.watched(s, g) || !q || !this.unseen(q) || g.closing || !this.quorate(s, g, q.seen)) continue;
        if (this.held.some((h) => h.dossier === s.id && h.since >= q.put && h.since < q.until)) continue;
        g.closing = true;
        this.owe(this.found(s, g, "silence", at));
      }
    }
    breaks(g, v) {
      const silence = this.text(g, "silence");
      if (!silence) return false;
      const against = this.kindOf(g, v.ballot) === "against";
      switch (silence.get("broken_by")) {
        case "objection": return !!v.objection;
        case "against": return against;
      }
      return !!v.objection || against;
    }
    objectionStands(o, stage) { return (!o.stage || o.stage === stage) && !o.withdrawn.some((w) => w === "" || w === stage); }
    findObjection(s, id, by) { return s.objections.find((o) => o.id === id || (!id && o.by === by && this.objectionStands(o, this.focus(s).text.get("id")))); }

    decideIn(s, a, at) {
      const no = (why) => refuse("standing", why), office = () => { if (!s.law.conducts(a.by)) refuse("authority", `${a.kind} is the chair's`); };
      switch (a.kind) {
        case "position": {
          const [g, i] = this.seat(s, a, a.by), b = a.get("ballot"), q = g.question;
          if (this.late(g, at)) no("the deadline had come");
          if (q && a.has("seen_size") && !a.has("paper") && a.get("seen_size") < q.seq) no("its author had not seen the text in question");
          if (!BALLOTS.includes(b) && !g.roll.declared.has(b)) no(`the charter has no ballot ${b}`);
          if (g.voices[i].objection) no("its objection stands: it is withdrawn first");
          if (this.kindOf(g, b) === "against" && this.text(g, "objection") === "required to be against") no("against needs an objection");
          return;
        }
        case "reserve": {
          const [g] = this.seat(s, a, a.by);
          if (this.late(g, at)) no("the deadline had come");
          return;
        }
        case "recuse": {
          const who = a.get("member") || a.by, [g] = this.seat(s, a, who);
          if (who !== a.by && !(this.text(g, "recusal") === "or by chair" && s.law.conducts(a.by))) refuse("authority", "a member recuses itself");
          return;
        }
        case "object": {
          if (s.group >= s.groups) no("the dossier is closed");
          const id = a.get("stage") || "";
          if (id) {
            const g = this.target(s, a);
            if (g.state === "passed") no("the stage is closed");
            if (g.state === "current" && g.kind === "decided" && !g.roll.members.includes(a.by)) refuse("authority", `${a.by} is not on the roll`);
          }
          for (const g of this.current(s)) if (g.kind === "decided" && this.late(g, at) && (!id || id === g.id)) no("the deadline had come");
          const stands = this.people.stands(s.law, a.by, at);
          if (!this.current(s).some((g) => g.roll.members.includes(a.by)) && (!stands.member || stands.suspended)) refuse("authority", "only a member objects");
          const within = id ? baseId(id) : this.focus(s).text.get("id");
          if (s.objections.some((o) => o.by === a.by && this.objectionStands(o, within))) no("its objection stands already");
          return this.newConcerns(s, a.get("concerns"), no);
        }
        case "withdraw": {
          if (a.get("what") === "application") {
            if (a.by !== s.applicant) refuse("authority", "only the applicant withdraws its application");
            if (s.inForce) no("the applicant is a member");
            return;
          }
          const o = this.findObjection(s, a.get("of"), a.by), within = baseId(a.get("stage"));
          if (!o) no("there is no such objection");
          if (o.by !== a.by) refuse("authority", "only its author withdraws an objection");
          if (within ? !this.objectionStands(o, within) : !s.stages.some((g) => this.objectionStands(o, g.text.get("id")))) no("the objection does not stand there");
          return;
        }
        case "concern": {
          const o = this.findObjection(s, a.get("objection"), a.by);
          if (!o) no("there is no such objection");
          if (o.by !== a.by) refuse("authority", "only its author adds to an objection");
          return this.newConcerns(s, a.get("concerns"), no);
        }
        case "put": {
          office();
          const g = this.target(s, a);
          if (g.kind !== "decided" || (g.state !== "current" && g.state !== "failed")) no("no question is put in that stage");
          const until = a.has("until") ? s.law.zone.end(a.get("until")) : null, q = g.question;
          if (q && q.until !== null && at < q.until && q.broken.length === 0 && sameText(q.text, a.get("text")) && (until === null || until < q.until)) no("a deadline moves only forward");
          if (until === null) return;
          if (until <= at) no("the deadline has passed already");
          const silence = this.text(g, "silence");
          if (silence && silence.has("at_least") && until < s.law.zone.after(readPeriod(silence.get("at_least")), at)) no("the charter asks for a longer period");
          return;
        }
        case "extend": {
          office();
          const g = this.open(s, a, "decided"), until = s.law.zone.end(a.get("until"));
          if (!g.question || g.question.until === null || until <= g.question.until || until <= at) no("a deadline moves only forward");
          return;
        }
        case "close": {
          office();
          const g = this.open(s, a, "decided"), q = g.question, silence = this.text(g, "silence");
          if (this.text(g, "votes") === "counted" && !g.counted) no("totals close this vote");
          if (q && q.until !== null && at < q.until && this.certain(g) === null) no("who has not spoken can still turn it");
          if (q && this.unseen(q)) no("the silence waits for watchers");
          if (silence && !q && (silence.has("at_least") || s.law.watchers) && this.certain(g) === null) no("silence counts only when a question has been put");
          const missing = this.noQuorum(g);
          if (missing) no(missing);
          return this.decideCasting(s, g, a);
        }
        case "count": {
          office();
          const g = this.open(s, a, "decided");
          if (this.text(g, "votes") !== "counted") no("votes are taken by name");
          const most = a.get("roll") || g.roll.members.length, all = [...a.get("ballots").map.values()].reduce((x, y) => x + y, 0);
          if (most > 0 && all > most) no(`${all} ballots on a roll of ${most}`);
          this.find(g, a);
          const missing = this.noQuorum(g, a);
          if (missing) no(missing);
          return this.decideCasting(s, g, a, a);
        }
        case "sign": case "approve": case "deposit": this.step(s, a); return;
        case "confirm-paper": {
          const p = this.papers.get(a.get("of"));
          if (a.has("paper") || this.keys.size === 0) refuse("authority", "the author confirms by its own signature");
          if (!p || !p.dossiers.includes(s.id)) no("no such act was registered from paper");
          if (p.by !== a.by) refuse("authority", "only its author confirms it");
          if (p.confirmed) no("it was confirmed before");
        }
      }
    }
    newConcerns(s, concerns, no) {
      const seen = new Set(s.concerns);
      for (const c of concerns) {
        if (s.concerns.has(c.get("id"))) no(`concern ${c.get("id")} is in the dossier already`);
        seen.add(c.get("id"));
      }
    }
    step(s, a) {
      const g = this.target(s, a), no = (why) => refuse("standing", why);
      if (g.kind === "decided") no("the stage is decided by positions");
      this.open(s, a, g.kind);
      const i = g.steps.indexOf(a.kind);
      if (i < 0) no(`stage ${g.id} wants no ${a.kind}`);
      if (!g.parties.includes(a.by)) refuse("authority", `stage ${g.id} waits for no act of ${a.by}`);
      if ((g.marks.get(a.by) || [])[i] !== undefined) no(`${a.by} did so before`);
      return [g, i];
    }
    through(g, id) { return (g.marks.get(id) || [])[g.steps.length - 1] !== undefined; }

    // -- what follows

    /** The ballots of a stage as its question is closed, and how they are counted. */
    asked(g) {
      const silence = this.text(g, "silence"), tie = this.text(g, "tie");
      const closed = silence ? silence.get("pending_counts_as") : "absent";
      return { closed, tie: tie === "chair decides" ? { for: "adopted", against: "rejected" }[g.casting] : tie };
    }
    cast(g, totals = g.counted) {
      if (this.text(g, "votes") === "counted") return totals ? this.seats(g, totals) : refuse("standing", `no totals are in for stage ${g.id}`);
      return { roll: g.roll, ballots: g.voices.map((v) => v.ballot) };
    }
    /** A roll of seats without names, for a vote of which only totals are known. */
    seats(g, a) {
      const no = (why) => refuse("standing", why), members = [], ballots = [], classes = new Map(), left = new Map(a.get("ballots").map);
      const take = (b, n) => {
        if (![...BALLOTS, "recused"].includes(b) && !g.roll.declared.has(b)) no(`the charter has no ballot ${b}`);
        if (members.length + n > 1000000) throw new Unable("a count of more than a million ballots");
        for (let i = 0; i < n; i++) { members.push("seat-" + (members.length + 1)); ballots.push(b); }
      };
      for (const [c, totals] of a.has("classes") ? a.get("classes").map : []) {
        const from = members.length;
        for (const [b, n] of totals.map) {
          left.set(b, (left.get(b) || 0) - n);
          if (left.get(b) < 0) no(`class ${c} has more ballots ${b} than there are in all`);
          take(b, n);
        }
        classes.set(c, new Set(members.slice(from)));
      }
      for (const b of a.get("ballots").map.keys()) take(b, left.get(b));
      if (a.has("roll") && a.get("roll") > members.length) take("absent", a.get("roll") - members.length);
      const organ = this.text(g, "organ");
      if (organ && !classes.has(organ)) classes.set(organ, new Set(members));
      return { roll: { members, classes, weights: new Map(), declared: g.roll.declared }, ballots };
    }
    find(g, totals) {
      const { closed, tie } = this.asked(g), c = this.cast(g, totals);
      return count(g.law.rule, c.roll, c.ballots, closed, tie);
    }
    noQuorum(g, totals) {
      if (!g.law.quorum) return "";
      const c = this.cast(g, totals), f = count(g.law.quorum, c.roll, c.ballots, "absent", undefined);
      return f.adopted ? "" : "there is no quorum: " + f.reasons[0];
    }
    decideCasting(s, g, a, totals) {
      const vote = a.get("casting"), no = (why) => refuse("standing", why);
      if (this.text(g, "tie") !== "chair decides") {
        if (vote) no("the charter gives nobody a casting vote");
        return;
      }
      if (vote && s.law.chair !== a.by) refuse("authority", "the casting vote is the chair's");
      const { closed } = this.asked(g), c = this.cast(g, totals), read = (tie) => count(g.law.rule, c.roll, c.ballots, closed, tie).adopted, equal = read("adopted") !== read("rejected");
      if (equal !== !!vote) no("a casting vote is there if and only if the votes are equal");
    }
    /**
     * Whether what is pending can still turn a stage: true or false for adopted or rejected over all completions, null
     * while it can, undefined where there are too many completions to try. Members who weigh the same are tried once.
     */
    certain(g) {
      const choices = ["for", "against", "abstaining", "absent", ...[...g.roll.declared.keys()].filter((b) => g.roll.declared.get(b) !== "pending")];
      if ([...g.roll.declared.values()].includes("pending")) return undefined;
      if (this.text(g, "votes") === "counted") return g.counted ? this.find(g).adopted : null;
      const { ballots } = this.cast(g), groups = new Map();
      g.roll.members.forEach((m, i) => {
        if (ballots[i] !== "pending") return;
        const like = [...g.roll.classes].filter(([, in_]) => in_.has(m)).map(([c]) => c).join() + "|" + [...g.roll.weights].map(([, w]) => w.of.get(m) || 0n).join();
        groups.set(like, [...(groups.get(like) || []), i]);
      });
      let tries = 1;
      for (const members of groups.values()) for (let k = 1; k < choices.length; k++) tries = (tries * (members.length + k)) / k;
      const { closed, tie } = this.asked(g), outcome = (bs) => count(g.law.rule, g.roll, bs, closed, tie).adopted;
      if (tries > 4000) {
        const ends = new Set(choices.map((c) => outcome(ballots.map((b) => (b === "pending" ? c : b)))));
        return ends.size > 1 ? null : undefined;
      }
      const seen = new Set(), all = [...groups.values()];
      const walk = (n, bs) => {
        if (seen.size > 1) return;
        if (n === all.length) { seen.add(outcome(bs)); return; }
        const fill = (from, choice, left) => {
          if (choice === choices.length - 1) {
            const next = [...left];
            all[n].slice(from).forEach((i) => { next[i] = choices[choice]; });
            walk(n + 1, next);
            return;
          }
          const next = [...left];
          for (let k = from; ; k++) {
            fill(k, choice + 1, next);
            if (k >= all[n].length) return;
            next[all[n][k]] = choices[choice];
          }
        };
        fill(0, 0, bs);
      };
      walk(0, ballots);
      return seen.size > 1 ? null : [...seen][0];
    }

    owe(n) { if (!this.owed.some((o) => sameNotice(o, n))) this.owed.push(n); }
    found(s, g, kind, at) {
      const f = this.find(g), missing = this.noQuorum(g);
      return { kind, dossier: s.id, stage: g.id, member: "", dated: at, outcome: !missing && f.adopted ? "adopted" : "rejected", reasons: missing ? [missing] : f.reasons };
    }
    settle(s, at) {
      if (s.ended || s.inForce) return;
      for (const g of this.current(s)) {
        if (g.kind === "decided") {
          if (g.closing) this.owe(this.found(s, g, "found", at));
          else if (this.text(g, "closes") === "when certain" && this.noQuorum(g) === "") {
            const c = this.certain(g);
            if (c === true || c === false) this.owe(this.found(s, g, "found", at));
            else if (c === undefined && this.law.keeping === "official") g.maybe = this.found(s, g, "found", at);
            else if (c === undefined) throw new Unable("too many cases to tell whether a vote was certain");
          }
        } else if (g.kind !== "timed" && g.parties.length > 0 && g.parties.every((p) => this.through(g, p))) {
          this.owe({ kind: "done", dossier: s.id, stage: g.id, member: "", dated: at, outcome: "", reasons: [] });
        }
      }
    }
    /** What follows next, due at or before now: what is owed, then deadlines, the earliest first. */
    due(now) {
      if (this.owed.length > 0) return this.owed[0];
      let first = null;
      for (const s of this.waiting()) {
        const d = this.firstDuty(s);
        if (d && d.at <= now && (first === null || d.at < first.at)) first = d;
      }
      return first && first.notice();
    }
    /** Dossiers with a deadline, in the order in which they got one. */
    waiting() {
      const all = [...this.states.values()];
      for (const s of all) {
        const has = !s.ended && !s.inForce && this.firstDuty(s) !== null;
        if (!has) s.waits = 0;
        else if (!s.waits) s.waits = ++this.queue || (this.queue = 1);
      }
      return all.filter((s) => s.waits).sort((a, b) => a.waits - b.waits);
    }
    firstDuty(s) {
      let first = null;
      for (const g of this.current(s)) {
        if (g.closing) continue;
        for (const d of [this.periodRuns(s, g), this.limitRuns(s, g), this.conditionHolds(s, g)]) if (d && (first === null || d.at < first.at)) first = d;
      }
      return first;
    }
    periodRuns(s, g) {
      const q = g.question, silence = this.text(g, "silence");
      if (g.kind !== "decided" || !q || q.until === null) return null;
      if (silence ? q.broken.length > 0 : this.text(g, "closes") !== "at deadline") return null;
      if (this.watched(s, g)) {
        if (q.run > 0) return null;
        const more = this.unseenAt(s, q, q.until), n = { kind: "run", dossier: s.id, stage: g.id, member: "", dated: q.until, outcome: "", reasons: [] };
        if (more > 0n) {
          const beat = this.period(s, "heartbeat"), shown = beat.n === 1 ? "1 " + beat.unit.slice(0, -1) : `${beat.n} ${beat.unit}`;
          Object.assign(n, { kind: "extended", reasons: [`until ${showMoment(q.until + more)}: so much longer than ${shown} at a time no quorum of watchers saw the record`] });
        }
        return { at: q.until, notice: () => n };
      }
      return { at: q.until, notice: () => this.found(s, g, silence ? "silence" : "found", q.until) };
    }
    limitRuns(s, g) {
      const l = this.text(g, "deadline");
      if (!l || g.warned) return null;
      const at = s.law.zone.after(readPeriod(l.get("within")), g.opened), n = { kind: "deadline", dossier: s.id, stage: g.id, member: "", dated: at, outcome: "", reasons: [] };
      switch (l.get("then")) {
        case "lapses": n.kind = "lapsed"; break;
        case "rejected": Object.assign(n, { kind: "found", outcome: "rejected", reasons: ["the time for this stage has run"] }); break;
        case "closes": if (g.kind === "decided") return { at, notice: () => this.found(s, g, "found", at) };
      }
      return { at, notice: () => n };
    }
    conditionHolds(s, g) {
      if (g.kind !== "timed") return null;
      const z = s.law.zone, when = this.text(g, "when"), words = (x) => (x === undefined ? [] : Array.isArray(x) ? x : [x]);
      const parties = (list) => list.flatMap((w) => (w === "applicant" ? [s.applicant] : w === "members" ? g.roll.members : g.roll.members.filter((m) => g.roll.classes.has(w) && g.roll.classes.get(w).has(m))));
      const event = (id) => { const x = s.stages.find((y) => y.id === id); return x && x.done !== null ? x.done : g.opened; };
      const deposited = (id) => g.marks.get(id)[g.steps.length - 1];
      let done = null;
      for (const w of when.get("any")) {
        let last = g.opened;
        const all = parties([...words(w.get("all")), ...words(w.get("and"))]);
        if (!all.every((id) => this.through(g, id))) continue;
        for (const id of all) if (deposited(id) > last) last = deposited(id);
        const m = /^(\d+) of (.+)$/.exec(w.get("at_least") || "");
        if (m) {
          const in_ = parties([m[2]]).filter((id) => this.through(g, id)).map(deposited).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          if (in_.length < Number(m[1]) || Number(m[1]) < 1) continue;
          if (in_[Number(m[1]) - 1] > last) last = in_[Number(m[1]) - 1];
        }
        if (w.has("within")) { const p = readPeriod(w.get("within")); if (last >= z.after(p, event(p.of))) continue; }
        if (w.has("after")) { const p = readPeriod(w.get("after")), from = z.after(p, event(p.of)); if (from > last) last = from; }
        if (done === null || last < done) done = last;
      }
      if (done === null) return null;
      if (when.has("then")) done = z.after(readPeriod(when.get("then").get("after")), done);
      return { at: done, notice: () => ({ kind: "done", dossier: s.id, stage: g.id, member: "", dated: done, outcome: "", reasons: [] }) };
    }

    applyNotice(e) {
      const n = e.notice;
      if (e.at < n.dated) refuse("notice", "it was entered before it was due");
      const s = this.states.get(n.dossier);
      if (!s) refuse("notice", `there is no dossier ${n.dossier}`);
      const g = s.stages.find((x) => x.id === n.stage);
      if (n.stage && !g) refuse("notice", `there is no stage ${n.stage}`);
      const due = this.due(n.dated);
      if (!due || !sameNotice(due, n)) {
        if (!(due === null && g && g.maybe && sameNotice(g.maybe, n))) {
          refuse("notice", due ? `what follows is ${due.kind} of ${due.dossier} ${due.outcome}: ${due.reasons.join("; ")}` : "nothing follows here");
        }
        this.uncertain++;
      }
      this.notices++;
      if (n.kind === "found" || n.kind === "silence") this.findings++;
      this.size++;
      if (n.dated > this.at) this.at = n.dated;
      this.owed.shift();
      this.foldNotice(s, g, n);
    }
    foldNotice(s, g, n) {
      const at = n.dated > this.at ? n.dated : this.at;
      switch (n.kind) {
        case "opened": this.openStage(s, g, at); break;
        case "found": case "silence":
          g.closing = false;
          if (n.outcome === "adopted") this.pass(s, g, n.dated, at);
          else Object.assign(g, { state: "failed", done: n.dated });
          break;
        case "done": this.pass(s, g, n.dated, at); break;
        case "joined":
          if (!this.people.isMember(s.law, n.member, at)) {
            this.people.changes.push({ member: n.member, what: "joined", at });
            this.floatRolls(at);
          }
          break;
        case "in-force": s.inForce = true; break;
        case "amended":
          this.law = s.proposed;
          for (const x of this.states.values()) {
            if (x !== s && x.proposed && !x.ended && !x.inForce) this.owe({ kind: "lapsed", dossier: x.id, stage: "", member: "", dated: n.dated, outcome: "", reasons: ["the charter it would amend was amended by " + s.id] });
          }
          break;
        case "roll": this.foldRoll(s, g, at); break;
        case "deadline": g.warned = true; break;
        case "lapsed": s.ended = "lapsed"; break;
        case "run": g.question.run = this.size; break;
        case "extended": {
          const q = g.question, more = this.unseenAt(s, q, q.until);
          Object.assign(q, { heard: q.until, overdue: 0n, until: q.until + more });
        }
      }
      this.settle(s, at);
    }
    openStage(s, g, at) {
      Object.assign(g, { state: "current", opened: at, done: null, closing: false, casting: "", counted: null, question: null, maybe: null });
      g.roll = this.people.roll(s.law, this.text(g, "organ"), at);
      if (g.kind === "decided") {
        g.voices = g.roll.members.map(() => ({ ballot: "pending" }));
        for (const o of s.objections) this.bind(g, o);
        return;
      }
      g.marks = new Map();
      g.parties = g.kind === "single" ? [this.actor(s, g)] : this.partiesOf(s, g);
    }
    partiesOf(s, g) {
      const each = this.text(g, "each"), wanted = g.kind === "timed" ? ["members", "applicant"] : Array.isArray(each) ? each : [each];
      const ids = g.roll.members.filter((m) => wanted.some((w) => w === "members" || (g.roll.classes.has(w) && g.roll.classes.get(w).has(m))));
      return wanted.includes("applicant") && !ids.includes(s.applicant) ? [...ids, s.applicant] : ids;
    }
    actor(s, g) {
      const by = this.text(g, "by");
      switch (by || "applicant") {
        case "applicant": return s.applicant;
        case "chair": return s.law.chair || "secretariat";
        case "depositary": return s.law.depositary || "depositary";
      }
      return by;
    }
    speak(g, i, v) {
      g.voices[i] = v;
      if (g.question && this.breaks(g, v)) g.question.broken.push(g.roll.members[i]);
    }
    bind(g, o) {
      const i = g.roll.members.indexOf(o.by);
      if (i >= 0 && this.objectionStands(o, g.text.get("id")) && g.voices[i].ballot !== "recused") this.speak(g, i, { ballot: "against", objection: o.id });
    }
    foldRoll(s, g, at) {
      const old = g.roll, voices = g.voices;
      g.roll = this.people.roll(s.law, this.text(g, "organ"), at);
      if (g.kind !== "decided") { g.parties = this.partiesOf(s, g); return; }
      g.voices = g.roll.members.map((m) => { const j = old.members.indexOf(m); return j < 0 ? { ballot: "pending" } : voices[j]; });
    }
    /** A roll that is fixed stays as it is: only of one that floats a change of the body is a change. */
    floatRolls(at) {
      for (const s of this.states.values()) {
        for (const g of this.current(s)) {
          if (this.text(g, "roll") !== "floating") continue;
          const now = this.people.roll(s.law, this.text(g, "organ"), at).members, owe = (member, reason) => this.owe({ kind: "roll", dossier: s.id, stage: g.id, member, dated: at, outcome: "", reasons: [reason] });
          now.filter((m) => !g.roll.members.includes(m)).forEach((m) => owe(m, "comes onto the roll"));
          g.roll.members.filter((m) => !now.includes(m)).forEach((m) => owe(m, "leaves the roll"));
        }
      }
    }
    pass(s, g, dated, at) {
      const notice = (kind, more) => this.owe({ kind, dossier: s.id, stage: "", member: "", dated, outcome: "", reasons: [], ...more });
      Object.assign(g, { state: "passed", done: dated });
      const effect = this.text(g, "effect");
      if (effect && effect.get("joins") === "members" && !this.people.isMember(s.law, s.applicant, at)) notice("joined", { stage: g.id, member: s.applicant });
      if (effect && effect.has("amends")) notice("amended", { stage: g.id });
      const next = s.stages.find((x) => x.after === g && x.state === "ahead");
      if (next) return notice("opened", { stage: next.id });
      if (s.stages.some((x) => x.group === s.group && x.state !== "passed")) return;
      s.group++;
      this.oweOpening(s, dated);
    }
    oweOpening(s, dated) {
      const notice = (kind, more) => this.owe({ kind, dossier: s.id, stage: "", member: "", dated, outcome: "", reasons: [], ...more });
      if (s.group >= s.groups) return notice("in-force", { member: s.applicant });
      for (const g of s.stages) if (g.group === s.group && !g.after && g.state === "ahead") notice("opened", { stage: g.id });
    }

    fold(e, at) {
      const a = e.act;
      if (KEY_ACTS.includes(a.kind)) return this.foldKeyAct(e, at);
      if (BODY_ACTS.includes(a.kind)) {
        const member = a.kind === "leave" ? a.by : a.get("member");
        this.people.changes.push({ member, at, what: { leave: "left", expel: "left", suspend: "suspended", reinstate: "reinstated", admit: "joined" }[a.kind] });
        return this.floatRolls(at);
      }
      if (a.kind === "cosign") {
        return this.foldCosign(a, at);
      }
      if (a.kind === "apply") return this.foldApply(a, at);
      if (a.kind === "redact") a.get("of").forEach((seal) => { this.seals.get(seal).redacted = e.seq; });
      if (a.kind === "confirm-paper") this.papers.get(a.get("of")).confirmed = true;
      for (const id of a.dossiers) {
        const s = this.states.get(id);
        this.foldIn(s, e, at);
        this.settle(s, at);
      }
    }
    foldApply(a, at) {
      const procedure = this.law.procedures.get(a.get("procedure")), stages = [];
      procedure.forEach((law, group) => {
        const text = law.text, kind = law.rule ? "decided" : text.has("each") ? "each" : text.has("when") ? "timed" : "single";
        for (const part of text.get("repeat") || [""]) {
          const id = text.get("id") + (part && "/" + part), base = { id, group, text, law, kind, state: "ahead", opened: null, done: null, after: null, question: null };
          if (kind === "decided" && text.has("steps")) {
            let before = null;
            for (const step of text.get("steps")) { const g = { ...base, id: id + "/" + step, after: before }; stages.push(g); before = g; }
            continue;
          }
          base.steps = kind === "timed" ? ["approve", "deposit"] : kind === "decided" ? [] : text.get("steps") || [text.get("act")];
          stages.push(base);
        }
      });
      const s = { id: a.dossiers[0], applicant: a.by, procedure: a.get("procedure"), law: this.law, stages, groups: procedure.length, group: 0, objections: [], concerns: new Set(), ended: "", inForce: false };
      if (a.has("proposed")) s.proposed = new Law(a.get("proposed"));
      if (a.has("name")) this.people.named.add(a.by);
      this.states.set(s.id, s);
      if (stages[0].kind === "single" && stages[0].steps[0] === "apply") {
        Object.assign(stages[0], { state: "passed", opened: at, done: at });
        s.group = 1;
      }
      this.oweOpening(s, at);
      this.settle(s, at);
    }
    foldIn(s, e, at) {
      const a = e.act;
      switch (a.kind) {
        case "put": {
          const g = this.target(s, a);
          if (g.state === "failed") this.openStage(s, g, at);
          const old = g.question, q = { text: a.get("text"), until: a.has("until") ? s.law.zone.end(a.get("until")) : null, put: at, seq: e.seq, broken: [], run: 0, heard: at, round: [], overdue: 0n, seen: [] };
          if (old && !sameText(old.text, q.text)) g.voices = g.voices.map((v) => (v.objection || v.ballot === "recused" ? v : { ballot: "pending" }));
          g.voices.forEach((v, i) => { if (this.breaks(g, v)) q.broken.push(g.roll.members[i]); });
          g.question = q;
          return;
        }
        case "extend": { const g = this.open(s, a, "decided"); Object.assign(g.question, { until: s.law.zone.end(a.get("until")), run: 0, seen: [] }); return; }
        case "close": Object.assign(this.open(s, a, "decided"), { closing: true, casting: a.get("casting") }); return;
        case "count": {
          const g = this.open(s, a, "decided");
          Object.assign(g, { closing: true, counted: a, casting: a.get("casting") });
          return;
        }
        case "position": { const [g, i] = this.seat(s, a, a.by); this.speak(g, i, { ballot: a.get("ballot") }); return; }
        case "reserve": { const [g, i] = this.seat(s, a, a.by); if (!g.voices[i].objection) this.speak(g, i, { ballot: "pending" }); return; }
        case "recuse": { const [g, i] = this.seat(s, a, a.get("member") || a.by); this.speak(g, i, { ballot: "recused" }); return; }
        case "object": {
          const o = { id: a.id, by: a.by, stage: baseId(a.get("stage")), withdrawn: [] };
          s.objections.push(o);
          a.get("concerns").forEach((c) => s.concerns.add(c.get("id")));
          for (const g of this.current(s)) if (g.kind === "decided") this.bind(g, o);
          return;
        }
        case "concern": a.get("concerns").forEach((c) => s.concerns.add(c.get("id"))); return;
        case "withdraw": {
          if (a.get("what") === "application") { s.ended = "withdrawn"; return; }
          const o = this.findObjection(s, a.get("of"), a.by);
          o.withdrawn.push(baseId(a.get("stage")));
          for (const g of this.current(s)) {
            const i = g.kind === "decided" ? g.roll.members.indexOf(o.by) : -1;
            if (i >= 0 && !this.objectionStands(o, g.text.get("id")) && g.voices[i].objection === o.id) this.speak(g, i, { ballot: "pending" });
          }
          return;
        }
        case "sign": case "approve": case "deposit": {
          const [g, i] = this.step(s, a), marks = g.marks.get(a.by) || [];
          marks[i] = at;
          g.marks.set(a.by, marks);
          return;
        }
        case "statement":
          for (const g of this.current(s)) {
            if (g.kind === "single" && g.steps[0] === "statement" && g.parties.includes(a.by) && (!a.has("stage") || a.get("stage") === g.id)) g.marks.set(a.by, [at]);
          }
      }
    }
  }
  /** What an act encloses: whose it is, of which kind of act and about what. */
  const enclosureOf = (e, x) => ({ enclosure: x, seq: e.seq, by: e.act.by, kind: e.act.kind, dossiers: e.act.dossiers, redacted: 0 });
  const sameNotice = (a, b) => ["kind", "dossier", "stage", "member", "dated", "outcome"].every((k) => a[k] === b[k]) && a.reasons.length === b.reasons.length && a.reasons.every((r, i) => r === b.reasons[i]);

  // ---- Entries ---------------------------------------------------------------------------------------------------

  const NOTICES = ["opened", "found", "silence", "done", "joined", "in-force", "amended", "roll", "deadline", "lapsed", "run", "extended"];

  /** Reads the exact text of an entry: one founding, act or notice, in the one form in which it can be written. */
  function readEntry(text) {
    const o = parse(text, 16);
    form(isObj(o), "an entry is an object");
    for (const key of o.keys()) form(["accede", "act", "at", "founding", "notice", "seq", "sig"].includes(key), `unknown key ${key} in an entry`);
    form(o.get("accede") === "entry/1", `entry of another version: ${o.get("accede")}`);
    const at = typeof o.get("at") === "string" ? readMoment(o.get("at")) : null, seq = o.get("seq");
    form(at !== null && Number.isSafeInteger(seq) && seq >= 1, "an entry has a position and a time");
    form(["act", "founding", "notice"].filter((k) => o.has(k)).length === 1, "an entry holds one thing");
    form(o.has("act") || !o.has("sig"), "signatures stand beside an act");
    const e = { seq, at, act: null, founding: null, notice: null, signatures: [] };
    if (o.has("act")) {
      form(isObj(o.get("act")), "an act is an object");
      e.act = readAct(text.slice(o.get("act").start, o.get("act").end));
      if (o.has("sig")) {
        e.signatures = readSignatures(o.get("sig"));
        form(signatureLength(o.get("sig")) <= 3000, "the signatures have at most 3,000 bytes");
      }
    } else if (o.has("founding")) e.founding = readFounding(o.get("founding"));
    else e.notice = readNotice(o.get("notice"));
    return e;
  }
  /** How long signatures are as they stand in an entry; their texts need no escapes but where a key has some. */
  const signatureLength = (list) => utf8("[" + list.map((o) => "{" + [...o.map].map(([k, v]) => `"${k}":${JSON.stringify(v)}`).join() + "}").join() + "]").length;

  function readFounding(f) {
    form(isObj(f), "a founding is an object");
    for (const [key, v] of f.map) {
      if (key === "keys") form(Array.isArray(v) && v.length > 0, "keys: a list");
      else if (key === "rehearsal") form(v === true, "what is not so is left out");
      else form(["charter", "host", "made"].includes(key) && typeof v === "string", `unknown key ${key} in a founding`);
    }
    form(f.has("charter") && f.has("host") && f.has("made"), "a founding has a charter, a host and a maker");
    (f.get("keys") || []).forEach((k) => check(k, "key", "keys"));
    return { charter: f.get("charter"), host: f.get("host"), made: f.get("made"), keys: f.get("keys") || [], rehearsal: f.has("rehearsal") };
  }
  function readNotice(o) {
    form(isObj(o), "a notice is an object");
    const kind = o.get("kind"), n = { kind, dossier: o.get("dossier"), stage: o.get("stage") || "", member: o.get("member") || "", outcome: o.get("outcome") || "", reasons: o.get("reasons") || [] };
    form(NOTICES.includes(kind), `unknown kind of notice ${kind}`);
    for (const [key, v] of o.map) {
      if (key === "reasons") form(Array.isArray(v) && v.length > 0 && v.every((r) => typeof r === "string"), "reasons: texts");
      else form(["dated", "dossier", "kind", "member", "outcome", "stage"].includes(key) && typeof v === "string" && (v !== "" || key === "dossier"), `${key} in a notice`);
    }
    n.dated = o.has("dated") ? readMoment(o.get("dated")) : null;
    form(n.dated !== null && o.has("dossier"), "a notice is dated and of a dossier");
    const closes = kind === "found" || kind === "silence";
    form(closes ? ["adopted", "rejected", "open"].includes(n.outcome) : !o.has("outcome"), "the outcome of a notice");
    return n;
  }

  // ---- Bundles ---------------------------------------------------------------------------------------------------

  const decode = (bytes) => {
    try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return refuse("form", "invalid UTF-8"); }
  };
  /** The lines of a file, without their ends. */
  function split(bytes) {
    const lines = [];
    for (let from = 0; from < bytes.length; ) {
      let to = bytes.indexOf(10, from);
      if (to < 0) to = bytes.length;
      lines.push(bytes.subarray(from, to));
      from = to + 1;
    }
    return lines;
  }
  function readHeader(line) {
    const o = parse(decode(line), 16), texts = ["accede", "checkpoint", "dossier", "enclosed_for", "host", "origin"];
    form(isObj(o), "the first line is an object");
    for (const [key, v] of o.map) form(key === "size" ? Number.isSafeInteger(v) : texts.includes(key) && typeof v === "string", `unknown key ${key}`);
    form(["bundle/1", "bundle/2"].includes(o.get("accede")), `its format is ${o.get("accede")}`);
    form((o.get("accede") === "bundle/2") === !!o.get("enclosed_for"), "one of bundle/2 says for whom it is, and no other");
    return { enclosedFor: o.get("enclosed_for") || "", checkpoint: o.get("checkpoint") || "", dossier: o.get("dossier") || "", host: o.get("host") || "", origin: o.get("origin") || "", size: o.get("size") || 0 };
  }
  const LONGEST = Math.floor((16 * 2 ** 20) / 3) * 4 + 2 ** 20;
  function readLine(line) {
    form(line.length < LONGEST, "a line is too long");
    const text = decode(line), o = parse(text, 16);
    form(isObj(o) && o.keys().every((k) => ["entry", "proof", "seq"].includes(k)), "a line has an entry and its position");
    const raw = /^\{"entry":/.test(text) ? text : refuse("form", "a line has an entry and its position");
    const proof = (o.has("proof") ? o.get("proof") : []), seq = o.get("seq");
    form(Array.isArray(proof) && proof.every((h) => typeof h === "string" && (unbase64(h) || []).length === 32), "a proof is a list of hashes");
    form(Number.isSafeInteger(seq) && seq >= 1, "a line has an entry and its position");
    // The entry stands between the first colon and what follows it: proof or seq.
    const tail = (o.has("proof") ? `,"proof":[${proof.map((h) => `"${h}"`).join()}]` : "") + `,"seq":${seq}}`;
    form(raw.endsWith(tail), "a line is an entry, a proof and a position");
    const entry = raw.slice(9, raw.length - tail.length);
    return { seq, text: entry, bytes: utf8(entry), proof: proof.map(unbase64) };
  }

  // ---- What is enclosed beside the record: content, and by its seal that it is the one -------------------------------

  const isContent = (line) => line.length > 10 && same(line.subarray(0, 11), utf8('{"content":'));
  /** Reads a line of enclosed content. */
  function readContent(line) {
    form(line.length < LONGEST, "a line is too long");
    const o = parse(decode(line), 16), bytes = (key) => {
      const b = o.has(key) ? unbase64(o.get(key)) : new Uint8Array(0);
      form(b !== null, `${key} is base64`);
      return b;
    };
    form(isObj(o) && o.keys().every((k) => ["content", "salt", "seal"].includes(k) && typeof o.get(k) === "string"), "content stands there with its salt and its seal");
    const content = bytes("content"), salt = o.has("salt") ? bytes("salt") : new Uint8Array(32);
    form(salt.length === 32, "a salt has 32 bytes");
    return { seal: o.get("seal") || "", salt, content };
  }
  function hmac(key, message) {
    const pad = (x) => { const k = new Uint8Array(64).fill(x); key.forEach((b, i) => { k[i] ^= b; }); return k; };
    return sha256(join(pad(0x5c), sha256(join(pad(0x36), message))));
  }
  /** The seal of content as a part of an act: of whose it is, of what kind and about what. */
  function sealOf(salt, body, x, content) {
    const parts = [utf8("accede/enclosed/v1\n")];
    for (const part of [utf8(body), utf8(String(x.dossiers.length)), ...x.dossiers.map(utf8), utf8(x.by), utf8(x.kind), content]) {
      const length = new Uint8Array(8);
      new DataView(length.buffer).setUint32(4, part.length); // no part has 2^32 bytes
      parts.push(length, part);
    }
    return base64(hmac(salt, join(...parts)));
  }
  /** Compares content with the act that encloses it. Of what only its recipients open, it compares what is kept of it. */
  function checkContent(body, x, o) {
    const e = x.enclosure, no = (why) => refuse("enclosed", `what it encloses as ${o.seal}: ${why}`);
    if (e.has("cipher")) return base64(sha256(o.content)) === e.get("cipher") || no("it is not what was encrypted");
    if (sealOf(o.salt, body, x, o.content) !== o.seal) no("the content or its salt is another");
    if (bucket(o.content.length) !== e.get("size")) no("its size is not the one that is stated");
    if (!e.has("media")) {
      const n = parse(decode(o.content), 16);
      form(isObj(n) && n.map.size > 0 && !n.has("sealed"), "an enclosed text is texts by language");
      return checkNames(n, "an enclosed text");
    }
    const cut = o.content.indexOf(10);
    form(cut >= 0, "an enclosed file has a line that says what it is");
    const head = parse(decode(o.content.subarray(0, cut)), 16);
    form(isObj(head) && head.map.size === 2 && ["media", "name"].every((k) => typeof head.get(k) === "string"), "an enclosed file says what it is and how it is called");
    for (const key of ["media", "name"]) checkText(head.get(key), key);
    if (head.get("media") !== e.get("media")) no("it says of itself that it is something else");
  }
  /** Checks what a bundle carries of what acts in it enclose; seals are all that they do. Answers how many of which there are. */
  function checkEnclosures(body, seals, lines) {
    const carried = new Set(), all = [...seals.values()];
    lines.forEach((line, i) => {
      let o;
      try { o = readContent(line); } catch (err) { if (err instanceof Refusal) err.message = `line ${i + 1} of what is enclosed: ${err.message}`; throw err; }
      const x = seals.get(o.seal);
      if (!x) refuse("enclosed", `it carries content as ${o.seal}, which no act in it encloses`);
      if (carried.has(o.seal)) refuse("enclosed", `what it encloses as ${o.seal} is there twice`, x.seq);
      if (x.redacted) refuse("enclosed", `has erased what it carries as ${o.seal}: whoever wrote the bundle has kept it`, x.redacted);
      try { checkContent(body, x, o); } catch (err) { throw at(err, x.seq); }
      carried.add(o.seal);
    });
    const number = (of) => all.filter(of).length, there = (x) => carried.has(x.enclosure.get("seal"));
    return {
      opened: number((x) => there(x) && !x.enclosure.has("cipher")), kept: number((x) => there(x) && x.enclosure.has("cipher")),
      withheld: number((x) => !there(x) && !x.redacted), erased: number((x) => !there(x) && x.redacted),
    };
  }
  /** Adds what became of what is enclosed to what was checked, and to what was not. */
  function tellEnclosed(n, checked, not) {
    if (n.opened > 0) checked.push(["opened", n.opened]);
    if (n.kept > 0) { checked.push(["kept", n.kept]); not.push("words"); }
    if (n.withheld > 0) not.push("enclosed");
    if (n.erased > 0) not.push("erased");
  }

  /**
   * Checks a bundle, given as bytes. Answers what verdict() makes of it. progress, if given, is told how many entries have
   * been done, and of how many.
   */
  async function verify(bytes, progress = () => {}) {
    let header;
    try {
      const lines = split(bytes);
      try {
        if (lines.length === 0) refuse("form", "the file is empty");
        header = readHeader(lines[0]);
      } catch (err) {
        if (err instanceof Refusal) return verdict("no bundle", { reason: err.message, kind: "form" });
        throw err;
      }
      const behind = header.enclosedFor ? lines.findIndex((line, i) => i > 0 && isContent(line)) : -1, end = behind < 0 ? lines.length : behind;
      const all = readLines(lines.slice(1, end), header.dossier === ""), enclosed = lines.slice(end);
      return header.dossier ? await verifyDossier(header, all, enclosed) : await verifyRecord(header, all, enclosed, progress);
    } catch (err) {
      if (err instanceof Refusal) return verdict("refused", { header, kind: err.kind, position: err.position, reason: err.message });
      if (err instanceof Unable) return verdict("unable", { header, reason: err.message });
      throw err;
    }
  }
  function readLines(lines, whole) {
    let last = 0;
    return lines.map((line) => {
      try {
        const l = readLine(line);
        if (whole && l.seq > last + 1) refuse("order", "missing from the bundle");
        if (l.seq <= last) refuse("order", `entry ${l.seq} stands here`);
        last = l.seq;
        return l;
      } catch (err) {
        throw at(err, last + 1);
      }
    });
  }
  /** A refusal with the position at which it came up, unless it has one. */
  function at(err, position) {
    if (err instanceof Refusal && !err.position) err.position = position;
    return err;
  }
  /** Reads and checks the founding, and what it gives: the origin and the host's key. */
  function begin(e, leaf) {
    if (!e.founding) refuse("founding", "is not the founding of a record", 1);
    const docket = new Docket(e.founding), key = readNoteKey(e.founding.host);
    if (key === null) refuse("founding", "the host's key in it does not stand", 1);
    return { docket, key, origin: `accede/${docket.law.body}/${hex(leaf.subarray(0, 16))}` };
  }

  async function verifyRecord(header, lines, enclosed, progress) {
    if (lines.length === 0) refuse("order", "missing: there is no founding", 1);
    const entries = lines.map((l) => {
      try {
        const e = readEntry(l.text);
        if (e.seq !== l.seq) refuse("order", `it says that it is entry ${e.seq}`);
        return e;
      } catch (err) {
        throw at(err, l.seq);
      }
    });
    const leaves = lines.map((l) => leafHash(l.bytes)), tree = new Tree();
    let docket, key, origin;
    try { ({ docket, key, origin } = begin(entries[0], leaves[0])); } catch (err) { throw at(err, 1); }
    const official = docket.law.keeping === "official";
    entries.forEach((e, i) => {
      const a = e.act;
      if (a && a.has("seen_size") && !docket.rehearsal) {
        const size = a.get("seen_size");
        if (size > tree.size || base64(tree.root(size)) !== a.get("seen_root")) refuse("seen", "its author had seen another record", e.seq);
      }
      tree.append(leaves[i]);
      if (i > 0 && e.at < entries[i - 1].at) refuse("order", "was registered before the entry that stands before it", e.seq);
    });
    docket.begin(entries[0].at);
    for (const e of official ? entries.slice(1) : []) {
      try {
        if (e.founding) refuse("order", "a founding stands first and nowhere else");
        await docket.apply(e);
      } catch (err) {
        if (err instanceof Unable) err.message += `, at entry ${e.seq}`;
        throw at(err, e.seq);
      }
      if (e.seq % 256 === 0) { progress(e.seq, entries.length); await new Promise((done) => setTimeout(done)); }
    }
    if (!official) await docket.foldReported(entries.slice(1));
    const c = await openCheckpoint(header.checkpoint, key);
    const n = tree.size;
    if (c === null || c.origin !== origin) refuse("checkpoint", "the checkpoint is not one of this record, signed by the key the founding names");
    if (c.size > n) refuse("tree", `missing: the record ends at entry ${n}, the host has signed ${c.size}`, n + 1);
    if (c.size < n) refuse("tree", `the host has signed ${c.size} entries only`, c.size + 1);
    if (!same(c.root, tree.root())) refuse("tree", "the entries do not have the root the host has signed");
    if (header.origin !== origin || header.host !== docket.founding.host || header.size !== n) refuse("checkpoint", "the first line says otherwise than the entries");
    const beside = checkEnclosures(docket.law.body, docket.seals, enclosed);
    const checked = [["form", n], ["tree", n], ["checkpoint"], ["charter"]], not = [];
    if (docket.keys.size > 0) checked.push(["signatures", docket.signed, docket.keys.size], ["seen"]);
    if (official) {
      checked.push(["authority", docket.ids.size]);
      checked.push(["notices", docket.notices], ["findings", docket.findings]);
      if (docket.uncertain > 0) not.push("moment");
      not.push("talks");
    } else {
      checked.push(["admissible", docket.ids.size]);
      not.push("talks");
    }
    tellEnclosed(beside, checked, not);
    not.push("fork");
    return verdict("verified", { header, tree, beside, checked, not, docket, entries: n, root: base64(tree.root()) });
  }

  /** A bundle of one dossier: each entry is proved to stand at its place; what happened elsewhere is not in it. */
  async function verifyDossier(header, lines, enclosed) {
    const key = readNoteKey(header.host);
    if (key === null) refuse("checkpoint", "the host's key does not stand");
    const c = await openCheckpoint(header.checkpoint, key);
    if (c === null || c.origin !== header.origin) refuse("checkpoint", "the checkpoint is not one of this record, signed by the key of the first line");
    if (c.size !== header.size) refuse("checkpoint", "the first line says another size than the host has signed");
    const seals = new Map();
    let docket = null;
    for (const l of lines) {
      try {
        if (!included(l.proof, c.size, c.root, l.seq, leafHash(l.bytes))) refuse("tree", "was altered, or does not stand there");
        const e = readEntry(l.text);
        if (e.seq !== l.seq) refuse("order", `says that it is entry ${e.seq}`);
        if (docket === null) {
          let founded;
          try { founded = begin(e, leafHash(l.bytes)); } catch (err) { throw err instanceof Refusal ? Object.assign(err, { position: 1 }) : err; }
          if (e.founding.host !== header.host || founded.origin !== header.origin) refuse("founding", `is not the founding of ${header.origin}`, 1);
          docket = founded.docket;
        } else if (!(e.notice ? e.notice.dossier === header.dossier : e.act && e.act.dossiers.includes(header.dossier))) refuse("order", `is not about dossier ${header.dossier}`);
        else if (e.act) {
          for (const x of e.act.get("enclosed") || []) if (!seals.has(x.get("seal"))) seals.set(x.get("seal"), enclosureOf(e, x));
          for (const seal of e.act.kind === "redact" ? e.act.get("of") : []) if (seals.has(seal)) seals.get(seal).redacted = e.seq;
        }
      } catch (err) {
        throw at(err, l.seq);
      }
    }
    if (docket === null) refuse("order", "missing: the bundle has no founding", 1);
    const beside = checkEnclosures(docket.law.body, seals, enclosed), checked = [["form", lines.length], ["inclusion", lines.length, c.size], ["checkpoint"], ["charter"]], not = ["part"];
    tellEnclosed(beside, checked, not);
    not.push("fork");
    return verdict("verified", { header, docket, beside, entries: lines.length, root: base64(c.root), checked, not });
  }

  /**
   * What verify() answers. outcome: verified, refused, unable (this file cannot follow the record), no bundle. kind: which
   * layer refused. position: of the entry, 0 where none can be told. checked and notChecked: names of what was and was
   * not, the former with numbers; WORDS has them in words. enclosed: of what acts enclose, how many items are in the bundle (opened, or
   * kept encrypted), withheld or erased. keys: every key of the record and its fingerprint.
   */
  function verdict(outcome, v = {}) {
    const h = v.header || {}, keys = v.docket && v.docket.keys ? [...v.docket.keys.values()] : [];
    return {
      outcome, verified: outcome === "verified", kind: v.kind || "", position: v.position || 0, reason: v.reason || "", body: v.docket ? v.docket.law.body : "",
      keeping: v.docket ? v.docket.law.keeping : "", origin: h.origin || "", host: h.host || "", dossier: h.dossier || "", entries: v.entries || 0, size: h.size || 0,
      root: v.root || "", checked: v.checked || [], notChecked: v.not || [], keys: keys.map((k) => ({ id: k.key.get("id"), member: k.key.get("member"), fingerprint: fingerprint(k.key) })),
      enclosedFor: h.enclosedFor || "", enclosed: v.beside || { opened: 0, kept: 0, withheld: 0, erased: 0 }, tree: v.tree || null,
    };
  }
  const WORDS = {
    form: "the form of {0} entries, byte for byte",
    tree: "the root over {0} entries is the one the host has signed",
    inclusion: "{0} entries stand at their positions in the record of {1} that the host has signed",
    checkpoint: "the checkpoint is signed by the key the founding names",
    charter: "the charter is sound in itself: every name, date, figure, stage and sentence",
    signatures: "{0} signatures, each by one of {1} keys that held and had full powers where the act stands",
    seen: "what the author of each signed act had seen is the beginning of this record",
    authority: "who did each of {0} acts, and that it was for whoever did it",
    admissible: "each of {0} acts has a source, none is signed, and each was admissible on its day; findings follow and are not in a reported record",
    notices: "{0} notices, each the one that follows, in its turn",
    findings: "{0} findings, counted anew from the positions, word for word",
    moment: "when a vote was closed that closes as soon as it is certain, where there were too many cases to try",
    talks: "demands, commitments, measures, drafts and talks beyond their form: they decide nothing",
    opened: "{0} enclosed items, each what its act seals",
    kept: "{0} enclosed items, encrypted, each what its act says is kept",
    words: "what the encrypted items say: only their recipients can open them",
    enclosed: "enclosed items that are withheld: not in this file, and erased by no entry",
    erased: "enclosed items that entries of the record have erased",
    part: "signatures, authority and findings, and that no entry was left out: a bundle of one dossier does not hold what they need",
    fork: "that the host has told everybody the same: compare origin and root with what others have",
  };
  const say = ([name, ...numbers]) => WORDS[name].replace(/\{(\d)\}/g, (_, i) => numbers[i]);

  return {
    verify, say, WORDS, parse, readAct, readEntry, readSignatures, readYAML, readRule, showRule, count, verifySignature, signing, fingerprint, smallOrder, Tree, leafHash, included, consistent,
    openCheckpoint, cosignatures, checkReceipt, readNoteKey, sha256, base64, unbase64, hex, utf8, under, Zone, readMoment, showMoment, Law, Docket, Refusal, Unable, Obj,
  };
})();

// ---- node verify.js ------------------------------------------------------------------------------------------------

/* node:coverage disable */
async function accedeMain(args) {
  const fs = require("node:fs"), v = accedeVerifier, json = args.includes("--json"), rest = args.filter((a) => a !== "--json");
  const seen = rest.indexOf("--seen"), earlier = seen >= 0 ? rest.splice(seen, 2)[1] : null;
  if (rest.length !== 1 || rest[0].startsWith("-") || (seen >= 0 && !earlier)) {
    process.stderr.write("Usage: node verify.js BUNDLE [--seen CHECKPOINT] [--json]\n\nChecks a record that accede export wrote. --seen: a checkpoint of the same record that was signed before, which must be\nof its beginning. Exit codes: 0 verified, 2 not a bundle, 5 it does not verify, 6 this verifier cannot follow it.\n");
    return 2;
  }
  const result = await v.verify(new Uint8Array(fs.readFileSync(rest[0])));
  if (result.verified && earlier) {
    const key = v.readNoteKey(result.host), c = key && (await v.openCheckpoint(fs.readFileSync(earlier, "utf8"), key));
    if (!result.tree || !c || c.origin !== result.origin || c.size > result.size || v.base64(result.tree.root(c.size)) !== v.base64(c.root)) {
      Object.assign(result, { outcome: "refused", verified: false, kind: "fork", reason: "the checkpoint that was seen before is not of the beginning of this record: keep both" });
    }
  }
  delete result.tree;
  if (json) process.stdout.write(JSON.stringify(result, null, 2) + "\n");
  else if (result.verified) {
    process.stdout.write(`Verified: ${result.dossier ? `dossier ${result.dossier} of ` : ""}the record of ${result.body}, ${result.entries} of ${result.size} entries.\n`);
    for (const c of result.checked) process.stdout.write(`  checked: ${v.say(c)}\n`);
    for (const c of result.notChecked) process.stdout.write(`  not checked: ${v.say([c])}\n`);
    process.stdout.write(`Origin ${result.origin}\nRoot   ${result.root}\nHost   ${result.host}\n`);
    for (const k of result.keys) process.stdout.write(`Key    ${k.id} of ${k.member}: ${k.fingerprint}\n`);
  } else process.stderr.write(`${rest[0]}: ${result.outcome}${result.position ? `, entry ${result.position}` : ""}: ${result.kind ? result.kind + ": " : ""}${result.reason}\n`);
  return { verified: 0, "no bundle": 2, refused: 5, unable: 6 }[result.outcome];
}

if (typeof module !== "undefined" && module.exports) {
  module.exports = accedeVerifier;
  if (require.main === module) accedeMain(process.argv.slice(2)).then((code) => { process.exitCode = code; });
}
