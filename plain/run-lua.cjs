var __defProp = Object.defineProperty;
var __export = (target2, all2) => {
  for (var name2 in all2)
    __defProp(target2, name2, { get: all2[name2], enumerable: true });
};

// bench/run-lua.ts
var import_node_fs = require("node:fs");

// src/lua/integer.ts
var integer_exports = {};
__export(integer_exports, {
  MAX_INTEGER: () => MAX_INTEGER,
  MIN_INTEGER: () => MIN_INTEGER,
  add: () => add,
  band: () => band,
  bnot: () => bnot,
  bor: () => bor,
  bxor: () => bxor,
  divide: () => divide,
  equalNumbers: () => equalNumbers,
  floatToInteger: () => floatToInteger,
  floorDivide: () => floorDivide,
  isInteger: () => isInteger,
  lessOrEqual: () => lessOrEqual,
  lessThan: () => lessThan,
  modulo: () => modulo,
  multiply: () => multiply,
  multiplyAdd: () => multiplyAdd,
  multiplyAddModulo: () => multiplyAddModulo,
  multiplyMasked: () => multiplyMasked,
  negate: () => negate,
  power: () => power,
  rem: () => rem,
  shiftRightWide: () => shiftRightWide,
  shl: () => shl,
  shr: () => shr,
  subtract: () => subtract,
  toInteger: () => toInteger,
  unsignedLess: () => unsignedLess,
  wrap: () => wrap,
  xorMultiply: () => xorMultiply
});

// src/lua/steady-map.ts
var WHOLE = 65536;
var PARTS = 32;
var partOf = shares();
function shares() {
  const found2 = new Uint8Array(256);
  const weights = Array.from({ length: PARTS }, (_, i) => 2 ** (i / PARTS));
  const whole2 = weights.reduce((sum, each2) => sum + each2, 0);
  let [end, at2] = [0, 0];
  for (const [part, weight] of weights.entries()) {
    end += weight / whole2 * 256;
    while (at2 < Math.round(end) && at2 < 256) found2[at2++] = part;
  }
  return found2;
}
var GOLDEN = 0.618033988749895;
function hashOf(key) {
  if (typeof key === "string") return hashOfText(key);
  if (typeof key === "bigint") return Number(key & 255n);
  if (typeof key !== "number") return 0;
  const spread2 = key * GOLDEN;
  return (spread2 - Math.floor(spread2)) * 256 & 255;
}
function hashOfText(text2) {
  let hash = text2.length;
  const front = Math.min(text2.length, 4);
  for (let i = 0; i < front; i++) hash = Math.imul(hash ^ text2.charCodeAt(i), 2654435761);
  for (let i = Math.max(front, text2.length - 8); i < text2.length; i++)
    hash = Math.imul(hash ^ text2.charCodeAt(i), 2654435761);
  return hash >>> 24;
}
var SteadyMap = class {
  #whole = /* @__PURE__ */ new Map();
  #parts = null;
  get(key) {
    return this.#parts === null ? this.#whole.get(key) : this.#part(this.#parts, key).get(key);
  }
  set(key, value) {
    if (this.#parts !== null) {
      this.#part(this.#parts, key).set(key, value);
      return;
    }
    this.#whole.set(key, value);
    if (this.#whole.size > WHOLE) this.#divide();
  }
  #divide() {
    const parts3 = Array.from({ length: PARTS }, () => /* @__PURE__ */ new Map());
    for (const [key, value] of this.#whole) this.#part(parts3, key).set(key, value);
    this.#parts = parts3;
    this.#whole = /* @__PURE__ */ new Map();
  }
  #part(parts3, key) {
    return parts3[partOf[hashOf(key)]];
  }
};

// src/lua/hash.ts
var LINEAR = 8;
var LONGEST = 40;
var MOST_AFTER_ONE = 32;
var MOST_FIRST = 512;
var MOST = 8192;
var made = 0;
var NO_KEYS = { list: [], nextKey: void 0, next: null, others: null };
function follow(keys2, key) {
  if (typeof key !== "string" || key.length > LONGEST) return null;
  const known4 = keys2.others?.get(key);
  if (known4 !== void 0) {
    keys2.nextKey = known4.list[known4.list.length - 1];
    keys2.next = known4;
    return known4;
  }
  const { list: list3, others } = keys2;
  if (made >= MOST || list3.length >= LINEAR) return null;
  if (others !== null && others.size >= (list3.length === 0 ? MOST_FIRST : MOST_AFTER_ONE)) return null;
  made++;
  const own = ` ${key}`.substring(1);
  const next3 = { list: [...list3, own], nextKey: void 0, next: null, others: null };
  keys2.others ??= /* @__PURE__ */ new Map();
  keys2.others.set(own, next3);
  keys2.nextKey = own;
  keys2.next = next3;
  return next3;
}
function listOfOne(value) {
  const list3 = [value, void 0, void 0, void 0];
  list3.pop();
  list3.pop();
  list3.pop();
  return list3;
}
function extended(list3, value) {
  if (list3.length !== 4) {
    list3.push(value);
    return list3;
  }
  const longer = [list3[0], list3[1], list3[2], list3[3], value, void 0, void 0, void 0];
  longer.pop();
  longer.pop();
  longer.pop();
  return longer;
}
var Places = class {
  #map = new SteadyMap();
  /** The key that was asked for last, with its place: what is read is often written next. */
  #lastKey = void 0;
  #lastPlace = -1;
  constructor(keys2) {
    for (let i = 0; i < keys2.length; i++) this.#map.set(keys2[i], i);
  }
  of(key) {
    if (key === this.#lastKey) return this.#lastPlace;
    const place = this.#map.get(key);
    if (place === void 0) return -1;
    this.#lastKey = key;
    this.#lastPlace = place;
    return place;
  }
  add(key, place) {
    this.#map.set(key, place);
  }
};
var Hash = class _Hash {
  keys = NO_KEYS.list;
  vals = NO_KEYS.list;
  /** What `keys` is shared by; null when it is this one's own. */
  #shared = NO_KEYS;
  #places = null;
  #dead = 0;
  /** The keys at their places, as `keys` and `vals` held them: a key that was removed has the value nil. */
  static of(keys2, vals) {
    const hash = new _Hash();
    hash.keys = keys2;
    hash.vals = vals;
    hash.#shared = null;
    for (const value of vals) if (value === void 0) hash.#dead++;
    if (keys2.length > LINEAR) hash.#places = new Places(keys2);
    return hash;
  }
  #place(key) {
    if (this.#places !== null) return this.#places.of(key);
    const keys2 = this.keys;
    for (let i = 0; i < keys2.length; i++) if (keys2[i] === key) return i;
    return -1;
  }
  get(key) {
    const place = this.#place(key);
    return place < 0 ? void 0 : this.vals[place];
  }
  /** Sets a key that exists, also to nil; false when it does not exist. */
  replace(key, value) {
    const place = this.#place(key);
    if (place < 0) return false;
    const old = this.vals[place];
    if (old === void 0 ? value !== void 0 : value === void 0)
      this.#dead += value === void 0 ? 1 : -1;
    this.vals[place] = value;
    return true;
  }
  /** Sets a key, made new when it does not exist; false when most places are of keys that were removed: see `compacted`. */
  set(key, value) {
    const shared2 = this.#shared;
    if (shared2 !== null && key === shared2.nextKey && value !== void 0) {
      this.#share(shared2.next, value);
      return true;
    }
    if (this.replace(key, value) || value === void 0) return true;
    if (this.#dead > LINEAR && this.#dead * 2 > this.keys.length) return false;
    this.#add(key, value);
    return true;
  }
  #share(next3, value) {
    this.#shared = next3;
    this.keys = next3.list;
    this.vals = next3.list.length === 1 ? listOfOne(value) : extended(this.vals, value);
  }
  #add(key, value) {
    const shared2 = this.#shared;
    if (shared2 !== null) {
      const next3 = follow(shared2, key);
      if (next3 !== null) {
        this.#share(next3, value);
        return;
      }
      this.#shared = null;
      this.keys = this.keys.slice();
    }
    if (this.keys.length === 0) {
      this.keys = listOfOne(key);
      this.vals = listOfOne(value);
      return;
    }
    this.keys = extended(this.keys, key);
    this.vals = extended(this.vals, value);
    const place = this.keys.length - 1;
    if (this.#places !== null) this.#places.add(key, place);
    else if (place >= LINEAR) this.#places = new Places(this.keys);
  }
  /** The place after the key's, for traversal; -1 for a key that was never here. */
  after(key) {
    const place = this.#place(key);
    return place < 0 ? -1 : place + 1;
  }
  /** A part without the keys that were removed. */
  compacted() {
    const keys2 = [];
    const vals = [];
    for (let i = 0; i < this.keys.length; i++) {
      if (this.vals[i] === void 0) continue;
      keys2.push(this.keys[i]);
      vals.push(this.vals[i]);
    }
    return _Hash.of(keys2, vals);
  }
};

// src/lua/table.ts
var FROZEN = -1;
var EMPTY_PROTOTYPE = Object.freeze(/* @__PURE__ */ Object.create(null));
var Fields = function Fields2() {
};
Fields.prototype = EMPTY_PROTOTYPE;
var NO_FIELDS = Object.freeze(new Fields());
var NO_ITEMS = [void 0];
var properties = /* @__PURE__ */ new Map();
var fieldNames = /* @__PURE__ */ new Map();
function property(name2) {
  let known4 = properties.get(name2);
  if (known4 === void 0) {
    known4 = `$${name2}`;
    properties.set(name2, known4);
    fieldNames.set(known4, name2);
  }
  return known4;
}
function fieldName(of) {
  return fieldNames.get(of);
}
var MAX_SAFE = Number.MAX_SAFE_INTEGER;
var INT64_LIMIT = 2 ** 63;
function normalKey(key) {
  if (key > MAX_SAFE || key < -MAX_SAFE) {
    if (key >= -INT64_LIMIT && key < INT64_LIMIT && Number.isInteger(key)) return BigInt(key);
  }
  return key;
}
var lastFields = null;
var lastNames = [];
var lastAt = 0;
function propertiesOf(s) {
  const found2 = [];
  for (const name2 in s) found2.push(name2);
  return found2;
}
function listOfTwo(value) {
  const list3 = [void 0, value, void 0, void 0];
  list3.pop();
  list3.pop();
  return list3;
}
var LuaTable = class {
  s;
  arr;
  mt;
  hash;
  mark;
  /** The parts are taken over: `arr` begins with the dummy and does not end with nil. */
  constructor(s = NO_FIELDS, arr = NO_ITEMS) {
    this.s = s;
    this.arr = arr;
    this.mt = null;
    this.hash = null;
    this.mark = 0;
  }
  /** The raw value of any key. */
  get(key) {
    if (typeof key === "number") {
      if (key > 0 && key < this.arr.length && Number.isInteger(key)) return this.arr[key];
      return this.hash === null ? void 0 : this.hash.get(normalKey(key));
    }
    if (typeof key === "string") return this.getText(key);
    return this.hash === null ? void 0 : this.hash.get(key);
  }
  getText(key) {
    if (this.hash !== null) {
      const value = this.hash.get(key);
      if (value !== void 0) return value;
    }
    if (this.s === NO_FIELDS) return void 0;
    const name2 = properties.get(key);
    return name2 === void 0 ? void 0 : this.s[name2];
  }
  /** Sets a raw value. The key must not be nil or NaN; the mark is the caller's business (see `isWritable`). */
  set(key, value) {
    if (typeof key === "number") this.#setNumber(key, value);
    else if (typeof key === "string") this.setText(key, value);
    else this.#setHashed(key, value);
  }
  /** Sets a string key from the host or by a computed key: an existing field stays a field, a new one goes to the hash. */
  setText(key, value) {
    if (this.s !== NO_FIELDS) {
      const name2 = properties.get(key);
      if (name2 !== void 0 && name2 in this.s && this.hash?.get(key) === void 0) {
        this.s[name2] = value;
        return;
      }
    }
    this.#setHashed(key, value);
  }
  #setHashed(key, value) {
    if (this.hash === null) {
      if (value === void 0) return;
      this.hash = new Hash();
    }
    if (this.hash.set(key, value)) return;
    this.hash = this.hash.compacted();
    this.hash.set(key, value);
  }
  /** Sets a string key as a field, for names that sources use: module tables, records that the host makes. */
  setField(key, value) {
    if (this.hash?.replace(key, value)) return;
    if (this.s === NO_FIELDS) this.s = new Fields();
    this.s[property(key)] = value;
  }
  #setNumber(key, value) {
    const arr = this.arr;
    if (key > 0 && key <= arr.length && Number.isInteger(key)) {
      if (key < arr.length) {
        arr[key] = value;
        if (value === void 0 && key === arr.length - 1) this.trim();
        return;
      }
      if (value !== void 0) {
        this.append(value);
        return;
      }
    }
    this.#setHashed(normalKey(key), value);
  }
  /** Adds one after the border, and takes over what the hash holds for the places after it. */
  append(value) {
    if (this.arr === NO_ITEMS) this.arr = listOfTwo(value);
    else this.arr = extended(this.arr, value);
    if (this.hash !== null) this.#migrate();
  }
  #migrate() {
    const hash = this.hash;
    if (hash === null) return;
    hash.replace(this.arr.length - 1, void 0);
    for (; ; ) {
      const next3 = hash.get(this.arr.length);
      if (next3 === void 0) return;
      hash.replace(this.arr.length, void 0);
      this.arr.push(next3);
    }
  }
  /** Cuts off the nils at the end of the array part. */
  trim() {
    const arr = this.arr;
    let n = arr.length;
    while (n > 1 && arr[n - 1] === void 0) n--;
    arr.length = n;
  }
  /** A border: `t[n]` is not nil and `t[n + 1]` is. */
  length() {
    return this.arr.length - 1;
  }
  /** The next key after `key` (nil: the first one), with its value in `nextValue`; undefined at the end, `false` for a key that is not here. */
  next(key) {
    let i = 1;
    let phase = 0;
    let at2 = 0;
    if (key !== void 0) {
      if (typeof key === "number" && key > 0 && key < this.arr.length && Number.isInteger(key)) i = key + 1;
      else {
        phase = 1;
        const name2 = typeof key === "string" ? properties.get(key) : void 0;
        if (name2 !== void 0 && name2 in this.s && !(this.hash !== null && this.hash.after(key) > 0)) {
          at2 = this.#fieldAfter(name2);
        } else {
          phase = 2;
          const normal3 = typeof key === "number" ? normalKey(key) : key;
          at2 = this.hash === null ? -1 : this.hash.after(normal3);
          if (at2 < 0) {
            if (typeof key === "number" && key > 0 && Number.isInteger(key)) {
              phase = 1;
              at2 = 0;
            } else {
              nextValue = void 0;
              return false;
            }
          }
        }
      }
    }
    if (phase === 0) {
      for (; i < this.arr.length; i++) {
        if (this.arr[i] !== void 0) {
          nextValue = this.arr[i];
          return i;
        }
      }
    }
    if (phase <= 1 && this.s !== NO_FIELDS) {
      if (lastFields !== this.s || phase === 0 || at2 === 0) {
        lastNames = propertiesOf(this.s);
        lastFields = this.s;
      }
      for (let k = phase === 0 ? 0 : at2; k < lastNames.length; k++) {
        const name2 = lastNames[k];
        const value = this.s[name2];
        if (value !== void 0) {
          lastAt = k;
          nextValue = value;
          return fieldNames.get(name2);
        }
      }
    }
    if (this.hash !== null) {
      const { keys: keys2, vals } = this.hash;
      for (let k = phase === 2 ? at2 : 0; k < keys2.length; k++) {
        if (vals[k] !== void 0) {
          nextValue = vals[k];
          return keys2[k];
        }
      }
    }
    nextValue = void 0;
    return void 0;
  }
  #fieldAfter(name2) {
    if (lastFields === this.s && lastNames[lastAt] === name2) return lastAt + 1;
    lastNames = propertiesOf(this.s);
    lastFields = this.s;
    return lastNames.indexOf(name2) + 1;
  }
  /** Every key with its value, in traversal order: for host code that calls no guest code meanwhile. */
  *entries() {
    for (let i = 1; i < this.arr.length; i++) if (this.arr[i] !== void 0) yield [i, this.arr[i]];
    if (this.s !== NO_FIELDS) {
      for (const name2 of propertiesOf(this.s)) {
        const value = this.s[name2];
        if (value !== void 0) yield [fieldNames.get(name2), value];
      }
    }
    if (this.hash !== null) {
      const { keys: keys2, vals } = this.hash;
      for (let k = 0; k < keys2.length; k++) if (vals[k] !== void 0) yield [keys2[k], vals[k]];
    }
  }
  /** No key has a value. */
  isEmpty() {
    return this.next(void 0) === void 0;
  }
};
var nextValue;
function recordOf(record2) {
  const table2 = new LuaTable();
  for (const key of Object.keys(record2)) table2.setField(key, record2[key]);
  return table2;
}

// src/lua/machine.ts
var Sentinel = class {
  name = "suspend";
};
var S = Object.freeze(new Sentinel());
var MULTI = 0;
var ERROR = 1;
var YIELD = 2;
var WAIT = 3;
var SLICE = 4;
var Fn = class {
  code;
  up;
  proto;
  constructor(code, up, proto) {
    this.code = code;
    this.up = up;
    this.proto = proto;
  }
};
var Cell = class {
  v;
  /** As in tables: not 0 when the first write must be noted (S2). */
  mark = 0;
  constructor(v) {
    this.v = v;
  }
};
var Frame = class {
  next = null;
  self;
  site;
  a;
  b;
  c;
  d;
  more;
  constructor(self, site, a2, b, c2, d, more) {
    this.self = self;
    this.site = site;
    this.a = a2;
    this.b = b;
    this.c = c2;
    this.d = d;
    this.more = more;
  }
};
var R = {
  fuel: 0,
  room: Number.POSITIVE_INFINITY,
  loose: 0,
  reserve: 0,
  early: 0,
  why: MULTI,
  n: 0,
  r0: void 0,
  r1: void 0,
  r2: void 0,
  all: [],
  error: void 0,
  level: 0,
  blame: null,
  head: null,
  tail: null,
  rest: null,
  depth: 0,
  coroutine: null,
  task: void 0,
  stash: null,
  resumed: false,
  thrown: []
};
var NOT_THROWN = [];
function ret0() {
  R.why = MULTI;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = void 0;
  return S;
}
function ret2(a2, b) {
  R.why = MULTI;
  R.n = 2;
  R.r0 = a2;
  R.r1 = b;
  R.r2 = void 0;
  return S;
}
function ret3(a2, b, c2) {
  R.why = MULTI;
  R.n = 3;
  R.r0 = a2;
  R.r1 = b;
  R.r2 = c2;
  return S;
}
function retN(values2) {
  if (values2.length === 1) return values2[0];
  setResults(values2);
  return S;
}
function setResults(values2) {
  R.why = MULTI;
  R.n = values2.length;
  R.r0 = values2[0];
  R.r1 = values2[1];
  R.r2 = values2[2];
  if (values2.length > 3) R.all = values2;
}
function results(value) {
  if (value !== S) return [value];
  switch (R.n) {
    case 0:
      return [];
    case 1:
      return [R.r0];
    case 2:
      return [R.r0, R.r1];
    case 3:
      return [R.r0, R.r1, R.r2];
    default:
      return R.all;
  }
}
function first(value) {
  return value === S ? R.r0 : value;
}
function raise(value, level = 0) {
  R.thrown = NOT_THROWN;
  R.why = ERROR;
  R.error = value;
  R.level = typeof value === "string" ? level : 0;
  R.blame = null;
  return S;
}
function fail(text2) {
  return raise(text2, 1);
}
function blame(verb, ...operands2) {
  R.thrown = NOT_THROWN;
  R.why = ERROR;
  R.error = void 0;
  R.level = 1;
  R.blame = { verb, operands: operands2 };
  return S;
}
function push(frame) {
  if (R.head === null) {
    R.head = frame;
    return S;
  }
  if (R.tail === null) R.head.next = frame;
  else R.tail.next = frame;
  R.tail = frame;
  return S;
}
var HOST_FRAMES = 40;
var LuaError = class extends Error {
  value;
  level;
  constructor(value, level = 1) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = HOST_FRAMES;
    super(typeof value === "string" ? value : "a Lua error");
    Error.stackTraceLimit = limit;
    this.value = value;
    this.level = level;
  }
};
var Coroutine = class {
  status = "suspended";
  frames = null;
  /** The body, until the first resume. */
  body;
  /** Who resumed it, while it runs. */
  resumer = null;
  /** How many coroutines are running below it, itself included. */
  depth = 0;
  /** As in tables: not 0 when the next resume must be noted (S2). */
  mark = 0;
  constructor(body2) {
    this.body = body2;
  }
};
var HostProto = class {
  name;
  code;
  unit = void 0;
  index = 0;
  boundary;
  #resume;
  constructor(name2, code, frames) {
    this.name = name2;
    this.code = code;
    this.#resume = frames?.resume;
    if (frames?.boundary) this.boundary = frames.boundary;
  }
  /** Whether it may stand in frames. */
  get hasFrames() {
    return this.#resume !== void 0;
  }
  resume(frame, value) {
    if (this.#resume === void 0) throw new Error(`the host function ${this.name} has no frames`);
    return this.#resume(frame, value);
  }
};
var NO_UP = [];
var hostFunctions = /* @__PURE__ */ new Map();
var hostClosures = /* @__PURE__ */ new Map();
function host(name2, code, frames) {
  const made4 = new Fn(code, NO_UP, new HostProto(name2, code, frames));
  if (frames !== void 0) hostFunctions.set(name2, made4);
  return made4;
}
function nameHost(made4) {
  hostFunctions.set(made4.proto.name, made4);
  return made4;
}
function hostClosure(name2, code, frames) {
  const proto = new HostProto(name2, code, frames);
  hostClosures.set(name2, proto);
  return (...up) => new Fn(code, up, proto);
}
var Userdata = class {
  /** The handle's methods, so that `value:name()` finds them as it finds a field of a table. */
  s;
  handle;
  live;
  constructor(handle, live) {
    this.s = handle.methods ?? NO_FIELDS;
    this.handle = handle;
    this.live = live;
  }
};

// src/lua/number-text.ts
function numberToText(n) {
  if (typeof n === "bigint" || Number.isSafeInteger(n)) return `${n}`;
  if (!Number.isFinite(n)) return n > 0 ? "+Inf" : n < 0 ? "-Inf" : "NaN";
  const size = Math.abs(n);
  if (size >= 1e-4 && size < 1e21) return `${n}`;
  return withExponent(n);
}
function withExponent(n) {
  const [digits2 = "", exponent = ""] = n.toExponential().split("e");
  const magnitude = exponent.slice(1);
  return `${digits2}e${exponent[0]}${magnitude.length < 2 ? `0${magnitude}` : magnitude}`;
}
var MAX_NUMERAL = 4096;
var DECIMAL = /^[+-]?(?:[0-9]+(\.[0-9]*)?|(\.[0-9]+))([eE][+-]?[0-9]+)?$/;
var HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:(\.)([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/;
var SPACE_AROUND = /^[ \t-\r]+|[ \t-\r]+$/g;
function textToNumber(text2) {
  return shortNumber(text2) ?? longNumber(text2);
}
var SHORT = 15;
var POWERS = Array.from({ length: SHORT + 1 }, (_, n) => 10 ** n);
var POINT = 46;
var MINUS = 45;
function shortNumber(text2) {
  const n = text2.length;
  if (n === 0 || n > SHORT) return void 0;
  const first3 = text2.charCodeAt(0) === MINUS ? 1 : 0;
  let at2 = first3;
  let digits2 = 0;
  let behind = -1;
  for (; at2 < n; at2++) {
    const code = text2.charCodeAt(at2);
    if (code >= 48 && code <= 57) digits2 = digits2 * 10 + code - 48;
    else if (code === POINT && behind < 0 && at2 > first3) behind = at2 + 1;
    else return void 0;
  }
  if (n === first3) return void 0;
  if (behind < 0) return first3 === 0 ? digits2 : 0 - digits2;
  const size = digits2 / POWERS[n - behind];
  return first3 === 0 ? size : -size;
}
function longNumber(text2) {
  const s = trimmed(text2);
  if (s.length > MAX_NUMERAL) return void 0;
  const decimal2 = DECIMAL.exec(s);
  if (decimal2 !== null) {
    const isInteger2 = decimal2[1] === void 0 && decimal2[2] === void 0 && decimal2[3] === void 0;
    return isInteger2 ? decimalInteger(s) : Number(s);
  }
  const hexadecimal2 = HEXADECIMAL.exec(s);
  return hexadecimal2 === null ? void 0 : hexadecimalNumber(hexadecimal2);
}
function trimmed(text2) {
  const first3 = text2.charCodeAt(0);
  const last = text2.charCodeAt(text2.length - 1);
  return first3 > 32 && last > 32 ? text2 : text2.replace(SPACE_AROUND, "");
}
function decimalInteger(s) {
  const n = Number(s);
  if (Number.isSafeInteger(n)) return n + 0;
  const exact = BigInt(s.charCodeAt(0) === 43 ? s.slice(1) : s);
  return BigInt.asIntN(64, exact) === exact ? exact : n;
}
function hexadecimalNumber([, sign, whole2 = "", point, fraction = "", exponent]) {
  if (whole2 === "" && fraction === "") return void 0;
  if (point === void 0 && exponent === void 0) {
    const bits3 = BigInt(`0x${whole2}`);
    return normal(BigInt.asIntN(64, sign === "-" ? -bits3 : bits3));
  }
  const power2 = Number(exponent ?? 0) - 4 * fraction.length;
  const size = scaled(BigInt(`0x${whole2}${fraction}`), power2);
  return sign === "-" ? -size : size;
}
function scaled(digits2, power2) {
  const width = digits2 === 0n ? 0 : digits2.toString(2).length;
  if (width === 0 || width + power2 < -1100) return 0;
  if (width + power2 > 1100) return Number.POSITIVE_INFINITY;
  const kept2 = Math.min(53, width + power2 + 1074);
  const surplus = width - kept2;
  if (surplus <= 0) return times2(Number(digits2), power2);
  if (kept2 < 0) return 0;
  const cut = digits2 >> BigInt(surplus);
  const rest = digits2 - (cut << BigInt(surplus));
  const half2 = 1n << BigInt(surplus - 1);
  const roundsUp = rest > half2 || rest === half2 && (cut & 1n) === 1n;
  return times2(Number(roundsUp ? cut + 1n : cut), power2 + surplus);
}
function times2(n, power2) {
  let result = n;
  let left2 = power2;
  while (left2 > 1e3) {
    result *= 2 ** 1e3;
    left2 -= 1e3;
  }
  while (left2 < -1e3) {
    result *= 2 ** -1e3;
    left2 += 1e3;
  }
  return result * 2 ** left2;
}
function normal(exact) {
  const n = Number(exact);
  return Number.isSafeInteger(n) ? n : exact;
}
function textToNumberInBase(text2, base) {
  const s = trimmed(text2).toLowerCase();
  const negative = s.charCodeAt(0) === 45;
  const start3 = negative || s.charCodeAt(0) === 43 ? 1 : 0;
  if (start3 === s.length) return void 0;
  let n = 0;
  let exact;
  for (let i = start3; i < s.length; i++) {
    const digit2 = digitOf(s.charCodeAt(i));
    if (digit2 >= base) return void 0;
    if (exact === void 0) {
      const next3 = n * base + digit2;
      if (Number.isSafeInteger(next3)) n = next3;
      else exact = BigInt(n) * BigInt(base) + BigInt(digit2);
    } else exact = BigInt.asIntN(64, exact * BigInt(base) + BigInt(digit2));
  }
  if (exact === void 0) return negative ? 0 - n : n;
  return normal(BigInt.asIntN(64, negative ? -exact : exact));
}
function digitOf(code) {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  return 99;
}

// src/lua/integer.ts
var TWO_32 = 4294967296;
var TWO_63 = 2 ** 63;
var MAX_SAFE2 = Number.MAX_SAFE_INTEGER;
var POWERS2 = Array.from({ length: 64 }, (_, i) => 2 ** i);
var MAX_INTEGER = 9223372036854775807n;
var MIN_INTEGER = -9223372036854775808n;
var wide = new BigInt64Array(1);
var halves = new Int32Array(wide.buffer);
function wrap(b) {
  wide[0] = b;
  const high = halves[1];
  if (high >= -2097152 && high < 2097152) {
    const n = high * TWO_32 + (halves[0] >>> 0);
    if (n >= -MAX_SAFE2) return n;
  }
  return wide[0];
}
function normal2(b) {
  wide[0] = b;
  const high = halves[1];
  if (high >= -2097152 && high < 2097152) {
    const n = high * TWO_32 + (halves[0] >>> 0);
    if (n >= -MAX_SAFE2) return n;
  }
  return b;
}
function fromHalves(high, low2) {
  if (high >= -2097152 && high < 2097152) {
    const n = high * TWO_32 + (low2 >>> 0);
    if (n >= -MAX_SAFE2) return n;
  }
  halves[0] = low2;
  halves[1] = high;
  return wide[0];
}
function isInteger(n) {
  return typeof n === "bigint" || Number.isSafeInteger(n);
}
function floatToInteger(n) {
  if (n >= -MAX_SAFE2 && n <= MAX_SAFE2) return Math.floor(n) === n ? n + 0 : void 0;
  return n >= -TWO_63 && n < TWO_63 ? BigInt(n) : void 0;
}
function toInteger(value) {
  if (typeof value === "number") return floatToInteger(value);
  if (typeof value === "bigint") return value;
  if (typeof value !== "string") return void 0;
  const n = textToNumber(value);
  return typeof n === "number" ? floatToInteger(n) : n;
}
function equalNumbers(a2, b) {
  return a2 == b;
}
function lessThan(a2, b) {
  return a2 < b;
}
function lessOrEqual(a2, b) {
  return a2 <= b;
}
function unsignedLess(a2, b) {
  return a2 < 0 === b < 0 ? a2 < b : b < 0;
}
function add(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 + b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a2 + BigInt(b))) : Number(a2) + b;
  }
  if (typeof b === "number") return a2 + b;
  return Number.isSafeInteger(a2) ? wrap(BigInt.asIntN(64, BigInt(a2) + b)) : a2 + Number(b);
}
function subtract(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 - b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a2 - BigInt(b))) : Number(a2) - b;
  }
  if (typeof b === "number") return a2 - b;
  return Number.isSafeInteger(a2) ? wrap(BigInt.asIntN(64, BigInt(a2) - b)) : a2 - Number(b);
}
function multiply(a2, b) {
  if (typeof a2 === "number" && typeof b === "number") {
    const product = a2 * b;
    if (product !== 0 && product >= -MAX_SAFE2 && product <= MAX_SAFE2) return product;
  }
  return multiplySlow(a2, b);
}
function multiplySlow(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 * b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a2 * BigInt(b))) : Number(a2) * b;
  }
  if (typeof b === "bigint") {
    return Number.isSafeInteger(a2) ? wrap(BigInt.asIntN(64, BigInt(a2) * b)) : a2 * Number(b);
  }
  if (!Number.isSafeInteger(a2) || !Number.isSafeInteger(b)) return a2 * b;
  if (a2 === 0 || b === 0) return 0;
  return fromHalves(highProduct(highHalf(a2), a2 | 0, highHalf(b), b | 0), Math.imul(a2 | 0, b | 0));
}
function highProduct(highA, lowA, highB, lowB) {
  const a1 = lowA >>> 16;
  const a0 = lowA & 65535;
  const b1 = lowB >>> 16;
  const b0 = lowB & 65535;
  const middle = a1 * b0 + (a0 * b0 >>> 16) + a0 * b1;
  const carry = a1 * b1 + Math.floor(middle / 65536);
  return carry + Math.imul(highA, lowB) + Math.imul(lowA, highB) | 0;
}
function multiplyAdd(a2, b, c2) {
  if (typeof a2 === "bigint") return normal2(BigInt.asIntN(64, a2 * b + c2));
  if (typeof a2 !== "number" || !Number.isSafeInteger(a2)) return void 0;
  return normal2(BigInt.asIntN(64, BigInt(a2) * b + c2));
}
function xorMultiply(a2, b, k) {
  if (typeof a2 === "bigint" && typeof b === "number" && (b | 0) === b)
    return normal2(BigInt.asIntN(64, (a2 ^ BigInt(b)) * k));
  if (!areIntegers(a2, b)) return void 0;
  return normal2(BigInt.asIntN(64, (BigInt(a2) ^ BigInt(b)) * k));
}
function areIntegers(a2, b) {
  return (typeof a2 === "bigint" || Number.isSafeInteger(a2)) && (typeof b === "bigint" || Number.isSafeInteger(b));
}
function multiplyMasked(a2, b, mask) {
  if (typeof a2 === "number" && typeof b === "number" && typeof mask === "number" && mask >>> 0 === mask) {
    if (Number.isSafeInteger(a2) && Number.isSafeInteger(b)) return (Math.imul(a2 | 0, b | 0) & mask) >>> 0;
  }
  return band(multiply(a2, b), mask);
}
function multiplyAddModulo(a2, b, c2, m) {
  if (typeof a2 === "number" && typeof b === "number" && typeof c2 === "number" && typeof m === "number") {
    const sum = a2 * b + c2;
    if (sum >= 0 && sum <= MAX_SAFE2 && a2 * b <= MAX_SAFE2 && m > 0) return sum % m;
    if (m > 0 && m <= TWO_32 && Number.isInteger(m) && (m - 1 & m) === 0) {
      if (Number.isSafeInteger(a2) && Number.isSafeInteger(b) && Number.isSafeInteger(c2)) {
        return (Math.imul(a2 | 0, b | 0) + (c2 | 0) & m - 1) >>> 0;
      }
    }
  }
  return modulo(add(multiply(a2, b), c2), m);
}
function divide(a2, b) {
  return Number(a2) / Number(b);
}
function power(a2, b) {
  const base = Number(a2);
  const exponent = Number(b);
  if (base === 1 || base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) return 1;
  return base ** exponent;
}
function negate(a2) {
  return typeof a2 === "number" ? 0 - a2 : wrap(BigInt.asIntN(64, -a2));
}
function floorDivide(a2, b) {
  if (typeof a2 === "number" && typeof b === "number") {
    if (b === 0 && Number.isSafeInteger(a2)) throw new LuaError("attempt to divide by zero");
    return Math.floor(a2 / b) + 0;
  }
  if (isInteger(a2) && isInteger(b)) return floorDivideWide(BigInt(a2), BigInt(b));
  return Math.floor(Number(a2) / Number(b)) + 0;
}
function floorDivideWide(a2, b) {
  if (b === 0n) throw new LuaError("attempt to divide by zero");
  const quotient = a2 / b;
  const isBelow = a2 % b !== 0n && a2 < 0n !== b < 0n;
  return wrap(isBelow ? quotient - 1n : quotient);
}
function modulo(a2, b) {
  if (typeof a2 === "bigint" && typeof b === "number" && b > 0 && b <= TWO_32 && Math.floor(b) === b) {
    return moduloSmall(highOf(a2), lowOf(a2), b);
  }
  if (typeof a2 === "number" && typeof b === "number") {
    if (b === 0 && Number.isSafeInteger(a2)) throw new LuaError("attempt to perform 'n%0'");
    return moduloFloat(a2, b);
  }
  if (isInteger(a2) && isInteger(b)) return moduloWide(BigInt(a2), BigInt(b));
  return moduloFloat(Number(a2), Number(b));
}
function rem(a2, b) {
  if (a2 <= MAX_SAFE2 && b <= MAX_SAFE2 && Math.floor(a2) === a2 && Math.floor(b) === b)
    return a2 - Math.floor(a2 / b) * b;
  return a2 % b;
}
function moduloSmall(high, low2, b) {
  if ((b - 1 & b) === 0) return (low2 & b - 1) >>> 0;
  const rest = moduloFloat(high, b);
  return ((rest * 65536 + (low2 >>> 16)) % b * 65536 + (low2 & 65535)) % b + 0;
}
function moduloFloat(a2, b) {
  const rest = a2 % b;
  return rest < 0 ? b > 0 ? rest + b : rest : rest > 0 ? b < 0 ? rest + b : rest : rest + 0;
}
function moduloWide(a2, b) {
  if (b === 0n) throw new LuaError("attempt to perform 'n%0'");
  const rest = a2 % b;
  return wrap(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest);
}
function bits(n) {
  const integer = typeof n === "bigint" ? n : floatToInteger(n);
  if (integer === void 0) throw new LuaError("number has no integer representation");
  return integer;
}
function highHalf(n) {
  return Math.floor(n / TWO_32);
}
function band(a2, b) {
  if (typeof a2 === "number" && typeof b === "number") {
    if ((a2 | 0) === a2 && (b | 0) === b) return a2 & b;
    if (a2 >>> 0 === a2 && b >>> 0 === b) return (a2 & b) >>> 0;
  }
  return bandSlow(a2, b);
}
function bandSlow(a2, b) {
  const x = bits(a2);
  const y = bits(b);
  const high = highOf(x);
  const low2 = lowOf(x);
  return fromHalves(high & highOf(y), low2 & lowOf(y));
}
function bor(a2, b) {
  if (typeof a2 === "number" && typeof b === "number") {
    if ((a2 | 0) === a2 && (b | 0) === b) return a2 | b;
    if (a2 >>> 0 === a2 && b >>> 0 === b) return (a2 | b) >>> 0;
  }
  return borSlow(a2, b);
}
function borSlow(a2, b) {
  const x = bits(a2);
  const y = bits(b);
  const high = highOf(x);
  const low2 = lowOf(x);
  return fromHalves(high | highOf(y), low2 | lowOf(y));
}
function bxor(a2, b) {
  if (typeof a2 === "number" && typeof b === "number") {
    if ((a2 | 0) === a2 && (b | 0) === b) return a2 ^ b;
    if (a2 >>> 0 === a2 && b >>> 0 === b) return (a2 ^ b) >>> 0;
  }
  return bxorSlow(a2, b);
}
function bxorSlow(a2, b) {
  const x = bits(a2);
  const y = bits(b);
  const high = highOf(x);
  const low2 = lowOf(x);
  return fromHalves(high ^ highOf(y), low2 ^ lowOf(y));
}
function bnot(a2) {
  const x = bits(a2);
  return fromHalves(~highOf(x), ~lowOf(x));
}
function shl(a2, b) {
  if (typeof a2 === "number" && typeof b === "number" && b >>> 0 === b && b < 32) {
    const shifted = a2 * POWERS2[b];
    if (shifted >= -MAX_SAFE2 && shifted <= MAX_SAFE2 && Number.isSafeInteger(a2)) return shifted + 0;
  }
  const count2 = shiftCount(b);
  return count2 < 0 ? shiftRight(bits(a2), -count2) : shiftLeft(bits(a2), count2);
}
function shr(a2, b) {
  if (typeof a2 === "number" && typeof b === "number" && b >>> 0 === b) {
    if (b < 32 && a2 >>> 0 === a2) return a2 >>> b;
    if (b < 64 && a2 >= 0 && Number.isSafeInteger(a2)) return Math.floor(a2 / POWERS2[b]) + 0;
  }
  const count2 = shiftCount(b);
  return count2 < 0 ? shiftLeft(bits(a2), -count2) : shiftRight(bits(a2), count2);
}
function shiftCount(b) {
  const count2 = bits(b);
  return count2 > 64 ? 64 : count2 < -64 ? -64 : Number(count2);
}
function shiftLeft(a2, count2) {
  const high = highOf(a2);
  const low2 = lowOf(a2);
  if (count2 >= 64) return 0;
  if (count2 >= 32) return fromHalves(low2 << count2 - 32, 0);
  if (count2 === 0) return a2;
  return fromHalves(high << count2 | low2 >>> 32 - count2, low2 << count2);
}
function shiftRight(a2, count2) {
  const high = highOf(a2);
  const low2 = lowOf(a2);
  if (count2 >= 64) return 0;
  if (count2 >= 32) return high >>> count2 - 32;
  if (count2 === 0) return a2;
  return fromHalves(high >>> count2, low2 >>> count2 | high << 32 - count2);
}
function shiftRightWide(a2, count2) {
  wide[0] = a2;
  const high = halves[1];
  return count2 >= 32 ? high >>> count2 - 32 : shiftRight(a2, count2);
}
function highOf(a2) {
  if (typeof a2 === "number") return highHalf(a2);
  wide[0] = a2;
  return halves[1];
}
function lowOf(a2) {
  if (typeof a2 === "number") return a2 | 0;
  wide[0] = a2;
  return halves[0];
}

// src/lua/operations.ts
var operations_exports = {};
__export(operations_exports, {
  LOOSE: () => LOOSE,
  MAX_TEXT: () => MAX_TEXT,
  add: () => add2,
  all: () => all,
  append: () => append,
  band: () => band2,
  bnot: () => bnot2,
  bor: () => bor2,
  bxor: () => bxor2,
  call: () => call,
  callOfHost: () => callOfHost,
  callOne: () => callOne,
  changes: () => changes,
  concat: () => concat,
  div: () => div,
  eq: () => eq,
  idiv: () => idiv,
  index: () => index,
  indexByMeta: () => indexByMeta,
  isNumber: () => isNumber,
  le: () => le,
  len: () => len,
  list: () => list,
  lt: () => lt,
  metamethod: () => metamethod,
  metatableOf: () => metatableOf,
  mod: () => mod,
  mul: () => mul,
  multiplyAdd: () => multiplyAdd2,
  multiplyAddModulo: () => multiplyAddModulo2,
  multiplyMasked: () => multiplyMasked2,
  plainText: () => plainText,
  pow: () => pow,
  rawSet: () => rawSet,
  rem: () => rem2,
  resultAt: () => resultAt,
  same: () => same,
  setIndex: () => setIndex,
  setIndexByMeta: () => setIndexByMeta,
  setStringLibrary: () => setStringLibrary,
  shiftRightWide: () => shiftRightWide2,
  shl: () => shl2,
  shownType: () => shownType,
  shr: () => shr2,
  stringMetatable: () => stringMetatable,
  sub: () => sub,
  touch: () => touch,
  typeName: () => typeName,
  unm: () => unm,
  xorMultiply: () => xorMultiply2
});

// src/lua/node-numbers.ts
function nodesOf(root) {
  const nodes = [];
  countExpression(root, (node) => nodes.push(node));
  return nodes;
}
function countExpression(root, count2) {
  const waiting = [root];
  for (let node = waiting.pop(); node !== void 0; node = waiting.pop()) {
    count2(node);
    for (const part of partsOf(node).reverse()) waiting.push(part);
  }
}
function partsOf(node) {
  switch (node.type) {
    case "Index":
      return [node.object, node.key];
    case "Call":
      return [node.callee, ...node.args];
    case "MethodCall":
      return [node.object, ...node.args];
    case "Binary":
    case "Logical":
      return [node.left, node.right];
    case "Unary":
      return [node.operand];
    case "Paren":
    case "Cast":
    case "NonNil":
      return [node.expression];
    case "Table":
      return node.items.flatMap((item) => item.type === "Keyed" ? [item.key, item.value] : [item.value]);
    default:
      return [];
  }
}

// src/lua/leaf-functions.ts
var LEAF_COST = 2;
var MOST_STATEMENTS = 50;
function isLeaf(body2) {
  return isQuick(body2.block, { statements: 0 });
}
function isQuick(block3, count2) {
  count2.statements += block3.body.length;
  return count2.statements <= MOST_STATEMENTS && block3.body.every((node) => isQuickStatement(node, count2));
}
function isQuickStatement(node, count2) {
  switch (node.type) {
    case "Local":
    case "Return":
      return node.values.every(callsNothing);
    case "Assign":
      return node.targets.every(callsNothing) && node.values.every(callsNothing);
    case "FunctionStatement":
      return callsNothing(node.target);
    case "LocalFunction":
      return true;
    case "Do":
      return isQuick(node.block, count2);
    case "If":
      return node.clauses.every((clause) => callsNothing(clause.condition) && isQuick(clause.block, count2)) && (node.otherwise === void 0 || isQuick(node.otherwise, count2));
    default:
      return false;
  }
}
function callsNothing(node) {
  return nodesOf(node).every(
    (each2) => !("type" in each2) || each2.type !== "Call" && each2.type !== "MethodCall"
  );
}

// src/lua/preemption.ts
var RESERVE = 6e3;
var LONG = 2e4;
var NUMBERS = 4096;
var FIRST = { piece: 0, outer: 512, other: 1536 };
var END = { piece: FIRST.outer, outer: FIRST.other, other: NUMBERS };
var limits = new Int16Array(NUMBERS).fill(-RESERVE);
limits.fill(0, FIRST.piece, FIRST.outer);
limits.fill(-RESERVE * 0.75, FIRST.outer, FIRST.other);
var HAS_STOPPED = -RESERVE / 2;
var SOON = 300;
var LATER = 2e4;
var YOUTH = 3e3;
var youth = new Uint16Array(FIRST.other).fill(YOUTH);
var early = { isStop: false };
var inner = { early: 0 };
function checkNumber(kind, salt, index3, site) {
  return FIRST[kind] + (salt * 31 + index3 * 67 + site) % (END[kind] - FIRST[kind]);
}
function tick(registers, check) {
  return --registers.fuel < 0 && slice(check);
}
function enter(registers, cost, check) {
  return (registers.fuel -= cost) <= -cost && slice(check);
}
function tickOfPiece(registers, check) {
  return --registers.fuel < registers.early && stopEarly(check);
}
function stopEarly(check) {
  if (R.fuel < 0) return slice(check);
  if (check >= FIRST.outer && R.fuel > inner.early) return false;
  const stops = youth[check];
  if (stops === 0) {
    R.early = R.fuel > LATER ? R.fuel - LATER : 0;
    return false;
  }
  youth[check] = stops - 1;
  early.isStop = true;
  return stopNow();
}
function slice(check) {
  const limit = limits[check];
  if (R.fuel > -R.reserve) {
    if (R.fuel > limit) return false;
    R.fuel = -R.reserve;
  }
  if (limit < HAS_STOPPED) limits[check] = HAS_STOPPED;
  return stopNow();
}
function stopNow() {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = void 0;
  return true;
}
function beginSlice() {
  R.reserve = R.fuel >= LONG ? RESERVE : 0;
  R.fuel -= R.reserve;
  setEarly();
}
function setEarly() {
  R.early = R.reserve > 0 && R.fuel > SOON ? R.fuel - SOON : 0;
}
function beginPiece() {
  if (R.reserve > 0 && R.fuel > 0) R.early = R.fuel;
}
function beginInnerPiece() {
  inner.early = R.fuel > SOON ? R.fuel - SOON : 0;
  if (R.reserve > 0 && R.early < inner.early) R.early = inner.early;
}
function goesOnAfterStop() {
  if (!early.isStop) return false;
  early.isStop = false;
  setEarly();
  return true;
}
function endSlice() {
  R.fuel += R.reserve;
  R.reserve = R.early = 0;
}
var parts = 0;
function spendPart(fuel) {
  parts += fuel;
  if (parts < 1) return;
  const whole2 = Math.floor(parts);
  parts -= whole2;
  R.fuel -= whole2;
}
function settleChecks() {
  const check = END.piece - 1;
  const kept2 = limits[check];
  for (let i = 0; i < UNNOTED; i++) goThrough(check, 0, 0);
  settleEarlyStops();
  for (const limit of [0, -RESERVE]) {
    limits[check] = limit;
    for (const fuel of [2, 0, -1, -RESERVE]) goThrough(check, fuel, RESERVE);
  }
  limits[check] = kept2;
  R.fuel = R.reserve = 0;
  R.why = MULTI;
}
function settleEarlyStops() {
  for (const check of [END.piece - 1, END.outer - 1]) {
    const kept2 = youth[check];
    for (const fuel of [LATER + 2, 2]) {
      for (const stops of [0, 1]) {
        youth[check] = stops;
        for (const at2 of [0, LATER * 2]) {
          inner.early = at2;
          R.early = R.fuel = fuel;
          tickOfPiece(R, check);
        }
      }
    }
    youth[check] = kept2;
  }
  early.isStop = false;
  R.early = 0;
}
var UNNOTED = 60;
function goThrough(check, fuel, reserve) {
  R.reserve = reserve;
  R.fuel = fuel;
  tick(R, check);
  R.fuel = fuel;
  enter(R, 2, check);
  R.fuel = fuel;
  tickOfPiece(R, check);
}

// src/lua/metamethod-entry.ts
var METAMETHOD = checkNumber("other", 0, 0, 0);
function mustWait({ proto }) {
  return proto.entry !== void 0 && enter(R, LEAF_COST, METAMETHOD);
}
function later(f, args) {
  return f.proto.entry === void 0 ? S : push(f.proto.entry(f, args));
}
function askIndex(handler, object, key) {
  if (mustWait(handler)) return later(handler, [object, key]);
  const value = handler.code(handler, object, key);
  return value === S && R.why === MULTI ? R.r0 : value;
}

// src/lua/operations.ts
var MAX_CHAIN = 1e4;
var LINKS_PER_FUEL = 4;
var LONG2 = 4096;
function payFor(text2) {
  R.fuel -= text2.length >> 6;
}
function same(text2) {
  payFor(text2);
  return true;
}
var stringMetatable = null;
function setStringLibrary(library2) {
  stringMetatable = new LuaTable();
  stringMetatable.setField("__index", library2);
  Object.defineProperty(String.prototype, "s", { value: library2.s, configurable: true });
}
function typeName(value) {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "boolean":
      return "boolean";
    case "number":
    case "bigint":
      return "number";
    case "string":
      return "string";
    default:
      if (value instanceof LuaTable) return "table";
      if (value instanceof Fn) return "function";
      if (value instanceof Coroutine) return "thread";
      return "userdata";
  }
}
function shownType(value) {
  const name2 = typeof value === "object" ? metatableOf(value)?.getText("__name") : void 0;
  return typeof name2 === "string" ? name2 : typeName(value);
}
function metatableOf(value) {
  if (value instanceof LuaTable) return value.mt;
  if (typeof value === "string") return stringMetatable;
  if (value instanceof Userdata) return value.handle.metatable;
  return null;
}
function metamethod(value, event) {
  const mt = metatableOf(value);
  return mt === null ? void 0 : mt.getText(event);
}
function one(value) {
  return value === S && R.why === MULTI ? R.r0 : value;
}
function callOne(f, ...args) {
  if (f instanceof Fn && mustWait(f)) return later(f, args);
  return one(call(f, args));
}
function call(f, args) {
  if (f instanceof Fn) return f.code(f, ...args);
  const handler = metamethod(f, "__call");
  if (handler === void 0) return blame("call", f);
  return call(handler, [f, ...args]);
}
function callOfHost(f, a2, b, c2) {
  try {
    if (!(f instanceof Fn)) return call(f, Array.prototype.slice.call(arguments, 1));
    switch (arguments.length) {
      case 1:
        return f.code(f);
      case 2:
        return f.code(f, a2);
      case 3:
        return f.code(f, a2, b);
      case 4:
        return f.code(f, a2, b, c2);
      default:
        return f.code(f, ...Array.prototype.slice.call(arguments, 1));
    }
  } catch (thrown) {
    if (!(thrown instanceof LuaError)) throw thrown;
    R.head = R.tail = null;
    return raise(thrown.value, thrown.level);
  }
}
function plainText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return numberToText(value);
  return void 0;
}
function numberOf(value) {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "string") return textToNumber(value);
  return void 0;
}
function arithmetic(event, run2) {
  return (a2, b) => {
    const x = numberOf(a2);
    const y = x === void 0 ? void 0 : numberOf(b);
    if (x !== void 0 && y !== void 0) return guarded(run2, x, y);
    const handler = metamethod(a2, event) ?? metamethod(b, event);
    if (handler === void 0) return blame(event, a2, b);
    return callOne(handler, a2, b);
  };
}
function guarded(run2, a2, b) {
  try {
    return run2(a2, b);
  } catch (thrown) {
    if (thrown instanceof LuaError) return raise(thrown.value, 1);
    throw thrown;
  }
}
var addAny = arithmetic("__add", add);
var subAny = arithmetic("__sub", subtract);
var mulAny = arithmetic("__mul", multiply);
function add2(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 + b));
    if (typeof b === "number") return add(a2, b);
  }
  return addAny(a2, b);
}
function sub(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 - b));
    if (typeof b === "number") return subtract(a2, b);
  }
  return subAny(a2, b);
}
function mul(a2, b) {
  if (typeof a2 === "bigint") {
    if (typeof b === "bigint") return wrap(BigInt.asIntN(64, a2 * b));
    if (typeof b === "number" && Number.isSafeInteger(b))
      return wrap(BigInt.asIntN(64, a2 * BigInt(b)));
  }
  if (typeof a2 === "number" && typeof b === "number") return multiply(a2, b);
  return mulAny(a2, b);
}
var { multiplyMasked: multiplyMasked2, multiplyAddModulo: multiplyAddModulo2, multiplyAdd: multiplyAdd2, xorMultiply: xorMultiply2, shiftRightWide: shiftRightWide2, rem: rem2 } = integer_exports;
var div = arithmetic("__div", divide);
var mod = arithmetic("__mod", modulo);
var pow = arithmetic("__pow", power);
var idiv = arithmetic("__idiv", floorDivide);
function areIntegers2(a2, b) {
  return (typeof a2 === "bigint" || Number.isSafeInteger(a2)) && (typeof b === "bigint" || Number.isSafeInteger(b));
}
function bitwise(event, run2, a2, b) {
  const x = integerOf(a2);
  const y = x === void 0 ? void 0 : integerOf(b);
  if (x !== void 0 && y !== void 0) return run2(x, y);
  const handler = metamethod(a2, event) ?? metamethod(b, event);
  if (handler === void 0) return blame(event, a2, b);
  return callOne(handler, a2, b);
}
function integerOf(value) {
  return toInteger(value);
}
function band2(a2, b) {
  if (areIntegers2(a2, b)) return band(a2, b);
  return bitwise("__band", band, a2, b);
}
function bor2(a2, b) {
  if (areIntegers2(a2, b)) return bor(a2, b);
  return bitwise("__bor", bor, a2, b);
}
function bxor2(a2, b) {
  if (areIntegers2(a2, b)) return bxor(a2, b);
  return bitwise("__bxor", bxor, a2, b);
}
function shl2(a2, b) {
  if (areIntegers2(a2, b)) return shl(a2, b);
  return bitwise("__shl", shl, a2, b);
}
function shr2(a2, b) {
  if (areIntegers2(a2, b)) return shr(a2, b);
  return bitwise("__shr", shr, a2, b);
}
function unm(a2) {
  const x = numberOf(a2);
  if (x !== void 0) return negate(x);
  const handler = metamethod(a2, "__unm");
  return handler === void 0 ? blame("__unm", a2, a2) : callOne(handler, a2, a2);
}
function bnot2(a2) {
  const x = integerOf(a2);
  if (x !== void 0) return bnot(x);
  const handler = metamethod(a2, "__bnot");
  return handler === void 0 ? blame("__bnot", a2, a2) : callOne(handler, a2, a2);
}
function concat(a2, b) {
  const x = plainText(a2);
  const y = plainText(b);
  if (x !== void 0 && y !== void 0) {
    const length = x.length + y.length;
    if (length > MAX_TEXT || length > R.room)
      return fail("not enough memory: the resulting string is too large");
    if (length > LOOSE) R.loose++;
    return x + y;
  }
  const handler = metamethod(a2, "__concat") ?? metamethod(b, "__concat");
  return handler === void 0 ? blame("__concat", a2, b) : callOne(handler, a2, b);
}
var LOOSE = 16384;
var MAX_TEXT = 2 ** 28;
function len(a2) {
  if (typeof a2 === "string") return a2.length;
  const handler = metamethod(a2, "__len");
  if (handler !== void 0) return callOne(handler, a2, a2);
  if (a2 instanceof LuaTable) return a2.arr.length - 1;
  return blame("__len", a2);
}
function eq(a2, b) {
  if (typeof a2 !== "object" || typeof b !== "object") {
    if (typeof a2 === "string") {
      if (a2.length > LONG2 && typeof b === "string" && a2.length === b.length) payFor(a2);
      return false;
    }
    return isNumber(a2) && isNumber(b) && typeof a2 !== typeof b && equalNumbers(a2, b);
  }
  if (a2 === b) return true;
  const both = a2 instanceof LuaTable && b instanceof LuaTable || a2 instanceof Userdata && b instanceof Userdata;
  if (!both) return false;
  const handler = metamethod(a2, "__eq") ?? metamethod(b, "__eq");
  return handler === void 0 ? false : truthOf(callOne(handler, a2, b));
}
function truthOf(value) {
  return value === S ? S : value !== void 0 && value !== false;
}
function isNumber(value) {
  return typeof value === "number" || typeof value === "bigint";
}
function lt(a2, b) {
  if (isNumber(a2) && isNumber(b)) return a2 < b;
  if (typeof a2 === "string" && typeof b === "string") {
    if (a2.length > LONG2 && b.length > LONG2) payFor(a2.length < b.length ? a2 : b);
    return a2 < b;
  }
  const handler = metamethod(a2, "__lt") ?? metamethod(b, "__lt");
  return handler === void 0 ? blame("compare", a2, b) : truthOf(callOne(handler, a2, b));
}
function le(a2, b) {
  if (isNumber(a2) && isNumber(b)) return a2 <= b;
  if (typeof a2 === "string" && typeof b === "string") {
    if (a2.length > LONG2 && b.length > LONG2) payFor(a2.length < b.length ? a2 : b);
    return a2 <= b;
  }
  const handler = metamethod(a2, "__le") ?? metamethod(b, "__le");
  return handler === void 0 ? notLess(b, a2) : truthOf(callOne(handler, a2, b));
}
function notLess(a2, b) {
  const handler = metamethod(a2, "__lt") ?? metamethod(b, "__lt");
  if (handler === void 0) return blame("compare", b, a2);
  const less = truthOf(callOne(handler, a2, b));
  return less === S ? push(new Frame(negation, 0, void 0, void 0, void 0, void 0, null)) : !less;
}
var negation = host("operator.not", () => ret0(), { resume: (_frame, value) => !truthOf(first(value)) });
function index(object, key) {
  if (typeof key === "string" && key.length > LONG2) payFor(key);
  if (object instanceof LuaTable) {
    const value = object.get(key);
    if (value !== void 0 || object.mt === null) return value;
  }
  return indexByMeta(object, key);
}
function indexByMeta(start3, key) {
  let object = start3;
  for (let i = 0; i < MAX_CHAIN; i++) {
    let handler;
    if (i % LINKS_PER_FUEL === LINKS_PER_FUEL - 1) R.fuel -= 1;
    if (object instanceof LuaTable) {
      const value = object.get(key);
      if (value !== void 0 || object.mt === null) return value;
      handler = object.mt.getText("__index");
      if (handler === void 0) return void 0;
    } else {
      handler = metamethod(object, "__index");
      if (handler === void 0) return blame("index", object, key);
    }
    if (handler instanceof Fn) return askIndex(handler, object, key);
    object = handler;
  }
  return fail("'__index' chain too long; possible loop");
}
function append(object, value) {
  if (!(object instanceof LuaTable) || object.mark !== 0 || object.mt !== null || value === void 0)
    return false;
  object.append(value);
  return true;
}
function setIndex(object, key, value) {
  if (object instanceof LuaTable && key === object.arr.length && append(object, value)) return void 0;
  return setAny(object, key, value);
}
function setAny(object, key, value) {
  if (object instanceof LuaTable && object.mark === 0) {
    if (typeof key === "number") {
      const arr = object.arr;
      if (key > 0 && key < arr.length && arr[key] !== void 0 && Number.isInteger(key)) {
        object.set(key, value);
        return void 0;
      }
    }
    if (object.mt === null) return rawSet(object, key, value);
  }
  return setIndexByMeta(object, key, value);
}
function setIndexByMeta(start3, key, value) {
  let object = start3;
  for (let i = 0; i < MAX_CHAIN; i++) {
    let handler;
    if (i % LINKS_PER_FUEL === LINKS_PER_FUEL - 1) R.fuel -= 1;
    if (object instanceof LuaTable) {
      handler = object.mt === null ? void 0 : object.mt.getText("__newindex");
      if (handler === void 0 || object.get(key) !== void 0) return rawSet(object, key, value);
    } else {
      handler = metamethod(object, "__newindex");
      if (handler === void 0) return blame("index", object, key);
    }
    if (handler instanceof Fn) {
      if (mustWait(handler)) return later(handler, [object, key, value]);
      const result = handler.code(handler, object, key, value);
      return result === S && R.why !== MULTI ? S : void 0;
    }
    object = handler;
  }
  return fail("'__newindex' chain too long; possible loop");
}
function rawSet(table2, key, value) {
  if (table2.mark !== 0 && !touch(table2)) return fail("attempt to modify a read-only table");
  if (typeof key === "string" && key.length > LONG2) payFor(key);
  if (key === void 0) return fail("table index is nil");
  if (key !== key) return fail("table index is NaN");
  table2.set(key, value);
  return void 0;
}
var changes = { current: null };
function touch(object) {
  if (object.mark === FROZEN) return false;
  changes.current?.note(object);
  object.mark = 0;
  return true;
}
function list(arr) {
  let n = arr.length;
  while (n > 1 && arr[n - 1] === void 0) n--;
  arr.length = n;
  return arr;
}
function all() {
  return results(S);
}
function resultAt(value, n) {
  if (value !== S) return n === 0 ? value : void 0;
  if (n < 3) return n === 0 ? R.r0 : n === 1 ? R.r1 : R.r2;
  return R.n > n ? R.all[n] : void 0;
}

// src/lua/unit.ts
var import_node_crypto = require("node:crypto");
var import_node_vm2 = require("node:vm");

// src/base/bytes.ts
var beyondAscii = /[^\0-\x7f]/;
function isAscii(text2) {
  return !beyondAscii.test(text2);
}
function decodeUtf8(bytes3) {
  return beyondAscii.test(bytes3) ? Buffer.from(bytes3, "latin1").toString("utf8") : bytes3;
}
function bytesOf(byteString2) {
  return Buffer.from(byteString2, "latin1");
}

// src/base/chance.ts
var SeededChance = class {
  #state;
  constructor(seed) {
    this.#state = Uint32Array.of(...words(String(seed)));
    for (let round = 0; round < 12; round++) this.#next();
  }
  random() {
    return ((this.#next() >>> 5) * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53;
  }
  bytes(length) {
    const bytes3 = new Uint8Array(length);
    for (let index3 = 0; index3 < length; index3++) bytes3[index3] = this.#next() >>> 24;
    return bytes3;
  }
  save() {
    const [a2 = 0, b = 0, c2 = 0, counter = 0] = this.#state;
    return [a2, b, c2, counter];
  }
  restore(state) {
    this.#state.set(state);
  }
  #next() {
    const [a2 = 0, b = 0, c2 = 0, counter = 0] = this.#state;
    const result = a2 + b + counter >>> 0;
    this.#state[0] = b ^ b >>> 9;
    this.#state[1] = c2 + (c2 << 3);
    this.#state[2] = (c2 << 21 | c2 >>> 11) + result;
    this.#state[3] = counter + 1;
    return result;
  }
};
function words(text2) {
  const word = (start3) => {
    let hash = start3;
    for (let index3 = 0; index3 < text2.length; index3++) {
      hash = Math.imul(hash ^ text2.charCodeAt(index3), 16777619);
    }
    return hash >>> 0;
  };
  return [word(2166136261), word(2654435769), word(2246822507), 1];
}

// src/base/clock.ts
var longestWait = 2 ** 31 - 1;

// src/base/code-tiers.ts
var import_node_v8 = require("node:v8");
var import_node_vm = require("node:vm");
var flags = [
  { usual: "--invocation-count-for-maglev=400", sooner: "--invocation-count-for-maglev=100" },
  { usual: "--minimum-invocations-after-ic-update=500", sooner: "--minimum-invocations-after-ic-update=100" },
  { usual: "--no-always-sparkplug", sooner: "--always-sparkplug" }
];
var SOONER = /* @__PURE__ */ Symbol.for("wippy: V8 compiles sooner");
var known = globalThis;
function scriptWith(text2, options) {
  return atUsual(() => new import_node_vm.Script(text2, options));
}
function codeOf(script) {
  return atUsual(() => script.createCachedData());
}
function atUsual(act) {
  if (known[SOONER] !== true) return act();
  for (const { usual } of flags) (0, import_node_v8.setFlagsFromString)(usual);
  try {
    return act();
  } finally {
    for (const { sooner } of flags) (0, import_node_v8.setFlagsFromString)(sooner);
  }
}

// src/base/suggest.ts
function closest(word, known4) {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const lower2 = word.toLowerCase();
  let best;
  let bestDistance = allowed + 1;
  for (const candidate of known4) {
    if (candidate === word || Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = editDistance(lower2, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
function suggestion(word, known4) {
  const found2 = closest(word, known4);
  return found2 === void 0 ? "" : `; did you mean '${found2}'?`;
}
function editDistance(a2, b) {
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, index3) => index3);
  for (let i = 1; i <= a2.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same3 = a2[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same3 ? 0 : 1));
      if (a2[i - 1] === b[j - 2] && a2[i - 2] === b[j - 1]) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}
function at(row, index3) {
  return row[index3] ?? Number.POSITIVE_INFINITY;
}

// src/lua/environment.ts
var GLOBALS = property("_G");
var shapes = /* @__PURE__ */ new WeakMap();
var unnamed = () => "";
var EnvironmentShape = class {
  #nameOf;
  #name;
  #make;
  /** `names`: what every environment of this shape sees from its start. */
  constructor(names2, name2 = unnamed) {
    this.#nameOf = name2;
    const base = Object.create(EMPTY_PROTOTYPE);
    for (const name3 of Object.keys(names2)) base[property(name3)] = names2[name3];
    const make = function Environment() {
    };
    make.prototype = base;
    this.#make = make;
    shapes.set(base, this);
  }
  /** Saved environments name their shape. */
  get name() {
    this.#name ??= this.#nameOf();
    return this.#name;
  }
  /** The fields that an environment begins with, without `_G`. */
  fields() {
    return new this.#make();
  }
  /** A new table of globals, in which `_G` is itself. */
  make() {
    const fields = this.fields();
    const table2 = new LuaTable(fields);
    fields[GLOBALS] = table2;
    return table2;
  }
};

// src/lua/constant-unit.ts
var DEEPEST = 40;
function isConstantChunk(resolution) {
  const main = resolution.functions[0];
  if (main === void 0 || resolution.changesEnvironment || resolution.types.size > 0) return false;
  return main.body.block.body.every((statement3) => isDeclaration(statement3, resolution));
}
function isDeclaration(statement3, resolution) {
  switch (statement3.type) {
    case "Local":
      return isNeverAssigned(statement3, resolution) && statement3.values.every((value) => isConstant(value, resolution, 0));
    case "LocalFunction":
      return isNeverAssigned(statement3, resolution);
    case "TypeAlias":
      return true;
    case "Return":
      return isOffer(statement3, resolution);
    default:
      return false;
  }
}
function isNeverAssigned(statement3, { declared }) {
  return declared.get(statement3)?.every((variable) => !variable.reassigned) === true;
}
function isOffer({ values: values2 }, resolution) {
  const [value] = values2;
  if (value === void 0 || values2.length > 1) return false;
  if (value.type !== "Table") return isConstant(value, resolution, 0);
  return value.items.every((item) => item.type === "Named" && isConstant(item.value, resolution, 0));
}
function isConstant(node, resolution, depth) {
  if (depth > DEEPEST) return false;
  const inner2 = (part) => isConstant(part, resolution, depth + 1);
  switch (node.type) {
    case "Nil":
    case "True":
    case "False":
    case "Number":
    case "String":
    case "Name":
    case "FunctionExpression":
      return true;
    case "Paren":
    case "Cast":
    case "NonNil":
      return inner2(node.expression);
    case "Unary":
      return inner2(node.operand);
    case "Binary":
    case "Logical":
      return inner2(node.left) && inner2(node.right);
    case "Index":
      return inner2(node.object) && inner2(node.key);
    case "Call":
      return isRequire(node, resolution);
    default:
      return false;
  }
}
function isRequire({ callee, args }, { bindingOf }) {
  return callee.type === "Name" && callee.name === "require" && bindingOf.get(callee)?.type === "global" && args.length === 1 && args[0]?.type === "String";
}

// src/lua/called-functions.ts
var CalledFunctions = class {
  #bodies = /* @__PURE__ */ new Map();
  #calls = [];
  #returns = /* @__PURE__ */ new Map();
  /** The variable is declared with this function. */
  declare(variable, value) {
    if (value === void 0) return;
    if ("block" in value) this.#bodies.set(variable, value);
    else if (value.type === "FunctionExpression") this.#bodies.set(variable, value.body);
  }
  call(node) {
    if (node.callee.type === "Name") this.#calls.push(node);
  }
  return(node, body2) {
    const known4 = this.#returns.get(body2);
    if (known4 === void 0) this.#returns.set(body2, [node]);
    else known4.push(node);
  }
  /** By their variables. */
  found(bindingOf, functionOf) {
    const found2 = /* @__PURE__ */ new Map();
    for (const [variable, body2] of this.#bodies) {
      if (variable.reassigned) continue;
      const returns = this.#returns.get(body2) ?? [];
      const parameters = functionOf.get(body2)?.parameters ?? [];
      found2.set(variable, { body: body2, parameters, calls: [], returns, isCalledOnly: false });
    }
    if (found2.size === 0) return found2;
    const of = (name2) => {
      const binding2 = bindingOf.get(name2);
      return binding2 === void 0 || binding2.type === "global" ? void 0 : found2.get(binding2.variable);
    };
    for (const call3 of this.#calls) if (call3.callee.type === "Name") of(call3.callee)?.calls.push(call3);
    const uses = /* @__PURE__ */ new Map();
    for (const name2 of bindingOf.keys()) {
      const used2 = of(name2);
      if (used2 !== void 0) uses.set(used2, (uses.get(used2) ?? 0) + 1);
    }
    for (const each2 of found2.values())
      each2.isCalledOnly = each2.calls.length > 0 && uses.get(each2) === each2.calls.length;
    return found2;
  }
};
function returnsOne({ body: body2, returns }) {
  return returns.every(({ values: values2 }) => values2.length === 1) && endsInReturn(body2.block);
}
function endsInReturn(block3) {
  const last = block3.body.at(-1);
  switch (last?.type) {
    case "Return":
      return true;
    case "Do":
      return endsInReturn(last.block);
    case "If":
      return last.otherwise !== void 0 && endsInReturn(last.otherwise) && last.clauses.every(({ block: inner2 }) => endsInReturn(inner2));
    default:
      return false;
  }
}

// src/lua/gotos.ts
function backwardLabels(block3) {
  const found2 = /* @__PURE__ */ new Set();
  const passed2 = /* @__PURE__ */ new Set();
  for (const statement3 of block3.body) {
    if (statement3.type === "Label") passed2.add(statement3.name);
    else if (passed2.size > 0) {
      for (const label2 of gotosIn(statement3)) if (passed2.has(label2)) found2.add(label2);
    }
  }
  return found2;
}
var NONE = /* @__PURE__ */ new Set();
var gotos = /* @__PURE__ */ new WeakMap();
function gotosIn(node) {
  switch (node.type) {
    case "Goto":
      return /* @__PURE__ */ new Set([node.label]);
    case "Do":
    case "While":
    case "Repeat":
    case "NumericFor":
    case "GenericFor":
      return gotosInBlock(node.block);
    case "If": {
      let all2 = NONE;
      for (const clause of node.clauses) all2 = union(all2, gotosInBlock(clause.block));
      return node.otherwise === void 0 ? all2 : union(all2, gotosInBlock(node.otherwise));
    }
    default:
      return NONE;
  }
}
function gotosInBlock(block3) {
  const known4 = gotos.get(block3);
  if (known4 !== void 0) return known4;
  let all2 = NONE;
  for (const statement3 of block3.body) all2 = union(all2, gotosIn(statement3));
  gotos.set(block3, all2);
  return all2;
}
function union(a2, b) {
  if (b.size === 0) return a2;
  if (a2.size === 0) return b;
  return /* @__PURE__ */ new Set([...a2, ...b]);
}

// src/lua/resolution.ts
function newVariable(name2, id, owner, declaredAt, lastUse) {
  return { name: name2, id, owner, declaredAt, lastUse, captured: false, reassigned: false };
}
function isCell(variable) {
  return variable.captured && variable.reassigned;
}

// src/lua/number-variables.ts
var KINDS = ["float", "mixed", "number", "numeric", "any"];
var DEEPEST2 = 40;
function numbersAmong(sources, bindingOf, called) {
  const candidates = allSources(sources, called);
  const numbers = /* @__PURE__ */ new Map();
  for (const variable of candidates.keys()) numbers.set(variable, "float");
  const numeric = /* @__PURE__ */ new Map();
  for (const each2 of called.values()) if (returnsOne(each2)) numeric.set(each2, "float");
  const known4 = { numbers, numeric, called, bindingOf };
  const of = (source2) => source2.type === "NumericFor" ? countedKind(source2) : kindOf(source2, known4, 0);
  const widest = (values2) => values2.map(of).reduce(wider, "float");
  for (let isSettled2 = false; !isSettled2; ) {
    const variables = widen(numbers, (variable) => widest(candidates.get(variable) ?? []));
    const results3 = widen(numeric, ({ returns }) => widest(returns.flatMap(({ values: values2 }) => values2)));
    isSettled2 = variables && results3;
  }
  return { numbers, numeric };
}
function widen(known4, now2) {
  let isSettled2 = true;
  for (const [key, before] of known4) {
    const kind = now2(key);
    if (kind === before) continue;
    isSettled2 = false;
    if (kind === "numeric" || kind === "any") known4.delete(key);
    else known4.set(key, kind);
  }
  return isSettled2;
}
function allSources(sources, called) {
  const all2 = /* @__PURE__ */ new Map();
  for (const [variable, own] of sources)
    if (own.length > 0 && !isCell(variable) && !variable.owner.parameters.includes(variable))
      all2.set(variable, own);
  for (const { parameters, calls, isCalledOnly } of called.values()) {
    if (!isCalledOnly) continue;
    for (const [i, variable] of parameters.entries()) {
      const own = sources.get(variable);
      const given3 = calls.flatMap(({ args }) => args[i] ?? []);
      if (own === void 0 || isCell(variable) || given3.length < calls.length) continue;
      all2.set(variable, [...own, ...given3]);
    }
  }
  return all2;
}
function calledBy(node, called, bindingOf) {
  const binding2 = node.callee.type === "Name" ? bindingOf.get(node.callee) : void 0;
  return binding2 === void 0 || binding2.type === "global" ? void 0 : called.get(binding2.variable);
}
function wider(a2, b) {
  return KINDS.indexOf(a2) > KINDS.indexOf(b) ? a2 : b;
}
function countedKind(node) {
  if (!countsNumbers(node)) return "any";
  return isFloatLiteral(node.from) || node.step !== void 0 && isFloatLiteral(node.step) ? "float" : "number";
}
function countsNumbers(node) {
  const from = literalNumber(node.from);
  const by = literalNumber(node.step);
  return from !== void 0 && Math.abs(from) < 2 ** 52 && by !== void 0 && by !== 0;
}
function literalNumber(node) {
  if (node === void 0) return 1;
  if (node.type === "Unary" && node.operator === "-") {
    const value = literalNumber(node.operand);
    return value === void 0 ? void 0 : -value;
  }
  return node.type === "Number" && typeof node.value === "number" ? node.value : void 0;
}
function kindOf(node, known4, depth) {
  if (depth > DEEPEST2) return "any";
  const of = (inner2) => kindOf(inner2, known4, depth + 1);
  switch (node.type) {
    case "Number":
      if (typeof node.value !== "number") return "numeric";
      return node.float ? "float" : node.value < 2 ? "mixed" : "number";
    case "Paren":
      return of(node.expression);
    case "Name": {
      const binding2 = known4.bindingOf.get(node);
      if (binding2 === void 0 || binding2.type === "global") return "any";
      return known4.numbers.get(binding2.variable) ?? "any";
    }
    case "Call": {
      const target2 = calledBy(node, known4.called, known4.bindingOf);
      return (target2 && known4.numeric.get(target2)) ?? "any";
    }
    case "Unary":
      return node.operator === "-" ? of(node.operand) : "any";
    case "Logical": {
      const { left: left2 } = node;
      if (node.operator !== "or" || left2.type !== "Logical" || left2.operator !== "and") return "any";
      return wider(of(left2.right), of(node.right));
    }
    case "Binary":
      return resultKind(node.operator, of(node.left), of(node.right));
    default:
      return "any";
  }
}
function resultKind(operator, a2, b) {
  if (a2 === "any" || b === "any") return "any";
  const sum = sumKind(a2, b);
  switch (operator) {
    case "+":
    case "-":
    case "//":
      return sum;
    case "*":
      return productKind(a2, b);
    case "/":
    case "^":
      return "float";
    case "%":
      return sum === "numeric" && b !== "numeric" ? "number" : sum;
    case "&":
    case "|":
    case "~":
    case "<<":
    case ">>":
      return "numeric";
    default:
      return "any";
  }
}
function sumKind(a2, b) {
  if (a2 === "numeric" || b === "numeric") return "numeric";
  return a2 === "float" || b === "float" ? "float" : "number";
}
function productKind(a2, b) {
  if (a2 === "mixed" && b === "mixed") return "mixed";
  const sum = sumKind(a2, b);
  return sum === "number" ? "numeric" : sum;
}
function isFloatLiteral(node) {
  return node.type === "Unary" ? isFloatLiteral(node.operand) : node.type === "Number" && node.float;
}

// src/lua/types/form.ts
function formsInside(form) {
  switch (form.kind) {
    case "union":
    case "intersection":
      return form.of;
    case "optional":
    case "array":
    case "annotated":
      return [form.of];
    case "map":
      return [form.key, form.value];
    case "record":
      return form.fields.map(({ of }) => of);
    case "function":
      return [...form.parameters, ...form.returns];
    case "application":
      return [form.of, ...form.args];
    default:
      return [];
  }
}
function named(name2) {
  return { kind: "named", name: name2, depth: 0, isOpen: false };
}
var builtinNames = /* @__PURE__ */ new Set([
  "number",
  "integer",
  "string",
  "boolean",
  "nil",
  "any",
  "unknown",
  "never",
  "table",
  "thread",
  "userdata",
  "error"
]);

// src/lua/types/type.ts
var MAX_NESTING = 32;
var MAX_ALIASES = 200;
var MAX_REACHED = 2e3;
var NO_ARGUMENTS = [];
var count = 0;
var Type = class _Type {
  form;
  args;
  /** Tells types apart in keys of maps. */
  id = ++count;
  #nesting;
  #shape;
  #fields;
  #members;
  #isRecursive;
  /** Only `typeOf` makes types (Ty4). */
  constructor(form, args) {
    this.form = form;
    this.args = args;
    this.#nesting = args.reduce((most, arg) => Math.max(most, arg.#nesting + 1), 0);
  }
  /** The type of a form that stands in this one's. */
  inner(form) {
    switch (form.kind) {
      case "parameter":
        return this.args[form.at] ?? ANY;
      case "given":
        return form.type instanceof _Type ? form.type : ANY;
      case "definition":
        return typeOf(form, defaults(form, NO_ARGUMENTS));
      case "application":
        return this.#apply(
          this.inner(form.of),
          form.args.map((arg) => this.inner(arg))
        );
      default:
        return typeOf(form, form.isOpen ? this.args : NO_ARGUMENTS);
    }
  }
  #apply(generic, args) {
    const { form } = generic;
    if (form.kind !== "definition" || form.bounds.length === 0) return generic;
    const applied3 = typeOf(form, defaults(form, args));
    return applied3.#nesting > MAX_NESTING ? ANY : applied3;
  }
  /** What the definition says: a type that is no definition itself. */
  get shape() {
    if (this.#shape === void 0) {
      let at2 = this;
      for (let i = 0; at2.form.kind === "definition"; i++) at2 = i < MAX_ALIASES ? at2.inner(at2.form.body) : ANY;
      this.#shape = at2;
    }
    return this.#shape;
  }
  /** The shape without its annotations. */
  get bare() {
    let at2 = this.shape;
    for (let i = 0; at2.form.kind === "annotated"; i++)
      at2 = i < MAX_ALIASES ? at2.inner(at2.form.of).shape : namedType("never");
    return at2;
  }
  /** The annotations, from the outermost. */
  get annotations() {
    const found2 = [];
    let at2 = this.shape;
    for (let i = 0; at2.form.kind === "annotated" && i < MAX_ALIASES; i++) {
      found2.push(at2.form);
      at2 = at2.inner(at2.form.of).shape;
    }
    return found2;
  }
  /** Of a record; the fields of all records of an intersection, those that come later in place of earlier ones. */
  get fields() {
    this.#fields ??= fieldsOf(this.bare);
    return this.#fields;
  }
  /** Of a union, an intersection or an optional type; of an array its element, of a map key and value. */
  get members() {
    this.#members ??= innerForms(this.form).map((form) => this.inner(form));
    return this.#members;
  }
  /** Whether it contains itself: then data in circles may never come to an end in it. */
  get isRecursive() {
    this.#isRecursive ??= reaches(this, this);
    return this.#isRecursive;
  }
};
var unbound = /* @__PURE__ */ new Set();
function defaults(form, given3) {
  const { bounds: bounds2 } = form;
  if (bounds2.length === 0) return NO_ARGUMENTS;
  if (given3.length >= bounds2.length) return given3.slice(0, bounds2.length);
  const known4 = bounds2.map((_, at2) => given3[at2] ?? ANY);
  if (unbound.has(form)) return known4;
  unbound.add(form);
  const scope = typeOf(form, known4);
  const found2 = bounds2.map((bound, at2) => given3[at2] ?? (bound === void 0 ? ANY : scope.inner(bound)));
  unbound.delete(form);
  return found2;
}
var closed = /* @__PURE__ */ new WeakMap();
var applied = /* @__PURE__ */ new WeakMap();
function typeOf(form, args = NO_ARGUMENTS) {
  if (args.length === 0) {
    let type4 = closed.get(form);
    if (type4 === void 0) {
      type4 = new Type(form, NO_ARGUMENTS);
      closed.set(form, type4);
    }
    return type4;
  }
  const key = args.map(({ id }) => id).join(" ");
  let types = applied.get(form);
  if (types === void 0) {
    types = /* @__PURE__ */ new Map();
    applied.set(form, types);
  }
  let type3 = types.get(key);
  if (type3 === void 0) {
    type3 = new Type(form, args);
    types.set(key, type3);
  }
  return type3;
}
function innerForms(form) {
  if (form.kind === "definition") return [form.body];
  return form.kind === "application" ? [] : formsInside(form);
}
function fieldsOf(type3) {
  const found2 = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  const work = [type3];
  for (let next3 = work.pop(); next3 !== void 0; next3 = work.pop()) {
    const { form } = next3;
    if (seen.has(next3)) continue;
    seen.add(next3);
    if (form.kind === "record") {
      for (const field4 of form.fields) found2.set(field4.name, fieldOf(next3, field4));
    } else if (form.kind === "intersection") {
      for (const member2 of [...next3.members].reverse()) work.push(member2.bare);
    }
  }
  return [...found2.values()];
}
function fieldOf(record2, { name: name2, of, isOptional, isReadonly }) {
  return { name: name2, property: property(name2), type: record2.inner(of), isOptional, isReadonly };
}
function reaches(from, wanted) {
  const seen = /* @__PURE__ */ new Set();
  const work = [...from.members];
  for (let next3 = work.pop(); next3 !== void 0; next3 = work.pop()) {
    const shape = next3.shape;
    if (shape === wanted || seen.size > MAX_REACHED) return true;
    if (seen.has(shape)) continue;
    seen.add(shape);
    work.push(...shape.members);
  }
  return false;
}
function builtin(name2) {
  return typeOf(named(name2));
}
var ANY = builtin("any");
var NUMBER = builtin("number");
var INTEGER = builtin("integer");
var STRING = builtin("string");
var BOOLEAN = builtin("boolean");
var builtins = new Map(
  [ANY, NUMBER, INTEGER, STRING, BOOLEAN].map((type3) => [nameIn(type3), type3])
);
function nameIn(type3) {
  return type3.form.kind === "named" ? type3.form.name : "";
}
function namedType(name2) {
  let type3 = builtins.get(name2);
  if (type3 === void 0) {
    type3 = builtin(name2);
    builtins.set(name2, type3);
  }
  return type3;
}

// src/lua/types/notation.ts
var MAX_DEPTH = 1e3;
var NotationError = class extends Error {
  name = "NotationError";
};
function refuse() {
  throw new NotationError("this is no type");
}
function readTypes(text2, given3 = []) {
  try {
    const { rows, roots } = JSON.parse(text2) ?? {};
    if (!Array.isArray(rows) || !Array.isArray(roots)) refuse();
    return new Reading(rows, given3).all(roots);
  } catch (cause) {
    throw cause instanceof NotationError ? cause : new NotationError("this is no type", { cause });
  }
}
var Reading = class {
  #rows;
  #given;
  #forms = [];
  constructor(rows, given3) {
    this.#rows = rows;
    this.#given = given3;
  }
  all(roots) {
    for (const row of this.#rows) this.#forms.push(definitionOf(row) ?? PENDING);
    for (const [at2, row] of this.#rows.entries()) {
      const known4 = this.#forms[at2];
      if (known4?.kind === "definition") continue;
      this.#forms[at2] = this.#form(row, at2);
    }
    for (const [at2, row] of this.#rows.entries()) {
      const form = this.#forms[at2];
      if (form?.kind === "definition") this.#complete(form, row);
    }
    return roots.map((root) => ROOT.inner(this.#at(root)));
  }
  #at(part, before = Number.POSITIVE_INFINITY) {
    const form = typeof part === "number" ? this.#forms[part] : void 0;
    if (form === void 0 || form === PENDING) refuse();
    return form.kind === "definition" || part < before ? form : refuse();
  }
  #all(part, before) {
    return list2(part).map((each2) => this.#at(each2, before));
  }
  #complete(form, [, , bounds2, body2]) {
    form.body = this.#at(body2);
    const found2 = list2(bounds2).map((bound) => bound === -1 ? void 0 : this.#at(bound));
    form.bounds.push(...found2);
  }
  #form(row, at2) {
    const [word, first3, second, third] = list2(row);
    const of = (part) => this.#at(part, at2);
    switch (word) {
      case "n":
        return namedType(text(first3)).form;
      case "l":
        return { kind: "literal", value: literal(first3), ...LEAF };
      case "l64":
        return { kind: "literal", value: BigInt.asIntN(64, BigInt(text(first3))), ...LEAF };
      case "u":
        return measured({ kind: "union", of: this.#all(first3, at2) });
      case "i":
        return measured({ kind: "intersection", of: this.#all(first3, at2) });
      case "o":
        return measured({ kind: "optional", of: of(first3) });
      case "a":
        return measured({ kind: "array", of: of(first3), isReadonly: second === true });
      case "m":
        return measured({ kind: "map", key: of(first3), value: of(second), isReadonly: third === true });
      case "r":
        return measured({ kind: "record", fields: list2(first3).map((field4) => this.#field(field4, at2)) });
      case "f": {
        const [parameters, returns] = [this.#all(first3, at2), this.#all(third, at2)];
        return measured({ kind: "function", parameters, isRest: second === true, returns });
      }
      case "@":
        return measured({
          kind: "annotated",
          of: of(first3),
          name: text(second),
          args: list2(third).map(annotationValue)
        });
      case "p":
        return { kind: "parameter", at: number(first3), depth: 0, isOpen: true };
      case "c":
        return measured({ kind: "application", of: of(first3), args: this.#all(second, at2) });
      case "g":
        return {
          kind: "given",
          type: this.#given[number(first3)] ?? namedType(text(second)),
          ...LEAF
        };
      case "t":
        return { kind: "given", type: this.#typeWith(of(first3), list2(second), at2), ...LEAF };
      default:
        return refuse();
    }
  }
  #field(field4, at2) {
    const [name2, of, isOptional, isReadonly] = list2(field4);
    return {
      name: text(name2),
      of: this.#at(of, at2),
      isOptional: isOptional === true,
      isReadonly: isReadonly === true
    };
  }
  #typeWith(form, args, at2) {
    return typeOf(
      form,
      args.map((arg) => ROOT.inner(this.#at(arg, at2)))
    );
  }
};
var LEAF = { depth: 0, isOpen: false };
var PENDING = { kind: "named", name: "", ...LEAF };
var ROOT = namedType("any");
function definitionOf(row) {
  if (!Array.isArray(row)) refuse();
  return row[0] === "d" ? { kind: "definition", name: text(row[1]), bounds: [], body: PENDING, ...LEAF } : void 0;
}
function measured(form) {
  const inner2 = formsInside(form);
  const depth = inner2.reduce((most, each2) => Math.max(most, each2.depth + 1), 1);
  if (depth > MAX_DEPTH) refuse();
  return { ...form, depth, isOpen: inner2.some(({ isOpen }) => isOpen) };
}
function list2(part) {
  return Array.isArray(part) ? part : refuse();
}
function text(part) {
  return typeof part === "string" ? part : refuse();
}
function number(part) {
  return typeof part === "number" ? part : refuse();
}
function literal(part) {
  return part === void 0 || !(part instanceof Object || part === null) ? part : refuse();
}
function annotationValue(part) {
  if (Array.isArray(part)) return BigInt.asIntN(64, BigInt(text(part[0])));
  return literal(part) ?? refuse();
}
function literalRow(value) {
  if (value === void 0) return ["l"];
  if (typeof value === "number" && !Number.isFinite(value)) return ["n", "number"];
  return typeof value === "bigint" ? ["l64", String(value)] : ["l", value];
}
function annotationPart(value) {
  if (typeof value === "number" && !Number.isFinite(value)) return Math.sign(value) * Number.MAX_VALUE;
  return typeof value === "bigint" ? [String(value)] : value;
}
function writeType(type3) {
  return new Writing().root(type3);
}
var Writing = class {
  #rows = [];
  #numbers = /* @__PURE__ */ new Map();
  #definitions = [];
  root(type3) {
    const roots = [this.#type(type3)];
    for (let form = this.#definitions.shift(); form !== void 0; form = this.#definitions.shift()) {
      const bounds2 = form.bounds.map((bound) => bound === void 0 ? -1 : this.#form(bound));
      const body2 = this.#form(form.body);
      this.#rows[this.#numbers.get(form)] = ["d", form.name, bounds2, body2];
    }
    return JSON.stringify({ rows: this.#rows, roots });
  }
  #type(type3) {
    if (type3.args.length === 0) return this.#form(type3.form);
    const known4 = this.#numbers.get(type3);
    if (known4 !== void 0) return known4;
    const form = this.#form(type3.form);
    const row = this.#add(["t", form, type3.args.map((arg) => this.#type(arg))]);
    this.#numbers.set(type3, row);
    return row;
  }
  #add(row) {
    return this.#rows.push(row) - 1;
  }
  #form(form) {
    if (form.kind === "given") return this.#type(form.type);
    const known4 = this.#numbers.get(form);
    if (known4 !== void 0) return known4;
    let at2;
    if (form.kind === "definition") {
      at2 = this.#add(void 0);
      this.#definitions.push(form);
    } else at2 = this.#add(this.#row(form));
    this.#numbers.set(form, at2);
    return at2;
  }
  #row(form) {
    const all2 = (forms) => forms.map((each2) => this.#form(each2));
    switch (form.kind) {
      case "named":
        return ["n", form.name];
      case "literal":
        return literalRow(form.value);
      case "union":
        return ["u", all2(form.of)];
      case "intersection":
        return ["i", all2(form.of)];
      case "optional":
        return ["o", this.#form(form.of)];
      case "array":
        return ["a", this.#form(form.of), form.isReadonly];
      case "map":
        return ["m", this.#form(form.key), this.#form(form.value), form.isReadonly];
      case "record":
        return [
          "r",
          form.fields.map(({ name: name2, of, isOptional, isReadonly }) => [
            name2,
            this.#form(of),
            isOptional,
            isReadonly
          ])
        ];
      case "function":
        return ["f", all2(form.parameters), form.isRest, all2(form.returns)];
      case "annotated":
        return ["@", this.#form(form.of), form.name, form.args.map(annotationPart)];
      case "parameter":
        return ["p", form.at];
      case "application":
        return ["c", this.#form(form.of), all2(form.args)];
    }
  }
};

// src/lua/types/from-source.ts
var NO_GIVEN = [];
function typeTexts(questions, wanted) {
  const texts = /* @__PURE__ */ new Map();
  const closed3 = new Writing2(questions, void 0);
  const closedRoots = [];
  const work = [...wanted];
  const seen = new Set(work);
  for (let node = work.pop(); node !== void 0; node = work.pop()) {
    if (!asksVariables(questions, node)) {
      closedRoots.push([node, closed3.root(node)]);
      continue;
    }
    const writing = new Writing2(questions, node);
    const root = writing.root(node);
    texts.set(node, { text: writing.text([root]), root: 0, given: writing.given });
    for (const alias of writing.taken) {
      if (seen.has(alias)) continue;
      seen.add(alias);
      work.push(alias);
    }
  }
  const text2 = closed3.text(closedRoots.map(([, row]) => row));
  for (const [root, [node]] of closedRoots.entries()) texts.set(node, { text: text2, root, given: NO_GIVEN });
  return texts;
}
function contextOf(questions, node) {
  const scope = node.type === "TypeAlias" ? questions.aliases.get(node) : questions.calls.get(node)?.scope;
  if (scope === void 0) throw new Error("the type was not resolved");
  return { scope, parameters: NO_PARAMETERS };
}
var asking = /* @__PURE__ */ new WeakMap();
function asksVariables(questions, start3) {
  let asks = asking.get(start3);
  if (asks === void 0) {
    const writing = new Writing2(questions, void 0);
    writing.root(start3);
    writing.text([]);
    asks = writing.given.length > 0;
    asking.set(start3, asks);
  }
  return asks;
}
var NO_PARAMETERS = /* @__PURE__ */ new Map();
var Writing2 = class {
  given = [];
  taken = /* @__PURE__ */ new Set();
  #questions;
  /** Whose type it is, for Ts3; undefined: all are written out. */
  #of;
  #rows = [];
  #numbers = /* @__PURE__ */ new Map();
  #definitions = /* @__PURE__ */ new Map();
  #unwritten = [];
  /** Those around what is being written: a circle of them says nothing. */
  #typeOfs = /* @__PURE__ */ new Set();
  constructor(questions, of) {
    this.#questions = questions;
    this.#of = of;
  }
  root(node) {
    if (node.type === "TypeAlias") return this.#definition(node);
    const declared = this.#questions.calls.get(node);
    return declared === void 0 ? this.#any() : this.#declared(declared);
  }
  text(roots) {
    for (let alias = this.#unwritten.shift(); alias !== void 0; alias = this.#unwritten.shift()) {
      const row = this.#definitionRow(alias);
      this.#rows[this.#definition(alias)] = row;
    }
    return JSON.stringify({ rows: this.#rows, roots });
  }
  /** Equal rows are one. */
  #add(row) {
    const key = JSON.stringify(row);
    let at2 = this.#numbers.get(key);
    if (at2 === void 0) {
      at2 = this.#rows.push(row) - 1;
      this.#numbers.set(key, at2);
    }
    return at2;
  }
  #any() {
    return this.#add(["n", "any"]);
  }
  #definition(alias) {
    let at2 = this.#definitions.get(alias);
    if (at2 === void 0) {
      at2 = this.#rows.push(void 0) - 1;
      this.#definitions.set(alias, at2);
      this.#unwritten.push(alias);
    }
    return at2;
  }
  #definitionRow(alias) {
    const { scope } = contextOf(this.#questions, alias);
    const parameters = /* @__PURE__ */ new Map();
    for (const [at2, { name: name2 }] of alias.generics.entries()) parameters.set(name2, { at: at2 });
    const context = { scope, parameters };
    const bounds2 = alias.generics.map(({ bound }) => bound === void 0 ? -1 : this.#type(bound, context));
    return ["d", alias.name, bounds2, this.#type(alias.value, context)];
  }
  #declared({ node, scope }) {
    const context = { scope, parameters: NO_PARAMETERS };
    return "block" in node ? this.#function(node, context) : this.#type(node, context);
  }
  #all(nodes, context) {
    return nodes.map((node) => this.#type(node, context));
  }
  #type(node, context) {
    switch (node.type) {
      case "TypeName":
        return this.#name(node, context);
      case "TypeLiteral":
        return node.value === void 0 ? this.#add(["n", "nil"]) : this.#add(literalRow(node.value));
      case "TypeUnion":
        return this.#add(["u", this.#all(node.of, context)]);
      case "TypeIntersection":
        return this.#add(["i", this.#all(node.of, context)]);
      case "TypeOptional":
        return this.#add(["o", this.#type(node.of, context)]);
      case "TypeAnnotated":
        return this.#add(["@", this.#type(node.of, context), node.name, node.args.map(annotationPart)]);
      case "TypeArray":
        return this.#add(["a", this.#type(node.element, context), node.readonly]);
      case "TypeMap":
        return this.#add([
          "m",
          this.#type(node.key, context),
          this.#type(node.value, context),
          node.readonly
        ]);
      case "TypeRecord":
        return this.#add([
          "r",
          node.fields.map(({ name: name2, of, optional: optional2, readonly }) => [
            name2,
            this.#type(of, context),
            optional2,
            readonly || node.readonly
          ])
        ]);
      case "TypeFunction":
        return this.#functionType(node, context);
      case "TypeOf":
        return this.#typeOf(node, context);
    }
  }
  #functionType(node, outer) {
    const context = withBounds(outer, node.generics);
    const parameters = node.parameters.map(({ of }) => this.#type(of, context));
    const isRest = node.parameters.at(-1)?.vararg ?? false;
    return this.#add(["f", parameters, isRest, this.#all(node.returns, context)]);
  }
  /** The type that a function's header says; what it does not say is `any`. */
  #function(body2, outer) {
    const context = withBounds(outer, body2.generics);
    const typed = (node) => node === void 0 ? this.#any() : this.#type(node, context);
    const parameters = body2.parameters.map(({ annotation }) => typed(annotation));
    if (body2.vararg) parameters.push(typed(body2.varargAnnotation));
    const returns = body2.returns === void 0 ? [this.#any()] : this.#all(body2.returns, context);
    return this.#add(["f", parameters, body2.vararg, returns]);
  }
  /** `typeof(x)` of a variable with a declared type; of anything else nothing is known. */
  #typeOf(node, context) {
    const declared = declaredOf(this.#questions, node, context.scope);
    if (declared === void 0 || this.#typeOfs.has(node)) return this.#any();
    this.#typeOfs.add(node);
    const at2 = this.#declared(declared);
    this.#typeOfs.delete(node);
    return at2;
  }
  #name(node, context) {
    const { module: module2, name: name2 } = node;
    if (module2 === void 0) {
      const parameter3 = context.parameters.get(name2);
      if (parameter3 !== void 0) return this.#parameter(parameter3, context);
      const alias = aliasIn(context.scope, name2);
      if (alias !== void 0) return this.#applied(this.#alias(alias), node, context);
      if (builtinNames.has(name2)) return this.#add(["n", name2]);
      if (variableIn(context.scope, name2) === void 0) return this.#add(["n", name2]);
      return this.#applied(this.#take(name2, void 0), node, context);
    }
    return this.#applied(this.#take(module2, name2), node, context);
  }
  #parameter(parameter3, context) {
    if ("at" in parameter3) return this.#add(["p", parameter3.at]);
    if (parameter3.bound === void 0) return this.#any();
    return this.#type(parameter3.bound, { scope: context.scope, parameters: NO_PARAMETERS });
  }
  #applied(generic, { args }, context) {
    return args.length === 0 ? generic : this.#add(["c", generic, this.#all(args, context)]);
  }
  /** Ts3. */
  #alias(alias) {
    const of = this.#of;
    if (of === void 0 || alias.start >= of.start || !asksVariables(this.#questions, alias)) {
      return this.#definition(alias);
    }
    this.taken.add(alias);
    return this.#take(alias.name, void 0);
  }
  #take(variable, field4) {
    let at2 = this.given.findIndex((each2) => each2.variable === variable && each2.field === field4);
    if (at2 < 0) at2 = this.given.push({ variable, field: field4 }) - 1;
    return this.#add(["g", at2, field4 === void 0 ? variable : `${variable}.${field4}`]);
  }
};
function withBounds(outer, generics) {
  if (generics.length === 0) return outer;
  const parameters = new Map(outer.parameters);
  for (const { name: name2, bound } of generics) parameters.set(name2, { bound });
  return { scope: outer.scope, parameters };
}
function aliasIn(scope, name2) {
  for (let at2 = scope; at2 !== void 0; at2 = at2.outer) {
    const alias = at2.aliases?.get(name2);
    if (alias !== void 0) return alias;
  }
  return void 0;
}
function variableIn(scope, name2) {
  for (let at2 = scope; at2 !== void 0; at2 = at2.outer) {
    const variable = at2.names.get(name2);
    if (variable !== void 0) return variable;
  }
  return void 0;
}
function declaredOf(questions, { expression }, scope) {
  if (expression.type === "Cast") return { node: expression.to, scope };
  if (expression.type !== "Name") return void 0;
  const variable = variableIn(scope, expression.name);
  return variable === void 0 ? void 0 : questions.declared(variable);
}

// src/lua/types/used-types.ts
var UsedTypes = class {
  aliases = /* @__PURE__ */ new Map();
  calls = /* @__PURE__ */ new Map();
  #variables = /* @__PURE__ */ new Map();
  #declarations = /* @__PURE__ */ new Map();
  /** Only sources with a `typeof` ask what variables were declared to be. */
  #hasTypeof;
  constructor(source2) {
    this.#hasTypeof = source2.includes("typeof");
  }
  declare(alias, variable, scope) {
    this.aliases.set(alias, scope);
    this.#variables.set(alias, variable);
  }
  /** What a variable is declared to be. */
  note(variable, node, scope) {
    if (this.#hasTypeof && node !== void 0 && scope !== void 0)
      this.#declarations.set(variable, { node, scope });
  }
  declared(variable) {
    return this.#declarations.get(variable);
  }
  /** Whether the call may be one of `typeof` that declarations answer. */
  mayAsk({ callee, args }) {
    return this.#hasTypeof && callee.type === "Name" && callee.name === "typeof" && args.length === 1;
  }
  /** A call of the global `typeof`; `variableOf` finds what a name means. */
  ask(call3, scope, variableOf2) {
    let [of] = call3.args;
    while (of?.type === "Paren") of = of.expression;
    if (of?.type === "Cast") this.calls.set(call3, { node: of.to, scope });
    const variable = of?.type === "Name" ? variableOf2(of) : void 0;
    const declared = variable === void 0 ? void 0 : this.declared(variable);
    if (declared !== void 0) this.calls.set(call3, declared);
  }
  /** Of all types that expressions name. */
  texts() {
    const used2 = [...this.calls.keys()];
    for (const [alias, { captured, lastUse, declaredAt }] of this.#variables)
      if (captured || lastUse > declaredAt) used2.push(alias);
    return typeTexts(this, used2);
  }
};

// src/lua/resolve.ts
var NO_TYPES = /* @__PURE__ */ new Map();
var ENVIRONMENTS = /* @__PURE__ */ new Set(["_G", "_ENV"]);
function resolve(chunk) {
  const resolver = new Resolver(chunk, NO_TYPES);
  const resolution = resolver.run();
  const texts = resolver.typeTexts();
  if (texts.size === 0) return resolution;
  return new Resolver(chunk, texts).run();
}
function typeSaidBy(value) {
  if (value?.type === "Cast") return value.to;
  return value?.type === "FunctionExpression" ? value.body : void 0;
}
var Resolver = class {
  #chunk;
  #functions = [];
  #functionOf = /* @__PURE__ */ new Map();
  #bindingOf = /* @__PURE__ */ new Map();
  /** What is assigned to variables, where it is known which expression that is. */
  #sources = /* @__PURE__ */ new Map();
  #declared = /* @__PURE__ */ new Map();
  #called = new CalledFunctions();
  #ids = 0;
  #function;
  #scope;
  #regions = [];
  /** Expressions that are still to be resolved, the next one last. */
  #waiting = [];
  /** The end of the statement or header that is being resolved: uses last until there. */
  #until = 0;
  #environment;
  #changesEnvironment = false;
  #texts;
  #types = /* @__PURE__ */ new Map();
  #used;
  constructor(chunk, texts) {
    this.#chunk = chunk;
    this.#texts = texts;
    this.#used = new UsedTypes(chunk.source);
    const outside = {
      index: -1,
      body: chunk.body,
      parent: void 0,
      captures: [],
      parameters: [],
      variables: 0
    };
    this.#function = outside;
    this.#environment = this.#make("_ENV", outside, -1);
    this.#environment.captured = true;
  }
  run() {
    this.#enterFunction(this.#chunk.body);
    const called = this.#called.found(this.#bindingOf, this.#functionOf);
    return {
      functions: this.#functions,
      functionOf: this.#functionOf,
      bindingOf: this.#bindingOf,
      declared: this.#declared,
      environment: this.#environment,
      changesEnvironment: this.#changesEnvironment,
      ...numbersAmong(this.#sources, this.#bindingOf, called),
      called,
      types: this.#types
    };
  }
  typeTexts() {
    return this.#used.texts();
  }
  #make(name2, owner, declaredAt) {
    owner.variables++;
    return newVariable(name2, ++this.#ids, owner, declaredAt, declaredAt);
  }
  #declare(name2, at2) {
    const variable = this.#make(name2, this.#function, at2);
    this.#scope?.names.set(name2, variable);
    return variable;
  }
  /** Declares a variable, and notes the type that its declaration says. */
  #declareTyped(name2, type3, at2) {
    const variable = this.#declare(name2, at2);
    this.#used.note(variable, type3, this.#scope);
    return variable;
  }
  #enterFunction(body2) {
    const outerFunction = this.#function;
    const outerScope = this.#scope;
    const outerRegions = this.#regions;
    const outerUntil = this.#until;
    const main = this.#functions.length === 0;
    const scope = {
      index: this.#functions.length,
      body: body2,
      parent: main ? void 0 : outerFunction,
      captures: main ? [{ variable: this.#environment, outer: -1 }] : [],
      parameters: [],
      extra: newVariable("...", 0, outerFunction, body2.start - 1, -1),
      variables: 0
    };
    this.#functions.push(scope);
    this.#functionOf.set(body2, scope);
    this.#function = scope;
    this.#scope = { names: /* @__PURE__ */ new Map(), aliases: void 0, outer: outerScope };
    this.#regions = [];
    for (const { name: name2, annotation } of body2.parameters)
      scope.parameters.push(this.#declareTyped(name2, annotation, body2.start - 1));
    for (const variable of scope.parameters) this.#sources.set(variable, []);
    this.#block(body2.block);
    this.#function = outerFunction;
    this.#scope = outerScope;
    this.#regions = outerRegions;
    this.#until = outerUntil;
  }
  #lookup(name2) {
    for (let scope = this.#scope; scope !== void 0; scope = scope.outer) {
      const variable = scope.names.get(name2);
      if (variable !== void 0) return variable;
    }
    return void 0;
  }
  /** The index of the variable among the captures of the function, made along the way in from its owner. */
  #capture(scope, variable) {
    const known4 = scope.captures.findIndex((capture2) => capture2.variable === variable);
    if (known4 >= 0) return known4;
    const parent = scope.parent;
    const outer = parent === void 0 || parent === variable.owner ? -1 : this.#capture(parent, variable);
    scope.captures.push({ variable, outer });
    return scope.captures.length - 1;
  }
  #name(node, assigned, value) {
    const binding2 = this.#bind(node.name);
    if (assigned && binding2.type !== "global") {
      binding2.variable.reassigned = true;
      if (value === void 0) this.#sources.delete(binding2.variable);
      else this.#sources.get(binding2.variable)?.push(value);
    }
    if (binding2.type === "global" && (assigned || ENVIRONMENTS.has(node.name)))
      this.#changesEnvironment = true;
    this.#bindingOf.set(node, binding2);
  }
  /** What the name means here, where it is used. */
  #bind(name2) {
    const variable = this.#lookup(name2);
    if (variable === void 0)
      return { type: "global", index: this.#capture(this.#function, this.#environment) };
    if (variable.owner === this.#function) {
      this.#use(variable);
      return { type: "local", variable };
    }
    variable.captured = true;
    return { type: "captured", variable, index: this.#capture(this.#function, variable) };
  }
  /** A type of the block is a variable from its beginning; one that takes types from variables gets its value later. */
  #declareType(node, block3) {
    const variable = this.#declare(node.name, block3.start - 0.5);
    const scope = this.#scope;
    if (scope === void 0) return;
    scope.aliases ??= /* @__PURE__ */ new Map();
    scope.aliases.set(node.name, node);
    this.#used.declare(node, variable, scope);
    const text2 = this.#texts.get(node);
    if (text2 === void 0) {
      this.#function.variables--;
      return;
    }
    if (text2.given.length > 0) variable.reassigned = true;
    else this.#types.set(node, { ...text2, bindings: [] });
    this.#declared.set(node, [variable]);
  }
  /** Finds the variables that a type asks, where it is made. */
  #givenTypes(node) {
    const text2 = this.#texts.get(node);
    if (text2 === void 0 || this.#types.has(node)) return;
    this.#types.set(node, { ...text2, bindings: text2.given.map(({ variable }) => this.#bind(variable)) });
  }
  /** `typeof(x)` where the declaration of `x` says a type. */
  #typeof(node) {
    for (const part of [node.callee, ...node.args]) this.#expression(part);
    const { callee } = node;
    if (callee.type !== "Name" || this.#bindingOf.get(callee)?.type !== "global" || this.#scope === void 0)
      return;
    this.#used.ask(node, this.#scope, (name2) => {
      const binding2 = name2.type === "Name" ? this.#bindingOf.get(name2) : void 0;
      return binding2 === void 0 || binding2.type === "global" ? void 0 : binding2.variable;
    });
    this.#givenTypes(node);
  }
  /** Notes a use here: it lasts to the end of the statement, or of the outermost loop that the declaration is outside of. */
  #use(variable) {
    let end = this.#until;
    for (const region of this.#regions) {
      if (variable.declaredAt < region.start) {
        end = Math.max(end, region.end);
        break;
      }
    }
    if (end > variable.lastUse) variable.lastUse = end;
  }
  /** After the inner function is resolved, what it takes of this function's own is used here. */
  #closure(body2) {
    this.#enterFunction(body2);
    const inner2 = this.#functionOf.get(body2);
    for (const capture2 of inner2?.captures ?? []) {
      if (capture2.variable.owner === this.#function) this.#use(capture2.variable);
    }
  }
  #inScope(run2) {
    const outer = this.#scope;
    this.#scope = { names: /* @__PURE__ */ new Map(), aliases: void 0, outer };
    run2();
    this.#scope = outer;
  }
  #block(block3) {
    this.#inScope(() => this.#statements(block3));
  }
  #statements(block3) {
    const backward = backwardLabels(block3);
    let opened = 0;
    for (const statement3 of block3.body)
      if (statement3.type === "TypeAlias") this.#declareType(statement3, block3);
    for (const statement3 of block3.body) {
      if (statement3.type === "Label" && backward.has(statement3.name)) {
        this.#regions.push({ start: statement3.start, end: block3.end });
        opened++;
      }
      this.#until = statement3.end;
      this.#statement(statement3);
    }
    for (let i = 0; i < opened; i++) this.#regions.pop();
  }
  #loop(start3, end, run2) {
    this.#regions.push({ start: start3, end });
    this.#inScope(run2);
    this.#regions.pop();
  }
  #statement(node) {
    switch (node.type) {
      case "Local": {
        for (const value of node.values) this.#expression(value);
        this.#declared.set(
          node,
          node.names.map((name2, i) => {
            const value = node.values[i];
            const type3 = name2.annotation ?? typeSaidBy(value);
            const variable = this.#declareTyped(name2.name, type3, node.end - 0.5);
            if (value !== void 0) this.#sources.set(variable, [value]);
            this.#called.declare(variable, value);
            return variable;
          })
        );
        return;
      }
      case "LocalFunction": {
        const variable = this.#declare(node.name.name, node.start);
        this.#declared.set(node, [variable]);
        this.#called.declare(variable, node.body);
        this.#used.note(variable, node.body, this.#scope);
        this.#closure(node.body);
        return;
      }
      case "Assign":
        for (const [i, target2] of node.targets.entries()) {
          if (target2.type === "Name") this.#name(target2, true, node.values[i]);
          else this.#expression(target2);
        }
        for (const value of node.values) this.#expression(value);
        return;
      case "CallStatement":
        this.#expression(node.call);
        return;
      case "Do":
        this.#block(node.block);
        return;
      case "While":
        this.#loop(node.start, node.end, () => {
          this.#until = node.end;
          this.#expression(node.condition);
          this.#statements(node.block);
        });
        return;
      case "Repeat":
        this.#loop(node.start, node.end, () => {
          this.#statements(node.block);
          this.#until = node.end;
          this.#expression(node.condition);
        });
        return;
      case "If":
        for (const clause of node.clauses) {
          this.#until = clause.block.start - 1;
          this.#expression(clause.condition);
          this.#block(clause.block);
        }
        if (node.otherwise !== void 0) this.#block(node.otherwise);
        return;
      case "NumericFor": {
        this.#until = node.block.start - 1;
        this.#expression(node.from);
        this.#expression(node.to);
        if (node.step !== void 0) this.#expression(node.step);
        this.#loop(node.block.start - 1, node.end, () => {
          const { name: name2, annotation } = node.variable;
          const variable = this.#declareTyped(name2, annotation, node.block.start - 0.5);
          this.#declared.set(node, [variable]);
          this.#sources.set(variable, [node]);
          this.#statements(node.block);
        });
        return;
      }
      case "GenericFor": {
        this.#until = node.block.start - 1;
        for (const value of node.values) this.#expression(value);
        this.#loop(node.block.start - 1, node.end, () => {
          this.#declared.set(
            node,
            node.variables.map(
              ({ name: name2, annotation }) => this.#declareTyped(name2, annotation, node.block.start - 0.5)
            )
          );
          this.#statements(node.block);
        });
        return;
      }
      case "FunctionStatement":
        if (node.target.type === "Name") this.#name(node.target, true);
        else this.#expression(node.target);
        this.#closure(node.body);
        return;
      case "Return":
        this.#called.return(node, this.#function.body);
        for (const value of node.values) this.#expression(value);
        return;
      case "Break":
      case "Goto":
      case "Label":
        return;
      case "TypeAlias":
        this.#givenTypes(node);
        for (const variable of this.#declared.get(node) ?? []) if (variable.reassigned) this.#use(variable);
        return;
    }
  }
  /** In the order of the text. Chains make the tree deep: what a node leaves for later waits in a list. */
  #expression(root) {
    const waiting = this.#waiting;
    const own = waiting.length;
    let node = root;
    while (node !== void 0) {
      this.#node(node);
      node = waiting.length > own ? waiting.pop() : void 0;
    }
  }
  #later(nodes) {
    for (let i = nodes.length - 1; i >= 0; i--) this.#waiting.push(nodes[i]);
  }
  #node(node) {
    switch (node.type) {
      case "Name":
        this.#name(node, false);
        return;
      case "FunctionExpression":
        this.#closure(node.body);
        return;
      case "Index":
        this.#waiting.push(node.key, node.object);
        return;
      case "Call":
        this.#called.call(node);
        if (this.#used.mayAsk(node)) {
          this.#typeof(node);
          return;
        }
        this.#later(node.args);
        this.#waiting.push(node.callee);
        return;
      case "MethodCall":
        this.#later(node.args);
        this.#waiting.push(node.object);
        return;
      case "Binary":
      case "Logical":
        this.#waiting.push(node.right, node.left);
        return;
      case "Unary":
        this.#waiting.push(node.operand);
        return;
      case "Paren":
      case "Cast":
      case "NonNil":
        this.#waiting.push(node.expression);
        return;
      case "Table":
        for (const item of node.items.toReversed()) {
          this.#waiting.push(item.value);
          if (item.type === "Keyed") this.#waiting.push(item.key);
        }
        return;
      case "Nil":
      case "True":
      case "False":
      case "Number":
      case "String":
        return;
      case "Vararg":
        this.#use(this.#function.extra);
        return;
    }
  }
};

// src/lua/emit/atom.ts
function atom(js, kind, options = {}) {
  return {
    js,
    kind,
    temp: options.temp ?? false,
    volatile: options.volatile ?? false,
    form: options.form ?? "number"
  };
}
var NIL = atom("undefined", "nil");
var TRUE = atom("true", "boolean");
var FALSE = atom("false", "boolean");
function isName(js) {
  return /^[a-zA-Z_$][\w$]*$/.test(js);
}
function truth(value) {
  switch (value.kind) {
    case "boolean":
      return value.js;
    case "nil":
      return "false";
    case "number":
    case "string":
    case "object":
      return "true";
    default:
      return `(${value.js} !== undefined && ${value.js} !== false)`;
  }
}

// src/lua/emit/forms.ts
function productOf(node) {
  const inner2 = node.type === "Paren" ? node.expression : void 0;
  if (inner2?.type !== "Binary") return void 0;
  if (inner2.operator === "*") return { product: inner2, sum: void 0 };
  if (inner2.operator !== "+" || inner2.left.type !== "Binary" || inner2.left.operator !== "*") return void 0;
  return inner2.right.type === "Number" && !inner2.right.float ? { product: inner2.left, sum: inner2 } : void 0;
}
function integerOf2(node) {
  return node.type === "Number" && !node.float ? node.value : void 0;
}
function wideProduct(node) {
  if (node.type !== "Binary" || node.operator !== "+") return void 0;
  const product = node.left;
  if (product.type !== "Binary" || product.operator !== "*") return void 0;
  const b = integerOf2(product.right);
  const c2 = integerOf2(node.right);
  if (b === void 0 || c2 === void 0) return void 0;
  return typeof b === "bigint" || typeof c2 === "bigint" ? product : void 0;
}

// src/lua/emit/chain.ts
function chainWithin(node) {
  const first3 = beginning(node);
  return first3 === void 0 || beginning(first3) === void 0 ? void 0 : first3;
}
function beginning(node) {
  switch (node.type) {
    case "Index":
    case "MethodCall":
      return node.object;
    case "Call":
      return node.callee;
    case "Binary":
      return (wideProduct(node) ?? node).left;
    case "Logical":
      return node.left;
    case "Cast":
    case "NonNil":
      return node.expression;
    default:
      return void 0;
  }
}

// src/lua/emit/function-emitter.ts
var MOST_PIECES = 64;
var MOST_PIECES_INSIDE = 3;
var NO_SITE = -1;
var FunctionEmitter = class {
  resolution;
  scope;
  pool;
  /** The site whose continuation is wanted, or -1 for the function itself. */
  target;
  /** What was written of the piece that is being written. */
  out = [];
  /** The walk has not reached the target. */
  before;
  #skipped = 0;
  /** What would be written now is never reached. */
  stopped = false;
  #sites = 0;
  #temps = 0;
  #slots = 0;
  #labels = 0;
  #line;
  #writers;
  #parts = 0;
  /** The node that is being written. */
  node;
  /** Which node and which of its parts each temporary holds. */
  origins = /* @__PURE__ */ new Map();
  #written;
  pending = [];
  active = [];
  states = [];
  /** What is written is seldom run: then no operator has its common case written out, which V8 would read all the same. */
  isRare = false;
  /** Names that only ever hold numbers, among those that a continuation may get. */
  numbers = /* @__PURE__ */ new Set();
  loop;
  labels = [];
  info = [];
  /** The sites that are heads of loops. */
  heads = [];
  /** For each text of `out` that begins a site's line: the site; or `NO_SITE` where the text is nothing of the source's. */
  marks = /* @__PURE__ */ new Map();
  /** The slots that the continuation reads from the frame, or the piece gets as arguments. */
  restored = [];
  /** The pieces that are complete: all but the last one. */
  pieces = [];
  /** The statement of the function's own block that is being written, if loops there begin pieces. */
  outermost;
  /** A continuation has been written to its end: what follows is in other pieces. */
  isComplete = false;
  #loops = 0;
  /** The site that the piece begins with. */
  first = 0;
  #takesPieces;
  #declared = [];
  #captured = /* @__PURE__ */ new Set();
  #hidden = /* @__PURE__ */ new Set();
  #late = /* @__PURE__ */ new Set();
  /** `takesPieces`: the pieces are wanted too, not the first one alone. */
  constructor(resolution, scope, pool, target2, writers2, takesPieces = false) {
    this.#takesPieces = takesPieces;
    this.#writers = writers2;
    this.resolution = resolution;
    this.scope = scope;
    this.pool = pool;
    this.target = target2;
    this.before = target2 >= 0;
    this.node = scope.body;
    this.#line = scope.body.line;
  }
  get silent() {
    return this.before || this.stopped || this.#skipped > 0;
  }
  /**
   * Writes the expression; the atom is its one value. What a chain of operators or suffixes begins with is written
   * first, from the inside out, and handed over when its node asks for it: so no chain is too long.
   */
  expression(node) {
    if (node === this.#written?.node) {
      const { value } = this.#written;
      this.#written = void 0;
      return value;
    }
    const first3 = chainWithin(node);
    if (first3 === void 0) return this.#node(node);
    const chain = [node];
    for (let next3 = first3; next3 !== void 0; next3 = chainWithin(next3))
      chain.push(next3);
    for (let i = chain.length - 1; i > 0; i--) {
      const inner2 = chain[i];
      this.#written = { node: inner2, value: this.#node(inner2) };
    }
    return this.#node(node);
  }
  #node(node) {
    const outer = this.enter(node);
    const value = this.#writers.expression(this, node);
    this.leave(outer);
    if (this.#written !== void 0) throw new Error(`the beginning of a ${node.type} was written in vain`);
    return value;
  }
  /** Writes the statements of a block; `ending` is what still sees its variables. */
  statements(block3, ending) {
    this.#writers.statements(this, block3, ending);
  }
  write(text2) {
    if (!this.silent) this.out.push(text2);
  }
  /** A captured value or its cell: read once, at the entry (measured: queens -10 %, against reading it at each use). */
  captured(index3) {
    this.#captured.add(index3);
    return `u${index3}`;
  }
  /** Declares what `captured` has named. */
  get captures() {
    if (this.#captured.size === 0) return "";
    return `const ${Array.from(this.#captured, (index3) => `u${index3} = self.up[${index3}]`).join(", ")}; `;
  }
  /** Makes sure that a saved frame of this function has so many slots. */
  reserve(slots2) {
    if (slots2 > this.#slots) this.#slots = slots2;
  }
  /** Puts text before what was written since `at`: openings that a continuation turns out to need. */
  insert(at2, text2) {
    this.out[at2] = `${text2}${this.out[at2] ?? ""}`;
  }
  /** A JavaScript label. */
  label(letter2) {
    return `${letter2}${++this.#labels}`;
  }
  /** In the mode that suspends at every site: what follows in this branch of the text is never reached, and so not written. */
  writeStop(text2) {
    this.write(text2);
    if (!this.silent) this.stopped = true;
  }
  /** Walks what the text around it may pass by, or leave before its end. */
  branch(walk3) {
    const { stopped, silent } = this;
    walk3();
    if (!silent) this.stopped = stopped;
  }
  /** Walks without writing: parts that the continuation cannot reach, whose sites are counted all the same. */
  skip(walk3) {
    this.#skipped++;
    walk3();
    this.#skipped--;
  }
  /** Declares a temporary or a variable and gives it a value. */
  declare(name2, value) {
    if (this.silent) {
      this.#hidden.add(name2);
      return;
    }
    this.out.push(value === void 0 ? `let ${name2};` : `let ${name2} = ${value};`);
    if (this.#takesPieces) this.#declared.push(name2);
  }
  /** Whether the loop with this head is one that begins a piece. */
  beginsPiece(node, site) {
    const most = this.scope.index === 0 ? MOST_PIECES : MOST_PIECES_INSIDE;
    if (node !== this.outermost || ++this.#loops > most) return false;
    return !this.silent && !site.hit;
  }
  /** Goes to the head's own piece; that is what is written next, or nothing more. */
  nextPiece({ number: number2, slots: slots2 }) {
    const begin2 = this.scope.index === 0 ? "piece" : "innerPiece";
    this.jump(`return ${begin2}(P[${this.scope.index}], ${number2})(${["self", ...slots2].join(", ")});`);
    if (!this.#takesPieces) {
      this.isComplete = this.target >= 0;
      this.#skipped++;
      return;
    }
    this.pieces.push(this.piece());
    this.out = [];
    this.marks = /* @__PURE__ */ new Map();
    this.restored = slots2;
    this.first = number2;
    this.#slots = 0;
    this.#late.clear();
    for (const name2 of this.#declared) this.#hidden.add(name2);
    for (const name2 of slots2) this.#hidden.delete(name2);
  }
  /** The piece that is being written, as it is now. */
  piece() {
    const { out, marks, restored, captures: captures2 } = this;
    return { out, marks, restored, captures: captures2, first: this.first, ...this.finish() };
  }
  /** Leaves for another JavaScript function of the same activation: no stack shall take the place for a call. */
  jump(text2) {
    if (this.silent) return;
    if (this.pool.detailed) this.marks.set(this.out.length, NO_SITE);
    this.out.push(text2);
  }
  /** Assigns a temporary that was declared before, perhaps in the part that a continuation does not have. */
  assign(name2, value) {
    this.reach(name2);
    this.write(`${name2} = ${value};`);
  }
  /** Makes sure that the continuation has a declaration of a name that was declared before its target. */
  reach(name2) {
    if (!this.silent && this.#hidden.has(name2)) this.#late.add(name2);
  }
  /** A new temporary of the node that is being written: its parts are counted, so a saved frame can name it (F2). */
  temp() {
    const name2 = `t${++this.#temps}`;
    if (this.pool.detailed) this.origins.set(name2, { node: this.node, part: this.#parts++ });
    return name2;
  }
  /** Begins to write a node: its temporaries belong to it. Gives what `leave` goes back to. */
  enter(node) {
    const outer = { node: this.node, parts: this.#parts };
    this.node = node;
    this.#parts = 0;
    return outer;
  }
  leave(outer) {
    this.node = outer.node;
    this.#parts = outer.parts;
  }
  /** A value in a temporary of its own, so that it can be repeated or does not change. */
  copy(value) {
    const name2 = this.temp();
    this.declare(name2, value.js);
    return atom(name2, value.kind, { temp: true, form: value.form });
  }
  /** The value under a JavaScript name. */
  named(value) {
    return isName(value.js) ? value : this.copy(value);
  }
  /** The names that a site at this offset saves: living variables, states of the loops around it, waiting operands. */
  slotsAt(offset) {
    const slots2 = [];
    const { keepsLocals } = this.pool;
    if (this.scope.extra.lastUse >= offset) slots2.push("va");
    for (const { id, lastUse } of this.active) if (keepsLocals || lastUse >= offset) slots2.push(`l${id}`);
    slots2.push(...this.states);
    for (const name2 of this.pending) if (!slots2.includes(name2)) slots2.push(name2);
    return slots2;
  }
  /** The next site. `hit` says that the walk has just reached the target: then the slots are read from the frame. */
  site(node, role, offset = node.start, line = node.line) {
    const number2 = this.#sites++;
    const slots2 = this.slotsAt(offset);
    if (role === "head") this.heads.push(number2);
    if (this.pool.detailed) this.info.push({ line, node, role, slots: slots2 });
    const hit = this.before && number2 === this.target;
    if (hit) {
      this.before = false;
      this.restored = slots2;
      for (const name2 of slots2) this.#hidden.delete(name2);
    }
    return { number: number2, line, slots: slots2, hit, save: this.#save(number2, slots2) };
  }
  /** The entry is the first site; it needs no continuation, the function is called again. */
  entry(slots2) {
    const { body: body2 } = this.scope;
    this.#sites++;
    if (this.pool.detailed) this.info.push({ line: body2.line, node: body2, role: "entry", slots: slots2 });
  }
  #save(number2, slots2) {
    if (this.silent) return "";
    if (slots2.length > this.#slots) this.#slots = slots2.length;
    return saveText(number2, slots2);
  }
  /** Begins a site, so that an exception's place leads to it. */
  mark(site) {
    if (this.silent) return;
    if (this.pool.detailed) this.marks.set(this.out.length, site.number);
    this.out.push(this.pool.followsLines ? this.#linesTo(site.line) : "\n");
  }
  /** The line of the source that is being written. What is evaluated before what stands above it stays on its line. */
  #linesTo(line) {
    const ends2 = "\n".repeat(Math.max(0, line - this.#line));
    this.#line = Math.max(line, this.#line);
    return ends2;
  }
  /** The block behind `X:` that saves the frame with whatever the site has put into `$p` and `$0...`. */
  finish() {
    const n = this.#slots;
    let vars = n > 4 ? "$p, $m" : "$p";
    for (let i = 0; i < n; i++) vars += `, $${i}`;
    let rest = "";
    for (let i = 4; i < n; i++) rest += i === 4 ? "$4" : `, $${i}`;
    const slot = (i) => i < n ? `$${i}` : "undefined";
    const more = n > 4 ? `$m === undefined ? null : [${rest}]` : "null";
    const late = this.#late.size > 0 ? `let ${[...this.#late].join(", ")};` : "";
    return {
      head: `var ${vars}; ${late}X: {`,
      tail: `${this.pool.followsLines ? "" : "\n"}} return push(new Frame(self, $p, ${slot(0)}, ${slot(1)}, ${slot(2)}, ${slot(3)}, ${more}));`
    };
  }
  get weight() {
    const pieces2 = this.scope.index === 0 ? 1 : Math.min(this.#loops, MOST_PIECES_INSIDE) + 1;
    return 1 + (this.scope.variables + this.#temps >> 3) * pieces2;
  }
  binding(node) {
    const found2 = this.resolution.bindingOf.get(node);
    if (found2 === void 0) throw new Error(`the name ${node.name} was not resolved`);
    return found2;
  }
  declaredBy(node) {
    return this.resolution.declared.get(node) ?? [];
  }
  /** Brings variables into scope, with their initial values; captured and reassigned ones get a cell. */
  bind(variable, value) {
    this.active.push(variable);
    if (this.resolution.numbers.has(variable)) this.numbers.add(`l${variable.id}`);
    this.declare(`l${variable.id}`, isCell(variable) ? `new Cell(${value})` : value);
  }
  /** Runs the walk of a block's inside and takes its variables out of scope after it. */
  inBlock(walk3) {
    const active = this.active.length;
    const labels = this.labels;
    walk3();
    this.active.length = active;
    this.labels = labels;
  }
};
function saveText(site, slots2) {
  let text2 = `{ $p = ${site}; `;
  for (let i = 0; i < slots2.length; i++) text2 += `$${i} = ${slots2[i]}; `;
  if (slots2.length > 4) text2 += "$m = 1; ";
  return `${text2}break X; }`;
}
function fuelCheck(e, site, kind, cost, isPiece = false) {
  const number2 = checkNumber(kind, e.resolution.functions.length, e.scope.index, site);
  const name2 = isPiece ? "tickOfPiece" : "tick";
  const check = cost === 1 ? `${name2}(R, ${number2})` : `enter(R, ${cost}, ${number2})`;
  return e.pool.everywhere ? `${check} || again()` : check;
}

// src/lua/literal.ts
function literal2(text2) {
  let out = "'";
  for (let i = 0; i < text2.length; i++) {
    const c2 = text2.charCodeAt(i);
    if (c2 === 39 || c2 === 92) out += `\\${text2[i]}`;
    else if (c2 >= 32 && c2 < 127) out += text2[i];
    else out += `\\u${c2.toString(16).padStart(4, "0")}`;
  }
  return `${out}'`;
}

// src/lua/types/method-names.ts
var names = /* @__PURE__ */ new Set([
  "is",
  "kind",
  "name",
  "fields",
  "elem",
  "key",
  "val",
  "inner",
  "variants",
  "params",
  "ret"
]);
function isTypeMethod(name2) {
  return names.has(name2);
}

// src/lua/emit/fields.ts
function readField(e, node, object, name2, role) {
  const site = e.site(node, role);
  const result = e.temp();
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    e.declare(result, `${object}${object === "E" ? "" : ofAny(e)}.s${field(name2)}`);
    const getter2 = role === "method" ? e.pool.methodGetter(name2) : e.pool.getter(name2);
    e.write(`if (${result} === undefined && (${result} = ${getter2}(${object})) === S) ${site.save}`);
    everywhere(e, site, result);
  }
  return atom(result, "any", { temp: true });
}
function ofAny(e) {
  return e.pool.keepsLocals ? "?" : "";
}
function codeOf2(e, f) {
  return e.pool.keepsLocals ? `(${f}?.proto?.unit !== undefined ? ${f}.code : callOfHost)` : `${f}.code`;
}
function field(name2) {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name2) ? `.$${name2}` : `[${literal2(`$${name2}`)}]`;
}
function everywhere(e, site, result) {
  if (e.pool.everywhere) e.writeStop(`if ((${result} = each(${result})) === S) ${site.save}`);
}
function fieldName2(key) {
  return key.type === "String" ? key.value : void 0;
}
function arrayHit(e, object, key) {
  const number2 = key.kind === "number" ? "" : `typeof ${key.js} === 'number' && `;
  return `${number2}${object.js}${ofAny(e)}.arr !== undefined && ${key.js} > 0 && ${key.js} < ${object.js}.arr.length`;
}

// src/lua/emit/operands.ts
function bare(node) {
  let inner2 = node;
  while (inner2.type === "Paren" || inner2.type === "Cast" || inner2.type === "NonNil") inner2 = inner2.expression;
  return inner2;
}
function mayRunCode(e, node) {
  for (let inner2 = bare(node); ; inner2 = bare(inner2)) {
    switch (inner2.type) {
      case "Nil":
      case "True":
      case "False":
      case "Number":
      case "String":
      case "Vararg":
      case "FunctionExpression":
        return false;
      case "Name":
        return e.binding(inner2).type === "global";
      case "Unary":
        if (inner2.operator !== "not") return true;
        inner2 = inner2.operand;
        break;
      case "Logical":
        if (mayRunCode(e, inner2.right)) return true;
        inner2 = inner2.left;
        break;
      default:
        return true;
    }
  }
}
function operands(e, nodes, isLate = neverLate) {
  const before = e.pending.length;
  const atoms = [];
  const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
  for (const [i, node] of nodes.entries()) {
    let value = e.expression(node);
    if (i < lastRunning) value = keep(e, value, !isLate(e, node));
    atoms.push(value);
  }
  e.pending.length = before;
  return atoms;
}
var neverLate = (_e, _node) => false;
function isOwnLocal(e, node) {
  const name2 = bare(node);
  return name2.type === "Name" && e.binding(name2).type === "local";
}
function isVariable(e, node) {
  return isOwnLocal(e, node) || node.type === "Name" && e.binding(node).type === "captured";
}
function keep(e, value, early2 = true) {
  const kept2 = value.volatile && early2 ? e.copy(value) : value;
  if (kept2.temp) e.pending.push(kept2.js);
  return kept2;
}

// src/lua/emit/library-calls.ts
var NAMES = /^(?:(?:s|str_?|string_?)?(byte|sub|find|match)|(?:t|tbl_?|table_?)?insert)$/;
function libraryCall(e, node, f, args, otherwise, isStatement) {
  const [text2, second, third, fourth] = args;
  if (text2 === void 0 || second === void 0 || args.length > 4) return otherwise;
  const known4 = NAMES.exec(nameOf(node));
  if (known4 === null) return otherwise;
  switch (known4[1]) {
    case "byte":
      return third === void 0 ? byteAt(f, "stringByte", text2, second, otherwise, (at2) => at2) : otherwise;
    case "sub":
      return third?.js === second.js ? byteAt(f, "stringSub", text2, second, otherwise, (at2) => `oneByte[${at2}]`) : otherwise;
    case "find":
      if (fourth !== void 0 && fourth.js !== "true") return otherwise;
      return search(e, node, f, fourth === void 0 ? "find" : "findPlain", text2, third, otherwise);
    case "match":
      return fourth === void 0 ? search(e, node, f, "match", text2, third, otherwise) : otherwise;
    default:
      return isStatement && third === void 0 ? `${f} === tableInsert && append(${text2.js}, ${second.js}) ? undefined : ${otherwise}` : otherwise;
  }
}
function nameOf(node) {
  if (node.type === "MethodCall") return node.name;
  const callee = bare(node.callee);
  if (callee.type === "Name") return callee.name;
  return callee.type === "Index" ? fieldName2(callee.key) ?? "" : "";
}
function byteAt(f, library2, text2, place, otherwise, of) {
  if (text2.kind === "nil" || place.kind !== "any" && place.kind !== "number") return otherwise;
  const number2 = place.kind === "number" ? "" : `typeof ${place.js} === 'number' && `;
  const fits = `${number2}${place.js} >= 1 && ${place.js} <= ${text2.js}.length`;
  const byte2 = `${text2.js}.charCodeAt(${place.js} - 1)`;
  return `${f} === ${library2} && typeof ${text2.js} === 'string' && ${fits} && R.loose === 0 ? ${of(byte2)} : ${otherwise}`;
}
function search(e, node, f, name2, text2, init, otherwise) {
  const pattern = node.args[node.type === "MethodCall" ? 0 : 1];
  if (pattern?.type !== "String") return otherwise;
  const own = e.pool.search(name2, pattern.value);
  const library2 = name2 === "match" ? "stringMatch" : "stringFind";
  return `${f} === ${library2} ? ${own}.run(${own}, ${f}, ${text2.js}, ${init?.js ?? "undefined"}) : ${otherwise}`;
}

// src/lua/emit/types.ts
function bindTypes(e, block3) {
  if (e.resolution.types.size === 0) return;
  for (const node of block3.body) {
    const type3 = node.type === "TypeAlias" ? e.resolution.types.get(node) : void 0;
    const [variable] = type3 === void 0 ? [] : e.declaredBy(node);
    if (type3 === void 0 || variable === void 0) continue;
    e.bind(variable, type3.given.length > 0 ? "undefined" : closed2(e, type3));
  }
}
function closed2(e, type3) {
  return `typeAt(${e.pool.types(type3.text)}, ${type3.root})`;
}
function asked(type3) {
  const places = type3.bindings.map((binding2) => {
    if (binding2.type === "global") return "E";
    const name2 = binding2.type === "local" ? `l${binding2.variable.id}` : `self.up[${binding2.index}]`;
    return isCell(binding2.variable) ? `${name2}.v` : name2;
  });
  const globals = type3.given.map(
    ({ variable }, i) => type3.bindings[i]?.type === "global" ? literal2(variable) : "undefined"
  );
  const fields = type3.given.map(({ field: field4 }) => field4 === void 0 ? "undefined" : literal2(field4));
  return `[${places.join(", ")}], [${globals.join(", ")}], [${fields.join(", ")}]`;
}
function emitTypeAlias(e, node) {
  const type3 = e.resolution.types.get(node);
  const [variable] = e.declaredBy(node);
  if (type3 === void 0 || variable === void 0 || type3.given.length === 0) return;
  const site = e.site(node, "call");
  const result = e.temp();
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    e.declare(result, `typeOfGiven(${e.pool.types(type3.text)}, ${asked(type3)})`);
    e.write(`if (${result} === S) ${site.save}`);
    everywhere(e, site, result);
  }
  const name2 = `l${variable.id}`;
  if (isCell(variable)) e.write(`if (${name2}.mark !== 0) touch(${name2}); ${name2}.v = ${result};`);
  else e.assign(name2, result);
}
function declaredType(e, node) {
  const type3 = e.resolution.types.get(node);
  if (type3 === void 0) return void 0;
  if (type3.given.length === 0) return atom(closed2(e, type3), "object");
  return atom(`typeOfKnown(${e.pool.types(type3.text)}, ${asked(type3)})`, "object");
}

// src/lua/emit/calls.ts
function isMulti(node) {
  return node !== void 0 && (node.type === "Call" || node.type === "MethodCall" || node.type === "Vararg");
}
function resultKind2(e, node) {
  const { called, numeric, bindingOf } = e.resolution;
  const target2 = node.type === "Call" ? calledBy(node, called, bindingOf) : void 0;
  return target2 && numeric.get(target2);
}
var NO_REST = { type: "none" };
function expressionList(e, nodes) {
  const last = nodes.at(-1);
  if (!isMulti(last) || resultKind2(e, last) !== void 0)
    return { atoms: operands(e, nodes), rest: NO_REST };
  const before = e.pending.length;
  const atoms = leading(e, nodes);
  const rest = restOf(e, last);
  e.pending.length = before;
  return { atoms, rest };
}
function leading(e, nodes) {
  const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
  return nodes.slice(0, -1).map((node, i) => {
    const value = e.expression(node);
    return i < lastRunning ? keep(e, value) : value;
  });
}
function restOf(e, node) {
  if (node.type === "Vararg") return { type: "extra" };
  const result = node.type === "Call" ? emitCall(e, node, "all") : emitMethodCall(e, node, "all");
  return { type: "results", js: result.js };
}
function spread(atoms, rest) {
  const parts3 = atoms.map((value) => value.js);
  if (rest.type === "extra") parts3.push("...va");
  if (rest.type === "results") parts3.push(`...(${rest.js} === S ? all() : [${rest.js}])`);
  return parts3.join(", ");
}
function emitCall(e, node, mode) {
  const before = e.pending.length;
  const runs = node.args.some((arg) => mayRunCode(e, arg));
  let callee = e.expression(node.callee);
  callee = constant(e, callee);
  if (runs && callee.temp) e.pending.push(callee.js);
  const { atoms, rest } = expressionList(e, node.args);
  e.pending.length = before;
  const declared = declaredType(e, node);
  if (declared !== void 0) atoms.push(declared);
  if (mode === "one" && rest.type === "extra" && atoms.length === 1 && isSelect(e, node)) {
    return emitSelect(e, node, callee, atoms[0]);
  }
  return finishCall(e, node, mode, callee.js, [], atoms, rest);
}
function constant(e, value) {
  if (!value.volatile && /^[lt]\d+$/.test(value.js)) return value;
  if (value.volatile || !/^(u\d+|self)$/.test(value.js)) return e.copy(value);
  e.temp();
  return value;
}
function isSelect(e, node) {
  return node.callee.type === "Name" && node.callee.name === "select" && e.binding(node.callee).type === "global";
}
function emitSelect(e, node, callee, n) {
  const site = e.site(node, "call");
  const result = e.temp();
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    const index3 = n.kind === "string" || n.kind === "number" ? n : e.named(n);
    e.declare(result);
    e.write(`if (${callee.js} === select && ${index3.js} === '#') ${result} = va.length;`);
    e.write(
      `else if (${callee.js} === select && typeof ${index3.js} === 'number' && ${index3.js} >= 1) ${result} = va[Math.floor(${index3.js}) - 1];`
    );
    e.write(
      `else if ((${result} = ${codeOf2(e, callee.js)}(${callee.js}, ${index3.js}, ...va)) === S) { if (R.why !== 0) ${site.save} ${result} = R.r0; }`
    );
    afterCall(e, site, result, "one");
  }
  return atom(result, "any", { temp: true });
}
function emitMethodCall(e, node, mode) {
  const before = e.pending.length;
  const runs = node.args.some((arg) => mayRunCode(e, arg));
  let object = e.expression(node.object);
  object = constant(e, object);
  if (object.temp) e.pending.push(object.js);
  const method2 = readField(e, node, object.js, node.name, "method");
  if (runs) e.pending.push(method2.js);
  const { atoms, rest } = expressionList(e, node.args);
  e.pending.length = before;
  return finishCall(e, node, mode, method2.js, [object], atoms, rest);
}
function finishCall(e, node, mode, f, receiver, atoms, rest) {
  const list3 = [...receiver, ...atoms];
  const one2 = ["", ...list3.map((value) => value.js)].join(", ");
  const code = codeOf2(e, f);
  let text2 = `${code}(${f}${rest.type === "results" ? one2 : list3.length + (rest.type === "none" ? 0 : 1) === 0 ? "" : `, ${spread(list3, rest)}`})`;
  if (rest.type === "results")
    text2 = `${rest.js} === S ? ${code}(${f}${one2}, ...all()) : ${code}(${f}${one2}, ${rest.js})`;
  if (!e.pool.keepsLocals && rest.type === "none" && list3.length === node.args.length + receiver.length)
    text2 = libraryCall(e, node, f, list3, text2, mode === "none");
  const site = e.site(node, "call");
  const result = mode === "none" ? "" : e.temp();
  const form = mode === "one" ? resultKind2(e, node) : void 0;
  if (site.hit) {
    if (form !== void 0) e.declare(result, "numberOnly(v === S ? R.r0 : v)");
    else if (mode === "one") e.declare(result, "v === S ? R.r0 : v");
    else if (mode !== "none") e.declare(result, "v");
    if (mode === "tail") e.write(`return ${result};`);
  } else {
    e.mark(site);
    if (mode === "none") {
      const call3 = e.pool.everywhere ? `each(${text2})` : `(${text2})`;
      const suspended3 = `if (${call3} === S && R.why !== 0) ${site.save}`;
      if (e.pool.everywhere) e.writeStop(suspended3);
      else e.write(suspended3);
    } else if (mode === "tail") {
      e.declare(result, text2);
      e.write(`if (${result} === S && R.why === 1) ${site.save} return ${result};`);
    } else {
      e.declare(result, e.pool.everywhere ? `each(${text2})` : text2);
      if (form !== void 0 && !e.pool.everywhere) e.write(`if (${result} === S) ${site.save}`);
      else if (mode === "one")
        e.write(`if (${result} === S) { if (R.why !== 0) ${site.save} ${result} = R.r0; }`);
      else e.write(`if (${result} === S && R.why !== 0) ${site.save}`);
      if (e.pool.everywhere) e.writeStop("");
    }
  }
  if (mode === "none") return NIL;
  return form === void 0 ? atom(result, "any", { temp: true }) : atom(result, "number", { temp: true, form });
}
function afterCall(e, site, result, _mode) {
  if (e.pool.everywhere) e.writeStop(`if ((${result} = each(${result})) === S) ${site.save}`);
}

// src/lua/emit/closures.ts
function emitClosure(e, body2) {
  const inner2 = e.resolution.functionOf.get(body2);
  if (inner2 === void 0) throw new Error("a function was not resolved");
  const captures2 = inner2.captures.map((capture2) => {
    if (capture2.outer >= 0) return `self.up[${capture2.outer}]`;
    const name2 = `l${capture2.variable.id}`;
    return capture2.variable.owner === e.scope ? name2 : `self.up[${indexOfCapture(e, capture2.variable)}]`;
  });
  const result = e.temp();
  const up = captures2.length === 0 ? "NO_UP" : `[${captures2.join(", ")}]`;
  e.declare(result, `new Fn(P[${inner2.index}].code, ${up}, P[${inner2.index}])`);
  return atom(result, "object", { temp: true });
}
function indexOfCapture(e, variable) {
  return e.scope.captures.findIndex((capture2) => capture2.variable === variable);
}

// src/lua/emit/arithmetic.ts
var SLOW = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "idiv",
  "%": "mod",
  "^": "pow",
  "&": "band",
  "|": "bor",
  "~": "bxor",
  "<<": "shl",
  ">>": "shr"
};
function bothNumbers(a2, b) {
  return [a2, b].filter((value) => value.kind !== "number").map((value) => `typeof ${value.js} === 'number'`);
}
function isLiteral(value) {
  return /^\d/.test(value.js);
}
function fastArithmetic(operator, a2, b, result, large) {
  const numbers = bothNumbers(a2, b);
  const kind = numbers.length === 0 ? "number" : "any";
  switch (operator) {
    case "+":
    case "-":
      return { when: numbers, value: `${a2.js} ${operator} ${b.js}`, kind };
    case "*": {
      if (productKind(a2.form, b.form) !== "numeric")
        return { when: numbers, value: `${a2.js} * ${b.js}`, kind };
      const inRange = `(${result} = ${a2.js} * ${b.js}) <= 9007199254740991 && ${result} >= -9007199254740991`;
      return { when: [...numbers, inRange], value: "", kind: "any" };
    }
    case "/":
      return {
        when: numbers,
        value: `${a2.js} / ${isLiteral(b) && b.js !== "0" ? b.js : `(${b.js} + 0)`}`,
        kind
      };
    case "%":
      return {
        when: [...numbers, ...notNegative(a2), ...positive(b)],
        value: large ? remainderOfLarge(a2.js, Number(b.js), result) : remainder(a2, b),
        kind
      };
    case "//":
      return {
        when: [...numbers, ...notNegative(a2), ...positive(b)],
        value: `Math.floor(${a2.js} / ${b.js})`,
        kind
      };
    case "^":
      return { when: numbers, value: `${a2.js} ** ${b.js}`, kind };
    case "&":
    case "|":
    case "~": {
      const sign = operator === "~" ? "^" : operator;
      return {
        when: [...numbers, ...unsigned(a2), ...unsigned(b)],
        value: `(${a2.js} ${sign} ${b.js}) >>> 0`,
        kind: "any"
      };
    }
    case ">>":
      return isShift(b, 31) ? { when: [...numbers, ...unsigned(a2)], value: `${a2.js} >>> ${b.js}`, kind: "any" } : void 0;
    case "<<":
      return isShift(b, 20) ? { when: [...numbers, ...unsigned(a2)], value: `${a2.js} * ${2 ** Number(b.js)}`, kind: "any" } : void 0;
    default:
      return void 0;
  }
}
function remainder(a2, b) {
  if (isLiteral(b)) return remainderByLiteral(a2.js, Number(b.js));
  const small = [a2, b].filter((value) => !isLiteral(value)).map((value) => `(${value.js} | 0) === ${value.js}`);
  return `${small.join(" && ")} ? ${a2.js} % ${b.js} : rem(${a2.js}, ${b.js})`;
}
function remainderByLiteral(a2, m) {
  if (/^\d/.test(a2) || !Number.isInteger(m)) return `${a2} % ${m}`;
  const short2 = m > 4294967295 ? a2 : `(${a2} >>> 0) % ${m}`;
  const large = `Math.floor(${a2}) === ${a2} && ${a2} <= 9007199254740991 ? ${a2} - Math.floor(${a2} / ${m}) * ${m}`;
  return `${a2} >>> 0 === ${a2} ? ${short2} : ${large} : rem(${a2}, ${m})`;
}
var LARGE = 2 ** 52;
function remainderOfLarge(a2, m, result) {
  if (!Number.isInteger(m) || m < 3 || m > 4294967295) return remainderByLiteral(a2, m);
  const rest = `(${result} = ${a2} - Math.floor(${a2} * ${1 / m}) * ${m})`;
  const right = `${rest} < 0 ? ${result} + ${m} : ${result} >= ${m} ? ${result} - ${m} : ${result}`;
  return `${a2} < ${m} ? ${a2} + 0 : Math.floor(${a2}) === ${a2} && ${a2} <= ${LARGE} ? ${right} : rem(${a2}, ${m})`;
}
var SOME_FACTOR = 256;
function isLarge(node, m) {
  const inner2 = bare(node);
  if (inner2.type !== "Binary" || !isLiteral(m)) return false;
  const isSum = inner2.operator === "+" || inner2.operator === "-";
  const product = (isSum ? [inner2.left, inner2.right] : [inner2]).map(bare).find((side) => side.type === "Binary" && side.operator === "*");
  if (product?.type !== "Binary") return false;
  const factor = [product.left, product.right].map(integerOf2).find((each2) => each2 !== void 0);
  return Number(m.js) * Number(factor ?? SOME_FACTOR) > 2 ** 32;
}
function isShift(b, most) {
  return /^\d+$/.test(b.js) && Number(b.js) <= most;
}
function wideShift(operator, a2, b, result) {
  if (operator !== ">>" || a2.kind === "number" || !isShift(b, 63)) return void 0;
  return `if (typeof ${a2.js} === 'bigint') ${result} = shiftRightWide(${a2.js}, ${b.js});`;
}
function unsigned(a2) {
  if (/^\d+$/.test(a2.js) && Number(a2.js) <= 4294967295) return [];
  return [`${a2.js} >>> 0 === ${a2.js}`];
}
function notNegative(a2) {
  return isLiteral(a2) ? [] : [`${a2.js} >= 0`];
}
function positive(b) {
  return isLiteral(b) && Number(b.js) > 0 ? [] : [`${b.js} > 0`];
}
function emitArithmetic(e, node) {
  const [a2, b] = arithmeticOperands(e, node);
  return applyArithmetic(e, node, a2, b);
}
function arithmeticOperands(e, node) {
  const [a2, b] = operands(e, [node.left, node.right], isOwnLocal);
  return [simple(e, a2), simple(e, b)];
}
function numbersText(a2, b) {
  return bothNumbers(a2, b).join(" && ") || "true";
}
function applyArithmetic(e, node, a2, b, shortcut) {
  const site = e.site(node, node.operator);
  const result = e.temp();
  const slow = SLOW[node.operator];
  const fast = fastArithmetic(node.operator, a2, b, result, node.operator === "%" && isLarge(node.left, b));
  const kind = fast === void 0 ? "any" : fast.kind;
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    if (fast !== void 0 && fast.when.length === 0) e.declare(result, fast.value);
    else {
      e.declare(result);
      const set = fast === void 0 || fast.value === "" ? ";" : `${result} = ${fast.value};`;
      const when = fast === void 0 ? "false" : fast.when.join(" && ");
      const other = shortcut?.other ?? wideShift(node.operator, a2, b, result);
      const after2 = other === void 0 || e.pool.everywhere ? "" : `else ${other} `;
      if (!e.isRare) e.write(`if (${when}) ${set} ${after2}else `);
      e.write(`if ((${result} = ${slow}(${a2.js}, ${b.js})) === S) ${site.save}`);
    }
    everywhere(e, site, result);
  }
  return kind === "number" ? atom(result, kind, { temp: true, form: formOf(node.operator, a2, b) }) : atom(result, kind, { temp: true });
}
function formOf(operator, a2, b) {
  const kind = resultKind(operator, a2.form, b.form);
  return kind === "float" || kind === "mixed" ? kind : "number";
}
function simple(e, value) {
  return isLiteral(value) ? value : e.named(value);
}

// src/lua/emit/fused.ts
function emitFused(e, node) {
  switch (node.operator) {
    case "&":
    case "%":
      return emitReduced(e, node);
    case "*":
      return emitXorMultiply(e, node);
    case "+":
      return emitMultiplyAdd(e, node);
    default:
      return void 0;
  }
}
function emitReduced(e, node) {
  const parts3 = productOf(node.left);
  const m = integerOf2(node.right);
  if (parts3 === void 0 || typeof m !== "number") return void 0;
  if (node.operator === "&" && parts3.sum !== void 0) return void 0;
  const added = parts3.sum === void 0 ? 0 : integerOf2(parts3.sum.right);
  if (typeof added !== "number") return void 0;
  const result = e.temp();
  e.declare(result);
  const c2 = String(added);
  const mask = node.operator === "&" ? m : maskOf(m);
  const factor = integerOf2(parts3.product.right);
  const [a2, b] = arithmeticOperands(e, parts3.product);
  const rest = (product2) => {
    const left2 = parts3.sum === void 0 ? product2 : applyArithmetic(e, parts3.sum, product2, atom(c2, "number"));
    return applyArithmetic(e, node, left2, atom(String(m), "number"));
  };
  if (mask !== void 0 && mask >= 0 && mask <= 4294967295 && typeof factor === "number") {
    const condition = e.pool.everywhere ? "false" : integerText(a2);
    const opening = `if (${condition}) ${result} = ${low(a2, factor, added, mask)}; else {`;
    return branch(e, result, opening, () => rest(applyArithmetic(e, parts3.product, a2, b)));
  }
  const fused = node.operator === "&" ? `multiplyMasked(${a2.js}, ${b.js}, ${m})` : `multiplyAddModulo(${a2.js}, ${b.js}, ${c2}, ${m})`;
  const product = applyArithmetic(e, parts3.product, a2, b, {
    other: `if (${numbersText(a2, b)}) ${result} = ${fused};`
  });
  return branch(e, result, `if (${result} === undefined) {`, () => rest(product));
}
function integerText(a2) {
  const numbers = a2.kind === "number" ? "" : `typeof ${a2.js} === 'number' && `;
  return `${numbers}((${a2.js} | 0) === ${a2.js} || Number.isSafeInteger(${a2.js}))`;
}
function maskOf(m) {
  return m > 0 && m <= 2 ** 32 && Math.log2(m) % 1 === 0 ? m - 1 : void 0;
}
function low(a2, factor, added, mask) {
  const product = `Math.imul(${a2.js}, ${factor | 0})`;
  const masked = `(${added === 0 ? product : `${product} + ${added | 0}`}) & ${mask | 0}`;
  return mask <= 2147483647 ? masked : `(${masked}) >>> 0`;
}
function emitXorMultiply(e, node) {
  const inner2 = node.left.type === "Paren" ? node.left.expression : void 0;
  const k = integerOf2(node.right);
  if (inner2?.type !== "Binary" || inner2.operator !== "~" || k === void 0) return void 0;
  const result = e.temp();
  e.declare(result);
  const [a2, b] = arithmeticOperands(e, inner2);
  const left2 = applyArithmetic(e, inner2, a2, b, {
    other: `if ((${result} = xorMultiply(${a2.js}, ${b.js}, ${k}n)) !== undefined) ;`
  });
  return branch(
    e,
    result,
    `if (${result} === undefined) {`,
    () => applyArithmetic(e, node, left2, e.expression(node.right))
  );
}
function emitMultiplyAdd(e, node) {
  const product = wideProduct(node);
  if (product === void 0) return void 0;
  const b = integerOf2(product.right);
  const c2 = integerOf2(node.right);
  const result = e.temp();
  e.declare(result);
  const [a2, factor] = arithmeticOperands(e, product);
  const step = e.pool.everywhere ? "undefined" : `multiplyAdd(${a2.js}, ${b}n, ${c2}n)`;
  return branch(
    e,
    result,
    `if ((${result} = ${step}) === undefined) {`,
    () => applyArithmetic(e, node, applyArithmetic(e, product, a2, factor), e.expression(node.right))
  );
}
function branch(e, result, opening, walk3) {
  e.reach(result);
  const started = !e.silent;
  e.write(opening);
  e.branch(() => {
    const value = walk3();
    e.assign(result, value.js);
  });
  if (started) e.write("}");
  return atom(result, "any", { temp: true });
}

// src/lua/emit/operators.ts
function emitBinary(e, node) {
  switch (node.operator) {
    case "..":
      return emitConcat(e, node);
    case "==":
    case "~=":
      return emitEquality(e, node);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return emitComparison(e, node);
    default:
      return emitFused(e, node) ?? emitArithmetic(e, node);
  }
}
function emitComparison(e, node) {
  const [a2, b] = operands(e, [node.left, node.right], isOwnLocal).map((value) => simple(e, value));
  const site = e.site(node, "compare");
  const result = e.temp();
  if (site.hit) e.declare(result, truth(atom("(v === S ? R.r0 : v)", "any")));
  else {
    e.mark(site);
    const numbers = bothNumbers(a2, b);
    const slow = node.operator === "<" || node.operator === ">" ? "lt" : "le";
    const swapped = node.operator === ">" || node.operator === ">=";
    const args = swapped ? `${b.js}, ${a2.js}` : `${a2.js}, ${b.js}`;
    const fast = `${a2.js} ${node.operator} ${b.js}`;
    if (numbers.length === 0) e.declare(result, fast);
    else {
      e.declare(result);
      e.write(
        `if (${numbers.join(" && ")}) ${result} = ${fast}; else if ((${result} = ${slow}(${args})) === S) ${site.save}`
      );
    }
    everywhere(e, site, result);
  }
  return atom(result, "boolean", { temp: true });
}
function emitEquality(e, node) {
  const [a2, b] = operands(e, [node.left, node.right], isOwnLocal);
  const site = e.site(node, "compare");
  const result = e.temp();
  const not = node.operator === "~=" ? "!" : "";
  if (site.hit) e.declare(result, `${not}${truth(atom("(v === S ? R.r0 : v)", "any"))}`);
  else {
    e.mark(site);
    const exact = [a2, b].some(
      (value) => value.kind !== "any" && value.kind !== "object" && value.kind !== "number"
    );
    const literalNumber2 = [a2, b].some(
      (value) => value.kind === "number" && Math.abs(Number(value.js)) < 2 ** 53
    );
    if (exact || literalNumber2 || bothNumbers(a2, b).length === 0)
      e.declare(result, not === "!" ? `${a2.js} !== ${b.js}` : `${a2.js} === ${b.js}`);
    else {
      const paid2 = a2.kind === "any" ? `typeof ${a2.js} !== 'string' || ${a2.js}.length < 4096 || same(${a2.js})` : "true";
      e.declare(result, `${a2.js} === ${b.js} ? ${paid2} : eq(${a2.js}, ${b.js})`);
      e.write(`if (${result} === S) ${site.save}`);
      if (not === "!") e.write(`${result} = !${result};`);
    }
    if (e.pool.everywhere) {
      if (not === "!") e.write(`${result} = !${result};`);
      everywhere(e, site, result);
      if (not === "!") e.write(`${result} = !${result};`);
    }
  }
  return atom(result, "boolean", { temp: true });
}
function emitConcat(e, node) {
  const nodes = [];
  const joins = [];
  let rest = node;
  while (rest.type === "Binary" && rest.operator === "..") {
    nodes.push(rest.left);
    joins.push(rest);
    rest = rest.right;
  }
  nodes.push(rest);
  const atoms = operands(e, nodes).map((value) => joinable(e, value));
  const before = e.pending.length;
  for (const value of atoms) if (value.temp) e.pending.push(value.js);
  let right = atoms.pop();
  for (let join = joins.pop(); join !== void 0; join = joins.pop()) {
    const left2 = atoms.pop();
    e.pending.length = before;
    for (const value of atoms) if (value.temp) e.pending.push(value.js);
    right = emitJoin(e, join, left2, right);
  }
  e.pending.length = before;
  return right;
}
function joinable(e, value) {
  return value.kind === "string" || isLiteralNumber(value) ? value : e.named(value);
}
function isLiteralNumber(value) {
  return value.kind === "number" && isLiteral(value);
}
function joined(value) {
  return isLiteralNumber(value) ? atom(literal2(numberToText(Number(value.js))), "string") : value;
}
function emitJoin(e, node, a2, b) {
  const site = e.site(node, "..");
  const result = e.temp();
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    const [x, y] = [joined(a2), joined(b)];
    const texts = [x, y].filter((value) => value.kind !== "string").map((value) => `typeof ${value.js} === 'string'`);
    if (texts.length === 0) texts.push("true");
    e.declare(result);
    e.write(
      `if (${texts.join(" && ")} && ${x.js}.length + ${y.js}.length < 16384) ${result} = ${x.js} + ${y.js};`
    );
    e.write(`else if ((${result} = concat(${a2.js}, ${b.js})) === S) ${site.save}`);
    everywhere(e, site, result);
  }
  return atom(result, "any", { temp: true });
}
function emitUnary(e, node) {
  if (node.operator === "not") {
    const value2 = e.expression(node.operand);
    const result2 = e.temp();
    e.declare(result2, `!${truth(value2)}`);
    return atom(result2, "boolean", { temp: true });
  }
  const value = e.expression(node.operand);
  const operand2 = node.operator === "#" ? e.named(value) : simple(e, value);
  const site = e.site(node, node.operator);
  const result = e.temp();
  if (operand2.kind === "number" && isLiteral(operand2) && node.operator === "-" && !site.hit && !e.pool.everywhere) {
    return atom(`(-${operand2.js} + 0)`, "number", { form: operand2.form });
  }
  const isNumber2 = node.operator === "-" && operand2.kind === "number";
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    const a2 = operand2.js;
    e.declare(result, isNumber2 ? `0 - ${a2}` : void 0);
    if (node.operator === "-" && !isNumber2) {
      e.write(
        `if (typeof ${a2} === 'number') ${result} = 0 - ${a2}; else if ((${result} = unm(${a2})) === S) ${site.save}`
      );
    } else if (node.operator === "#") {
      const plain3 = `if (${a2}${ofAny(e)}.arr !== undefined && ${a2}.mt === null) ${result} = ${a2}.arr.length - 1;`;
      if (!e.isRare) e.write(`${plain3}else `);
      e.write(`if ((${result} = len(${a2})) === S) ${site.save}`);
    } else if (node.operator === "~") {
      e.write(`if ((${result} = bnot(${a2})) === S) ${site.save}`);
    }
    everywhere(e, site, result);
  }
  return isNumber2 ? atom(result, "number", { temp: true, form: operand2.form }) : atom(result, "any", { temp: true });
}

// src/lua/emit/tables.ts
var COLLECTED = 12;
var MOST_FIELDS = 256;
function emitTable(e, node) {
  const running2 = node.items.some((item) => itemRuns(e, item));
  const keyed = node.items.some((item) => item.type === "Keyed");
  const names2 = node.items.flatMap((item) => item.type === "Named" ? [item.name] : []);
  const twice = new Set(names2).size !== names2.length;
  if (keyed || twice || names2.length > MOST_FIELDS || running2 && node.items.length > COLLECTED)
    return emitFilled(e, node);
  return emitCollected(e, node, names2, running2);
}
function itemRuns(e, item) {
  return mayRunCode(e, item.value) || item.type === "Keyed" && mayRunCode(e, item.key);
}
function emitCollected(e, node, names2, runs) {
  const before = e.pending.length;
  const positional = [];
  const named3 = [];
  let rest = { type: "none" };
  for (const [i, item] of node.items.entries()) {
    const last = i === node.items.length - 1;
    if (last && item.type === "Positional" && isMulti(item.value)) {
      rest = restOf2(e, item.value);
      break;
    }
    const running2 = runs && node.items.slice(i + 1).some((later2) => itemRuns(e, later2));
    const value = running2 ? keep(e, e.expression(item.value)) : e.expression(item.value);
    (item.type === "Positional" ? positional : named3).push(value);
  }
  e.pending.length = before;
  const fields = names2.length === 0 ? "NO_FIELDS" : `new ${e.pool.fields(names2)}(${named3.map((value) => value.js).join(", ")})`;
  const result = e.temp();
  const items = itemsText(positional, rest);
  e.declare(result, `new T(${items === "" ? names2.length === 0 ? "" : fields : `${fields}, ${items}`})`);
  return atom(result, "object", { temp: true });
}
function itemsText(positional, rest) {
  const values2 = positional.map((value) => value.js);
  if (rest.type === "extra") return `list([undefined, ${[...values2, "...va"].join(", ")}])`;
  if (rest.type === "results") {
    const items = (last2) => `[undefined, ${[...values2, last2].join(", ")}]`;
    return `list(${rest.js} === S ? ${items("...all()")} : ${items(rest.js)})`;
  }
  if (values2.length === 0) return "";
  const last = positional.at(-1);
  const solid = last.kind !== "any" && last.kind !== "nil";
  return solid ? `[undefined, ${values2.join(", ")}]` : `list([undefined, ${values2.join(", ")}])`;
}
function restOf2(e, node) {
  if (node.type === "Vararg") return { type: "extra" };
  if (node.type === "Call") return { type: "results", js: emitCall(e, node, "all").js };
  if (node.type === "MethodCall") return { type: "results", js: emitMethodCall(e, node, "all").js };
  throw new Error("only calls and varargs give several values");
}
function emitFilled(e, node) {
  const table2 = atom(e.temp(), "object", { temp: true });
  e.declare(table2.js, "new T()");
  const before = e.pending.length;
  e.pending.push(table2.js);
  let place = 0;
  for (const [i, item] of node.items.entries()) {
    const last = i === node.items.length - 1;
    if (item.type === "Positional") {
      if (last && isMulti(item.value)) {
        const rest = restOf2(e, item.value);
        const values2 = rest.type === "extra" ? "va" : rest.type === "results" ? `${rest.js} === S ? all() : [${rest.js}]` : "[]";
        e.write(`fill(${table2.js}, ${place}, ${values2});`);
      } else {
        place++;
        e.write(`put(${table2.js}, ${place}, ${e.expression(item.value).js});`);
      }
    } else if (item.type === "Named") {
      const value = e.expression(item.value);
      e.write(`${e.pool.setter(item.name)}(${table2.js}, ${value.js});`);
    } else emitKeyed(e, item, table2);
  }
  e.pending.length = before;
  return table2;
}
function emitKeyed(e, item, table2) {
  const before = e.pending.length;
  let key = e.expression(item.key);
  if (mayRunCode(e, item.value)) key = keep(e, key);
  const value = e.expression(item.value);
  e.pending.length = before;
  const site = e.site(item.key, "key");
  e.mark(site);
  e.write(`if (rawSet(${table2.js}, ${key.js}, ${value.js}) === S) ${site.save}`);
}

// src/lua/emit/expressions.ts
function writeExpression(e, node) {
  switch (node.type) {
    case "Nil":
      return NIL;
    case "True":
      return TRUE;
    case "False":
      return FALSE;
    case "Number":
      return numberAtom(node);
    case "String":
      return atom(literal2(node.value), "string");
    case "Vararg":
      return atom("va[0]", "any");
    case "FunctionExpression":
      return emitClosure(e, node.body);
    case "Name":
      return emitName(e, node);
    case "Index":
      return emitIndex(e, node);
    case "Call":
      return emitCall(e, node, "one");
    case "MethodCall":
      return emitMethodCall(e, node, "one");
    case "Binary":
      return emitBinary(e, node);
    case "Unary":
      return emitUnary(e, node);
    case "Logical":
      return emitLogical(e, node);
    case "Paren":
    case "Cast":
    case "NonNil":
      return e.expression(node.expression);
    case "Table":
      return emitTable(e, node);
  }
}
function numberAtom(node) {
  if (typeof node.value === "bigint") return atom(`${node.value}n`, "any");
  const text2 = Number.isFinite(node.value) ? String(node.value) : node.value > 0 ? "Infinity" : "-Infinity";
  const form = node.float ? "float" : Math.abs(node.value) < 2 ? "mixed" : "number";
  return atom(text2, "number", { form });
}
function emitName(e, node) {
  const binding2 = e.binding(node);
  switch (binding2.type) {
    case "local":
      return variableAtom(e, `l${binding2.variable.id}`, binding2.variable);
    case "captured":
      return variableAtom(e, capturedName(e, binding2), binding2.variable);
    case "global":
      return readField(e, node, "E", node.name, "global");
  }
}
function variableAtom(e, name2, variable) {
  if (isCell(variable)) return atom(`${name2}.v`, "any", { volatile: true });
  const form = e.resolution.numbers.get(variable);
  return form === void 0 ? atom(name2, "any") : atom(name2, "number", { form });
}
function capturedName(e, { variable, index: index3 }) {
  return e.resolution.called.get(variable)?.body === e.scope.body ? "self" : e.captured(index3);
}
function emitIndex(e, node) {
  const name2 = fieldName2(node.key);
  if (name2 !== void 0) {
    const object2 = e.named(e.expression(node.object));
    return readField(e, node, object2.js, name2, "index");
  }
  const [object, key] = operands(e, [node.object, node.key], isVariable).map(
    (value, i) => i === 1 && value.kind === "number" ? value : e.named(value)
  );
  const site = e.site(node, "index");
  const result = e.temp();
  if (site.hit) e.declare(result, "v === S ? R.r0 : v");
  else {
    e.mark(site);
    e.declare(result, `${arrayHit(e, object, key)} ? ${object.js}.arr[${key.js}] : undefined`);
    e.write(
      `if (${result} === undefined && (${result} = index(${object.js}, ${key.js})) === S) ${site.save}`
    );
    everywhere(e, site, result);
  }
  return atom(result, "any", { temp: true });
}
function emitLogical(e, node) {
  const left2 = e.expression(node.left);
  const result = e.temp();
  const started = !e.silent;
  e.declare(result, left2.js);
  const condition = truth(atom(result, left2.kind));
  e.write(node.operator === "and" ? `if (${condition}) {` : `if (!${condition}) {`);
  let right = left2;
  e.branch(() => {
    right = e.expression(node.right);
    e.assign(result, right.js);
  });
  if (started) e.write("}");
  const kind = left2.kind === right.kind ? left2.kind : "any";
  return atom(result, kind, { temp: true });
}

// src/lua/emit/quick-exit.ts
function quickExit(e) {
  const first3 = e.scope.body.block.body[0];
  if (first3?.type !== "If" || e.pool.everywhere) return "";
  return exitOf(e, first3.clauses[0]) ?? "";
}
function exitOf(e, clause) {
  const answer2 = clause?.block.body[0];
  if (clause === void 0 || answer2?.type !== "Return" || answer2.values.length > 1) return void 0;
  const value = answer2.values[0] === void 0 ? "ret0()" : plain(e, answer2.values[0])?.js;
  const condition = conditionOf(e, clause.condition, 0);
  return value === void 0 || condition === void 0 ? void 0 : `if (${condition}) return ${value}; `;
}
function plain(e, node) {
  switch (node.type) {
    case "Nil":
      return NIL;
    case "True":
      return TRUE;
    case "False":
      return FALSE;
    case "String":
      return atom(literal2(node.value), "string");
    case "Number":
      return typeof node.value === "number" && Number.isFinite(node.value) ? atom(String(node.value), "number") : void 0;
    case "Name":
      return parameter(e, node);
    default:
      return void 0;
  }
}
function parameter(e, node) {
  const binding2 = e.binding(node);
  if (binding2.type !== "local" || isCell(binding2.variable)) return void 0;
  if (!e.scope.parameters.includes(binding2.variable)) return void 0;
  return atom(`l${binding2.variable.id}`, e.resolution.numbers.has(binding2.variable) ? "number" : "any");
}
var DEEPEST3 = 3;
function conditionOf(e, node, depth) {
  if (depth > DEEPEST3) return void 0;
  if (node.type === "Paren") return conditionOf(e, node.expression, depth + 1);
  if (node.type === "Unary" && node.operator === "not") {
    const value = plain(e, node.operand);
    return value && `!${truth(value)}`;
  }
  if (node.type === "Logical") {
    const [left2, right] = [conditionOf(e, node.left, depth + 1), conditionOf(e, node.right, depth + 1)];
    if (left2 === void 0 || right === void 0) return void 0;
    return node.operator === "and" ? `(${left2}) && (${right})` : `(${left2}) || (${right})`;
  }
  if (node.type !== "Binary") {
    const value = plain(e, node);
    return value && truth(value);
  }
  const [a2, b] = [plain(e, node.left), plain(e, node.right)];
  if (a2 === void 0 || b === void 0) return void 0;
  switch (node.operator) {
    case "==":
      return [a2, b].some((one2) => isExact(one2)) ? `${a2.js} === ${b.js}` : void 0;
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const unknown = [a2, b].filter(({ kind }) => kind !== "number");
      if (unknown.some(({ kind }) => kind !== "any")) return void 0;
      const checks = unknown.map(({ js }) => `typeof ${js} === 'number'`);
      return [...checks, `${a2.js} ${node.operator} ${b.js}`].join(" && ");
    }
    default:
      return void 0;
  }
}
function isExact(value) {
  return value.kind === "nil" || value.kind === "boolean" || value.kind === "number" && isLiteral(value);
}

// src/lua/nested-loops.ts
function isNestedLoop(node) {
  switch (node.type) {
    case "While":
    case "Repeat":
    case "NumericFor":
    case "GenericFor":
      return hasLoop(node.block);
    default:
      return false;
  }
}
var known2 = /* @__PURE__ */ new WeakMap();
function hasLoop(block3) {
  let found2 = known2.get(block3);
  if (found2 === void 0) {
    found2 = block3.body.some(containsLoop);
    known2.set(block3, found2);
  }
  return found2;
}
function containsLoop(node) {
  switch (node.type) {
    case "While":
    case "Repeat":
    case "NumericFor":
    case "GenericFor":
      return true;
    case "Do":
      return hasLoop(node.block);
    case "If":
      return node.clauses.some((clause) => hasLoop(clause.block)) || node.otherwise !== void 0 && hasLoop(node.otherwise);
    default:
      return false;
  }
}

// src/lua/emit/assignments.ts
function emitLocal(e, node) {
  const variables = e.declaredBy(node);
  const single = node.names.length === 1 && node.values.length === 1;
  if (single) {
    e.bind(variables[0], e.expression(node.values[0]).js);
    return;
  }
  const values2 = adjusted(e, node.values, variables.length);
  for (const [i, variable] of variables.entries()) e.bind(variable, values2[i].js);
}
function adjusted(e, nodes, count2) {
  if (nodes.length > count2) {
    const before = e.pending.length;
    const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
    const atoms2 = nodes.map(
      (node, i) => i < lastRunning ? keep(e, e.expression(node)) : e.expression(node)
    );
    e.pending.length = before;
    return atoms2.slice(0, count2);
  }
  if (nodes.length === count2) {
    const before = e.pending.length;
    const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
    const atoms2 = nodes.map(
      (node, i) => i < lastRunning ? keep(e, e.expression(node)) : e.expression(node)
    );
    e.pending.length = before;
    return atoms2;
  }
  const { atoms, rest } = expressionList(e, nodes);
  const values2 = [...atoms];
  if (rest.type === "none") while (values2.length < count2) values2.push(NIL);
  else fromRest(e, values2, rest, count2);
  return values2;
}
function fromRest(e, values2, rest, count2) {
  const start3 = values2.length;
  for (let i = start3; i < count2; i++) {
    const n = i - start3;
    if (rest.type === "extra") values2.push(atom(`va[${n}]`, "any"));
    else if (rest.type === "results") {
      const name2 = e.temp();
      e.declare(
        name2,
        n > 2 ? `resultAt(${rest.js}, ${n})` : `${rest.js} === S ? R.r${n} : ${n === 0 ? rest.js : "undefined"}`
      );
      values2.push(atom(name2, "any", { temp: true }));
    }
  }
}
function emitLocalFunction(e, node) {
  const variable = e.declaredBy(node)[0];
  const inner2 = e.resolution.functionOf.get(node.body);
  const itself = inner2?.captures.findIndex((capture2) => capture2.variable === variable) ?? -1;
  if (isCell(variable)) {
    e.bind(variable, "undefined");
    const value2 = emitClosure(e, node.body);
    e.write(`l${variable.id}.v = ${value2.js};`);
    return;
  }
  e.active.push(variable);
  const name2 = `l${variable.id}`;
  const declared = !e.silent;
  if (itself >= 0) e.declare(name2);
  const value = emitClosure(e, node.body);
  if (itself >= 0) e.write(`${name2} = ${value.js}; ${name2}.up[${itself}] = ${name2};`);
  else e.declare(name2, value.js);
  if (!declared) e.reach(name2);
}
function target(e, node) {
  if (node.type === "Name") {
    if (e.binding(node).type !== "global") return { type: "variable", node };
    return { type: "field", node, object: atom("E", "any"), name: node.name };
  }
  const name2 = fieldName2(node.key);
  const before = e.pending.length;
  let object = e.expression(node.object);
  if (name2 !== void 0)
    return { type: "field", node, object: isVariable(e, node.object) ? object : e.named(object), name: name2 };
  if (mayRunCode(e, node.key) && !isVariable(e, node.object)) object = keep(e, e.named(object));
  let key = e.expression(node.key);
  if (!isOwnLocal(e, node.object)) object = e.named(object);
  if (key.kind !== "number" && !isOwnLocal(e, node.key)) key = e.named(key);
  e.pending.length = before;
  return { type: "index", node, object, key };
}
function keepTarget(e, to) {
  if (to.type === "variable") return;
  if (to.object.temp) e.pending.push(to.object.js);
  if (to.type === "index" && to.key.temp) e.pending.push(to.key.js);
}
function emitAssign(e, node) {
  const before = e.pending.length;
  if (node.targets.length === 1 && node.values.length === 1) {
    const appended = beginAppend(e, node.targets[0], node.values[0]);
    const to = target(e, node.targets[0]);
    keepTarget(e, to);
    const value = e.expression(node.values[0]);
    e.pending.length = before;
    store(e, to, value);
    if (appended) {
      e.write("}");
      e.isRare = false;
    }
    return;
  }
  const assigned = new Set(node.targets.map((each2) => variableOf(e, each2)));
  const targets = node.targets.map((each2) => {
    const to = settled(e, target(e, each2), assigned);
    keepTarget(e, to);
    return to;
  });
  const values2 = adjusted(e, node.values, targets.length).map(
    (value) => isConstant2(value) ? value : e.copy(value)
  );
  for (const value of values2) if (value.temp) e.pending.push(value.js);
  for (let i = targets.length - 1; i >= 0; i--) store(e, targets[i], values2[i]);
  e.pending.length = before;
}
function beginAppend(e, to, value) {
  if (e.silent || e.pool.everywhere || to.type !== "Index" || to.object.type !== "Name") return false;
  const { key } = to;
  if (!isNextPlace(key)) return false;
  const list3 = variableOf(e, to.object);
  if (list3 === void 0 || isCell(list3) || variableOf(e, key.left.operand) !== list3) return false;
  const isReady = value.type === "Number" || value.type === "String" || variableOf(e, value) !== void 0;
  if (!isReady) return false;
  e.write(`if (!append(${e.expression(to.object).js}, ${e.expression(value).js})) {`);
  e.isRare = true;
  return true;
}
function isNextPlace(key) {
  if (key.type !== "Binary" || key.operator !== "+" || key.left.type !== "Unary") return false;
  return key.left.operator === "#" && key.right.type === "Number" && key.right.value === 1;
}
function settled(e, to, assigned) {
  if (to.type === "variable" || to.node.type === "Name") return to;
  const keep2 = (value, from) => {
    const variable = variableOf(e, from);
    return variable !== void 0 && assigned.has(variable) ? e.copy(value) : value;
  };
  const object = keep2(to.object, to.node.object);
  return to.type === "field" ? { ...to, object } : { ...to, object, key: keep2(to.key, to.node.key) };
}
function variableOf(e, node) {
  const name2 = bare(node);
  if (name2.type !== "Name") return void 0;
  const binding2 = e.binding(name2);
  return binding2.type === "global" ? void 0 : binding2.variable;
}
function isConstant2(value) {
  return value.kind === "nil" || /^(\d|'|true$|false$)/.test(value.js);
}
function store(e, to, value) {
  if (to.type === "variable") storeVariable(e, to.node, value);
  else if (to.type === "field") storeField(e, to.node, now(e, to.object), to.name, value);
  else storeIndex(e, to.node, now(e, to.object), now(e, to.key), value);
}
function now(e, value) {
  return value.volatile ? e.copy(value) : value;
}
function storeVariable(e, node, value) {
  const binding2 = e.binding(node);
  if (binding2.type === "global") return;
  const name2 = binding2.type === "local" ? `l${binding2.variable.id}` : e.captured(binding2.index);
  if (isCell(binding2.variable)) e.write(`if (${name2}.mark !== 0) touch(${name2}); ${name2}.v = ${value.js};`);
  else e.assign(name2, value.js);
}
function storeField(e, node, object, name2, given3) {
  const value = given3.volatile || !/^([ltu]\d+$|\d|'|true$|false$|undefined$)/.test(given3.js) ? e.copy(given3) : given3;
  const site = e.site(node, node.type === "Name" ? "set global" : "set");
  if (site.hit) return;
  e.mark(site);
  const absent = value.kind === "any" ? `${value.js} === undefined || ` : value.kind === "nil" ? "true || " : "";
  const o = object.js;
  const slow = `${e.pool.setter(name2)}(${o}, ${value.js})`;
  const guard = `${absent}${o}${ofAny(e)}.mark !== 0 || ${o}.s${field(name2)} === undefined`;
  e.write(`if (${guard}) { if (${slow} === S) ${site.save} } else ${o}.s${field(name2)} = ${value.js};`);
  if (e.pool.everywhere) e.writeStop(`if (each(undefined) === S) ${site.save}`);
}
function storeIndex(e, node, object, key, given3) {
  const value = given3.volatile || !/^([ltu]\d+$|\d|'|true$|false$|undefined$)/.test(given3.js) ? e.copy(given3) : given3;
  const site = e.site(node, "set");
  if (site.hit) return;
  e.mark(site);
  const o = object.js;
  const present = value.kind === "any" ? ` && ${value.js} !== undefined` : value.kind === "nil" ? " && false" : "";
  const hit = `${arrayHit(e, object, key)} && ${o}.mark === 0 && ${o}.arr[${key.js}] !== undefined${present}`;
  const fast = e.isRare || isNextPlace(node.key) ? "" : `if (${hit}) ${o}.arr[${key.js}] = ${value.js}; else `;
  e.write(`${fast}if (setIndex(${o}, ${key.js}, ${value.js}) === S) ${site.save}`);
  if (e.pool.everywhere) e.writeStop(`if (each(undefined) === S) ${site.save}`);
}
function emitFunctionStatement(e, node) {
  const before = e.pending.length;
  const to = target(e, node.target);
  keepTarget(e, to);
  const value = emitClosure(e, node.body);
  e.pending.length = before;
  store(e, to, value);
}

// src/lua/emit/loops.ts
function headCheck(e, node, offset, open) {
  const site = e.site(node, "head", offset);
  if (e.beginsPiece(node, site)) {
    e.nextPiece(site);
    e.reserve(site.slots.length);
  }
  const at2 = e.out.length;
  const text2 = open(site);
  e.write(text2);
  e.mark(site);
  const isPiece = node === e.outermost;
  const kind = isPiece && e.scope.index === 0 ? "piece" : e.loop === void 0 ? "outer" : "other";
  const check = fuelCheck(e, site.number, kind, 1, isPiece);
  e.write(`if (${check}) ${site.save}`);
  return { site, at: at2, written: !e.silent };
}
function repeatable(e, site, exit) {
  return { head: site.number, exit, slots: site.slots, written: !e.silent };
}
function jumpToHead(e, loop, values2) {
  return `return head(P[${e.scope.index}], ${loop.head})(${["self", ...values2].join(", ")});`;
}
function body(e, loop, head2, walk3, repeat) {
  const outer = e.loop;
  const { stopped } = e;
  e.loop = loop;
  e.inBlock(walk3);
  e.loop = outer;
  e.stopped = stopped;
  if (e.silent) return;
  if (head2.written) e.write("}");
  else {
    e.insert(head2.at, `${loop.exit}: {`);
    e.jump(`${jumpToHead(e, loop, repeat(loop.slots))} }`);
  }
}
var same2 = (slots2) => slots2;
function emitWhile(e, node) {
  let loop;
  const head2 = headCheck(e, node, node.start, (site) => {
    loop = repeatable(e, site, e.label("B"));
    return `${loop.exit}: while (true) {`;
  });
  const it = loop;
  body(
    e,
    it,
    head2,
    () => {
      const condition = e.expression(node.condition);
      if (node.condition.type !== "True") e.write(`if (!${truth(condition)}) break ${it.exit};`);
      e.statements(node.block);
    },
    same2
  );
}
function emitRepeat(e, node) {
  let loop;
  const head2 = headCheck(e, node, node.start, (site) => {
    loop = repeatable(e, site, e.label("B"));
    return `${loop.exit}: while (true) {`;
  });
  const it = loop;
  body(
    e,
    it,
    head2,
    () => {
      e.statements(node.block, () => {
        const condition = e.expression(node.condition);
        e.write(`if (${truth(condition)}) break ${it.exit};`);
      });
    },
    same2
  );
}
function emitNumericFor(e, node) {
  const [counter, limit, step] = [e.temp(), e.temp(), e.temp()];
  bounds(e, node, [counter, limit, step]);
  const by = literalNumber(node.step);
  const known4 = countsNumbers(node);
  const increment = known4 ? `(${by})` : step;
  const going = by === void 0 || by === 0 ? `(${step} > 0 ? ${counter} <= ${limit} : ${counter} >= ${limit})` : `${counter} ${by > 0 ? "<=" : ">="} ${limit}`;
  const advance = `${counter} + ${increment}`;
  const states = e.states.length;
  e.states.push(counter, limit);
  if (known4) e.numbers.add(counter).add(limit);
  else e.states.push(step);
  let loop;
  const head2 = headCheck(e, node, node.block.start - 0.5, (site) => {
    loop = repeatable(e, site, e.label("B"));
    return `${loop.exit}: for (; ${going}; ${counter} = ${advance}) {`;
  });
  const it = loop;
  body(
    e,
    it,
    head2,
    () => {
      const variable = e.declaredBy(node)[0];
      e.bind(
        variable,
        known4 ? counter : `typeof ${counter} === 'number' ? ${counter} : loopValue(${counter})`
      );
      e.statements(node.block);
    },
    (slots2) => slots2.map((name2) => name2 === counter ? advance : name2)
  );
  e.states.length = states;
}
function bounds(e, node, names2) {
  const nodes = node.step === void 0 ? [node.from, node.to] : [node.from, node.to, node.step];
  const before = e.pending.length;
  const lastRunning = nodes.findLastIndex((each2) => mayRunCode(e, each2));
  const atoms = nodes.map((each2, i) => {
    const value = e.expression(each2);
    return i < lastRunning ? keep(e, value) : value;
  });
  e.pending.length = before;
  const site = e.site(node, "prepare");
  if (site.hit) throw new Error("the preparation of a loop never waits");
  e.mark(site);
  const values2 = [...atoms, ...atoms.length === 2 ? [atom("1", "number")] : []];
  for (const [i, name2] of names2.entries()) e.declare(name2, values2[i].js);
  const checks = values2.flatMap(
    (value, i) => value.kind === "number" ? [] : [`typeof ${names2[i]} !== 'number'`]
  );
  if (literalNumber(node.step) === void 0 || literalNumber(node.step) === 0)
    checks.push(`${names2[2]} === 0`);
  if (checks.length === 0) return;
  e.write(`if (${checks.join(" || ")}) { prepareLoop(${names2.join(", ")}); if (R.why !== 0) ${site.save}`);
  if (countsNumbers(node)) e.write(`${names2[1]} = R.r1; } ${names2[1]} = +${names2[1]};`);
  else e.write(`${names2[0]} = R.r0; ${names2[1]} = R.r1; ${names2[2]} = R.r2; }`);
}
function emitGenericFor(e, node) {
  const names2 = [e.temp(), e.temp(), e.temp(), e.temp()];
  const [f, s, control, traversal] = names2;
  const values2 = adjusted(e, node.values, 3);
  for (const [i, name2] of [f, s, control].entries()) e.declare(name2, values2[i].js);
  e.declare(
    traversal,
    `${f} === next && ${s} instanceof T && ${control} === undefined ? new Traversal(${s}) : null`
  );
  const states = e.states.length;
  e.states.push(...names2);
  let loop;
  const head2 = headCheck(e, node, node.block.start - 0.5, (site) => {
    loop = repeatable(e, site, e.label("B"));
    return `${loop.exit}: for (;;) {`;
  });
  const it = loop;
  body(e, it, head2, () => iteration(e, node, it, names2), same2);
  e.states.length = states;
}
function firstLine([first3]) {
  let node = first3;
  for (let inner2 = node; inner2 !== void 0; inner2 = beginning(inner2)) node = inner2;
  return node?.line;
}
function iteration(e, node, loop, names2) {
  const [f, s, control, traversal] = names2;
  const variables = e.declaredBy(node);
  const site = e.site(node, "iterate", node.block.start - 0.5, firstLine(node.values));
  const result = e.temp();
  const fresh = variables.map(() => e.temp());
  if (site.hit) {
    for (const [i, name2] of fresh.entries())
      e.declare(name2, i > 2 ? `resultAt(v, ${i})` : `v === S ? R.r${i} : ${i === 0 ? "v" : "undefined"}`);
    e.write(`if (${fresh[0]} === undefined) break ${loop.exit};`);
    e.assign(control, fresh[0]);
  } else {
    for (const name2 of fresh) e.declare(name2);
    e.mark(site);
    const pair = fresh.slice(0, 2).map((name2, i) => `${name2} = ${traversal}.${i === 0 ? "key" : "value"};`);
    e.write(
      `if (${traversal} !== null) { if (!${traversal}.step()) break ${loop.exit}; ${pair.join(" ")} ${control} = ${fresh[0]}; } else {`
    );
    e.declare(result, `${codeOf2(e, f)}(${f}, ${s}, ${control})`);
    if (e.pool.everywhere) e.write(`${result} = each(${result});`);
    e.write(`if (${result} === S) { if (R.why !== 0) ${site.save}`);
    e.write(fresh.map((name2, i) => `${name2} = ${i > 2 ? `resultAt(S, ${i})` : `R.r${i}`};`).join(" "));
    e.write(
      `} else ${fresh[0]} = ${result}; if (${fresh[0]} === undefined) break ${loop.exit}; ${control} = ${fresh[0]}; }`
    );
  }
  for (const [i, variable] of variables.entries()) e.bind(variable, fresh[i]);
  e.statements(node.block);
}

// src/lua/emit/statements.ts
function statement(e, node) {
  const outer = e.enter(node);
  write(e, node);
  e.leave(outer);
}
function write(e, node) {
  switch (node.type) {
    case "Local":
      emitLocal(e, node);
      return;
    case "LocalFunction":
      emitLocalFunction(e, node);
      return;
    case "Assign":
      emitAssign(e, node);
      return;
    case "CallStatement":
      if (node.call.type === "Call") emitCall(e, node.call, "none");
      else emitMethodCall(e, node.call, "none");
      return;
    case "Do":
      emitDo(e, node.block);
      return;
    case "While":
      emitWhile(e, node);
      return;
    case "Repeat":
      emitRepeat(e, node);
      return;
    case "If":
      emitIf(e, node);
      return;
    case "NumericFor":
      emitNumericFor(e, node);
      return;
    case "GenericFor":
      emitGenericFor(e, node);
      return;
    case "FunctionStatement":
      emitFunctionStatement(e, node);
      return;
    case "Return":
      emitReturn(e, node);
      return;
    case "Break":
      e.write(`break ${e.loop?.exit};`);
      return;
    case "Goto":
      emitGoto(e, node);
      return;
    case "TypeAlias":
      emitTypeAlias(e, node);
      return;
    case "Label":
      return;
  }
}
function emitDo(e, block3) {
  const started = !e.silent;
  e.write("{");
  e.branch(() => e.inBlock(() => e.statements(block3)));
  if (started) e.write("}");
}
function writeStatements(e, block3, ending) {
  bindTypes(e, block3);
  if (!block3.body.some((node) => node.type === "Label")) {
    const hasPieces = block3 === e.scope.body.block;
    const isWhole = hasPieces && e.target >= 0;
    for (const node of block3.body) {
      if (hasPieces && (e.scope.index === 0 || isNestedLoop(node))) e.outermost = node;
      if (isWhole && e.stopped) return;
      if (!e.isComplete) statement(e, node);
    }
    ending?.();
    return;
  }
  const backward = backwardLabels(block3);
  const wraps = forwardWraps(e, block3, backward);
  const opened = [];
  const loops = [];
  for (const [i, node] of block3.body.entries()) {
    for (let top = opened.at(-1); top !== void 0 && top.wrap.to === i; top = opened.at(-1)) {
      closeWrap(e, top);
      opened.pop();
    }
    for (const wrap3 of wraps) {
      if (wrap3.from !== i) continue;
      opened.push({ wrap: wrap3, at: e.out.length, written: !e.silent, stopped: e.stopped });
      e.write(`${wrap3.label.forward}: {`);
    }
    if (node.type === "Label") {
      const state = e.labels.find((label2) => label2.name === node.name);
      if (state !== void 0 && (backward.has(node.name) || state.jumps !== void 0))
        loops.push(openBackward(e, node, state));
    } else statement(e, node);
  }
  ending?.();
  for (let close2 = loops.pop(); close2 !== void 0; close2 = loops.pop()) close2();
}
function closeWrap(e, open) {
  e.stopped = open.stopped;
  if (e.silent) return;
  if (!open.written) e.insert(open.at, `${open.wrap.label.forward}: {`);
  e.write("}");
}
function forwardWraps(e, block3, backward) {
  const wraps = [];
  const first3 = firstGotos(block3);
  const crossing = crossingLabels(block3, backward, first3);
  for (const [to, node] of block3.body.entries()) {
    if (node.type !== "Label") continue;
    const jumps = crossing.has(node.name) ? [] : void 0;
    const label2 = { name: node.name, forward: e.label("F"), back: void 0, jumps };
    e.labels = [label2, ...e.labels];
    const from = first3.get(node.name) ?? to;
    if (from < to && jumps === void 0) wraps.push({ label: label2, from, to });
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, outer] of wraps.entries()) {
      for (const inner2 of wraps) {
        if (inner2.from < outer.from && outer.from < inner2.to && inner2.to < outer.to) {
          wraps[i] = { ...outer, from: inner2.from };
          changed = true;
          break;
        }
      }
    }
  }
  return wraps.sort((a2, b) => a2.from - b.from || b.to - a2.to);
}
function firstGotos(block3) {
  const first3 = /* @__PURE__ */ new Map();
  for (const [i, each2] of block3.body.entries()) {
    for (const label2 of gotosIn(each2)) if (!first3.has(label2)) first3.set(label2, i);
  }
  return first3;
}
function crossingLabels(block3, backward, first3) {
  const loops = new Set(backward);
  const crossing = /* @__PURE__ */ new Set();
  const labels = block3.body.flatMap((node, at2) => node.type === "Label" ? [{ name: node.name, at: at2 }] : []);
  for (let before = -1; before < crossing.size; ) {
    before = crossing.size;
    for (const { name: name2, at: to } of labels) {
      const from = first3.get(name2) ?? to;
      if (crossing.has(name2) || !labels.some((each2) => each2.at > from && each2.at < to && loops.has(each2.name)))
        continue;
      crossing.add(name2);
      loops.add(name2);
    }
  }
  return crossing;
}
function openBackward(e, node, state) {
  const head2 = headCheck(e, node, node.start, (site) => {
    state.back = repeatable(e, site, e.label("G"));
    for (const place of state.jumps ?? []) e.out[place] = jumpToHead(e, state.back, state.back.slots);
    return `${state.back.exit}: for (;;) {`;
  });
  const at2 = head2.at;
  const { stopped } = e;
  return () => {
    const back = state.back;
    e.stopped = stopped;
    if (back === void 0 || e.silent) return;
    if (head2.written) e.write(`break ${back.exit}; }`);
    else {
      e.insert(at2, `${back.exit}: {`);
      e.write("}");
    }
  };
}
function emitGoto(e, node) {
  const state = e.labels.find((label2) => label2.name === node.label);
  if (state === void 0) throw new Error(`the label ${node.label} was not found`);
  if (state.back === void 0 && state.jumps !== void 0) {
    if (!e.silent) state.jumps.push(e.out.length);
    e.write("");
  } else if (state.back === void 0) e.write(`break ${state.forward};`);
  else if (state.back.written) e.write(`continue ${state.back.exit};`);
  else e.jump(jumpToHead(e, state.back, state.back.slots));
}
function emitIf(e, node) {
  const chain = node.clauses.length > 1 ? { exit: e.label("I"), at: e.out.length, written: !e.silent } : void 0;
  if (chain !== void 0) e.write(`${chain.exit}: {`);
  const { stopped } = e;
  let reached = false;
  let open = false;
  for (const [i, clause] of node.clauses.entries()) {
    const walk3 = () => {
      const condition = e.expression(clause.condition);
      open = !e.silent;
      e.write(`if (${truth(condition)}) {`);
      const { before } = e;
      e.branch(() => e.inBlock(() => e.statements(clause.block)));
      if (before && !e.before) reached = true;
      else if (chain !== void 0 && i < node.clauses.length - 1) e.write(`break ${chain.exit}; }`);
    };
    if (reached) e.skip(walk3);
    else walk3();
  }
  emitElse(e, node, reached, open);
  if (chain !== void 0) e.stopped = stopped;
  if (chain === void 0 || e.silent) return;
  if (!chain.written) e.insert(chain.at, `${chain.exit}: {`);
  e.write("}");
}
function emitElse(e, node, reached, open) {
  const { otherwise } = node;
  if (otherwise === void 0) {
    if (open && !reached) e.write("}");
    return;
  }
  const walk3 = () => e.branch(() => e.inBlock(() => e.statements(otherwise)));
  if (reached) {
    e.skip(walk3);
    return;
  }
  if (open) e.write("} else {");
  walk3();
  if (open) e.write("}");
}
function emitReturn(e, node) {
  const only = node.values.length === 1 ? node.values[0] : void 0;
  if (only?.type === "Call") {
    emitCall(e, only, "tail");
    return;
  }
  if (only?.type === "MethodCall") {
    emitMethodCall(e, only, "tail");
    return;
  }
  const { atoms, rest } = expressionList(e, node.values);
  const values2 = atoms.map((value) => value.js);
  if (rest.type === "extra") e.write(`return retN([${[...values2, "...va"].join(", ")}]);`);
  else if (rest.type === "results") {
    const single = values2.length === 1 ? `ret2(${values2[0]}, ${rest.js})` : `retN([${[...values2, rest.js].join(", ")}])`;
    e.write(`return ${rest.js} === S ? retN([${values2.join(", ")}, ...all()]) : ${single};`);
  } else if (values2.length === 0) e.write("return ret0();");
  else if (values2.length === 1) e.write(`return ${values2[0]};`);
  else if (values2.length === 2) e.write(`return ret2(${values2.join(", ")});`);
  else if (values2.length === 3) e.write(`return ret3(${values2.join(", ")});`);
  else e.write(`return retN([${values2.join(", ")}]);`);
}

// src/lua/emit/unit-text.ts
var writers = { expression: writeExpression, statements: writeStatements };
var NAMES2 = "S, R, T, Fn, Cell, Frame, Fields, NO_FIELDS, NO_UP, Traversal, callOfHost, push, tick, tickOfPiece, enter, again, each, head, piece, innerPiece, ret0, ret2, ret3, retN, all, resultAt, list, put, fill, typeAt, typeOfGiven, typeOfKnown, add, sub, mul, div, mod, pow, idiv, band, bor, bxor, shl, shr, unm, bnot, len, concat, same, eq, lt, le, index, append, setIndex, rawSet, touch, multiplyMasked, multiplyAddModulo, multiplyAdd, xorMultiply, shiftRightWide, rem, numberOnly, prepareLoop, loopValue, next, select, stringByte, stringSub, stringFind, stringMatch, tableInsert, oneByte";
var NAME_LIST = NAMES2.split(", ");
var PoolText = class {
  everywhere;
  keepsLocals;
  followsLines;
  detailed;
  #names = /* @__PURE__ */ new Map();
  #read = /* @__PURE__ */ new Set();
  #written = /* @__PURE__ */ new Set();
  #text = "";
  constructor({ everywhere: everywhere2, keepsLocals, followsLines }, detailed) {
    this.everywhere = everywhere2;
    this.keepsLocals = keepsLocals;
    this.followsLines = followsLines;
    this.detailed = detailed;
  }
  #name(letter2, value) {
    let name2 = this.#names.get(letter2 + value);
    if (name2 === void 0) {
      name2 = `${letter2}${this.#names.size}`;
      this.#names.set(letter2 + value, name2);
      this.#text += `const ${name2} = ${value}; `;
    }
    return name2;
  }
  getter(name2) {
    this.#read.add(name2);
    return this.#name("g", `rt.getter(${literal2(name2)})`);
  }
  methodGetter(name2) {
    return isTypeMethod(name2) ? this.#name("m", `rt.methodGetter(${literal2(name2)})`) : this.getter(name2);
  }
  search(name2, pattern) {
    return this.#name("L", `rt.literalSearch('${name2}', ${literal2(pattern)})`);
  }
  types(text2) {
    return this.#name("Y", `rt.typesOf(${literal2(text2)})`);
  }
  setter(name2) {
    this.#written.add(name2);
    return this.#name("s", `rt.setter(${literal2(name2)})`);
  }
  fields(names2) {
    return this.#name("K", `rt.fieldsOf([${names2.map((name2) => literal2(name2)).join(", ")}])`);
  }
  #prepared() {
    const [read, written2] = [this.#read, this.#written].map((set) => Array.from(set, literal2).join(", "));
    return this.#read.size + this.#written.size < 3 ? "" : `rt.prepareAccess([${read}], [${written2}]); `;
  }
  /** The factory of what `body` is, and where that begins. `all`: it is long, so nobody looks for the names that it needs. */
  wrap(body2, all2) {
    const named3 = all2 ? NAMES2 : NAME_LIST.filter((name2) => body2.includes(name2)).join(", ");
    const names2 = `const { ${named3} } = rt; ${this.#prepared()}${this.#text}`;
    const start3 = `(function (rt, P) { 'use strict'; ${names2}${this.followsLines ? "" : "\n"}return `;
    return { text: `${start3}${body2};
})`, at: start3.length };
  }
};
function firstLineOf(resolution, part) {
  return part.type === "unit" ? 1 : scopeAt(resolution, part.index).body.line;
}
function emitPart(resolution, part, options) {
  return partText(resolution, part, new PoolText(options, false)).text;
}
function emitUnit(resolution, options) {
  const { text: text2, functions } = partText(resolution, { type: "unit" }, new PoolText(options, false));
  return {
    text: text2,
    heads: functions.map(({ emitter }) => emitter.heads),
    pieces: functions.map(({ pieces: pieces2 }) => pieces2.slice(1).map(({ first: first3 }) => first3))
  };
}
function placePart(resolution, part, options) {
  const { text: text2, functions } = partText(resolution, part, new PoolText(options, true));
  const sites = functions.flatMap(
    ({ at: at2, pieces: pieces2, emitter }) => pieces2.flatMap(({ bodyAt, out, marks }) => {
      let offset = at2 + bodyAt;
      return out.flatMap((written2, i) => {
        const site = marks.get(i);
        const found2 = site === void 0 ? [] : [{ offset, index: emitter.scope.index, site }];
        offset += written2.length;
        return found2;
      });
    })
  );
  return { text: text2, sites };
}
function functionDetails(resolution, index3, options) {
  const { emitter } = emitFunction(resolution, scopeAt(resolution, index3), new PoolText(options, true));
  return { sites: emitter.info, origins: emitter.origins };
}
function scopeAt({ functions }, index3) {
  const scope = functions[index3];
  if (scope === void 0) throw new Error(`the unit has no function ${index3}`);
  return scope;
}
function partText(resolution, part, pool) {
  if (part.type !== "unit") {
    const scope = scopeAt(resolution, part.index);
    const only = part.type === "function" ? emitFunction(resolution, scope, pool) : emitContinuation(resolution, scope, part, pool);
    const { text: text3, at: at3 } = pool.wrap(`[${only.text}]`, false);
    return { text: text3, functions: [{ ...only, at: at3 + 1 }] };
  }
  const all2 = resolution.functions.map((scope) => emitFunction(resolution, scope, pool, true));
  const { text: text2, at: at2 } = pool.wrap(`[${all2.map((each2) => each2.text).join(",\n")}]`, true);
  let next3 = at2 + 1;
  const functions = all2.map((each2) => {
    const found2 = { ...each2, at: next3 };
    next3 += each2.text.length + 2;
    return found2;
  });
  return { text: text2, functions };
}
function shownName({ index: index3, body: { name: name2, line } }) {
  if (index3 === 0) return "main chunk";
  if (name2 === "") return `anonymous:${line}`;
  return name2 === "__proto__" ? `${name2}:${line}` : name2;
}
function namedFunction(e, opening, atOnce = false) {
  const pieces2 = [];
  let text2 = "{";
  for (const piece3 of [...e.pieces, e.piece()]) {
    const name2 = e.pieces.length === 0 ? shownName(e.scope) : `${shownName(e.scope)}, part ${pieces2.length + 1}`;
    text2 += `${pieces2.length === 0 ? "" : ",\n"}${literal2(name2)}: ${atOnce ? "(" : ""}function ${opening(piece3)}`;
    pieces2.push({ ...piece3, bodyAt: text2.length });
    text2 += `${piece3.out.join("")}${piece3.tail} }${atOnce ? ")" : ""}`;
  }
  return { text: `${text2}}`, pieces: pieces2, emitter: e };
}
function environment(resolution, scope) {
  const at2 = scope.captures.findIndex((capture2) => capture2.variable === resolution.environment);
  return at2 < 0 ? "" : `const E = self.up[${at2}]; `;
}
function parameterNames(scope) {
  return scope.parameters.map((variable) => `${isCell(variable) ? "p" : "l"}${variable.id}`);
}
function entrySlots(scope) {
  const names2 = parameterNames(scope);
  return scope.body.vararg ? [...names2, "va"] : names2;
}
function walk(e) {
  const { scope } = e;
  e.entry(entrySlots(scope));
  e.inBlock(() => {
    for (const variable of scope.parameters) {
      e.active.push(variable);
      if (e.resolution.numbers.has(variable)) e.numbers.add(`l${variable.id}`);
      if (isCell(variable)) e.declare(`l${variable.id}`, `new Cell(p${variable.id})`);
    }
    e.statements(scope.body.block);
    e.write("return ret0();");
  });
}
function emitFunction(resolution, scope, pool, takesPieces = false) {
  const e = new FunctionEmitter(resolution, scope, pool, -1, writers, takesPieces);
  const names2 = parameterNames(scope);
  const kept2 = entrySlots(scope);
  e.reserve(kept2.length);
  walk(e);
  const E = environment(resolution, scope);
  const parameters = ["self", ...names2, ...scope.body.vararg ? ["...va"] : []].join(", ");
  return namedFunction(e, ({ first: first3, head: head2, captures: captures2, restored }) => {
    if (first3 > 0) return headOpening(e, E + captures2, restored, head2);
    const stop = isLeaf(scope.body) && e.weight <= LEAF_COST && !pool.everywhere ? "" : `if (${fuelCheck(e, 0, "other", e.weight)}) ${saveText(0, kept2)}`;
    return `(${parameters}) { ${stop === "" ? "" : quickExit(e)}${head2} ${stop} ${E}${captures2}`;
  });
}
function headOpening(e, constants, slots2, head2) {
  const known4 = slots2.filter((name2) => e.numbers.has(name2)).map((name2) => `${name2} = +${name2}; `);
  return `(${["self", ...slots2].join(", ")}) { ${constants}${known4.join("")}${head2}`;
}
function emitContinuation(resolution, scope, { site, isHead }, pool) {
  const e = new FunctionEmitter(resolution, scope, pool, site, writers);
  walk(e);
  if (e.before) throw new Error(`function ${scope.index} has no site ${site}`);
  const E = environment(resolution, scope);
  const opening = ({ head: head2, captures: captures2, restored }) => isHead ? headOpening(e, E + captures2, restored, head2) : `(fr, v) { const self = fr.self; ${E}${captures2}${readSlots(e, restored)}${head2}`;
  return namedFunction(e, opening, true);
}
function readSlots(e, names2) {
  if (names2.length === 0) return "";
  return `let ${names2.map((name2, i) => `${name2} = ${e.numbers.has(name2) ? "+" : ""}${slotOf(i)}`).join(", ")}; `;
}
function slotOf(i) {
  return i < 4 ? `fr.${"abcd"[i]}` : `fr.more[${i - 4}]`;
}

// src/lua/field-access.ts
var field_access_exports = {};
__export(field_access_exports, {
  FEW: () => FEW,
  accessCount: () => accessCount,
  accessMade: () => accessMade,
  accessText: () => accessText,
  beforeManyAreMade: () => beforeManyAreMade,
  fieldsOf: () => fieldsOf2,
  getter: () => getter,
  prepareAccess: () => prepareAccess,
  setter: () => setter,
  takeAccess: () => takeAccess
});
var getters = /* @__PURE__ */ new Map();
var setters = /* @__PURE__ */ new Map();
function getter(name2) {
  return getters.get(name2) ?? made2(READING, getters, [name2]);
}
function setter(name2) {
  return setters.get(name2) ?? made2(WRITING, setters, [name2]);
}
function prepareAccess(read, written2) {
  let [reading2, writing] = [missing(read, getters, READING), missing(written2, setters, WRITING)];
  if (elsewhere !== void 0 && misses - since + reading2.length + writing.length > FEW) {
    const take = elsewhere;
    elsewhere = void 0;
    take();
    [reading2, writing] = [missing(read, getters, READING), missing(written2, setters, WRITING)];
  }
  misses += reading2.length + writing.length;
  if (reading2.length > 0) made2(READING, getters, reading2);
  if (writing.length > 0) made2(WRITING, setters, writing);
}
function missing(names2, known4, { kept: kept2 }) {
  return names2.filter((name2) => {
    if (known4.has(name2)) return false;
    const found2 = kept2.get(name2);
    if (found2 === void 0) return true;
    property(name2);
    known4.set(name2, found2);
    return false;
  });
}
var FEW = 24;
var misses = 0;
var since = 0;
var elsewhere;
function beforeManyAreMade(take) {
  elsewhere = take;
  since = misses;
}
function accessMade() {
  return misses;
}
function accessCount() {
  return namesOf(READING, getters).length + namesOf(WRITING, setters).length;
}
function namesOf({ kept: kept2 }, known4) {
  return [.../* @__PURE__ */ new Set([...known4.keys(), ...kept2.keys()])];
}
function accessText() {
  const part = (accessors, known4) => {
    const names2 = namesOf(accessors, known4);
    const functions = textsOf(accessors.text, names2).map((text2) => `(${text2})`);
    const given3 = Object.keys(accessors.parts).join(", ");
    return `(function (${given3}) { return [[${names2.map(literal2).join()}], [${functions.join()}]]; })`;
  };
  return `'use strict';[${part(READING, getters)},${part(WRITING, setters)}]`;
}
function takeAccess([reading2, writing]) {
  const take = (make, { parts: parts3, kept: kept2 }) => {
    const [names2, accessors] = make(...Object.values(parts3));
    for (const [i, name2] of names2.entries()) {
      const accessor = accessors[i];
      if (accessor !== void 0) kept2.set(name2, accessor);
    }
  };
  take(reading2, READING);
  take(writing, WRITING);
}
var GETTER = `function get(object) {
    if (object instanceof LuaTable && object.hash === null) {
      const mt = object.mt;
      if (mt === null) return undefined;
      const handler = mt.s.$__index;
      if (handler instanceof LuaTable) {
        const value = handler.s.KEY;
        if (value !== undefined) return value;
        if (handler.hash === null) {
          const outer = handler.mt;
          if (outer === null) return undefined;
          const last = outer.s.$__index;
          if (last instanceof LuaTable) {
            const value = last.s.KEY;
            if (value !== undefined) return value;
          }
        }
      } else if (handler === undefined && mt.hash === null) return undefined;
    }
    let at = object;
    for (let i = 0; i < 100 && at instanceof LuaTable; i++) {
      if (at.hash !== null) {
        const value = at.hash.get(NAME);
        if (value !== undefined) return value;
      }
      const mt = at.mt;
      if (mt === null) return undefined;
      const handler = mt.s.$__index;
      if (handler instanceof LuaTable) {
        const value = handler.s.KEY;
        if (value !== undefined) return value;
        at = handler;
      } else if (handler instanceof Fn) {
        return ask(handler, at, NAME);
      } else if (handler === undefined && mt.hash === null) return undefined;
      else break;
      if (i > 8 && (i & 3) === 0) R.fuel -= 1;
    }
    return slow(at, NAME);
  }`;
var SETTER = `function set(object, value) {
    if (!(object instanceof LuaTable) || object.mark !== 0) return slow(object, NAME, value);
    const mt = object.mt;
    if (mt !== null && object.s.KEY === undefined && (mt.hash !== null || mt.s.$__newindex !== undefined)) {
      return slow(object, NAME, value);
    }
    if (object.hash !== null && object.s.KEY === undefined && object.hash.replace(NAME, value)) return undefined;
    if (object.s === NO_FIELDS) {
      if (value === undefined) return undefined;
      object.s = new Fields();
    }
    object.s.KEY = value;
    return undefined;
  }`;
function textsOf(text2, names2) {
  return names2.map((name2) => {
    const [key, own] = [`[${literal2(property(name2))}]`, literal2(name2)];
    return text2.replace(/\.KEY|\bNAME\b/g, (place) => place === "NAME" ? own : key);
  });
}
function made2({ text: text2, parts: parts3 }, known4, names2) {
  const functions = textsOf(text2, names2);
  const make = new Function(...Object.keys(parts3), `'use strict';return [${functions.join(",")}];`);
  const accessors = make(...Object.values(parts3));
  for (const [i, accessor] of accessors.entries()) known4.set(names2[i] ?? "", accessor);
  return known4.get(names2[0] ?? "");
}
var FieldsOfTables = function Fields3() {
};
FieldsOfTables.prototype = EMPTY_PROTOTYPE;
var READING = {
  text: GETTER.replace(/\s+/g, " "),
  kept: /* @__PURE__ */ new Map(),
  parts: { LuaTable, Fn, R, ask: askIndex, slow: indexByMeta }
};
var WRITING = {
  text: SETTER.replace(/\s+/g, " "),
  kept: /* @__PURE__ */ new Map(),
  parts: { LuaTable, NO_FIELDS, Fields: FieldsOfTables, slow: setFieldSlow }
};
function setFieldSlow(object, name2, value) {
  if (object instanceof LuaTable) {
    const handler = object.mt === null ? void 0 : object.mt.getText("__newindex");
    if (handler === void 0 || object.getText(name2) !== void 0) {
      if (object.mark !== 0 && !touch(object)) return fail("attempt to modify a read-only table");
      if (value === void 0) object.setText(name2, void 0);
      else object.setField(name2, value);
      return void 0;
    }
  }
  return setIndexByMeta(object, name2, value);
}
var constructors = /* @__PURE__ */ new Map();
function fieldsOf2(names2) {
  const id = names2.map((name2) => literal2(name2)).join(",");
  let known4 = constructors.get(id);
  if (known4 === void 0) {
    const params = names2.map((_, i) => `v${i}`);
    const body2 = names2.map((name2, i) => `this[${literal2(property(name2))}] = v${i};`).join("");
    const made4 = new Function(`'use strict';return function Fields(${params.join(",")}) {${body2}}`)();
    made4.prototype = EMPTY_PROTOTYPE;
    known4 = made4;
    constructors.set(id, known4);
  }
  return known4;
}

// src/lua/kept-access.ts
var KEPT = "accessors of fields \u2020";
var MOST2 = 4e3;
var caches = /* @__PURE__ */ new WeakMap();
function findAccess(cache) {
  if (caches.has(cache)) return;
  caches.set(cache, accessMade());
  beforeManyAreMade(() => {
    const form = cache.find(KEPT);
    if (form === void 0) return;
    takeAccess(scriptOf(form).runInThisContext());
    caches.set(cache, accessMade());
  });
}
function keepAccess(cache) {
  const made4 = accessMade();
  if (made4 - (caches.get(cache) ?? 0) <= FEW || accessCount() > MOST2) return;
  caches.set(cache, made4);
  cache.keep(KEPT, () => {
    const text2 = accessText();
    return { text: text2, functions: [], data: codeOf(scriptOf({ text: text2 })) };
  });
}
function scriptOf({ text: text2, data }) {
  return scriptWith(text2, { filename: "field access", ...data !== void 0 && { cachedData: data } });
}

// src/lua/operators.ts
var unaryPriority = 12;
var infixes = [
  { operator: "or", left: 1, right: 1 },
  { operator: "and", left: 2, right: 2 },
  { operator: "==", left: 3, right: 3 },
  { operator: "~=", left: 3, right: 3 },
  { operator: "<", left: 3, right: 3 },
  { operator: "<=", left: 3, right: 3 },
  { operator: ">", left: 3, right: 3 },
  { operator: ">=", left: 3, right: 3 },
  { operator: "|", left: 4, right: 4 },
  { operator: "~", left: 5, right: 5 },
  { operator: "&", left: 6, right: 6 },
  { operator: "<<", left: 7, right: 7 },
  { operator: ">>", left: 7, right: 7 },
  { operator: "..", left: 9, right: 8 },
  { operator: "+", left: 10, right: 10 },
  { operator: "-", left: 10, right: 10 },
  { operator: "*", left: 11, right: 11 },
  { operator: "/", left: 11, right: 11 },
  { operator: "//", left: 11, right: 11 },
  { operator: "%", left: 11, right: 11 },
  { operator: "^", left: 14, right: 13 }
];
var infixByToken = new Map(infixes.map((infix) => [infix.operator, infix]));
function infixOf(token) {
  return infixByToken.get(token);
}
function prefixOf(token) {
  return token === "-" || token === "not" || token === "#" || token === "~" ? token : void 0;
}

// src/lua/syntax-error.ts
var LuaSyntaxError = class extends Error {
  file;
  offset;
  /** From 1. */
  line;
  /** From 1, in characters. */
  column;
  problem;
  /** The token at which the reading stopped, `<eof>` at the end, or undefined where it says nothing. */
  near;
  /** The line of source, and below it a caret under the column. */
  excerpt;
  constructor(source2, file, offset, problem, near) {
    const line = lineOf(source2, offset);
    const shown = near === void 0 ? void 0 : shownToken(near);
    super(`${file}:${line}: ${problem}${nearText(shown)}`);
    this.name = "LuaSyntaxError";
    this.file = file;
    this.offset = offset;
    this.line = line;
    this.problem = problem;
    this.near = shown;
    const [from, to] = lineBounds(source2, offset);
    const before = decode(source2.slice(from, offset));
    this.column = [...before].length + 1;
    this.excerpt = excerpt(before, decode(source2.slice(offset, to)));
  }
};
var longestToken = 80;
var longestExcerpt = 60;
var newline = 10;
var carriageReturn = 13;
function nearText(near) {
  if (near === void 0) return "";
  return near === "<eof>" ? " near <eof>" : ` near '${near}'`;
}
function shownToken(bytes3) {
  const code = bytes3.charCodeAt(0);
  if (bytes3.length === 1 && (code < 32 || code > 126)) return `<\\${code}>`;
  const text2 = decode(bytes3);
  return text2.length > longestToken ? `${text2.slice(0, longestToken)}...` : text2;
}
function decode(bytes3) {
  return Buffer.from(bytes3, "latin1").toString("utf8");
}
function isNewline(code) {
  return code === newline || code === carriageReturn;
}
function lineOf(source2, offset) {
  let line = 1;
  for (let at2 = 0; at2 < offset; at2++) {
    const code = source2.charCodeAt(at2);
    if (!isNewline(code)) continue;
    line++;
    const next3 = source2.charCodeAt(at2 + 1);
    if (at2 + 1 < offset && isNewline(next3) && next3 !== code) at2++;
  }
  return line;
}
function lineBounds(source2, offset) {
  let from = offset;
  while (from > 0 && !isNewline(source2.charCodeAt(from - 1))) from--;
  let to = offset;
  while (to < source2.length && !isNewline(source2.charCodeAt(to))) to++;
  return [from, to];
}
function excerpt(before, after2) {
  const left2 = before.length > longestExcerpt ? `...${before.slice(-longestExcerpt)}` : before;
  const right = after2.length > longestExcerpt ? `${after2.slice(0, longestExcerpt)}...` : after2;
  return `${left2}${right}
${left2.replace(/[^\t]/gu, " ")}^`;
}

// src/lua/labels.ts
var MOST_LABELS = 200;
var FunctionScope = class {
  /** Whether `...` may be used. */
  vararg;
  /** How many values wait for others (see parse-state.ts). */
  held = 0;
  /** How many values the places save that may stop (see parse-state.ts). */
  saved = 0;
  #lexer;
  #locals = [];
  #block;
  /** How many labels are in sight. */
  #labels = 0;
  constructor(lexer, vararg) {
    this.#lexer = lexer;
    this.vararg = vararg;
  }
  openBlock(loop) {
    const outer = this.#block;
    const insideLoop = loop || (outer?.insideLoop ?? false);
    this.#block = { outer, insideLoop, locals: this.#locals.length, labels: void 0, jumps: void 0 };
  }
  closeBlock() {
    const block3 = this.#block;
    if (block3 === void 0) return;
    this.#locals.length = block3.locals;
    this.#labels -= block3.labels?.size ?? 0;
    this.#block = block3.outer;
    for (const jumps of block3.jumps?.values() ?? []) {
      for (const jump of jumps) {
        jump.locals = Math.min(jump.locals, block3.locals);
        this.#await(jump);
      }
    }
  }
  get locals() {
    return this.#locals.length;
  }
  /** How many locals are in scope now. */
  declare(name2) {
    return this.#locals.push(name2);
  }
  /** `line` is that of the `goto`. */
  goto(name2, offset, line) {
    this.#await({ name: name2, offset, line, locals: this.#locals.length });
  }
  /** The innermost open block has the label, or is to bring it from now on. */
  #await(jump) {
    const block3 = this.#block;
    if (block3 === void 0) {
      throw this.#error(jump.offset, `no visible label '${jump.name}' for <goto> at line ${jump.line}`);
    }
    if (block3.labels?.has(jump.name)) return;
    block3.jumps ??= /* @__PURE__ */ new Map();
    const others = block3.jumps.get(jump.name);
    if (others === void 0) block3.jumps.set(jump.name, [jump]);
    else others.push(jump);
  }
  break(offset, line) {
    if (this.#block?.insideLoop) return;
    throw this.#error(offset, `break outside a loop at line ${line}`);
  }
  /** `last`: only void statements follow it in its block (J4). */
  label(label2, last) {
    const block3 = this.#block;
    if (block3 === void 0) return;
    const defined = block3.labels?.get(label2.name);
    if (defined !== void 0) {
      throw this.#error(label2.offset, `label '${label2.name}' already defined on line ${defined}`);
    }
    if (++this.#labels > MOST_LABELS) {
      throw this.#error(label2.offset, `too many labels (limit is ${MOST_LABELS})`);
    }
    block3.labels ??= /* @__PURE__ */ new Map();
    block3.labels.set(label2.name, label2.line);
    const locals = last ? block3.locals : this.#locals.length;
    for (const jump of block3.jumps?.get(label2.name) ?? []) this.#checkReach(jump, locals);
    block3.jumps?.delete(label2.name);
  }
  #checkReach(jump, locals) {
    if (jump.locals >= locals) return;
    const local2 = this.#locals[jump.locals];
    const problem = `<goto ${jump.name}> at line ${jump.line} jumps into the scope of local '${local2}'`;
    throw this.#error(jump.offset, problem);
  }
  #error(offset, problem) {
    return new LuaSyntaxError(this.#lexer.source, this.#lexer.file, offset, problem);
  }
};

// src/lua/parse-type.ts
function parseType(p) {
  p.enter();
  const type3 = union2(p, void 0);
  p.leave();
  return type3;
}
function parseCastType(p) {
  const outside = p.arguments;
  p.arguments = "tried";
  const type3 = parseType(p);
  p.arguments = outside;
  return type3;
}
function parseTypeParameters(p) {
  const { line } = p.lexer;
  if (!p.skip("<")) return [];
  const parameters = [];
  do {
    const name2 = p.name();
    parameters.push({ name: name2, bound: p.skip(":") ? parseType(p) : void 0 });
  } while (p.skip(","));
  closeAngle(p, line);
  return parameters;
}
function parseReturns(p) {
  p.enter();
  const returns = p.at("(") ? returnsFromParenthesis(p) : [union2(p, void 0)];
  p.leave();
  return returns;
}
function parseHeaderReturns(p) {
  const first3 = parseReturns(p);
  const [only] = first3;
  if (!p.at(",") || first3.length !== 1 || only === void 0) return first3;
  const returns = [only];
  while (p.skip(",")) returns.push(parseType(p));
  return returns;
}
function returnsFromParenthesis(p) {
  const { start: start3, line } = p.lexer;
  const parameters = parseParameters(p);
  if (p.at("->")) return [union2(p, functionType(p, start3, line, [], parameters))];
  const types = parameters.map((parameter3) => plainType(p, parameter3));
  const [only] = types;
  return types.length === 1 && only !== void 0 ? [union2(p, only)] : types;
}
function union2(p, given3) {
  const { start: start3, line } = given3 ?? p.lexer;
  if (given3 === void 0) p.skip("|");
  const first3 = intersection(p, given3);
  if (!p.at("|")) return first3;
  const of = [first3];
  while (p.skip("|")) of.push(intersection(p, void 0));
  return { type: "TypeUnion", start: start3, end: p.lexer.previousEnd, line, of };
}
function intersection(p, given3) {
  const { start: start3, line } = given3 ?? p.lexer;
  if (given3 === void 0) p.skip("&");
  const first3 = postfix(p, given3);
  if (!p.at("&")) return first3;
  const of = [first3];
  while (p.skip("&")) of.push(postfix(p, void 0));
  return { type: "TypeIntersection", start: start3, end: p.lexer.previousEnd, line, of };
}
function postfix(p, given3) {
  let type3 = given3 ?? primary(p);
  let levels = 0;
  for (; p.at("?") || p.at("@"); levels++) {
    p.enter();
    type3 = p.at("@") ? annotated(p, type3) : optional(p, type3);
  }
  p.leave(levels);
  return type3;
}
function optional(p, of) {
  p.expect("?");
  return { type: "TypeOptional", start: of.start, end: p.lexer.previousEnd, line: of.line, of };
}
function annotated(p, of) {
  p.expect("@");
  const name2 = p.name();
  const { line } = p.lexer;
  p.expect("(");
  const args = [];
  if (!p.at(")")) {
    do {
      const { value } = literal3(p);
      if (value === void 0) throw p.error("<string>, <number> or boolean expected");
      args.push(value);
    } while (p.skip(","));
  }
  p.expectClosing(")", "(", line);
  return { type: "TypeAnnotated", start: of.start, end: p.lexer.previousEnd, line: of.line, of, name: name2, args };
}
function primary(p) {
  const { token, start: start3, line, text: text2 } = p.lexer;
  switch (token) {
    case "<name>":
      if (text2 === "readonly" && p.lexer.peek() === "{") {
        p.lexer.next();
        return braces(p, start3, true);
      }
      if (text2 === "typeof" && p.lexer.peek() === "(") return typeOf2(p);
      return named2(p);
    case "{":
      return braces(p, start3, false);
    case "(":
      return parenthesised(p);
    case "<": {
      const generics = parseTypeParameters(p);
      if (!p.at("(")) throw p.error("'(' expected");
      return functionType(p, start3, line, generics, parseParameters(p));
    }
    default:
      return literal3(p);
  }
}
function literal3(p) {
  const { start: start3, line } = p.lexer;
  const value = literalValue(p);
  p.lexer.next();
  return { type: "TypeLiteral", start: start3, end: p.lexer.previousEnd, line, value };
}
function literalValue(p) {
  switch (p.lexer.token) {
    case "<string>":
      return p.lexer.text;
    case "<number>":
      return p.lexer.number;
    case "-":
      p.lexer.next();
      if (!p.at("<number>")) throw p.error("<number> expected");
      return -p.lexer.number;
    case "true":
      return true;
    case "false":
      return false;
    case "nil":
      return void 0;
    default:
      throw p.error("type expected");
  }
}
function named2(p) {
  const { start: start3, line } = p.lexer;
  const first3 = p.name();
  const second = p.skip(".") ? p.name() : void 0;
  const args = p.at("<") ? typeArguments(p) : [];
  const { previousEnd: end } = p.lexer;
  if (second === void 0)
    return { type: "TypeName", start: start3, end, line, module: void 0, name: first3, args };
  return { type: "TypeName", start: start3, end, line, module: first3, name: second, args };
}
function typeArguments(p) {
  if (p.arguments === "certain") return certainArguments(p);
  p.arguments = "certain";
  const args = p.attempt(() => {
    const given3 = certainArguments(p);
    return operandFollows(p) ? void 0 : given3;
  });
  p.arguments = "tried";
  return args ?? [];
}
function certainArguments(p) {
  const { line } = p.lexer;
  p.expect("<");
  const args = [];
  do
    args.push(parseType(p));
  while (p.skip(","));
  closeAngle(p, line);
  return args;
}
function closeAngle(p, line) {
  if (p.at(">>") || p.at(">=")) p.lexer.splitFirst();
  else p.expectClosing(">", "<", line);
}
function operandFollows(p) {
  const { lexer } = p;
  if (lexer.line !== lexer.previousLine) return false;
  switch (lexer.token) {
    case "<name>":
      return lexer.text !== "as";
    case "<number>":
    case "<string>":
    case "(":
    case "{":
    case "nil":
    case "true":
    case "false":
    case "not":
    case "#":
    case "...":
      return true;
    default:
      return false;
  }
}
function parenthesised(p) {
  const { start: start3, line } = p.lexer;
  const parameters = parseParameters(p);
  if (p.at("->")) return functionType(p, start3, line, [], parameters);
  const [only] = parameters;
  if (parameters.length !== 1 || only === void 0) throw p.error("'->' expected");
  return plainType(p, only);
}
function plainType(p, parameter3) {
  if (parameter3.name !== void 0 || parameter3.vararg) throw p.error("'->' expected");
  return parameter3.of;
}
function parseParameters(p) {
  const { line } = p.lexer;
  p.expect("(");
  const parameters = [];
  if (!p.at(")")) {
    do
      parameters.push(parameter2(p));
    while (parameters.at(-1)?.vararg === false && p.skip(","));
  }
  p.expectClosing(")", "(", line);
  return parameters;
}
function parameter2(p) {
  const { start: start3, line } = p.lexer;
  if (p.skip("...")) {
    const { previousEnd: end } = p.lexer;
    const any2 = { type: "TypeName", start: start3, end, line, module: void 0, name: "any", args: [] };
    return { name: void 0, of: p.skip(":") ? parseType(p) : any2, vararg: true };
  }
  if (!p.at("<name>") || p.lexer.peek() !== ":") return { name: void 0, of: parseType(p), vararg: false };
  const name2 = p.name();
  p.expect(":");
  return { name: name2, of: parseType(p), vararg: false };
}
function functionType(p, start3, line, generics, parameters) {
  p.expect("->");
  const returns = parseReturns(p);
  return { type: "TypeFunction", start: start3, end: p.lexer.previousEnd, line, generics, parameters, returns };
}
function typeOf2(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const opening = p.lexer.line;
  p.expect("(");
  const outside = p.arguments;
  p.arguments = "certain";
  const expression = p.grammar.expression(p);
  p.arguments = outside;
  p.expectClosing(")", "(", opening);
  return { type: "TypeOf", start: start3, end: p.lexer.previousEnd, line, expression };
}
function braces(p, start3, readonly) {
  const { line } = p.lexer;
  p.expect("{");
  if (p.at("[")) return map(p, start3, line, readonly);
  if (p.at("}") || fieldFollows(p)) return record(p, start3, line, readonly);
  const element = parseType(p);
  p.expectClosing("}", "{", line);
  return { type: "TypeArray", start: start3, end: p.lexer.previousEnd, line, element, readonly };
}
function map(p, start3, line, readonly) {
  const { line: opening } = p.lexer;
  p.expect("[");
  const key = parseType(p);
  p.expectClosing("]", "[", opening);
  p.expect(":");
  const value = parseType(p);
  if (!p.skip(",")) p.skip(";");
  p.expectClosing("}", "{", line);
  return { type: "TypeMap", start: start3, end: p.lexer.previousEnd, line, key, value, readonly };
}
function record(p, start3, line, readonly) {
  const fields = [];
  while (!p.at("}")) {
    fields.push(field2(p));
    if (!p.skip(",") && !p.skip(";")) break;
  }
  p.expectClosing("}", "{", line);
  return { type: "TypeRecord", start: start3, end: p.lexer.previousEnd, line, fields, readonly };
}
function fieldFollows(p) {
  const { lexer } = p;
  if (!p.at("<name>")) return false;
  const mark = lexer.mark();
  const word = lexer.text;
  lexer.next();
  const readonly = word === "readonly" && p.at("<name>");
  p.skip("?");
  const follows = readonly || p.at(":");
  lexer.reset(mark);
  return follows;
}
function field2(p) {
  const word = p.name();
  const readonly = word === "readonly" && p.at("<name>");
  const name2 = readonly ? p.name() : word;
  const optional2 = p.skip("?");
  p.expect(":");
  return { name: name2, optional: optional2, readonly, of: parseType(p) };
}

// src/lua/parse-function.ts
function parseBinding(p) {
  const { start: start3, line } = p.lexer;
  const name2 = p.name();
  const annotation = p.skip(":") ? parseType(p) : void 0;
  return { start: start3, end: p.lexer.previousEnd, line, name: name2, annotation };
}
function parseFunctionBody(p, at2, name2, self) {
  const { start: start3, line } = at2;
  const generics = parseTypeParameters(p);
  const { parameters, vararg, varargAnnotation } = parseParameters2(p);
  if (self !== void 0) parameters.unshift(self);
  const returns = p.skip(":") ? parseHeaderReturns(p) : void 0;
  const outside = p.scope;
  p.scope = new FunctionScope(p.lexer, vararg);
  p.scope.openBlock(false);
  for (const parameter3 of parameters) p.declare(parameter3.name);
  const block3 = p.grammar.statements(p);
  p.scope.closeBlock();
  p.scope = outside;
  p.expectClosing("end", "function", line);
  const end = p.lexer.previousEnd;
  const method2 = self !== void 0;
  return { start: start3, end, line, generics, parameters, vararg, varargAnnotation, returns, method: method2, name: name2, block: block3 };
}
function parseParameters2(p) {
  const { line } = p.lexer;
  const parameters = [];
  let vararg = false;
  let varargAnnotation;
  p.expect("(");
  if (!p.at(")")) {
    do {
      if (p.skip("...")) {
        vararg = true;
        if (p.skip(":")) varargAnnotation = parseType(p);
      } else if (p.at("<name>")) parameters.push(parseBinding(p));
      else throw p.error("<name> or '...' expected");
    } while (!vararg && p.skip(","));
  }
  p.expectClosing(")", "(", line);
  return { parameters, vararg, varargAnnotation };
}

// src/lua/parse-expression.ts
function parseExpression(p) {
  p.enter();
  const first3 = prefixOf(p.lexer.token) === void 0 ? operand(p) : void 0;
  const whole2 = first3 !== void 0 && infixOf(p.lexer.token) === void 0 ? first3 : operation(p, first3);
  p.leave();
  return whole2;
}
function parseExpressions(p) {
  const list3 = [parseExpression(p)];
  while (p.skip(",")) {
    p.hold();
    list3.push(parseExpression(p));
  }
  p.release(list3.length - 1);
  return list3;
}
function operation(p, first3) {
  const pending = [];
  let right = first3 ?? prefixed(p, pending);
  for (; ; ) {
    const infix = infixOf(p.lexer.token);
    right = reduced(p, pending, right, infix?.left ?? 0);
    if (infix === void 0) return right;
    if (infix.right < infix.left) p.enter();
    pending.push({ infix, prefix: void 0, left: right, start: right.start, line: p.lexer.line });
    p.lexer.next();
    right = prefixed(p, pending);
  }
}
function reduced(p, pending, right, nextPriority) {
  let result = right;
  for (let top = pending.at(-1); top !== void 0; top = pending.at(-1)) {
    if ((top.infix?.right ?? unaryPriority) < nextPriority) return result;
    pending.pop();
    p.mayStop();
    if (top.infix === void 0 || top.infix.right < top.infix.left) p.leave();
    result = applied2(top, result);
  }
  return result;
}
function applied2(pending, right) {
  const { infix, prefix, left: left2, start: start3, line } = pending;
  const { end } = right;
  if (prefix !== void 0) return { type: "Unary", start: start3, end, line, operator: prefix, operand: right };
  if (infix === void 0 || left2 === void 0) return right;
  const { operator } = infix;
  if (operator === "and" || operator === "or")
    return { type: "Logical", start: start3, end, line, operator, left: left2, right };
  return { type: "Binary", start: start3, end, line, operator, left: left2, right };
}
function prefixed(p, pending) {
  for (let prefix = prefixOf(p.lexer.token); prefix !== void 0; prefix = prefixOf(p.lexer.token)) {
    p.enter();
    pending.push({ infix: void 0, prefix, left: void 0, start: p.lexer.start, line: p.lexer.line });
    p.lexer.next();
  }
  return operand(p);
}
function operand(p) {
  const { start: start3, line } = p.lexer;
  let expression = simple2(p);
  for (; ; ) {
    if (p.skip("!")) {
      expression = { type: "NonNil", start: start3, end: p.lexer.previousEnd, line, expression };
    } else if (skipCastWord(p)) {
      p.endAttempt();
      const to = parseCastType(p);
      expression = { type: "Cast", start: start3, end: p.lexer.previousEnd, line, expression, to };
    } else return expression;
  }
}
function skipCastWord(p) {
  const { token } = p.lexer;
  if (token === "::" ? labelFollows(p) : token !== "<name>" || !asFollows(p)) return false;
  p.lexer.next();
  return true;
}
function labelFollows(p) {
  const mark = p.lexer.mark();
  p.lexer.next();
  const isLabel = skipNameAndColons(p) && !skipNameAndColons(p);
  p.lexer.reset(mark);
  return isLabel;
}
function skipNameAndColons(p) {
  return p.skip("<name>") && p.skip("::");
}
function asFollows(p) {
  const { lexer } = p;
  if (lexer.text !== "as" || lexer.line !== lexer.previousLine) return false;
  const mark = lexer.mark();
  lexer.next();
  const follows = lexer.line === mark.line && startsType(p);
  lexer.reset(mark);
  return follows;
}
function startsType(p) {
  switch (p.lexer.token) {
    case "<name>":
    case "<string>":
    case "<number>":
    case "nil":
    case "true":
    case "false":
    case "{":
    case "(":
    case "<":
    case "-":
    case "|":
    case "&":
      return true;
    default:
      return false;
  }
}
function simple2(p) {
  const { lexer } = p;
  const { start: start3, line } = lexer;
  switch (lexer.token) {
    case "<name>":
    case "(":
      return parseSuffixed(p);
    case "<number>": {
      const { number: value, float } = lexer;
      lexer.next();
      return { type: "Number", start: start3, end: lexer.previousEnd, line, value, float };
    }
    case "<string>":
      return string(p);
    case "nil":
      lexer.next();
      return { type: "Nil", start: start3, end: lexer.previousEnd, line };
    case "true":
      lexer.next();
      return { type: "True", start: start3, end: lexer.previousEnd, line };
    case "false":
      lexer.next();
      return { type: "False", start: start3, end: lexer.previousEnd, line };
    case "...":
      if (!p.scope.vararg) throw p.error("cannot use '...' outside a vararg function");
      lexer.next();
      return { type: "Vararg", start: start3, end: lexer.previousEnd, line };
    case "{":
      return table(p);
    case "function": {
      lexer.next();
      const body2 = parseFunctionBody(p, { start: start3, line }, "");
      return { type: "FunctionExpression", start: start3, end: lexer.previousEnd, line, body: body2 };
    }
    default:
      throw p.error("unexpected symbol");
  }
}
function string(p) {
  const { start: start3, line, text: value } = p.lexer;
  p.lexer.next();
  return { type: "String", start: start3, end: p.lexer.previousEnd, line, value };
}
function parseName(p) {
  const { start: start3, line } = p.lexer;
  const name2 = p.name();
  return { type: "Name", start: start3, end: p.lexer.previousEnd, line, name: name2 };
}
function parseSuffixed(p) {
  const { lexer } = p;
  const { start: start3, line } = lexer;
  let result = p.at("(") ? parenthesised2(p) : primaryName(p);
  for (; ; ) {
    switch (lexer.token) {
      case ".":
        result = parseDot(p, result);
        break;
      case "[":
        result = indexed(p, result);
        break;
      case ":":
        result = methodCall(p, result);
        break;
      case "(":
      case "<string>":
      case "{":
        result = call2(p, result);
        break;
      case "!":
        lexer.next();
        result = { type: "NonNil", start: start3, end: lexer.previousEnd, line, expression: result };
        break;
      default:
        return result;
    }
  }
}
function primaryName(p) {
  if (!p.at("<name>")) throw p.error("unexpected symbol");
  p.mayStop();
  return parseName(p);
}
function parenthesised2(p) {
  const { start: start3, line } = p.lexer;
  p.expect("(");
  const expression = parseExpression(p);
  p.expectClosing(")", "(", line);
  return { type: "Paren", start: start3, end: p.lexer.previousEnd, line, expression };
}
function parseDot(p, object) {
  const { line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  const key = keyName(p);
  return { type: "Index", start: object.start, end: key.end, line, object, key, dot: true };
}
function keyName(p) {
  const { start: start3, line } = p.lexer;
  const value = p.name();
  return { type: "String", start: start3, end: p.lexer.previousEnd, line, value };
}
function indexed(p, object) {
  const { line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  const key = parseExpression(p);
  p.expectClosing("]", "[", line);
  return { type: "Index", start: object.start, end: p.lexer.previousEnd, line, object, key, dot: false };
}
function methodCall(p, object) {
  p.lexer.next();
  const name2 = p.name();
  const { previousLine: line } = p.lexer;
  const args = parseArguments(p);
  return { type: "MethodCall", start: object.start, end: p.lexer.previousEnd, line, object, name: name2, args };
}
function call2(p, callee) {
  const { previousLine: line } = p.lexer;
  const args = parseArguments(p);
  return { type: "Call", start: callee.start, end: p.lexer.previousEnd, line, callee, args };
}
function parseArguments(p) {
  const { line } = p.lexer;
  p.mayStop();
  if (p.at("<string>")) return [string(p)];
  if (p.at("{")) return [table(p)];
  if (!p.skip("(")) throw p.error("function arguments expected");
  if (p.skip(")")) return [];
  const args = parseExpressions(p);
  p.expectClosing(")", "(", line);
  return args;
}
function table(p) {
  const { start: start3, line } = p.lexer;
  p.expect("{");
  const items = [];
  while (!p.at("}")) {
    items.push(tableItem(p));
    if (!p.skip(",") && !p.skip(";")) break;
  }
  p.expectClosing("}", "{", line);
  return { type: "Table", start: start3, end: p.lexer.previousEnd, line, items };
}
function tableItem(p) {
  const { line } = p.lexer;
  if (p.skip("[")) {
    const key = parseExpression(p);
    p.expectClosing("]", "[", line);
    p.expect("=");
    return { type: "Keyed", key, value: parseExpression(p) };
  }
  const value = parseExpression(p);
  if (value.type !== "Name" || !p.skip("=")) return { type: "Positional", value };
  return { type: "Named", name: value.name, value: parseExpression(p) };
}

// src/lua/number-literal.ts
function readNumeral(text2) {
  const value = textToNumber(text2);
  if (value === void 0) return void 0;
  const float = typeof value === "number" && (isWrittenAsFloat(text2) || !Number.isSafeInteger(value));
  return { value, float };
}
function isWrittenAsFloat(text2) {
  const isHexadecimal = text2.charAt(1) === "x" || text2.charAt(1) === "X";
  return text2.includes(".") || (isHexadecimal ? /p/iu : /e/iu).test(text2);
}

// src/lua/string-literal.ts
var plainEscapes = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'"
};
var largestCharacter = 2147483647;
function readQuotedString(source2, file, start3) {
  const quote2 = source2.charAt(start3);
  let value = "";
  let lines2 = 0;
  let at2 = start3 + 1;
  function problem(text2, last) {
    return new LuaSyntaxError(
      source2,
      file,
      Math.min(last, source2.length),
      text2,
      source2.slice(start3, last + 1)
    );
  }
  function unfinished() {
    const near = at2 < source2.length ? source2.slice(start3, at2) : "<eof>";
    return new LuaSyntaxError(source2, file, start3, "unfinished string", near);
  }
  function hexDigit(offset) {
    const digit2 = hexValue(source2.charCodeAt(offset));
    if (digit2 < 0) throw problem("hexadecimal digit expected", offset);
    return digit2;
  }
  function character() {
    if (source2.charAt(at2 + 1) !== "{") throw problem("missing '{'", at2 + 1);
    let offset = at2 + 2;
    let code = hexDigit(offset++);
    while (hexValue(source2.charCodeAt(offset)) >= 0) {
      code = code * 16 + hexDigit(offset);
      if (code > largestCharacter) throw problem("UTF-8 value too large", offset);
      offset++;
    }
    if (source2.charAt(offset) !== "}") throw problem("missing '}'", offset);
    at2 = offset + 1;
    return encodeCharacter(code);
  }
  function decimal2() {
    let code = 0;
    let offset = at2;
    while (offset < at2 + 3 && isDigit(source2.charCodeAt(offset))) {
      code = code * 10 + source2.charCodeAt(offset++) - 48;
    }
    if (code > 255) throw problem("decimal escape too large", offset);
    at2 = offset;
    return String.fromCharCode(code);
  }
  function skipSpace() {
    for (; at2 < source2.length; at2++) {
      const code = source2.charCodeAt(at2);
      if (isNewline2(code)) {
        lines2++;
        at2 = afterNewline(source2, at2) - 1;
      } else if (code !== 32 && code !== 9 && code !== 11 && code !== 12) return;
    }
  }
  function escaped2() {
    const char2 = source2.charAt(at2);
    const plain3 = Object.hasOwn(plainEscapes, char2) ? plainEscapes[char2] : void 0;
    if (plain3 !== void 0) {
      at2++;
      return plain3;
    }
    const code = source2.charCodeAt(at2);
    if (isNewline2(code)) {
      lines2++;
      at2 = afterNewline(source2, at2);
      return "\n";
    }
    if (isDigit(code)) return decimal2();
    if (char2 === "u") return character();
    if (char2 === "x") {
      const byte2 = hexDigit(at2 + 1) * 16 + hexDigit(at2 + 2);
      at2 += 3;
      return String.fromCharCode(byte2);
    }
    if (char2 === "z") {
      at2++;
      skipSpace();
      return "";
    }
    throw char2 === "" ? unfinished() : problem("invalid escape sequence", at2);
  }
  for (let from = at2; ; ) {
    const char2 = source2.charAt(at2);
    if (char2 === quote2) return { value: value + source2.slice(from, at2), end: at2 + 1, lines: lines2 };
    if (char2 === "" || char2 === "\n" || char2 === "\r") throw unfinished();
    if (char2 === "\\") {
      value += source2.slice(from, at2++);
      value += escaped2();
      from = at2;
    } else at2++;
  }
}
function isNewline2(code) {
  return code === 10 || code === 13;
}
function afterNewline(source2, at2) {
  const next3 = source2.charCodeAt(at2 + 1);
  return isNewline2(next3) && next3 !== source2.charCodeAt(at2) ? at2 + 2 : at2 + 1;
}
function isDigit(code) {
  return code >= 48 && code <= 57;
}
function hexValue(code) {
  if (isDigit(code)) return code - 48;
  const lower2 = code | 32;
  return lower2 >= 97 && lower2 <= 102 ? lower2 - 87 : -1;
}
function encodeCharacter(code) {
  if (code < 128) return String.fromCharCode(code);
  let tail = "";
  let rest = code;
  let room2 = 63;
  do {
    tail = String.fromCharCode(128 | rest & 63) + tail;
    rest = Math.floor(rest / 64);
    room2 >>= 1;
  } while (rest > room2);
  return String.fromCharCode(~room2 << 1 & 255 | rest) + tail;
}

// src/lua/token.ts
var keywordList = [
  "and",
  "break",
  "do",
  "else",
  "elseif",
  "end",
  "false",
  "for",
  "function",
  "goto",
  "if",
  "in",
  "local",
  "nil",
  "not",
  "or",
  "repeat",
  "return",
  "then",
  "true",
  "until",
  "while"
];
var keywords = [];
for (const word of keywordList) {
  const letter2 = word.charCodeAt(0);
  const row = keywords[letter2];
  if (row === void 0) keywords[letter2] = [word];
  else row.push(word);
}
function keywordAt(source2, start3, end) {
  const row = keywords[source2.charCodeAt(start3)];
  if (row === void 0) return void 0;
  const length = end - start3;
  for (const word of row) if (word.length === length && source2.startsWith(word, start3)) return word;
  return void 0;
}

// src/lua/lexer.ts
var letter = 1;
var digit = 2;
var kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  const char2 = String.fromCharCode(code);
  if (/[0-9]/u.test(char2)) return digit;
  return /[a-zA-Z_]/u.test(char2) ? letter : 0;
});
var Lexer = class {
  source;
  file;
  token = "<eof>";
  /** First byte of the current token. */
  start = 0;
  /** Byte after the current token. */
  end = 0;
  line = 1;
  previousEnd = 0;
  previousLine = 1;
  /** The name, or the value of the string. */
  text = "";
  /** The value of the number. */
  number = 0;
  float = false;
  /** The line where the current token ends. */
  #endLine = 1;
  /** One string per name, so that equal names are the same string. */
  #names = /* @__PURE__ */ new Map();
  constructor(source2, file) {
    this.source = source2;
    this.file = file;
    if (source2.startsWith("\xEF\xBB\xBF")) this.end = 3;
    if (source2.charCodeAt(this.end) === 35) this.end = this.#endOfLine(this.end);
    this.next();
  }
  /** Moves on to the next token. */
  next() {
    this.previousEnd = this.end;
    this.previousLine = this.#endLine;
    this.start = this.#skipSpace(this.end);
    this.line = this.#endLine;
    this.token = this.#scan(this.start);
  }
  /** The token after the current one. */
  peek() {
    const mark = this.mark();
    this.next();
    const token = this.token;
    this.reset(mark);
    return token;
  }
  /** Cuts the first byte off a token such as `>>`, and reads the rest anew. */
  splitFirst() {
    this.end = this.start + 1;
    this.next();
  }
  mark() {
    const { token, start: start3, end, line, previousEnd, previousLine, text: text2, number: number2, float } = this;
    return {
      token,
      start: start3,
      end,
      line,
      endLine: this.#endLine,
      previousEnd,
      previousLine,
      text: text2,
      number: number2,
      float
    };
  }
  reset(mark) {
    this.token = mark.token;
    this.start = mark.start;
    this.end = mark.end;
    this.line = mark.line;
    this.#endLine = mark.endLine;
    this.previousEnd = mark.previousEnd;
    this.previousLine = mark.previousLine;
    this.text = mark.text;
    this.number = mark.number;
    this.float = mark.float;
  }
  /** The error that stands at the current token. */
  error(problem) {
    const near = this.token === "<eof>" ? "<eof>" : this.source.slice(this.start, this.end);
    return new LuaSyntaxError(this.source, this.file, this.start, problem, near);
  }
  /** Skips spaces and comments; returns where the next token begins. */
  #skipSpace(from) {
    const source2 = this.source;
    let at2 = from;
    while (at2 < source2.length) {
      const code = source2.charCodeAt(at2);
      if (code === 32 || code === 9 || code === 11 || code === 12) at2++;
      else if (code === 10 || code === 13) {
        this.#endLine++;
        at2 = afterNewline(source2, at2);
      } else if (code === 45 && source2.charCodeAt(at2 + 1) === 45) at2 = this.#skipComment(at2 + 2);
      else break;
    }
    return at2;
  }
  #skipComment(at2) {
    const level = this.source.charCodeAt(at2) === 91 ? this.#bracketLevel(at2) : -1;
    if (level < 0) return this.#endOfLine(at2);
    return this.#closingBracket(at2, level, "comment") + level + 2;
  }
  #endOfLine(from) {
    const source2 = this.source;
    let at2 = from;
    while (at2 < source2.length && source2.charCodeAt(at2) !== 10 && source2.charCodeAt(at2) !== 13) at2++;
    return at2;
  }
  /** How many `=` stand in the long bracket that opens at `at`, or -1 if it is none. */
  #bracketLevel(at2) {
    let end = at2 + 1;
    while (this.source.charCodeAt(end) === 61) end++;
    return this.source.charCodeAt(end) === 91 ? end - at2 - 1 : -1;
  }
  /** Where the long bracket that opens at `at` is closed. */
  #closingBracket(at2, level, what) {
    const source2 = this.source;
    const closing = source2.indexOf(`]${"=".repeat(level)}]`, at2 + level + 2);
    if (closing < 0) {
      const problem = `unfinished long ${what} (starting at line ${this.#endLine})`;
      throw new LuaSyntaxError(source2, this.file, source2.length, problem, "<eof>");
    }
    for (let offset = at2; offset < closing; ) {
      const code = source2.charCodeAt(offset);
      if (code === 10 || code === 13) {
        this.#endLine++;
        offset = afterNewline(source2, offset);
      } else offset++;
    }
    return closing;
  }
  /** Reads the token at `at`, and sets `end`. */
  #scan(at2) {
    const source2 = this.source;
    if (at2 >= source2.length) {
      this.end = at2;
      return "<eof>";
    }
    const code = source2.charCodeAt(at2);
    const kind = kinds[code] ?? 0;
    if ((kind & letter) !== 0) return this.#name(at2);
    if ((kind & digit) !== 0) return this.#number(at2);
    const next3 = source2.charCodeAt(at2 + 1);
    this.end = at2 + 1;
    switch (code) {
      case 34:
      // "
      case 39:
        return this.#quoted(at2, code);
      case 40:
        return "(";
      case 41:
        return ")";
      case 44:
        return ",";
      case 46:
        if (next3 === 46) return source2.charCodeAt(at2 + 2) === 46 ? this.#wide("...") : this.#wide("..");
        return ((kinds[next3] ?? 0) & digit) !== 0 ? this.#number(at2) : ".";
      case 61:
        return next3 === 61 ? this.#wide("==") : "=";
      case 58:
        return next3 === 58 ? this.#wide("::") : ":";
      case 91:
        return next3 === 91 || next3 === 61 ? this.#long(at2) : "[";
      case 93:
        return "]";
      case 123:
        return "{";
      case 125:
        return "}";
      case 43:
        return "+";
      case 45:
        return next3 === 62 ? this.#wide("->") : "-";
      case 42:
        return "*";
      case 47:
        return next3 === 47 ? this.#wide("//") : "/";
      case 37:
        return "%";
      case 94:
        return "^";
      case 35:
        return "#";
      case 38:
        return "&";
      case 126:
        return next3 === 61 ? this.#wide("~=") : "~";
      case 124:
        return "|";
      case 60:
        if (next3 === 60) return this.#wide("<<");
        return next3 === 61 ? this.#wide("<=") : "<";
      case 62:
        if (next3 === 62) return this.#wide(">>");
        return next3 === 61 ? this.#wide(">=") : ">";
      case 59:
        return ";";
      case 63:
        return "?";
      case 64:
        return "@";
      case 33:
        if (next3 !== 61 || source2.charCodeAt(at2 + 2) === 61) return "!";
        throw new LuaSyntaxError(source2, this.file, at2, "use '~=' for inequality", "!=");
      default:
        return this.#unknown(at2, code);
    }
  }
  #wide(token) {
    this.end = this.start + token.length;
    return token;
  }
  #name(at2) {
    const source2 = this.source;
    let end = at2 + 1;
    while (end < source2.length && (kinds[source2.charCodeAt(end)] ?? 0) !== 0) end++;
    this.end = end;
    const keyword = keywordAt(source2, at2, end);
    if (keyword !== void 0) return keyword;
    const text2 = source2.substring(at2, end);
    const known4 = this.#names.get(text2);
    if (known4 === void 0) this.#names.set(text2, text2);
    this.text = known4 ?? text2;
    return "<name>";
  }
  /** Short decimal integers are read here; all else that begins like a number by `readNumeral`. */
  #number(at2) {
    const source2 = this.source;
    let value = 0;
    let end = at2;
    let code = source2.charCodeAt(end);
    while (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      code = source2.charCodeAt(++end);
    }
    if (code === 46 || (kinds[code] ?? 0) !== 0 || end - at2 > 15) return this.#numeral(at2);
    this.end = end;
    this.number = value;
    this.float = false;
    return "<number>";
  }
  #numeral(at2) {
    const source2 = this.source;
    const exponent = (source2.charCodeAt(at2 + 1) | 32) === 120 ? 112 : 101;
    let end = at2;
    for (; ; ) {
      const code = source2.charCodeAt(end);
      const kind = kinds[code] ?? 0;
      if ((code | 32) === exponent && kind !== 0) {
        const sign = source2.charCodeAt(++end);
        if (sign === 43 || sign === 45) end++;
      } else if (code === 46 || kind !== 0) end++;
      else break;
    }
    this.end = end;
    const numeral2 = readNumeral(source2.substring(at2, end));
    if (numeral2 === void 0) throw this.#malformed(at2, "malformed number");
    this.number = numeral2.value;
    this.float = numeral2.float;
    return "<number>";
  }
  #quoted(at2, quote2) {
    const source2 = this.source;
    for (let end = at2 + 1; end < source2.length; end++) {
      const code = source2.charCodeAt(end);
      if (code === quote2) {
        this.end = end + 1;
        this.text = source2.substring(at2 + 1, end);
        return "<string>";
      }
      if (code === 92 || code === 10 || code === 13) break;
    }
    const read = readQuotedString(source2, this.file, at2);
    this.end = read.end;
    this.text = read.value;
    this.#endLine += read.lines;
    return "<string>";
  }
  #long(at2) {
    const source2 = this.source;
    const level = this.#bracketLevel(at2);
    if (level < 0) {
      while (source2.charCodeAt(this.end) === 61) this.end++;
      throw this.#malformed(at2, "invalid long string delimiter");
    }
    const closing = this.#closingBracket(at2, level, "string");
    let from = at2 + level + 2;
    const first3 = source2.charCodeAt(from);
    if (first3 === 10 || first3 === 13) from = afterNewline(source2, from);
    const text2 = source2.substring(from, closing);
    this.text = text2.includes("\r") ? text2.replace(/\r\n?|\n\r?/gu, "\n") : text2;
    this.end = closing + level + 2;
    return "<string>";
  }
  /** A character that Lua has no use for, all its UTF-8 bytes at once. */
  #unknown(at2, code) {
    if (code >= 192) {
      while (this.end < at2 + 4 && (this.source.charCodeAt(this.end) & 192) === 128) this.end++;
    }
    return "<unknown>";
  }
  #malformed(at2, problem) {
    return new LuaSyntaxError(this.source, this.file, at2, problem, this.source.slice(at2, this.end));
  }
};

// src/lua/parse-state.ts
var deepest = 200;
var mostLocals = 200;
var mostHeld = 250;
var mostSaved = 3e6;
var ParseState = class {
  lexer;
  grammar;
  scope;
  /** How a `<` after a type's name is read: as the start of its arguments, perhaps, or surely (see parse-type.ts). */
  arguments = "certain";
  #attempting = false;
  #depth = 0;
  constructor(source2, file, grammar2) {
    this.lexer = new Lexer(source2, file);
    this.grammar = grammar2;
    this.scope = new FunctionScope(this.lexer, true);
  }
  at(token) {
    return this.lexer.token === token;
  }
  /** Moves past `token` if it stands here. */
  skip(token) {
    if (this.lexer.token !== token) return false;
    this.lexer.next();
    return true;
  }
  expect(token) {
    if (!this.skip(token)) throw this.error(`${quoted(token)} expected`);
  }
  /** `line` is that of the `opener` which `token` closes. */
  expectClosing(token, opener, line) {
    if (this.skip(token)) return;
    if (line === this.lexer.line) throw this.error(`${quoted(token)} expected`);
    throw this.error(`${quoted(token)} expected (to close '${opener}' at line ${line})`);
  }
  /** Moves past a name. */
  name() {
    const name2 = this.lexer.text;
    this.expect("<name>");
    return name2;
  }
  /** In an attempt nobody reads the error, so none is made: making one costs as much as the source is long. */
  error(problem) {
    return this.#attempting ? failedAttempt : this.lexer.error(problem);
  }
  enter(levels = 1) {
    this.#depth += levels;
    if (this.#depth > deepest) throw this.error(`too many nesting levels (limit ${deepest})`);
  }
  leave(levels = 1) {
    this.#depth -= levels;
  }
  /** A local of the innermost block. */
  declare(name2) {
    if (this.scope.declare(name2) > mostLocals) {
      throw this.error(`too many local variables (limit is ${mostLocals})`);
    }
  }
  /** One value more that waits in its function for the values behind it, until `release`. */
  hold() {
    if (++this.scope.held > mostHeld) throw this.error("function or expression needs too many registers");
  }
  release(values2) {
    this.scope.held -= values2;
  }
  /** A place that may stop saves the locals in scope and the values that wait. Not all of them live, and a name may be no global: it is a bound. */
  mayStop() {
    const { scope } = this;
    scope.saved += scope.locals + scope.held;
    if (scope.saved > mostSaved)
      throw this.error("function is too large: too many operations beside too many locals");
  }
  /**
   * What `read` returns; or undefined, with nothing read, if it meets an error or returns undefined.
   * An attempt holds no other attempt (a cast ends it), so no text is read more than twice.
   */
  attempt(read) {
    const mark = this.lexer.mark();
    const { scope } = this;
    const depth = this.#depth;
    const { held, saved } = scope;
    this.#attempting = true;
    try {
      const result = read();
      if (result !== void 0) return result;
    } catch (error2) {
      if (error2 !== failedAttempt && !(error2 instanceof LuaSyntaxError)) throw error2;
    } finally {
      this.#attempting = false;
    }
    this.lexer.reset(mark);
    this.scope = scope;
    this.#depth = depth;
    scope.held = held;
    scope.saved = saved;
    return void 0;
  }
  /** Gives up the attempt that is under way, if any. */
  endAttempt() {
    if (this.#attempting) throw failedAttempt;
  }
};
var failedAttempt = new Error("an attempt failed");
function quoted(token) {
  return token.startsWith("<") && token.length > 2 ? token : `'${token}'`;
}

// src/lua/parse-statement.ts
function parseStatements(p) {
  const { lexer } = p;
  const { start: start3, line, previousEnd: before } = lexer;
  const body2 = [];
  let waiting = [];
  p.enter();
  while (!endsBlock(lexer.token)) {
    if (p.skip(";")) continue;
    if (p.at("::")) {
      waiting.push(label(p, body2));
      continue;
    }
    if (waiting.length > 0) waiting = settled2(p, waiting, false);
    const returns = p.at("return");
    body2.push(statement2(p));
    if (returns) break;
  }
  if (waiting.length > 0) settled2(p, waiting, !p.at("until"));
  p.leave();
  const end = lexer.previousEnd === before ? start3 : lexer.previousEnd;
  return { type: "Block", start: start3, end, line, body: body2 };
}
function endsBlock(token) {
  return token === "end" || token === "<eof>" || token === "else" || token === "elseif" || token === "until";
}
function block(p, loop = false, locals = []) {
  if (loop) p.mayStop();
  p.scope.openBlock(loop);
  for (const local2 of locals) p.declare(local2.name);
  const result = parseStatements(p);
  p.scope.closeBlock();
  return result;
}
function statement2(p) {
  switch (p.lexer.token) {
    case "local":
      return local(p);
    case "if":
      return conditional(p);
    case "return":
      return returned(p);
    case "for":
      return forLoop(p);
    case "function":
      return functionStatement(p);
    case "while":
      return whileLoop(p);
    case "repeat":
      return repeatLoop(p);
    case "do":
      return doBlock(p);
    case "break":
      return breakStatement(p);
    case "goto":
      return gotoStatement(p);
    default:
      return p.lexer.text === "type" && p.at("<name>") && p.lexer.peek() === "<name>" ? typeAlias(p) : expressionStatement(p);
  }
}
function expressionStatement(p) {
  const { start: start3, line } = p.lexer;
  const first3 = parseSuffixed(p);
  if (p.at("=") || p.at(",")) return assignment(p, first3, line);
  if (first3.type !== "Call" && first3.type !== "MethodCall") throw p.error("syntax error");
  return { type: "CallStatement", start: start3, end: p.lexer.previousEnd, line, call: first3 };
}
function assignment(p, first3, line) {
  const { start: start3 } = first3;
  const targets = [assignable(p, first3)];
  while (p.skip(",")) {
    p.hold();
    targets.push(assignable(p, parseSuffixed(p)));
  }
  p.expect("=");
  const values2 = parseExpressions(p);
  p.release(targets.length - 1);
  return { type: "Assign", start: start3, end: p.lexer.previousEnd, line, targets, values: values2 };
}
function assignable(p, expression) {
  if (expression.type === "Name" || expression.type === "Index") return expression;
  throw p.error("syntax error");
}
function local(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  if (p.at("function")) return localFunction(p, start3, line);
  const names2 = bindings(p);
  const values2 = p.skip("=") ? parseExpressions(p) : [];
  for (const name2 of names2) p.declare(name2.name);
  return { type: "Local", start: start3, end: p.lexer.previousEnd, line, names: names2, values: values2 };
}
function bindings(p, first3 = binding(p)) {
  const names2 = [first3];
  while (p.skip(",")) names2.push(binding(p));
  return names2;
}
function binding(p) {
  const result = parseBinding(p);
  if (p.at("<")) throw p.error("attributes are not part of the dialect");
  return result;
}
function localFunction(p, start3, line) {
  const { start: wordStart, line: wordLine } = p.lexer;
  p.lexer.next();
  const word = { start: wordStart, line: wordLine };
  const { start: nameStart, line: nameLine } = p.lexer;
  const text2 = p.name();
  const name2 = {
    start: nameStart,
    end: p.lexer.previousEnd,
    line: nameLine,
    name: text2,
    annotation: void 0
  };
  p.declare(text2);
  const body2 = parseFunctionBody(p, word, text2);
  return { type: "LocalFunction", start: start3, end: p.lexer.previousEnd, line, name: name2, body: body2 };
}
function functionStatement(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  let target2 = parseName(p);
  let name2 = target2.name;
  let self;
  while (self === void 0 && (p.at(".") || p.at(":"))) {
    const isMethod = p.at(":");
    const member2 = parseDot(p, target2);
    const { start: start4, end, line: line2, value } = member2.key;
    if (isMethod) self = { start: start4, end, line: line2, name: "self", annotation: void 0 };
    name2 += `${isMethod ? ":" : "."}${value}`;
    target2 = member2;
  }
  const body2 = parseFunctionBody(p, { start: start3, line }, name2, self);
  return { type: "FunctionStatement", start: start3, end: p.lexer.previousEnd, line, target: target2, body: body2 };
}
function returned(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const values2 = endsBlock(p.lexer.token) || p.at(";") ? [] : parseExpressions(p);
  const end = p.lexer.previousEnd;
  p.skip(";");
  return { type: "Return", start: start3, end, line, values: values2 };
}
function doBlock(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const inner2 = block(p);
  p.expectClosing("end", "do", line);
  return { type: "Do", start: start3, end: p.lexer.previousEnd, line, block: inner2 };
}
function whileLoop(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const condition = parseExpression(p);
  p.expect("do");
  const inner2 = block(p, true);
  p.expectClosing("end", "while", line);
  return { type: "While", start: start3, end: p.lexer.previousEnd, line, condition, block: inner2 };
}
function repeatLoop(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  p.scope.openBlock(true);
  const inner2 = parseStatements(p);
  p.expectClosing("until", "repeat", line);
  const condition = parseExpression(p);
  p.scope.closeBlock();
  return { type: "Repeat", start: start3, end: p.lexer.previousEnd, line, block: inner2, condition };
}
function conditional(p) {
  const { start: start3, line } = p.lexer;
  const clauses = [];
  do {
    p.lexer.next();
    const condition = parseExpression(p);
    p.expect("then");
    clauses.push({ condition, block: block(p) });
  } while (p.at("elseif"));
  const otherwise = p.skip("else") ? block(p) : void 0;
  p.expectClosing("end", "if", line);
  return { type: "If", start: start3, end: p.lexer.previousEnd, line, clauses, otherwise };
}
function forLoop(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const variable = binding(p);
  if (p.at("=")) return numericFor(p, start3, line, variable);
  if (!p.at(",") && !p.at("in")) throw p.error("'=' or 'in' expected");
  const variables = bindings(p, variable);
  p.expect("in");
  const values2 = parseExpressions(p);
  p.expect("do");
  const inner2 = block(p, true, variables);
  p.expectClosing("end", "for", line);
  return { type: "GenericFor", start: start3, end: p.lexer.previousEnd, line, variables, values: values2, block: inner2 };
}
function numericFor(p, start3, line, variable) {
  p.expect("=");
  const from = parseExpression(p);
  p.expect(",");
  const to = parseExpression(p);
  const step = p.skip(",") ? parseExpression(p) : void 0;
  p.expect("do");
  const inner2 = block(p, true, [variable]);
  p.expectClosing("end", "for", line);
  return {
    type: "NumericFor",
    start: start3,
    end: p.lexer.previousEnd,
    line,
    variable,
    from,
    to,
    step,
    block: inner2
  };
}
function breakStatement(p) {
  const { start: start3, line } = p.lexer;
  p.scope.break(start3, line);
  p.lexer.next();
  return { type: "Break", start: start3, end: p.lexer.previousEnd, line };
}
function gotoStatement(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const name2 = p.name();
  p.scope.goto(name2, start3, line);
  return { type: "Goto", start: start3, end: p.lexer.previousEnd, line, label: name2 };
}
function label(p, body2) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const name2 = p.name();
  p.expect("::");
  body2.push({ type: "Label", start: start3, end: p.lexer.previousEnd, line, name: name2 });
  return { name: name2, offset: start3, line };
}
function settled2(p, waiting, last) {
  for (const label2 of waiting) p.scope.label(label2, last);
  return [];
}
function typeAlias(p) {
  const { start: start3, line } = p.lexer;
  p.lexer.next();
  const name2 = p.name();
  const generics = parseTypeParameters(p);
  p.expect("=");
  const value = parseType(p);
  return { type: "TypeAlias", start: start3, end: p.lexer.previousEnd, line, name: name2, generics, value };
}

// src/lua/parser.ts
var grammar = { expression: parseExpression, statements: parseStatements };
function parse(source2, name2) {
  const p = new ParseState(source2, name2, grammar);
  p.scope.openBlock(false);
  const block3 = parseStatements(p);
  if (!p.at("<eof>")) throw p.error("<eof> expected");
  p.scope.closeBlock();
  const body2 = {
    start: 0,
    end: source2.length,
    line: 1,
    generics: [],
    parameters: [],
    vararg: true,
    varargAnnotation: void 0,
    returns: void 0,
    method: false,
    name: "",
    block: block3
  };
  return { source: source2, name: name2, body: body2 };
}

// src/lua/parsed.ts
var KEPT2 = 1 << 18;
var kept = /* @__PURE__ */ new Map();
var bytes = 0;
function takeTree(source2, name2) {
  const known4 = kept.get(source2);
  if (known4 === void 0) return parse(source2, name2);
  forget(source2);
  return known4;
}
function forget(source2) {
  if (kept.delete(source2)) bytes -= source2.length;
}

// src/lua/fallbacks.ts
function callValue(self, ...args) {
  const handler = metamethod(self, "__call");
  if (handler === void 0) return blame("call", self);
  if (handler instanceof Fn) return handler.code(handler, self, ...args);
  return call(handler, [self, ...args]);
}
function installFallbacks() {
  const primitives = [Number.prototype, Boolean.prototype, BigInt.prototype];
  const objects = [Fn.prototype, Coroutine.prototype];
  for (const prototype of [...primitives, ...objects])
    Object.defineProperty(prototype, "s", { value: NO_FIELDS });
  const callable = { value: callValue };
  for (const prototype of [
    ...primitives,
    String.prototype,
    Coroutine.prototype,
    Userdata.prototype,
    LuaTable.prototype
  ]) {
    Object.defineProperty(prototype, "code", callable);
  }
}

// src/lua/library/arguments.ts
function argumentError(position2, name2, text2) {
  return new LuaError(`bad argument #${position2} to '${name2}' (${text2})`);
}
function typeError(position2, name2, expected2, value) {
  return argumentError(position2, name2, `${expected2} expected, got ${shownType(value)}`);
}
function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return numberToText(value);
  return value instanceof Userdata ? textOfObject(value) : void 0;
}
function textOfObject(object) {
  const handler = object.handle.metatable.getText("__tostring");
  if (!(handler instanceof Fn) || handler.proto.unit !== void 0) return void 0;
  const text2 = handler.code(handler, object);
  return typeof text2 === "string" ? text2 : void 0;
}
function textArgument(value, position2, name2) {
  if (typeof value === "string") {
    if (R.loose > 0 && value.length > LOOSE) payForPieces(value);
    return value;
  }
  const text2 = textOf(value);
  if (text2 === void 0) throw typeError(position2, name2, "string", value);
  return text2;
}
function payForPieces(text2) {
  R.loose--;
  R.fuel -= text2.length >> 6;
}
function optionalText(value, position2, name2, otherwise) {
  return value === void 0 ? otherwise : textArgument(value, position2, name2);
}
function numberArgument(value, position2, name2) {
  if (typeof value === "number" || typeof value === "bigint") return value;
  const n = typeof value === "string" ? textToNumber(value) : void 0;
  if (n === void 0) throw typeError(position2, name2, "number", value);
  return n;
}
function wideArgument(value, position2, name2) {
  const n = numberArgument(value, position2, name2);
  if (typeof n === "bigint") return n;
  const whole2 = floatToInteger(Math.trunc(n));
  if (whole2 !== void 0) return whole2;
  if (Number.isNaN(n)) throw argumentError(position2, name2, "number has no integer representation");
  return n > 0 ? MAX_INTEGER : MIN_INTEGER;
}
function integerArgument(value, position2, name2) {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  return Number(wideArgument(value, position2, name2));
}
function optionalInteger(value, position2, name2, otherwise) {
  return value === void 0 ? otherwise : integerArgument(value, position2, name2);
}
function tableArgument(value, position2, name2) {
  if (value instanceof LuaTable) return value;
  throw typeError(position2, name2, "table", value);
}
function functionArgument(value, position2, name2) {
  if (value instanceof Fn) return value;
  throw typeError(position2, name2, "function", value);
}
function checkLength(bytes3) {
  if (bytes3 > MAX_TEXT) throw new LuaError("resulting string too large");
  checkRoom(bytes3);
}
function checkRoom(bytes3) {
  if (bytes3 > R.room) throw new LuaError("not enough memory");
}
var MAX_RESULTS = 1e5;

// src/lua/library/piece.ts
var MIN_PARENT = 4096;
var MIN_SLICE = 13;
function piece(text2, from, to) {
  const length = to - from;
  if (length < MIN_SLICE || text2.length <= MIN_PARENT || length * 4 >= text2.length)
    return text2.substring(from, to);
  return flat(text2.substring(from, to));
}
function detached(text2, parent) {
  if (text2.length < MIN_SLICE || parent.length <= MIN_PARENT || text2.length * 4 >= parent.length) return text2;
  return flat(text2);
}
function flat(text2) {
  return ` ${text2}`.substring(1);
}

// src/lua/library/bytes-of-text.ts
var ONE_BYTE = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
var sub2 = host("string.sub", (_self, s, i, j) => {
  const text2 = textArgument(s, 1, "sub");
  const length = text2.length;
  if (i === j && typeof i === "number" && i > 0 && i <= length) {
    const byte2 = ONE_BYTE[text2.charCodeAt(i - 1)];
    if (byte2 !== void 0 && Number.isInteger(i)) return byte2;
  }
  let from = integerArgument(i, 2, "sub");
  let to = j === void 0 ? -1 : integerArgument(j, 3, "sub");
  if (from < 0) from = Math.max(length + from + 1, 1);
  else if (from === 0) from = 1;
  if (to < 0) to = length + to + 1;
  else if (to > length) to = length;
  return from > to ? "" : piece(text2, from - 1, to);
});
var byte = host("string.byte", (_self, s, i, j) => {
  const text2 = textArgument(s, 1, "byte");
  const length = text2.length;
  let from = optionalInteger(i, 2, "byte", 1);
  if (from < 0) from += length + 1;
  if (j === void 0) return from > 0 && from <= length ? text2.charCodeAt(from - 1) : ret0();
  let to = integerArgument(j, 3, "byte");
  if (from < 1) from = 1;
  if (to < 0) to = length + to + 1;
  else if (to > length) to = length;
  if (to - from >= MAX_RESULTS) throw new LuaError("string slice too long");
  const codes = [];
  for (let at2 = from - 1; at2 < to; at2++) codes.push(text2.charCodeAt(at2));
  R.fuel -= codes.length >> 3;
  return retN(codes);
});

// src/lua/library/byte-sets.ts
function unite(set, other) {
  for (let i = 0; i < 256; i++) if (other[i] === 1) set[i] = 1;
}
var byteSets = [];
function byteSet(code) {
  const known4 = byteSets[code];
  if (known4 !== void 0) return known4;
  const set = new Uint8Array(256);
  set[code] = 1;
  byteSets[code] = set;
  return set;
}
var isWithin = (low2, high) => (code) => code >= low2.charCodeAt(0) && code <= high.charCodeAt(0);
var isDigit2 = isWithin("0", "9");
var isLower = isWithin("a", "z");
var isUpper = isWithin("A", "Z");
var isAlpha = (code) => isLower(code) || isUpper(code);
var isGraph = isWithin("!", "~");
var EVERYTHING = new Uint8Array(256).fill(1);
var NOTHING = new Uint8Array(256);
var classes = {
  a: isAlpha,
  c: (code) => code < 32 || code === 127,
  d: isDigit2,
  g: isGraph,
  l: isLower,
  p: (code) => isGraph(code) && !isAlpha(code) && !isDigit2(code),
  s: (code) => code === 32 || code >= 9 && code <= 13,
  u: isUpper,
  w: (code) => isAlpha(code) || isDigit2(code),
  x: (code) => isDigit2(code) || isWithin("a", "f")(code) || isWithin("A", "F")(code),
  z: (code) => code === 0
};
var classByCode = [];
function classOf(code) {
  const known4 = classByCode[code];
  if (known4 !== void 0) return known4;
  if (!isAlpha(code)) return void 0;
  const holds = classes[String.fromCharCode(code).toLowerCase()];
  if (holds === void 0) return void 0;
  const set = Uint8Array.from({ length: 256 }, (_, each2) => holds(each2) !== isUpper(code) ? 1 : 0);
  classByCode[code] = set;
  return set;
}
function escapedSet(code) {
  return classOf(code) ?? byteSet(code);
}

// src/lua/library/recent.ts
var Recent = class {
  #young = /* @__PURE__ */ new Map();
  #old = /* @__PURE__ */ new Map();
  #make;
  #size;
  constructor(size, make) {
    this.#size = size;
    this.#make = make;
  }
  /** Long texts are not kept. */
  get(text2) {
    const known4 = this.#young.get(text2);
    if (known4 !== void 0) return known4;
    const made4 = this.#old.get(text2) ?? this.#make(text2);
    if (text2.length > 4096) return made4;
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = /* @__PURE__ */ new Map();
    }
    this.#young.set(text2, made4);
    return made4;
  }
};

// src/lua/library/pattern.ts
var CHAR = 0;
var SET = 1;
var OPEN = 2;
var CLOSE = 3;
var POSITION = 4;
var END2 = 5;
var MATCH = 6;
var STAR_POSSESSIVE = 7;
var PLUS_POSSESSIVE = 8;
var OPTION_POSSESSIVE = 9;
var STAR = 10;
var PLUS = 11;
var OPTION = 12;
var LAZY = 13;
var FRONTIER = 14;
var BALANCE = 15;
var BACK = 16;
var WIDTH = 4;
var MAX_CAPTURES = 32;
var MAX_ITEMS = 1e5;
var MAX_KEPT = 4096;
function compile(text2) {
  const known4 = recent(text2);
  if (known4 !== void 0) return known4;
  const pattern = patterns.get(text2);
  if (text2.length <= MAX_KEPT) slots[slotOf2(text2)] = pattern;
  return pattern;
}
function compileUnanchored(text2) {
  return text2.charCodeAt(0) === CARET ? unanchored.get(text2) : compile(text2);
}
function recent(text2) {
  const pattern = slots[slotOf2(text2)];
  return pattern !== void 0 && pattern.text === text2 ? pattern : void 0;
}
var slots = new Array(64).fill(void 0);
function slotOf2(text2) {
  const n = text2.length;
  return n === 0 ? 0 : n * 7 + text2.charCodeAt(n >> 1) * 3 + text2.charCodeAt(n - 1) & 63;
}
var patterns = new Recent(200, (text2) => new Compiler(text2, true).pattern());
var unanchored = new Recent(20, (text2) => new Compiler(text2, false).pattern());
var SPECIALS = /[\^$*+?.([%-]/;
function isPlainText(text2) {
  return !SPECIALS.test(text2);
}
var REPETITIONS = /* @__PURE__ */ new Map([
  ["*", STAR],
  ["+", PLUS],
  ["?", OPTION],
  ["-", LAZY]
]);
var PERCENT = 37;
var CARET = 94;
var DASH = 45;
var CLOSE_BRACKET = 93;
var Compiler = class {
  #text;
  #isAnchored;
  #nodes = [];
  #sets = [];
  #rows = /* @__PURE__ */ new Map();
  #at;
  #captures = 0;
  /** Captures that are open, innermost last. */
  #open = [];
  #closed = [];
  constructor(text2, anchors) {
    this.#text = text2;
    this.#isAnchored = anchors && text2.charCodeAt(0) === CARET;
    this.#at = this.#isAnchored ? 1 : 0;
  }
  pattern() {
    while (this.#at < this.#text.length) {
      if (this.#nodes.length >= MAX_ITEMS) throw new LuaError("pattern too complex");
      this.#item();
    }
    R.fuel -= this.#nodes.length + (this.#text.length >> 4);
    if (this.#open.length > 0) throw new LuaError("unfinished capture");
    this.#nodes.push({ op: MATCH, operand: 0 });
    return this.#assemble();
  }
  #item() {
    const code = this.#text.charCodeAt(this.#at);
    const next3 = this.#text.charCodeAt(this.#at + 1);
    if (code === 40) this.#openCapture(next3 === 41);
    else if (code === 41) this.#closeCapture();
    else if (code === 36 && this.#at + 1 === this.#text.length) {
      this.#at++;
      this.#nodes.push({ op: END2, operand: 0 });
    } else if (code === PERCENT && next3 === 98) this.#balance();
    else if (code === PERCENT && next3 === 102) this.#frontier();
    else if (code === PERCENT && next3 >= 48 && next3 <= 57) this.#backReference(next3 - 49);
    else this.#single();
  }
  #openCapture(isPosition) {
    if (this.#captures >= MAX_CAPTURES) throw new LuaError("too many captures");
    const capture2 = this.#captures++;
    this.#nodes.push({ op: isPosition ? POSITION : OPEN, operand: capture2 });
    this.#closed[capture2] = isPosition;
    if (!isPosition) this.#open.push(capture2);
    this.#at += isPosition ? 2 : 1;
  }
  #closeCapture() {
    const capture2 = this.#open.pop();
    if (capture2 === void 0) throw new LuaError("invalid pattern capture");
    this.#nodes.push({ op: CLOSE, operand: capture2 });
    this.#closed[capture2] = true;
    this.#at++;
  }
  #balance() {
    if (this.#at + 3 >= this.#text.length)
      throw new LuaError("malformed pattern (missing arguments to '%b')");
    const opening = this.#text.charCodeAt(this.#at + 2);
    this.#nodes.push({ op: BALANCE, operand: opening * 256 + this.#text.charCodeAt(this.#at + 3) });
    this.#at += 4;
  }
  #frontier() {
    this.#at += 2;
    if (this.#text[this.#at] !== "[") throw new LuaError("missing '[' after '%f' in pattern");
    this.#nodes.push({ op: FRONTIER, operand: this.#row(this.#bracket()) });
  }
  #backReference(capture2) {
    if (capture2 < 0 || this.#closed[capture2] !== true) {
      throw new LuaError(`invalid capture index %${capture2 + 1}`);
    }
    this.#nodes.push({ op: BACK, operand: capture2 });
    this.#at += 2;
  }
  /** A class for one byte, and the repetition behind it. */
  #single() {
    const start3 = this.#at;
    const set = this.#class();
    const literal4 = this.#text.charCodeAt(start3);
    const isLiteral3 = this.#at === start3 + 1 && literal4 !== 46;
    const repetition = REPETITIONS.get(this.#text[this.#at] ?? "");
    if (repetition !== void 0) {
      this.#at++;
      this.#nodes.push({ op: repetition, operand: this.#row(set) });
      return;
    }
    if (isLiteral3) this.#nodes.push({ op: CHAR, operand: literal4 });
    else this.#nodes.push(this.#escaped(start3) ?? { op: SET, operand: this.#row(set) });
  }
  /** `%.` and the like stand for one byte. */
  #escaped(start3) {
    const code = this.#text.charCodeAt(start3 + 1);
    if (this.#text.charCodeAt(start3) !== PERCENT || classOf(code) !== void 0) return void 0;
    return { op: CHAR, operand: code };
  }
  #class() {
    const code = this.#text.charCodeAt(this.#at);
    if (code === 91) return this.#bracket();
    if (code === 46) {
      this.#at++;
      return EVERYTHING;
    }
    if (code !== PERCENT) {
      this.#at++;
      return byteSet(code);
    }
    if (this.#at + 1 >= this.#text.length) throw new LuaError("malformed pattern (ends with '%')");
    this.#at += 2;
    const escaped2 = this.#text.charCodeAt(this.#at - 1);
    return classOf(escaped2) ?? byteSet(escaped2);
  }
  /** `[set]`: its first byte is never the closing bracket. */
  #bracket() {
    const text2 = this.#text;
    const start3 = this.#at + 1;
    const isComplement = text2.charCodeAt(start3) === CARET;
    const first3 = isComplement ? start3 + 1 : start3;
    const end = this.#bracketEnd(first3);
    const set = new Uint8Array(256);
    for (let at2 = first3; at2 < end; at2++) {
      const code = text2.charCodeAt(at2);
      if (code === PERCENT) {
        at2++;
        unite(set, escapedSet(text2.charCodeAt(at2)));
      } else if (text2.charCodeAt(at2 + 1) === DASH && at2 + 2 < end) {
        at2 += 2;
        set.fill(1, code, Math.max(code, text2.charCodeAt(at2) + 1));
      } else set[code] = 1;
    }
    this.#at = end + 1;
    return isComplement ? set.map((bit) => 1 - bit) : set;
  }
  #bracketEnd(first3) {
    let at2 = first3;
    do {
      if (at2 >= this.#text.length) throw new LuaError("malformed pattern (missing ']')");
      at2 += this.#text.charCodeAt(at2) === PERCENT ? 2 : 1;
    } while (this.#text.charCodeAt(at2) !== CLOSE_BRACKET);
    return at2;
  }
  /** The offset of the set in `bits` (P2). */
  #row(set) {
    const known4 = this.#rows.get(set);
    if (known4 !== void 0) return known4;
    const row = 256 * (this.#sets.push(set) - 1);
    this.#rows.set(set, row);
    return row;
  }
  /** Walks from the end to the front, so that each instruction learns what may follow it. */
  #assemble() {
    const code = new Int32Array(this.#nodes.length * WIDTH);
    let rest = { set: EVERYTHING, atEnd: true, cannotFail: true };
    let choices2 = 0;
    for (let i = this.#nodes.length - 1; i >= 0; i--) {
      const node = this.#nodes[i];
      const op = this.#possessive(node, rest);
      const isChoice = op >= STAR && op <= LAZY;
      if (isChoice) choices2++;
      code.set([op, node.operand, isChoice ? this.#row(rest.set) : 0, rest.atEnd ? 1 : 0], i * WIDTH);
      rest = this.#before(node, rest);
    }
    const prefix = this.#prefix();
    return {
      text: this.#text,
      code,
      first: this.#row(rest.set),
      bits: joined2(this.#sets),
      captures: this.#captures,
      choices: choices2,
      isAnchored: this.#isAnchored,
      firstAtEnd: rest.atEnd,
      prefix,
      leading: this.#leading(code),
      isPlain: prefix.length === this.#nodes.length - 1 && !this.#isAnchored,
      worked: 0,
      compiled: void 0,
      compiledForBytes: void 0
    };
  }
  /** The operation, possessive where that is the same (P3). */
  #possessive({ op, operand: operand2 }, rest) {
    if (op !== STAR && op !== PLUS && op !== OPTION) return op;
    const set = this.#sets[operand2 / 256];
    const isApart = rest.set.every((bit, i) => bit === 0 || set[i] === 0);
    return rest.cannotFail || isApart ? op - STAR + STAR_POSSESSIVE : op;
  }
  /** What may stand where the node begins. */
  #before({ op, operand: operand2 }, rest) {
    const set = this.#sets[operand2 / 256];
    switch (op) {
      case MATCH:
      case OPEN:
      case CLOSE:
      case POSITION:
        return rest;
      case CHAR:
        return { set: byteSet(operand2), atEnd: false, cannotFail: false };
      case BALANCE:
        return { set: byteSet(operand2 >> 8), atEnd: false, cannotFail: false };
      case END2:
        return { set: NOTHING, atEnd: true, cannotFail: false };
      case BACK:
        return { set: EVERYTHING, atEnd: true, cannotFail: false };
      case FRONTIER:
        return { set, atEnd: set?.[0] === 1, cannotFail: false };
      case SET:
      case PLUS:
        return { set, atEnd: false, cannotFail: false };
      default: {
        const either = Uint8Array.from(rest.set);
        unite(either, set);
        return { set: either, atEnd: rest.atEnd, cannotFail: rest.cannotFail };
      }
    }
  }
  #leading(code) {
    const at2 = this.#nodes.findIndex(({ op: op2 }) => op2 !== OPEN);
    const op = code[at2 * WIDTH];
    const isRun = op === STAR_POSSESSIVE || op === PLUS_POSSESSIVE;
    if (!isRun || this.#nodes.some((node) => node.op === BACK)) return -1;
    return code[at2 * WIDTH + 1];
  }
  #prefix() {
    const codes = [];
    for (const { op, operand: operand2 } of this.#nodes) {
      if (op === CHAR) codes.push(operand2);
      else if (op !== OPEN && op !== POSITION) break;
    }
    return String.fromCharCode(...codes.slice(0, 100));
  }
};
function joined2(sets) {
  const bits3 = new Uint8Array(sets.length * 256);
  sets.forEach((set, i) => {
    bits3.set(set, i * 256);
  });
  return bits3;
}

// src/lua/library/pattern-code.ts
var BEGAN = 32;
var STEPS = 33;
var GIVEN_UP = -2;
var MAX_INSTRUCTIONS = 60;
function searchCode(pattern, parts3) {
  const text2 = searchText(pattern, parts3.bytes !== void 0);
  return text2 === void 0 ? void 0 : makeOfSearch(`return ${text2};`, pattern, parts3);
}
function makeOfSearch(text2, pattern, { starts: starts2, ends: ends2, limit, bytes: bytes3 }, more = {}) {
  const { bits: bits3, prefix } = pattern;
  const named3 = { bits: bits3, prefix, starts: starts2, ends: ends2, BEGAN, STEPS, limit, bytes: bytes3, ...more };
  return new Function(...Object.keys(named3), `'use strict'; ${text2}`)(...Object.values(named3));
}
function searchText(pattern, inBytes) {
  if (pattern.choices > 0 || pattern.code.length > MAX_INSTRUCTIONS * WIDTH) return void 0;
  const walk3 = [];
  for (let at2 = 0; at2 < pattern.code.length; at2 += WIDTH) {
    const text3 = instruction(pattern, pattern.code[at2], pattern.code[at2 + 1]);
    if (text3 === void 0) return void 0;
    walk3.push(text3);
  }
  const text2 = `function search(subject, from) {
    const n = subject.length; let i = from, steps = 0;
    for (;;) {
      ${pattern.isAnchored ? "" : skip(pattern)}
      const began = i;
      A: { ${walk3.join("\n")} }
      steps += ((i - began) >> 3) + 1;
      ${pattern.isAnchored ? "starts[STEPS] = steps; return -1;" : goOn(pattern)}
    }
  }`;
  return text2.replace(BYTE, inBytes ? "bytes[$1]" : "subject.charCodeAt($1)");
}
var BYTE = /\bbyte\(([^)]*)\)/g;
function skip({ prefix, first: first3, firstAtEnd }) {
  const none = "starts[STEPS] = steps + ((n - from) >> 3); return -1;";
  if (prefix !== "") return `i = subject.indexOf(prefix, i); if (i < 0) { ${none} }`;
  return `while (i < n && bits[${first3} + byte(i)] === 0) i++;${firstAtEnd ? "" : ` if (i === n) { ${none} }`}`;
}
function goOn({ leading: leading2 }) {
  const run2 = leading2 < 0 ? "" : `while (i < n && bits[${leading2} + byte(i)] === 1) i++;`;
  return `i = began; ${run2} if (++i > n) { starts[STEPS] = steps; return -1; }
    if (steps > limit) { starts[BEGAN] = i; starts[STEPS] = steps; return -2; }`;
}
function instruction({ bits: bits3 }, operation2, operand2) {
  const here = `i < n && ${member(bits3, operand2)}`;
  switch (operation2) {
    case CHAR:
      return `if (i < n && byte(i) === ${operand2}) i++; else break A;`;
    case SET:
      return `if (${here}) i++; else break A;`;
    case OPEN:
      return `starts[${operand2}] = i;`;
    case CLOSE:
      return `ends[${operand2}] = i;`;
    case POSITION:
      return `starts[${operand2}] = i; ends[${operand2}] = -1;`;
    case END2:
      return "if (i !== n) break A;";
    case STAR_POSSESSIVE:
      return `while (${here}) i++;`;
    case PLUS_POSSESSIVE:
      return `if (${here}) i++; else break A; while (${here}) i++;`;
    case OPTION_POSSESSIVE:
      return `if (${here}) i++;`;
    case FRONTIER:
      return `if (bits[${operand2} + (i === 0 ? 0 : byte(i - 1))] === 1 || bits[${operand2} + (i < n ? byte(i) : 0)] === 0) break A;`;
    case MATCH:
      return "starts[BEGAN] = began; starts[STEPS] = steps + ((i - from) >> 3) + 1; return i;";
    default:
      return void 0;
  }
}
function member(bits3, set) {
  const row = bits3.subarray(set, set + 256);
  const size = row.reduce((sum, bit) => sum + bit, 0);
  if (size === 1) return `byte(i) === ${row.indexOf(1)}`;
  if (size === 255) return `byte(i) !== ${row.indexOf(0)}`;
  return `bits[${set} + byte(i)] === 1`;
}

// src/lua/library/subject-bytes.ts
var MAX_READ = 2 ** 18;
var MIN_READ = 32;
var SMALL = 512;
var PART = 32;
var MAX_PIECE = 12;
var buffer = Buffer.alloc(MAX_READ + MAX_PIECE);
var bytes2 = new Uint8Array(buffer.buffer, buffer.byteOffset, MAX_READ);
var words2 = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
var MASKS = Int32Array.of(0, 255, 65535, 16777215, -1);
var whose;
var isHere = false;
var first2 = 0;
function isRead(by, subject, from) {
  const { length } = subject;
  if (by === whose) {
    if (isHere) return true;
    if (length > SMALL && (from - first2) * PART < length) return false;
    buffer.write(subject, "latin1");
    isHere = true;
    return true;
  }
  if (length < MIN_READ || length > MAX_READ) return false;
  whose = by;
  first2 = from;
  isHere = false;
  return false;
}
var PIECES = 1024;
var keys = new Int32Array(4 * PIECES);
var pieces = new Array(PIECES).fill("");
function pieceRead(subject, from, to) {
  const length = to - from;
  let a2 = words2.getInt32(from, true);
  let b = 0;
  let c2 = 0;
  if (length <= 4) a2 &= MASKS[length];
  else if (length <= 8) b = words2.getInt32(from + 4, true) & MASKS[length - 4];
  else {
    b = words2.getInt32(from + 4, true);
    c2 = words2.getInt32(from + 8, true) & MASKS[length - 8];
  }
  const mixed = Math.imul(a2, 2654435761) + Math.imul(b, 2246822507) + Math.imul(c2, 3266489909) + length;
  const slot = Math.imul(mixed, 2654435761) >>> 22 & PIECES - 1;
  const k = slot * 4;
  if (keys[k] === a2 && keys[k + 1] === b && keys[k + 2] === c2 && keys[k + 3] === length)
    return pieces[slot];
  keys[k] = a2;
  keys[k + 1] = b;
  keys[k + 2] = c2;
  keys[k + 3] = length;
  const piece3 = subject.substring(from, to);
  pieces[slot] = piece3;
  return piece3;
}

// src/lua/library/matcher.ts
var MAX_STEPS = 2e7;
var STEPS_PER_FUEL = 8;
var SKIPPED = 2 ** 18;
var patience = { steps: 1e3 };
var PAUSED = -2;
var pausedAt = [];
var starts = new Int32Array(MAX_CAPTURES + 2);
var ends = new Int32Array(MAX_CAPTURES);
var matchStart = 0;
var isInBytes = false;
var choices = new Int32Array(3 * 64);
var steps = 0;
var paid = 0;
var until = 0;
function begin(from) {
  steps = from;
  paid = from;
  const affordable = R.fuel * STEPS_PER_FUEL;
  until = Math.min(MAX_STEPS, from + (affordable > patience.steps ? affordable : patience.steps));
}
function paying(end) {
  R.fuel -= (steps - paid >> 3) + 1;
  return end;
}
function checkComplexity() {
  if (steps <= MAX_STEPS) return;
  paying(-1);
  throw new LuaError("pattern too complex");
}
function search2(pattern, subject, from) {
  const { compiled: compiled2 } = pattern;
  isInBytes = false;
  if (compiled2 !== void 0 && subject.length - from <= SKIPPED)
    return searchCompiled(compiled2, pattern, subject, from);
  begin(0);
  const end = pattern.isAnchored ? searchHere(pattern, subject, from) : scan(pattern, subject, from);
  pattern.worked += steps + 1;
  if (pattern.worked > WORTH_COMPILING) {
    pattern.worked = TRIED;
    pattern.compiled = searchCode(pattern, OF_SEARCHES);
  }
  return paying(end);
}
var WORTH_COMPILING = 2e3;
var TRIED = -(2 ** 30);
var COMPILED_STEPS = 1e3;
var OF_SEARCHES = { starts, ends, limit: COMPILED_STEPS };
function searchOn(by, pattern, subject, from) {
  const { compiled: compiled2 } = pattern;
  if (compiled2 === void 0 || !isRead(by, subject, from)) return search2(pattern, subject, from);
  pattern.compiledForBytes ??= searchCode(pattern, { ...OF_SEARCHES, bytes: bytes2 }) ?? compiled2;
  isInBytes = true;
  return searchCompiled(pattern.compiledForBytes, pattern, subject, from);
}
function searchCompiled(compiled2, pattern, subject, from) {
  const end = compiled2(subject, from);
  const made4 = starts[STEPS];
  if (end === GIVEN_UP) {
    isInBytes = false;
    begin(0);
    steps = made4;
    return paying(scan(pattern, subject, starts[BEGAN]));
  }
  R.fuel -= (made4 >> 3) + 1;
  if (end >= 0) matchStart = starts[BEGAN];
  return end;
}
function searchHere(pattern, subject, from) {
  const mayBegin = from < subject.length ? pattern.bits[pattern.first + subject.charCodeAt(from)] === 1 : pattern.firstAtEnd;
  if (!mayBegin) return -1;
  matchStart = from;
  return attempt(pattern, subject, from, 0, from, 0);
}
function goOn2(pattern, subject, paused) {
  const [start3 = 0, at2 = 0, i = 0, done = 0] = paused;
  isInBytes = false;
  begin(done);
  if (at2 < 0) return paying(scan(pattern, subject, start3));
  for (let k = 0; k < MAX_CAPTURES; k++) {
    starts[k] = paused[FIXED + k];
    ends[k] = paused[FIXED + MAX_CAPTURES + k];
  }
  const top = paused.length - FIXED - 2 * MAX_CAPTURES;
  if (Math.max(pattern.choices * 3, top) > choices.length)
    choices = new Int32Array(Math.max(pattern.choices * 3, top));
  for (let k = 0; k < top; k++) choices[k] = paused[FIXED + 2 * MAX_CAPTURES + k];
  matchStart = start3;
  const end = attempt(pattern, subject, start3, at2, i, top);
  if (end !== -1 || pattern.isAnchored) return paying(end);
  return paying(scan(pattern, subject, nextStart(pattern, subject, start3)));
}
var FIXED = 4;
function pause(start3, at2, i, top) {
  pausedAt = [start3, at2, i, steps];
  if (at2 >= 0) pausedAt.push(...starts.subarray(0, MAX_CAPTURES), ...ends, ...choices.subarray(0, top));
  return PAUSED;
}
function nextStart({ bits: bits3, leading: leading2 }, subject, from) {
  let i = from;
  if (leading2 >= 0) {
    const n = subject.length;
    while (i < n && bits3[leading2 + subject.charCodeAt(i)] === 1) i++;
    steps += i - from >> 3;
  }
  return i + 1;
}
function scan(pattern, subject, from) {
  const { bits: bits3, first: first3, firstAtEnd, prefix } = pattern;
  const n = subject.length;
  let i = from;
  for (; ; ) {
    const begun = i;
    if (prefix !== "") {
      i = subject.indexOf(prefix, i);
      if (i < 0) {
        steps += n - begun >> 6;
        return -1;
      }
    } else {
      const stop = n - i > SKIPPED ? i + SKIPPED : n;
      while (i < stop && bits3[first3 + subject.charCodeAt(i)] === 0) i++;
    }
    steps += i - begun >> 3;
    if (i === n && !firstAtEnd) return -1;
    const end = attempt(pattern, subject, i, 0, i, 0);
    if (end >= 0) matchStart = i;
    if (end !== -1) return end;
    i = nextStart(pattern, subject, i);
    if (i > n) return -1;
    if (steps > until) {
      checkComplexity();
      return pause(i, -1, 0, 0);
    }
  }
}
function attempt(pattern, subject, start3, instruction2, position2, depth) {
  const { code, bits: bits3 } = pattern;
  const n = subject.length;
  let at2 = instruction2;
  let i = position2;
  let top = depth;
  let count2 = 0;
  if (pattern.choices * 3 > choices.length) choices = new Int32Array(pattern.choices * 3);
  for (; ; ) {
    count2++;
    const operand2 = code[at2 + 1];
    switch (code[at2]) {
      case CHAR:
        if (i < n && subject.charCodeAt(i) === operand2) {
          i++;
          at2 += WIDTH;
          continue;
        }
        break;
      case SET:
        if (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) {
          i++;
          at2 += WIDTH;
          continue;
        }
        break;
      case OPEN:
        starts[operand2] = i;
        at2 += WIDTH;
        continue;
      case CLOSE:
        ends[operand2] = i;
        at2 += WIDTH;
        continue;
      case POSITION:
        starts[operand2] = i;
        ends[operand2] = -1;
        at2 += WIDTH;
        continue;
      case MATCH:
        steps += count2;
        return i;
      case END2:
        if (i === n) {
          at2 += WIDTH;
          continue;
        }
        break;
      case STAR_POSSESSIVE: {
        const low2 = i;
        while (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) i++;
        count2 += i - low2 >> 3;
        at2 += WIDTH;
        continue;
      }
      case PLUS_POSSESSIVE: {
        const low2 = i;
        while (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) i++;
        if (i === low2) break;
        count2 += i - low2 >> 3;
        at2 += WIDTH;
        continue;
      }
      case OPTION_POSSESSIVE:
        if (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) i++;
        at2 += WIDTH;
        continue;
      case STAR:
      case PLUS: {
        const low2 = i + code[at2] - STAR;
        while (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) i++;
        if (i < low2) break;
        if (i > low2) {
          choices[top] = at2;
          choices[top + 1] = low2;
          choices[top + 2] = i;
          top += 3;
        }
        count2 += i - low2 >> 3;
        at2 += WIDTH;
        continue;
      }
      case OPTION:
        if (i < n && bits3[operand2 + subject.charCodeAt(i)] === 1) {
          choices[top] = at2;
          choices[top + 1] = i;
          choices[top + 2] = ++i;
          top += 3;
        }
        at2 += WIDTH;
        continue;
      case LAZY:
        choices[top] = at2;
        choices[top + 1] = i;
        choices[top + 2] = i;
        top += 3;
        if (mayFollow(code, bits3, at2, subject, i)) {
          at2 += WIDTH;
          continue;
        }
        break;
      case FRONTIER: {
        const before = i === 0 ? 0 : subject.charCodeAt(i - 1);
        const here = i < n ? subject.charCodeAt(i) : 0;
        if (bits3[operand2 + before] === 0 && bits3[operand2 + here] === 1) {
          at2 += WIDTH;
          continue;
        }
        break;
      }
      case BALANCE: {
        const end = balanced(subject, i, operand2 >> 8, operand2 & 255);
        if (end < 0) {
          count2 += n - i >> 3;
          break;
        }
        count2 += end - i >> 3;
        i = end;
        at2 += WIDTH;
        continue;
      }
      case BACK: {
        const length = repeated(subject, i, operand2);
        if (length < 0) break;
        count2 += length >> 3;
        i += length;
        at2 += WIDTH;
        continue;
      }
    }
    for (; ; ) {
      if (top === 0) {
        steps += count2;
        return -1;
      }
      at2 = choices[top - 3];
      i = choices[top - 1];
      const begun = i;
      const set = code[at2 + 1];
      const follow2 = code[at2 + 2];
      if (code[at2] === LAZY) {
        let byte2 = i < n ? subject.charCodeAt(i) : -1;
        let isLonger = false;
        while (byte2 >= 0 && bits3[set + byte2] === 1) {
          byte2 = ++i < n ? subject.charCodeAt(i) : -1;
          isLonger = byte2 >= 0 ? bits3[follow2 + byte2] === 1 : code[at2 + 3] === 1;
          if (isLonger) break;
        }
        count2 += i - begun >> 3;
        if (isLonger) {
          choices[top - 1] = i;
          break;
        }
      } else {
        const low2 = choices[top - 2];
        i--;
        while (i >= low2 && bits3[follow2 + subject.charCodeAt(i)] === 0) i--;
        count2 += begun - i >> 3;
        if (i >= low2) {
          if (i === low2) top -= 3;
          else choices[top - 1] = i;
          break;
        }
      }
      count2++;
      top -= 3;
    }
    at2 += WIDTH;
    if (steps + ++count2 > until) {
      steps += count2;
      checkComplexity();
      return pause(start3, at2, i, top);
    }
  }
}
function mayFollow(code, bits3, at2, subject, i) {
  return i < subject.length ? bits3[code[at2 + 2] + subject.charCodeAt(i)] === 1 : code[at2 + 3] === 1;
}
function balanced(subject, from, opening, closing) {
  if (from >= subject.length || subject.charCodeAt(from) !== opening) return -1;
  let depth = 1;
  for (let i = from + 1; i < subject.length; i++) {
    const code = subject.charCodeAt(i);
    if (code === closing) {
      if (--depth === 0) return i + 1;
    } else if (code === opening) depth++;
  }
  return -1;
}
function repeated(subject, at2, capture2) {
  const start3 = starts[capture2];
  const length = ends[capture2] - start3;
  if (length < 0 || at2 + length > subject.length) return -1;
  for (let i = 0; i < length; i++) {
    if (subject.charCodeAt(start3 + i) !== subject.charCodeAt(at2 + i)) return -1;
  }
  return length;
}

// src/lua/library/search.ts
function startOf(init, length, name2) {
  if (init === void 0) return 0;
  const position2 = optionalInteger(init, 3, name2, 1);
  if (position2 > 0) return position2 - 1;
  return position2 === 0 ? 0 : Math.max(0, length + position2);
}
var findCode = (self, s, p, init, plain3) => {
  const subject = typeof s === "string" && R.loose === 0 ? s : textArgument(s, 1, "find");
  const text2 = typeof p === "string" ? p : textArgument(p, 2, "find");
  const from = startOf(init, subject.length, "find");
  if (from > subject.length) return void 0;
  if (plain3 !== void 0 && plain3 !== false) return findPlain(subject, text2, from);
  let pattern = recent(text2);
  if (pattern === void 0) {
    if (isPlainText(text2)) return findPlain(subject, text2, from);
    pattern = compile(text2);
  }
  return found(self, pattern, subject, search2(pattern, subject, from));
};
function found(self, pattern, subject, end) {
  if (end < 0) return end === PAUSED ? suspended(self, subject, pattern) : void 0;
  if (pattern.captures === 0) return ret2(matchStart + 1, end);
  const results3 = [matchStart + 1, end];
  for (let i = 0; i < pattern.captures; i++) results3.push(capture(subject, i));
  return retN(results3);
}
var find = host("string.find", findCode, {
  resume: (frame) => {
    const pattern = compile(frame.b);
    return found(
      frame.self,
      pattern,
      frame.a,
      goOn2(pattern, frame.a, frame.more)
    );
  }
});
function suspended(self, subject, { text: text2 }, state) {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = void 0;
  return push(new Frame(self, 1, subject, text2, state, void 0, pausedAt));
}
function findPlain(subject, text2, from) {
  const at2 = subject.indexOf(text2, from);
  R.fuel -= (at2 < 0 ? subject.length : at2) - from >> 6;
  return at2 < 0 ? void 0 : ret2(at2 + 1, at2 + text2.length);
}
var matchCode = (self, s, p, init) => {
  const subject = typeof s === "string" && R.loose === 0 ? s : textArgument(s, 1, "match");
  const pattern = compile(typeof p === "string" ? p : textArgument(p, 2, "match"));
  const from = startOf(init, subject.length, "match");
  if (from > subject.length) return void 0;
  return matched(self, pattern, subject, search2(pattern, subject, from));
};
function matched(self, pattern, subject, end) {
  if (end >= 0) return captures(pattern, subject, end);
  return end === PAUSED ? suspended(self, subject, pattern) : void 0;
}
var match = host("string.match", matchCode, {
  resume: (frame) => {
    const pattern = compile(frame.b);
    return matched(
      frame.self,
      pattern,
      frame.a,
      goOn2(pattern, frame.a, frame.more)
    );
  }
});
var iterator = hostClosure("string.gmatch.iterator", (self) => iterate(self, void 0), {
  resume: (frame) => iterate(frame.self, frame)
});
function iterate(self, paused) {
  const subject = self.up[0];
  const pattern = compileUnanchored(self.up[1]);
  const place = self.up[2];
  const last = place.v;
  let from = paused === void 0 ? last < 0 ? -1 - last : last : paused.c;
  let going = paused;
  while (from <= subject.length) {
    const end = going === void 0 ? searchOn(place, pattern, subject, from) : goOn2(pattern, subject, going.more);
    going = void 0;
    if (end === PAUSED) return suspended(self, subject, pattern, from);
    if (end < 0) break;
    if (end === last) from++;
    else {
      moveTo(place, end);
      return captures(pattern, subject, end);
    }
  }
  moveTo(place, subject.length + 1);
  return void 0;
}
function moveTo(place, position2) {
  if (place.mark !== 0) touch(place);
  place.v = position2;
}
var gmatch = (_self, s, p, init) => {
  const subject = textArgument(s, 1, "gmatch");
  const text2 = textArgument(p, 2, "gmatch");
  const from = startOf(init, subject.length, "gmatch");
  compileUnanchored(text2);
  return iterator(subject, text2, new Cell(-1 - Math.min(from, subject.length + 1)));
};
function capture(subject, i) {
  const end = ends[i];
  const start3 = starts[i];
  return end < 0 ? start3 + 1 : matchedPiece(subject, start3, end);
}
function matchedPiece(subject, from, to) {
  const isShort = to - from <= MAX_PIECE;
  return isInBytes && isShort ? pieceRead(subject, from, to) : piece(subject, from, to);
}
function captures(pattern, subject, end) {
  switch (pattern.captures) {
    case 0:
      return matchedPiece(subject, matchStart, end);
    case 1:
      return capture(subject, 0);
    case 2:
      return ret2(capture(subject, 0), capture(subject, 1));
    case 3:
      return ret3(capture(subject, 0), capture(subject, 1), capture(subject, 2));
    default:
      return retN(captureList(pattern, subject, end));
  }
}
function captureList(pattern, subject, end) {
  if (pattern.captures === 0) return [matchedPiece(subject, matchStart, end)];
  const list3 = [];
  for (let i = 0; i < pattern.captures; i++) list3.push(capture(subject, i));
  return list3;
}

// src/lua/library/literal-search.ts
var searches = {
  find: /* @__PURE__ */ new Map(),
  /** Of a text that is no pattern, whatever is in it. */
  findPlain: /* @__PURE__ */ new Map(),
  match: /* @__PURE__ */ new Map()
};
function literalSearch(name2, pattern) {
  let known4 = searches[name2].get(pattern);
  if (known4 === void 0) {
    const library2 = (name2 === "match" ? match : find).code;
    const isPlain3 = name2 === "findPlain";
    const isText = isPlain3 || name2 === "find" && isPlainText(pattern);
    known4 = { pattern, library: library2, isPlain: isPlain3, run: onlyLibrary };
    known4.run = isText ? findText : byLibrary;
    searches[name2].set(pattern, known4);
  }
  return known4;
}
function byLibrary(of, self, subject, init) {
  const pattern = recent(of.pattern);
  if (pattern?.compiled !== void 0) of.run = ownSearch(of, pattern) ?? onlyLibrary;
  return of.library(self, subject, of.pattern, init);
}
function onlyLibrary(of, self, subject, init) {
  return of.library(self, subject, of.pattern, init);
}
function findText(of, self, subject, init) {
  if (typeof subject !== "string" || init !== void 0 && !(typeof init === "number" && init >= 1) || R.loose !== 0)
    return of.library(self, subject, of.pattern, init, of.isPlain);
  const from = init === void 0 ? 0 : Math.trunc(init) - 1;
  if (from > subject.length) return void 0;
  const at2 = subject.indexOf(of.pattern, from);
  R.fuel -= (at2 < 0 ? subject.length : at2) - from >> 6;
  if (at2 < 0) return void 0;
  R.why = MULTI;
  R.n = 2;
  R.r0 = at2 + 1;
  R.r1 = at2 + of.pattern.length;
  R.r2 = void 0;
  return S;
}
function ownSearch(of, pattern) {
  const search3 = searchText(pattern, false);
  const found2 = of.library === find.code ? foundText(pattern) : matchedText(pattern);
  if (search3 === void 0 || found2 === void 0) return void 0;
  const text2 = `const search = ${search3}; return function run(of, self, s, init) {
    if (typeof s !== 'string' || R.loose !== 0) return of.library(self, s, of.pattern, init);
    let from = 0;
    if (init !== undefined) {
      from = init - 1 | 0;
      if (from < 0 || from + 1 !== init) return of.library(self, s, of.pattern, init);
    }
    if (from > s.length) return undefined;
    const end = s.length - from > SKIPPED ? GIVEN_UP : search(s, from);
    if (end === GIVEN_UP) return of.library(self, s, of.pattern, init);
    R.fuel -= (starts[STEPS] >> 3) + 1;
    if (end < 0) return undefined;
    ${found2}
  };`;
  return makeOfSearch(text2, pattern, OF_SEARCHES, { R, S, MULTI, SKIPPED, GIVEN_UP, piece });
}
var results2 = (values2) => `R.why = MULTI; R.n = ${values2.length}; ${[0, 1, 2].map((i) => `R.r${i} = ${values2[i]};`).join(" ")} return S;`;
function foundText({ captures: captures2 }) {
  return captures2 === 0 ? results2(["starts[BEGAN] + 1", "end"]) : void 0;
}
function matchedText({ captures: captures2 }) {
  if (captures2 > 3) return void 0;
  if (captures2 === 0) return "return piece(s, starts[BEGAN], end);";
  const values2 = Array.from(
    { length: captures2 },
    (_, i) => `ends[${i}] < 0 ? starts[${i}] + 1 : piece(s, starts[${i}], ends[${i}])`
  );
  return captures2 === 1 ? `return ${values2[0]};` : results2(values2);
}

// src/lua/library/recognised.ts
function badArgument(n, name2, problem) {
  return fail(`bad argument #${n} to '${name2}' (${problem})`);
}
var next = host("next", (_self, table2, key) => {
  if (!(table2 instanceof LuaTable)) return badArgument(1, "next", `table expected, got ${typeName(table2)}`);
  const found2 = table2.next(key);
  if (found2 === false && nextValue === void 0) return raise("invalid key to 'next'");
  return found2 === void 0 ? void 0 : ret2(found2, nextValue);
});
var select = host("select", (_self, n, ...args) => {
  if (n === "#") return args.length;
  const at2 = typeof n === "number" ? Math.floor(n) : typeof n === "string" ? Number(textToNumber(n) ?? Number.NaN) : Number.NaN;
  if (Number.isNaN(at2)) return badArgument(1, "select", `number expected, got ${typeName(n)}`);
  if (at2 < 0)
    return -at2 > args.length ? badArgument(1, "select", "index out of range") : retN(args.slice(args.length + at2));
  return at2 === 0 ? badArgument(1, "select", "index out of range") : retN(args.slice(at2 - 1));
});

// src/lua/library/substitute.ts
var FRAME_COST = 8;
var REPLACING = 0;
var SEARCHING = 1;
var BETWEEN = 2;
var PLAIN = 3;
var NONE2 = 0;
var FOUND = 1;
var gsub = host(
  "string.gsub",
  (_self, s, p, replacement, n) => {
    const subject = textArgument(s, 1, "gsub");
    const text2 = textArgument(p, 2, "gsub");
    const limit = n === void 0 ? Number.POSITIVE_INFINITY : integerArgument(n, 4, "gsub");
    const isCalled = replacement instanceof Fn || replacement instanceof LuaTable;
    const template = isCalled ? void 0 : textOf(replacement);
    if (!isCalled && template === void 0) {
      throw typeError(3, "gsub", "string/function/table", replacement);
    }
    const known4 = recent(text2);
    if (known4 === void 0 && template !== void 0 && isPlain(text2, template)) {
      return replacePlain(subject, text2, template, limit);
    }
    const pattern = known4 ?? compile(text2);
    const end = limit > 0 ? search2(pattern, subject, 0) : -1;
    if (end === -1) return ret2(subject, 0);
    const job = newJob(subject, pattern, template ?? replacement, limit);
    if (end === PAUSED) return leave(frameOf(job, SEARCHING));
    job.start = matchStart;
    job.end = end;
    return proceed(job, FOUND);
  },
  {
    resume: (frame, value) => {
      if (frame.site === PLAIN) return resumePlain(frame);
      const job = jobOf(frame);
      switch (frame.site) {
        case REPLACING:
          accept(job, first(value));
          return proceed(job, next2(job));
        case SEARCHING:
          return proceed(job, seek(job, job.from, frame.more.slice(PROGRESS)));
        default:
          return proceed(job, next2(job));
      }
    }
  }
);
function isPlain(pattern, template) {
  return pattern !== "" && !pattern.includes(")") && isPlainText(pattern) && !template.includes("%");
}
function newJob(subject, pattern, replacement, limit) {
  return {
    subject,
    pattern,
    replacement,
    limit,
    out: "",
    tail: "",
    parts: 0,
    copied: 0,
    last: -1,
    count: 0,
    start: 0,
    end: 0,
    from: 0,
    searches: {}
  };
}
var PROGRESS = 7;
function frameOf(job, site) {
  const progress = [job.limit, job.copied, job.last, job.count, job.start, job.end, job.from];
  if (site === SEARCHING) progress.push(...pausedAt);
  return new Frame(gsub, site, job.subject, job.pattern.text, job.replacement, job.out + job.tail, progress);
}
function jobOf(frame) {
  const progress = frame.more;
  const job = newJob(frame.a, compile(frame.b), frame.c, progress[0]);
  job.out = frame.d;
  setProgress(job, progress);
  return job;
}
function setProgress(job, progress) {
  job.copied = progress[1] | 0;
  job.last = progress[2] | 0;
  job.count = progress[3] | 0;
  job.start = progress[4] | 0;
  job.end = progress[5] | 0;
  job.from = progress[6] | 0;
}
function settleJobs() {
  const pattern = compile(".");
  pattern.worked = 1;
  pattern.compiled = pattern.compiledForBytes = () => 0;
  pattern.compiled = pattern.compiledForBytes = void 0;
  pattern.worked = 0;
  for (const replacement of ["", new LuaTable(), gsub]) {
    const job = newJob("", pattern, replacement, Number.POSITIVE_INFINITY);
    job.out = job.tail = ".";
    job.parts = 1;
    for (const number2 of [1, 2]) setProgress(job, new Array(PROGRESS).fill(number2));
  }
}
function leave(frame) {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = void 0;
  return push(frame);
}
function next2(job) {
  if (job.count >= job.limit || job.pattern.isAnchored && job.last >= 0) return NONE2;
  return seek(job, Math.max(job.last, 0), void 0);
}
function seek(job, begun, paused) {
  const { subject, pattern } = job;
  let from = begun;
  let going = paused;
  for (; ; ) {
    const end = going === void 0 ? searchOn(job.searches, pattern, subject, from) : goOn2(pattern, subject, going);
    going = void 0;
    if (end === PAUSED) {
      job.from = from;
      return PAUSED;
    }
    if (end < 0) return NONE2;
    if (end !== job.last) {
      job.start = matchStart;
      job.end = end;
      return FOUND;
    }
    if (++from > subject.length) return NONE2;
  }
}
var PARTS_AT_ONCE = 1024;
function replace(job, text2) {
  const { subject, copied, start: start3 } = job;
  job.tail += copied === start3 ? text2 : subject.substring(copied, start3) + text2;
  checkLength(job.out.length + job.tail.length);
  job.copied = job.last = job.end;
  job.count++;
  if (++job.parts < PARTS_AT_ONCE) return;
  job.out += flat(job.tail);
  job.tail = "";
  job.parts = 0;
}
function finish(job) {
  const { subject, copied, count: count2 } = job;
  const out = job.out + job.tail;
  R.fuel -= out.length + subject.length >> 6;
  checkLength(out.length + subject.length - copied);
  return ret2(
    copied === 0 && out === "" ? subject : detached(out + subject.substring(copied), subject),
    count2
  );
}
function proceed(job, found2) {
  const { replacement } = job;
  const template = typeof replacement === "string" ? replacement : void 0;
  const parts3 = template?.includes("%") ? parse2(template, Math.max(1, job.pattern.captures)) : void 0;
  for (let state = found2; state !== NONE2; state = next2(job)) {
    if (state === PAUSED) return leave(frameOf(job, SEARCHING));
    if (template === void 0) {
      const value = replacementOf(job);
      if (value === S && R.why !== MULTI) return push(frameOf(job, REPLACING));
      accept(job, first(value));
    } else replace(job, parts3 === void 0 ? template : expand(job, parts3));
    if (R.fuel <= 0) return leave(frameOf(job, BETWEEN));
  }
  return finish(job);
}
function replacementOf({ subject, pattern, replacement, start: start3, end }) {
  const one2 = pattern.captures === 0 ? matchedPiece(subject, start3, end) : capture(subject, 0);
  if (replacement instanceof Fn) {
    R.fuel -= FRAME_COST;
    if (pattern.captures <= 1) return replacement.code(replacement, one2);
    if (pattern.captures === 2) return replacement.code(replacement, one2, capture(subject, 1));
    return replacement.code(replacement, ...captureList(pattern, subject, end));
  }
  const table2 = replacement;
  return table2.mt === null ? table2.get(one2) : index(table2, one2);
}
function accept(job, value) {
  if (value === void 0 || value === false) {
    job.last = job.end;
    job.count++;
    return;
  }
  const text2 = textOf(value);
  if (text2 === void 0) throw new LuaError(`invalid replacement value (a ${typeName(value)})`);
  replace(job, text2);
}
function parse2(template, captures2) {
  const parts3 = [];
  let text2 = "";
  for (let i = 0; i < template.length; i++) {
    if (template[i] !== "%") {
      text2 += template[i];
      continue;
    }
    const code = template.charCodeAt(++i);
    if (code === 37) text2 += "%";
    else if (code >= 48 && code <= 57) {
      if (code - 48 > captures2)
        throw new LuaError(`invalid capture index %${code - 48} in replacement string`);
      if (text2 !== "") parts3.push(text2);
      text2 = "";
      parts3.push(code - 48);
    } else throw new LuaError("invalid use of '%' in replacement string");
  }
  if (text2 !== "") parts3.push(text2);
  return parts3;
}
function expand({ subject, pattern, start: start3, end }, parts3) {
  let out = "";
  for (const part of parts3) {
    if (typeof part === "string") out += part;
    else if (part === 0 || pattern.captures === 0) out += subject.substring(start3, end);
    else out += capture(subject, part - 1);
  }
  return out;
}
var PLAIN_COST = 512;
function replacePlain(subject, text2, replacement, limit) {
  R.fuel -= subject.length >> 6;
  return replaceFrom(subject, text2, replacement, limit, "", 0, 0);
}
function replaceFrom(subject, text2, replacement, limit, before, from, done) {
  let out = before;
  let tail = "";
  let copied = from;
  let count2 = done;
  while (count2 < limit) {
    const at2 = subject.indexOf(text2, copied);
    if (at2 < 0) break;
    tail += subject.substring(copied, at2) + replacement;
    checkLength(out.length + tail.length);
    copied = at2 + text2.length;
    if (++count2 % PARTS_AT_ONCE !== 0) continue;
    out += flat(tail);
    tail = "";
    R.fuel -= PLAIN_COST;
    if (R.fuel <= 0) {
      const more = [replacement, limit, copied, count2];
      return leave(new Frame(gsub, PLAIN, subject, text2, void 0, out, more));
    }
  }
  out += tail;
  R.fuel -= out.length >> 6;
  return ret2(count2 === 0 ? subject : detached(out + subject.substring(copied), subject), count2);
}
function resumePlain(frame) {
  const [replacement, limit, copied, count2] = frame.more;
  return replaceFrom(
    frame.a,
    frame.b,
    replacement,
    limit,
    frame.d,
    copied,
    count2
  );
}

// src/lua/library/library.ts
function library(name2, functions, constants = {}) {
  const table2 = new LuaTable();
  for (const [key, code] of Object.entries(functions)) {
    table2.setField(key, code instanceof Fn ? code : host(`${name2}.${key}`, code));
  }
  for (const [key, value] of Object.entries(constants)) table2.setField(key, value);
  table2.mark = FROZEN;
  return table2;
}

// src/lua/snapshot/snapshot-error.ts
var SnapshotError = class extends Error {
  name = "SnapshotError";
  constructor(problem) {
    super(`the snapshot cannot be restored: ${problem}`);
  }
};

// src/lua/snapshot/state-form.ts
var byType = /* @__PURE__ */ new Map();
var byName = /* @__PURE__ */ new Map();
function defineState(form) {
  if (byName.has(form.name)) throw new Error(`there are two forms named ${form.name}`);
  byType.set(form.type, form);
  byName.set(form.name, form);
}
var parts2 = {
  number(value) {
    if (typeof value === "number") return value;
    throw new SnapshotError("a number is missing");
  },
  text(value) {
    if (typeof value === "string") return value;
    throw new SnapshotError("a text is missing");
  },
  flag(value) {
    if (typeof value === "boolean") return value;
    throw new SnapshotError("a flag is missing");
  },
  of(type3, value) {
    if (value instanceof type3) return value;
    throw new SnapshotError(`a ${type3.name} is missing`);
  },
  maybe(type3, value) {
    return value === void 0 ? void 0 : parts2.of(type3, value);
  }
};

// src/lua/library/sort-code.ts
var INSERT = 0;
var CHECK = 1;
var RUN = 8;
var RUN_COST = 4;
var MERGED = 1024;
var MERGE_COST = 256;
var answer = (store2) => `
    if (result === true) isBefore = true;
    else if (result !== S) isBefore = result !== undefined && result !== false;
    else if (R.why === MULTI) isBefore = R.r0 !== undefined && R.r0 !== false;
    else { ${store2} return exits.waiting(s); }`;
var storeRun = "s.low = low; s.i = i; s.at = at; s.value = value; s.asked = asked; s.isChecked = isChecked;";
var insert = (call3) => `function insert(s, given) {
  const { before, from, n } = s;
  let { low, i, at, value, asked, isChecked } = s;
  let isBefore = given === 1, isKnown = given !== -1;
  for (;;) {
    if (!isKnown) {
      const x = asked === INSERT ? value : from[at], y = asked === INSERT ? from[at] : value;
      const result = ${call3};
      ${answer(storeRun)}
    }
    isKnown = false;
    if (asked === CHECK) {
      if (isBefore) return exits.refused();
      asked = INSERT;
      isBefore = true;
    } else if (isBefore && !isChecked) {
      isChecked = true;
      asked = CHECK;
      continue;
    }
    if (isBefore) {
      from[at + 1] = from[at];
      at--;
    }
    if (!isBefore || at < low) {
      from[at + 1] = value;
      i++;
      if (i >= low + RUN || i > n) {
        low += RUN;
        R.fuel -= RUN_COST;
        isChecked = false;
        i = low + 1;
        if (i > n) return undefined;
      }
      value = from[i];
      at = i - 1;
    }
    if (R.fuel <= 0) { ${storeRun} return exits.paused(s); }
  }
}`;
var storePair = "s.left = left; s.right = right; s.filled = filled;";
var merge = (call3) => `function merge(s, given) {
  const { before, from, to, middle, high } = s;
  let { left, right, filled } = s;
  let isBefore = given === 1, isKnown = given !== -1;
  while (left < middle && right < high) {
    const x = from[right], y = from[left];
    if (!isKnown) {
      const result = ${call3};
      ${answer(storePair)}
    }
    isKnown = false;
    if (isBefore) {
      to[filled++] = x;
      right++;
    } else {
      to[filled++] = y;
      left++;
    }
    if (filled % MERGED === 0) R.fuel -= MERGE_COST;
    if (R.fuel <= 0) { ${storePair} return exits.paused(s); }
  }
  while (left < middle) to[filled++] = from[left++];
  while (right < high) to[filled++] = from[right++];
  s.filled = filled;
  return undefined;
}`;
var made3 = 0;
function makeLoops(exits2, hasComparator) {
  const call3 = hasComparator ? "before.code(before, x, y)" : "typeof x === 'number' && typeof y === 'number' ? x < y : exits.less(x, y)";
  const text2 = `'use strict'; /* ${++made3} */ return { insert: ${insert(call3)}, merge: ${merge(call3)} };`;
  const known4 = { exits: exits2, R, S, MULTI, INSERT, CHECK, RUN, RUN_COST, MERGED, MERGE_COST };
  return new Function(...Object.keys(known4), text2)(...Object.values(known4));
}

// src/lua/library/sort-texts.ts
var MOST_TEXTS = 5e4;
var FEWEST = 256;
var MOST_IN_COMMON = 32;
var MOST_ALIKE = 32;
function sortTexts(items, low2, end) {
  const n = end - low2;
  if (n < FEWEST || n > MOST_TEXTS) return false;
  const texts = items.slice(low2, end);
  const common = inCommon(texts);
  if (common === MOST_IN_COMMON) return false;
  const numbers = new Int32Array(n);
  for (let i = 0; i < n; i++) numbers[i] = numberOf2(texts[i], common);
  const order = orderOf(numbers);
  if (hasManyAlike(numbers, order)) return false;
  for (let i = 0; i < n; i++) insert2(items, numbers, order, texts, low2, i);
  return true;
}
function inCommon(texts) {
  const first3 = texts[0];
  let common = Math.min(first3.length, MOST_IN_COMMON);
  for (let i = 1; i < texts.length && common > 0; i++) {
    const text2 = texts[i];
    let at2 = 0;
    while (at2 < common && at2 < text2.length && text2.charCodeAt(at2) === first3.charCodeAt(at2)) at2++;
    common = at2;
  }
  return common;
}
function numberOf2(text2, from) {
  const { length } = text2;
  const a2 = from < length ? text2.charCodeAt(from) : 0;
  const b = from + 1 < length ? text2.charCodeAt(from + 1) : 0;
  const c2 = from + 2 < length ? text2.charCodeAt(from + 2) : 0;
  const d = from + 3 < length ? text2.charCodeAt(from + 3) : 0;
  return a2 << 24 | b << 16 | c2 << 8 | d;
}
var BITS = 11;
var VALUES = 2 ** BITS;
function orderOf(numbers) {
  const n = numbers.length;
  let from = new Int32Array(n);
  let to = new Int32Array(n);
  for (let i = 0; i < n; i++) from[i] = i;
  for (let shift = 0; shift < 32; shift += BITS) {
    orderByDigit(numbers, from, to, shift);
    [from, to] = [to, from];
  }
  return from;
}
function orderByDigit(numbers, from, to, shift) {
  const places = new Int32Array(VALUES + 1);
  for (let i = 0; i < numbers.length; i++) {
    const next3 = (numbers[i] >>> shift & VALUES - 1) + 1;
    places[next3] = places[next3] + 1;
  }
  for (let digit2 = 0; digit2 < VALUES; digit2++)
    places[digit2 + 1] = places[digit2 + 1] + places[digit2];
  for (let i = 0; i < from.length; i++) {
    const at2 = from[i];
    const digit2 = numbers[at2] >>> shift & VALUES - 1;
    const place = places[digit2];
    places[digit2] = place + 1;
    to[place] = at2;
  }
}
function hasManyAlike(numbers, order) {
  for (let i = MOST_ALIKE; i < order.length; i++)
    if (numbers[order[i]] === numbers[order[i - MOST_ALIKE]]) return true;
  return false;
}
function insert2(items, numbers, order, texts, low2, i) {
  const here = order[i];
  const text2 = texts[here];
  let at2 = i;
  while (at2 > 0 && numbers[order[at2 - 1]] === numbers[here] && text2 < items[low2 + at2 - 1]) {
    items[low2 + at2] = items[low2 + at2 - 1];
    at2--;
  }
  items[low2 + at2] = text2;
}

// src/lua/library/sort-natively.ts
var NUMBERS2 = 5e4;
var TEXTS = 1e4;
var BYTES = 2 ** 19;
var FEW2 = 16;
var MOST_INTEGERS = 3e5;
var MANY = 1e3;
function blockSize(first3) {
  return typeof first3 === "number" ? NUMBERS2 : TEXTS;
}
function isNative(items) {
  const kind = typeof items[1];
  if (kind === "number") {
    for (let i = 2; i < items.length; i++) if (typeof items[i] !== "number") return false;
    return true;
  }
  let bytes3 = 0;
  for (let i = 1; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== "string") return false;
    bytes3 += item.length;
    if (i % TEXTS === 0) bytes3 = 0;
    if (bytes3 > BYTES) return false;
  }
  return true;
}
function sortBlock(items, low2, end) {
  if (end - low2 <= FEW2) {
    if (typeof items[low2] === "number") insertNumbers(items, low2, end);
    else insertTexts(items, low2, end);
  } else if (typeof items[low2] === "number") {
    if (end - low2 >= MANY && sortIntegers(items, low2, end)) return;
    const sorted = Float64Array.from(items.slice(low2, end)).sort();
    for (let i = 0; i < sorted.length; i++) items[low2 + i] = sorted[i];
  } else {
    if (sortTexts(items, low2, end)) return;
    const sorted = items.slice(low2, end).sort();
    for (let i = 0; i < sorted.length; i++) items[low2 + i] = sorted[i];
  }
}
function sortAtOnce(items) {
  if (typeof items[1] === "string") return items.length <= MOST_TEXTS && sortTexts(items, 1, items.length);
  return items.length <= MOST_INTEGERS && sortIntegers(items, 1, items.length);
}
var DIGITS = [0, 11, 22];
var VALUES2 = 2 ** 11;
var SIGN = 2 ** 9;
function sortIntegers(items, low2, end) {
  const n = end - low2;
  let from = new Int32Array(n);
  let to = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const item = items[low2 + i];
    if ((item | 0) !== item || Object.is(item, -0)) return false;
    from[i] = item;
  }
  for (const shift of DIGITS) {
    sortByDigit(from, to, shift, shift === 22 ? SIGN : 0);
    [from, to] = [to, from];
  }
  for (let i = 0; i < n; i++) items[low2 + i] = from[i];
  return true;
}
function sortByDigit(from, to, shift, sign) {
  const places = new Int32Array(VALUES2);
  for (let i = 0; i < from.length; i++) {
    const digit2 = from[i] >>> shift & VALUES2 - 1 ^ sign;
    places[digit2] = places[digit2] + 1;
  }
  let sum = 0;
  for (let digit2 = 0; digit2 < VALUES2; digit2++) {
    const count2 = places[digit2];
    places[digit2] = sum;
    sum += count2;
  }
  for (let i = 0; i < from.length; i++) {
    const item = from[i];
    const digit2 = item >>> shift & VALUES2 - 1 ^ sign;
    const place = places[digit2];
    places[digit2] = place + 1;
    to[place] = item;
  }
}
function insertNumbers(items, low2, end) {
  for (let i = low2 + 1; i < end; i++) {
    const item = items[i];
    let at2 = i - 1;
    while (at2 >= low2 && item < items[at2]) {
      items[at2 + 1] = items[at2];
      at2--;
    }
    items[at2 + 1] = item;
  }
}
function insertTexts(items, low2, end) {
  for (let i = low2 + 1; i < end; i++) {
    const item = items[i];
    let at2 = i - 1;
    while (at2 >= low2 && item < items[at2]) {
      items[at2 + 1] = items[at2];
      at2--;
    }
    items[at2 + 1] = item;
  }
}

// src/lua/library/sort.ts
var Sorting = class {
  /** The list that gets the result. */
  list;
  /** 1..n of `from` are the items; the first `filled` places of `to` are merged. */
  from;
  to;
  filled = 0;
  n;
  /** Undefined: `<`. */
  before;
  asked = INSERT;
  /** The run or block that is being sorted, the item that is being inserted, and where it is compared. */
  low = 1;
  /** Whether the comparator was asked in both directions in this run. */
  isChecked = false;
  i = 2;
  at = 1;
  value;
  /** 0 while runs are sorted, then the width of what is merged. */
  width = 0;
  left = 0;
  right = 0;
  middle = 0;
  high = 0;
  constructor(list3, items, n, before) {
    this.list = list3;
    this.from = items;
    this.to = [];
    this.n = n;
    this.before = before;
    this.value = items[2];
  }
};
defineState({
  name: "table.sort/1",
  type: Sorting,
  changes: "frames",
  save: (s) => [
    ...[s.list, s.before, s.value, s.isChecked],
    ...[s.n, s.asked, s.low, s.i, s.at, s.width, s.left, s.right, s.middle, s.high],
    ...[s.from.slice(), s.to.slice(0, s.filled)]
  ],
  make: () => new Sorting(new LuaTable(), [], 0, void 0),
  fill(s, [list3, before, value, isChecked, ...rest]) {
    const [from, to] = rest.splice(10);
    s.list = parts2.of(LuaTable, list3);
    s.before = parts2.maybe(Fn, before);
    s.value = value;
    s.isChecked = parts2.flag(isChecked);
    [s.n, s.asked, s.low, s.i, s.at, s.width, s.left, s.right, s.middle, s.high] = rest.map(
      parts2.number
    );
    s.from = parts2.of(Array, from);
    s.to = parts2.of(Array, to);
    s.filled = s.to.length;
    if (s.filled > 0) s.to = s.to.concat(s.from.slice(s.filled));
  }
});
var PAUSED2 = 1;
var IN_BLOCKS = 2;
function pause2(s, site) {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = void 0;
  return push(new Frame(sortFrame, site, s, void 0, void 0, void 0, null));
}
var sortFrame = host("table.sort.step", () => ret0(), {
  resume: (frame, value) => {
    if (frame.site === PAUSED2) return proceed2(frame.a, -1);
    if (frame.site === IN_BLOCKS) return proceedInBlocks(frame.a);
    return proceed2(frame.a, isTrue(value === S ? R.r0 : value) ? 1 : 0);
  }
});
function isTrue(value) {
  return value !== void 0 && value !== false;
}
var exits = {
  waiting: (s) => push(new Frame(sortFrame, 0, s, void 0, void 0, void 0, null)),
  paused: (s) => pause2(s, PAUSED2),
  refused: () => fail("invalid order function for sorting"),
  less: lt
};
var shared;
var plain2;
var asked2 = /* @__PURE__ */ new WeakMap();
var MANY2 = 2e3;
function loopsFor({ before, n }) {
  if (before === void 0) {
    plain2 ??= makeLoops(exits, false);
    return plain2;
  }
  const known4 = asked2.get(before.code) ?? 0;
  if (typeof known4 !== "number") return known4;
  if (known4 + n < MANY2) {
    asked2.set(before.code, known4 + n);
    shared ??= makeLoops(exits, true);
    return shared;
  }
  const own = makeLoops(exits, true);
  asked2.set(before.code, own);
  return own;
}
function sortBy(list3, items, n, before) {
  return proceed2(new Sorting(list3, items, n, before), -1);
}
function sortInBlocks(list3, items, n) {
  return proceedInBlocks(new Sorting(list3, items, n, void 0));
}
function proceedInBlocks(s) {
  const size = blockSize(s.from[1]);
  while (s.low <= s.n) {
    const end = Math.min(s.low + size, s.n + 1);
    sortBlock(s.from, s.low, end);
    R.fuel -= end - s.low;
    s.low = end;
    if (R.fuel <= 0 && end <= s.n) return pause2(s, IN_BLOCKS);
  }
  startMerging(s, size);
  return proceed2(s, -1);
}
function proceed2(s, given3) {
  const loops = loopsFor(s);
  let answer2 = given3;
  if (s.width === 0) {
    if (loops.insert(s, answer2) === S) return S;
    answer2 = -1;
    startMerging(s, RUN);
  }
  while (s.width <= s.n) {
    if (loops.merge(s, answer2) === S) return S;
    answer2 = -1;
    startPair(s, s.high);
    if (R.fuel <= 0 && s.width <= s.n) return pause2(s, PAUSED2);
  }
  return finish2(s);
}
function startMerging(s, width) {
  s.width = width;
  if (width >= s.n) {
    s.width = s.n + 1;
    return;
  }
  if (s.to.length <= s.n) s.to = s.from.slice();
  s.filled = 1;
  startPair(s, 1);
}
function startPair(s, low2) {
  let at2 = low2;
  while (at2 <= s.n && at2 + s.width > s.n) s.to[s.filled++] = s.from[at2++];
  if (at2 > s.n) {
    const { from } = s;
    s.from = s.to;
    s.to = from;
    startMerging(s, s.width * 2);
    return;
  }
  s.left = at2;
  s.middle = at2 + s.width;
  s.right = s.middle;
  s.high = Math.min(s.middle + s.width, s.n + 1);
}
function finish2(s) {
  const { list: list3, from } = s;
  if (list3.mark !== 0 && !touch(list3)) return fail("attempt to modify a read-only table");
  if (list3.arr.length === s.n + 1) list3.arr = from;
  else for (let i = 1; i <= s.n; i++) list3.set(i, from[i]);
  return ret0();
}

// src/lua/library/table.ts
var MAX_MOVED = 2 ** 24;
function checkWritable(table2) {
  if (table2.mark !== 0 && !touch(table2)) throw new LuaError("attempt to modify a read-only table");
}
var insertCode = function(_self, t, a2, b) {
  const table2 = t instanceof LuaTable ? t : tableArgument(t, 1, "insert");
  if (table2.mark !== 0) checkWritable(table2);
  const given3 = arguments.length - 1;
  if (given3 === 2) {
    if (a2 !== void 0) table2.append(a2);
  } else if (given3 === 3) insertAt(table2, integerArgument(a2, 2, "insert"), b);
  else throw new LuaError("wrong number of arguments to 'insert'");
  return ret0();
};
var insert3 = host("table.insert", insertCode);
function insertAt(table2, position2, value) {
  const size = table2.length();
  if (position2 < 1 || position2 > size + 1) throw argumentError(2, "insert", "position out of bounds");
  if (position2 > size) {
    table2.set(position2, value);
    return;
  }
  const { arr } = table2;
  R.fuel -= size - position2 >> 6;
  const last = arr.pop();
  arr.splice(position2, 0, value);
  table2.append(last);
}
var remove = (_self, t, at2) => {
  const table2 = t instanceof LuaTable ? t : tableArgument(t, 1, "remove");
  if (table2.mark !== 0) checkWritable(table2);
  const size = table2.length();
  const position2 = at2 === void 0 ? size : integerArgument(at2, 2, "remove");
  if (position2 !== size && (position2 < 1 || position2 > size + 1)) {
    throw argumentError(2, "remove", "position out of bounds");
  }
  const value = table2.get(position2);
  if (position2 >= 1 && position2 < size) {
    R.fuel -= size - position2 >> 6;
    table2.arr.splice(position2, 1);
    table2.trim();
  } else table2.set(Math.max(position2, size), void 0);
  return value;
};
var MAX_JOINTS = 32;
var Range = class {
  count;
  #first;
  constructor(first3, last) {
    this.#first = first3;
    const isPlain3 = typeof first3 === "number" && typeof last === "number";
    this.count = isPlain3 ? last - first3 + 1 : Number(BigInt(last) - BigInt(first3) + 1n);
  }
  /** The place after so many others. */
  at(n) {
    const first3 = this.#first;
    return typeof first3 === "number" && Number.isSafeInteger(first3 + n) ? first3 + n : add(BigInt(first3), n);
  }
};
var concat2 = (_self, t, sep, i, j) => {
  const table2 = tableArgument(t, 1, "concat");
  const separator = optionalText(sep, 2, "concat", "");
  const from = i === void 0 ? 1 : wideArgument(i, 3, "concat");
  const to = j === void 0 ? table2.length() : wideArgument(j, 4, "concat");
  if (typeof from === "bigint" || typeof to === "bigint")
    return concatFar(table2, separator, new Range(from, to));
  const text2 = joined3(table2, separator, from, to);
  const parts3 = Math.max(0, to - from + 1);
  R.fuel -= (parts3 >> 3) + (text2.length >> 6);
  return parts3 > MAX_JOINTS ? flat(text2) : text2;
};
function joined3(table2, separator, from, to) {
  let text2 = "";
  for (let at2 = from; at2 <= to; at2++) {
    const value = at2 > 0 && at2 < table2.arr.length ? table2.arr[at2] : table2.get(at2);
    const part = typeof value === "string" ? value : textOf(value);
    if (part === void 0) throw invalid(at2);
    text2 = at2 === from ? part : separator === "" ? text2 + part : text2 + separator + part;
    checkLength(text2.length);
  }
  return text2;
}
function concatFar(table2, separator, range) {
  let text2 = "";
  for (let n = 0; n < range.count; n++) {
    const part = textOf(table2.get(range.at(n)));
    if (part === void 0) throw invalid(range.at(n));
    text2 = n === 0 ? part : text2 + separator + part;
    checkLength(text2.length);
  }
  return text2;
}
function invalid(at2) {
  return new LuaError(`invalid value (at index ${at2}) in table for 'concat'`);
}
var unpack = (_self, t, i, j) => {
  const table2 = tableArgument(t, 1, "unpack");
  const from = i === void 0 ? 1 : wideArgument(i, 2, "unpack");
  const to = j === void 0 ? table2.length() : wideArgument(j, 3, "unpack");
  if (typeof from === "bigint" || typeof to === "bigint") return unpackFar(table2, new Range(from, to));
  if (to - from >= MAX_RESULTS) throw new LuaError("too many results to unpack");
  switch (to - from) {
    case 0:
      return table2.get(from);
    case 1:
      return ret2(table2.get(from), table2.get(to));
    case 2:
      return ret3(table2.get(from), table2.get(from + 1), table2.get(to));
  }
  if (to < from) return ret0();
  R.fuel -= to - from >> 3;
  if (from === 1 && to < table2.arr.length) return retN(table2.arr.slice(1, to + 1));
  const values2 = [];
  for (let at2 = from; at2 <= to; at2++) values2.push(table2.get(at2));
  return retN(values2);
};
function unpackFar(table2, range) {
  if (range.count > MAX_RESULTS) throw new LuaError("too many results to unpack");
  const values2 = [];
  for (let n = 0; n < range.count; n++) values2.push(table2.get(range.at(n)));
  return retN(values2);
}
var pack = (_self, ...values2) => {
  R.fuel -= values2.length >> 2;
  const arr = [void 0, ...values2];
  while (arr.length > 1 && arr[arr.length - 1] === void 0) arr.pop();
  const table2 = new LuaTable();
  if (arr.length > 1) table2.arr = arr;
  table2.setField("n", values2.length);
  return table2;
};
var move = (_self, list3, f, e, t, target2) => {
  const from = tableArgument(list3, 1, "move");
  const first3 = wideArgument(f, 2, "move");
  const last = wideArgument(e, 3, "move");
  const place = wideArgument(t, 4, "move");
  const to = target2 === void 0 ? from : tableArgument(target2, 5, "move");
  if (last < first3) return to;
  checkWritable(to);
  const source2 = new Range(first3, last);
  const { count: count2 } = source2;
  if (count2 > MAX_MOVED) throw argumentError(3, "move", "too many elements to move");
  if (BigInt(place) > MAX_INTEGER - BigInt(count2 - 1))
    throw argumentError(4, "move", "destination wrap around");
  const places = new Range(place, place);
  R.fuel -= count2 >> 2;
  if (to === from && place > first3 && place <= last) {
    for (let i = count2 - 1; i >= 0; i--) to.set(places.at(i), from.get(source2.at(i)));
  } else for (let i = 0; i < count2; i++) to.set(places.at(i), from.get(source2.at(i)));
  return to;
};
var freeze = (_self, t) => {
  const table2 = tableArgument(t, 1, "freeze");
  if (table2.mark !== FROZEN) {
    checkWritable(table2);
    table2.mark = FROZEN;
  }
  return table2;
};
var create = (_self, items, fields) => {
  optionalInteger(items, 1, "create", 0);
  optionalInteger(fields, 2, "create", 0);
  return new LuaTable();
};
var sort = (_self, t, before) => {
  const table2 = tableArgument(t, 1, "sort");
  const comparator = before === void 0 ? void 0 : functionArgument(before, 2, "sort");
  checkWritable(table2);
  const size = table2.length();
  if (size < 2) return ret0();
  const { arr } = table2;
  if (before === void 0 && isNative(arr)) {
    const isLong = size > blockSize(arr[1]);
    if (isLong && !sortAtOnce(arr)) return sortInBlocks(table2, arr.slice(), size);
    if (!isLong) sortBlock(arr, 1, size + 1);
    R.fuel -= size;
    return ret0();
  }
  R.fuel -= size;
  return sortBy(table2, arr.slice(), size, comparator);
};
var tableLibrary = library("table", {
  concat: concat2,
  create,
  freeze,
  insert: insert3,
  move,
  pack,
  remove,
  sort,
  unpack
});

// src/lua/loop-bounds.ts
var loop_bounds_exports = {};
__export(loop_bounds_exports, {
  loopValue: () => loopValue,
  prepareLoop: () => prepareLoop
});
function prepareLoop(from, to, step) {
  const start3 = loopNumber(from);
  const limit = loopNumber(to);
  const by = loopNumber(step);
  if (limit === void 0) return unfit("limit", to);
  if (by === void 0) return unfit("step", step);
  if (start3 === void 0) return unfit("initial value", from);
  if (by == 0) return fail(`'for' step is zero`);
  const exact = [start3, by].every((n) => typeof n === "bigint" || Number.isInteger(n));
  const big = typeof start3 === "bigint" || typeof by === "bigint" || typeof limit === "bigint" && Math.abs(Number(start3)) > 2 ** 52;
  if (exact && big) {
    setResults([
      BigInt(start3),
      typeof limit === "number" && !Number.isInteger(limit) ? limit : BigInt(limit),
      BigInt(by)
    ]);
  } else {
    setResults([Number(start3), Number(limit), Number(by)]);
  }
  return S;
}
function unfit(what, value) {
  return fail(`bad 'for' ${what} (number expected, got ${shownType(value)})`);
}
function loopNumber(value) {
  return isNumber(value) ? value : void 0;
}
function loopValue(counter) {
  return typeof counter === "bigint" ? wrap(counter) : counter;
}

// src/lua/settled-shapes.ts
var nothing = host("shapes.settled", () => ret0());
function settleShapes() {
  for (const value of [1, "text"]) {
    const isFirst = value === 1;
    const frame = new Frame(nothing, 0, value, value, value, value, isFirst ? null : [value]);
    frame.next = isFirst ? null : new Frame(nothing, 0, value, value, value, value, null);
    new Cell(value).v = frame.next;
    new Fn(nothing.code, [value], nothing.proto);
    const table2 = new LuaTable(new Fields(), [void 0, value]);
    table2.mt = isFirst ? null : new LuaTable();
    table2.hash = isFirst ? null : settledHash();
    const coroutine = new Coroutine(nothing);
    coroutine.frames = frame;
    coroutine.body = null;
    coroutine.resumer = isFirst ? null : new Coroutine(nothing);
    R.head = R.tail = R.rest = frame;
    R.coroutine = coroutine;
    R.r0 = R.r1 = R.r2 = R.error = value;
    R.loose = R.level = isFirst ? 1 : 0;
    R.blame = isFirst ? { verb: "", operands: [] } : null;
  }
  R.head = R.tail = R.rest = R.coroutine = null;
  R.r0 = R.r1 = R.r2 = R.error = void 0;
}
function settledHash() {
  const hash = new Hash();
  hash.set("__index", 1);
  for (let i = 0; i <= LINEAR; i++) hash.set(i + 0.5, "text");
  return new Hash();
}

// src/lua/traversal.ts
var Traversal = class {
  #table;
  #phase = 0;
  #at = 1;
  #fields = NO_FIELDS;
  #names = [];
  #hash = null;
  key = void 0;
  value = void 0;
  constructor(table2) {
    this.#table = table2;
  }
  get table() {
    return this.#table;
  }
  /** Goes to the next pair; false at the end. */
  step() {
    if (this.#phase === 0) {
      const arr = this.#table.arr;
      while (this.#at < arr.length) {
        const value = arr[this.#at];
        if (value !== void 0) return this.#give(this.#at++, value);
        this.#at++;
      }
      this.#phase = 1;
      this.#at = 0;
      if (this.#table.s !== NO_FIELDS) {
        this.#fields = this.#table.s;
        this.#names = propertiesOf(this.#fields);
      }
    }
    if (this.#phase === 1) {
      while (this.#at < this.#names.length) {
        const name2 = this.#names[this.#at++];
        const value = this.#fields[name2];
        if (value !== void 0) return this.#give(fieldName(name2), value);
      }
      this.#phase = 2;
      this.#at = 0;
      this.#hash = this.#table.hash;
    }
    if (this.#hash !== null) {
      const { keys: keys2, vals } = this.#hash;
      while (this.#at < keys2.length) {
        const k = this.#at++;
        if (vals[k] !== void 0) return this.#give(keys2[k], vals[k]);
      }
    }
    return false;
  }
  #give(key, value) {
    this.key = key;
    this.value = value;
    return true;
  }
  /**
   * The table, the phase, the place in it, and the last pair; then what it still walks over if that is the table's no
   * more: fields that were all it had before, or a hash part as it was before it was made anew.
   */
  static save(of) {
    const saved = [of.#table, of.#phase, of.#at, of.key, of.value];
    if (of.#phase === 1) saved.push(of.#names.length);
    const hash = of.#hash;
    if (hash === null || hash === of.#table.hash) saved.push(hash !== null);
    else for (let i = of.#at; i < hash.keys.length; i++) saved.push(hash.keys[i], hash.vals[i]);
    return saved;
  }
  static fill(into, saved) {
    const [table2, phase, at2, key, value, ...rest] = saved;
    into.#table = parts2.of(LuaTable, table2);
    into.#phase = phase === 0 || phase === 1 || phase === 2 ? phase : unknownPhase();
    into.#at = parts2.number(at2);
    into.key = key;
    into.value = value;
    if (into.#phase === 1) {
      into.#fields = into.#table.s;
      into.#names = propertiesOf(into.#fields).slice(0, parts2.number(rest.shift()));
    }
    if (rest.length > 1) {
      const keys2 = rest.filter((_, i) => i % 2 === 0);
      into.#hash = Hash.of(
        keys2,
        rest.filter((_, i) => i % 2 === 1)
      );
      into.#at = 0;
    } else if (rest[0] === true && into.#table.hash !== null) {
      into.#hash = into.#table.hash;
    }
  }
};
function unknownPhase() {
  throw new SnapshotError("a loop over a table is in no phase");
}
defineState({
  name: "pairs/1",
  type: Traversal,
  changes: "frames",
  save: Traversal.save,
  make: () => new Traversal(new LuaTable()),
  fill: Traversal.fill
});

// src/lua/types/type-value.ts
var typeHandle = {
  name: "type",
  metatable: new LuaTable(),
  crossing: {
    isShared: true,
    save: (live) => [writeType(live)],
    // the handle holds nothing else
    restore: (saved) => typeHandle.crossing.find(saved).live,
    find: ([text2]) => typeValueOf(typeof text2 === "string" ? text2 : "")
  }
};
var values = /* @__PURE__ */ new Map();
var tidyAt = 1e3;
var known3 = /* @__PURE__ */ new WeakMap();
function typeValue(type3) {
  let value = known3.get(type3);
  if (value === void 0) {
    value = valueOfText(writeType(type3), type3);
    known3.set(type3, value);
  }
  return value;
}
function typeValueOf(text2) {
  const value = values.get(text2)?.deref();
  if (value !== void 0) return value;
  const [type3] = readTypes(text2);
  if (type3 === void 0) throw new Error("the text holds no type");
  return typeValue(type3);
}
function valueOfText(text2, type3) {
  let value = values.get(text2)?.deref();
  if (value === void 0) {
    value = new Userdata(typeHandle, type3);
    if (values.size >= tidyAt) tidy();
    values.set(text2, new WeakRef(value));
  }
  return value;
}
function tidy() {
  for (const [text2, value] of values) if (value.deref() === void 0) values.delete(text2);
  tidyAt = Math.max(1e3, values.size * 2);
}
function typeIn(value) {
  return value instanceof Userdata && value.live instanceof Type ? value.live : void 0;
}

// src/lua/types/source-types.ts
var SourceTypes = class {
  text;
  #types;
  /** What was given the last time, and what came of it. */
  #given = [];
  #made;
  constructor(text2) {
    this.text = text2;
  }
  at(root) {
    this.#types ??= readTypes(this.text);
    const type3 = this.#types[root];
    if (type3 === void 0) throw new Error("the unit has no such type");
    return type3;
  }
  /** The one type of a text that takes types from elsewhere. */
  with(given3) {
    if (this.#made === void 0 || given3.some((type3, i) => type3 !== this.#given[i])) {
      const [type3] = readTypes(this.text, given3);
      if (type3 === void 0) throw new Error("the unit has no such type");
      this.#made = type3;
      this.#given = given3;
    }
    return this.#made;
  }
};
function typesOf(text2) {
  return new SourceTypes(text2);
}
function typeAt(types, root) {
  return typeValue(types.at(root));
}
function typeOfGiven(types, values2, globals, fields) {
  return proceed3(types, [...values2], globals, fields, 0);
}
function proceed3(types, values2, globals, fields, from) {
  for (let i = from; i < values2.length; i++) {
    const name2 = globals[i];
    if (name2 === void 0) continue;
    const value = index(values2[i], name2);
    if (value === S) return push(new Frame(reading, i, types.text, values2, globals, fields, null));
    values2[i] = value;
  }
  return typeValue(types.with(values2.map((value, i) => given(value, fields[i]))));
}
var reading = host("type.given", () => ret0(), {
  resume(frame, value) {
    const values2 = frame.b;
    values2[frame.site] = first(value);
    return proceed3(
      new SourceTypes(frame.a),
      values2,
      frame.c,
      frame.d,
      frame.site + 1
    );
  }
});
function typeOfKnown(types, values2, globals, fields) {
  const found2 = values2.map((value, i) => {
    const name2 = globals[i];
    return given(name2 === void 0 ? value : fieldOf2(value, name2), fields[i]);
  });
  return typeValue(types.with(found2));
}
function given(value, field4) {
  return typeIn(field4 === void 0 ? value : fieldOf2(value, field4));
}
function fieldOf2(value, name2) {
  if (value instanceof LuaTable) return value.getText(name2);
  const field4 = typeIn(value)?.fields.find((each2) => each2.name === name2);
  return field4 === void 0 ? void 0 : typeValue(field4.type);
}

// ../../main/node_modules/re2js/build/index.js
var RE2Flags = class RE2Flags2 {
  static FOLD_CASE = 1;
  static LITERAL = 2;
  static CLASS_NL = 4;
  static DOT_NL = 8;
  static ONE_LINE = 16;
  static NON_GREEDY = 32;
  static PERL_X = 64;
  static UNICODE_GROUPS = 128;
  static WAS_DOLLAR = 256;
  static LOOKBEHIND = 512;
  static MATCH_NL = RE2Flags2.CLASS_NL | RE2Flags2.DOT_NL;
  static PERL = RE2Flags2.CLASS_NL | RE2Flags2.ONE_LINE | RE2Flags2.PERL_X | RE2Flags2.UNICODE_GROUPS;
  static POSIX = 0;
  static UNANCHORED = 0;
  static ANCHOR_START = 1;
  static ANCHOR_BOTH = 2;
};
var PublicFlags = {
  CASE_INSENSITIVE: 1,
  DOTALL: 2,
  MULTILINE: 4,
  DISABLE_UNICODE_GROUPS: 8,
  LONGEST_MATCH: 16,
  LOOKBEHINDS: 512
};
var ASCII_SIZE = 128;
var ASCII_TO_UPPER = new Int32Array(ASCII_SIZE);
var ASCII_TO_LOWER = new Int32Array(ASCII_SIZE);
var MAX_BMP = 65535;
for (let i = 0; i < ASCII_SIZE; i++) {
  if (i >= 97 && i <= 122) ASCII_TO_UPPER[i] = i - 32;
  else ASCII_TO_UPPER[i] = i;
  if (i >= 65 && i <= 90) ASCII_TO_LOWER[i] = i + 32;
  else ASCII_TO_LOWER[i] = i;
}
var Codepoint = class {
  static CODES = Object.freeze({
    "\x07": 7,
    "\b": 8,
    "	": 9,
    "\n": 10,
    "\v": 11,
    "\f": 12,
    "\r": 13,
    " ": 32,
    '"': 34,
    $: 36,
    "&": 38,
    "'": 39,
    "(": 40,
    ")": 41,
    "*": 42,
    "+": 43,
    "-": 45,
    ".": 46,
    0: 48,
    1: 49,
    2: 50,
    3: 51,
    4: 52,
    5: 53,
    6: 54,
    7: 55,
    8: 56,
    9: 57,
    ":": 58,
    "<": 60,
    ">": 62,
    "?": 63,
    A: 65,
    B: 66,
    C: 67,
    F: 70,
    P: 80,
    Q: 81,
    U: 85,
    Z: 90,
    "[": 91,
    "\\": 92,
    "]": 93,
    "^": 94,
    _: 95,
    "`": 96,
    a: 97,
    b: 98,
    f: 102,
    i: 105,
    m: 109,
    n: 110,
    r: 114,
    s: 115,
    t: 116,
    v: 118,
    x: 120,
    z: 122,
    "{": 123,
    "|": 124,
    "}": 125
  });
  static toUpperCase(codepoint) {
    if (codepoint < ASCII_SIZE) return ASCII_TO_UPPER[codepoint];
    const s = String.fromCodePoint(codepoint).toUpperCase();
    const expectedLen = s.codePointAt(0) > MAX_BMP ? 2 : 1;
    if (s.length > expectedLen) return codepoint;
    const sOrigin = String.fromCodePoint(s.codePointAt(0)).toLowerCase();
    const originExpectedLen = sOrigin.codePointAt(0) > MAX_BMP ? 2 : 1;
    if (sOrigin.length > originExpectedLen || sOrigin.codePointAt(0) !== codepoint) return codepoint;
    return s.codePointAt(0);
  }
  static toLowerCase(codepoint) {
    if (codepoint < ASCII_SIZE) return ASCII_TO_LOWER[codepoint];
    const s = String.fromCodePoint(codepoint).toLowerCase();
    const expectedLen = s.codePointAt(0) > MAX_BMP ? 2 : 1;
    if (s.length > expectedLen) return codepoint;
    const sOrigin = String.fromCodePoint(s.codePointAt(0)).toUpperCase();
    const originExpectedLen = sOrigin.codePointAt(0) > MAX_BMP ? 2 : 1;
    if (sOrigin.length > originExpectedLen || sOrigin.codePointAt(0) !== codepoint) return codepoint;
    return s.codePointAt(0);
  }
};
var UnicodeRangeTable = class {
  /**
  * @param {Uint32Array | number[]} data
  * @param {boolean} isStride1
  */
  constructor(data, isStride1 = false) {
    this.data = data;
    this.isStride1 = isStride1;
    this.SIZE = isStride1 ? 2 : 3;
  }
  getLo(index3) {
    return this.data[index3 * this.SIZE];
  }
  getHi(index3) {
    return this.data[index3 * this.SIZE + 1];
  }
  getStride(index3) {
    return this.isStride1 ? 1 : this.data[index3 * this.SIZE + 2];
  }
  get length() {
    return this.data.length / this.SIZE;
  }
};
var B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
var B64_MAP = /* @__PURE__ */ new Uint8Array(256);
for (let i = 0; i < 64; i++) B64_MAP[B64.charCodeAt(i)] = i;
var decodeVLQ = (str) => {
  const res = [];
  let value = 0;
  let shift = 0;
  for (let i = 0; i < str.length; i++) {
    const digit2 = B64_MAP[str.charCodeAt(i)];
    value |= (digit2 & 31) << shift;
    if ((digit2 & 32) === 0) {
      res.push(value);
      value = 0;
      shift = 0;
    } else shift += 5;
  }
  return res;
};
var decodeRanges = (str, isStride1) => {
  const res = decodeVLQ(str);
  const numRanges = isStride1 ? res.length / 2 : res.length / 3;
  const out = new Uint32Array(numRanges * 3);
  let current = 0;
  let resIdx = 0;
  for (let i = 0; i < numRanges; i++) {
    current += res[resIdx++];
    out[i * 3] = current;
    current += res[resIdx++];
    out[i * 3 + 1] = current;
    out[i * 3 + 2] = isStride1 ? 1 : res[resIdx++];
  }
  return out;
};
var decodeOrbit = (str) => {
  const res = decodeVLQ(str);
  const map2 = /* @__PURE__ */ new Map();
  let currentKey = 0;
  for (let i = 0; i < res.length; i += 2) {
    currentKey += res[i];
    const zz = res[i + 1];
    const delta = zz >>> 1 ^ -(zz & 1);
    map2.set(currentKey, currentKey + delta);
  }
  return map2;
};
var LazyMap = class {
  constructor(initializer) {
    this.initializer = initializer;
    this.cache = /* @__PURE__ */ new Map();
  }
  has(key) {
    return Object.hasOwn(this.initializer, key);
  }
  get(key) {
    if (this.cache.has(key)) return this.cache.get(key);
    const val = this.has(key) ? this.initializer[key]() : null;
    this.cache.set(key, val);
    return val;
  }
};
var UnicodeTables = class {
  static _CASE_ORBIT = null;
  static get CASE_ORBIT() {
    if (!this._CASE_ORBIT) this._CASE_ORBIT = decodeOrbit("rCgCIgCY+rQI4QiCuuBLgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCCgCBgCBgCBgCBgCBgCBgCB+7OB-BB-BB-BB-BB-BBskQB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BC-BB-BB-BB-BB-BB-BB-BByHBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBDCBBBCBBBCBBCCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBCCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBxHBCBBBCBBBCBBB3SBmMBkNBCBBBCBBB8MBCBBB6MB6MBCBBC+EB0MB2MBCBBB6MB+MBiGBmNBiNBCBBBmKBikzCBmNBqNBkIBsNBCBBBCBBBCBBB0NBCBBB0NDCBBB0NBCBBByNByNBCBBBCBBB2NBCBBDCBBCwDFCBCBDBCBCBDBCBCBDBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBB9EBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBCCBCBDBCBBBhGBvDBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBjICCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBH2iVBCBBBlKBwiVB+jVB+jVBCBBBlMBqEBuEBCBBBCBBBCBBBCBBBCBBB+hVB4hVB8hVBjNB7MC5MB5MCzMC1MB+0yCE5MB20yCC9MBu2yCBwyyCBo0yCChNBlNBo0yCBu-UBi0yCDlNC6-UBpNDrNIu+UDzNCm0yCBzNE0yyCBzNBpEBxNBxNBtEG1NLqxyCBkxyCnFoFrBCBBBCBBDCBBEkIBkIBkICoHHsCCqCBqCBqCCgEC+DB+DBmkOBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCC+BBgCBgCBgCBgCBgCBgCBgCBgCBrCBpCBpCBpCBmjOB-BB8BB-BB-BBgEB-BB-BByBBqgOBsDB-BBtwBB-BB-BB-BBsBBgDBCB-BB-BB-BBeB-BB-BB61OB-BB-BB-DB9DB9DBQB7DBmCE9CBrDBPBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBrFB-EBOBnHB3FB-FCCBBBNBCBBCjIBjIBjIBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgFBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCB-BB-BB8kMB-BB6kMB-BB-BB-BB-BB-BB-BB-BB-BB-BBokMB-BB-BBkkMBkkMB-BB-BB-BB-BB-BB-BB-BB4jMB-BB-BB-BB-BB-BB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EB-EBCBBBCBoiMBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBJCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBeBCBBBCBBBCBBBCBBBCBBBCBBBCBBBdBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBCgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDL-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-C64CgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOBgmOCgmOGgmODg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FBg8FDg8FBg8FBg8FhVg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBg9rCBQBQBQBQBQBQDPBPBPBPBPBPjkC7mMB5mMBnmMBjmMBCBlmMB3lMBpiMBk8kCBCBBG-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FB-7FD-7FB-7FB-7F6FoglCEsuHRwjlCyDCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCB0DBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBG1DD97OCCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQBQBQBQBQDPBPBPBPBPBPDQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQBQBQBQBQDPBPBPBPBPBPEQCQCQCQCPCPCPCPBQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPB0EB0EBsFBsFBsFBsFBoGBoGBgIBgIBgHBgHB8HB8HDQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQBQBQBQBQBQBQBPBPBPBPBPBPBPBPBQBQCSFPBPBzEBzEBRCxnOFSFrFBrFBrFBrFBREQBQClkOFPBPBnGBnGFQBQCljOCODPBPB-GB-GBNHSF-HB-HB7HB7HBRqJ53OE9tQBrmQH4Bc3BSgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBgBBfBfBfBfBfBfBfBfBfBfBfBfBfBfBfBfECBByZ0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BB0BBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzBBzB34BgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDBgDB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CB-CBCBBBt-UBruHBt+UB1iVBviVBCBBBCBBBCBBB3hVB5-UB9hVB7hVCCBBCCBBI9jVB9jVBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBICBBBCBBECBBN-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOB-lOC-lOG-lOzoeCBBBCBBBCBBBCBBBCBBBCBl8kCBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBTCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBnECBBBCBBBCBBBCBBBCBBBCBBBCBBDCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBKCBBBCBBBnglCBCBBBCBBBCBBBCBBBCBBECBBBvyyCDCBBBCBBBgDCCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBn0yCB90yCB10yCBh0yCBn0yCCjxyCBzyyCBpxyCBg6BBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBB-CBl0yCBvjlCBCBBBCBBBt2yCBCBBBCBBBCBBBCBBBCBBBCBBBCBBBCBBBhkzCZCBB9a-5Bd-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCB-8rCm6TCBB7gBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCH-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BmlBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvChDwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCBwCFvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvCBvC1DuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCCuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCBuCCuCBuCBuCBuCBuCBuCBuCCuCBuCCtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCCtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCBtCCtCBtCBtCBtCBtCBtCBtCCtCBtCk2BgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEBgEO-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-DB-D+CgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCL-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-B74CgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BhrVgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCBgCB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BB-BhB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BB2BD1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BB1BtxekCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBkCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjCBjC");
    return this._CASE_ORBIT;
  }
  static _Print = null;
  static get Print() {
    if (!this._Print) this._Print = new UnicodeRangeTable(decodeRanges("hB9CBjBLBCpWBDFBFGBCCCBSBCsMBClBBDxBBDCBC2BBJaBFFBSVBC-FBCvBBD6BBDkDBP6BBDwBBDOBCbBDCCBJBGfBIqCBCgFBCHBDBBDVBCGBCEEBCBDIBDBBDDBJFFBCCBDBDYBDCBCFBFBBDVBCGBCBBCBBCBBDCCBDBFBBDCBEIIBCBCIIBPBLCBCIBCCBCVBCGBCBBCEBDJBCCBCCBDQQBCBDLBIGBCCBCHBDBBDVBCGBCBBCEBDIBDBBDCBICBFBBCEBDRBLBBCFBECBCDBEBBCCCBEEBEEBBBELBFEBECBCDBDHHPUBGMBCCBCWBCPBDIBCCBCDBIBBCCBCBBDDBDJBIVBCCBCWBCJBCEBDIBCCBCDBIBBGCBCDBDJBCCBNMBCCBCyBBCCBCFBFPBDZBCCBCRBEXBCIBCDDBFBEFFBEBCCCBGBHJBDCBN5BBFcBmBBBCCCBDBCXBCCCBVBDEBCCCBFBCJBDDBhBnCBCjBBFmBBCjBBCOBCMBmBlGBCGGD4LBCDBDGBCCCBCBDoBBCDBDgBBCDBDGBCCCBCBDOBC4BBCDBDiCBDfBEZBH1CBDFBD-TBCbBE4CBIVBKXBKTBNMBCCBCBBN9CBDJBHJBHNBCKBH4CBIqBBGlCBLeBCLBFLBFEEBoBBDEBMrBBFZBHKBE9BBDgCBCcBDKBHJBHNBDtBBDLBVsCBClFBJ7BBEOBE9BBGqBBDKBJqBBG1QBDFBDlBBDFBDHBCGCBdBD0BBCOBCNBDFBCSBDCBCIBSXBJuBBSBBDaBCMBEhBBPgBBQrEBF5UBXKBWz4BBD9LBGsBBCGGD3BBIBBPXBKGBCGBCGBCGBCGBCGBCGBCGBC9DBjBZBC4CBN1GBbPBC+BBC1CBDmDBGqBBC9CBC1CBKvBBCszcBE2BBK7KBV3FBJ8GBV7BBEJBH3BBJlCBJLBHzDBMdBEtCBCKBFgBBC2BBKNBDJBDmDBZbBLFBDFBDFBKGBCGBC7BBF9DBDJBHj9KBNWBFwBBloItLBDpDBnBGBNEBGZBCEBCCCBCCBCCBoUBhBpBBHyBBCSBCDBFEBCmEBF9FBEFBDFBDFBDCBEGBCGBOBBDLBCZBCSBCBBCOBDNBjB6DBGCBFsBBE3CBCMBEwBwBBsBBjEcBEwBBQbBFjBBKdBGqBBGdBCkBBFNBrB9EBDJBHjBBFjBBFnBBJzBBMLBCOBCGBCBBCKBCOBCGBCBBEzBBN2JBKVBLHBZFBCpBBCIBmCFBDCCBqBBCBBEDDBVBCnCBJIBxBSBCBBGgBBEaBGaBnB3BBFTBDxBBCBBGHBCCBCcBDCBFJBIIBI-BBhBmBBFLBK1BBEcBDaBGZBIDBNGBxCoCB4ByBBOyBBItBBJJBHlBBEcBJBBxGeBCpBBCCBDBBRFBJIBiBtBBJpBBXZBnBbBVWBKtCBFjBBK9BBCEBOYBIJBH0BBCRBJmBBK-CBCTBMRBCuBB-BGBCCCBCBCOBCKBH6BBGJBHDBCHBDBBDVBCGBCBBCEBCJBDBBDCBDHHGGBDGBEEBMJBCDDClBBCJBCDDCDBCJBCBBJBBe7CBCEBfnCBJJBnF1BBDlBBjBkCBMJBHMBU5BBHJBHTBdaBDOBFWB6F7BBlDyCBNHBDDDBGBCBBCdBCBBDLBKJBnCHBDtBBDKBcnCBJyCBOoCBIJB3CHB5ChBBPJBHIBCsBBCNBLcBEfBDVBCNBqCGBCBBCrBBECCBCCBHBJJBHFBCBBCkBBCBBCFBIJBHrBBFJB3HYBIQBCoBBEcB2CQQBwBBO6cBnDuDBCEBMjGBtyCiDBOvhBBRVBL68DBGmSB61G5BBn2B4RBIeBCJBFwCBCJBHdBDFBLlCBLJBCGBCUBGSBxN5BBnG6CBGYBDYBtBqCBF4BBIQBhCEBMGBK1mHBqBfBiDyDB+vIDBCGBCBBCiJBQeeBBBDPPBCBJrMBloCqDBGMBEIBIJBDDBh7D8HBEzNBHWBQQBQtBBDWBKzDB9B1HBLmBBDpCBJvDBWlCB7DTBNTBN2CBKYBoE0CBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDjJBD9VBQEBCOBxiBeBHFB2GGBCQBDGBCBBCEBG9BBiBxDxDBrBBENBDJBFBBhKeBS5BBGxOxOBoBB3GqBBFhGhGBdBCVBJBBhHGBCDBCBBCOBCkGBDPBqBrCBFJBFBByYjCBtC8BBjGDBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQB1BBBvIrBBFjDBNOBDOBCOBCkBBLtFB5BcBOrBBFIBIBBPFB7E4eBEQBEMBE5GBHLBFQQBKBF3BBJJBHnBBJdBDLBFBBPIBoB3KBJNBDMBEKBE4BBCFFBOBDLBFJBIyEBCmDBmgB-2pBBhB9oEBDt0FBDwpHBQtTBjtC9QBjvBq6EBGppIBnkzVvHB", false));
    return this._Print;
  }
  static CATEGORIES = new LazyMap({
    C: () => new UnicodeRangeTable(decodeRanges("AfBgDgBBOrWrWBHHBCBICCVuMuMnBBBzBBBE4B4BBGBcDBHQBXhGhGxBBB8BBBmDNB8BBByBBBQddBCCMEBhBGBsCiFiFJBBDBBXIICCBFBBKBBDBBFHBCDBDGGBaaBEEHDBDBBXIIDGDBCCGDBDBBECBCGBFCCBFBSJBEKKEXXIDDGBBLIEBCCBNBFBBNGBIEEJBBDBBXIIDGGBKKBDDBEEBFBEDBDGGBTTBIBDHHBBBEFFBBBDCCDCBDCBECBNDBGCBEFFBCCBEBCNBWEBOEEYRRBKKEFFBFBDEEDBBFBBLGBXEEYLLGBBKEEFGBDEBEFFBLLELBOEE0BEEHDBRBBbEETCBZKKCBBICBCDBHCCJFBLBBELB7BDBekBBDCCGZZCYYBGGCIILBBFfBpClBlBBCBoBlBlBQOOBjBBnGCCBDBCBB6LFFBIICFFBqBqBFBBiBFFBIICFFBQQ6BFFBkCkCBhBhBBBBbFB3CBBHBB+UCB6CGBXIBZIBVLBOEEDLB-CBBLFBLFBPMMBEB6CGBsBEBnCJBgBNNBCBNDBCCBrBBBGKBtBDBbFBMCB-BBBiCeeBMMBEBLFBPBBvBBBNTBuCnFnFBGB9BCBQCB-BEBsBBBMHBsBEB3QBBHBBnBBBHBBJGCgBBB2BQQPBBHUUBEEKMMBDBbEByBPBDBBcOOBBBjBNBiBOBtEDB7UVBMUB14BBB-LEBuBCCBDBCBB5BGBDNBZIBI4BI-DhBBb6C6CBKB3GZBxC3C3CBoDoDBDBsB-C-C3CIBxBuzcuzcBBB4BIB9KTB5FHB+GTB9BCBLFB5BHBnCHBNFB1DKBfCBvCMMBCBiB4B4BBHBPBBLBBoDXBdJBHBBHBBHIBIII9BDB-DBBLFBl9KLBYDByBjoIBvLBBrDlBBILBGEBbGGCGDrUfBrBFB0BUUFDBGoEoEBCB-FCBHBBHBBHBBECBIIIBLBDBBNbbUDDQBBPhBB8DEBEDBuBCB5COOBBBCuBBvBhEBeCByBOBdDBlBIBfEBsBEBfmBmBBCBPpBB-EBBLFBlBDBlBDBpBHB1BKBNQQIDDMQQIDDBBB1BLB4JIBXJBJXBHrBrBKkCBHBBCtBtBDCBCBBYpCpCBGBKvBBUDDBDBiBCBcEBclBB5BDBVBBzBDDBDBJEEeBBEDBLGBKGBhCfBoBDBNIB3BCBeBBcEBbGBFLBIvCBqC2BB0BMB0BGBvBHBLFBnBCBeHBDvGBgBrBrBEBBDPBHHBKgBBvBHBrBVBblBBdTBYIBvCDBlBIB-BGGBLBaGBLFB2BTTBGBoBIBhDVVBJBTwBwBB8BBICCFQQMFB8BEBLFBFJJBDDBXXIDDGLLBDDBEEBCCBEBCEBIBBICBGKBLCCBCCnBLLCBBCFFLDDBGBDcB9CGGBcBpCHBLlFB3BBBnBhBBmCKBLFBOSB7BFBLFBVbBcBBQDBY4FB9BjDB0CLBJBBCBBJDDfDDBNNBHBLlCBJBBvBBBMaBpCHB0CMBqCGBL1CBJ3CBjBNBLFBKuBuBPJBeCBhBBBXPPBnCBIDDtBCBCDDKHBLFBHDDmBDDHGBLFBtBDBL1HBaGBSqBqBBBBe0CBCOBzBMB8clDBwDGGBJBlGryCBkDMBxhBPBXJB88DEBoS41GB7Bl2BB6RGBgBLLBCByCLLBEBfBBHJBnCJBLIIWEBUvNB7BlGB8CEBaBBarBBsCDB6BGBS-BBGKBIIB3mHoBBhBgDB0D8vIBFIIDkJkJBNBCcBEBBCNBFHBtMjoCBsDEBOCBKGBLBBF-6DB+HCB1NFBYOBSOBvBBBYIB1D7BB3HJBoBBBrCHBxDUBnC5DBVLBVLB4CIBamEB2CoCoCDBBCBBDBBFNNCIIiCFFBJJIddFGGCCBI1K1KBlJlJB-V-VBNBGQQBuiBBgBFBH0GBISSBIIDGGBDB-BgBBCvDBuBCBPBBLDBD-JBgBQB7BEBCvOBrB1GBsBDBC-FBgBXXBGBD-GBIFFDQQmGBBRoBBtCDBLDBDwYBlCrCB+BhGBFccDCCBCCLFFCCCBEBCDBCECEDDCBBCICDCCBFFIKFCLLSEBEGGSzBBDtIBtBDBlDLBQBBQQQmBJBvF3BBeMBtBDBKGBDNBH5EB6eCBSCBOCB7GFBNDBCOBNDB5BHBLFBpBHBfBBNDBDNBKmBB5KHBPBBOCBMCB6BCCBCBRBBNDBLGB0EoDoDBjgBBh3pBfB-oEBBv0FBBypHOBvThtCB-QhvBBs6EEBrpIlkzVBxHvw-FB", false)),
    Cc: () => new UnicodeRangeTable(decodeRanges("AfgDgB", true)),
    Cf: () => new UnicodeRangeTable(decodeRanges("tFzqBzqBBEBXhGhGyBhMhMBxCxCs5D9-B9-BBDBbEByBEBCJBw03B6H6HBBBimEQQj7IPBhjiBDBwmFHBn0rYffB+CB", false)),
    Cn: () => new UnicodeRangeTable(decodeRanges("4bBBHDBICCVuMuMnBBBzBBBE4B4BBGBcDBHKBvI9B9BBmDmDBMB8BBByBBBQddBCCMEBjBEBuHJJBDDBXXICCBBBFBBKBBDBBFHBCDBDGGBaaBEEHDBDBBXIIDGDBCCGDBDBBECBCGBFCCBFBSJBEKKEXXIDDGBBLIEBCCBNBFBBNGBIEEJBBDBBXIIDGGBKKBDDBEEBFBEDBDGGBTTBIBDHHBBBEFFBBBDCCDCBDCBECBNDBGCBEFFBCCBEBCNBWEBOEEYRRBKKEFFBFBDEEDBBFBBLGBXEEYLLGBBKEEFGBDEBEFFBLLELBOEE0BEEHDBRBBbEETCBZKKCBBICBCDBHCCJFBLBBELB7BDBekBBDCCGZZCYYBGGCIILBBFfBpClBlBBCBoBlBlBQOOBjBBnGCCBDBCBB6LFFBIICFFBqBqBFBBiBFFBIICFFBQQ6BFFBkCkCBhBhBBBBbFB3CBBHBB+UCB6CGBXIBZIBVLBOEEDLB-CBBLFBLFBbFB6CGBsBEBnCJBgBNNBCBNDBCCBrBBBGKBtBDBbFBMCB-BBBiCeeBMMBEBLFBPBBvBBBNTBuCnFnFBGB9BCBQCB-BEBsBBBMHBsBEB3QBBHBBnBBBHBBJGCgBBB2BQQPBBHUUBEEKmDmDNBBcOOBBBjBNBiBOBtEDB7UVBMUB14BBB-LEBuBCCBDBCBB5BGBDNBZIBI4BI-DhBBb6C6CBKB3GZBxC3C3CBoDoDBDBsB-C-C3CIBxBuzcuzcBBB4BIB9KTB5FHB+GTB9BCBLFB5BHBnCHBNFB1DKBfCBvCMMBCBiB4B4BBHBPBBLBBoDXBdJBHBBHBBHIBIII9BDB-DBBLFBl9KLBYDByBDBvzIBBrDlBBILBGEBbGGCGDrUfBrBFB0BUUFDBGoEoEBCC-FCBHBBHBBHBBECBIIIBIBGBBNbbUDDQBBPhBB8DEBEDBuBCB5COOBBBCuBBvBhEBeCByBOBdDBlBIBfEBsBEBfmBmBBCBPpBB-EBBLFBlBDBlBDBpBHB1BKBNQQIDDMQQIDDBBB1BLB4JIBXJBJXBHrBrBKkCBHBBCtBtBDCBCBBYpCpCBGBKvBBUDDBDBiBCBcEBclBB5BDBVBBzBDDBDBJEEeBBEDBLGBKGBhCfBoBDBNIB3BCBeBBcEBbGBFLBIvCBqC2BB0BMB0BGBvBHBLFBnBCBeHBDvGBgBrBrBEBBDPBHHBKgBBvBHBrBVBblBBdTBYIBvCDBlBIBlCJBCBBaGBLFB2BTTBGBoBIBhDVVBJBTwBwBB8BBICCFQQMFB8BEBLFBFJJBDDBXXIDDGLLBDDBEEBCCBEBCEBIBBICBGKBLCCBCCnBLLCBBCFFLDDBGBDcB9CGGBcBpCHBLlFB3BBBnBhBBmCKBLFBOSB7BFBLFBVbBcBBQDBY4FB9BjDB0CLBJBBCBBJDDfDDBNNBHBLlCBJBBvBBBMaBpCHB0CMBqCGBL1CBJ3CBjBNBLFBKuBuBPJBeCBhBBBXPPBnCBIDDtBCBCDDKHBLFBHDDmBDDHGBLFBtBDBL1HBaGBSqBqBBBBe0CBCOBzBMB8clDBwDGGBJBlGryCBkDMB3iBJB88DEBoS41GB7Bl2BB6RGBgBLLBCByCLLBEBfBBHJBnCJBLIIWEBUvNB7BlGB8CEBaBBarBBsCDB6BGBS-BBGKBIIB3mHoBBhBgDB0D8vIBFIIDkJkJBNBCcBEBBCNBFHBtMjoCBsDEBOCBKGBLBBJ76DB+HCB1NFBYOBSOBvBBBYIB1D7BB3HJBoBBBjGUBnC5DBVLBVLB4CIBamEB2CoCoCDBBCBBDBBFNNCIIiCFFBJJIddFGGCCBI1K1KBlJlJB-V-VBNBGQQBuiBBgBFBH0GBISSBIIDGGBDB-BgBBCvDBuBCBPBBLDBD-JBgBQB7BEBCvOBrB1GBsBDBC-FBgBXXBGBD-GBIFFDQQmGBBRoBBtCDBLDBDwYBlCrCB+BhGBFccDCCBCCLFFCCCBEBCDBCECEDDCBBCICDCCBFFIKFCLLSEBEGGSzBBDtIBtBDBlDLBQBBQQQmBJBvF3BBeMBtBDBKGBDNBH5EB6eCBSCBOCB7GFBNDBCOBNDB5BHBLFBpBHBfBBNDBDNBKmBB5KHBPBBOCBMCB6BCCBCBRBBNDBLGB0EoDoDBjgBBh3pBfB-oEBBv0FBBypHOBvThtCB-QhvBBs6EEBrpIm8yVBCdBhD-DBxHvw-BB---BBB---BBB", false)),
    Co: () => new UnicodeRangeTable(decodeRanges("gg4B-nGh4hc9--BD9--B", true)),
    Cs: () => new UnicodeRangeTable(decodeRanges("gg2B--B", true)),
    L: () => new UnicodeRangeTable(decodeRanges("hCZBHZBwBLLFGGBVBCeBCpOBFLBPEBICCiEEBCBBDDBCHHCCBCCCBSBCyCBCqEBJlFBClBBDHHBnBBoCaBFDBuBqBBkBBBCiDBCQQBIIBLLBBBDRRCdBe4CBMZZBfBKBBFGGBUBFKKEYYBXBIKBGXBCGBRpBB7B1BBETTIJBQPBFHBDBBDVBCGBCEEBCBERROBBCCBPBBLJJBEBFBBDVBCGBCBBCBBCBBgBDBCUUBBBRIBCCBCVBCGBCBBCEBETTQBBYMMBGBDBBDVBCGBCBBCEBEffBCCBBBQSSCFBECBCDBEBBCCCBEEBEEBBBELBX1B1BBGBCCBCWBCPBEbbBBBCBBDBBfFFBGBCCBCWBCJBCEBEffBBBCBBQBBSIBCCBCoBBDRRGCBJCBZFBGRBEXBCIBCDDBFB7BvBBCBBNGB7BBBCCCBDBCXBCCCBIBCBBKDDBDBCWWBCBhBgCgCBGBCjBBcEB0DqBBVRRBEBFDBEEEBIIBBBFMBNSSBkBBCGGDqBBCsKBCDBDGBCCCBCBDoBBCDBDgBBCDBDGBCCCBCBDOBC4BBCDBDiCBmBPBR1CBDFBErTBDQBCZBGqCBHHBIRBOSBPRBPMBCCBQzBBkBFFkC4CBIEBDhBBCGGBkCBLeByBdBDEBMrBBFZB3BWBK0BBzC+C+CBtBBSHB3BdBOBBLrBBbjBBqBCBLjBBDKBGqBBDCBqBDBCFBCBBEGGB+FBhC1IBDFBDlBBDFBDHBCGCBdBD0BBCGBCEEBBBCGBEDBDFBFMBGCBCGB1DOORMBmDFFDJBCEEBDBHGCBCBCKBDDBGEBF1B1BB8zC8zCBjHBHDBEBBNlBBCGGD3BBIRRBVBKGBCGBCGBCGBCGBCGBCGBCGBxC2O2OBrBrBBDBGBBF1CBHCBC5CBCDBGqBBC9CBSfBxBPBhQ-tGBhCs0VBkCtBBDsIBEPBLBBVuBBReBDlCByBIBDmDBDxCBVQBCCBCDBCWBezBBPxBB-BFBECCBMMBaBLWBacBIuBBdRRBDBCJBLEBCoBBYCBCHBVWBEEEBwBBCEEBDDBDBDCCZCBDKBICBNFBDFBDFBKGBCGBCqBBCNBHyDBej9KBNWBFwBBloItLBDpDBnBGBNEBGCCBIBCMBCEBCCCBCCBCCBqDBiBqLBT-BBD1BBpBLB1DEBCmEBlBZBHZBM4CBEFBDFBDFBDCBkBLBCZBCSBCBBCOBDNBjB6DBmMcBEwBBwBfBOTBCHBHlBBLdBDjBBFHBxB9EBTjBBFjBBFnBBJzBBNKBCOBCGBCBBCKBCOBCGBCBBEzBBN2JBKVBLHBZFBCpBBCIBmCFBDCCBqBBCBBEDDBVBLWBKeBiCSBCBBLVBLZBHZBnB3BBHBBhCQQBCBCCBCcBrBcBEcBkBHBCbBc1BBLVBLSBORBvDoCB4ByBBOyBBOjBBnBbBKWB7HpBBHBBRFB5BcBLJJBUBrBRBvBUBcWBN0BB6BBBDOOBrBBhBYBbjBBeDDJiBBENNBuBBPDBWCCkBRBCYBUBBgCGBCCCBCBCOBCJBIuBBnBHBDBBDVBCGBCBBCEBETTNEBfJBCDDClBBCaaCtBtBBzBBTDBVCBfvBBVBBC5F5FBtBBqBDBlBvBBV8B8BBpBBOoCoCBZBmBGB6FrBB1D-BBgBHBDDDBGBCBBCXBQCC-CHBDmBBRCCdLLBmBBIWWMtBBUTTBnCBoGgBBgBIBCkBBSyByBBcBxDGBCBBClBBWaaBEBCBBCfBPYYBqBBlISBQCCBLBChBB9DwCwCB4cBnHjGBtyCgDBQvhBBSFBa68DBGmSB61GdBj3B4RBIeBSuCBSdBTvBBRDBgBUBGSBxNsBB0G-BBhBYBDYBtBqCBGjCjCBLBhCBBCPPBNNB0mHBqBfBiDyDB+vIDBCGBCBBCiJBQeeBBBDPPBCBJrMBloCqDBGMBEIBIJBn7F0CBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDYBCYBCeBCYBCeBCYBCeBCYBCeBCYBCHB15BeBHFBmI9BBzEsBBLGBRiKiKBcBTrBBlPbBlHdBDwGwGBdBCCBCBBCGBDEBKBBhHGBCDBCBBCOBCkGB8BjCBI1lB1lBBCBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQBlqE-2pBBhB9oEBDt0FBDwpHBQtTBjtC9QBjvBq6EBGppIB", false)),
    LC: () => new UnicodeRangeTable(decodeRanges("hCZBHZB7BLLBVBCeBCiGBCDBFvGBDZBhGDBDBBECBCHHCCBCCCBSBCyCBCqEBJlFBClBBKoBB44ClBBCGGDqBBDCBhV1CBDFBjkCKBGqBBDCBhCrBBgCMBChBBmD1IBDFBDlBBDFBDHBCGCBdBD0BBCGBCEEBBBCGBEDBDFBFMBGCBCGBmIFFDJBCEEBDBHGCBCBCFBFDDBCBGEBF1B1BB8zC8zCB6DBDmDBHDBEBBNlBBCGGzoetBBTbBnEtCBCWBEDBCsCBZBBE2Z2ZBpBBGIBIvCBh6TGBNEBqgBZBHZBmlBvCBhDjBBFjBB1DKBCOBCGBCBBCKBCOBCGBCBBk2ByBBOyBB+CVBLVB74C-BBhrV-BBhBYBDYBtpZ0CBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDYBCYBCeBCYBCeBCYBCeBCYBCeBCYBCHB15BJBCTBHFB2uCjCB", false)),
    Ll: () => new UnicodeRangeTable(decodeRanges("hDZB7BqBqBBWBCHBC2BCBQCBuBCDECBBBDCCDEEBFFDEEBBBDDDCCCDCCBCCDEECDDBDDBBBHGDCOCBSCBDDCEEC4BCBFBDDDBCCFICBjCBDZBiGCCEEEBBBTccBhBBCBBECBCWCBDBCGDB0B0BBuBBCgBCK0BCDMCBgDCxBoBBo6CqBBDCB5XFBjkCIBC2D2DBqBBgCMBChBBnD0ECBHBCgDCBHBJFBLHBJHBJFBLHBJHBJNBDHBJHBJHBJEBCBBHEEBBBCBBJDBDBBJHBLCBCBBzIEEBEEcKFDBBJDBF2B2Bs1CvBBCEEBGCFCCBCCBEBGiDCBIICFFNlBBCGG0oesBCUaCoEMCBBBC+BCBGBCCCDICFCCDCCBBBCSCGGGCMCFCCDOCbEE2ZqBBGIBIvCBh6TGBNEBqhBZBumBnBBpEjBB8EKBCOBCGBCBBk4ByBB+DVB75CfBhsVfB8BYBnqZZBbGBCRBbZBbDBCCCBFBCKBbZBbZBbZBbZBbZBbZBbZBbZBbbBdYBCFBbYBCFBbYBCFBbYBCFBbYBCFBC15B15BBIBCTBHFB4vChBB", false)),
    Lm: () => new UnicodeRangeTable(decodeRanges("wVRBFLBPEBICCmEGG-OnHnHlFBBuIBBFgBgBKEEhFoFoF1mBgEgE2R72B72BsDkTkTxOFBvF+BBOjBjBBjBByVOORMBg-CBByHgGgG2OsBsBBDBGiDiDB+C+CBBB34bjnBjnBBEBvIzDzDdBB6DIBxCYYpDDBEBB2OXXqEtDtDWBBoDDBKngVngVuBBBh-BFBCpBBCIB0sBhBhB2K04D04DnrTDB9PCBpBBBnRMBhCBBCPPB9-P9-PBCBCGBCBByhM9BBqGGBud0Q0QsSAB", false)),
    Lo: () => new UnicodeRangeTable(decodeRanges("qFQQhIFFBCBxGBB7ZaBFDBuBfBCJBkBBBCiDBCZZBLLBBBDRRCdBe4CBMZZBfBWVBrBYBIKBGXBCGBRoBB8B1BBETTIJBROBFHBDBBDVBCGBCEEBCBERROBBCCBPBBLJJBEBFBBDVBCGBCBBCBBCBBgBDBCUUBBBRIBCCBCVBCGBCBBCEBETTQBBYMMBGBDBBDVBCGBCBBCEBEffBCCBBBQSSCFBECBCDBEBBCCCBEEBEEBBBELBX1B1BBGBCCBCWBCPBEbbBBBCBBDBBfFFBGBCCBCWBCJBCEBEffBBBCBBQBBSIBCCBCoBBDRRGCBJCBZFBGRBEXBCIBCDDBFB7BvBBCBBNFB8BBBCCCBDBCXBCCCBIBCBBKDDBDBYDBhBgCgCBGBCjBBcEB0DqBBVRRBEBFDBEEEBIIBBBFMBNyDyDBnKBCDBDGBCCCBCBDoBBCDBDgBBCDBDGBCCCBCBDOBC4BBCDBDiCBmBPByDrTBDQBCZBGqCBHHBIRBOSBPRBPMBCCBQzBBpBkCkCBhBBC0BBIEBDhBBCGGBkCBLeByBdBDEBMrBBFZB3BWBK0BBxFuBBSHB3BdBOBBLrBBbjBBqBCBLdByDDBCFBCBBE7hB7hBBCB4-C3BBZWBKGBCGBCGBCGBCGBCGBCGBCGBoR2B2BF1CBJCCB4CBFGGBpBBC9CBSfBxBPBhQ-tGBhC0wUBC2jBBkCnBBJrIBFPBLBBjCyByBBkCBqFoDoDEGBCCBCDBCWBezBBPxBB-BFBECCBMMBaBLWBacBIuBBuBEBDIBLEBCoBBYCBCHBVPBCFBEEEBwBBCEEBDDBDBDCCZBBEKBIPPBEBDFBDFBKGBCGByEiBBej9KBNWBFwBBloItLBDpDBkCCCBIBCMBCEBCCCBCCBCCBqDBiBqLBT-BBD1BBpBLB1DEBCmEBqDJBCsBBDeBEFBDFBDFBDCBkBLBCZBCSBCBBCOBDNBjB6DBmMcBEwBBwBfBOTBCHBHlBBLdBDjBBFHBhEtCBjDnBBJzBB9CzBBN2JBKVBLHB5EFBDCCBqBBCBBEDDBVBLWBKeBiCSBCBBLVBLZBHZBnB3BBHBBhCQQBCBCCBCcBrBcBEcBkBHBCbBc1BBLVBLSBORBvDoCB4FjBBnBDBCxJxJBoBBHBBRCBCBB5BcBLJJBUBrBRBvBUBcWBN0BB6BBBDOOBrBBhBYBbjBBeDDJiBBENNBuBBPDBWCCkBRBCYBUBBgCGBCCCBCBCOBCJBIuBBnBHBDBBDVBCGBCBBCEBETTNEBfJBCDDClBBCaaCtBtBBzBBTDBVCBfvBBVBBC5F5FBtBBqBDBlBvBBV8B8BBpBBOoCoCBZBmBGB6FrBB0GHBDDDBGBCBBCXBQCC-CHBDmBBRCCdLLBmBBIWWMtBBUTTBnCBoGgBBgBIBCkBBSyByBBcBxDGBCBBClBBWaaBEBCBBCfBPYYBnBBCBBlISBQCCBLBChBB9DwCwCB4cBnHjGBtyCgDBQvhBBSFBa68DBGmSB61GdBj3B4RBIeBSuCBSdBTvBB0BUBGSB0NnBB2MqCBGwFwFB0mHBqBfBiDyDBuwIiJBQeeBBBDPPBCBJrMBloCqDBGMBEIBIJBxzI2P2PBrBBiBiKiKBcBTrBBlPaBmHdBDwGwGBdBCCBCBBCGBDEBKiHiHBFBCDBCBBCOBCkGB8pBDBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQBlqE-2pBBhB9oEBDt0FBDwpHBQtTBjtC9QBjvBq6EBGppIB", false)),
    Lt: () => new UnicodeRangeTable(decodeRanges("lOGDnB2sH2sHBGBJHBJHBNQQwBAB", false)),
    Lu: () => new UnicodeRangeTable(decodeRanges("hCZBmDWBCGBiB2BCDOCDuBCBECEBBCCCBCCBBBDDBCBBCCBEBBCBBCECBCCDCCBCCBBBCCCBEEIJDCMCDQCDDDCCBC4BCIBBCBBDCCBCBCGCiJCCEJJHCCBBBCCCBCCBPBCIBkBDDBBBEWCGDDCBBDyBBxBgBCK2BCBMCD+CCDlBBq6ClBBCGGzW1CB0kCHHBpBBDCBhK0ECKgDCKHBJFBLHBJHBJFBMGCJHBpCDBNDBNDBNEBMDBnIFFECBDCBDEEBDBHGCBCBDDBLBBG+B+B9zCvBBxBCCBBBDGCBCBCDDJCBCgDCJCCFuqeuqeCqBCUaCoEMCE8BCLECBICFCCDCCEUCBDBCEBCOCBCBCCCBQCZs5Vs5VBYBmmBnBBpEjBB9EKBCOBCGBCBBr3ByBB+EVB75CfBhsVfBhCYBoqZZBbZBbZBbCCBGDBDDBCBCHBbZBbBBCDBDHBCGBcBBCDBCEBCEEBFBcZBbZBbZBbZBbZBbZBfYBiBYBiBYBiBYBiBYBiB2pE2pEBgBB", false)),
    M: () => new UnicodeRangeTable(decodeRanges("gYvDB0IGBoIsBBCCCBCCBCCpCKBxBUBRmDmDBFBDFBDBBCDBkBffBZB8CKB7BIBKZZBCBCIBCCBCEBsBCB8BIBrBXBCgBB3BCBCRBCGBLBBeCB5BCCBFBDBBDCBKLLBbbDCB5BCCBDBFBBDCBEffBEEMCB5BCCBGBCCBCCBVBBXFBCCB5BCCBFBDBBDCBICBLBBf8B8BBDBECBCDBKpBpBBDB4BCCBFBCCBCDBIBBMBBeCB5BCCBFBCCBCDBIBBMBBQNNBCB4BBBCGBCCBCDBKLLBeeBBBnCFFBEBCCCBGBTBB+BDDBFBNHBjDDDBHBMGBqCBBcECFBByBTBCBBGKBCjBBKlDlDBSBYDBFCBCCBDGBEDBOLBCLLBCBgWCBzdDBdCBeBBfBBhCfBKuBuBBBBC2D2DBjBjB3DLBFLB8GEB6BJBCcBDxBxBBsBBDLBVEBwBQBnBIBNCBfMB5BNBxBTB5ECBCUBFHHDCBnG-BBxWgBB--CCBuEhDhDBeBrRFBqDBB1udDBCJBhBBBxCBBxIEEFYYBDBF0C0CBzBzBBQBbRBOnBnBBGBaMBtBDBwBNBlBkCkCBMBNJJBuBuBBBBzBCCBBBDBBGBBCqBqBBDBGBBtHHBCBBx5TiXiXBOBRPBuejHjH2EEBn0BCBCBBGDBpBCBFmFmFB+R+RBCBiCEB+JBBuCFBnCKByBDB7DCB2BOBqBDDBLLBCBuBKBI+B+BBBBlBNBRBBtBNNBBBxBNBJDBCBB9CLBHDD+ELBWDB4BBBCGBDBBDCBKLLBDDBFBEEBkCIBCDDCDBCEBCPPBzCzCBQBYyCyCBSBsHGBDIBcBBzCQBrDMBmDOBhIOB2HFBCBBDDBCCCBuEuEBFBDGBEddBIBpBGBCDBJKKBJBvBPBnGHBoGHBCHBzCVBCNB7DFBECCBCCBFBCjCjCBDBCBBCEB8KDBKBBCxBxBBFBEEBYmnFmnFHOBpmLRBhuCEB8BGB5gBCCB1BBIDByCMMBslTslTBizEizEBsBBDWB-QEBEFBJHBDGBfDB1ECB89B2BBFxBBJPPXEBCOBxqBGBCQBDGBCBBCEBlDhFhFBFB4L+B+BBCB9PDB-HBB0HDDIBBG7O7OBFBuDGB29lYvHB", false)),
    Mc: () => new UnicodeRangeTable(decodeRanges("joC4B4BDCBJDBCBBzBBB7BCBHBBDBBLsBsB7BCBjC7B7BBBBJCCB2B2BB7B7BCHHBDDBLLnDBBCBBECBCCBLqBqBBBB+BDB+BBB7BCCBDBDBBCBBKBBdPPB7B7BBBBGCBCCBLrBrBBsCsCBBBHHBTBBrKBBgCsFsFBFFHDDBaaBLLBBBDGBWBBDFBDLLBBB5zBffiEIIBGBCBB7KDBDCBFBBCFBhHBB7BCCKCCBJJBEByExBxBGCCBDBCBB+BffFBBD9B9BDCBCEEBxBxBBGBJBBsFWW35EBB0-dBBD5C5CBzBzBBOBvEBBwBxBxBBFFBDDBBBvDBBDBBZuBuBCuDuDDBBGuHuHBCCBCCBCC0gZCCgEuBuBBBBFBB0DZZB8B8BxBCBKBBO+C+CBBBEBBCrFrFBBBgBBB7BBBCDBDBBDCBKLLB1C1CBBBIDDCDBCBBCmDmDBBBJBBErDrDBBBHCCBCBDuHuHBBBHDBDyDyDBBBJBBCuDuDCBBHoDoDCBBFmImIBBBK4H4HBEBCBBFDDCvEvEBBBJDBF1C1CeBB-BqGqGECCoGPPrDIID2G2GBDBFBBC-K-KBNNxBBBJBBCpvQpvQBBBlxD2BBpDBB0rYBBHFB", false)),
    Me: () => new UnicodeRangeTable(decodeRanges("okBBB1xF-wB-wBBCBCCBsshBCB", false)),
    Mn: () => new UnicodeRangeTable(decodeRanges("gYvDB0IEBqIsBBCCCBCCBCCpCKBxBUBRmDmDBFBDFBDBBCDBkBffBZB8CKB7BIBKZZBCBCIBCCBCEBsBCB8BIBrBXBCfB4BCCFHBFEEBFBLBBe7B7BFDBJVVBbbDBB6BFFBFFBDDBBBEffBEEMBB6BFFBDBCBBFVVBXXBEBC7B7BDCCBCBJIIBMMBff+BNNzBEE4BCCBBBGCBCDBIBBMBBe7B7BDHHGBBVBBdBB6BBBFDBJVVBeepCIIBBBC7C7CDGBNHBjDDDBHBMGBqCBBcEC4BNBCEBCBBGKBCjBBKnDnDBCBCFBCBBDBBaBBFCBRDBODDBHHQgWgWBBBzdCBeBBfBBfBBhCBBCGBJDDBJBKuBuBBBBC2D2DBjBjB3DCBFBBKHHBBB8GBBD7B7BCGBCCCDHBHJBDxBxBBMBCeBDLBVDBxBCCBDBCGGpBIBNBBhBDBDBBCCB5BCCBEECCB7BHBDBB5ECBCMBCGBFHHEBBnG-BBxWMBFEEBKB--CCBuEhDhDBeBrRDBsDBB1udFFBIBhBBBxCBBxIEEFaaBGG4EBBbRBOnBnBBGBaKBvBCBxBDDBCBDBBoBkCkCBEBDBBDBBNJJwB0B0BCCBDBBGBBCrBrBBJJvHDDFx5Tx5TiXPBRPBuejHjH2EEBn0BCBCBBGDBpBCBFmFmFB+R+RBCBiCEB+JBBuCFBnCKByBDB8D3B3BBNBqBDDBLLBBByBDBDBBI+B+BBBBlBEBCHB-BNNB1B1BBHBLDBDgDgDBBBDCCBHHD+E+EEHBWBB6BBBEmBmBBFBEEBnCFBOECPBB2CHBDCBCYY1CFBCFFBCCBvHvHBCBHBBCBBcBB2CHBDCCBrDrDCDDBEBCmDmDCDDBCBCEBkIIBCBBhIBBCFFxEDBDBBFhBhBBIBpBFBDDBJKKBEBDCBvBMBCBBnGCCBBBCqGqGBFBCFBCzCzCBUBDGBCBBCBB7DFBECCBCCBFBCpCpCBEEC8K8KBMMB1B1BBDBGCCYmnFmnFHOBpmLLBECBhuCEB8BGB5gBgCgCBCByC5lT5lTBizEizEBsBBDWBhRCBSHBDGBfDB1ECB89B2BBFxBBJPPXEBCOBxqBGBCQBDGBCBBCEBlDhFhFBFB4L+B+BBCB9PDB-HBB0HDDIBBG7O7OBFBuDGB29lYvHB", false)),
    N: () => new UnicodeRangeTable(decodeRanges("wBJB5DBBGDDBBBitBJBnEJBnGJB9MJB3DJBFFBtDJB3DJB3DJBDFBvDMB0DJBJGBoDJBpDGBISBuDJBhDJB3DJBnCTBtIJBnCJBwWTBybCBwHJBHJBXJBtJJBhEKBmFJBHJB3FJB3CJBnEJBHJB3gBEEBEBHJBnGyBBDEB3W7BBvCVB3TdBqrBqYqYaIBPCB4KDBrEJBfHBCOBhBJBoBOBh7cJB9FJBhKFB7EJBnBJBnGJBXJB3CJB3MJB34UJBuPsBBN4BBSBB2KaBlBDBeJJnEEBrGJBvdHBaGBoBIBsCEBXFBhFBBDPBDtBBhCIB1BBBfCBsCEBpDHBZHBqBGBrKFBxBJBHJB3IeB-EJBrBDBxDGBnEdBhEJB9BJBxEJBITB8HJB3KJB3DJB3LJBnDJBHTBtCLBlNSB+CJB3UJB3CcBkHJBnCJB3BJBnLJBnDUBshBuDBimPJBnpCJB3CJBnEJBCGBvQJBnIWB+KCB6nXJBnuBTBNTBtDYB2iBxBBhqCJBnNJB3PJB4HJBtWIBhEJB4Y6BBCCBCDBtCsBBCOBjeMBk3CJB", false)),
    Nd: () => new UnicodeRangeTable(decodeRanges("wBJnxBJnEJnGJ9MJ3DJ3DJ3DJ3DJ3DJ3DJ3DJ3DJ3DJhDJ3DJnCJ3IJnCJn6BJnBJtJJhEJnFJHJ3FJ3CJnEJHJnuiBJnVJnBJnGJXJ3CJ3MJ34UJnsBJnkCJHJ9YJhEJ9BJxEJ3IJ3KJ3DJ3LJnDJHTtCJnNJnDJ3UJ3CJ3HJnCJ3BJnLJ3uQJnpCJ3CJnEJ3QJ37XJ12CxBhqCJnNJ3PJ4HJ2aJ30EJ", true)),
    Nl: () => new UnicodeRangeTable(decodeRanges("u3FCBwzCiBBDDB-zDaaBHBPCBs1dJBxyW0BBtOJJnEEBrhIuDBm8SCB", false)),
    No: () => new UnicodeRangeTable(decodeRanges("yFBBGDDBBB2pCFB5LFB5DCBmEGB6GGBSIByNJB2hBTB0jBJBhP20B20BEFBHJBnGPBqB3W3WB6BBvCVB3TdBqrB1kB1kBBCBrEJBfHBCOBhBJBoBOBxrdFBymWsBBiCDBSBB2KaBlBDB1pBHBaGBoBIBsCEBXFBhFBBDPBDtBBhCIB1BBBfCBsCEBpDHBZHBqBGBrKFBhLeB-EJBrBDBxDGBnETB8LTBmqBBBvNIBobSB0aUBn8SGB-YWBqhZTBNTBtDYBvqFIBid6BBCCBCDBtCsBBCOBjeMB", false)),
    P: () => new UnicodeRangeTable(decodeRanges("hBCBCFBCDBLBBEBBbCBCccCkBkBGEELBBEEE-VJJzOFBqBBB0BCCDDDtBBBVBBCBBOCCBBBrCDBnDsBsBBMBqHCB3BOBgBmImIBLLtE5D5D6DnMnMNwLwL7CLLBpFpFBNBCmBmBBCBoCrCrCBDBFBBwDFBsFlTlTBHB4EuTuTtBBBvCCBoCBB+ECBCCBmBKB6JBB5GBBhEGBCFBhFBBLGBdCB9DDB8BEB-BBBhCHBM9Z9ZBWBJTBCMBCLBfBBPBB6TDBeBB+hBNBwCBBgBJB0MVBgCDBhBBB8XDBCBBxDwEwEBtBBCfBDLBkNCBFJBDLBRNNjD7C7CjgdBBuICBkDLL0DFB9LDB3CBBpBCBCyByBBwBwBiDMBRBB9DDB-DBBRBB6HzqUzqUBxGxGBIBXiBBCNBCFFCBB2ECBCFBCDBLBBEBBbCBCccCCCBFB7MCB9UxBxB-MoXoXoGgBgBxIIBnBxDxDBFBjCGB6CDByO-J-JjBlElEBDBtBDB+FGBuDBBCDB-DDBxBBBwCDBFOOCCB5CFBsDrJrJBCCBzDzDBDBLBBCpDpD7HWBqDCBdMBtCjEjEBBB9HpIpIBBB8E9C9CBGB0CCBCEB+CJB4GgDgDBDBrBBBmUBBrCMBwFxjBxjBBDB97CBB8zOBBmEiCiCBDBJpRpRBBBoJDBoK9lT9lTovHEB07C-a-aBAB", false)),
    Pc: () => new UnicodeRangeTable(decodeRanges("-Cg-Hg-HBUU-u3BBBZCBwHAB", false)),
    Pd: () => new UnicodeRangeTable(decodeRanges("tB9qB9qB0BiyDiyDmgBqgCqgCBEBiwDDDgBBBFdd-NUUwDxszBxszBBmBmBLqFqFhzD-J-J", false)),
    Pe: () => new UnicodeRangeTable(decodeRanges("pB0B0BgB+1D+1DC-6B-6BqtC4B4BQ7T7TCff-hBMCxChBhBCGC1MUChCCCiBmhBmhBCECtBGCtNICEGCDBB-ozB6G6GeOCESSCCCrF0B0BgBGD", false)),
    Pf: () => new UnicodeRangeTable(decodeRanges("7F+6H+6HEddpuDCCFDDQEE", false)),
    Pi: () => new UnicodeRangeTable(decodeRanges("rFt7Ht7HDBBDaapuDCCFDDQEE", false)),
    Po: () => new UnicodeRangeTable(decodeRanges("hBCBCCBDECBLLBEEBcclCGGPBBI-V-VJzOzOBEBqB3B3BDDDtBBBVBBCBBOCCBBBrCDBnDsBsBBMBqHCB3BOBgBmImIBLLtE5D5D6DnMnMNwLwL7CLLBpFpFBNBCxDxDrCEBFBBwDFBsFlTlTBHBmY9D9DBBBoCBB+ECBCCBmBFBCDB6JBB5GBBhEGBCFBhFBBLGBdCB9DDB8BEB-BBBhCHBMjajaBJJBGBJIBDDBDCBEKBCCCBIB7kDDBCBBxDwEwEBFFBBBDDDBHBCBBCDDBLLBDBCJBDDBCCCBLBDCBtNCB6B+F+FjgdBBuICBkDLL0DFB9LDB3CBBpBCBCyByBBwBwBiDMBRBB9DDB-DBBRBB6HlxUlxUBFBDXXVBBDDBECBCDBICBHCCB2E2EBBBCCBDECBLLBEEBcclBDDB7M7MBBB9UxBxB-MoXoXoGgBgBxIIBnBxDxDBFBjCGB6CDB0ZlElEBDBtBDB+FGBuDBBCDB-DDBxBBBwCDBFOOCCB5CFBsDrJrJBCCBzDzDBDBLBBCpDpD7HWBqDCBdMBtCjEjEBBB9HpIpIBBB8E9C9CBGB0CCBCEB+CJB4GgDgDBDBrBBBmUBBrCMBwFxjBxjBBDB97CBB8zOBBmEiCiCBDBJpRpRBBBoJDBoK9lT9lTovHEB07C-a-aBAB", false)),
    Ps: () => new UnicodeRangeTable(decodeRanges("oBzBzBgB-1D-1DC-6B-6B-rCEEnB4B4BQ7T7TCff-hBMCxChBhBCGC1MUChCCCiBmhBmhBCECaTTCECtNICEGCDipzBipzB4GeeCMCESSCCCrFzBzBgBEEDAB", false)),
    S: () => new UnicodeRangeTable(decodeRanges("kBHHRCBgBCCcCCkBEBCBBDCCBCBDEEfgBgBrODBNNBGGBCCCBPB2DPPBxDxDsErIrIBBB3DCBDDDBvGvGLUUB4H4HIBBpEqLqLBHHB2H2H-DjEjEBGBlEwGwGqBmGmGiGCBQCCBBBDFBVECmEHBCFBCBBGDBmGBBxXJB0WuLuLlL+E+EBgBBiLJBKIBhiBCCBBBMCBOCBOCBOBBmCOOoBCBOCBUhBB-BBBCDBCBBLCCBBBGFBCECFMMBFFBDBGDBC7B7BBFFB2LBFcBD+HBXKByCtCBXnTBtBwBBDeBLyMBX+BBFfBD1LBDpEBmHFBmLBBvBZBC4CBN1GBbPBFOOBNNWBBHBB8CBB0HBBFJBhBlBBKRRBdBMdBJQQBeBLmBBQ-JBhuG-BBx0V2BB6RWBKBBoDBB+EDBLDB+RCBiHPPB+9T+9TpEgBBuLPBhCBB3BHBtBDBjDCCBBBD7E7EHRRBBBgBCCcCCiEGBCGBOBB6JIB6BQBDCBCMBEwBwBBrBB7zBBBwSmWmWBiKiKBGBnjC2kC2kCBbBr6SDBG3qU3qUk7DvHBLCBEzNBHWBQQBgDzDB9B1HBLmBBD7BBGCBXBBIdBF8BBWhCBE7F7FB1CBrbaagBaagBaagBaagBaa9B-PB4BDBzBHBCNBCBBp2BwNwNttCEE+DiOiOBvIvIBqBBFjDBNOBDOBCOBCkBBYgFB5BcBOrBBFIBIBBPFB7E4eBEQBEMBE5GBHLBFQQBKBF3BBJJBHnBBJdBDLBFBBPIBoB3KBJNBDMBEKBE4BBCFFBOBDLBFJBIyEBC7CBLAB", false)),
    Sc: () => new UnicodeRangeTable(decodeRanges("kB+D+DBCBqnB8D8DzPBBzPBBI2H2HoImSmS8sClmClmCBgBB37hBkuVkuVtD7E7E8GBBEBB3-HDB-4wBxtCxtC", false)),
    Sk: () => new UnicodeRangeTable(decodeRanges("+CCCoCHHFEEqQDBNNBGGBCCCBPB2DPPBjoBjoB15FCCBBBMCBOCBOCBOBB9kEBBkzdWBKBBoDBBxePPBniUniUBPB8bCCjF4g9B4g9BBDB", false)),
    Sm: () => new UnicodeRangeTable(decodeRanges("rBRRBBB+BCCuBFFmBgBgB-XwQwQBBB8xGOOoBCBOCBsEoBoBBDBHlClCBDBGBBFGDIgBgBBDDCgBgBBqIBhBBB7CffBXBpBFB2OKK3BHBwDxKxKBDBDeBLPBhIiEBX+BBFfBDhIBxBUBDFB9+zB5Z5ZCCBlFRRBBB+BCCkEHHBCBitDBBhrwBx+Bx+BagBgBagBgBagBgBagBgBat5Ft5FB-uC-uCBHB", false)),
    So: () => new UnicodeRangeTable(decodeRanges("mFDDFCCyerIrIBgEgEBvGvGLUUB4H4HkQ2L2LjEFBClElEwGqBqBoMCBQCCBBBDFBVECmEHBCFBCBBGDBmGBBxXJB0WzWzW+EhBBiLJBKIBksBBBCDBCBBLCCBHHBEBCECFMMBPPCBBC7B7BBKKBDBDDBCBBCBBCGBCeBDBBCCCBdBtIHBFTBDGBDwCBCdBanBBHnCBXKByCtCBX2FBCIBC1BBJuDBC3HBtBrBBhC-HBhQvBBWBBHmBBDpEBmHFBmLBBvBZBC4CBN1GBbPBFOOBNNWBBHBBxKBBFJBhBlBBKRRBdBMdBJQQBeBLmBBQ-JBhuG-BBx0V2BBibDBLBBC+R+RBBBqqUPBuLPBhCBB3BHBuBCBlPEEFBBOBB6JIB6BQBDCBCMBEwBwBBrBB7zBBBwSpgBpgBBGBnjC2kC2kCBGBFQBr6SDBG3qU3qUk7DvHBLCBEzNBHWBQPBhDzDB9B1HBLmBBD7BBGCBXBBIdBF8BBWhCBE7F7FB1CBqlB-PB4BDBzBHBCNBCBBp2B96C96CiEyWyWBqBBFjDBNOBDOBCOBCkBBYgFB5BcBOrBBFIBIBBPFB7E6HBG4WBEQBEMBE5GBHLBFQQBKBF3BBJJBHnBBJdBDLBFBB-B3KBJNBDMBEKBE4BBCFFBOBDLBFJBIyEBC7CBLAB", false)),
    Z: () => new UnicodeRangeTable(decodeRanges("gBgEgEgvFgsCgsCBJBeBBGwBwBh9DAB", false)),
    Zl: () => new UnicodeRangeTable(decodeRanges("ohIA", true)),
    Zp: () => new UnicodeRangeTable(decodeRanges("phIA", true)),
    Zs: () => new UnicodeRangeTable(decodeRanges("gBgEgEgvFgsCgsCBJBlBwBwBh9DAB", false)),
    ASCII_Hex_Digit: () => new UnicodeRangeTable(decodeRanges("wBJIFbF", true)),
    Alphabetic: () => new UnicodeRangeTable(decodeRanges("hCZBHZBwBLLFGGBVBCeBCpOBFLBPEBICC3CeeBQBCBBDDBCHHCCBCCCBSBCyCBCqEBJlFBClBBDHHBnBBoBNBCCCBCCBCCJaBFDBeKBG3BBCGBPlDBCHBFHBFCBLCBDRRBuBBOkDBZgBBKBBFGGBWBDSBUYBIKBGXBCGBIJJBoBBLLBEGBHrCBCPBCCBFOBOSBCHBDBBDVBCGBCEEBCBEHBDBBDBBCJJFBBCEBNBBLFFBBBCFBFBBDVBCGBCBBCBBCBBFEBFBBDBBFIIBCBCSSBEBMCBCIBCCBCVBCGBCBBCEBEIBCCBCBBEQQBCBWDBFCBCHBDBBDVBCGBCBBCEBEHBDBBDBBKBBFBBCEBORRBCCBEBECBCDBEBBCCCBEEBEEBBBELBFEBECBCCBEHHpBMBCCBCWBCPBEHBCCBCCBJBBCCBCBBDDBdDBCHBCCBCWBCJBCEBEHBCCBCCBJBBGCBCDBOCBNMBCCBCoBBDHBCCBCCBCGGBCBIEBXFBCCBCRBEXBCIBCDDBFBJFBCCCBGBTBBO5BBGGBH0B0BBECBDBCXBCCCBRBCCBDEBCHHPDBhBgCgCBGBCjBBFSBFPBCjBBkC2BBCDDBDBR-BBLDBDlBBCGGDqBBCsKBCDBDGBCCCBCBDoBBCDBDgBBCDBDGBCCCBCBDOBC4BBCDBDiCBmBPBR1CBDFBErTBDQBCZBGqCBEKBITBMUBNTBNMBCCBCBBNzBBDSBPFFkC4CBIqBBGlCBLeBCLBFIBYdBDEBMrBBFZB3BbBF+BBDTBzBYYBMMBBByBzBBCOBCHB0BpBBDDBLrBBCKBP2BBXCBLjBBDKBGqBBDCBqBDBCFBCBBEGGB+FBUhBBM1IBDFBDlBBDFBDHBCGCBdBD0BBCGBCEEBBBCGBEDBDFBFMBGCBCGB1DOORMBmDFFDJBCEEBDBHGCBCBCKBDDBGEBFSSBnBBuZzBB34BkHBHDBEBBNlBBCGGD3BBIRRBVBKGBCGBCGBCGBCGBCGBCGBCGBCfBwB2O2OBBBaIBIEBDEBF1CBHCBC5CBCDBGqBBC9CBSfBxBPBhQ-tGBhCs0VBkCtBBDsIBEPBLBBVuBBGHBEwDBoBIBDmDBDxCBVUBCgBBZzBBNjCBCtBtBBEBECCBBBLgBBGiBBOcBEyBBCLBQRRBOBLEBC2BBKNBTWBEkCBCCCZCBDPBDDBMFBDFBDFBKGBCGBCqBBCNBH6DBWj9KBNWBFwBBloItLBDpDBnBGBNEBGLBCMBCEBCCCBCCBCCBqDBiBqLBT-BBD1BBpBLB1DEBCmEBlBZBHZBM4CBEFBDFBDFBDCBkBLBCZBCSBCBBCOBDNBjB6DBmC0BBsIcBEwBBwBfBOdBGqBBGdBDjBBFHBCEBrB9EBTjBBFjBBFnBBJzBBNKBCOBCGBCBBCKBCOBCGBCBBEzBBN2JBKVBLHBZFBCpBBCIBmCFBDCCBqBBCBBEDDBVBLWBKeBiCSBCBBLVBLZBHZBnB3BBHBBhCDBCBBGHBCCBCcBrBcBEcBkBHBCbBc1BBLVBLSBORBvDoCB4ByBBOyBBOnBBjBbBEGGBVB7HpBBCBBEBBRFBzBCBEcBLJJBUBrBRBvBUBcWBKlCBsBEBL4BBKOOBXBYyBBSDBJiBBEKKB+BBCDBKBBLCCkBRBChBBDHHBCB-BGBCCCBCBCOBCJBI4BBYDBCHBDBBDVBCGBCBBCEBEHBDBBDBBEHHGGBdJBCDDClBBCJBCDDCDBCBBECCtBhCBCCBCDBVCBfhCBDBBC5F5FB0BBDGBaFBjB+BBCEE8B1BBDoCoCBZBDNBWGB6F4BBoD-BBgBHBDDDBGBCBBCdBCBBDBBDDB+CHBDtBBDFBCCCBccBxBBDJBSnCBGTTBnCBoDHB5CgBBgBIBCsBBCGBCyByBBcBDVBCNBqCGBCBBCrBBECCBCCBBBCDDBZZBEBCBBCkBBCBBCDBCYYBqBBlIWBKQBCoBBECBwDwCwCB4cBnDuDBSjGBtyCgDBQvhBBSFBa68DBGmSB61GuBBy2B4RBIeBSuCBSdBTvBBRDBgBUBGSBxNsBB0G-BBhBYBDYBtBqCBF4BBIQBhCBBCNNBFBK1mHBqBfBiDyDB+vIDBCGBCBBCiJBQeeBBBDPPBCBJrMBloCqDBGMBEIBIJBFi7Fi7FBzCBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDYBCYBCeBCYBCeBCYBCeBCYBCeBCYBCHB15BeBHFB2GGBCQBDGBCBBCEBG9BBiBxDxDBrBBLGBRiKiKBcBTrBBlPbBlHdBDwGwGBdBCVBJBBhHGBCDBCBBCOBCkGB8BjCBEEE1lBDBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQB1TZBHZBHZB3zD-2pBBhB9oEBDt0FBDwpHBQtTBjtC9QBjvBq6EBGppIB", false)),
    Dash: () => new UnicodeRangeTable(decodeRanges("tB9qB9qB0BiyDiyDmgBqgCqgCBEB+BoBoBQnMnMlgDDDgBBBFdd-NUUwDxszBxszBBmBmBLqFqFhzD-J-J", false)),
    Emoji: () => new UnicodeRangeTable(decodeRanges("jBHHGJBwDFFu8HNN5GXX7CFBQBBwLBBNnFnFaKBFCBoGoHoHBLLK7B7BBCBCEBKGDBDDFDDCBBDIEBJJBBBGCCGLBMBBDCCBCCTDDBTTBEBCCCBEEBGGDBBFBBMBBGBBDGGBECBVVBGGBEBCDBDFFDDDBEBCDDCCCHEEHLLBQQDFFCFFBBBCMMBxBxBBBBKeP1LBBwOCBUBB0BFF7mBNN6SCCrrvDrGrGhFBBNBBPDDBIBsCZBCBBYVVDIBWBBvFhBBDvDBDBBCCBDyCBDCBCmIBC+BBMFBCXBIBBDHBNDDBCBDFFBOOBDDJBBKGGBBBNCBJCBDCCFHHEHHB0CBxBlCBGHBDDBEJBECCBEEDJBkHLBF8I8IBtBBCJBC4FBxDMBEKBE4BBCFFBOBDLBFJB", false)),
    Emoji_Component: () => new UnicodeRangeTable(decodeRanges("jBHHGJB0+H2G2Gsp3B3+8B3+8BBYB8PEBxtBDBtzhY-CB", false)),
    Emoji_Modifier: () => new UnicodeRangeTable(decodeRanges("7-8DE", true)),
    Emoji_Modifier_Base: () => new UnicodeRangeTable(decodeRanges("9wJ8G8GRDB4jzD9B9BBBBDDDBBB2DBBDKBWSBEFFBBBCCBICCZqGqGBFFWFFBvFvFBBBEEB0CRRBBBKMMgSDDJHBHKKBIBDCB5B+B+BBCCBCCSCBCMBmHCBrBIB", false)),
    Emoji_Presentation: () => new UnicodeRangeTable(decodeRanges("64IBBuGDBEDDqQBBWBBzBLBsBUUOJJBSSBGGBJJGWWIBBCFFDIIFBBdkBkBCFFBBBC+B+BBBBZPP8aBB0BFFvlxDrGrG-FDDBIBsCZBCZZVDDBDBCCBWBBvFgBBNIBClCBCVBNqBBFEBNQBEEEBlCBCCCB5FBD+BBODBCXBTbbBOO3C0CBxBlCBHEEBBBDDBEDBMBBIIBkHLBF8I8IBtBBCJBC4FBxDMBEKBE4BBCFFBOBDLBFJB", false)),
    Extended_Pictographic: () => new UnicodeRangeTable(decodeRanges("pFFFu8HNN5GXX7CFBQBBwLBBNnFnFaKBFCBoGoHoHBLLK7B7BBCBCEBKGDBDDFDDCBBDIEBJJBBBGCCGLBMBBDCCBCCTDDBTTBEBCCCBEEBGGDBBFBBMBBGBBDGGBECBVVBGGBEBCDBDFFDDDBEBCDDCCCHEEHLLBQQDFFCFFBBBCMMBxBxBBBBKeP1LBBwOCBUBB0BFF7mBNN6SCCrrvDoBoBBCBlDLBQBBQPPBmBmBBIBxDBBNBBPDDBIBU3BBcOBLVVDIBCDBKWBH7FBDvDBDBBCCBDyCBDCBCDBG9HBC+BBMFBCXBIBBDHBNDDBCBDFFBOOBDDJBBKGGBBBNCBJCBDCCFHHEHHB0CBxBlCBGHBDQBECCBEBDMB7GlBBNDB5BHBLFBpBHBfBBNDBDNBKmBBNuBBCJBC4FB5CHBPxEBhI9fB", false)),
    Hex_Digit: () => new UnicodeRangeTable(decodeRanges("wBJIFbFq1-BJIFbF", true)),
    Lowercase: () => new UnicodeRangeTable(decodeRanges("hDZBwBLLFlBlBBWBCHBC2BCBQCBuBCDECBBBDCCDEEBFFDEEBBBDDDCCCDCCBCCDEECDDBDDBBBHGDCOCBSCBDDCEEC4BCBFBDDDBCCFICBjCBDiBBIBBfEBhDsBsBCEEDDBTccBhBBCBBECBCWCBDBCGDB0B0BBuBBCgBCK0BCDMCBgDCxBoBBo6CqBBCDB5XFBjkCIBC2D2DB+FBiC0ECBHBCgDCBHBJFBLHBJHBJFBLHBJHBJNBDHBJHBJHBJEBCBBHEEBBBCBBJDBDBBJHBLCBCBB6DOORMBuDEEBEEcKFDBBJDBFiBiBBOBFsasaBYBn6BvBBCEEBGCFCCBCCBGBEiDCBIICFFNlBBCGG0oesBCUaCBBBmEMCBBBC8BCBIBCCCDICFCCDCCBBBCSCGGGCMCFCCDOCWDBCCCBBB2ZqBBCNBHvCBh6TGBNEBqhBZBumBnBBpEjBB8EKBCOBCGBCBBkODDBBBCpBBCIBmoByBB+DVB75CfBhsVfB8BYBnqZZBbGBCRBbZBbDBCCCBFBCKBbZBbZBbZBbZBbZBbZBbZBbZBbbBdYBCFBbYBCFBbYBCFBbYBCFBbYBCFBC15B15BBIBCTBHFBmI9BB1lChBB", false)),
    Math: () => new UnicodeRangeTable(decodeRanges("rBRRBBBgBeeCuBuBFmBmBgB5W5WBBBDbbBDDBBBwQCBuwGccBBBMEEOPPBCBWEBMEBiCMBFEEBFFBDBTFFDJBCDDBEBHEEBDDBCCBBBCFBENBClClCBWBCFBCBBFBBFfBCHHBPPBqIBJDBVBB7CffBZBCZZMGB+NBBNJBFFBFBBDBBEEBPCCDFBMHBGBB6BCCeDBKCBxK-BBhI-PBxBUBDFB9+zB4Z4ZBEBCjFjFRCBeCCeCCkEHHBCBitDBBhrwBwoBwoBBzCBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDjJBDxBBhwFDBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQB1BBB-uCIB", false)),
    Quotation_Mark: () => new UnicodeRangeTable(decodeRanges("iBFFkEQQ96HHBaBBowDqOqOBCBOCBixzBDB+FFF7CBB", false)),
    Terminal_Punctuation: () => new UnicodeRangeTable(decodeRanges("hBLLCMMBEE-ZJJiQ6B6BpCPPCCB1FsBsBBJBCsHsHB3B3BBEBCHBgBmImIB1nB1nBBtFtFFFB4JBB2YHBmY9D9DBBBoCBB+ECBEoBoBBCBDBB7JBBjLDBjFBBLBBCCBeCB8FEB-BBBldYYBKKBBBwlDCBzJOOFLLCBBEBBtNBB8ndBBuICBkHEB-LBB3CBBgD4E4EBBB0ECBgERRB6H6HnxUDDB6B6BBBBCDBqFLLCMMBEEiCDD7hBxBxBnkBoGoG3JBB5EFBlCFB6CDB5dEBtBDB+FGBxDDBgECBiEBBHRRB5C5CBDBtDrJrJB2D2DBBBNBBnLDBEOBqDBB6HCBmQCC8HBB4CBBFBB-MCBuBmUmUBrCrCBspBspBBDB6vRBBmEiCiCBBBLqRqRBoJoJBnwTnwTovHDB", false)),
    Uppercase: () => new UnicodeRangeTable(decodeRanges("hCZBmDWBCGBiB2BCDOCDuBCBECEBBCCCBCCBBBDDBCBBCCBEBBCBBCECBCCDCCBCCBBBCCCBEEIJDCMCDQCDDDCCBC4BCIBBCBBDCCBCBCGCiJCCEJJHCCBBBCCCBCCBPBCIBkBDDBBBEWCGDDCBBDyBBxBgBCK2BCBMCD+CCDlBBq6ClBBCGGzW1CB0kCHHBpBBDCBhK0ECKgDCKHBJFBLHBJHBJFBMGCJHBpCDBNDBNDBNEBMDBnIFFECBDCBDEEBDBHGCBCBDDBLBBGbbBOBUzZzZBYBx5BvBBxBCCBBBDGCBCBCDDJCBCgDCJCCFuqeuqeCqBCUaCoEMCE8BCLECBICFCCDCCEUCBDBCEBCOCBCBCCCBQCZs5Vs5VBYBmmBnBBpEjBB9EKBCOBCGBCBBr3ByBB+EVB75CfBhsVfBhCYBoqZZBbZBbZBbCCBGDBDDBCBCHBbZBbBBCDBDHBCGBcBBCDBCEBCEEBFBcZBbZBbZBbZBbZBbZBfYBiBYBiBYBiBYBiBYBiB2pE2pEBgBBvgCZBHZBHZB", false)),
    White_Space: () => new UnicodeRangeTable(decodeRanges("JEBTlDlDbgvFgvFgsCKBeBBGwBwBh9DAB", false))
  });
  static SCRIPTS = new LazyMap({
    Adlam: () => new UnicodeRangeTable(decodeRanges("go6DrCFJFB", true)),
    Ahom: () => new UnicodeRangeTable(decodeRanges("g4lCaDOFW", true)),
    Anatolian_Hieroglyphs: () => new UnicodeRangeTable(decodeRanges("ggxCmS", true)),
    Arabic: () => new UnicodeRangeTable(decodeRanges("gwBEBCFBCNBCCBCfBCJBMZBCrDBChBBxCvBBxHhBBGqCBCcBxy8BtPBDvEBhBPBxDEBCmEBk7DeBkCFBJIBiBFBh43BDBCaBCBBCDDCJBCDBCCCHFFCECBBBCBBCDDCICBCCDDBCGBCDBCDBCCCBIBCQBGCBCEBCQB1BBB", false)),
    Armenian: () => new UnicodeRangeTable(decodeRanges("xpBlBDxBDCks9BE", true)),
    Avestan: () => new UnicodeRangeTable(decodeRanges("g4iC1BEG", true)),
    Balinese: () => new UnicodeRangeTable(decodeRanges("g4GsCCxB", true)),
    Bamum: () => new UnicodeRangeTable(decodeRanges("g1pB3CpowB4R", true)),
    Bassa_Vah: () => new UnicodeRangeTable(decodeRanges("w26CdDF", true)),
    Batak: () => new UnicodeRangeTable(decodeRanges("g+GzBJD", true)),
    Bengali: () => new UnicodeRangeTable(decodeRanges("gsCDBCHBDBBDVBCGBCEEBCBDIBDBBDDBJFFBCCBDBDYB", false)),
    Beria_Erfe: () => new UnicodeRangeTable(decodeRanges("g17CYDY", true)),
    Bhaiksuki: () => new UnicodeRangeTable(decodeRanges("ggnCICsBCNLc", true)),
    Bopomofo: () => new UnicodeRangeTable(decodeRanges("qXB6wLqBxDf", true)),
    Brahmi: () => new UnicodeRangeTable(decodeRanges("ggkCtCFjBKA", true)),
    Braille: () => new UnicodeRangeTable(decodeRanges("ggK-H", true)),
    Buginese: () => new UnicodeRangeTable(decodeRanges("gwGbDB", true)),
    Buhid: () => new UnicodeRangeTable(decodeRanges("g6FT", true)),
    Canadian_Aboriginal: () => new UnicodeRangeTable(decodeRanges("ggF-TxRlC7tgCP", true)),
    Carian: () => new UnicodeRangeTable(decodeRanges("g1gCwB", true)),
    Caucasian_Albanian: () => new UnicodeRangeTable(decodeRanges("wphCzBMA", true)),
    Chakma: () => new UnicodeRangeTable(decodeRanges("gokC0BCR", true)),
    Cham: () => new UnicodeRangeTable(decodeRanges("gwqB2BKNDJDD", true)),
    Cherokee: () => new UnicodeRangeTable(decodeRanges("g9E1CDFz7lBvC", true)),
    Chorasmian: () => new UnicodeRangeTable(decodeRanges("w9jCb", true)),
    Common: () => new UnicodeRangeTable(decodeRanges("AgCBbFBbuBBCOBCEBYgBgBiOmBBGEBDTB1DKKHCC+THHPEEhB9E9ElQiEiEB6mB6mB2MDBjJwvBwvBBBBoCBBsGBBCumBumBOIIBCBCFBCCBDmYmYBKBD2CBCKBEKBCOBShBB-BlBBCCBDFBCaBCQBqBCBF5UBXKBW-cBhIzTBDpEBhQ9CBzMUBCCCBXBQHBFDB8CBBE7C7CB0E0EBOBhBlBBKxBxBB+BBgBwCBwB5C5CBmFBhuG-BBhoWhBBnDCBmFJB1HhFhFsMPPBzuUzuUBxGxGBIBXiBBCSBCDB0ECCBeBbFBbKBLuBuBBhChCBFBCGBLEBjICBFsBBEIBxCMB0BsBBlHaBltuBDB96D8HBEzNBHWBQQBgDzDB9B1HBLmBBD9BBEQBJBBIdBF8BB2GTBNTBN2CBKYBoE0CBCmCBCBBDDDBDDBCBCLBCCCBFBCgCBCDBDHBCGBCbBCDBCEBCEEBFBCzKBDjJBDxBByjFjCBtC8BBjWrBBFjDBNOBDOBCOBCkBBLtFB5BZBCBBOrBBFIBIBBPFB7E4eBEQBEMBE5GBHLBFQQBKBF3BBJJBHnBBJdBDLBFBBPIBoB3KBJNBDMBEKBE4BBCFFBOBDLBFJBIyEBCmDBnghYffB+CB", false)),
    Coptic: () => new UnicodeRangeTable(decodeRanges("ifNxkKzDGG", true)),
    Cuneiform: () => new UnicodeRangeTable(decodeRanges("ggoC5cnDuDCEMjG", true)),
    Cypriot: () => new UnicodeRangeTable(decodeRanges("ggiCFBDCCBqBBCBBEDD", false)),
    Cypro_Minoan: () => new UnicodeRangeTable(decodeRanges("w8rCiD", true)),
    Cyrillic: () => new UnicodeRangeTable(decodeRanges("ggBkEBDoFBx6FKBhFtCtCojEfBhie-CBv8VBBhw4B9BBiBAB", false)),
    Deseret: () => new UnicodeRangeTable(decodeRanges("gghCvC", true)),
    Devanagari: () => new UnicodeRangeTable(decodeRanges("goCwCFODZh7nBfhwcJ", true)),
    Dives_Akuru: () => new UnicodeRangeTable(decodeRanges("gomCGBDDDBGBCBBCdBCBBDLBKJB", false)),
    Dogra: () => new UnicodeRangeTable(decodeRanges("ggmC7B", true)),
    Duployan: () => new UnicodeRangeTable(decodeRanges("ggvDqDGMEIIJDD", true)),
    Egyptian_Hieroglyphs: () => new UnicodeRangeTable(decodeRanges("ggsC1iBL68D", true)),
    Elbasan: () => new UnicodeRangeTable(decodeRanges("gohCnB", true)),
    Elymaic: () => new UnicodeRangeTable(decodeRanges("g-jCW", true)),
    Ethiopic: () => new UnicodeRangeTable(decodeRanges("gwEoCBCDBDGBCCCBCBDoBBCDBDgBBCDBDGBCCCBCBDOBC4BBCDBDiCBDfBEZBnvGWBKGBCGBCGBCGBCGBCGBCGBCGBjpfFBDFBDFBKGBCGBylvCGBCDBCBBCOB", false)),
    Garay: () => new UnicodeRangeTable(decodeRanges("gqjClBEcJB", true)),
    Georgian: () => new UnicodeRangeTable(decodeRanges("glElBBCGGDqBBCDBx8CqBBDCBhiElBBCGG", false)),
    Glagolitic: () => new UnicodeRangeTable(decodeRanges("ggL-Ch9sDGCQDGCBCE", true)),
    Gothic: () => new UnicodeRangeTable(decodeRanges("w5gCa", true)),
    Grantha: () => new UnicodeRangeTable(decodeRanges("g4kCDBCHBDBBDVBCGBCBBCEBDIBDBBDCBDHHGGBDGBEEB", false)),
    Greek: () => new UnicodeRangeTable(decodeRanges("wbDBCCBDDBCFFCCCBBBCCCBSBC+BBPPBnpGEBzBEBFEB1ChKhKBUBDFBDlBBDFBDHBCGCBdBD0BBCOBCNBDFBCSBDCBCIBoJ-xiB-xiB7uVuCBSgj0Bgj0BBkCB", false)),
    Gujarati: () => new UnicodeRangeTable(decodeRanges("h0CCBCIBCCBCVBCGBCBBCEBDJBCCBCCBDQQBCBDLBIGB", false)),
    Gunjala_Gondi: () => new UnicodeRangeTable(decodeRanges("grnCFCBCkBCBCFIJ", true)),
    Gurmukhi: () => new UnicodeRangeTable(decodeRanges("hwCCBCFBFBBDVBCGBCBBCBBCBBDCCBDBFBBDCBEIIBCBCIIBPB", false)),
    Gurung_Khema: () => new UnicodeRangeTable(decodeRanges("go4C5B", true)),
    Han: () => new UnicodeRangeTable(decodeRanges("g0LZBC4CBN1GBwBCCaIBPDBle-tGBhC-vUBhoWtLBDpDBpodBBNGBqgkB-2pBBhB9oEBDt0FBDwpHBQtTBjtC9QBjvBq6EBGppIB", false)),
    Hangul: () => new UnicodeRangeTable(decodeRanges("goE-HvxHBiI9CyDeiCei3dckUj9KNWFwBl9JeEFDFDFDC", true)),
    Hanifi_Rohingya: () => new UnicodeRangeTable(decodeRanges("gojCnBJJ", true)),
    Hanunoo: () => new UnicodeRangeTable(decodeRanges("g5FU", true)),
    Hatran: () => new UnicodeRangeTable(decodeRanges("gniCSCBGE", true)),
    Hebrew: () => new UnicodeRangeTable(decodeRanges("xsB2BBJaBFFBpp9BZBCEBCCCBCCBCCBIB", false)),
    Hiragana: () => new UnicodeRangeTable(decodeRanges("hiM1CBHCBi7-C+IBTeeBBBulQAB", false)),
    Imperial_Aramaic: () => new UnicodeRangeTable(decodeRanges("giiCVCI", true)),
    Inherited: () => new UnicodeRangeTable(decodeRanges("gYvDB2IBBlOKBbhXhXBCB8qEtBBDLBlPCBCMBCGBFHHEBBnG-BBtQBBjGgBB65DDBsDBBmrzBPBRNBwejHjH7iEl+uBl+uBBsBBDWBhRCBSHBDGBfDBz6rYvHB", false)),
    Inscriptional_Pahlavi: () => new UnicodeRangeTable(decodeRanges("g7iCSGH", true)),
    Inscriptional_Parthian: () => new UnicodeRangeTable(decodeRanges("g6iCVDH", true)),
    Javanese: () => new UnicodeRangeTable(decodeRanges("gsqBtCDJFB", true)),
    Kaithi: () => new UnicodeRangeTable(decodeRanges("gkkCiCLA", true)),
    Kannada: () => new UnicodeRangeTable(decodeRanges("gkDMCCCWCJCEDICCCDIBGCCDDJCC", true)),
    Katakana: () => new UnicodeRangeTable(decodeRanges("hlM5CBDCBxHPBxGuBBC3CBvgzBJBCsBBzisBDBCGBCBBCgJgJBBBzBPPBCB", false)),
    Kawi: () => new UnicodeRangeTable(decodeRanges("g4nCQCoBEc", true)),
    Kayah_Li: () => new UnicodeRangeTable(decodeRanges("goqBtBCA", true)),
    Kharoshthi: () => new UnicodeRangeTable(decodeRanges("gwiCDCBGHCCCcDCFJII", true)),
    Khitan_Small_Script: () => new UnicodeRangeTable(decodeRanges("k-7C84G84GB0OBqBAB", false)),
    Khmer: () => new UnicodeRangeTable(decodeRanges("g8F9CDJHJnPf", true)),
    Khojki: () => new UnicodeRangeTable(decodeRanges("gwkCRCuB", true)),
    Khudawadi: () => new UnicodeRangeTable(decodeRanges("w1kC6BGJ", true)),
    Kirat_Rai: () => new UnicodeRangeTable(decodeRanges("gq7C5B", true)),
    Lao: () => new UnicodeRangeTable(decodeRanges("h0DBBCCCBDBCXBCCCBVBDEBCCCBFBCJBDDB", false)),
    Latin: () => new UnicodeRangeTable(decodeRanges("hCZBHZBwBQQGWBCeBCgOBoBEB8wGlBBHwBBGDBGMBClCBiC-HByLOORMBuEBBHccSoBB42CfBj1elDBExCBVOBxZqBBCIBCDB38TGB7gBZBHZBmhCFBCpBBCIBm61BeBHFB", false)),
    Lepcha: () => new UnicodeRangeTable(decodeRanges("ggH3BEOEC", true)),
    Limbu: () => new UnicodeRangeTable(decodeRanges("goGeBCLBFLBFEEBKB", false)),
    Linear_A: () => new UnicodeRangeTable(decodeRanges("gwhC2JKVLH", true)),
    Linear_B: () => new UnicodeRangeTable(decodeRanges("gggCLCZCSCBCODNjB6D", true)),
    Lisu: () => new UnicodeRangeTable(decodeRanges("wmpBvBx1eA", true)),
    Lycian: () => new UnicodeRangeTable(decodeRanges("g0gCc", true)),
    Lydian: () => new UnicodeRangeTable(decodeRanges("gpiCZGA", true)),
    Mahajani: () => new UnicodeRangeTable(decodeRanges("wqkCmB", true)),
    Makasar: () => new UnicodeRangeTable(decodeRanges("g3nCY", true)),
    Malayalam: () => new UnicodeRangeTable(decodeRanges("goDMCCCyBCCCFFPDZ", true)),
    Mandaic: () => new UnicodeRangeTable(decodeRanges("giCbDA", true)),
    Manichaean: () => new UnicodeRangeTable(decodeRanges("g2iCmBFL", true)),
    Marchen: () => new UnicodeRangeTable(decodeRanges("wjnCfDVCN", true)),
    Masaram_Gondi: () => new UnicodeRangeTable(decodeRanges("gonCGBCBBCrBBECCBCCBHBJJB", false)),
    Medefaidrin: () => new UnicodeRangeTable(decodeRanges("gy7C6C", true)),
    Meetei_Mayek: () => new UnicodeRangeTable(decodeRanges("g3qBWqGtBDJ", true)),
    Mende_Kikakui: () => new UnicodeRangeTable(decodeRanges("gg6DkGDP", true)),
    Meroitic_Cursive: () => new UnicodeRangeTable(decodeRanges("gtiCXFTDtB", true)),
    Meroitic_Hieroglyphs: () => new UnicodeRangeTable(decodeRanges("gsiCf", true)),
    Miao: () => new UnicodeRangeTable(decodeRanges("g47CqCF4BIQ", true)),
    Modi: () => new UnicodeRangeTable(decodeRanges("gwlCkCMJ", true)),
    Mongolian: () => new UnicodeRangeTable(decodeRanges("ggGBBDCCBSBH4CBIqBB2t-BMB", false)),
    Mro: () => new UnicodeRangeTable(decodeRanges("gy6CeCJFB", true)),
    Multani: () => new UnicodeRangeTable(decodeRanges("g0kCGBCCCBCBCOBCKB", false)),
    Myanmar: () => new UnicodeRangeTable(decodeRanges("ggE-EhqmBeiDfxibT", true)),
    Nabataean: () => new UnicodeRangeTable(decodeRanges("gkiCeJI", true)),
    Nag_Mundari: () => new UnicodeRangeTable(decodeRanges("wm5DpB", true)),
    Nandinagari: () => new UnicodeRangeTable(decodeRanges("gtmCHDtBDK", true)),
    New_Tai_Lue: () => new UnicodeRangeTable(decodeRanges("gsGrBFZHKEB", true)),
    Newa: () => new UnicodeRangeTable(decodeRanges("gglC7CCE", true)),
    Nko: () => new UnicodeRangeTable(decodeRanges("g+B6BDC", true)),
    Nushu: () => new UnicodeRangeTable(decodeRanges("h-7CvsQvsQBqMB", false)),
    Nyiakeng_Puachue_Hmong: () => new UnicodeRangeTable(decodeRanges("go4DsBENDJFB", true)),
    Ogham: () => new UnicodeRangeTable(decodeRanges("g0Fc", true)),
    Ol_Chiki: () => new UnicodeRangeTable(decodeRanges("wiHvB", true)),
    Ol_Onal: () => new UnicodeRangeTable(decodeRanges("wu5DqBFA", true)),
    Old_Hungarian: () => new UnicodeRangeTable(decodeRanges("gkjCyBOyBIF", true)),
    Old_Italic: () => new UnicodeRangeTable(decodeRanges("g4gCjBKC", true)),
    Old_North_Arabian: () => new UnicodeRangeTable(decodeRanges("g0iCf", true)),
    Old_Permic: () => new UnicodeRangeTable(decodeRanges("w6gCqB", true)),
    Old_Persian: () => new UnicodeRangeTable(decodeRanges("g9gCjBFN", true)),
    Old_Sogdian: () => new UnicodeRangeTable(decodeRanges("g4jCnB", true)),
    Old_South_Arabian: () => new UnicodeRangeTable(decodeRanges("gziCf", true)),
    Old_Turkic: () => new UnicodeRangeTable(decodeRanges("ggjCoC", true)),
    Old_Uyghur: () => new UnicodeRangeTable(decodeRanges("w7jCZ", true)),
    Oriya: () => new UnicodeRangeTable(decodeRanges("h4CCCHDBDVCGCBCEDIDBDCICFBCEDR", true)),
    Osage: () => new UnicodeRangeTable(decodeRanges("wlhCjBFjB", true)),
    Osmanya: () => new UnicodeRangeTable(decodeRanges("gkhCdDJ", true)),
    Pahawh_Hmong: () => new UnicodeRangeTable(decodeRanges("g46ClCLJCGCUGS", true)),
    Palmyrene: () => new UnicodeRangeTable(decodeRanges("gjiCf", true)),
    Pau_Cin_Hau: () => new UnicodeRangeTable(decodeRanges("g2mC4B", true)),
    Phags_Pa: () => new UnicodeRangeTable(decodeRanges("giqB3B", true)),
    Phoenician: () => new UnicodeRangeTable(decodeRanges("goiCbEA", true)),
    Psalter_Pahlavi: () => new UnicodeRangeTable(decodeRanges("g8iCRIDNG", true)),
    Rejang: () => new UnicodeRangeTable(decodeRanges("wpqBjBMA", true)),
    Runic: () => new UnicodeRangeTable(decodeRanges("g1FqCEK", true)),
    Samaritan: () => new UnicodeRangeTable(decodeRanges("ggCtBDO", true)),
    Saurashtra: () => new UnicodeRangeTable(decodeRanges("gkqBlCJL", true)),
    Sharada: () => new UnicodeRangeTable(decodeRanges("gskC-ChsCH", true)),
    Shavian: () => new UnicodeRangeTable(decodeRanges("wihCvB", true)),
    Siddham: () => new UnicodeRangeTable(decodeRanges("gslC1BDlB", true)),
    Sidetic: () => new UnicodeRangeTable(decodeRanges("gqiCZ", true)),
    SignWriting: () => new UnicodeRangeTable(decodeRanges("gg2DrUQECO", true)),
    Sinhala: () => new UnicodeRangeTable(decodeRanges("hsDCBCRBEXBCIBCDDBFBEFFBEBCCCBGBHJBDCBt-gCTB", false)),
    Sogdian: () => new UnicodeRangeTable(decodeRanges("w5jCpB", true)),
    Sora_Sompeng: () => new UnicodeRangeTable(decodeRanges("wmkCYIJ", true)),
    Soyombo: () => new UnicodeRangeTable(decodeRanges("wymCyC", true)),
    Sundanese: () => new UnicodeRangeTable(decodeRanges("g8G-BhIH", true)),
    Sunuwar: () => new UnicodeRangeTable(decodeRanges("g+mChBPJ", true)),
    Syloti_Nagri: () => new UnicodeRangeTable(decodeRanges("ggqBsB", true)),
    Syriac: () => new UnicodeRangeTable(decodeRanges("g4BNC7BDCxIK", true)),
    Tagalog: () => new UnicodeRangeTable(decodeRanges("g4FVKA", true)),
    Tagbanwa: () => new UnicodeRangeTable(decodeRanges("g7FMCCCB", true)),
    Tai_Le: () => new UnicodeRangeTable(decodeRanges("wqGdDE", true)),
    Tai_Tham: () => new UnicodeRangeTable(decodeRanges("gxG+BCcDKHJHN", true)),
    Tai_Viet: () => new UnicodeRangeTable(decodeRanges("g0qBiCZE", true)),
    Tai_Yo: () => new UnicodeRangeTable(decodeRanges("g25DeCVJB", true)),
    Takri: () => new UnicodeRangeTable(decodeRanges("g0lC5BHJ", true)),
    Tamil: () => new UnicodeRangeTable(decodeRanges("i8CBBCFBECBCDBEBBCCCBEEBEEBBBELBFEBECBCDBDHHPUBm+kCxBBOAB", false)),
    Tangsa: () => new UnicodeRangeTable(decodeRanges("wz6CuCCJ", true)),
    Tangut: () => new UnicodeRangeTable(decodeRanges("g-7CgBgBB+3GBhQeBiDyDB", false)),
    Telugu: () => new UnicodeRangeTable(decodeRanges("ggDMCCCWCPDICCCDIBCCCBDDDJII", true)),
    Thaana: () => new UnicodeRangeTable(decodeRanges("g8BxB", true)),
    Thai: () => new UnicodeRangeTable(decodeRanges("hwD5BGb", true)),
    Tibetan: () => new UnicodeRangeTable(decodeRanges("g4DnCCjBFmBCjBCOCGFB", true)),
    Tifinagh: () => new UnicodeRangeTable(decodeRanges("wpL3BIBPA", true)),
    Tirhuta: () => new UnicodeRangeTable(decodeRanges("gklCnCJJ", true)),
    Todhri: () => new UnicodeRangeTable(decodeRanges("guhCzB", true)),
    Tolong_Siki: () => new UnicodeRangeTable(decodeRanges("wtnCrBFJ", true)),
    Toto: () => new UnicodeRangeTable(decodeRanges("w04De", true)),
    Tulu_Tigalari: () => new UnicodeRangeTable(decodeRanges("g8kCJBCDDClBBCJBCDDCDBCJBCBBJBB", false)),
    Ugaritic: () => new UnicodeRangeTable(decodeRanges("g8gCdCA", true)),
    Unknown: () => new UnicodeRangeTable(decodeRanges("4bBBHDBICCVuMuMnBBBzBBBE4B4BBGBcDBHKBvI9B9BBmDmDBMB8BBByBBBQddBCCMEBjBEBuHJJBDDBXXICCBBBFBBKBBDBBFHBCDBDGGBaaBEEHDBDBBXIIDGDBCCGDBDBBECBCGBFCCBFBSJBEKKEXXIDDGBBLIEBCCBNBFBBNGBIEEJBBDBBXIIDGGBKKBDDBEEBFBEDBDGGBTTBIBDHHBBBEFFBBBDCCDCBDCBECBNDBGCBEFFBCCBEBCNBWEBOEEYRRBKKEFFBFBDEEDBBFBBLGBXEEYLLGBBKEEFGBDEBEFFBLLELBOEE0BEEHDBRBBbEETCBZKKCBBICBCDBHCCJFBLBBELB7BDBekBBDCCGZZCYYBGGCIILBBFfBpClBlBBCBoBlBlBQOOBjBBnGCCBDBCBB6LFFBIICFFBqBqBFBBiBFFBIICFFBQQ6BFFBkCkCBhBhBBBBbFB3CBBHBB+UCB6CGBXIBZIBVLBOEEDLB-CBBLFBLFBbFB6CGBsBEBnCJBgBNNBCBNDBCCBrBBBGKBtBDBbFBMCB-BBBiCeeBMMBEBLFBPBBvBBBNTBuCnFnFBGB9BCBQCB-BEBsBBBMHBsBEB3QBBHBBnBBBHBBJGCgBBB2BQQPBBHUUBEEKmDmDNBBcOOBBBjBNBiBOBtEDB7UVBMUB14BBB-LEBuBCCBDBCBB5BGBDNBZIBI4BI-DhBBb6C6CBKB3GZBxC3C3CBoDoDBDBsB-C-C3CIBxBuzcuzcBBB4BIB9KTB5FHB+GTB9BCBLFB5BHBnCHBNFB1DKBfCBvCMMBCBiB4B4BBHBPBBLBBoDXBdJBHBBHBBHIBIII9BDB-DBBLFBl9KLBYDByBjoIBvLBBrDlBBILBGEBbGGCGDrUfBrBFB0BUUFDBGoEoEBCC-FCBHBBHBBHBBECBIIIBIBGBBNbbUDDQBBPhBB8DEBEDBuBCB5COOBBBCuBBvBhEBeCByBOBdDBlBIBfEBsBEBfmBmBBCBPpBB-EBBLFBlBDBlBDBpBHB1BKBNQQIDDMQQIDDBBB1BLB4JIBXJBJXBHrBrBKkCBHBBCtBtBDCBCBBYpCpCBGBKvBBUDDBDBiBCBcEBclBB5BDBVBBzBDDBDBJEEeBBEDBLGBKGBhCfBoBDBNIB3BCBeBBcEBbGBFLBIvCBqC2BB0BMB0BGBvBHBLFBnBCBeHBDvGBgBrBrBEBBDPBHHBKgBBvBHBrBVBblBBdTBYIBvCDBlBIBlCJBCBBaGBLFB2BTTBGBoBIBhDVVBJBTwBwBB8BBICCFQQMFB8BEBLFBFJJBDDBXXIDDGLLBDDBEEBCCBEBCEBIBBICBGKBLCCBCCnBLLCBBCFFLDDBGBDcB9CGGBcBpCHBLlFB3BBBnBhBBmCKBLFBOSB7BFBLFBVbBcBBQDBY4FB9BjDB0CLBJBBCBBJDDfDDBNNBHBLlCBJBBvBBBMaBpCHB0CMBqCGBL1CBJ3CBjBNBLFBKuBuBPJBeCBhBBBXPPBnCBIDDtBCBCDDKHBLFBHDDmBDDHGBLFBtBDBL1HBaGBSqBqBBBBe0CBCOBzBMB8clDBwDGGBJBlGryCBkDMB3iBJB88DEBoS41GB7Bl2BB6RGBgBLLBCByCLLBEBfBBHJBnCJBLIIWEBUvNB7BlGB8CEBaBBarBBsCDB6BGBS-BBGKBIIB3mHoBBhBgDB0D8vIBFIIDkJkJBNBCcBEBBCNBFHBtMjoCBsDEBOCBKGBLBBJ76DB+HCB1NFBYOBSOBvBBBYIB1D7BB3HJBoBBBjGUBnC5DBVLBVLB4CIBamEB2CoCoCDBBCBBDBBFNNCIIiCFFBJJIddFGGCCBI1K1KBlJlJB-V-VBNBGQQBuiBBgBFBH0GBISSBIIDGGBDB-BgBBCvDBuBCBPBBLDBD-JBgBQB7BEBCvOBrB1GBsBDBC-FBgBXXBGBD-GBIFFDQQmGBBRoBBtCDBLDBDwYBlCrCB+BhGBFccDCCBCCLFFCCCBEBCDBCECEDDCBBCICDCCBFFIKFCLLSEBEGGSzBBDtIBtBDBlDLBQBBQQQmBJBvF3BBeMBtBDBKGBDNBH5EB6eCBSCBOCB7GFBNDBCOBNDB5BHBLFBpBHBfBBNDBDNBKmBB5KHBPBBOCBMCB6BCCBCBRBBNDBLGB0EoDoDBjgBBh3pBfB-oEBBv0FBBypHOBvThtCB-QhvBBs6EEBrpIm8yVBCdBhD-DBxHvw-FB", false)),
    Vai: () => new UnicodeRangeTable(decodeRanges("gopBrJ", true)),
    Vithkuqi: () => new UnicodeRangeTable(decodeRanges("wrhCKCOCGCBCKCOCGCB", true)),
    Wancho: () => new UnicodeRangeTable(decodeRanges("g24D5BGA", true)),
    Warang_Citi: () => new UnicodeRangeTable(decodeRanges("glmCyCNA", true)),
    Yezidi: () => new UnicodeRangeTable(decodeRanges("g0jCpBCCDB", true)),
    Yi: () => new UnicodeRangeTable(decodeRanges("ggoBskBE2B", true)),
    Zanabazar_Square: () => new UnicodeRangeTable(decodeRanges("gwmCnC", true))
  });
  static FOLD_CATEGORIES = new LazyMap({
    L: () => new UnicodeRangeTable(decodeRanges("laA", true)),
    LC: () => new UnicodeRangeTable(decodeRanges("laA", true)),
    Ll: () => new UnicodeRangeTable(decodeRanges("hCZBmDWBCGBiBuBCEECDOCDuBCBECEBBCCCBCCBBBDDBCBBCCBEBBCBBCECBCCDCCBCCBBBCCCBEEIBBCBBCBBCOCDQCDBBCCCBBBC4BCIBBCBBDCCBCBCGC3HrBrBCEEJHHCCBCCCBCCBPBCIBkBJJCUCGDDCBBDyBBxBgBCK2BCBMCD+CCDlBBq6ClBBCGGzW1CB0kCHHBpBBDCBhK0ECKgDCKHBJFBLHBJHBJFBMGCJHBZHBJHBJHBJEBMEBMDBNEBMEBqJEEBHHxC9zC9zCBuBBxBCCBBBDGCBCBCDDJCBCgDCJCCFuqeuqeCqBCUaCoEMCE8BCLECBICFCCDCCEUCBDBCEBCOCBCBCCCBQCZs5Vs5VBYBmmBnBBpEjBB9EKBCOBCGBCBBr3ByBB+EVB75CfBhsVfBhCYBoyehBB", false)),
    Lt: () => new UnicodeRangeTable(decodeRanges("kOCCBCCBCClBCCtsHHBJHBJHBMQQwBAB", false)),
    Lu: () => new UnicodeRangeTable(decodeRanges("hDZB7BqBqBBWBCHBCuBCEECDOCDsBCDECBBBDCCDEEGDDECBDDDCCCDFFDEECDDECCGBBCBBCBBCOCBSCDBBCEECkBCEQCJDDBCCFICBEBCBBCCCBEEBCCBCBCEBDCCBDDIDDCBBEFBGLLBnFnFsBCCEEEBBBvBDBCdBCBBECBCWCBDBCGD1BvBBCgBCK0BCDMCBgDCyBlBBq6CqBBDCB5XFBjkCIBCvHvHERRzD0ECGGGC8CCBHBJFBLHBJHBJFBMGCJHBJNBzBBBNSSBPPBEEpL2B2Bs1CvBBCEEBGCHDDLiDCJCCFNNBkBBCGG0oesBCUaCoEMCE8BCLCCDICFFFCBBDSCMOCFCCDOCb9a9advCBi8UZBumBnBBpEjBB8EKBCOBCGBCBBk4ByBB+DVB75CfBhsVfB8BYBvyehBB", false)),
    M: () => new UnicodeRangeTable(decodeRanges("5cgBgBlgHAB", false)),
    Mn: () => new UnicodeRangeTable(decodeRanges("5cgBgBlgHAB", false)),
    Emoji: () => new UnicodeRangeTable(decodeRanges("8mJA", true)),
    Extended_Pictographic: () => new UnicodeRangeTable(decodeRanges("8mJA", true)),
    Lowercase: () => new UnicodeRangeTable(decodeRanges("hCZBmDWBCGBiBuBCEECDOCDuBCBECEBBCCCBCCBBBDDBCBBCCBEBBCBBCECBCCDCCBCCBBBCCCBEEIBBCBBCBBCOCDQCDBBCCCBBBC4BCIBBCBBDCCBCBCGCiJCCEJJHCCBBBCCCBCCBPBCIBkBJJCUCGDDCBBDyBBxBgBCK2BCBMCD+CCDlBBq6ClBBCGGzW1CB0kCHHBpBBDCBhK0ECKgDCKHBJFBLHBJHBJFBMGCJHBZHBJHBJHBJEBMEBMDBNEBMEBqJEEBHHuBPBUzZzZBYBx5BvBBxBCCBBBDGCBCBCDDJCBCgDCJCCFuqeuqeCqBCUaCoEMCE8BCLECBICFCCDCCEUCBDBCEBCOCBCBCCCBQCZs5Vs5VBYBmmBnBBpEjBB9EKBCOBCGBCBBr3ByBB+EVB75CfBhsVfBhCYBoyehBB", false)),
    Math: () => new UnicodeRangeTable(decodeRanges("ycGDCHHFMMDDDCHHFAB", false)),
    Uppercase: () => new UnicodeRangeTable(decodeRanges("hDZB7BqBqBBWBCHBCuBCEECDOCDsBCDECBBBDCCDEEGDDECBDDDCCCDFFDEECDDECCGBBCBBCBBCOCBSCDBBCEECkBCEQCJDDBCCFICBEBCBBCCCBEEBCCBCBCEBDCCBDDIDDCBBEFBGLLBnFnFsBCCEEEBBBvBDBCdBCBBECBCWCBDBCGD1BvBBCgBCK0BCDMCBgDCyBlBBq6CqBBDCB5XFBjkCIBCvHvHERRzD0ECGGGC8CCBHBJFBLHBJHBJFBMGCJHBJNBzBBBNSSBPPBEEpLiBiBBOBFsasaBYBn6BvBBCEEBGCHDDLiDCJCCFNNBkBBCGG0oesBCUaCoEMCE8BCLCCDICFFFCBBDSCMOCFCCDOCb9a9advCBi8UZBumBnBBpEjBB8EKBCOBCGBCBBk4ByBB+DVB75CfBhsVfB8BYBvyehBB", false))
  });
  static FOLD_SCRIPT = new LazyMap({
    Common: () => new UnicodeRangeTable(decodeRanges("8cgBgB", false)),
    Greek: () => new UnicodeRangeTable(decodeRanges("1FwUwU", false)),
    Inherited: () => new UnicodeRangeTable(decodeRanges("5cgBgBlgHAB", false))
  });
};
var Unicode = class Unicode2 {
  static MAX_RUNE = 1114111;
  static RUNE_ERROR = 65533;
  static isUnsearchable(r) {
    return r === Unicode2.RUNE_ERROR || r >= Unicode2.MIN_HIGH_SURROGATE && r <= Unicode2.MAX_LOW_SURROGATE;
  }
  static MAX_ASCII = 127;
  static MAX_LATIN1 = 255;
  static MAX_BMP = 65535;
  static MIN_FOLD = 65;
  static MAX_FOLD = 125251;
  static MIN_HIGH_SURROGATE = 55296;
  static MAX_HIGH_SURROGATE = 56319;
  static MIN_LOW_SURROGATE = 56320;
  static MAX_LOW_SURROGATE = 57343;
  static MIN_SUPPLEMENTARY_CODE_POINT = 65536;
  static is32(ranges, r) {
    let lo = 0;
    let hi = ranges.length;
    while (lo < hi) {
      const m = lo + Math.floor((hi - lo) / 2);
      const rlo = ranges.getLo(m);
      const rhi = ranges.getHi(m);
      if (rlo <= r && r <= rhi) {
        const stride = ranges.getStride(m);
        return (r - rlo) % stride === 0;
      }
      if (r < rlo) hi = m;
      else lo = m + 1;
    }
    return false;
  }
  static is(ranges, r) {
    if (r <= Unicode2.MAX_LATIN1) {
      for (let i = 0; i < ranges.length; i++) {
        if (r > ranges.getHi(i)) continue;
        const rlo = ranges.getLo(i);
        if (r < rlo) return false;
        const stride = ranges.getStride(i);
        return (r - rlo) % stride === 0;
      }
      return false;
    }
    return ranges.length > 0 && r >= ranges.getLo(0) && Unicode2.is32(ranges, r);
  }
  static isPrint(r) {
    if (r <= Unicode2.MAX_LATIN1) return r >= 32 && r < Unicode2.MAX_ASCII || r >= 161 && r !== 173;
    return Unicode2.is(UnicodeTables.Print, r);
  }
  static simpleFold(r) {
    if (UnicodeTables.CASE_ORBIT.has(r)) return UnicodeTables.CASE_ORBIT.get(r);
    if (r <= Unicode2.MAX_ASCII) {
      const l = Codepoint.toLowerCase(r);
      return l !== r ? l : Codepoint.toUpperCase(r);
    }
    return r;
  }
  static equalsIgnoreCase(r1, r2) {
    if (r1 === r2) return true;
    if (r1 < 0 || r2 < 0) return false;
    if (r1 <= Unicode2.MAX_ASCII && r2 <= Unicode2.MAX_ASCII) {
      if (65 <= r1 && r1 <= 90) r1 |= 32;
      if (65 <= r2 && r2 <= 90) r2 |= 32;
      return r1 === r2;
    }
    for (let r = Unicode2.simpleFold(r1); r !== r1; r = Unicode2.simpleFold(r)) if (r === r2) return true;
    return false;
  }
};
var RE2JSException = class extends Error {
  /** @param {string} message */
  constructor(message2) {
    super(message2);
    this.name = "RE2JSException";
  }
};
var RE2JSSyntaxException = class extends RE2JSException {
  /**
  * @param {string} error
  * @param {string|null} [input=null]
  */
  constructor(error2, input = null) {
    let message2 = `error parsing regexp: ${error2}`;
    if (input) message2 += `: \`${input}\``;
    super(message2);
    this.name = "RE2JSSyntaxException";
    this.message = message2;
    this.error = error2;
    this.input = input;
  }
  /**
  * Retrieves the description of the error.
  * @returns {string}
  */
  getDescription() {
    return this.error;
  }
  /**
  * Retrieves the erroneous regular-expression pattern.
  * @returns {string|null}
  */
  getPattern() {
    return this.input;
  }
};
var RE2JSCompileException = class extends RE2JSException {
  /** @param {string} message */
  constructor(message2) {
    super(message2);
    this.name = "RE2JSCompileException";
  }
};
var RE2JSGroupException = class extends RE2JSException {
  /** @param {string} message */
  constructor(message2) {
    super(message2);
    this.name = "RE2JSGroupException";
  }
};
var RE2JSFlagsException = class extends RE2JSException {
  /** @param {string} message */
  constructor(message2) {
    super(message2);
    this.name = "RE2JSFlagsException";
  }
};
var RE2JSInternalException = class extends RE2JSException {
  /** @param {string} message */
  constructor(message2) {
    super(message2);
    this.name = "RE2JSInternalException";
  }
};
var FAST_PATH_TABLE_SIZE = 256;
var WORD_RUNE_TABLE = new Uint8Array(FAST_PATH_TABLE_SIZE);
for (let i = 0; i < FAST_PATH_TABLE_SIZE; i++) WORD_RUNE_TABLE[i] = 97 <= i && i <= 122 || 65 <= i && i <= 90 || 48 <= i && i <= 57 || i === 95 ? 1 : 0;
var cachedNativeEncoder = null;
var cachedNativeDecoder = null;
var Utils = class Utils2 {
  static METACHARACTERS = "\\.+*?()|[]{}^$";
  static EMPTY_BEGIN_LINE = 1;
  static EMPTY_END_LINE = 2;
  static EMPTY_BEGIN_TEXT = 4;
  static EMPTY_END_TEXT = 8;
  static EMPTY_WORD_BOUNDARY = 16;
  static EMPTY_NO_WORD_BOUNDARY = 32;
  static EMPTY_ALL = -1;
  static emptyInts() {
    return [];
  }
  static isString(value) {
    return typeof value === "string" || Object.prototype.toString.call(value) === "[object String]";
  }
  static typeName(value) {
    if (value === null || typeof value !== "object" && typeof value !== "function") return value === null ? "null" : typeof value;
    return Object.prototype.toString.call(value).slice(8, -1);
  }
  static checkPattern(pattern) {
    if (!Utils2.isString(pattern)) throw new TypeError(`The pattern must be a string, not ${Utils2.typeName(pattern)} (RE2JS.translateRegExp() converts a RegExp)`);
  }
  static checkInput(input) {
    if (!Utils2.isString(input) && !Utils2.isByteArray(input)) throw new TypeError(`The input must be a string or a byte array (Uint8Array or number[]), not ${Utils2.typeName(input)}`);
  }
  static checkFlags(flags2) {
    const known4 = PublicFlags.MULTILINE | PublicFlags.DOTALL | PublicFlags.CASE_INSENSITIVE | PublicFlags.DISABLE_UNICODE_GROUPS | PublicFlags.LONGEST_MATCH | PublicFlags.LOOKBEHINDS;
    if (!Number.isInteger(flags2) || (flags2 & ~known4) !== 0) throw new RE2JSFlagsException("Flags should only be a combination of MULTILINE, DOTALL, CASE_INSENSITIVE, DISABLE_UNICODE_GROUPS, LONGEST_MATCH, LOOKBEHINDS");
  }
  static isByteArray(input) {
    return Array.isArray(input) || Object.prototype.toString.call(input) === "[object Uint8Array]";
  }
  static isalnum(c2) {
    return Codepoint.CODES["0"] <= c2 && c2 <= Codepoint.CODES["9"] || Codepoint.CODES["a"] <= c2 && c2 <= Codepoint.CODES["z"] || Codepoint.CODES["A"] <= c2 && c2 <= Codepoint.CODES["Z"];
  }
  static unhex(c2) {
    if (Codepoint.CODES["0"] <= c2 && c2 <= Codepoint.CODES["9"]) return c2 - Codepoint.CODES["0"];
    if (Codepoint.CODES["a"] <= c2 && c2 <= Codepoint.CODES["f"]) return c2 - Codepoint.CODES["a"] + 10;
    if (Codepoint.CODES["A"] <= c2 && c2 <= Codepoint.CODES["F"]) return c2 - Codepoint.CODES["A"] + 10;
    return -1;
  }
  static escapeRune(rune) {
    let out = "";
    if (Unicode.isPrint(rune)) {
      if (Utils2.METACHARACTERS.indexOf(String.fromCodePoint(rune)) >= 0) out += "\\";
      out += String.fromCodePoint(rune);
    } else switch (rune) {
      case Codepoint.CODES['"']:
        out += '\\"';
        break;
      case Codepoint.CODES["\\"]:
        out += "\\\\";
        break;
      case Codepoint.CODES["	"]:
        out += "\\t";
        break;
      case Codepoint.CODES["\n"]:
        out += "\\n";
        break;
      case Codepoint.CODES["\r"]:
        out += "\\r";
        break;
      case Codepoint.CODES["\b"]:
        out += "\\b";
        break;
      case Codepoint.CODES["\f"]:
        out += "\\f";
        break;
      default: {
        let s = rune.toString(16);
        if (rune < 256) {
          out += "\\x";
          if (s.length === 1) out += "0";
          out += s;
        } else out += `\\x{${s}}`;
        break;
      }
    }
    return out;
  }
  static stringToRunes(str) {
    const string2 = String(str);
    const runes = [];
    let i = 0;
    while (i < string2.length) {
      const cp = string2.codePointAt(i);
      runes.push(cp);
      i += cp > Unicode.MAX_BMP ? 2 : 1;
    }
    return new Int32Array(runes);
  }
  static runeToString(r) {
    return String.fromCodePoint(r);
  }
  static isWordRune(r) {
    return r < FAST_PATH_TABLE_SIZE ? WORD_RUNE_TABLE[r] === 1 : false;
  }
  static emptyOpContext(r1, r2) {
    let op = 0;
    if (r1 < 0) op |= Utils2.EMPTY_BEGIN_TEXT | Utils2.EMPTY_BEGIN_LINE;
    if (r1 === 10) op |= Utils2.EMPTY_BEGIN_LINE;
    if (r2 < 0) op |= Utils2.EMPTY_END_TEXT | Utils2.EMPTY_END_LINE;
    if (r2 === 10) op |= Utils2.EMPTY_END_LINE;
    if (Utils2.isWordRune(r1) !== Utils2.isWordRune(r2)) op |= Utils2.EMPTY_WORD_BOUNDARY;
    else op |= Utils2.EMPTY_NO_WORD_BOUNDARY;
    return op;
  }
  /**
  * Returns a string that quotes all regular expression metacharacters inside the argument text;
  * the returned string is a regular expression matching the literal text. For example,
  * {@code quoteMeta("[foo]").equals("\\[foo\\]")}.
  * @param {string} str
  * @returns {string}
  */
  static quoteMeta(str) {
    return str.split("").map((s) => {
      if (Utils2.METACHARACTERS.indexOf(s) >= 0) return `\\${s}`;
      return s;
    }).join("");
  }
  static charCount(codePoint) {
    return codePoint > Unicode.MAX_BMP ? 2 : 1;
  }
  /**
  * High-speed conversion from TypedArrays to standard JS Arrays.
  * Bypasses the expensive Symbol.iterator overhead of Array.from()
  */
  static toArray(typedArray) {
    const len3 = typedArray.length;
    const res = new Array(len3);
    for (let i = 0; i < len3; i++) res[i] = typedArray[i];
    return res;
  }
  static stringToUtf8ByteArray(str) {
    if (globalThis.TextEncoder) {
      if (!cachedNativeEncoder) cachedNativeEncoder = new TextEncoder();
      return cachedNativeEncoder.encode(str);
    } else {
      let out = [], p = 0;
      for (let i = 0; i < str.length; i++) {
        let c2 = str.charCodeAt(i);
        if (c2 < 128) out[p++] = c2;
        else if (c2 < 2048) {
          out[p++] = c2 >> 6 | 192;
          out[p++] = c2 & 63 | 128;
        } else if ((c2 & 64512) === Unicode.MIN_HIGH_SURROGATE && i + 1 < str.length && (str.charCodeAt(i + 1) & 64512) === Unicode.MIN_LOW_SURROGATE) {
          c2 = Unicode.MIN_SUPPLEMENTARY_CODE_POINT + ((c2 & 1023) << 10) + (str.charCodeAt(++i) & 1023);
          out[p++] = c2 >> 18 | 240;
          out[p++] = c2 >> 12 & 63 | 128;
          out[p++] = c2 >> 6 & 63 | 128;
          out[p++] = c2 & 63 | 128;
        } else {
          out[p++] = c2 >> 12 | 224;
          out[p++] = c2 >> 6 & 63 | 128;
          out[p++] = c2 & 63 | 128;
        }
      }
      return out;
    }
  }
  static utf8ByteArrayToString(bytes3) {
    if (globalThis.TextDecoder) {
      if (!cachedNativeDecoder) cachedNativeDecoder = new TextDecoder("utf-8");
      const view2 = bytes3 instanceof Uint8Array ? bytes3 : new Uint8Array(bytes3);
      return cachedNativeDecoder.decode(view2);
    } else {
      let out = [], pos = 0, c2 = 0;
      while (pos < bytes3.length) {
        let c1 = bytes3[pos++];
        if (c1 < 128) out[c2++] = String.fromCharCode(c1);
        else if (c1 > 191 && c1 < 224) {
          let c22 = bytes3[pos++];
          out[c2++] = String.fromCharCode((c1 & 31) << 6 | c22 & 63);
        } else if (c1 > 239 && c1 < 365) {
          let c22 = bytes3[pos++];
          let c3 = bytes3[pos++];
          let c4 = bytes3[pos++];
          let u = ((c1 & 7) << 18 | (c22 & 63) << 12 | (c3 & 63) << 6 | c4 & 63) - Unicode.MIN_SUPPLEMENTARY_CODE_POINT;
          out[c2++] = String.fromCharCode(Unicode.MIN_HIGH_SURROGATE + (u >> 10));
          out[c2++] = String.fromCharCode(Unicode.MIN_LOW_SURROGATE + (u & 1023));
        } else {
          let c22 = bytes3[pos++];
          let c3 = bytes3[pos++];
          out[c2++] = String.fromCharCode((c1 & 15) << 12 | (c22 & 63) << 6 | c3 & 63);
        }
      }
      return out.join("");
    }
  }
};
var createEnum = (values2 = [], initNum = 0) => {
  const enumObject = /* @__PURE__ */ Object.create(null);
  for (let i = 0; i < values2.length; i++) {
    const val = values2[i];
    const keyVal = initNum + i;
    enumObject[val] = keyVal;
    enumObject[keyVal] = val;
  }
  return Object.freeze(enumObject);
};
var MatcherInputBase = class MatcherInputBase2 {
  static Encoding = createEnum(["UTF_16", "UTF_8"]);
  getEncoding() {
    throw Error("not implemented");
  }
  /** @returns {string} */
  asCharSequence() {
    throw Error("not implemented");
  }
  /** @returns {Uint8Array|number[]|null} */
  asBytes() {
    throw Error("not implemented");
  }
  /** @returns {number} */
  length() {
    throw Error("not implemented");
  }
  /**
  *
  * @returns {boolean}
  */
  isUTF8Encoding() {
    return this.getEncoding() === MatcherInputBase2.Encoding.UTF_8;
  }
  /**
  *
  * @returns {boolean}
  */
  isUTF16Encoding() {
    return this.getEncoding() === MatcherInputBase2.Encoding.UTF_16;
  }
};
var Utf8MatcherInput = class extends MatcherInputBase {
  /** @param {Uint8Array|number[]|null} bytes */
  constructor(bytes3 = null) {
    super();
    this.bytes = bytes3;
  }
  getEncoding() {
    return MatcherInputBase.Encoding.UTF_8;
  }
  /**
  *
  * @returns {string}
  */
  asCharSequence() {
    return Utils.utf8ByteArrayToString(this.bytes);
  }
  /**
  *
  * @returns {Uint8Array|number[]|null}
  */
  asBytes() {
    return this.bytes;
  }
  /**
  *
  * @returns {number}
  */
  length() {
    return this.bytes.length;
  }
};
var Utf16MatcherInput = class extends MatcherInputBase {
  /** @param {string|null} charSequence */
  constructor(charSequence = null) {
    super();
    this.charSequence = charSequence;
  }
  getEncoding() {
    return MatcherInputBase.Encoding.UTF_16;
  }
  /**
  *
  * @returns {string}
  */
  asCharSequence() {
    return this.charSequence;
  }
  /**
  *
  * @returns {number[]}
  */
  asBytes() {
    return Utils.stringToUtf8ByteArray(this.charSequence.toString());
  }
  /**
  *
  * @returns {number}
  */
  length() {
    return this.charSequence.length;
  }
};
var MatcherInput = class {
  /**
  * Return the MatcherInput for UTF_16 encoding.
  * @returns {Utf16MatcherInput}
  */
  static utf16(charSequence) {
    Utils.checkInput(charSequence);
    return new Utf16MatcherInput(charSequence);
  }
  /**
  * Return the MatcherInput for UTF_8 encoding.
  * @returns {Utf8MatcherInput}
  */
  static utf8(input) {
    if (Utils.isByteArray(input)) return new Utf8MatcherInput(input);
    return new Utf8MatcherInput(Utils.stringToUtf8ByteArray(input));
  }
};
var MachineInputBase = class {
  static EOF() {
    return -8;
  }
  constructor() {
    this.start = 0;
    this.end = 0;
  }
  canCheckPrefix() {
    return true;
  }
  endPos() {
    return this.end - this.start;
  }
  hasString() {
    return false;
  }
  hasAnyString() {
    return false;
  }
  prefixLength() {
    return 0;
  }
};
var MachineUTF8Input = class MachineUTF8Input2 extends MachineInputBase {
  static RUNE_ERROR_STEP = Unicode.RUNE_ERROR << 3 | 1;
  constructor(bytes3, start3 = 0, end = bytes3.length) {
    super();
    this.bytes = bytes3;
    this.start = start3;
    this.end = end;
  }
  hasString(prefilter, pos) {
    const target2 = prefilter.bytes;
    if (target2.length === 0) return true;
    const idx = this.indexOf(this.bytes, target2, this.start + pos);
    return idx !== -1 && idx <= this.end - target2.length;
  }
  hasAnyString(prefilter, pos) {
    return prefilter.automaton8().searchUTF8(this.bytes, this.start + pos, this.end);
  }
  step(pos) {
    pos += this.start;
    if (pos >= this.end) return MachineInputBase.EOF();
    const c2 = this.bytes[pos] & 255;
    if (c2 < 128) return c2 << 3 | 1;
    let size;
    let rune;
    let lo = 128;
    let hi = 191;
    if (c2 >= 194 && c2 <= 223) {
      size = 2;
      rune = c2 & 31;
    } else if (c2 >= 224 && c2 <= 239) {
      size = 3;
      rune = c2 & 15;
      if (c2 === 224) lo = 160;
      else if (c2 === 237) hi = 159;
    } else if (c2 >= 240 && c2 <= 244) {
      size = 4;
      rune = c2 & 7;
      if (c2 === 240) lo = 144;
      else if (c2 === 244) hi = 143;
    } else return MachineUTF8Input2.RUNE_ERROR_STEP;
    if (pos + size > this.end) return MachineUTF8Input2.RUNE_ERROR_STEP;
    const c1 = this.bytes[pos + 1] & 255;
    if (c1 < lo || c1 > hi) return MachineUTF8Input2.RUNE_ERROR_STEP;
    rune = rune << 6 | c1 & 63;
    if (size > 2) {
      const c22 = this.bytes[pos + 2] & 255;
      if ((c22 & 192) !== 128) return MachineUTF8Input2.RUNE_ERROR_STEP;
      rune = rune << 6 | c22 & 63;
      if (size > 3) {
        const c3 = this.bytes[pos + 3] & 255;
        if ((c3 & 192) !== 128) return MachineUTF8Input2.RUNE_ERROR_STEP;
        rune = rune << 6 | c3 & 63;
      }
    }
    return rune << 3 | size;
  }
  index(re2, pos) {
    pos += this.start;
    const i = this.indexOf(this.bytes, re2.prefixUTF8, pos);
    return i < 0 ? i : i - pos;
  }
  context(pos) {
    pos += this.start;
    let r1 = -1;
    if (pos > this.start && pos <= this.end) {
      let start3 = pos - 1;
      r1 = this.bytes[start3--];
      if (r1 >= 128) {
        let lim = pos - 4;
        if (lim < this.start) lim = this.start;
        while (start3 >= lim && (this.bytes[start3] & 192) === 128) start3--;
        if (start3 < this.start) start3 = this.start;
        const r = this.step(start3 - this.start);
        r1 = start3 + (r & 7) === pos ? r >> 3 : Unicode.RUNE_ERROR;
      }
    }
    const r2 = pos < this.end ? this.step(pos - this.start) >> 3 : -1;
    return Utils.emptyOpContext(r1, r2);
  }
  indexOf(source2, target2, fromIndex = 0) {
    let targetLength = target2.length;
    if (targetLength === 0) return fromIndex <= this.end ? fromIndex : -1;
    const firstByte = target2[0];
    let limit = this.end - targetLength;
    const hasNativeIndexOf = typeof source2.indexOf === "function";
    let i = fromIndex;
    while (i <= limit) {
      if (hasNativeIndexOf) {
        i = source2.indexOf(firstByte, i);
        if (i === -1 || i > limit) return -1;
      } else {
        while (i <= limit && source2[i] !== firstByte) i++;
        if (i > limit) return -1;
      }
      let match2 = true;
      for (let j = 1; j < targetLength; j++) if (source2[i + j] !== target2[j]) {
        match2 = false;
        break;
      }
      if (match2) return i;
      i++;
    }
    return -1;
  }
  prefixLength(re2) {
    return re2.prefixUTF8.length;
  }
};
var MachineUTF16Input = class extends MachineInputBase {
  constructor(charSequence, start3 = 0, end = charSequence.length) {
    super();
    this.charSequence = charSequence;
    this.start = start3;
    this.end = end;
  }
  hasString(prefilter, pos) {
    const idx = this.charSequence.indexOf(prefilter.str, this.start + pos);
    return idx !== -1 && idx <= this.end - prefilter.str.length;
  }
  hasAnyString(prefilter, pos) {
    return prefilter.automaton16().searchUTF16(this.charSequence, this.start + pos, this.end);
  }
  step(pos) {
    pos += this.start;
    if (pos >= this.end) return MachineInputBase.EOF();
    const c1 = this.charSequence.charCodeAt(pos);
    if (c1 < Unicode.MIN_HIGH_SURROGATE || c1 > Unicode.MAX_HIGH_SURROGATE || pos + 1 >= this.end) return c1 << 3 | 1;
    const c2 = this.charSequence.charCodeAt(pos + 1);
    if (c2 >= Unicode.MIN_LOW_SURROGATE && c2 <= Unicode.MAX_LOW_SURROGATE) return (c1 - Unicode.MIN_HIGH_SURROGATE) * 1024 + (c2 - Unicode.MIN_LOW_SURROGATE) + Unicode.MIN_SUPPLEMENTARY_CODE_POINT << 3 | 2;
    return c1 << 3 | 1;
  }
  index(re2, pos) {
    pos += this.start;
    const i = this.charSequence.indexOf(re2.prefix, pos);
    if (i < 0 || i > this.end - re2.prefix.length) return -1;
    return i - pos;
  }
  context(pos) {
    pos += this.start;
    const r1 = pos > this.start && pos <= this.end ? this.charSequence.charCodeAt(pos - 1) : -1;
    const r2 = pos < this.end ? this.charSequence.charCodeAt(pos) : -1;
    return Utils.emptyOpContext(r1, r2);
  }
  prefixLength(re2) {
    return re2.prefix.length;
  }
};
var MachineInput = class {
  static fromUTF8(bytes3, start3 = 0, end = bytes3.length) {
    return new MachineUTF8Input(bytes3, start3, end);
  }
  static fromUTF16(charSequence, start3 = 0, end = void 0) {
    Utils.checkInput(charSequence);
    return new MachineUTF16Input(charSequence, start3, end ?? charSequence.length);
  }
};
var Matcher = class Matcher2 {
  /**
  * V8 and WebKit have historical hard limits on the number of arguments
  * that can be passed to a function. We cap replacer arguments to prevent
  * Call Stack Overflow (DoS) vulnerabilities on massive ASTs.
  */
  static MAX_REPLACER_ARGS = 65535;
  /**
  * Quotes '\' and '$' in {@code s}, so that the returned string could be used in
  * {@link #appendReplacement} as a literal replacement of {@code s}.
  *
  * @param {string} str the string to be quoted
  * @param {boolean} [javaMode=false] whether the replacement will be used in javaMode
  * @returns {string} the quoted string
  */
  static quoteReplacement(str, javaMode = false) {
    if (javaMode) {
      if (str.indexOf("\\") < 0 && str.indexOf("$") < 0) return str;
      return str.split("").map((s) => {
        const c2 = s.codePointAt(0);
        if (c2 === Codepoint.CODES["\\"] || c2 === Codepoint.CODES["$"]) return `\\${s}`;
        return s;
      }).join("");
    }
    if (str.indexOf("$") < 0) return str;
    return str.split("").map((s) => {
      if (s.codePointAt(0) === Codepoint.CODES["$"]) return "$$";
      return s;
    }).join("");
  }
  /**
  *
  * @param {import('./index.js').RE2JS} pattern
  * @param {string|number[]|Uint8Array|MatcherInputBase} input
  */
  constructor(pattern, input) {
    if (pattern === null) throw new Error("pattern is null");
    this.patternInput = pattern;
    const re2 = this.patternInput.re2();
    this.patternGroupCount = re2.numberOfCapturingGroups();
    this.groups = [];
    this.namedGroups = re2.namedGroups;
    this.hasNamedGroups = Object.keys(this.namedGroups).length > 0;
    this.numberOfInstructions = re2.numberOfInstructions();
    this.lookbehindState = null;
    if (input instanceof MatcherInputBase) this.resetMatcherInput(input);
    else if (Utils.isByteArray(input)) this.resetMatcherInput(MatcherInput.utf8(input));
    else this.resetMatcherInput(MatcherInput.utf16(input));
  }
  /**
  * Returns the {@code RE2JS} associated with this {@code Matcher}.
  * @returns {import('./index.js').RE2JS}
  */
  pattern() {
    return this.patternInput;
  }
  /**
  * Resets the {@code Matcher}, rewinding input and discarding any match information.
  *
  * @returns {Matcher} the {@code Matcher} itself, for chained method calls
  */
  reset() {
    this.matcherInputLength = this.matcherInput.length();
    this.appendPos = 0;
    this.hasMatch = false;
    this.hasGroups = false;
    this.anchorFlag = 0;
    return this;
  }
  /**
  * Resets the {@code Matcher} and changes the input.
  * @param {string|number[]|Uint8Array|MatcherInputBase} input
  * @returns {Matcher} the {@code Matcher} itself, for chained method calls
  */
  resetMatcherInput(input) {
    if (input === null) throw new Error("input is null");
    if (!(input instanceof MatcherInputBase)) {
      if (Utils.isByteArray(input)) input = MatcherInput.utf8(input);
      else input = MatcherInput.utf16(input);
    }
    this.matcherInput = input;
    if (this.lookbehindState !== null) this.lookbehindState.reset();
    else this.lookbehindState = this.patternInput.re2().createLookbehindState();
    this.reset();
    return this;
  }
  /**
  * Returns the start of the named group of the most recent match, or -1 if the group was not
  * matched.
  * @param {string|number} [group=0]
  * @returns {number}
  */
  start(group = 0) {
    if (typeof group === "string") {
      const groupInt = this.namedGroups[group];
      if (!Number.isFinite(groupInt)) throw new RE2JSGroupException(`group '${group}' not found`);
      group = groupInt;
    }
    this.loadGroup(group);
    return this.groups[2 * group];
  }
  /**
  * Returns the end of the named group of the most recent match, or -1 if the group was not
  * matched.
  * @param {string|number} [group=0]
  * @returns {number}
  */
  end(group = 0) {
    if (typeof group === "string") {
      const groupInt = this.namedGroups[group];
      if (!Number.isFinite(groupInt)) throw new RE2JSGroupException(`group '${group}' not found`);
      group = groupInt;
    }
    this.loadGroup(group);
    return this.groups[2 * group + 1];
  }
  /**
  * Returns the program size of this pattern.
  *
  * <p>
  * Similar to the C++ implementation, the program size is a very approximate measure of a regexp's
  * "cost". Larger numbers are more expensive than smaller numbers.
  * </p>
  *
  * @returns {number} the program size of this pattern
  */
  programSize() {
    return this.numberOfInstructions;
  }
  /**
  * Returns the named group of the most recent match, or {@code null} if the group was not matched.
  * @param {string|number} [group=0]
  * @returns {string|null}
  */
  group(group = 0) {
    if (typeof group === "string") {
      const groupInt = this.namedGroups[group];
      if (!Number.isFinite(groupInt)) throw new RE2JSGroupException(`group '${group}' not found`);
      group = groupInt;
    }
    const start3 = this.start(group);
    const end = this.end(group);
    if (start3 < 0 && end < 0) return null;
    return this.substring(start3, end);
  }
  /**
  * Returns a dictionary map of all named capturing groups and their matched values.
  * If a group was not matched, its value will be `null`.
  * @returns {Record<string, string|null>}
  */
  getNamedGroups() {
    if (!this.hasMatch) throw new RE2JSGroupException("perhaps no match attempted");
    const result = /* @__PURE__ */ Object.create(null);
    for (const name2 of Object.keys(this.namedGroups)) result[name2] = this.group(name2);
    return result;
  }
  /**
  * Returns the number of subgroups in this pattern.
  *
  * @returns {number} the number of subgroups; the overall match (group 0) does not count
  */
  groupCount() {
    return this.patternGroupCount;
  }
  /**
  * Helper: finds subgroup information if needed for group.
  * @param {number} group
  * @private
  */
  loadGroup(group) {
    if (!Number.isInteger(group) || group < 0 || group > this.patternGroupCount) throw new RE2JSGroupException(`Group index out of bounds: ${group}`);
    if (!this.hasMatch) throw new RE2JSGroupException("perhaps no match attempted");
    if (group === 0 || this.hasGroups) return;
    const end = this.matcherInputLength;
    const res = this.patternInput.re2().matchMachineInput(this.matcherInput, this.groups[0], end, this.anchorFlag, 1 + this.patternGroupCount, this.lookbehindState);
    if (!res[0]) throw new RE2JSGroupException("inconsistency in matching group data");
    this.groups = res[1];
    this.hasGroups = true;
  }
  /**
  * Matches the entire input against the pattern (anchored start and end). If there is a match,
  * {@code matches} sets the match state to describe it.
  *
  * @returns {boolean} true if the entire input matches the pattern
  */
  matches() {
    return this.genMatch(0, RE2Flags.ANCHOR_BOTH);
  }
  /**
  * Matches the beginning of input against the pattern (anchored start). If there is a match,
  * {@code lookingAt} sets the match state to describe it.
  *
  * @returns {boolean} true if the beginning of the input matches the pattern
  */
  lookingAt() {
    return this.genMatch(0, RE2Flags.ANCHOR_START);
  }
  /**
  * Matches the input against the pattern (unanchored), starting at a specified position. If there
  * is a match, {@code find} sets the match state to describe it.
  *
  * @param {number|null} [start=null] the input position where the search begins
  * @returns {boolean} if it finds a match
  * @throws IndexOutOfBoundsException if start is not a valid input position
  */
  find(start3 = null) {
    if (start3 !== null) {
      if (!Number.isInteger(start3) || start3 < 0 || start3 > this.matcherInputLength) throw new RE2JSGroupException(`start index out of bounds: ${start3}`);
      this.reset();
      return this.genMatch(start3, 0);
    }
    start3 = 0;
    if (this.hasMatch) {
      start3 = this.groups[1];
      if (this.groups[0] === this.groups[1]) {
        const r = (this.matcherInput.isUTF16Encoding() ? MachineInput.fromUTF16(this.matcherInput.asCharSequence(), 0, this.matcherInputLength) : MachineInput.fromUTF8(this.matcherInput.asBytes(), 0, this.matcherInputLength)).step(start3);
        if (r < 0) start3++;
        else start3 += r & 7;
      }
    }
    return this.genMatch(start3, RE2Flags.UNANCHORED);
  }
  /**
  * Helper: does match starting at start, with RE2 anchor flag.
  * @param {number} startByte
  * @param {number} anchor
  * @returns {boolean}
  * @private
  */
  genMatch(startByte, anchor) {
    const res = this.patternInput.re2().matchMachineInput(this.matcherInput, startByte, this.matcherInputLength, anchor, 1, this.lookbehindState);
    if (!res[0]) {
      this.hasMatch = false;
      return false;
    }
    this.groups = res[1];
    this.hasMatch = true;
    this.hasGroups = this.patternGroupCount === 0;
    this.anchorFlag = anchor;
    return true;
  }
  /**
  * Helper: return substring for [start, end).
  * @param {number} start
  * @param {number} end
  * @returns {string}
  */
  substring(start3, end) {
    if (this.matcherInput.isUTF8Encoding()) return Utils.utf8ByteArrayToString(this.matcherInput.asBytes().slice(start3, end));
    return this.matcherInput.asCharSequence().substring(start3, end).toString();
  }
  /**
  * Helper for Pattern: return input length.
  * @returns {number}
  */
  inputLength() {
    return this.matcherInputLength;
  }
  /**
  * Appends to result two strings: the text from the append position up to the beginning of the
  * most recent match, and then the replacement with submatch groups substituted for references to
  * them. It advances the append position to where the most recent match ended.
  *
  * By default the replacement is expanded as by String.prototype.replace (see
  * appendReplacementInternalJs). In Java mode it follows re2j / java.util.regex: $n takes as
  * many digits as still form a valid group number, ${name} is a named group, and a backslash
  * escapes the next character (so "\\$" in a JS string literal inserts a literal $).
  *
  * @param {string} replacement the replacement string
  * @param {boolean} [javaMode=false] activate java mode (different behaviour for capture groups and special characters)
  * @returns {string}
  * @throws IllegalStateException if there was no most recent match
  * @throws IndexOutOfBoundsException in Java mode, if replacement refers to an invalid group
  * @private
  */
  appendReplacement(replacement, javaMode = false) {
    let res = "";
    const s = this.start();
    const e = this.end();
    if (this.appendPos < s) res += this.substring(this.appendPos, s);
    this.appendPos = e;
    res += javaMode ? this.appendReplacementInternalJava(replacement) : this.appendReplacementInternalJs(replacement);
    return res;
  }
  /**
  * @param {string} replacement - the replacement string
  * @returns {string}
  * @private
  */
  appendReplacementInternalJava(replacement) {
    let res = "";
    let last = 0;
    const m = replacement.length;
    let i = 0;
    while (i < m) {
      const cCode = replacement.codePointAt(i);
      if (cCode === Codepoint.CODES["\\"]) {
        if (last < i) res += replacement.substring(last, i);
        i++;
        if (i >= m) throw new RE2JSGroupException("character to be escaped is missing");
        last = i;
        i++;
        continue;
      }
      if (cCode === Codepoint.CODES["$"]) {
        if (last < i) res += replacement.substring(last, i);
        if (i + 1 >= m) throw new RE2JSGroupException("Illegal group reference: group index is missing");
        const nextCode = replacement.codePointAt(i + 1);
        if (Codepoint.CODES["0"] <= nextCode && nextCode <= Codepoint.CODES["9"]) {
          let n = nextCode - Codepoint.CODES["0"];
          let j = i + 2;
          for (; j < m; j++) {
            const digit2 = replacement.codePointAt(j);
            if (digit2 < Codepoint.CODES["0"] || digit2 > Codepoint.CODES["9"] || n * 10 + digit2 - Codepoint.CODES["0"] > this.patternGroupCount) break;
            n = n * 10 + digit2 - Codepoint.CODES["0"];
          }
          if (n > this.patternGroupCount) throw new RE2JSGroupException(`n > number of groups: ${n}`);
          const group = this.group(n);
          if (group !== null) res += group;
          i = j;
          last = i;
        } else if (nextCode === Codepoint.CODES["{"]) {
          let j = i + 2;
          while (j < m && replacement.codePointAt(j) !== Codepoint.CODES["}"]) j++;
          if (j >= m) throw new RE2JSGroupException("named capture group is missing trailing '}'");
          const groupName = replacement.substring(i + 2, j);
          const groupVal = this.group(groupName);
          if (groupVal !== null) res += groupVal;
          i = j + 1;
          last = i;
        } else throw new RE2JSGroupException("Illegal group reference");
        continue;
      }
      i++;
    }
    if (last < m) res += replacement.substring(last, m);
    return res;
  }
  /**
  * Expands |replacement| for the current match by the rules of String.prototype.replace
  * (ECMAScript GetSubstitution): $$ is "$", $& the match, $` the text before it, $' the text
  * after it, $n and $nn a group (two digits only when they form a valid group number, so with
  * one group "$10" is group 1 then "0"; an unmatched group is empty), and $<name> a named group
  * (empty when no such group), only when the pattern has named groups. Anything else, such as
  * "$0" or "$<" without a closing ">", is kept as is.
  * @param {string} replacement - the replacement string
  * @returns {string}
  * @private
  */
  appendReplacementInternalJs(replacement) {
    const isDigit4 = (c2) => c2 >= 48 && c2 <= 57;
    const groupCount = this.patternGroupCount;
    let res = "";
    let i = 0;
    while (i < replacement.length) {
      const dollar = replacement.indexOf("$", i);
      if (dollar < 0) break;
      res += replacement.substring(i, dollar);
      i = dollar;
      const c2 = replacement.charCodeAt(i + 1);
      if (c2 === Codepoint.CODES["$"]) {
        res += "$";
        i += 2;
      } else if (c2 === Codepoint.CODES["&"]) {
        res += this.group(0);
        i += 2;
      } else if (c2 === Codepoint.CODES["`"]) {
        res += this.substring(0, this.start(0));
        i += 2;
      } else if (c2 === Codepoint.CODES["'"]) {
        res += this.substring(this.end(0), this.matcherInputLength);
        i += 2;
      } else if (isDigit4(c2)) {
        let digits2 = 1;
        let index3 = c2 - 48;
        const c22 = replacement.charCodeAt(i + 2);
        if (isDigit4(c22) && index3 * 10 + c22 - 48 <= groupCount) {
          digits2 = 2;
          index3 = index3 * 10 + c22 - 48;
        }
        if (index3 >= 1 && index3 <= groupCount) {
          const group = this.group(index3);
          if (group !== null) res += group;
        } else res += replacement.substring(i, i + 1 + digits2);
        i += 1 + digits2;
      } else if (c2 === Codepoint.CODES["<"] && this.hasNamedGroups) {
        const gt = replacement.indexOf(">", i + 2);
        if (gt < 0) {
          res += "$<";
          i += 2;
        } else {
          const name2 = replacement.substring(i + 2, gt);
          if (Object.hasOwn(this.namedGroups, name2)) {
            const group = this.group(name2);
            if (group !== null) res += group;
          }
          i = gt + 1;
        }
      } else {
        res += "$";
        i += 1;
      }
    }
    return res + replacement.substring(i);
  }
  /**
  * Return the substring of the input from the append position to the end of the
  * input.
  * @returns {string}
  */
  appendTail() {
    return this.substring(this.appendPos, this.matcherInputLength);
  }
  /**
  * Returns the input with all matches replaced by {@code replacement}, interpreted as for
  * {@code appendReplacement}.
  *
  * @param {string|((...args: any[]) => string)} replacement - the replacement string or a replacer function
  * @param {boolean} [javaMode=false] - activate java mode (different behaviour for capture groups and special characters)
  * @returns {string} the input string with the matches replaced
  * @throws IndexOutOfBoundsException if replacement refers to an invalid group and javaMode is true
  */
  replaceAll(replacement, javaMode = false) {
    return this.replace(replacement, true, javaMode);
  }
  /**
  * Returns the input with the first match replaced by {@code replacement}, interpreted as for
  * {@code appendReplacement}.
  *
  * @param {string|((...args: any[]) => string)} replacement - the replacement string or a replacer function
  * @param {boolean} [javaMode=false] - activate java mode (different behaviour for capture groups and special characters)
  * @returns {string} the input string with the first match replaced
  * @throws IndexOutOfBoundsException if replacement refers to an invalid group and javaMode is true
  */
  replaceFirst(replacement, javaMode = false) {
    return this.replace(replacement, false, javaMode);
  }
  /**
  * Helper: replaceAll/replaceFirst hybrid.
  * @param {string|((...args: any[]) => string)} replacement - the replacement string or a replacer function
  * @param {boolean} [all=true] - replace all matches
  * @param {boolean} [javaMode=false] - activate java mode (different behaviour for capture groups and special characters)
  * @returns {string}
  * @private
  */
  replace(replacement, all2 = true, javaMode = false) {
    let res = "";
    this.reset();
    const isFunc = typeof replacement === "function";
    let originalInput = null;
    if (isFunc) {
      if (this.groupCount() >= Matcher2.MAX_REPLACER_ARGS) throw new RE2JSGroupException("Too many capture groups to safely invoke replacer function");
      originalInput = this.matcherInput.isUTF8Encoding() ? this.matcherInput.asBytes() : this.matcherInput.asCharSequence();
    }
    while (this.find()) {
      res += isFunc ? this.appendReplacementFunc(replacement, originalInput) : this.appendReplacement(replacement, javaMode);
      if (!all2) break;
    }
    res += this.appendTail();
    return res;
  }
  /**
  * Evaluates a replacer function for the current match and appends the result,
  * along with any un-matched preceding text, advancing the append position.
  * @param {Function} replacer - the replacer function
  * @param {string|Uint8Array|number[]} originalInput - the cached original input reference
  * @returns {string} the evaluated string to append
  * @private
  */
  appendReplacementFunc(replacer, originalInput) {
    let res = "";
    const s = this.start();
    const e = this.end();
    if (this.appendPos < s) res += this.substring(this.appendPos, s);
    this.appendPos = e;
    const args = this.matchArray();
    args.push(s, originalInput);
    if (this.hasNamedGroups) args.push(this.namedGroupsObject());
    res += String(replacer(...args));
    return res;
  }
  /**
  * The match and its groups, as the elements of a JS RegExpExecArray: undefined for a group that
  * did not take part in the match. Used by exec(), matchAll() and replacer functions.
  * @returns {Array<string|undefined>}
  * @private
  */
  matchArray() {
    const result = [this.group(0)];
    for (let i = 1; i <= this.patternGroupCount; i++) {
      const group = this.group(i);
      result.push(group === null ? void 0 : group);
    }
    return result;
  }
  /**
  * The named groups, as the groups property of a JS RegExpExecArray: an object without a
  * prototype mapping each name to its group (undefined when it did not take part in the match),
  * or undefined when the pattern has no named groups.
  * @returns {Record<string, string|undefined>|undefined}
  * @private
  */
  namedGroupsObject() {
    if (!this.hasNamedGroups) return;
    const result = this.getNamedGroups();
    for (const name2 in result) if (result[name2] === null) result[name2] = void 0;
    return result;
  }
};
var Inst = class Inst2 {
  static ALT = 1;
  static ALT_MATCH = 2;
  static CAPTURE = 3;
  static EMPTY_WIDTH = 4;
  static FAIL = 5;
  static MATCH = 6;
  static NOP = 7;
  static RUNE = 8;
  static RUNE1 = 9;
  static RUNE_ANY = 10;
  static RUNE_ANY_NOT_NL = 11;
  static LB_WRITE = 12;
  static LB_CHECK = 13;
  static isRuneOp(op) {
    return Inst2.RUNE <= op && op <= Inst2.RUNE_ANY_NOT_NL;
  }
  static escapeRunes(runes) {
    let out = '"';
    for (let rune of runes) out += Utils.escapeRune(rune);
    out += '"';
    return out;
  }
  constructor(op) {
    this.op = op;
    this.out = 0;
    this.arg = 0;
    this.runes = /* @__PURE__ */ new Int32Array(0);
    this.next = null;
  }
  matchRune(r) {
    if (this.runes.length === 1) {
      const r0 = this.runes[0];
      if ((this.arg & RE2Flags.FOLD_CASE) !== 0) return Unicode.equalsIgnoreCase(r0, r);
      return r === r0;
    }
    const len3 = this.runes.length;
    if (len3 === 0) return false;
    if (len3 === 2 || len3 === 4 || len3 === 6 || len3 === 8) {
      for (let j = 0; j < len3; j += 2) {
        if (r < this.runes[j]) return false;
        if (r <= this.runes[j + 1]) return true;
      }
      return false;
    }
    let base = 0;
    let n = len3 >> 1;
    while (n > 1) {
      const half2 = n >> 1;
      base += this.runes[base + half2 << 1] <= r ? half2 : 0;
      n -= half2;
    }
    base += this.runes[base << 1] <= r ? 1 : 0;
    const m = base - 1;
    return m >= 0 && r <= this.runes[m << 1 | 1];
  }
  matchRunePos(r) {
    if (this.runes.length === 1) {
      const r0 = this.runes[0];
      if ((this.arg & RE2Flags.FOLD_CASE) !== 0) return Unicode.equalsIgnoreCase(r0, r) ? 0 : -1;
      return r === r0 ? 0 : -1;
    }
    const len3 = this.runes.length;
    if (len3 === 0) return -1;
    if (len3 === 2 || len3 === 4 || len3 === 6 || len3 === 8) {
      for (let j = 0; j < len3; j += 2) {
        if (r < this.runes[j]) return -1;
        if (r <= this.runes[j + 1]) return Math.floor(j / 2);
      }
      return -1;
    }
    let base = 0;
    let n = len3 >> 1;
    while (n > 1) {
      const half2 = n >> 1;
      base += this.runes[base + half2 << 1] <= r ? half2 : 0;
      n -= half2;
    }
    base += this.runes[base << 1] <= r ? 1 : 0;
    const m = base - 1;
    return m >= 0 && r <= this.runes[m << 1 | 1] ? m : -1;
  }
  /**
  *
  * @returns {string}
  */
  toString() {
    switch (this.op) {
      case Inst2.ALT:
        return `alt -> ${this.out}, ${this.arg}`;
      case Inst2.ALT_MATCH:
        return `altmatch -> ${this.out}, ${this.arg}`;
      case Inst2.CAPTURE:
        return `cap ${this.arg} -> ${this.out}`;
      case Inst2.EMPTY_WIDTH:
        return `empty ${this.arg} -> ${this.out}`;
      case Inst2.MATCH:
        return `match${this.arg !== 0 ? ` ${this.arg}` : ""}`;
      case Inst2.FAIL:
        return "fail";
      case Inst2.NOP:
        return `nop -> ${this.out}`;
      case Inst2.LB_WRITE:
        return `lbwrite ${this.arg} -> ${this.out}`;
      case Inst2.LB_CHECK:
        return `lbcheck ${this.arg} -> ${this.out}`;
      case Inst2.RUNE:
        if (this.runes === null) return "rune <null>";
        return [
          "rune ",
          Inst2.escapeRunes(this.runes),
          (this.arg & RE2Flags.FOLD_CASE) !== 0 ? "/i" : "",
          " -> ",
          this.out
        ].join("");
      case Inst2.RUNE1:
        return `rune1 ${Inst2.escapeRunes(this.runes)} -> ${this.out}`;
      case Inst2.RUNE_ANY:
        return `any -> ${this.out}`;
      case Inst2.RUNE_ANY_NOT_NL:
        return `anynotnl -> ${this.out}`;
      default:
        throw new Error("unhandled case in Inst.toString");
    }
  }
};
var Queue = class Queue2 {
  constructor(numInst) {
    this.sparse = new Int32Array(numInst);
    this.densePcs = new Int32Array(numInst);
    this.denseCaps = null;
    this.size = 0;
    this.ncap = 0;
    this.mainThreads = 0;
  }
  static INITIAL_THREADS = 32;
  init(ncap) {
    this.ncap = ncap;
    const needed = Math.min(this.densePcs.length, Queue2.INITIAL_THREADS) * ncap;
    if (!this.denseCaps || this.denseCaps.length < needed) this.denseCaps = new Int32Array(needed);
  }
  growCaps(needed) {
    const limit = this.densePcs.length * this.ncap;
    const grown = new Int32Array(Math.min(limit, Math.max(needed, 2 * this.denseCaps.length)));
    grown.set(this.denseCaps);
    this.denseCaps = grown;
  }
  contains(pc) {
    const j = this.sparse[pc];
    return j < this.size && this.densePcs[j] === pc;
  }
  isEmpty() {
    return this.size === 0;
  }
  add(pc) {
    const j = this.size++;
    this.sparse[pc] = j;
    this.densePcs[j] = pc;
    return j;
  }
  clear() {
    this.size = 0;
    this.mainThreads = 0;
  }
  toString() {
    let out = "{";
    for (let i = 0; i < this.size; i++) {
      if (i !== 0) out += ", ";
      out += this.densePcs[i];
    }
    out += "}";
    return out;
  }
};
var LookbehindState = class {
  constructor(prog) {
    this.pos = -1;
    this.pcs = new Int32Array(prog.numInst());
    this.size = 0;
    this.lbTable = new Int32Array(prog.numLb + 1);
  }
  reset() {
    this.pos = -1;
    this.size = 0;
  }
};
var Machine = class Machine2 {
  static fromRE2(re2) {
    const m = new Machine2();
    m.prog = re2.prog;
    m.re2 = re2;
    m.q0 = new Queue(m.prog.numInst());
    m.q1 = new Queue(m.prog.numInst());
    m.addStack = new Int32Array(2 * (m.prog.numInst() + 1));
    m.matched = false;
    m.matchcap = new Int32Array(m.prog.numCap < 2 ? 2 : m.prog.numCap);
    m.ncap = 0;
    return m;
  }
  constructor() {
    this.prog = null;
    this.re2 = null;
    this.q0 = null;
    this.q1 = null;
    this.addStack = null;
    this.matched = false;
    this.matchcap = null;
    this.ncap = 0;
    this.lbTable = null;
  }
  init(ncap) {
    this.ncap = ncap;
    if (ncap > this.matchcap.length) this.matchcap = new Int32Array(ncap).fill(-1);
    else this.matchcap.fill(-1);
    this.q0.init(ncap);
    this.q1.init(ncap);
    if (this.prog.numLb > 0) {
      if (!this.lbTable || this.lbTable.length < this.prog.numLb + 1) this.lbTable = new Int32Array(this.prog.numLb + 1);
      this.lbTable.fill(-1);
    }
  }
  submatches() {
    if (this.ncap === 0) return Utils.emptyInts();
    return Utils.toArray(this.matchcap.subarray(0, this.ncap));
  }
  match(input, pos, anchor, lbState = null) {
    const startCond = this.re2.cond;
    if (startCond === Utils.EMPTY_ALL) return false;
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return false;
    this.matched = false;
    this.matchcap.fill(-1);
    const hasLookbehinds = this.prog.numLb > 0;
    const matchStartPos = pos;
    let currentPos = pos;
    let resumeLookbehinds = false;
    if (hasLookbehinds) {
      if (lbState !== null && lbState.pos >= 0 && lbState.pos <= pos) {
        currentPos = lbState.pos;
        resumeLookbehinds = true;
      } else currentPos = 0;
    }
    let saveLookbehinds = hasLookbehinds && lbState !== null;
    let runq = this.q0;
    let nextq = this.q1;
    let r = input.step(currentPos);
    let rune = r >> 3;
    let width = r & 7;
    let rune1 = -1;
    let width1 = 0;
    if (r !== MachineInputBase.EOF()) {
      r = input.step(currentPos + width);
      rune1 = r >> 3;
      width1 = r & 7;
    }
    let flag;
    if (currentPos === 0) flag = Utils.emptyOpContext(-1, rune);
    else flag = input.context(currentPos);
    if (hasLookbehinds) {
      if (resumeLookbehinds) this.restoreLookbehinds(lbState, runq, flag);
      else this.spawnLookbehinds(runq, currentPos, flag);
    }
    while (true) {
      if (runq.mainThreads === 0) {
        if ((startCond & Utils.EMPTY_BEGIN_TEXT) !== 0 && currentPos !== 0) break;
        if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && currentPos !== 0) break;
        if (this.matched) break;
        if (this.prog.numLb === 0 && runq.isEmpty() && !(this.re2.prefix.length === 0) && rune1 !== this.re2.prefixRune && input.canCheckPrefix()) {
          const advance = input.index(this.re2, currentPos);
          if (advance < 0) break;
          currentPos += advance;
          r = input.step(currentPos);
          rune = r >> 3;
          width = r & 7;
          r = input.step(currentPos + width);
          rune1 = r >> 3;
          width1 = r & 7;
          flag = input.context(currentPos);
        }
      }
      if (currentPos >= matchStartPos) {
        if (saveLookbehinds) {
          this.saveLookbehinds(lbState, runq, currentPos);
          saveLookbehinds = false;
        }
        if (!this.matched && (currentPos === 0 || anchor === RE2Flags.UNANCHORED)) {
          if (this.ncap > 0) this.matchcap[0] = currentPos;
          this.add(runq, this.prog.start, currentPos, this.matchcap, 0, flag);
        }
      }
      const nextPos = currentPos + width;
      flag = input.context(nextPos);
      this.step(runq, nextq, currentPos, nextPos, rune, flag, anchor, currentPos === input.endPos());
      if (width === 0) break;
      if (this.ncap === 0 && this.matched) break;
      currentPos += width;
      rune = rune1;
      width = width1;
      if (rune !== -1) {
        r = input.step(currentPos + width);
        rune1 = r >> 3;
        width1 = r & 7;
      }
      const tmpq = runq;
      runq = nextq;
      nextq = tmpq;
    }
    runq.clear();
    nextq.clear();
    return this.matched;
  }
  matchSet(input, pos, anchor) {
    const startCond = this.re2.cond;
    if (startCond === Utils.EMPTY_ALL) return [];
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return [];
    let currentPos = this.prog.numLb > 0 ? 0 : pos;
    let matchStartPos = pos;
    let runq = this.q0;
    let nextq = this.q1;
    let r = input.step(currentPos);
    let rune = r >> 3;
    let width = r & 7;
    let rune1 = -1;
    let width1 = 0;
    if (r !== MachineInputBase.EOF()) {
      r = input.step(currentPos + width);
      rune1 = r >> 3;
      width1 = r & 7;
    }
    let flag = currentPos === 0 ? Utils.emptyOpContext(-1, rune) : input.context(currentPos);
    const matches = /* @__PURE__ */ new Set();
    if (this.prog.numLb > 0) this.spawnLookbehinds(runq, currentPos, flag);
    while (true) {
      if (runq.mainThreads === 0) {
        if ((startCond & Utils.EMPTY_BEGIN_TEXT) !== 0 && currentPos !== 0) break;
        if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && currentPos !== 0) break;
      }
      if (currentPos === 0 || anchor === RE2Flags.UNANCHORED) {
        if (currentPos >= matchStartPos) this.add(runq, this.prog.start, currentPos, this.matchcap, 0, flag);
      }
      const nextPos = currentPos + width;
      flag = input.context(nextPos);
      for (let j = 0; j < runq.size; j++) {
        const pc = runq.densePcs[j];
        const i = this.prog.inst[pc];
        const capOffset = j * this.ncap;
        let add3 = false;
        switch (i.op) {
          case Inst.MATCH:
            if (anchor === RE2Flags.ANCHOR_BOTH && currentPos !== input.endPos()) break;
            matches.add(i.arg);
            break;
          case Inst.RUNE:
            add3 = i.matchRune(rune);
            break;
          case Inst.RUNE1:
            add3 = rune === i.runes[0];
            break;
          case Inst.RUNE_ANY:
            add3 = true;
            break;
          case Inst.RUNE_ANY_NOT_NL:
            add3 = rune !== 10;
            break;
          default:
            continue;
        }
        if (add3) this.add(nextq, i.out, nextPos, runq.denseCaps, capOffset, flag);
      }
      runq.clear();
      if (width === 0) break;
      currentPos += width;
      rune = rune1;
      width = width1;
      if (rune !== -1) {
        r = input.step(currentPos + width);
        rune1 = r >> 3;
        width1 = r & 7;
      }
      const tmpq = runq;
      runq = nextq;
      nextq = tmpq;
    }
    nextq.clear();
    return Array.from(matches).sort((a2, b) => a2 - b);
  }
  step(runq, nextq, pos, nextPos, c2, nextCond, anchor, atEnd) {
    const longest = this.re2.longest;
    for (let j = 0; j < runq.size; j++) {
      const pc = runq.densePcs[j];
      const capOffset = j * this.ncap;
      if (longest && this.matched && this.ncap > 0 && this.matchcap[0] < runq.denseCaps[capOffset]) continue;
      const i = this.prog.inst[pc];
      let add3 = false;
      switch (i.op) {
        case Inst.MATCH:
          if (anchor === RE2Flags.ANCHOR_BOTH && !atEnd) break;
          if (this.ncap > 0 && (!longest || !this.matched || this.matchcap[1] < pos)) {
            runq.denseCaps[capOffset + 1] = pos;
            for (let k = 0; k < this.ncap; k++) this.matchcap[k] = runq.denseCaps[capOffset + k];
          }
          if (!longest) runq.size = 0;
          this.matched = true;
          break;
        case Inst.RUNE:
          add3 = i.matchRune(c2);
          break;
        case Inst.RUNE1:
          add3 = c2 === i.runes[0];
          break;
        case Inst.RUNE_ANY:
          add3 = true;
          break;
        case Inst.RUNE_ANY_NOT_NL:
          add3 = c2 !== 10;
          break;
        default:
          continue;
      }
      if (add3) this.add(nextq, i.out, nextPos, runq.denseCaps, capOffset, nextCond);
    }
    runq.clear();
  }
  spawnLookbehinds(q, pos, flag) {
    for (let i = 0; i < this.prog.lbStarts.length; i++) this.add(q, this.prog.lbStarts[i], pos, this.matchcap, 0, flag);
  }
  restoreLookbehinds(lbState, q, flag) {
    this.lbTable.set(lbState.lbTable);
    for (let j = 0; j < lbState.size; j++) this.add(q, lbState.pcs[j], lbState.pos, this.matchcap, 0, flag);
  }
  saveLookbehinds(lbState, q, pos) {
    let size = 0;
    for (let j = 0; j < q.size; j++) {
      const pc = q.densePcs[j];
      if (this.prog.lbInst[pc] === 1 && Inst.isRuneOp(this.prog.inst[pc].op)) lbState.pcs[size++] = pc;
    }
    lbState.size = size;
    lbState.pos = pos;
    lbState.lbTable.set(this.lbTable);
  }
  add(q, pc, pos, capArray, capOffset, cond) {
    const stk = this.addStack;
    let nstk = 0;
    for (; ; ) {
      while (pc !== 0 && !q.contains(pc)) {
        const d = q.add(pc);
        const inst = this.prog.inst[pc];
        switch (inst.op) {
          case Inst.FAIL:
            pc = 0;
            break;
          case Inst.ALT:
          case Inst.ALT_MATCH:
            stk[nstk++] = inst.arg;
            stk[nstk++] = 0;
            pc = inst.out;
            break;
          case Inst.EMPTY_WIDTH:
            pc = (inst.arg & ~cond) === 0 ? inst.out : 0;
            break;
          case Inst.NOP:
            pc = inst.out;
            break;
          case Inst.CAPTURE:
            if (inst.arg < this.ncap) {
              stk[nstk++] = -inst.arg - 1;
              stk[nstk++] = capArray[capOffset + inst.arg];
              capArray[capOffset + inst.arg] = pos;
            }
            pc = inst.out;
            break;
          case Inst.LB_WRITE:
            this.lbTable[Math.abs(inst.arg)] = pos;
            pc = inst.out;
            break;
          case Inst.LB_CHECK:
            if (inst.arg > 0) pc = this.lbTable[inst.arg] === pos ? inst.out : 0;
            else pc = this.lbTable[-inst.arg] !== pos ? inst.out : 0;
            break;
          case Inst.MATCH:
          case Inst.RUNE:
          case Inst.RUNE1:
          case Inst.RUNE_ANY:
          case Inst.RUNE_ANY_NOT_NL:
            if (this.prog.lbInst[pc] === 0) q.mainThreads++;
            if (this.ncap > 0) {
              const destOffset = d * this.ncap;
              if (destOffset + this.ncap > q.denseCaps.length) q.growCaps(destOffset + this.ncap);
              for (let c2 = 0; c2 < this.ncap; c2++) q.denseCaps[destOffset + c2] = capArray[capOffset + c2];
            }
            pc = 0;
            break;
          default:
            throw new RE2JSInternalException("unhandled");
        }
      }
      if (nstk === 0) return;
      nstk -= 2;
      const entry = stk[nstk];
      if (entry < 0) {
        capArray[capOffset - entry - 1] = stk[nstk + 1];
        pc = 0;
      } else pc = entry;
    }
  }
};
var hashState = (pcs, flag, ids) => {
  let h = -2128831035;
  for (let i = 0; i < pcs.length; i++) {
    h ^= pcs[i];
    h = Math.imul(h, 16777619);
  }
  h ^= flag;
  h = Math.imul(h, 16777619);
  for (let i = 0; i < ids.length; i++) {
    h ^= ids[i];
    h = Math.imul(h, 16777619);
  }
  return h;
};
var arraysEqual = (a2, b) => {
  if (a2.length !== b.length) return false;
  for (let i = 0; i < a2.length; i++) if (a2[i] !== b[i]) return false;
  return true;
};
var isState = (state, pcs, flag, ids) => state.flag === flag && arraysEqual(state.nfaStates, pcs) && arraysEqual(state.matchIDs, ids);
var NO_IDS = [];
var END_TEXT = -1;
var DFAState = class {
  constructor(nfaStates, flag, matchIDs) {
    this.nfaStates = nfaStates;
    this.flag = flag;
    this.isMatch = (flag & DFA.FLAG_MATCH) !== 0;
    this.matchIDs = matchIDs;
    this.next = null;
    this.nextAnchored = null;
  }
};
var DFA = class DFA2 {
  static FLAG_EMPTY_MASK = 255;
  static FLAG_MATCH = 256;
  static FLAG_LAST_WORD = 512;
  static FLAG_NEED_SHIFT = 16;
  static STATE_OVERHEAD = 150;
  static ARRAY_OVERHEAD = 40;
  static ELEMENT_SIZE = 8;
  static TABLE_OVERHEAD = 48;
  static PROGRESS_PER_STATE = 10;
  constructor(prog, maxMem = 8388608) {
    this.prog = prog;
    this.maxMem = maxMem;
    this.stateCache = /* @__PURE__ */ new Map();
    this.stateCount = 0;
    this.startStates = /* @__PURE__ */ new Map();
    this.failed = false;
    for (let pc = 0; pc < prog.numInst(); pc++) {
      const op = prog.getInst(pc).op;
      if (op === Inst.LB_WRITE || op === Inst.LB_CHECK) {
        this.failed = true;
        break;
      }
    }
    this.computeRuneClasses();
    this.stateBudget = maxMem;
    this.memBudget = maxMem;
  }
  computeRuneClasses() {
    const bounds2 = /* @__PURE__ */ new Set();
    const addRange = (lo, hi) => {
      bounds2.add(lo);
      bounds2.add(hi + 1);
    };
    for (let pc = 0; pc < this.prog.numInst(); pc++) {
      const inst = this.prog.getInst(pc);
      switch (inst.op) {
        case Inst.RUNE:
        case Inst.RUNE1:
          if (inst.runes.length === 1) {
            addRange(inst.runes[0], inst.runes[0]);
            if ((inst.arg & RE2Flags.FOLD_CASE) !== 0) for (let f = Unicode.simpleFold(inst.runes[0]); f !== inst.runes[0]; f = Unicode.simpleFold(f)) addRange(f, f);
          } else for (let j = 0; j < inst.runes.length; j += 2) addRange(inst.runes[j], inst.runes[j + 1]);
          break;
        case Inst.RUNE_ANY_NOT_NL:
          addRange(10, 10);
          break;
        case Inst.EMPTY_WIDTH:
          if ((inst.arg & (Utils.EMPTY_BEGIN_LINE | Utils.EMPTY_END_LINE)) !== 0) addRange(10, 10);
          if ((inst.arg & (Utils.EMPTY_WORD_BOUNDARY | Utils.EMPTY_NO_WORD_BOUNDARY)) !== 0) {
            addRange(48, 57);
            addRange(65, 90);
            addRange(95, 95);
            addRange(97, 122);
          }
      }
    }
    bounds2.delete(0);
    this.classBounds = Int32Array.from(bounds2).sort();
    this.numClasses = this.classBounds.length + 1;
    const latin1Class = new Int32Array(Unicode.MAX_LATIN1 + 1);
    for (let r = 0; r <= Unicode.MAX_LATIN1; r++) latin1Class[r] = this.searchClass(r);
    this.latin1Class = latin1Class;
  }
  runeClass(r) {
    if (r <= Unicode.MAX_LATIN1) return this.latin1Class[r];
    return this.searchClass(r);
  }
  searchClass(r) {
    const bounds2 = this.classBounds;
    let lo = 0;
    let hi = bounds2.length;
    while (lo < hi) {
      const mid = lo + hi >> 1;
      if (bounds2[mid] <= r) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
  closure(pcs, flag) {
    const closure = /* @__PURE__ */ new Set();
    const stack2 = Array.from(pcs);
    let needflags = 0;
    while (stack2.length > 0) {
      const pc = stack2.pop();
      if (pc === 0 || closure.has(pc)) continue;
      closure.add(pc);
      const inst = this.prog.getInst(pc);
      switch (inst.op) {
        case Inst.ALT:
        case Inst.ALT_MATCH:
          stack2.push(inst.out);
          stack2.push(inst.arg);
          break;
        case Inst.NOP:
        case Inst.CAPTURE:
          stack2.push(inst.out);
          break;
        case Inst.EMPTY_WIDTH:
          needflags |= inst.arg;
          if ((inst.arg & ~flag) === 0) stack2.push(inst.out);
      }
    }
    return {
      pcs: Array.from(closure).sort((a2, b) => a2 - b),
      needflags
    };
  }
  getState(pcs, flag, ids) {
    const hash = hashState(pcs, flag, ids);
    const cached = this.stateCache.get(hash);
    if (cached instanceof DFAState) {
      if (isState(cached, pcs, flag, ids)) return cached;
    } else if (cached !== void 0) {
      for (let i = 0; i < cached.length; i++) if (isState(cached[i], pcs, flag, ids)) return cached[i];
    }
    const cost = DFA2.stateCost(pcs, ids);
    if (this.memBudget < cost) return null;
    this.memBudget -= cost;
    const state = new DFAState(pcs, flag, ids);
    if (cached === void 0) this.stateCache.set(hash, state);
    else if (cached instanceof DFAState) this.stateCache.set(hash, [cached, state]);
    else cached.push(state);
    this.stateCount++;
    return state;
  }
  static stateCost(pcs, ids) {
    const idsCost = ids.length === 0 ? 0 : DFA2.ARRAY_OVERHEAD + DFA2.ELEMENT_SIZE * ids.length;
    return DFA2.STATE_OVERHEAD + DFA2.ELEMENT_SIZE * pcs.length + idsCost;
  }
  *cachedStates() {
    for (const cached of this.stateCache.values()) if (cached instanceof DFAState) yield cached;
    else yield* cached;
  }
  makeState(pcs, flag, ids) {
    const closure = this.closure(pcs, flag & DFA2.FLAG_EMPTY_MASK);
    let stateFlag = flag;
    if (closure.needflags === 0) stateFlag &= DFA2.FLAG_MATCH;
    stateFlag |= closure.needflags << DFA2.FLAG_NEED_SHIFT;
    return this.getState(closure.pcs, stateFlag, ids);
  }
  allocTable(state, anchor) {
    const size = this.numClasses + 1;
    const cost = DFA2.TABLE_OVERHEAD + DFA2.ELEMENT_SIZE * size;
    if (this.memBudget < cost) return null;
    this.memBudget -= cost;
    const table2 = new Array(size).fill(null);
    if (anchor === RE2Flags.UNANCHORED) state.next = table2;
    else state.nextAnchored = table2;
    return table2;
  }
  clearCache() {
    this.stateCache.clear();
    this.stateCount = 0;
    this.startStates.clear();
    this.memBudget = this.stateBudget;
  }
  resetCache(current) {
    this.clearCache();
    return this.getState(current.nfaStates, current.flag, current.matchIDs);
  }
  step(state, cls, rune, anchor) {
    let table2 = anchor === RE2Flags.UNANCHORED ? state.next : state.nextAnchored;
    if (table2 !== null) {
      const cached = table2[cls];
      if (cached !== null) return cached;
    } else {
      table2 = this.allocTable(state, anchor);
      if (table2 === null) return null;
    }
    const needflag = state.flag >>> DFA2.FLAG_NEED_SHIFT;
    const oldbeforeflag = state.flag & DFA2.FLAG_EMPTY_MASK;
    let beforeflag = oldbeforeflag;
    let afterflag = 0;
    if (rune === 10) {
      beforeflag |= Utils.EMPTY_END_LINE;
      afterflag |= Utils.EMPTY_BEGIN_LINE;
    }
    if (rune === END_TEXT) beforeflag |= Utils.EMPTY_END_LINE | Utils.EMPTY_END_TEXT;
    const islastword = (state.flag & DFA2.FLAG_LAST_WORD) !== 0;
    const isword = rune !== END_TEXT && Utils.isWordRune(rune);
    beforeflag |= isword === islastword ? Utils.EMPTY_NO_WORD_BOUNDARY : Utils.EMPTY_WORD_BOUNDARY;
    let pcs = state.nfaStates;
    if ((beforeflag & ~oldbeforeflag & needflag) !== 0) pcs = this.closure(pcs, beforeflag).pcs;
    const nextPCs = [];
    let ismatch = false;
    let ids = NO_IDS;
    for (let i = 0; i < pcs.length; i++) {
      const inst = this.prog.getInst(pcs[i]);
      if (inst.op === Inst.MATCH) {
        if (!ismatch) {
          ismatch = true;
          ids = [];
        }
        ids.push(inst.arg);
      } else if (rune !== END_TEXT && Inst.isRuneOp(inst.op) && inst.matchRune(rune)) nextPCs.push(inst.out);
    }
    if (ids.length > 1) ids.sort((a2, b) => a2 - b);
    if (anchor === RE2Flags.UNANCHORED && rune !== END_TEXT) nextPCs.push(this.prog.start);
    let flag = afterflag;
    if (ismatch) flag |= DFA2.FLAG_MATCH;
    if (isword) flag |= DFA2.FLAG_LAST_WORD;
    const nextState = this.makeState(nextPCs, flag, ids);
    if (nextState === null) return null;
    table2[cls] = nextState;
    return nextState;
  }
  start(input, pos) {
    const context = input.context(pos);
    let flags2;
    if ((context & Utils.EMPTY_BEGIN_TEXT) !== 0) flags2 = Utils.EMPTY_BEGIN_TEXT | Utils.EMPTY_BEGIN_LINE;
    else if ((context & Utils.EMPTY_BEGIN_LINE) !== 0) flags2 = Utils.EMPTY_BEGIN_LINE;
    else {
      const r = input.step(pos);
      const nextIsWord = r >= 0 && Utils.isWordRune(r >> 3);
      flags2 = (context & Utils.EMPTY_WORD_BOUNDARY) !== 0 !== nextIsWord ? DFA2.FLAG_LAST_WORD : 0;
    }
    let state = this.startStates.get(flags2);
    if (state === void 0) {
      state = this.makeState([this.prog.start], flags2, NO_IDS);
      if (state === null) {
        this.clearCache();
        state = this.makeState([this.prog.start], flags2, NO_IDS);
        if (state === null) return null;
      }
      this.startStates.set(flags2, state);
    }
    return state;
  }
  stepOrReset(state, cls, rune, anchor, pos, search3) {
    let next3 = this.step(state, cls, rune, anchor);
    if (next3 !== null) return next3;
    if (search3.resetPos >= 0 && pos - search3.resetPos < DFA2.PROGRESS_PER_STATE * this.stateCount) return null;
    search3.resetPos = pos;
    const restored = this.resetCache(state);
    if (restored === null) return null;
    next3 = this.step(restored, cls, rune, anchor);
    return next3;
  }
  run(input, pos, anchor, state, onMatch) {
    const endPos = input.endPos();
    const latin1Class = this.latin1Class;
    const unanchored2 = anchor === RE2Flags.UNANCHORED;
    const search3 = { resetPos: -1 };
    let i = pos;
    while (i < endPos) {
      const r = input.step(i);
      const rune = r >> 3;
      const width = r & 7;
      if (width === 0) break;
      const cls = rune <= Unicode.MAX_LATIN1 ? latin1Class[rune] : this.runeClass(rune);
      let next3 = unanchored2 && state.next !== null ? state.next[cls] : null;
      if (next3 === null) {
        next3 = this.stepOrReset(state, cls, rune, anchor, i, search3);
        if (next3 === null) return null;
      }
      state = next3;
      if (state.isMatch && onMatch(state, false)) return true;
      if (!unanchored2 && state.nfaStates.length === 0) return false;
      i += width;
    }
    state = this.stepOrReset(state, this.numClasses, END_TEXT, anchor, i, search3);
    if (state === null) return null;
    return state.isMatch && onMatch(state, true);
  }
  match(input, pos, anchor) {
    if (this.failed) return null;
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return false;
    const startState = this.start(input, pos);
    if (startState === null) return null;
    return this.run(input, pos, anchor, startState, (state, atEnd) => anchor !== RE2Flags.ANCHOR_BOTH || atEnd);
  }
  matchSet(input, pos, anchor) {
    if (this.failed) return null;
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return [];
    const startState = this.start(input, pos);
    if (startState === null) return null;
    const matches = /* @__PURE__ */ new Set();
    const collect = (state, atEnd) => {
      if (anchor !== RE2Flags.ANCHOR_BOTH || atEnd) for (let k = 0; k < state.matchIDs.length; k++) matches.add(state.matchIDs[k]);
      return false;
    };
    if (this.run(input, pos, anchor, startState, collect) === null) return null;
    return Array.from(matches).sort((a2, b) => a2 - b);
  }
};
var VISITED_BITS = 32;
var MAX_BACKTRACK_PROG = 500;
var INITIAL_JOB_CAPACITY = 256;
var MAX_BACKTRACK_VECTOR = 262144;
var BitState = class {
  constructor() {
    this.end = 0;
    this.cap = /* @__PURE__ */ new Int32Array(0);
    this.matchcap = /* @__PURE__ */ new Int32Array(0);
    this.ncap = 0;
    this.jobPc = new Int32Array(INITIAL_JOB_CAPACITY);
    this.jobArg = new Uint8Array(INITIAL_JOB_CAPACITY);
    this.jobPos = new Int32Array(INITIAL_JOB_CAPACITY);
    this.jobLen = 0;
    this.visited = /* @__PURE__ */ new Uint32Array(0);
  }
  reset(prog, end, ncap) {
    this.end = end;
    this.jobLen = 0;
    this.ncap = ncap;
    const visitedSize = prog.numInst() * (end + 1) + VISITED_BITS - 1 >>> 5;
    if (this.visited.length < visitedSize) this.visited = new Uint32Array(visitedSize);
    else this.visited.fill(0, 0, visitedSize);
    if (this.cap.length < ncap) this.cap = new Int32Array(ncap).fill(-1);
    else this.cap.fill(-1, 0, ncap);
    if (this.matchcap.length < ncap) this.matchcap = new Int32Array(ncap).fill(-1);
    else this.matchcap.fill(-1, 0, ncap);
  }
  shouldVisit(pc, pos) {
    const n = pc * (this.end + 1) + pos;
    const idx = n >>> 5;
    const mask = 1 << (n & 31);
    if ((this.visited[idx] & mask) !== 0) return false;
    this.visited[idx] |= mask;
    return true;
  }
  push(re2, pc, pos, arg) {
    if (re2.prog.getInst(pc).op !== Inst.FAIL && (arg || this.shouldVisit(pc, pos))) {
      if (this.jobLen >= this.jobPc.length) {
        const newSize = this.jobPc.length * 2;
        const newPc = new Int32Array(newSize);
        newPc.set(this.jobPc);
        this.jobPc = newPc;
        const newArg = new Uint8Array(newSize);
        newArg.set(this.jobArg);
        this.jobArg = newArg;
        const newPos = new Int32Array(newSize);
        newPos.set(this.jobPos);
        this.jobPos = newPos;
      }
      this.jobPc[this.jobLen] = pc;
      this.jobArg[this.jobLen] = arg ? 1 : 0;
      this.jobPos[this.jobLen] = pos;
      this.jobLen++;
    }
  }
  tryBacktrack(re2, input, pc, pos, anchor) {
    const longest = re2.longest;
    this.push(re2, pc, pos, false);
    while (this.jobLen > 0) {
      this.jobLen--;
      let currentPc = this.jobPc[this.jobLen];
      let arg = this.jobArg[this.jobLen] === 1;
      let currentPos = this.jobPos[this.jobLen];
      let skipShouldVisit = true;
      while (true) {
        if (!skipShouldVisit) {
          if (!this.shouldVisit(currentPc, currentPos)) break;
        }
        skipShouldVisit = false;
        const inst = re2.prog.getInst(currentPc);
        switch (inst.op) {
          case Inst.FAIL:
            break;
          case Inst.ALT:
            if (arg) {
              arg = false;
              currentPc = inst.arg;
              continue;
            } else {
              this.push(re2, currentPc, currentPos, true);
              currentPc = inst.out;
              continue;
            }
          case Inst.ALT_MATCH: {
            const outInst = re2.prog.getInst(inst.out);
            if (Inst.isRuneOp(outInst.op)) {
              this.push(re2, inst.arg, currentPos, false);
              currentPc = inst.arg;
              currentPos = this.end;
              continue;
            }
            this.push(re2, inst.out, this.end, false);
            currentPc = inst.out;
            continue;
          }
          case Inst.RUNE: {
            const r = input.step(currentPos);
            if (r === MachineInputBase.EOF()) break;
            if (!inst.matchRune(r >> 3)) break;
            currentPos += r & 7;
            currentPc = inst.out;
            continue;
          }
          case Inst.RUNE1: {
            const r = input.step(currentPos);
            if (r === MachineInputBase.EOF()) break;
            if (r >> 3 !== inst.runes[0]) break;
            currentPos += r & 7;
            currentPc = inst.out;
            continue;
          }
          case Inst.RUNE_ANY_NOT_NL: {
            const r = input.step(currentPos);
            if (r === MachineInputBase.EOF()) break;
            if (r >> 3 === 10) break;
            currentPos += r & 7;
            currentPc = inst.out;
            continue;
          }
          case Inst.RUNE_ANY: {
            const r = input.step(currentPos);
            if (r === MachineInputBase.EOF()) break;
            currentPos += r & 7;
            currentPc = inst.out;
            continue;
          }
          case Inst.CAPTURE:
            if (arg) {
              this.cap[inst.arg] = currentPos;
              break;
            } else {
              if (inst.arg < this.ncap) {
                this.push(re2, currentPc, this.cap[inst.arg], true);
                this.cap[inst.arg] = currentPos;
              }
              currentPc = inst.out;
              continue;
            }
          case Inst.EMPTY_WIDTH: {
            const flag = input.context(currentPos);
            if ((inst.arg & ~flag) !== 0) break;
            currentPc = inst.out;
            continue;
          }
          case Inst.NOP:
            currentPc = inst.out;
            continue;
          case Inst.MATCH: {
            if (anchor === RE2Flags.ANCHOR_BOTH && currentPos !== this.end) break;
            if (this.ncap === 0) return true;
            if (this.ncap > 1) this.cap[1] = currentPos;
            const old = this.matchcap[1];
            if (old === -1 || longest && currentPos > 0 && currentPos > old) this.matchcap.set(this.cap);
            if (!longest) return true;
            if (currentPos === this.end) return true;
            break;
          }
          case Inst.LB_WRITE:
          case Inst.LB_CHECK:
            throw new RE2JSInternalException("Backtracker cannot evaluate Lookbehind instructions");
          default:
            throw new RE2JSInternalException("bad inst");
        }
        break;
      }
    }
    return longest && this.matchcap.length > 1 && this.matchcap[1] >= 0;
  }
};
var bitStatePool = [];
var Backtracker = class Backtracker2 {
  static shouldBacktrack(prog) {
    return prog.numInst() <= MAX_BACKTRACK_PROG;
  }
  static maxBitStateLen(prog) {
    if (!Backtracker2.shouldBacktrack(prog)) return 0;
    return Math.floor(MAX_BACKTRACK_VECTOR / prog.numInst());
  }
  static execute(re2, input, pos, anchor, ncap) {
    const startCond = re2.cond;
    if (startCond === Utils.EMPTY_ALL) return null;
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return null;
    if ((startCond & Utils.EMPTY_BEGIN_TEXT) !== 0 && pos !== 0) return null;
    const b = bitStatePool.length > 0 ? bitStatePool.pop() : new BitState();
    const end = input.endPos();
    b.reset(re2.prog, end, ncap);
    let matched2 = false;
    if ((startCond & Utils.EMPTY_BEGIN_TEXT) !== 0 || anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) {
      if (b.ncap > 0) b.cap[0] = pos;
      if (b.tryBacktrack(re2, input, re2.prog.start, pos, anchor)) matched2 = true;
    } else {
      let width = -1;
      for (; pos <= end && width !== 0; pos += width) {
        if (re2.prefix.length > 0) {
          const advance = input.index(re2, pos);
          if (advance < 0) break;
          pos += advance;
        }
        if (b.ncap > 0) b.cap[0] = pos;
        if (b.tryBacktrack(re2, input, re2.prog.start, pos, anchor)) {
          matched2 = true;
          break;
        }
        const r = input.step(pos);
        width = r === MachineInputBase.EOF() ? 0 : r & 7;
      }
    }
    if (!matched2) {
      bitStatePool.push(b);
      return null;
    }
    const result = ncap === 0 ? [] : Utils.toArray(b.matchcap.subarray(0, ncap));
    bitStatePool.push(b);
    return result;
  }
};
var QueueOnePass = class {
  constructor(size) {
    this.sparse = new Uint32Array(size);
    this.dense = new Uint32Array(size);
    this.size = 0;
    this.nextIndex = 0;
  }
  empty() {
    return this.nextIndex >= this.size;
  }
  next() {
    return this.dense[this.nextIndex++];
  }
  clear() {
    this.size = 0;
    this.nextIndex = 0;
  }
  contains(u) {
    return u < this.sparse.length && this.sparse[u] < this.size && this.dense[this.sparse[u]] === u;
  }
  insert(u) {
    if (!this.contains(u)) this.insertNew(u);
  }
  insertNew(u) {
    if (u >= this.sparse.length) return;
    this.sparse[u] = this.size;
    this.dense[this.size] = u;
    this.size++;
  }
};
var mergeRuneSets = (leftRunes, rightRunes, leftPC, rightPC) => {
  const leftLen = leftRunes.length;
  const rightLen = rightRunes.length;
  let lx = 0, rx = 0;
  const merged = [];
  const next3 = [];
  let ok = true;
  let ix = -1;
  const extend = (isLeft) => {
    const newArray = isLeft ? leftRunes : rightRunes;
    const low2 = isLeft ? lx : rx;
    const pc = isLeft ? leftPC : rightPC;
    if (ix > 0 && newArray[low2] <= merged[ix]) return false;
    merged.push(newArray[low2], newArray[low2 + 1]);
    if (isLeft) lx += 2;
    else rx += 2;
    ix += 2;
    next3.push(pc);
    return true;
  };
  while (lx < leftLen || rx < rightLen) {
    if (rx >= rightLen) ok = extend(true);
    else if (lx >= leftLen) ok = extend(false);
    else if (rightRunes[rx] < leftRunes[lx]) ok = extend(false);
    else ok = extend(true);
    if (!ok) return null;
  }
  return {
    merged,
    next: next3
  };
};
var OnePassProg = class {
  constructor(prog) {
    this.start = prog.start;
    this.numCap = prog.numCap;
    this.inst = new Array(prog.inst.length);
    for (let i = 0; i < prog.inst.length; i++) {
      const orig = prog.inst[i];
      const inst = new Inst(orig.op);
      inst.out = orig.out;
      inst.arg = orig.arg;
      inst.runes = orig.runes ? new Int32Array(orig.runes) : /* @__PURE__ */ new Int32Array(0);
      inst.next = null;
      this.inst[i] = inst;
    }
  }
};
var onePassCopy = (prog) => {
  const p = new OnePassProg(prog);
  for (let pc = 0; pc < p.inst.length; pc++) {
    const inst = p.inst[pc];
    if (inst.op !== Inst.ALT && inst.op !== Inst.ALT_MATCH) continue;
    let pAOther = "out";
    let pAAlt = "arg";
    let instAlt = p.inst[inst[pAAlt]];
    if (instAlt.op !== Inst.ALT && instAlt.op !== Inst.ALT_MATCH) {
      pAOther = "arg";
      pAAlt = "out";
      instAlt = p.inst[inst[pAAlt]];
      if (instAlt.op !== Inst.ALT && instAlt.op !== Inst.ALT_MATCH) continue;
    }
    const instOther = p.inst[inst[pAOther]];
    if (instOther.op === Inst.ALT || instOther.op === Inst.ALT_MATCH) continue;
    let pBAlt = "out";
    let pBOther = "arg";
    let patch = false;
    if (instAlt.out === pc) patch = true;
    else if (instAlt.arg === pc) {
      patch = true;
      pBAlt = "arg";
      pBOther = "out";
    }
    if (patch) instAlt[pBAlt] = inst[pAOther];
    if (inst[pAOther] === instAlt[pBAlt]) inst[pAAlt] = instAlt[pBOther];
  }
  return p;
};
var makeOnePass = (p) => {
  if (p.inst.length >= 1e3) return null;
  const instQueue = new QueueOnePass(p.inst.length);
  const visitQueue = new QueueOnePass(p.inst.length);
  const onePassRunes = new Array(p.inst.length);
  const m = new Array(p.inst.length).fill(false);
  const check = (pc) => {
    let ok = true;
    const inst = p.inst[pc];
    if (visitQueue.contains(pc)) return true;
    visitQueue.insert(pc);
    switch (inst.op) {
      case Inst.ALT:
      case Inst.ALT_MATCH: {
        ok = check(inst.out) && check(inst.arg);
        let matchOut = m[inst.out];
        let matchArg = m[inst.arg];
        if (matchOut && matchArg) return false;
        if (matchArg) {
          const tempOut = inst.out;
          inst.out = inst.arg;
          inst.arg = tempOut;
          const tempMatch = matchOut;
          matchOut = matchArg;
          matchArg = tempMatch;
        }
        if (matchOut) {
          m[pc] = true;
          inst.op = Inst.ALT_MATCH;
        }
        const leftRunes = onePassRunes[inst.out] || [];
        const rightRunes = onePassRunes[inst.arg] || [];
        const mergeRes = mergeRuneSets(leftRunes, rightRunes, inst.out, inst.arg);
        if (!mergeRes) return false;
        onePassRunes[pc] = new Int32Array(mergeRes.merged);
        inst.next = new Uint32Array(mergeRes.next);
        break;
      }
      case Inst.CAPTURE:
      case Inst.EMPTY_WIDTH:
      case Inst.NOP:
        ok = check(inst.out);
        m[pc] = m[inst.out];
        onePassRunes[pc] = onePassRunes[inst.out] ? new Int32Array(onePassRunes[inst.out]) : /* @__PURE__ */ new Int32Array(0);
        inst.next = new Uint32Array(Math.floor(onePassRunes[pc].length / 2) + 1).fill(inst.out);
        break;
      case Inst.MATCH:
      case Inst.FAIL:
        m[pc] = inst.op === Inst.MATCH;
        break;
      case Inst.RUNE: {
        m[pc] = false;
        if (inst.next && inst.next.length > 0) break;
        instQueue.insert(inst.out);
        if (!inst.runes || inst.runes.length === 0) {
          onePassRunes[pc] = /* @__PURE__ */ new Int32Array(0);
          inst.next = new Uint32Array([inst.out]);
          break;
        }
        let runes = [];
        if (inst.runes.length === 1 && (inst.arg & RE2Flags.FOLD_CASE) !== 0) {
          const r0 = inst.runes[0];
          runes.push(r0, r0);
          for (let r1 = Unicode.simpleFold(r0); r1 !== r0; r1 = Unicode.simpleFold(r1)) runes.push(r1, r1);
          runes.sort((a2, b) => a2 - b);
        } else for (let j = 0; j < inst.runes.length; j++) runes.push(inst.runes[j]);
        onePassRunes[pc] = new Int32Array(runes);
        inst.next = new Uint32Array(Math.floor(runes.length / 2) + 1).fill(inst.out);
        inst.op = Inst.RUNE;
        break;
      }
      case Inst.RUNE1: {
        m[pc] = false;
        if (inst.next && inst.next.length > 0) break;
        instQueue.insert(inst.out);
        let runes = [];
        if ((inst.arg & RE2Flags.FOLD_CASE) !== 0) {
          const r0 = inst.runes[0];
          runes.push(r0, r0);
          for (let r1 = Unicode.simpleFold(r0); r1 !== r0; r1 = Unicode.simpleFold(r1)) runes.push(r1, r1);
          runes.sort((a2, b) => a2 - b);
        } else runes.push(inst.runes[0], inst.runes[0]);
        onePassRunes[pc] = new Int32Array(runes);
        inst.next = new Uint32Array(Math.floor(runes.length / 2) + 1).fill(inst.out);
        inst.op = Inst.RUNE;
        break;
      }
      case Inst.RUNE_ANY:
        m[pc] = false;
        if (inst.next && inst.next.length > 0) break;
        instQueue.insert(inst.out);
        onePassRunes[pc] = new Int32Array([0, Unicode.MAX_RUNE]);
        inst.next = new Uint32Array([inst.out]);
        break;
      case Inst.RUNE_ANY_NOT_NL:
        m[pc] = false;
        if (inst.next && inst.next.length > 0) break;
        instQueue.insert(inst.out);
        onePassRunes[pc] = new Int32Array([
          0,
          9,
          11,
          Unicode.MAX_RUNE
        ]);
        inst.next = new Uint32Array(Math.floor(onePassRunes[pc].length / 2) + 1).fill(inst.out);
    }
    return ok;
  };
  instQueue.clear();
  instQueue.insert(p.start);
  while (!instQueue.empty()) {
    visitQueue.clear();
    if (!check(instQueue.next())) return null;
  }
  for (let i = 0; i < p.inst.length; i++) if (onePassRunes[i]) p.inst[i].runes = onePassRunes[i];
  return p;
};
var cleanupOnePass = (p, original) => {
  for (let ix = 0; ix < original.inst.length; ix++) {
    const instOriginal = original.inst[ix];
    switch (instOriginal.op) {
      case Inst.ALT:
      case Inst.ALT_MATCH:
      case Inst.RUNE:
        break;
      case Inst.CAPTURE:
      case Inst.EMPTY_WIDTH:
      case Inst.NOP:
      case Inst.MATCH:
      case Inst.FAIL:
        p.inst[ix].next = null;
        break;
      case Inst.RUNE1:
      case Inst.RUNE_ANY:
      case Inst.RUNE_ANY_NOT_NL:
        p.inst[ix].next = null;
        p.inst[ix].op = instOriginal.op;
        p.inst[ix].runes = instOriginal.runes ? new Int32Array(instOriginal.runes) : /* @__PURE__ */ new Int32Array(0);
    }
  }
};
var OnePass = class OnePass2 {
  static compile(prog) {
    if (prog.start === 0) return null;
    if (prog.numLb > 0) return null;
    const startInst = prog.inst[prog.start];
    if (startInst.op !== Inst.EMPTY_WIDTH || (startInst.arg & Utils.EMPTY_BEGIN_TEXT) === 0) return null;
    let hasAlt = false;
    for (let i = 0; i < prog.inst.length; i++) if (prog.inst[i].op === Inst.ALT || prog.inst[i].op === Inst.ALT_MATCH) {
      hasAlt = true;
      break;
    }
    for (let i = 0; i < prog.inst.length; i++) {
      const inst = prog.inst[i];
      const opOut = prog.inst[inst.out].op;
      switch (inst.op) {
        case Inst.ALT:
        case Inst.ALT_MATCH:
          if (opOut === Inst.MATCH || prog.inst[inst.arg].op === Inst.MATCH) return null;
          break;
        case Inst.EMPTY_WIDTH:
          if (opOut === Inst.MATCH) {
            if ((inst.arg & Utils.EMPTY_END_TEXT) === Utils.EMPTY_END_TEXT) continue;
            return null;
          }
          break;
        default:
          if (opOut === Inst.MATCH && hasAlt) return null;
      }
    }
    let p = onePassCopy(prog);
    p = makeOnePass(p);
    if (p !== null) cleanupOnePass(p, prog);
    return p;
  }
  static next(inst, r) {
    const nextIdx = inst.matchRunePos(r);
    if (nextIdx >= 0) return inst.next[nextIdx];
    if (inst.op === Inst.ALT_MATCH) return inst.out;
    return 0;
  }
  static execute(re2, input, pos, anchor, ncap) {
    const onepass = re2.onepass;
    if (!onepass) return null;
    const matchcap = new Int32Array(ncap).fill(-1);
    let matched2 = false;
    let r = input.step(pos);
    let rune = r >> 3;
    let width = r & 7;
    let r1 = MachineInputBase.EOF();
    let rune1 = -1;
    let width1 = 0;
    if (r !== MachineInputBase.EOF()) {
      r1 = input.step(pos + width);
      if (r1 !== MachineInputBase.EOF()) {
        rune1 = r1 >> 3;
        width1 = r1 & 7;
      }
    }
    let flag = pos === 0 ? Utils.emptyOpContext(-1, rune) : input.context(pos);
    let pc = onepass.start;
    let inst;
    while (true) {
      inst = onepass.inst[pc];
      pc = inst.out;
      switch (inst.op) {
        case Inst.MATCH:
          if (anchor === RE2Flags.ANCHOR_BOTH && pos !== input.endPos()) return null;
          matched2 = true;
          if (matchcap.length > 0) {
            matchcap[0] = 0;
            matchcap[1] = pos;
          }
          return ncap === 0 ? [] : Utils.toArray(matchcap);
        case Inst.RUNE:
          if (!inst.matchRune(rune)) return null;
          break;
        case Inst.RUNE1:
          if (rune !== inst.runes[0]) return null;
          break;
        case Inst.RUNE_ANY:
          break;
        case Inst.RUNE_ANY_NOT_NL:
          if (rune === 10) return null;
          break;
        case Inst.ALT:
        case Inst.ALT_MATCH:
          pc = OnePass2.next(inst, rune);
          continue;
        case Inst.FAIL:
          return null;
        case Inst.NOP:
          continue;
        case Inst.EMPTY_WIDTH:
          if ((inst.arg & ~flag) !== 0) return null;
          continue;
        case Inst.CAPTURE:
          if (inst.arg < matchcap.length) matchcap[inst.arg] = pos;
          continue;
        default:
          throw new RE2JSInternalException("bad inst");
      }
      if (width === 0) break;
      flag = Utils.emptyOpContext(rune, rune1);
      pos += width;
      rune = rune1;
      width = width1;
      if (rune !== -1) {
        r1 = input.step(pos + width);
        if (r1 !== MachineInputBase.EOF()) {
          rune1 = r1 >> 3;
          width1 = r1 & 7;
        } else {
          rune1 = -1;
          width1 = 0;
        }
      }
    }
    if (!matched2) return null;
    return ncap === 0 ? [] : Utils.toArray(matchcap);
  }
};
var Regexp = class Regexp2 {
  static Op = createEnum([
    "NO_MATCH",
    "EMPTY_MATCH",
    "LITERAL",
    "CHAR_CLASS",
    "ANY_CHAR_NOT_NL",
    "ANY_CHAR",
    "BEGIN_LINE",
    "END_LINE",
    "BEGIN_TEXT",
    "END_TEXT",
    "WORD_BOUNDARY",
    "NO_WORD_BOUNDARY",
    "CAPTURE",
    "STAR",
    "PLUS",
    "QUEST",
    "REPEAT",
    "CONCAT",
    "ALTERNATE",
    "PLB",
    "NLB",
    "LEFT_PAREN",
    "VERTICAL_BAR"
  ]);
  static isPseudoOp(op) {
    return op >= Regexp2.Op.LEFT_PAREN;
  }
  static emptySubs() {
    return [];
  }
  static quoteIfHyphen(rune) {
    if (rune === Codepoint.CODES["-"]) return "\\";
    return "";
  }
  static fromRegexp(re) {
    const regex = new Regexp2(re.op);
    regex.flags = re.flags;
    regex.subs = re.subs;
    regex.runes = re.runes;
    regex.cap = re.cap;
    regex.min = re.min;
    regex.max = re.max;
    regex.name = re.name;
    regex.namedGroups = re.namedGroups;
    regex.lb = re.lb;
    return regex;
  }
  constructor(op) {
    this.op = op;
    this.flags = 0;
    this.subs = Regexp2.emptySubs();
    this.runes = /* @__PURE__ */ new Int32Array(0);
    this.min = 0;
    this.max = 0;
    this.cap = 0;
    this.name = null;
    this.namedGroups = /* @__PURE__ */ Object.create(null);
    this.lb = 0;
  }
  reinit() {
    this.flags = 0;
    this.subs = Regexp2.emptySubs();
    this.runes = /* @__PURE__ */ new Int32Array(0);
    this.cap = 0;
    this.min = 0;
    this.max = 0;
    this.name = null;
    this.namedGroups = /* @__PURE__ */ Object.create(null);
    this.lb = 0;
  }
  toString() {
    return this.appendTo();
  }
  appendTo() {
    let out = "";
    switch (this.op) {
      case Regexp2.Op.NO_MATCH:
        out += "[^\\x00-\\x{10FFFF}]";
        break;
      case Regexp2.Op.EMPTY_MATCH:
        out += "(?:)";
        break;
      case Regexp2.Op.STAR:
      case Regexp2.Op.PLUS:
      case Regexp2.Op.QUEST:
      case Regexp2.Op.REPEAT: {
        const sub3 = this.subs[0];
        if (sub3.op > Regexp2.Op.CAPTURE || sub3.op === Regexp2.Op.LITERAL && sub3.runes.length > 1) out += `(?:${sub3.appendTo()})`;
        else out += sub3.appendTo();
        switch (this.op) {
          case Regexp2.Op.STAR:
            out += "*";
            break;
          case Regexp2.Op.PLUS:
            out += "+";
            break;
          case Regexp2.Op.QUEST:
            out += "?";
            break;
          case Regexp2.Op.REPEAT:
            out += `{${this.min}`;
            if (this.min !== this.max) {
              out += ",";
              if (this.max >= 0) out += this.max;
            }
            out += "}";
        }
        if ((this.flags & RE2Flags.NON_GREEDY) !== 0) out += "?";
        break;
      }
      case Regexp2.Op.CONCAT:
        for (let sub3 of this.subs) if (sub3.op === Regexp2.Op.ALTERNATE) out += `(?:${sub3.appendTo()})`;
        else out += sub3.appendTo();
        break;
      case Regexp2.Op.ALTERNATE: {
        let sep = "";
        for (let sub3 of this.subs) {
          out += sep;
          sep = "|";
          out += sub3.appendTo();
        }
        break;
      }
      case Regexp2.Op.LITERAL:
        if ((this.flags & RE2Flags.FOLD_CASE) !== 0) out += "(?i:";
        for (let rune of this.runes) out += Utils.escapeRune(rune);
        if ((this.flags & RE2Flags.FOLD_CASE) !== 0) out += ")";
        break;
      case Regexp2.Op.ANY_CHAR_NOT_NL:
        out += "(?-s:.)";
        break;
      case Regexp2.Op.ANY_CHAR:
        out += "(?s:.)";
        break;
      case Regexp2.Op.PLB:
        out += `(?<=${this.subs[0].appendTo()})`;
        break;
      case Regexp2.Op.NLB:
        out += `(?<!${this.subs[0].appendTo()})`;
        break;
      case Regexp2.Op.CAPTURE:
        if (this.name === null || this.name.length === 0) out += "(";
        else out += `(?P<${this.name}>`;
        if (this.subs[0].op !== Regexp2.Op.EMPTY_MATCH) out += this.subs[0].appendTo();
        out += ")";
        break;
      case Regexp2.Op.BEGIN_TEXT:
        out += "\\A";
        break;
      case Regexp2.Op.END_TEXT:
        if ((this.flags & RE2Flags.WAS_DOLLAR) !== 0) out += "(?-m:$)";
        else out += "\\z";
        break;
      case Regexp2.Op.BEGIN_LINE:
        out += "^";
        break;
      case Regexp2.Op.END_LINE:
        out += "$";
        break;
      case Regexp2.Op.WORD_BOUNDARY:
        out += "\\b";
        break;
      case Regexp2.Op.NO_WORD_BOUNDARY:
        out += "\\B";
        break;
      case Regexp2.Op.CHAR_CLASS:
        if (this.runes.length % 2 !== 0) {
          out += "[invalid char class]";
          break;
        }
        out += "[";
        if (this.runes.length === 0) out += "^\\x00-\\x{10FFFF}";
        else if (this.runes[0] === 0 && this.runes[this.runes.length - 1] === Unicode.MAX_RUNE) {
          out += "^";
          for (let i = 1; i < this.runes.length - 1; i += 2) {
            const lo = this.runes[i] + 1;
            const hi = this.runes[i + 1] - 1;
            out += Regexp2.quoteIfHyphen(lo);
            out += Utils.escapeRune(lo);
            if (lo !== hi) {
              out += "-";
              out += Regexp2.quoteIfHyphen(hi);
              out += Utils.escapeRune(hi);
            }
          }
        } else for (let i = 0; i < this.runes.length; i += 2) {
          const lo = this.runes[i];
          const hi = this.runes[i + 1];
          out += Regexp2.quoteIfHyphen(lo);
          out += Utils.escapeRune(lo);
          if (lo !== hi) {
            out += "-";
            out += Regexp2.quoteIfHyphen(hi);
            out += Utils.escapeRune(hi);
          }
        }
        out += "]";
        break;
      default:
        out += this.op;
    }
    return out;
  }
  maxCap() {
    let m = 0;
    if (this.op === Regexp2.Op.CAPTURE) m = this.cap;
    if (this.subs !== null) for (let sub3 of this.subs) {
      const n = sub3.maxCap();
      if (m < n) m = n;
    }
    return m;
  }
  equals(that) {
    if (!(that !== null && that instanceof Regexp2)) return false;
    if (this.op !== that.op) return false;
    switch (this.op) {
      case Regexp2.Op.END_TEXT:
        if ((this.flags & RE2Flags.WAS_DOLLAR) !== (that.flags & RE2Flags.WAS_DOLLAR)) return false;
        break;
      case Regexp2.Op.LITERAL:
      case Regexp2.Op.CHAR_CLASS:
        if ((this.flags & RE2Flags.FOLD_CASE) !== (that.flags & RE2Flags.FOLD_CASE)) return false;
        if (this.runes === null && that.runes === null) break;
        if (this.runes === null || that.runes === null) return false;
        if (this.runes.length !== that.runes.length) return false;
        for (let i = 0; i < this.runes.length; i++) if (this.runes[i] !== that.runes[i]) return false;
        break;
      case Regexp2.Op.ALTERNATE:
      case Regexp2.Op.CONCAT:
        if (this.subs.length !== that.subs.length) return false;
        for (let i = 0; i < this.subs.length; ++i) if (!this.subs[i].equals(that.subs[i])) return false;
        break;
      case Regexp2.Op.STAR:
      case Regexp2.Op.PLUS:
      case Regexp2.Op.QUEST:
        if ((this.flags & RE2Flags.NON_GREEDY) !== (that.flags & RE2Flags.NON_GREEDY) || !this.subs[0].equals(that.subs[0])) return false;
        break;
      case Regexp2.Op.REPEAT:
        if ((this.flags & RE2Flags.NON_GREEDY) !== (that.flags & RE2Flags.NON_GREEDY) || this.min !== that.min || this.max !== that.max || !this.subs[0].equals(that.subs[0])) return false;
        break;
      case Regexp2.Op.CAPTURE:
        if (this.cap !== that.cap || (this.name === null ? that.name !== null : this.name !== that.name) || !this.subs[0].equals(that.subs[0])) return false;
        break;
      case Regexp2.Op.PLB:
      case Regexp2.Op.NLB:
        if (this.lb !== that.lb || !this.subs[0].equals(that.subs[0])) return false;
    }
    return true;
  }
};
var RegexpWalker = class {
  static walk(root, handler) {
    const stack2 = [];
    let re = root;
    let result;
    for (; ; ) {
      if (re.subs.length === 0) result = handler.leaf(re);
      else {
        const state = handler.enter(re);
        if (state.result === void 0) {
          stack2.push({
            re,
            state,
            i: 0
          });
          re = re.subs[0];
          continue;
        }
        result = state.result;
      }
      for (; ; ) {
        if (stack2.length === 0) return result;
        const frame = stack2[stack2.length - 1];
        handler.child(frame.re, frame.state, result, frame.i);
        frame.i++;
        if (frame.state.result === void 0 && frame.i < frame.re.subs.length) {
          re = frame.re.subs[frame.i];
          break;
        }
        stack2.pop();
        result = frame.state.result !== void 0 ? frame.state.result : handler.leave(frame.re, frame.state);
      }
    }
  }
};
var AhoCorasick = class {
  constructor(words4, alphabetSize) {
    const edges = /* @__PURE__ */ new Map();
    const parent = [0];
    const unit = [0];
    const depth = [0];
    const terminal = [0];
    for (const word of words4) {
      let node = 0;
      for (let i = 0; i < word.length; i++) {
        const key = node * alphabetSize + word[i];
        let child = edges.get(key);
        if (child === void 0) {
          child = parent.length;
          edges.set(key, child);
          parent.push(node);
          unit.push(word[i]);
          depth.push(depth[node] + 1);
          terminal.push(0);
        }
        node = child;
      }
      terminal[node] = 1;
    }
    const numNodes = parent.length;
    const children = new Int32Array(numNodes - 1);
    for (let c2 = 1; c2 < numNodes; c2++) children[c2 - 1] = c2;
    children.sort((a2, b) => parent[a2] - parent[b] || unit[a2] - unit[b]);
    const childStart = new Int32Array(numNodes + 1);
    for (let c2 = 1; c2 < numNodes; c2++) childStart[parent[c2] + 1]++;
    for (let n = 0; n < numNodes; n++) childStart[n + 1] += childStart[n];
    const childUnit = new Int32Array(numNodes - 1);
    for (let k = 0; k < children.length; k++) childUnit[k] = unit[children[k]];
    this.childStart = childStart;
    this.childUnit = childUnit;
    this.childNode = children;
    const byDepth = new Int32Array(numNodes);
    for (let n = 0; n < numNodes; n++) byDepth[n] = n;
    byDepth.sort((a2, b) => depth[a2] - depth[b]);
    const fail2 = new Int32Array(numNodes);
    const match2 = Uint8Array.from(terminal);
    for (let k = 1; k < numNodes; k++) {
      const c2 = byDepth[k];
      const p = parent[c2];
      if (p !== 0) {
        let f = fail2[p];
        let next3 = this.next(f, unit[c2]);
        while (next3 < 0 && f !== 0) {
          f = fail2[f];
          next3 = this.next(f, unit[c2]);
        }
        fail2[c2] = next3 >= 0 ? next3 : 0;
      }
      match2[c2] |= match2[fail2[c2]];
    }
    this.fail = fail2;
    this.match = match2;
  }
  next(node, u) {
    let lo = this.childStart[node];
    let hi = this.childStart[node + 1];
    const units = this.childUnit;
    while (lo < hi) {
      const mid = lo + hi >> 1;
      const m = units[mid];
      if (m === u) return this.childNode[mid];
      if (m < u) lo = mid + 1;
      else hi = mid;
    }
    return -1;
  }
  advance(node, u) {
    for (; ; ) {
      const next3 = this.next(node, u);
      if (next3 >= 0) return next3;
      if (node === 0) return 0;
      node = this.fail[node];
    }
  }
  searchUTF16(charSeq, start3, end) {
    let node = 0;
    for (let i = start3; i < end; i++) {
      node = this.advance(node, charSeq.charCodeAt(i));
      if (this.match[node] === 1) return true;
    }
    return false;
  }
  searchUTF8(bytes3, start3, end) {
    let node = 0;
    for (let i = start3; i < end; i++) {
      node = this.advance(node, bytes3[i]);
      if (this.match[node] === 1) return true;
    }
    return false;
  }
};
var Prefilter = class Prefilter2 {
  static Type = {
    NONE: 0,
    EXACT: 1,
    AND: 2,
    OR: 3
  };
  static MAX_SCANS = 32;
  static MAX_AC_UNITS = 1 << 18;
  constructor(type3) {
    this.type = type3;
    this.subs = [];
    this.str = "";
    this.bytes = null;
    this.cost = type3 === Prefilter2.Type.EXACT ? 1 : 0;
    this.allExact = false;
    this.ac16 = null;
    this.ac8 = null;
  }
  automaton16() {
    if (this.ac16 === null) {
      const words4 = this.subs.map((s) => {
        const arr = new Array(s.str.length);
        for (let i = 0; i < s.str.length; i++) arr[i] = s.str.charCodeAt(i);
        return arr;
      });
      this.ac16 = new AhoCorasick(words4, 65536);
    }
    return this.ac16;
  }
  automaton8() {
    if (this.ac8 === null) this.ac8 = new AhoCorasick(this.subs.map((s) => s.bytes), 256);
    return this.ac8;
  }
  eval(input, pos) {
    switch (this.type) {
      case Prefilter2.Type.NONE:
        return true;
      case Prefilter2.Type.EXACT:
        return input.hasString(this, pos);
      case Prefilter2.Type.AND:
        for (let i = 0; i < this.subs.length; i++) if (!this.subs[i].eval(input, pos)) return false;
        return true;
      case Prefilter2.Type.OR:
        if (this.allExact) return input.hasAnyString(this, pos);
        for (let i = 0; i < this.subs.length; i++) if (this.subs[i].eval(input, pos)) return true;
        return false;
      default:
        return true;
    }
  }
};
var PrefilterTree = class PrefilterTree2 {
  static build(re) {
    if (!re) return new Prefilter(Prefilter.Type.NONE);
    return RegexpWalker.walk(re, PrefilterTree2.WALKER);
  }
  static WALKER = {
    leaf: (re) => PrefilterTree2.leaf(re),
    enter: (re) => PrefilterTree2.enter(re),
    child: (re, state, result) => PrefilterTree2.child(re, state, result),
    leave: (re, state) => PrefilterTree2.leave(re, state)
  };
  static leaf(re) {
    if (re.op !== Regexp.Op.LITERAL) return new Prefilter(Prefilter.Type.NONE);
    if (re.runes.length === 0 || (re.flags & RE2Flags.FOLD_CASE) !== 0) return new Prefilter(Prefilter.Type.NONE);
    let str = "";
    for (let i = 0; i < re.runes.length; i++) {
      if (Unicode.isUnsearchable(re.runes[i])) return new Prefilter(Prefilter.Type.NONE);
      str += String.fromCodePoint(re.runes[i]);
    }
    const pf = new Prefilter(Prefilter.Type.EXACT);
    pf.str = str;
    pf.bytes = Utils.stringToUtf8ByteArray(pf.str);
    return pf;
  }
  static enter(re) {
    switch (re.op) {
      case Regexp.Op.CAPTURE:
      case Regexp.Op.PLUS:
        return { sub: null };
      case Regexp.Op.REPEAT:
        if (re.min >= 1) return { sub: null };
        return { result: new Prefilter(Prefilter.Type.NONE) };
      case Regexp.Op.CONCAT:
        return {
          pf: new Prefilter(Prefilter.Type.AND),
          subs: []
        };
      case Regexp.Op.ALTERNATE:
        return {
          pf: new Prefilter(Prefilter.Type.OR),
          subs: []
        };
      default:
        return { result: new Prefilter(Prefilter.Type.NONE) };
    }
  }
  static child(re, state, s) {
    if (state.subs === void 0) {
      state.sub = s;
      return;
    }
    if (state.pf.type === Prefilter.Type.AND) {
      if (s.type === Prefilter.Type.NONE) return;
      if (s.type === Prefilter.Type.AND) {
        for (let j = 0; j < s.subs.length; j++) state.subs.push(s.subs[j]);
        return;
      }
      state.subs.push(s);
      return;
    }
    if (s.type === Prefilter.Type.NONE) {
      state.result = new Prefilter(Prefilter.Type.NONE);
      return;
    }
    if (s.type === Prefilter.Type.OR) {
      for (let j = 0; j < s.subs.length; j++) state.subs.push(s.subs[j]);
      return;
    }
    state.subs.push(s);
  }
  static leave(re, state) {
    if (state.subs === void 0) return state.sub;
    const pf = state.pf;
    const seen = /* @__PURE__ */ new Set();
    const subs = [];
    for (const sub3 of state.subs) {
      if (sub3.type === Prefilter.Type.EXACT) {
        if (seen.has(sub3.str)) continue;
        seen.add(sub3.str);
      }
      subs.push(sub3);
    }
    if (pf.type === Prefilter.Type.AND) {
      const kept2 = [];
      let cost2 = 0;
      for (const sub3 of subs) {
        if (cost2 + sub3.cost > Prefilter.MAX_SCANS) continue;
        kept2.push(sub3);
        cost2 += sub3.cost;
      }
      if (kept2.length === 0) return new Prefilter(Prefilter.Type.NONE);
      if (kept2.length === 1) return kept2[0];
      pf.subs = kept2;
      pf.cost = cost2;
      return pf;
    }
    if (subs.length === 0) return new Prefilter(Prefilter.Type.NONE);
    if (subs.length === 1) return subs[0];
    pf.subs = subs;
    let allExact = true;
    let cost = 0;
    let units = 0;
    for (const sub3 of subs) {
      if (sub3.type !== Prefilter.Type.EXACT) allExact = false;
      else units += sub3.bytes.length;
      cost += sub3.cost;
    }
    if (allExact) {
      if (units > Prefilter.MAX_AC_UNITS) return new Prefilter(Prefilter.Type.NONE);
      pf.allExact = true;
      pf.cost = 1;
      return pf;
    }
    if (cost > Prefilter.MAX_SCANS) return new Prefilter(Prefilter.Type.NONE);
    pf.cost = cost;
    return pf;
  }
};
var PatchList = class {
  /**
  * @param {number} head - Encoded pointer to the start of the patch list.
  * @param {number} tail - Encoded pointer to the end of the patch list.
  */
  constructor(head2 = 0, tail = 0) {
    this.head = head2;
    this.tail = tail;
  }
};
var Prog = class {
  constructor() {
    this.inst = [];
    this.start = 0;
    this.numCap = 2;
    this.lbStarts = [];
    this.numLb = 0;
    this.lbInst = null;
  }
  getInst(pc) {
    return this.inst[pc];
  }
  numInst() {
    return this.inst.length;
  }
  addInst(op) {
    this.inst.push(new Inst(op));
  }
  markLookbehindInsts() {
    const lbInst = new Uint8Array(this.inst.length);
    const pending = this.lbStarts.slice();
    while (pending.length > 0) {
      const pc = pending.pop();
      if (pc === 0 || lbInst[pc] === 1) continue;
      lbInst[pc] = 1;
      const i = this.inst[pc];
      switch (i.op) {
        case Inst.ALT:
        case Inst.ALT_MATCH:
          pending.push(i.out, i.arg);
          break;
        case Inst.MATCH:
        case Inst.FAIL:
          break;
        default:
          pending.push(i.out);
      }
    }
    this.lbInst = lbInst;
  }
  skipNop(pc) {
    let i = this.inst[pc];
    while (i.op === Inst.NOP || i.op === Inst.CAPTURE) {
      i = this.inst[pc];
      pc = i.out;
    }
    return i;
  }
  /** @returns {[boolean, string]} */
  prefix() {
    let prefix = "";
    let i = this.skipNop(this.start);
    if (!Inst.isRuneOp(i.op) || i.runes.length !== 1) return [i.op === Inst.MATCH, prefix];
    while (Inst.isRuneOp(i.op) && i.runes.length === 1 && (i.arg & RE2Flags.FOLD_CASE) === 0 && !Unicode.isUnsearchable(i.runes[0])) {
      prefix += String.fromCodePoint(i.runes[0]);
      i = this.skipNop(i.out);
    }
    return [i.op === Inst.MATCH, prefix];
  }
  startCond() {
    let flag = 0;
    let pc = this.start;
    loop: for (; ; ) {
      const i = this.inst[pc];
      switch (i.op) {
        case Inst.EMPTY_WIDTH:
          flag |= i.arg;
          break;
        case Inst.FAIL:
          return -1;
        case Inst.CAPTURE:
        case Inst.NOP:
          break;
        default:
          break loop;
      }
      pc = i.out;
    }
    return flag;
  }
  patch(l, val) {
    let head2 = l.head;
    while (head2 !== 0) {
      const i = this.inst[head2 >> 1];
      if ((head2 & 1) === 0) {
        head2 = i.out;
        i.out = val;
      } else {
        head2 = i.arg;
        i.arg = val;
      }
    }
  }
  append(l1, l2) {
    if (l1.head === 0) return l2;
    if (l2.head === 0) return l1;
    const i = this.inst[l1.tail >> 1];
    if ((l1.tail & 1) === 0) i.out = l2.head;
    else i.arg = l2.head;
    return new PatchList(l1.head, l2.tail);
  }
  /**
  *
  * @returns {string}
  */
  toString() {
    let out = "";
    for (let pc = 0; pc < this.inst.length; pc++) {
      const len3 = out.length;
      out += pc;
      if (pc === this.start) out += "*";
      out += "        ".substring(out.length - len3);
      out += this.inst[pc];
      out += "\n";
    }
    return out;
  }
};
var ANY_RUNE_NOT_NL = new Int32Array([
  0,
  Codepoint.CODES["\n"] - 1,
  Codepoint.CODES["\n"] + 1,
  Unicode.MAX_RUNE
]);
var ANY_RUNE = new Int32Array([0, Unicode.MAX_RUNE]);
var Frag = class {
  constructor(i = 0, out = new PatchList(), nullable = false) {
    this.i = i;
    this.out = out;
    this.nullable = nullable;
  }
};
var Compiler2 = class Compiler3 {
  static compileRegexp(re) {
    const c2 = new Compiler3();
    const f = c2.compile(re);
    c2.prog.patch(f.out, c2.newInst(Inst.MATCH).i);
    c2.prog.start = f.i;
    c2.prog.markLookbehindInsts();
    return c2.prog;
  }
  static compileSet(regexps) {
    const c2 = new Compiler3();
    if (regexps.length === 0) {
      c2.prog.start = c2.newInst(Inst.FAIL).i;
      c2.prog.markLookbehindInsts();
      return c2.prog;
    }
    let starts2 = [];
    for (let i = 0; i < regexps.length; i++) {
      c2.lbOffset = c2.prog.numLb;
      const f = c2.compile(regexps[i]);
      const m = c2.newInst(Inst.MATCH);
      c2.prog.getInst(m.i).arg = i;
      c2.prog.patch(f.out, m.i);
      starts2.push(f.i);
    }
    let start3 = starts2[0];
    for (let i = 1; i < starts2.length; i++) {
      const f = c2.newInst(Inst.ALT);
      const inst = c2.prog.getInst(f.i);
      inst.out = start3;
      inst.arg = starts2[i];
      start3 = f.i;
    }
    c2.prog.start = start3;
    c2.prog.markLookbehindInsts();
    return c2.prog;
  }
  constructor() {
    this.prog = new Prog();
    this.newInst(Inst.FAIL);
    this.lbOffset = 0;
    this.runeCache = /* @__PURE__ */ new Map();
    this.walker = {
      leaf: (re) => this.leaf(re),
      enter: (re) => this.enter(re),
      child: (re, state, result) => this.child(re, state, result),
      leave: (re, state) => this.leave(re, state)
    };
  }
  newInst(op) {
    this.prog.addInst(op);
    return new Frag(this.prog.numInst() - 1, new PatchList(), true);
  }
  nop() {
    const f = this.newInst(Inst.NOP);
    f.out = new PatchList(f.i << 1, f.i << 1);
    return f;
  }
  fail() {
    return new Frag();
  }
  cap(arg) {
    const f = this.newInst(Inst.CAPTURE);
    f.out = new PatchList(f.i << 1, f.i << 1);
    this.prog.getInst(f.i).arg = arg;
    if (this.prog.numCap < arg + 1) this.prog.numCap = arg + 1;
    return f;
  }
  cat(f1, f2) {
    if (f1.i === 0 || f2.i === 0) {
      this.prog.patch(f1.out, 0);
      this.prog.patch(f2.out, 0);
      return this.fail();
    }
    this.prog.patch(f1.out, f2.i);
    return new Frag(f1.i, f2.out, f1.nullable && f2.nullable);
  }
  alt(f1, f2) {
    if (f1.i === 0) return f2;
    if (f2.i === 0) return f1;
    const f = this.newInst(Inst.ALT);
    const i = this.prog.getInst(f.i);
    i.out = f1.i;
    i.arg = f2.i;
    f.out = this.prog.append(f1.out, f2.out);
    f.nullable = f1.nullable || f2.nullable;
    return f;
  }
  loop(f1, nongreedy) {
    const f = this.newInst(Inst.ALT);
    const i = this.prog.getInst(f.i);
    if (nongreedy) {
      i.arg = f1.i;
      f.out = new PatchList(f.i << 1, f.i << 1);
    } else {
      i.out = f1.i;
      f.out = new PatchList(f.i << 1 | 1, f.i << 1 | 1);
    }
    this.prog.patch(f1.out, f.i);
    return f;
  }
  quest(f1, nongreedy) {
    if (f1.i === 0) return this.nop();
    const f = this.newInst(Inst.ALT);
    const i = this.prog.getInst(f.i);
    if (nongreedy) {
      i.arg = f1.i;
      f.out = new PatchList(f.i << 1, f.i << 1);
    } else {
      i.out = f1.i;
      f.out = new PatchList(f.i << 1 | 1, f.i << 1 | 1);
    }
    f.out = this.prog.append(f.out, f1.out);
    return f;
  }
  star(f1, nongreedy) {
    if (f1.i === 0) return this.nop();
    if (f1.nullable) return this.quest(this.plus(f1, nongreedy), nongreedy);
    return this.loop(f1, nongreedy);
  }
  plus(f1, nongreedy) {
    if (f1.i === 0) return this.fail();
    return new Frag(f1.i, this.loop(f1, nongreedy).out, f1.nullable);
  }
  empty(op) {
    const f = this.newInst(Inst.EMPTY_WIDTH);
    this.prog.getInst(f.i).arg = op;
    f.out = new PatchList(f.i << 1, f.i << 1);
    return f;
  }
  rune(runes, flags2) {
    const f = this.newInst(Inst.RUNE);
    f.nullable = false;
    const i = this.prog.getInst(f.i);
    i.runes = runes;
    flags2 &= RE2Flags.FOLD_CASE;
    if (runes.length !== 1 || Unicode.simpleFold(runes[0]) === runes[0]) flags2 &= ~RE2Flags.FOLD_CASE;
    i.arg = flags2;
    f.out = new PatchList(f.i << 1, f.i << 1);
    if ((flags2 & RE2Flags.FOLD_CASE) === 0 && runes.length === 1 || runes.length === 2 && runes[0] === runes[1]) i.op = Inst.RUNE1;
    else if (runes.length === 2 && runes[0] === 0 && runes[1] === Unicode.MAX_RUNE) i.op = Inst.RUNE_ANY;
    else if (runes.length === 4 && runes[0] === 0 && runes[1] === Codepoint.CODES["\n"] - 1 && runes[2] === Codepoint.CODES["\n"] + 1 && runes[3] === Unicode.MAX_RUNE) i.op = Inst.RUNE_ANY_NOT_NL;
    return f;
  }
  lookBehind(a2, parsedLb) {
    const lb = Math.sign(parsedLb) * (Math.abs(parsedLb) + this.lbOffset);
    const id = this.newInst(Inst.LB_WRITE);
    this.prog.getInst(id.i).arg = lb;
    const any2 = this.rune(ANY_RUNE, 0);
    const dotStar = this.star(any2, true);
    const lbAutomaton = this.cat(dotStar, a2);
    this.prog.patch(lbAutomaton.out, id.i);
    const checkId = this.newInst(Inst.LB_CHECK);
    this.prog.getInst(checkId.i).arg = lb;
    this.prog.lbStarts.push(lbAutomaton.i);
    if (Math.abs(lb) > this.prog.numLb) this.prog.numLb = Math.abs(lb);
    checkId.out = new PatchList(checkId.i << 1, checkId.i << 1);
    return checkId;
  }
  compile(re) {
    return RegexpWalker.walk(re, this.walker);
  }
  leaf(re) {
    switch (re.op) {
      case Regexp.Op.NO_MATCH:
        return this.fail();
      case Regexp.Op.EMPTY_MATCH:
        return this.nop();
      case Regexp.Op.LITERAL: {
        if (re.runes.length === 0) return this.nop();
        let f = null;
        for (let r of re.runes) {
          let singleRune = this.runeCache.get(r);
          if (singleRune === void 0) {
            singleRune = new Int32Array([r]);
            this.runeCache.set(r, singleRune);
          }
          const f1 = this.rune(singleRune, re.flags);
          f = f === null ? f1 : this.cat(f, f1);
        }
        return f;
      }
      case Regexp.Op.CHAR_CLASS:
        return this.rune(re.runes, re.flags);
      case Regexp.Op.ANY_CHAR_NOT_NL:
        return this.rune(ANY_RUNE_NOT_NL, 0);
      case Regexp.Op.ANY_CHAR:
        return this.rune(ANY_RUNE, 0);
      case Regexp.Op.BEGIN_LINE:
        return this.empty(Utils.EMPTY_BEGIN_LINE);
      case Regexp.Op.END_LINE:
        return this.empty(Utils.EMPTY_END_LINE);
      case Regexp.Op.BEGIN_TEXT:
        return this.empty(Utils.EMPTY_BEGIN_TEXT);
      case Regexp.Op.END_TEXT:
        return this.empty(Utils.EMPTY_END_TEXT);
      case Regexp.Op.WORD_BOUNDARY:
        return this.empty(Utils.EMPTY_WORD_BOUNDARY);
      case Regexp.Op.NO_WORD_BOUNDARY:
        return this.empty(Utils.EMPTY_NO_WORD_BOUNDARY);
      case Regexp.Op.CONCAT:
      case Regexp.Op.ALTERNATE:
        return this.nop();
      default:
        throw new RE2JSCompileException("regexp: unhandled case in compile");
    }
  }
  enter(re) {
    switch (re.op) {
      case Regexp.Op.PLB:
      case Regexp.Op.NLB:
      case Regexp.Op.STAR:
      case Regexp.Op.PLUS:
      case Regexp.Op.QUEST:
        return { sub: null };
      case Regexp.Op.CAPTURE:
        return {
          bra: this.cap(re.cap << 1),
          sub: null
        };
      case Regexp.Op.CONCAT:
      case Regexp.Op.ALTERNATE:
        return { f: null };
      default:
        throw new RE2JSCompileException("regexp: unhandled case in compile");
    }
  }
  child(re, state, f1) {
    if (re.op === Regexp.Op.CONCAT) state.f = state.f === null ? f1 : this.cat(state.f, f1);
    else if (re.op === Regexp.Op.ALTERNATE) state.f = state.f === null ? f1 : this.alt(state.f, f1);
    else state.sub = f1;
  }
  leave(re, state) {
    switch (re.op) {
      case Regexp.Op.PLB:
      case Regexp.Op.NLB:
        return this.lookBehind(state.sub, re.lb);
      case Regexp.Op.CAPTURE: {
        const ket = this.cap(re.cap << 1 | 1);
        return this.cat(this.cat(state.bra, state.sub), ket);
      }
      case Regexp.Op.STAR:
        return this.star(state.sub, (re.flags & RE2Flags.NON_GREEDY) !== 0);
      case Regexp.Op.PLUS:
        return this.plus(state.sub, (re.flags & RE2Flags.NON_GREEDY) !== 0);
      case Regexp.Op.QUEST:
        return this.quest(state.sub, (re.flags & RE2Flags.NON_GREEDY) !== 0);
      case Regexp.Op.CONCAT:
      case Regexp.Op.ALTERNATE:
        return state.f;
      default:
        throw new RE2JSCompileException("regexp: unhandled case in compile");
    }
  }
};
var Simplify = class Simplify2 {
  static simplify(re) {
    if (re === null) return null;
    return RegexpWalker.walk(re, Simplify2.WALKER);
  }
  static WALKER = {
    leaf: (re) => Simplify2.leaf(re),
    enter: (re) => Simplify2.enter(re),
    child: (re, state, result, i) => Simplify2.child(re, state, result, i),
    leave: (re, state) => Simplify2.leave(re, state)
  };
  static leaf(re) {
    if (re.op === Regexp.Op.CHAR_CLASS) {
      if (re.runes === null) return re;
      if (re.runes.length === 0) return new Regexp(Regexp.Op.NO_MATCH);
      if (re.runes.length === 2 && re.runes[0] === 0 && re.runes[1] === Unicode.MAX_RUNE) return new Regexp(Regexp.Op.ANY_CHAR);
      if (re.runes.length === 4 && re.runes[0] === 0 && re.runes[1] === Codepoint.CODES["\n"] - 1 && re.runes[2] === Codepoint.CODES["\n"] + 1 && re.runes[3] === Unicode.MAX_RUNE) return new Regexp(Regexp.Op.ANY_CHAR_NOT_NL);
    }
    return re;
  }
  static enter(re) {
    switch (re.op) {
      case Regexp.Op.PLB:
      case Regexp.Op.NLB:
      case Regexp.Op.CAPTURE:
      case Regexp.Op.STAR:
      case Regexp.Op.PLUS:
      case Regexp.Op.QUEST:
        return { sub: null };
      case Regexp.Op.CONCAT:
      case Regexp.Op.ALTERNATE:
        return {
          subs: [],
          changed: false
        };
      case Regexp.Op.REPEAT:
        if (re.min === 0 && re.max === 0) return { result: new Regexp(Regexp.Op.EMPTY_MATCH) };
        return { sub: null };
      default:
        return { result: re };
    }
  }
  static child(re, state, nsub, i) {
    if (state.subs === void 0) {
      state.sub = nsub;
      return;
    }
    if (nsub !== re.subs[i]) state.changed = true;
    if (re.op === Regexp.Op.CONCAT) {
      if (nsub.op === Regexp.Op.NO_MATCH) {
        state.result = new Regexp(Regexp.Op.NO_MATCH);
        return;
      }
      if (nsub.op === Regexp.Op.EMPTY_MATCH) {
        state.changed = true;
        return;
      }
      if (nsub.op === Regexp.Op.CONCAT) {
        state.changed = true;
        for (let j = 0; j < nsub.subs.length; j++) state.subs.push(nsub.subs[j]);
        return;
      }
    } else {
      if (nsub.op === Regexp.Op.NO_MATCH) {
        state.changed = true;
        return;
      }
      if (nsub.op === Regexp.Op.ALTERNATE) {
        state.changed = true;
        for (let j = 0; j < nsub.subs.length; j++) state.subs.push(nsub.subs[j]);
        return;
      }
    }
    state.subs.push(nsub);
  }
  static leave(re, state) {
    switch (re.op) {
      case Regexp.Op.PLB:
      case Regexp.Op.NLB:
      case Regexp.Op.CAPTURE: {
        const sub3 = state.sub;
        if (sub3 !== re.subs[0]) {
          const nre = Regexp.fromRegexp(re);
          nre.runes = /* @__PURE__ */ new Int32Array(0);
          nre.subs = [sub3];
          return nre;
        }
        return re;
      }
      case Regexp.Op.CONCAT:
      case Regexp.Op.ALTERNATE:
        if (state.changed) {
          const newSubs = state.subs;
          if (newSubs.length === 0) return new Regexp(re.op === Regexp.Op.CONCAT ? Regexp.Op.EMPTY_MATCH : Regexp.Op.NO_MATCH);
          if (newSubs.length === 1) return newSubs[0];
          const nre = Regexp.fromRegexp(re);
          nre.runes = /* @__PURE__ */ new Int32Array(0);
          nre.subs = newSubs;
          return nre;
        }
        return re;
      case Regexp.Op.STAR:
      case Regexp.Op.PLUS:
      case Regexp.Op.QUEST:
        return Simplify2.simplify1(re.op, re.flags, state.sub, re);
      case Regexp.Op.REPEAT:
        return Simplify2.simplifyRepeat(re, state.sub);
      default:
        return re;
    }
  }
  static simplifyRepeat(re, sub3) {
    if (re.max === -1) {
      if (re.min === 0) return Simplify2.simplify1(Regexp.Op.STAR, re.flags, sub3, null);
      if (re.min === 1) return Simplify2.simplify1(Regexp.Op.PLUS, re.flags, sub3, null);
      const subs = [];
      for (let i = 0; i < re.min - 1; i++) subs.push(sub3);
      subs.push(Simplify2.simplify1(Regexp.Op.PLUS, re.flags, sub3, null));
      return Simplify2.concat(subs);
    }
    if (re.min === 1 && re.max === 1) return sub3;
    let prefixSubs = null;
    if (re.min > 0) {
      prefixSubs = [];
      for (let i = 0; i < re.min; i++) prefixSubs.push(sub3);
    }
    if (re.max > re.min) {
      let suffix = Simplify2.simplify1(Regexp.Op.QUEST, re.flags, sub3, null);
      for (let i = re.min + 1; i < re.max; i++) suffix = Simplify2.simplify1(Regexp.Op.QUEST, re.flags, Simplify2.concat([sub3, suffix]), null);
      if (prefixSubs === null) return suffix;
      prefixSubs.push(suffix);
    }
    if (prefixSubs !== null) return Simplify2.concat(prefixSubs);
    return new Regexp(Regexp.Op.NO_MATCH);
  }
  static concat(subs) {
    const newSubs = [];
    for (let i = 0; i < subs.length; i++) {
      const sub3 = subs[i];
      if (sub3.op === Regexp.Op.NO_MATCH) return new Regexp(Regexp.Op.NO_MATCH);
      if (sub3.op === Regexp.Op.EMPTY_MATCH) continue;
      if (sub3.op === Regexp.Op.CONCAT) {
        for (let j = 0; j < sub3.subs.length; j++) newSubs.push(sub3.subs[j]);
        continue;
      }
      newSubs.push(sub3);
    }
    if (newSubs.length === 0) return new Regexp(Regexp.Op.EMPTY_MATCH);
    if (newSubs.length === 1) return newSubs[0];
    const nre = new Regexp(Regexp.Op.CONCAT);
    nre.subs = newSubs;
    return nre;
  }
  static simplify1(op, flags2, sub3, re) {
    if (sub3.op === Regexp.Op.EMPTY_MATCH) return sub3;
    if (sub3.op === Regexp.Op.NO_MATCH) {
      if (op === Regexp.Op.PLUS) return sub3;
      return new Regexp(Regexp.Op.EMPTY_MATCH);
    }
    if (op === sub3.op && (flags2 & RE2Flags.NON_GREEDY) === (sub3.flags & RE2Flags.NON_GREEDY)) return sub3;
    if (re !== null && re.op === op && (re.flags & RE2Flags.NON_GREEDY) === (flags2 & RE2Flags.NON_GREEDY) && sub3 === re.subs[0]) return re;
    const nre = new Regexp(op);
    nre.flags = flags2;
    nre.subs = [sub3];
    return nre;
  }
};
var CharGroup = class {
  constructor(sign, cls) {
    this.sign = sign;
    this.cls = cls;
  }
};
var code1 = [48, 57];
var code2 = [
  9,
  10,
  12,
  13,
  32,
  32
];
var code3 = [
  48,
  57,
  65,
  90,
  95,
  95,
  97,
  122
];
var PERL_GROUPS = /* @__PURE__ */ new Map([
  ["\\d", new CharGroup(1, code1)],
  ["\\D", new CharGroup(-1, code1)],
  ["\\s", new CharGroup(1, code2)],
  ["\\S", new CharGroup(-1, code2)],
  ["\\w", new CharGroup(1, code3)],
  ["\\W", new CharGroup(-1, code3)]
]);
var code4 = [
  48,
  57,
  65,
  90,
  97,
  122
];
var code5 = [
  65,
  90,
  97,
  122
];
var code6 = [0, 127];
var code7 = [
  9,
  9,
  32,
  32
];
var code8 = [
  0,
  31,
  127,
  127
];
var code9 = [48, 57];
var code10 = [33, 126];
var code11 = [97, 122];
var code12 = [32, 126];
var code13 = [
  33,
  47,
  58,
  64,
  91,
  96,
  123,
  126
];
var code14 = [
  9,
  13,
  32,
  32
];
var code15 = [65, 90];
var code16 = [
  48,
  57,
  65,
  90,
  95,
  95,
  97,
  122
];
var code17 = [
  48,
  57,
  65,
  70,
  97,
  102
];
var POSIX_GROUPS = /* @__PURE__ */ new Map([
  ["[:alnum:]", new CharGroup(1, code4)],
  ["[:^alnum:]", new CharGroup(-1, code4)],
  ["[:alpha:]", new CharGroup(1, code5)],
  ["[:^alpha:]", new CharGroup(-1, code5)],
  ["[:ascii:]", new CharGroup(1, code6)],
  ["[:^ascii:]", new CharGroup(-1, code6)],
  ["[:blank:]", new CharGroup(1, code7)],
  ["[:^blank:]", new CharGroup(-1, code7)],
  ["[:cntrl:]", new CharGroup(1, code8)],
  ["[:^cntrl:]", new CharGroup(-1, code8)],
  ["[:digit:]", new CharGroup(1, code9)],
  ["[:^digit:]", new CharGroup(-1, code9)],
  ["[:graph:]", new CharGroup(1, code10)],
  ["[:^graph:]", new CharGroup(-1, code10)],
  ["[:lower:]", new CharGroup(1, code11)],
  ["[:^lower:]", new CharGroup(-1, code11)],
  ["[:print:]", new CharGroup(1, code12)],
  ["[:^print:]", new CharGroup(-1, code12)],
  ["[:punct:]", new CharGroup(1, code13)],
  ["[:^punct:]", new CharGroup(-1, code13)],
  ["[:space:]", new CharGroup(1, code14)],
  ["[:^space:]", new CharGroup(-1, code14)],
  ["[:upper:]", new CharGroup(1, code15)],
  ["[:^upper:]", new CharGroup(-1, code15)],
  ["[:word:]", new CharGroup(1, code16)],
  ["[:^word:]", new CharGroup(-1, code16)],
  ["[:xdigit:]", new CharGroup(1, code17)],
  ["[:^xdigit:]", new CharGroup(-1, code17)]
]);
var CharClass = class CharClass2 {
  static charClassToString(r, len3) {
    let result = "[";
    for (let i = 0; i < len3; i += 2) {
      if (i > 0) result += " ";
      const lo = r[i];
      const hi = r[i + 1];
      if (lo === hi) result += `0x${lo.toString(16)}`;
      else result += `0x${lo.toString(16)}-0x${hi.toString(16)}`;
    }
    result += "]";
    return result;
  }
  static sortRanges(array, len3) {
    const n = len3 >> 1;
    const order = new Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    order.sort((a2, b) => array[2 * a2] - array[2 * b] || array[2 * b + 1] - array[2 * a2 + 1]);
    const sorted = array.slice(0, len3);
    for (let i = 0; i < n; i++) {
      array[2 * i] = sorted[2 * order[i]];
      array[2 * i + 1] = sorted[2 * order[i] + 1];
    }
  }
  /**
  * @param {number[]|Int32Array} [r]
  */
  constructor(r = Utils.emptyInts()) {
    this.r = r;
    this.len = r.length;
  }
  toArray() {
    if (this.r instanceof Int32Array) return this.len === this.r.length ? this.r : this.r.subarray(0, this.len);
    return new Int32Array(this.len === this.r.length ? this.r : this.r.slice(0, this.len));
  }
  toGrowableArray() {
    if (Array.isArray(this.r)) {
      this.r.length = this.len;
      return this.r;
    }
    return Array.from(this.r.subarray(0, this.len));
  }
  cleanClass() {
    if (this.len < 4) return this;
    CharClass2.sortRanges(this.r, this.len);
    let w = 2;
    for (let i = 2; i < this.len; i += 2) {
      const lo = this.r[i];
      const hi = this.r[i + 1];
      if (lo <= this.r[w - 1] + 1) {
        if (hi > this.r[w - 1]) this.r[w - 1] = hi;
        continue;
      }
      this.r[w] = lo;
      this.r[w + 1] = hi;
      w += 2;
    }
    this.len = w;
    return this;
  }
  appendLiteral(x, flags2) {
    return (flags2 & RE2Flags.FOLD_CASE) !== 0 ? this.appendFoldedRange(x, x) : this.appendRange(x, x);
  }
  appendRange(lo, hi) {
    if (this.len > 0) {
      for (let i = 2; i <= 4; i += 2) if (this.len >= i) {
        const rlo = this.r[this.len - i];
        const rhi = this.r[this.len - i + 1];
        if (lo <= rhi + 1 && rlo <= hi + 1) {
          if (lo < rlo) this.r[this.len - i] = lo;
          if (hi > rhi) this.r[this.len - i + 1] = hi;
          return this;
        }
      }
    }
    this.r[this.len++] = lo;
    this.r[this.len++] = hi;
    return this;
  }
  appendFoldedRange(lo, hi) {
    if (lo <= Unicode.MIN_FOLD && hi >= Unicode.MAX_FOLD) return this.appendRange(lo, hi);
    if (hi < Unicode.MIN_FOLD || lo > Unicode.MAX_FOLD) return this.appendRange(lo, hi);
    if (lo < Unicode.MIN_FOLD) {
      this.appendRange(lo, Unicode.MIN_FOLD - 1);
      lo = Unicode.MIN_FOLD;
    }
    if (hi > Unicode.MAX_FOLD) {
      this.appendRange(Unicode.MAX_FOLD + 1, hi);
      hi = Unicode.MAX_FOLD;
    }
    for (let c2 = lo; c2 <= hi; c2++) {
      this.appendRange(c2, c2);
      for (let f = Unicode.simpleFold(c2); f !== c2; f = Unicode.simpleFold(f)) this.appendRange(f, f);
    }
    return this;
  }
  appendClass(x) {
    for (let i = 0; i < x.length; i += 2) this.appendRange(x[i], x[i + 1]);
    return this;
  }
  appendFoldedClass(x) {
    for (let i = 0; i < x.length; i += 2) this.appendFoldedRange(x[i], x[i + 1]);
    return this;
  }
  appendNegatedClass(x) {
    let nextLo = 0;
    for (let i = 0; i < x.length; i += 2) {
      const lo = x[i];
      const hi = x[i + 1];
      if (nextLo <= lo - 1) this.appendRange(nextLo, lo - 1);
      nextLo = hi + 1;
    }
    if (nextLo <= Unicode.MAX_RUNE) this.appendRange(nextLo, Unicode.MAX_RUNE);
    return this;
  }
  appendTable(table2) {
    for (let i = 0; i < table2.length; ++i) {
      const lo = table2.getLo(i);
      const hi = table2.getHi(i);
      const stride = table2.getStride(i);
      if (stride === 1) {
        this.appendRange(lo, hi);
        continue;
      }
      for (let c2 = lo; c2 <= hi; c2 += stride) this.appendRange(c2, c2);
    }
    return this;
  }
  appendNegatedTable(table2) {
    let nextLo = 0;
    for (let i = 0; i < table2.length; ++i) {
      const lo = table2.getLo(i);
      const hi = table2.getHi(i);
      const stride = table2.getStride(i);
      if (stride === 1) {
        if (nextLo <= lo - 1) this.appendRange(nextLo, lo - 1);
        nextLo = hi + 1;
        continue;
      }
      for (let c2 = lo; c2 <= hi; c2 += stride) {
        if (nextLo <= c2 - 1) this.appendRange(nextLo, c2 - 1);
        nextLo = c2 + 1;
      }
    }
    if (nextLo <= Unicode.MAX_RUNE) this.appendRange(nextLo, Unicode.MAX_RUNE);
    return this;
  }
  appendTableWithSign(table2, sign) {
    return sign < 0 ? this.appendNegatedTable(table2) : this.appendTable(table2);
  }
  negateClass() {
    let nextLo = 0;
    let w = 0;
    for (let i = 0; i < this.len; i += 2) {
      const lo = this.r[i];
      const hi = this.r[i + 1];
      if (nextLo <= lo - 1) {
        this.r[w] = nextLo;
        this.r[w + 1] = lo - 1;
        w += 2;
      }
      nextLo = hi + 1;
    }
    this.len = w;
    if (nextLo <= Unicode.MAX_RUNE) {
      this.r[this.len++] = nextLo;
      this.r[this.len++] = Unicode.MAX_RUNE;
    }
    return this;
  }
  appendClassWithSign(x, sign) {
    return sign < 0 ? this.appendNegatedClass(x) : this.appendClass(x);
  }
  appendGroup(g, foldCase) {
    let cls = g.cls;
    if (foldCase) cls = new CharClass2().appendFoldedClass(cls).cleanClass().toArray();
    return this.appendClassWithSign(cls, g.sign);
  }
  toString() {
    return CharClass2.charClassToString(this.r, this.len);
  }
};
var StringIterator = class {
  constructor(str) {
    this.str = str;
    this.position = 0;
  }
  pos() {
    return this.position;
  }
  rewindTo(pos) {
    this.position = pos;
  }
  more() {
    return this.position < this.str.length;
  }
  peek() {
    return this.str.codePointAt(this.position);
  }
  skip(n) {
    this.position += n;
  }
  skipString(s) {
    this.position += s.length;
  }
  pop() {
    const r = this.str.codePointAt(this.position);
    this.position += Utils.charCount(r);
    return r;
  }
  lookingAt(s) {
    return this.str.startsWith(s, this.position);
  }
  rest() {
    return this.str.substring(this.position);
  }
  from(beforePos) {
    return this.str.substring(beforePos, this.position);
  }
  toString() {
    return this.rest();
  }
};
var Parser = class Parser2 {
  static ERR_INTERNAL_ERROR = "regexp/syntax: internal error";
  static ERR_INVALID_CHAR_RANGE = "invalid character class range";
  static ERR_INVALID_ESCAPE = "invalid escape sequence";
  static ERR_INVALID_NAMED_CAPTURE = "invalid named capture";
  static ERR_INVALID_PERL_OP = "invalid or unsupported Perl syntax";
  static ERR_INVALID_REPEAT_OP = "invalid nested repetition operator";
  static ERR_INVALID_REPEAT_SIZE = "invalid repeat count";
  static ERR_MISSING_BRACKET = "missing closing ]";
  static ERR_MISSING_PAREN = "missing closing )";
  static ERR_MISSING_REPEAT_ARGUMENT = "missing argument to repetition operator";
  static ERR_TRAILING_BACKSLASH = "trailing backslash at end of expression";
  static ERR_DUPLICATE_NAMED_CAPTURE = "duplicate capture group name";
  static ERR_UNEXPECTED_PAREN = "unexpected )";
  static ERR_NESTING_DEPTH = "expression nests too deeply";
  static ERR_LARGE = "expression too large";
  static ERR_INVALID_CAPTURE_IN_LOOKBEHIND = "invalid capture in lookbehind";
  static MAX_HEIGHT = 1e3;
  static MAX_SIZE = 1398101;
  static MAX_RUNES = 33554432;
  static ANY_TABLE = new UnicodeRangeTable(new Uint32Array([
    0,
    Unicode.MAX_RUNE,
    1
  ]));
  static ASCII_TABLE = new UnicodeRangeTable(new Uint32Array([
    0,
    127,
    1
  ]));
  static ASCII_FOLD_TABLE = new UnicodeRangeTable(new Uint32Array([
    0,
    127,
    1,
    383,
    383,
    1,
    8490,
    8490,
    1
  ]));
  static unicodeTable(name2) {
    if (name2 === "Any") return {
      tab: Parser2.ANY_TABLE,
      fold: Parser2.ANY_TABLE,
      sign: 1
    };
    if (name2 === "Ascii") return {
      tab: Parser2.ASCII_TABLE,
      fold: Parser2.ASCII_FOLD_TABLE,
      sign: 1
    };
    if (name2 === "Assigned") return {
      tab: UnicodeTables.CATEGORIES.get("Cn"),
      fold: UnicodeTables.CATEGORIES.get("Cn"),
      sign: -1
    };
    if (name2 === "Lc") return {
      tab: UnicodeTables.CATEGORIES.get("LC"),
      fold: UnicodeTables.FOLD_CATEGORIES.get("LC"),
      sign: 1
    };
    if (UnicodeTables.CATEGORIES.has(name2)) return {
      tab: UnicodeTables.CATEGORIES.get(name2),
      fold: UnicodeTables.FOLD_CATEGORIES.get(name2),
      sign: 1
    };
    if (UnicodeTables.SCRIPTS.has(name2)) return {
      tab: UnicodeTables.SCRIPTS.get(name2),
      fold: UnicodeTables.FOLD_SCRIPT.get(name2),
      sign: 1
    };
    return null;
  }
  static minFoldRune(r) {
    if (r < Unicode.MIN_FOLD || r > Unicode.MAX_FOLD) return r;
    let min = r;
    const r0 = r;
    for (r = Unicode.simpleFold(r); r !== r0; r = Unicode.simpleFold(r)) if (min > r) min = r;
    return min;
  }
  static leadingRegexp(re) {
    if (re.op === Regexp.Op.EMPTY_MATCH) return null;
    if (re.op === Regexp.Op.CONCAT && re.subs.length > 0) {
      const sub3 = re.subs[0];
      if (sub3.op === Regexp.Op.EMPTY_MATCH) return null;
      return sub3;
    }
    return re;
  }
  static literalRegexp(s, flags2) {
    const re = new Regexp(Regexp.Op.LITERAL);
    re.flags = flags2;
    re.runes = Utils.stringToRunes(s);
    return re;
  }
  /**
  * Parse regular expression pattern {@code pattern} with mode flags {@code flags}.
  * @param {string} pattern
  * @param {number} flags
  */
  static parse(pattern, flags2) {
    return new Parser2(pattern, flags2).parseInternal();
  }
  static parseRepeat(t) {
    const start3 = t.pos();
    if (!t.more() || !t.lookingAt("{")) return -1;
    t.skip(1);
    const min = Parser2.parseInt(t);
    if (min === -1) return -1;
    if (!t.more()) return -1;
    let max;
    if (!t.lookingAt(",")) max = min;
    else {
      t.skip(1);
      if (!t.more()) return -1;
      if (t.lookingAt("}")) max = -1;
      else if ((max = Parser2.parseInt(t)) === -1) return -1;
    }
    if (!t.more() || !t.lookingAt("}")) return -1;
    t.skip(1);
    if (min < 0 || min > 1e3 || max === -2 || max > 1e3 || max >= 0 && min > max) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_REPEAT_SIZE, t.from(start3));
    return min << 16 | max & Unicode.MAX_BMP;
  }
  static isValidCaptureName(name2) {
    if (name2.length === 0) return false;
    for (let i = 0; i < name2.length; i++) {
      const c2 = name2.codePointAt(i);
      if (c2 !== Codepoint.CODES["_"] && !Utils.isalnum(c2)) return false;
    }
    return true;
  }
  static parseInt(t) {
    const start3 = t.pos();
    while (t.more() && t.peek() >= Codepoint.CODES["0"] && t.peek() <= Codepoint.CODES["9"]) t.skip(1);
    const n = t.from(start3);
    if (n.length === 0 || n.length > 1 && n.codePointAt(0) === Codepoint.CODES["0"]) return -1;
    if (n.length > 8) return -2;
    return parseInt(n, 10);
  }
  static isCharClass(re) {
    return re.op === Regexp.Op.LITERAL && re.runes.length === 1 || re.op === Regexp.Op.CHAR_CLASS || re.op === Regexp.Op.ANY_CHAR_NOT_NL || re.op === Regexp.Op.ANY_CHAR;
  }
  static matchRune(re, r) {
    switch (re.op) {
      case Regexp.Op.LITERAL:
        return re.runes.length === 1 && re.runes[0] === r;
      case Regexp.Op.CHAR_CLASS:
        for (let i = 0; i < re.runes.length; i += 2) if (re.runes[i] <= r && r <= re.runes[i + 1]) return true;
        return false;
      case Regexp.Op.ANY_CHAR_NOT_NL:
        return r !== Codepoint.CODES["\n"];
      case Regexp.Op.ANY_CHAR:
        return true;
    }
    return false;
  }
  static mergeCharClass(dst, src) {
    switch (dst.op) {
      case Regexp.Op.ANY_CHAR:
        break;
      case Regexp.Op.ANY_CHAR_NOT_NL:
        if (Parser2.matchRune(src, Codepoint.CODES["\n"])) dst.op = Regexp.Op.ANY_CHAR;
        break;
      case Regexp.Op.CHAR_CLASS: {
        const cc = new CharClass(Array.isArray(dst.runes) ? dst.runes : Array.from(dst.runes));
        if (src.op === Regexp.Op.LITERAL) cc.appendLiteral(src.runes[0], src.flags);
        else cc.appendClass(src.runes);
        dst.runes = cc.toGrowableArray();
        break;
      }
      case Regexp.Op.LITERAL:
        if (src.runes[0] === dst.runes[0] && src.flags === dst.flags) break;
        dst.op = Regexp.Op.CHAR_CLASS;
        dst.runes = new CharClass().appendLiteral(dst.runes[0], dst.flags).appendLiteral(src.runes[0], src.flags).toGrowableArray();
    }
  }
  static parseEscape(t) {
    const startPos = t.pos();
    t.skip(1);
    if (!t.more()) throw new RE2JSSyntaxException(Parser2.ERR_TRAILING_BACKSLASH);
    let c2 = t.pop();
    bigswitch: switch (c2) {
      case Codepoint.CODES["1"]:
      case Codepoint.CODES["2"]:
      case Codepoint.CODES["3"]:
      case Codepoint.CODES["4"]:
      case Codepoint.CODES["5"]:
      case Codepoint.CODES["6"]:
      case Codepoint.CODES["7"]:
        if (!t.more() || t.peek() < Codepoint.CODES["0"] || t.peek() > Codepoint.CODES["7"]) break;
      case Codepoint.CODES["0"]: {
        let r = c2 - Codepoint.CODES["0"];
        for (let i = 1; i < 3; i++) {
          if (!t.more() || t.peek() < Codepoint.CODES["0"] || t.peek() > Codepoint.CODES["7"]) break;
          r = r * 8 + t.peek() - Codepoint.CODES["0"];
          t.skip(1);
        }
        return r;
      }
      case Codepoint.CODES["x"]: {
        if (!t.more()) break;
        c2 = t.pop();
        if (c2 === Codepoint.CODES["{"]) {
          let nhex = 0;
          let r = 0;
          while (true) {
            if (!t.more()) break bigswitch;
            c2 = t.pop();
            if (c2 === Codepoint.CODES["}"]) break;
            const v = Utils.unhex(c2);
            if (v < 0) break bigswitch;
            r = r * 16 + v;
            if (r > Unicode.MAX_RUNE) break bigswitch;
            nhex++;
          }
          if (nhex === 0) break bigswitch;
          return r;
        }
        const x = Utils.unhex(c2);
        if (!t.more()) break;
        c2 = t.pop();
        const y = Utils.unhex(c2);
        if (x < 0 || y < 0) break;
        return x * 16 + y;
      }
      case Codepoint.CODES["a"]:
        return Codepoint.CODES["\x07"];
      case Codepoint.CODES["f"]:
        return Codepoint.CODES["\f"];
      case Codepoint.CODES["n"]:
        return Codepoint.CODES["\n"];
      case Codepoint.CODES["r"]:
        return Codepoint.CODES["\r"];
      case Codepoint.CODES["t"]:
        return Codepoint.CODES["	"];
      case Codepoint.CODES["v"]:
        return Codepoint.CODES["\v"];
      default:
        if (c2 <= Unicode.MAX_ASCII && !Utils.isalnum(c2)) return c2;
    }
    throw new RE2JSSyntaxException(Parser2.ERR_INVALID_ESCAPE, t.from(startPos));
  }
  static parseClassChar(t, wholeClassPos) {
    if (!t.more()) throw new RE2JSSyntaxException(Parser2.ERR_MISSING_BRACKET, t.from(wholeClassPos));
    if (t.lookingAt("\\")) return Parser2.parseEscape(t);
    return t.pop();
  }
  static hasCapture(re) {
    if (re === null) return false;
    if (re.op === Regexp.Op.CAPTURE) return true;
    if (re.subs) {
      for (let sub3 of re.subs) if (Parser2.hasCapture(sub3)) return true;
    }
    return false;
  }
  constructor(wholeRegexp, flags2 = 0) {
    this.wholeRegexp = wholeRegexp;
    this.flags = flags2;
    this.numCap = 0;
    this.namedGroups = /* @__PURE__ */ Object.create(null);
    this.stack = [];
    this.free = null;
    this.numRegexp = 0;
    this.numRunes = 0;
    this.repeats = 0;
    this.height = null;
    this.size = null;
    this.nlb = 0;
  }
  newRegexp(op) {
    let re = this.free;
    if (re !== null && re.subs !== null && re.subs.length > 0) {
      this.free = re.subs[0];
      re.reinit();
      re.op = op;
    } else {
      re = new Regexp(op);
      this.numRegexp += 1;
    }
    return re;
  }
  reuse(re) {
    if (this.height !== null && this.height.has(re)) this.height.delete(re);
    if (re.subs !== null && re.subs.length > 0) re.subs[0] = this.free;
    this.free = re;
  }
  checkLimits(re) {
    if (this.numRunes > Parser2.MAX_RUNES) throw new RE2JSSyntaxException(Parser2.ERR_LARGE);
    this.checkSize(re);
    this.checkHeight(re);
  }
  checkSize(re) {
    if (this.size === null) {
      if (this.repeats === 0) this.repeats = 1;
      if (re.op === Regexp.Op.REPEAT) {
        let n = re.max;
        if (n === -1) n = re.min;
        if (n <= 0) n = 1;
        if (n > Math.floor(Parser2.MAX_SIZE / this.repeats)) this.repeats = Parser2.MAX_SIZE;
        else this.repeats *= n;
      }
      if (this.numRegexp < Math.floor(Parser2.MAX_SIZE / this.repeats)) return;
      this.size = /* @__PURE__ */ new Map();
      for (let reEx of this.stack) this.checkSize(reEx);
    }
    if (this.calcSize(re, true) > Parser2.MAX_SIZE) throw new RE2JSSyntaxException(Parser2.ERR_LARGE);
  }
  calcSize(re, force = false) {
    if (!force && this.size !== null) {
      if (this.size.has(re)) return this.size.get(re);
    }
    let size = 0;
    switch (re.op) {
      case Regexp.Op.LITERAL:
        size = re.runes.length;
        break;
      case Regexp.Op.PLB:
      case Regexp.Op.NLB:
      case Regexp.Op.CAPTURE:
      case Regexp.Op.STAR:
        size = 2 + this.calcSize(re.subs[0]);
        break;
      case Regexp.Op.PLUS:
      case Regexp.Op.QUEST:
        size = 1 + this.calcSize(re.subs[0]);
        break;
      case Regexp.Op.CONCAT:
        for (let sub3 of re.subs) size = size + this.calcSize(sub3);
        break;
      case Regexp.Op.ALTERNATE:
        for (let sub3 of re.subs) size = size + this.calcSize(sub3);
        if (re.subs.length > 1) size = size + re.subs.length - 1;
        break;
      case Regexp.Op.REPEAT: {
        let sub3 = this.calcSize(re.subs[0]);
        if (re.max === -1) {
          if (re.min === 0) size = 2 + sub3;
          else size = 1 + re.min * sub3;
          break;
        }
        size = re.max * sub3 + (re.max - re.min);
        break;
      }
    }
    size = Math.max(1, size);
    if (this.size === null) this.size = /* @__PURE__ */ new Map();
    this.size.set(re, size);
    return size;
  }
  checkHeight(re) {
    if (this.numRegexp < Parser2.MAX_HEIGHT) return;
    if (this.height === null) {
      this.height = /* @__PURE__ */ new Map();
      for (let reEx of this.stack) this.checkHeight(reEx);
    }
    if (this.calcHeight(re, true) > Parser2.MAX_HEIGHT) throw new RE2JSSyntaxException(Parser2.ERR_NESTING_DEPTH);
  }
  calcHeight(re, force = false) {
    if (!force && this.height !== null) {
      if (this.height.has(re)) return this.height.get(re);
    }
    let h = 1;
    for (let sub3 of re.subs) {
      const hsub = this.calcHeight(sub3);
      if (h < 1 + hsub) h = 1 + hsub;
    }
    if (this.height === null) this.height = /* @__PURE__ */ new Map();
    this.height.set(re, h);
    return h;
  }
  pop() {
    return this.stack.pop();
  }
  popToPseudo() {
    const n = this.stack.length;
    let i = n;
    while (i > 0 && !Regexp.isPseudoOp(this.stack[i - 1].op)) i--;
    return this.stack.splice(i, n - i);
  }
  push(re) {
    this.numRunes += re.runes.length;
    if (re.op === Regexp.Op.CHAR_CLASS && re.runes.length === 2 && re.runes[0] === re.runes[1]) {
      if (this.maybeConcat(re.runes[0], this.flags & ~RE2Flags.FOLD_CASE)) return null;
      re.op = Regexp.Op.LITERAL;
      re.runes = [re.runes[0]];
      re.flags = this.flags & ~RE2Flags.FOLD_CASE;
    } else if (re.op === Regexp.Op.CHAR_CLASS && re.runes.length === 4 && re.runes[0] === re.runes[1] && re.runes[2] === re.runes[3] && Unicode.simpleFold(re.runes[0]) === re.runes[2] && Unicode.simpleFold(re.runes[2]) === re.runes[0] || re.op === Regexp.Op.CHAR_CLASS && re.runes.length === 2 && re.runes[0] + 1 === re.runes[1] && Unicode.simpleFold(re.runes[0]) === re.runes[1] && Unicode.simpleFold(re.runes[1]) === re.runes[0]) {
      if (this.maybeConcat(re.runes[0], this.flags | RE2Flags.FOLD_CASE)) return null;
      re.op = Regexp.Op.LITERAL;
      re.runes = [re.runes[0]];
      re.flags = this.flags | RE2Flags.FOLD_CASE;
    } else this.maybeConcat(-1, 0);
    this.stack.push(re);
    this.checkLimits(re);
    return re;
  }
  maybeConcat(r, flags2) {
    const n = this.stack.length;
    if (n < 2) return false;
    const re1 = this.stack[n - 1];
    const re2 = this.stack[n - 2];
    if (re1.op !== Regexp.Op.LITERAL || re2.op !== Regexp.Op.LITERAL || (re1.flags & RE2Flags.FOLD_CASE) !== (re2.flags & RE2Flags.FOLD_CASE)) return false;
    if (!Array.isArray(re2.runes)) re2.runes = Array.from(re2.runes);
    for (let i = 0; i < re1.runes.length; i++) re2.runes.push(re1.runes[i]);
    if (r >= 0) {
      re1.runes = [r];
      re1.flags = flags2;
      return true;
    }
    this.pop();
    this.reuse(re1);
    return false;
  }
  newLiteral(r, flags2) {
    const re = this.newRegexp(Regexp.Op.LITERAL);
    re.flags = flags2;
    if ((flags2 & RE2Flags.FOLD_CASE) !== 0) r = Parser2.minFoldRune(r);
    re.runes = [r];
    return re;
  }
  literal(r) {
    this.push(this.newLiteral(r, this.flags));
  }
  op(op) {
    const re = this.newRegexp(op);
    re.flags = this.flags;
    return this.push(re);
  }
  repeat(op, min, max, beforePos, t, lastRepeatPos) {
    let flags2 = this.flags;
    if ((flags2 & RE2Flags.PERL_X) !== 0) {
      if (t.more() && t.lookingAt("?")) {
        t.skip(1);
        flags2 ^= RE2Flags.NON_GREEDY;
      }
      if (lastRepeatPos !== -1) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_REPEAT_OP, t.from(lastRepeatPos));
    }
    const n = this.stack.length;
    if (n === 0) throw new RE2JSSyntaxException(Parser2.ERR_MISSING_REPEAT_ARGUMENT, t.from(beforePos));
    const sub3 = this.stack[n - 1];
    if (Regexp.isPseudoOp(sub3.op)) throw new RE2JSSyntaxException(Parser2.ERR_MISSING_REPEAT_ARGUMENT, t.from(beforePos));
    const re = this.newRegexp(op);
    re.min = min;
    re.max = max;
    re.flags = flags2;
    re.subs = [sub3];
    this.stack[n - 1] = re;
    this.checkLimits(re);
    if (op === Regexp.Op.REPEAT && (min >= 2 || max >= 2) && !this.repeatIsValid(re, 1e3)) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_REPEAT_SIZE, t.from(beforePos));
  }
  repeatIsValid(re, n) {
    if (re.op === Regexp.Op.REPEAT) {
      let m = re.max;
      if (m === 0) return true;
      if (m < 0) m = re.min;
      if (m > n) return false;
      if (m > 0) n = Math.trunc(n / m);
    }
    for (let sub3 of re.subs) if (!this.repeatIsValid(sub3, n)) return false;
    return true;
  }
  concat() {
    this.maybeConcat(-1, 0);
    const subs = this.popToPseudo();
    if (subs.length === 0) return this.push(this.newRegexp(Regexp.Op.EMPTY_MATCH));
    return this.push(this.collapse(subs, Regexp.Op.CONCAT));
  }
  alternate() {
    const subs = this.popToPseudo();
    if (subs.length > 0) this.cleanAlt(subs[subs.length - 1]);
    if (subs.length === 0) return this.push(this.newRegexp(Regexp.Op.NO_MATCH));
    return this.push(this.collapse(subs, Regexp.Op.ALTERNATE));
  }
  cleanAlt(re) {
    if (re.op === Regexp.Op.CHAR_CLASS) {
      re.runes = new CharClass(Array.from(re.runes)).cleanClass().toArray();
      if (re.runes.length === 2 && re.runes[0] === 0 && re.runes[1] === Unicode.MAX_RUNE) {
        re.runes = /* @__PURE__ */ new Int32Array(0);
        re.op = Regexp.Op.ANY_CHAR;
      } else if (re.runes.length === 4 && re.runes[0] === 0 && re.runes[1] === Codepoint.CODES["\n"] - 1 && re.runes[2] === Codepoint.CODES["\n"] + 1 && re.runes[3] === Unicode.MAX_RUNE) {
        re.runes = /* @__PURE__ */ new Int32Array(0);
        re.op = Regexp.Op.ANY_CHAR_NOT_NL;
      }
    }
  }
  collapse(subs, op) {
    if (subs.length === 1) return subs[0];
    let len3 = 0;
    for (let sub3 of subs) len3 += sub3.op === op ? sub3.subs.length : 1;
    let newsubs = new Array(len3).fill(null);
    let i = 0;
    for (let sub3 of subs) if (sub3.op === op) {
      for (let j = 0; j < sub3.subs.length; j++) newsubs[i++] = sub3.subs[j];
      this.reuse(sub3);
    } else newsubs[i++] = sub3;
    let re = this.newRegexp(op);
    re.subs = newsubs;
    if (op === Regexp.Op.ALTERNATE) {
      re.subs = this.factor(re.subs);
      if (re.subs.length === 1) {
        const old = re;
        re = re.subs[0];
        this.reuse(old);
      }
    }
    return re;
  }
  factor(array) {
    if (array.length < 2) return array;
    let s = 0;
    let lensub = array.length;
    let lenout = 0;
    let str = null;
    let strlen = 0;
    let strflags = 0;
    let start3 = 0;
    for (let i = 0; i <= lensub; i++) {
      let istr = null;
      let istrlen = 0;
      let iflags = 0;
      if (i < lensub) {
        let re = array[s + i];
        if (re.op === Regexp.Op.CONCAT && re.subs.length > 0) re = re.subs[0];
        if (re.op === Regexp.Op.LITERAL) {
          istr = re.runes;
          istrlen = re.runes.length;
          iflags = re.flags & RE2Flags.FOLD_CASE;
        }
        if (iflags === strflags) {
          let same3 = 0;
          while (same3 < strlen && same3 < istrlen && str[same3] === istr[same3]) same3++;
          if (same3 > 0) {
            strlen = same3;
            continue;
          }
        }
      }
      if (i === start3) {
      } else if (i === start3 + 1) array[lenout++] = array[s + start3];
      else {
        const prefix = this.newRegexp(Regexp.Op.LITERAL);
        prefix.flags = strflags;
        prefix.runes = str.slice(0, strlen);
        for (let j = start3; j < i; j++) {
          array[s + j] = this.removeLeadingString(array[s + j], strlen);
          this.checkLimits(array[s + j]);
        }
        const suffix = this.collapse(array.slice(s + start3, s + i), Regexp.Op.ALTERNATE);
        const re = this.newRegexp(Regexp.Op.CONCAT);
        re.subs = [prefix, suffix];
        array[lenout++] = re;
      }
      start3 = i;
      str = istr;
      strlen = istrlen;
      strflags = iflags;
    }
    lensub = lenout;
    s = 0;
    start3 = 0;
    lenout = 0;
    let first3 = null;
    for (let i = 0; i <= lensub; i++) {
      let ifirst = null;
      if (i < lensub) {
        ifirst = Parser2.leadingRegexp(array[s + i]);
        if (first3 !== null && first3.equals(ifirst) && (Parser2.isCharClass(first3) || first3.op === Regexp.Op.REPEAT && first3.min === first3.max && Parser2.isCharClass(first3.subs[0]))) continue;
      }
      if (i === start3) {
      } else if (i === start3 + 1) array[lenout++] = array[s + start3];
      else {
        const prefix = first3;
        for (let j = start3; j < i; j++) {
          const reuse = j !== start3;
          array[s + j] = this.removeLeadingRegexp(array[s + j], reuse);
          this.checkLimits(array[s + j]);
        }
        const suffix = this.collapse(array.slice(s + start3, s + i), Regexp.Op.ALTERNATE);
        const re = this.newRegexp(Regexp.Op.CONCAT);
        re.subs = [prefix, suffix];
        array[lenout++] = re;
      }
      start3 = i;
      first3 = ifirst;
    }
    lensub = lenout;
    s = 0;
    start3 = 0;
    lenout = 0;
    for (let i = 0; i <= lensub; i++) {
      if (i < lensub && Parser2.isCharClass(array[s + i])) continue;
      if (i === start3) {
      } else if (i === start3 + 1) array[lenout++] = array[s + start3];
      else {
        let max = start3;
        for (let j = start3 + 1; j < i; j++) {
          const subMax = array[s + max];
          const subJ = array[s + j];
          if (subMax.op < subJ.op || subMax.op === subJ.op && (subMax.runes !== null ? subMax.runes.length : 0) < (subJ.runes !== null ? subJ.runes.length : 0)) max = j;
        }
        const tmp = array[s + start3];
        array[s + start3] = array[s + max];
        array[s + max] = tmp;
        for (let j = start3 + 1; j < i; j++) {
          Parser2.mergeCharClass(array[s + start3], array[s + j]);
          this.reuse(array[s + j]);
        }
        this.cleanAlt(array[s + start3]);
        array[lenout++] = array[s + start3];
      }
      if (i < lensub) array[lenout++] = array[s + i];
      start3 = i + 1;
    }
    lensub = lenout;
    s = 0;
    start3 = 0;
    lenout = 0;
    for (let i = 0; i < lensub; ++i) {
      if (i + 1 < lensub && array[s + i].op === Regexp.Op.EMPTY_MATCH && array[s + i + 1].op === Regexp.Op.EMPTY_MATCH) continue;
      array[lenout++] = array[s + i];
    }
    lensub = lenout;
    s = 0;
    return array.slice(s, lensub);
  }
  removeLeadingString(re, n) {
    if (re.op === Regexp.Op.CONCAT && re.subs.length > 0) {
      const sub3 = this.removeLeadingString(re.subs[0], n);
      re.subs[0] = sub3;
      if (sub3.op === Regexp.Op.EMPTY_MATCH) {
        this.reuse(sub3);
        switch (re.subs.length) {
          case 0:
          case 1:
            re.op = Regexp.Op.EMPTY_MATCH;
            re.subs = Regexp.emptySubs();
            break;
          case 2: {
            const old = re;
            re = re.subs[1];
            this.reuse(old);
            break;
          }
          default:
            re.subs = re.subs.slice(1, re.subs.length);
        }
      }
      return re;
    }
    if (re.op === Regexp.Op.LITERAL) {
      re.runes = re.runes.slice(n, re.runes.length);
      if (re.runes.length === 0) re.op = Regexp.Op.EMPTY_MATCH;
    }
    return re;
  }
  removeLeadingRegexp(re, reuse) {
    if (re.op === Regexp.Op.CONCAT && re.subs.length > 0) {
      if (reuse) this.reuse(re.subs[0]);
      re.subs = re.subs.slice(1, re.subs.length);
      switch (re.subs.length) {
        case 0:
          re.op = Regexp.Op.EMPTY_MATCH;
          re.subs = Regexp.emptySubs();
          break;
        case 1: {
          const old = re;
          re = re.subs[0];
          this.reuse(old);
          break;
        }
      }
      return re;
    }
    if (reuse) this.reuse(re);
    return this.newRegexp(Regexp.Op.EMPTY_MATCH);
  }
  parseInternal() {
    if ((this.flags & RE2Flags.LITERAL) !== 0) return Parser2.literalRegexp(this.wholeRegexp, this.flags);
    let lastRepeatPos = -1;
    let min = -1;
    let max = -1;
    const t = new StringIterator(this.wholeRegexp);
    while (t.more()) {
      let repeatPos = -1;
      bigswitch: switch (t.peek()) {
        case Codepoint.CODES["("]:
          if ((this.flags & RE2Flags.LOOKBEHIND) !== 0) {
            if (t.lookingAt("(?<=")) {
              this.parsePosLookBehind();
              t.skip(4);
              break;
            }
            if (t.lookingAt("(?<!")) {
              this.parseNegLookBehind();
              t.skip(4);
              break;
            }
          }
          if ((this.flags & RE2Flags.PERL_X) !== 0 && t.lookingAt("(?")) {
            this.parsePerlFlags(t);
            break;
          }
          this.op(Regexp.Op.LEFT_PAREN).cap = ++this.numCap;
          t.skip(1);
          break;
        case Codepoint.CODES["|"]:
          this.parseVerticalBar();
          t.skip(1);
          break;
        case Codepoint.CODES[")"]:
          this.parseRightParen();
          t.skip(1);
          break;
        case Codepoint.CODES["^"]:
          if ((this.flags & RE2Flags.ONE_LINE) !== 0) this.op(Regexp.Op.BEGIN_TEXT);
          else this.op(Regexp.Op.BEGIN_LINE);
          t.skip(1);
          break;
        case Codepoint.CODES["$"]:
          if ((this.flags & RE2Flags.ONE_LINE) !== 0) this.op(Regexp.Op.END_TEXT).flags |= RE2Flags.WAS_DOLLAR;
          else this.op(Regexp.Op.END_LINE);
          t.skip(1);
          break;
        case Codepoint.CODES["."]:
          if ((this.flags & RE2Flags.DOT_NL) !== 0) this.op(Regexp.Op.ANY_CHAR);
          else this.op(Regexp.Op.ANY_CHAR_NOT_NL);
          t.skip(1);
          break;
        case Codepoint.CODES["["]:
          this.parseClass(t);
          break;
        case Codepoint.CODES["*"]:
        case Codepoint.CODES["+"]:
        case Codepoint.CODES["?"]: {
          repeatPos = t.pos();
          let op = null;
          switch (t.pop()) {
            case Codepoint.CODES["*"]:
              op = Regexp.Op.STAR;
              break;
            case Codepoint.CODES["+"]:
              op = Regexp.Op.PLUS;
              break;
            case Codepoint.CODES["?"]:
              op = Regexp.Op.QUEST;
          }
          this.repeat(op, min, max, repeatPos, t, lastRepeatPos);
          break;
        }
        case Codepoint.CODES["{"]: {
          const before = t.pos();
          const minMax = Parser2.parseRepeat(t);
          if (minMax < 0) {
            t.rewindTo(before);
            this.literal(t.pop());
            break;
          }
          repeatPos = before;
          min = minMax >> 16;
          max = (minMax & Unicode.MAX_BMP) << 16 >> 16;
          this.repeat(Regexp.Op.REPEAT, min, max, repeatPos, t, lastRepeatPos);
          break;
        }
        case Codepoint.CODES["\\"]: {
          const savedPos = t.pos();
          t.skip(1);
          if ((this.flags & RE2Flags.PERL_X) !== 0 && t.more()) switch (t.pop()) {
            case Codepoint.CODES["A"]:
              this.op(Regexp.Op.BEGIN_TEXT);
              break bigswitch;
            case Codepoint.CODES["b"]:
              this.op(Regexp.Op.WORD_BOUNDARY);
              break bigswitch;
            case Codepoint.CODES["B"]:
              this.op(Regexp.Op.NO_WORD_BOUNDARY);
              break bigswitch;
            case Codepoint.CODES["C"]:
              throw new RE2JSSyntaxException(Parser2.ERR_INVALID_ESCAPE, "\\C");
            case Codepoint.CODES["Q"]: {
              let lit = t.rest();
              const i = lit.indexOf("\\E");
              if (i >= 0) {
                lit = lit.substring(0, i);
                t.skipString(lit);
                t.skipString("\\E");
              } else t.skipString(lit);
              let j = 0;
              while (j < lit.length) {
                const codepoint = lit.codePointAt(j);
                this.literal(codepoint);
                j += Utils.charCount(codepoint);
              }
              break bigswitch;
            }
            case Codepoint.CODES["z"]:
              this.op(Regexp.Op.END_TEXT);
              break bigswitch;
            default:
              t.rewindTo(savedPos);
          }
          else t.rewindTo(savedPos);
          const re = this.newRegexp(Regexp.Op.CHAR_CLASS);
          re.flags = this.flags;
          if (t.lookingAt("\\p") || t.lookingAt("\\P")) {
            const cc2 = new CharClass();
            if (this.parseUnicodeClass(t, cc2)) {
              re.runes = cc2.toArray();
              this.push(re);
              break bigswitch;
            }
          }
          const cc = new CharClass();
          if (this.parsePerlClassEscape(t, cc)) {
            re.runes = cc.toArray();
            this.push(re);
            break bigswitch;
          }
          t.rewindTo(savedPos);
          this.reuse(re);
          this.literal(Parser2.parseEscape(t));
          break;
        }
        default:
          this.literal(t.pop());
      }
      lastRepeatPos = repeatPos;
    }
    this.concat();
    if (this.swapVerticalBar()) this.pop();
    this.alternate();
    if (this.stack.length !== 1) throw new RE2JSSyntaxException(Parser2.ERR_MISSING_PAREN, this.wholeRegexp);
    this.stack[0].namedGroups = this.namedGroups;
    return this.stack[0];
  }
  parsePerlFlags(t) {
    const startPos = t.pos();
    const s = t.rest();
    if (s.startsWith("(?P<") || s.startsWith("(?<")) {
      const begin2 = s.charAt(2) === "P" ? 4 : 3;
      const end = s.indexOf(">");
      if (end < 0) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_NAMED_CAPTURE, s);
      const name2 = s.substring(begin2, end);
      t.skipString(name2);
      t.skip(begin2 + 1);
      if (!Parser2.isValidCaptureName(name2)) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_NAMED_CAPTURE, s.substring(0, end + 1));
      const re = this.op(Regexp.Op.LEFT_PAREN);
      re.cap = ++this.numCap;
      if (this.namedGroups[name2]) throw new RE2JSSyntaxException(Parser2.ERR_DUPLICATE_NAMED_CAPTURE, name2);
      this.namedGroups[name2] = this.numCap;
      re.name = name2;
      return;
    }
    t.skip(2);
    let flags2 = this.flags;
    let sign = 1;
    let sawFlag = false;
    loop: while (t.more()) {
      const c2 = t.pop();
      switch (c2) {
        case Codepoint.CODES["i"]:
          flags2 |= RE2Flags.FOLD_CASE;
          sawFlag = true;
          break;
        case Codepoint.CODES["m"]:
          flags2 &= ~RE2Flags.ONE_LINE;
          sawFlag = true;
          break;
        case Codepoint.CODES["s"]:
          flags2 |= RE2Flags.DOT_NL;
          sawFlag = true;
          break;
        case Codepoint.CODES["U"]:
          flags2 |= RE2Flags.NON_GREEDY;
          sawFlag = true;
          break;
        case Codepoint.CODES["-"]:
          if (sign < 0) break loop;
          sign = -1;
          flags2 = ~flags2;
          sawFlag = false;
          break;
        case Codepoint.CODES[":"]:
        case Codepoint.CODES[")"]:
          if (sign < 0) {
            if (!sawFlag) break loop;
            flags2 = ~flags2;
          }
          if (c2 === Codepoint.CODES[":"]) this.op(Regexp.Op.LEFT_PAREN);
          this.flags = flags2;
          return;
        default:
          break loop;
      }
    }
    throw new RE2JSSyntaxException(Parser2.ERR_INVALID_PERL_OP, t.from(startPos));
  }
  parsePosLookBehind() {
    const re = this.newRegexp(Regexp.Op.LEFT_PAREN);
    re.flags = this.flags;
    re.lb = ++this.nlb;
    return this.push(re);
  }
  parseNegLookBehind() {
    const re = this.newRegexp(Regexp.Op.LEFT_PAREN);
    re.flags = this.flags;
    re.lb = -++this.nlb;
    return this.push(re);
  }
  parseVerticalBar() {
    this.concat();
    if (!this.swapVerticalBar()) this.op(Regexp.Op.VERTICAL_BAR);
  }
  swapVerticalBar() {
    const n = this.stack.length;
    if (n >= 3 && this.stack[n - 2].op === Regexp.Op.VERTICAL_BAR && Parser2.isCharClass(this.stack[n - 1]) && Parser2.isCharClass(this.stack[n - 3])) {
      let re1 = this.stack[n - 1];
      let re3 = this.stack[n - 3];
      if (re1.op > re3.op) {
        const tmp = re3;
        re3 = re1;
        re1 = tmp;
        this.stack[n - 3] = re3;
      }
      Parser2.mergeCharClass(re3, re1);
      this.reuse(re1);
      this.pop();
      return true;
    }
    if (n >= 2) {
      const re1 = this.stack[n - 1];
      const re2 = this.stack[n - 2];
      if (re2.op === Regexp.Op.VERTICAL_BAR) {
        if (n >= 3) this.cleanAlt(this.stack[n - 3]);
        this.stack[n - 2] = re1;
        this.stack[n - 1] = re2;
        return true;
      }
    }
    return false;
  }
  parseRightParen() {
    this.concat();
    if (this.swapVerticalBar()) this.pop();
    this.alternate();
    if (this.stack.length < 2) throw new RE2JSSyntaxException(Parser2.ERR_UNEXPECTED_PAREN, this.wholeRegexp);
    const re1 = this.pop();
    const re2 = this.pop();
    if (re2.op !== Regexp.Op.LEFT_PAREN) throw new RE2JSSyntaxException(Parser2.ERR_UNEXPECTED_PAREN, this.wholeRegexp);
    this.flags = re2.flags;
    if (re2.lb !== 0) {
      if (Parser2.hasCapture(re1)) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CAPTURE_IN_LOOKBEHIND, this.wholeRegexp);
      if (re2.lb > 0) re2.op = Regexp.Op.PLB;
      else re2.op = Regexp.Op.NLB;
      re2.subs = [re1];
      this.push(re2);
      return;
    }
    if (re2.cap === 0) this.push(re1);
    else {
      re2.op = Regexp.Op.CAPTURE;
      re2.subs = [re1];
      this.push(re2);
    }
  }
  parsePerlClassEscape(t, cc) {
    const beforePos = t.pos();
    if ((this.flags & RE2Flags.PERL_X) === 0 || !t.more() || t.pop() !== Codepoint.CODES["\\"] || !t.more()) return false;
    t.pop();
    const p = t.from(beforePos);
    const g = PERL_GROUPS.has(p) ? PERL_GROUPS.get(p) : null;
    if (g === null) return false;
    cc.appendGroup(g, (this.flags & RE2Flags.FOLD_CASE) !== 0);
    return true;
  }
  parseNamedClass(t, cc) {
    const cls = t.rest();
    const i = cls.indexOf(":]");
    if (i < 0) return false;
    const name2 = cls.substring(0, i + 2);
    t.skipString(name2);
    const g = POSIX_GROUPS.has(name2) ? POSIX_GROUPS.get(name2) : null;
    if (g === null) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, name2);
    cc.appendGroup(g, (this.flags & RE2Flags.FOLD_CASE) !== 0);
    return true;
  }
  parseUnicodeClass(t, cc) {
    const startPos = t.pos();
    if ((this.flags & RE2Flags.UNICODE_GROUPS) === 0 || !t.lookingAt("\\p") && !t.lookingAt("\\P")) return false;
    t.skip(1);
    let sign = 1;
    let c2 = t.pop();
    if (c2 === Codepoint.CODES["P"]) sign = -1;
    if (!t.more()) {
      t.rewindTo(startPos);
      throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, t.rest());
    }
    c2 = t.pop();
    let name2;
    if (c2 !== Codepoint.CODES["{"]) name2 = Utils.runeToString(c2);
    else {
      const rest = t.rest();
      const end = rest.indexOf("}");
      if (end < 0) {
        t.rewindTo(startPos);
        throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, t.rest());
      }
      name2 = rest.substring(0, end);
      t.skipString(name2);
      t.skip(1);
    }
    if (!(name2.length === 0) && name2.codePointAt(0) === Codepoint.CODES["^"]) {
      sign = 0 - sign;
      name2 = name2.substring(1);
    }
    const pair = Parser2.unicodeTable(name2);
    if (pair === null) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, t.from(startPos));
    if (pair.sign < 0) sign = 0 - sign;
    const tab = pair.tab;
    const fold = pair.fold;
    if ((this.flags & RE2Flags.FOLD_CASE) === 0 || fold === null) cc.appendTableWithSign(tab, sign);
    else {
      const tmp = new CharClass().appendTable(tab).appendTable(fold).cleanClass().toArray();
      cc.appendClassWithSign(Array.from(tmp), sign);
    }
    return true;
  }
  parseClass(t) {
    const startPos = t.pos();
    t.skip(1);
    const re = this.newRegexp(Regexp.Op.CHAR_CLASS);
    re.flags = this.flags;
    const cc = new CharClass();
    let sign = 1;
    if (t.more() && t.lookingAt("^")) {
      sign = -1;
      t.skip(1);
      if ((this.flags & RE2Flags.CLASS_NL) === 0) cc.appendRange(Codepoint.CODES["\n"], Codepoint.CODES["\n"]);
    }
    let first3 = true;
    while (!t.more() || t.peek() !== Codepoint.CODES["]"] || first3) {
      if (t.more() && t.lookingAt("-") && (this.flags & RE2Flags.PERL_X) === 0 && !first3) {
        const s = t.rest();
        if (s === "-" || !s.startsWith("-]")) {
          t.rewindTo(startPos);
          throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, t.rest());
        }
      }
      first3 = false;
      const beforePos = t.pos();
      if (t.lookingAt("[:")) {
        if (this.parseNamedClass(t, cc)) continue;
        t.rewindTo(beforePos);
      }
      if (this.parseUnicodeClass(t, cc)) continue;
      if (this.parsePerlClassEscape(t, cc)) continue;
      t.rewindTo(beforePos);
      const lo = Parser2.parseClassChar(t, startPos);
      let hi = lo;
      if (t.more() && t.lookingAt("-")) {
        t.skip(1);
        if (t.more() && t.lookingAt("]")) t.skip(-1);
        else {
          hi = Parser2.parseClassChar(t, startPos);
          if (hi < lo) throw new RE2JSSyntaxException(Parser2.ERR_INVALID_CHAR_RANGE, t.from(beforePos));
        }
      }
      if ((this.flags & RE2Flags.FOLD_CASE) === 0) cc.appendRange(lo, hi);
      else cc.appendFoldedRange(lo, hi);
    }
    t.skip(1);
    cc.cleanClass();
    if (sign < 0) cc.negateClass();
    re.runes = cc.toArray();
    this.push(re);
  }
};
var RE2 = class RE22 {
  static initTest(expr) {
    const re2 = RE22.compile(expr);
    const res = new RE22(re2.expr, re2.prog, re2.numSubexp, re2.longest);
    res.cond = re2.cond;
    res.prefix = re2.prefix;
    res.prefixUTF8 = re2.prefixUTF8;
    res.prefixComplete = re2.prefixComplete;
    res.prefixRune = re2.prefixRune;
    res.prefilter = re2.prefilter;
    res.namedGroups = re2.namedGroups;
    return res;
  }
  /**
  * Parses a regular expression and returns, if successful, an {@code RE2} instance that can be
  * used to match against text.
  *
  * When matching against text, the regexp returns a match that begins as early as possible in the
  * input (leftmost), and among those it chooses the one that a backtracking search would have
  * found first. This so-called leftmost-first matching is the same semantics that Perl, Python,
  * and other implementations use, although this package implements it without the expense of
  * backtracking. For POSIX leftmost-longest matching, see {@link #compilePOSIX}.
  */
  static compile(expr) {
    return RE22.compileImpl(expr, RE2Flags.PERL, false);
  }
  /**
  * {@code compilePOSIX} is like {@link #compile} but restricts the regular expression to POSIX ERE
  * (egrep) syntax and changes the match semantics to leftmost-longest.
  *
  * That is, when matching against text, the regexp returns a match that begins as early as
  * possible in the input (leftmost), and among those it chooses a match that is as long as
  * possible. This so-called leftmost-longest matching is the same semantics that early regular
  * expression implementations used and that POSIX specifies.
  *
  * However, there can be multiple leftmost-longest matches, with different submatch choices, and
  * here this package diverges from POSIX. Among the possible leftmost-longest matches, this
  * package chooses the one that a backtracking search would have found first, while POSIX
  * specifies that the match be chosen to maximize the length of the first subexpression, then the
  * second, and so on from left to right. The POSIX rule is computationally prohibitive and not
  * even well-defined. See http://swtch.com/~rsc/regexp/regexp2.html#posix
  */
  static compilePOSIX(expr) {
    return RE22.compileImpl(expr, RE2Flags.POSIX, true);
  }
  static compileImpl(expr, mode, longest) {
    let re = Parser.parse(expr, mode);
    const maxCap = re.maxCap();
    const namedGroups = re.namedGroups;
    re = Simplify.simplify(re);
    const prefilter = PrefilterTree.build(re);
    const prog = Compiler2.compileRegexp(re);
    const re2 = new RE22(expr, prog, maxCap, longest);
    re2.prefilter = prefilter.type === Prefilter.Type.NONE ? null : prefilter;
    const [prefixCompl, prefixStr] = prog.prefix();
    re2.prefixComplete = prefixCompl;
    re2.prefix = prefixStr;
    re2.prefixUTF8 = Utils.stringToUtf8ByteArray(re2.prefix);
    if (re2.prefix.length > 0) re2.prefixRune = re2.prefix.codePointAt(0);
    re2.namedGroups = namedGroups;
    return re2;
  }
  /**
  * Returns true iff textual regular expression {@code pattern} matches string {@code s}.
  *
  * More complicated queries need to use {@link #compile} and the full {@code RE2} interface.
  */
  static match(pattern, s) {
    return RE22.compile(pattern).match(s);
  }
  constructor(expr, prog, numSubexp = 0, longest = 0) {
    this.expr = expr;
    this.prog = prog;
    this.numSubexp = numSubexp;
    this.longest = longest;
    this.cond = prog.startCond();
    this.prefix = null;
    this.prefixUTF8 = null;
    this.prefixComplete = false;
    this.prefixRune = 0;
    this.namedGroups = /* @__PURE__ */ Object.create(null);
    this.machinePool = [];
    this.lazyDFA = null;
    this.onepass = OnePass.compile(this.prog);
    this.prefilter = null;
  }
  get dfa() {
    if (this.lazyDFA === null) this.lazyDFA = new DFA(this.prog);
    return this.lazyDFA;
  }
  matchPrefixComplete(input, pos, anchor, ncap) {
    if ((anchor === RE2Flags.ANCHOR_START || anchor === RE2Flags.ANCHOR_BOTH) && pos !== 0) return null;
    let matchStart2 = -1;
    let matchEnd = -1;
    const pLen = input.prefixLength(this);
    if (anchor === RE2Flags.UNANCHORED) {
      const idx = input.index(this, pos);
      if (idx < 0) return null;
      matchStart2 = pos + idx;
      matchEnd = matchStart2 + pLen;
    } else if (anchor === RE2Flags.ANCHOR_BOTH) {
      if (input.endPos() !== pLen) return null;
      if (input.index(this, 0) !== 0) return null;
      matchStart2 = 0;
      matchEnd = pLen;
    } else if (anchor === RE2Flags.ANCHOR_START) {
      if (input.index(this, 0) !== 0) return null;
      matchStart2 = 0;
      matchEnd = pLen;
    }
    if (matchStart2 < 0) return null;
    if (ncap > 0) {
      const matchcap = new Int32Array(ncap).fill(-1);
      matchcap[0] = matchStart2;
      matchcap[1] = matchEnd;
      return Array.from(matchcap);
    }
    return [];
  }
  createLookbehindState() {
    return this.prog.numLb > 0 ? new LookbehindState(this.prog) : null;
  }
  executeEngine(input, pos, anchor, ncap, lbState = null) {
    if (this.prefixComplete && (ncap === 0 || this.numSubexp === 0)) return this.matchPrefixComplete(input, pos, anchor, ncap);
    if (this.prefilter !== null && anchor === RE2Flags.UNANCHORED) {
      if (!this.prefilter.eval(input, pos)) return null;
    }
    if (this.onepass !== null) return OnePass.execute(this, input, pos, anchor, ncap);
    if (ncap > 0) {
      if (this.prog.numLb === 0 && input.endPos() <= Backtracker.maxBitStateLen(this.prog)) return Backtracker.execute(this, input, pos, anchor, ncap);
      return this.doExecuteNFA(input, pos, anchor, ncap, lbState);
    }
    if (this.prog.numLb === 0) {
      const dfaResult = this.dfa.match(input, pos, anchor);
      if (dfaResult !== null) return dfaResult ? [] : null;
      if (input.endPos() <= Backtracker.maxBitStateLen(this.prog)) return Backtracker.execute(this, input, pos, anchor, ncap);
    }
    return this.doExecuteNFA(input, pos, anchor, ncap, lbState);
  }
  /**
  * Returns the number of parenthesized subexpressions in this regular expression.
  */
  numberOfCapturingGroups() {
    return this.numSubexp;
  }
  /**
  * Returns the number of instructions in this compiled regular expression program.
  */
  numberOfInstructions() {
    return this.prog.numInst();
  }
  get() {
    return this.machinePool.length > 0 ? this.machinePool.pop() : null;
  }
  reset() {
    this.machinePool.length = 0;
  }
  put(m) {
    this.machinePool.push(m);
  }
  toString() {
    return this.expr;
  }
  doExecuteNFA(input, pos, anchor, ncap, lbState = null) {
    let m = this.get();
    if (!m) m = Machine.fromRE2(this);
    m.init(ncap);
    const cap = m.match(input, pos, anchor, lbState) ? m.submatches() : null;
    this.put(m);
    return cap;
  }
  match(s) {
    return this.executeEngine(MachineInput.fromUTF16(s), 0, RE2Flags.UNANCHORED, 0) !== null;
  }
  /**
  * Matches the regular expression against input starting at position start and ending at position
  * end, with the given anchoring. Records the submatch boundaries in group, which is [start, end)
  * pairs of byte offsets. The number of boundaries needed is inferred from the size of the group
  * array. It is most efficient not to ask for submatch boundaries.
  *
  * @param input the input byte array
  * @param start the beginning position in the input
  * @param end the end position in the input
  * @param anchor the anchoring flag (UNANCHORED, ANCHOR_START, ANCHOR_BOTH)
  * @param group the array to fill with submatch positions
  * @param ngroup the number of array pairs to fill in
  * @param lbState optional state carried between successive matches over the same input (see
  *   createLookbehindState); omit it to evaluate lookbehinds from the beginning of the input
  * @returns true if a match was found
  */
  matchWithGroup(input, start3, end, anchor, ngroup, lbState = null) {
    if (!(input instanceof MatcherInputBase)) {
      if (Utils.isByteArray(input)) input = MatcherInput.utf8(input);
      else input = MatcherInput.utf16(input);
    }
    return this.matchMachineInput(input, start3, end, anchor, ngroup, lbState);
  }
  matchMachineInput(input, start3, end, anchor, ngroup, lbState = null) {
    if (start3 > end) return [false, null];
    const machineInput = input.isUTF16Encoding() ? MachineInput.fromUTF16(input.asCharSequence(), 0, end) : MachineInput.fromUTF8(input.asBytes(), 0, end);
    const groupMatch = this.executeEngine(machineInput, start3, anchor, 2 * ngroup, lbState);
    if (groupMatch === null) return [false, null];
    return [true, groupMatch];
  }
  /**
  * Returns true iff this regexp matches the UTF-8 byte array {@code b}.
  */
  matchUTF8(b) {
    return this.executeEngine(MachineInput.fromUTF8(b), 0, RE2Flags.UNANCHORED, 0) !== null;
  }
  /**
  * Returns a copy of {@code src} in which all matches for this regexp have been replaced by
  * {@code repl}. No support is provided for expressions (e.g. {@code \1} or {@code $1}) in the
  * replacement string.
  */
  replaceAll(src, repl) {
    return this.replaceAllFunc(src, () => repl, 2 * src.length + 1);
  }
  /**
  * Returns a copy of {@code src} in which only the first match for this regexp has been replaced
  * by {@code repl}. No support is provided for expressions (e.g. {@code \1} or {@code $1}) in the
  * replacement string.
  */
  replaceFirst(src, repl) {
    return this.replaceAllFunc(src, () => repl, 1);
  }
  /**
  * Returns a copy of {@code src} in which at most {@code maxReplaces} matches for this regexp have
  * been replaced by the return value of of function {@code repl} (whose first argument is the
  * matched string). No support is provided for expressions (e.g. {@code \1} or {@code $1}) in the
  * replacement string.
  */
  replaceAllFunc(src, replFunc, maxReplaces) {
    let lastMatchEnd = 0;
    let searchPos = 0;
    let out = "";
    const input = MachineInput.fromUTF16(src);
    const lbState = this.createLookbehindState();
    let numReplaces = 0;
    while (searchPos <= src.length) {
      const a2 = this.executeEngine(input, searchPos, RE2Flags.UNANCHORED, 2, lbState);
      if (a2 === null || a2.length === 0) break;
      out += src.substring(lastMatchEnd, a2[0]);
      if (a2[1] > lastMatchEnd || a2[0] === 0) {
        out += replFunc(src.substring(a2[0], a2[1]));
        numReplaces++;
      }
      lastMatchEnd = a2[1];
      const width = input.step(searchPos) & 7;
      if (searchPos + width > a2[1]) searchPos += width;
      else if (searchPos + 1 > a2[1]) searchPos++;
      else searchPos = a2[1];
      if (numReplaces >= maxReplaces) break;
    }
    out += src.substring(lastMatchEnd);
    return out;
  }
  pad(a2) {
    if (a2 === null) return null;
    let n = (1 + this.numSubexp) * 2;
    if (a2.length < n) {
      let a22 = new Array(n).fill(-1);
      for (let i = 0; i < a2.length; i++) a22[i] = a2[i];
      a2 = a22;
    }
    return a2;
  }
  allMatches(input, n, deliverFun = (v) => v) {
    let result = [];
    const end = input.endPos();
    if (n < 0) n = end + 1;
    let pos = 0;
    let i = 0;
    let prevMatchEnd = -1;
    const lbState = this.createLookbehindState();
    while (i < n && pos <= end) {
      const matches = this.executeEngine(input, pos, RE2Flags.UNANCHORED, this.prog.numCap, lbState);
      if (matches === null || matches.length === 0) break;
      let accept2 = true;
      if (matches[1] === pos) {
        if (matches[0] === prevMatchEnd) accept2 = false;
        const r = input.step(pos);
        if (r < 0) pos = end + 1;
        else pos += r & 7;
      } else pos = matches[1];
      prevMatchEnd = matches[1];
      if (accept2) {
        result.push(deliverFun(this.pad(matches)));
        i++;
      }
    }
    return result;
  }
  /**
  * Returns an array holding the text of the leftmost match in {@code b} of this regular
  * expression.
  *
  * A return value of null indicates no match.
  */
  findUTF8(b) {
    const a2 = this.executeEngine(MachineInput.fromUTF8(b), 0, RE2Flags.UNANCHORED, 2);
    if (a2 === null) return null;
    return b.slice(a2[0], a2[1]);
  }
  /**
  * Returns a two-element array of integers defining the location of the leftmost match in
  * {@code b} of this regular expression. The match itself is at {@code b[loc[0]...loc[1]]}.
  *
  * A return value of null indicates no match.
  */
  findUTF8Index(b) {
    const a2 = this.executeEngine(MachineInput.fromUTF8(b), 0, RE2Flags.UNANCHORED, 2);
    if (a2 === null) return null;
    return a2.slice(0, 2);
  }
  /**
  * Returns a string holding the text of the leftmost match in {@code s} of this regular
  * expression.
  *
  * If there is no match, the return value is an empty string, but it will also be empty if the
  * regular expression successfully matches an empty string. Use {@link #findIndex} or
  * {@link #findSubmatch} if it is necessary to distinguish these cases.
  */
  find(s) {
    const a2 = this.executeEngine(MachineInput.fromUTF16(s), 0, RE2Flags.UNANCHORED, 2);
    if (a2 === null) return "";
    return s.substring(a2[0], a2[1]);
  }
  /**
  * Returns a two-element array of integers defining the location of the leftmost match in
  * {@code s} of this regular expression. The match itself is at
  * {@code s.substring(loc[0], loc[1])}.
  *
  * A return value of null indicates no match.
  */
  findIndex(s) {
    return this.executeEngine(MachineInput.fromUTF16(s), 0, RE2Flags.UNANCHORED, 2);
  }
  /**
  * Returns an array of arrays the text of the leftmost match of the regular expression in
  * {@code b} and the matches, if any, of its subexpressions, as defined by the <a
  * href='#submatch'>Submatch</a> description above.
  *
  * A return value of null indicates no match.
  */
  findUTF8Submatch(b) {
    const a2 = this.executeEngine(MachineInput.fromUTF8(b), 0, RE2Flags.UNANCHORED, this.prog.numCap);
    if (a2 === null) return null;
    const ret = new Array(1 + this.numSubexp).fill(null);
    for (let i = 0; i < ret.length; i++) if (2 * i < a2.length && a2[2 * i] >= 0) ret[i] = b.slice(a2[2 * i], a2[2 * i + 1]);
    return ret;
  }
  /**
  * Returns an array holding the index pairs identifying the leftmost match of this regular
  * expression in {@code b} and the matches, if any, of its subexpressions, as defined by the the
  * <a href='#submatch'>Submatch</a> and <a href='#index'>Index</a> descriptions above.
  *
  * A return value of null indicates no match.
  */
  findUTF8SubmatchIndex(b) {
    return this.pad(this.executeEngine(MachineInput.fromUTF8(b), 0, RE2Flags.UNANCHORED, this.prog.numCap));
  }
  /**
  * Returns an array of strings holding the text of the leftmost match of the regular expression in
  * {@code s} and the matches, if any, of its subexpressions, as defined by the <a
  * href='#submatch'>Submatch</a> description above.
  *
  * A return value of null indicates no match.
  */
  findSubmatch(s) {
    const a2 = this.executeEngine(MachineInput.fromUTF16(s), 0, RE2Flags.UNANCHORED, this.prog.numCap);
    if (a2 === null) return null;
    const ret = new Array(1 + this.numSubexp).fill(null);
    for (let i = 0; i < ret.length; i++) if (2 * i < a2.length && a2[2 * i] >= 0) ret[i] = s.substring(a2[2 * i], a2[2 * i + 1]);
    return ret;
  }
  /**
  * Returns an array holding the index pairs identifying the leftmost match of this regular
  * expression in {@code s} and the matches, if any, of its subexpressions, as defined by the <a
  * href='#submatch'>Submatch</a> description above.
  *
  * A return value of null indicates no match.
  */
  findSubmatchIndex(s) {
    return this.pad(this.executeEngine(MachineInput.fromUTF16(s), 0, RE2Flags.UNANCHORED, this.prog.numCap));
  }
  /**
  * {@code findAllUTF8()} is the <a href='#all'>All</a> version of {@link #findUTF8}; it returns a
  * list of up to {@code n} successive matches of the expression, as defined by the <a
  * href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  *
  * TODO(adonovan): think about defining a byte slice view class, like a read-only Go slice backed
  * by |b|.
  */
  findAllUTF8(b, n) {
    const result = this.allMatches(MachineInput.fromUTF8(b), n, (match2) => b.slice(match2[0], match2[1]));
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllUTF8Index} is the <a href='#all'>All</a> version of {@link #findUTF8Index}; it
  * returns a list of up to {@code n} successive matches of the expression, as defined by the <a
  * href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllUTF8Index(b, n) {
    const result = this.allMatches(MachineInput.fromUTF8(b), n, (match2) => match2.slice(0, 2));
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAll} is the <a href='#all'>All</a> version of {@link #find}; it returns a list of up
  * to {@code n} successive matches of the expression, as defined by the <a href='#all'>All</a>
  * description above.
  *
  * A return value of null indicates no match.
  */
  findAll(s, n) {
    const result = this.allMatches(MachineInput.fromUTF16(s), n, (match2) => s.substring(match2[0], match2[1]));
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllIndex} is the <a href='#all'>All</a> version of {@link #findIndex}; it returns a
  * list of up to {@code n} successive matches of the expression, as defined by the <a
  * href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllIndex(s, n) {
    const result = this.allMatches(MachineInput.fromUTF16(s), n, (match2) => match2.slice(0, 2));
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllUTF8Submatch} is the <a href='#all'>All</a> version of {@link #findUTF8Submatch};
  * it returns a list of up to {@code n} successive matches of the expression, as defined by the <a
  * href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllUTF8Submatch(b, n) {
    const result = this.allMatches(MachineInput.fromUTF8(b), n, (match2) => {
      let slice2 = new Array(match2.length / 2 | 0).fill(null);
      for (let j = 0; j < slice2.length; j++) if (match2[2 * j] >= 0) slice2[j] = b.slice(match2[2 * j], match2[2 * j + 1]);
      return slice2;
    });
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllUTF8SubmatchIndex} is the <a href='#all'>All</a> version of
  * {@link #findUTF8SubmatchIndex}; it returns a list of up to {@code n} successive matches of the
  * expression, as defined by the <a href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllUTF8SubmatchIndex(b, n) {
    const result = this.allMatches(MachineInput.fromUTF8(b), n);
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllSubmatch} is the <a href='#all'>All</a> version of {@link #findSubmatch}; it
  * returns a list of up to {@code n} successive matches of the expression, as defined by the <a
  * href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllSubmatch(s, n) {
    const result = this.allMatches(MachineInput.fromUTF16(s), n, (match2) => {
      let slice2 = new Array(match2.length / 2 | 0).fill(null);
      for (let j = 0; j < slice2.length; j++) if (match2[2 * j] >= 0) slice2[j] = s.substring(match2[2 * j], match2[2 * j + 1]);
      return slice2;
    });
    if (result.length === 0) return null;
    return result;
  }
  /**
  * {@code findAllSubmatchIndex} is the <a href='#all'>All</a> version of
  * {@link #findSubmatchIndex}; it returns a list of up to {@code n} successive matches of the
  * expression, as defined by the <a href='#all'>All</a> description above.
  *
  * A return value of null indicates no match.
  */
  findAllSubmatchIndex(s, n) {
    const result = this.allMatches(MachineInput.fromUTF16(s), n);
    if (result.length === 0) return null;
    return result;
  }
};
var RE2Set = class RE2Set2 {
  /** @type {number} */
  static UNANCHORED = RE2Flags.UNANCHORED;
  /** @type {number} */
  static ANCHOR_START = RE2Flags.ANCHOR_START;
  /** @type {number} */
  static ANCHOR_BOTH = RE2Flags.ANCHOR_BOTH;
  /**
  * Constructs a new RE2Set with the specified anchor mode and flags.
  * @param {number} [anchor=RE2Set.UNANCHORED] - The anchoring mode (e.g., RE2Set.UNANCHORED).
  * @param {number} [flags=0] - The public flags to apply to all patterns in the set.
  * @param {number} [maxMem=8388608] - The maximum memory in bytes to use for the DFA (default 8MB).
  */
  constructor(anchor = RE2Set2.UNANCHORED, flags2 = 0, maxMem = 8388608) {
    if (![
      RE2Set2.UNANCHORED,
      RE2Set2.ANCHOR_START,
      RE2Set2.ANCHOR_BOTH
    ].includes(anchor)) throw new RE2JSFlagsException("The anchor should be RE2Set.UNANCHORED, RE2Set.ANCHOR_START or RE2Set.ANCHOR_BOTH");
    Utils.checkFlags(flags2);
    this.anchor = anchor;
    this.jsFlags = flags2;
    this.maxMem = maxMem;
    let re2Flags = RE2Flags.PERL;
    if ((flags2 & PublicFlags.DISABLE_UNICODE_GROUPS) !== 0) re2Flags &= ~RE2Flags.UNICODE_GROUPS;
    if ((flags2 & PublicFlags.LOOKBEHINDS) !== 0) re2Flags |= RE2Flags.LOOKBEHIND;
    this.re2Flags = re2Flags;
    this.regexps = [];
    this.prog = null;
    this.dfa = null;
    this.dummyRe2 = null;
  }
  /**
  * Adds a new regular expression pattern to the set.
  * Patterns cannot be added after the set has been compiled.
  * @param {string} pattern - The regular expression pattern to add.
  * @returns {number} The integer index assigned to the added pattern.
  * @throws {RE2JSCompileException} If patterns are added after compilation.
  */
  add(pattern) {
    if (this.prog) throw new RE2JSCompileException("Cannot add patterns after compile");
    Utils.checkPattern(pattern);
    let fregex = pattern;
    if ((this.jsFlags & PublicFlags.CASE_INSENSITIVE) !== 0) fregex = `(?i)${fregex}`;
    if ((this.jsFlags & PublicFlags.DOTALL) !== 0) fregex = `(?s)${fregex}`;
    if ((this.jsFlags & PublicFlags.MULTILINE) !== 0) fregex = `(?m)${fregex}`;
    const re = Parser.parse(fregex, this.re2Flags);
    this.regexps.push(Simplify.simplify(re));
    return this.regexps.length - 1;
  }
  /**
  * Compiles the added patterns into a single state machine.
  * This is automatically called on the first match if not called explicitly.
  * @returns {void}
  */
  compile() {
    if (this.prog) return;
    const prog = Compiler2.compileSet(this.regexps);
    if (prog.numInst() > Parser.MAX_SIZE) throw new RE2JSCompileException(`${Parser.ERR_LARGE}: the set compiles to ${prog.numInst()} instructions, more than ${Parser.MAX_SIZE}`);
    this.prog = prog;
    this.dfa = new DFA(this.prog, this.maxMem);
    this.dummyRe2 = {
      prog: this.prog,
      cond: this.prog.startCond(),
      prefix: "",
      prefixRune: 0,
      longest: false
    };
  }
  /**
  * Matches the input against the compiled set of regular expressions.
  * @param {string|number[]|Uint8Array} input - The input string or UTF-8 byte array to match against.
  * @returns {number[]} An array of indices representing the patterns that successfully matched the input.
  */
  match(input) {
    if (!this.prog) this.compile();
    const machineInput = Utils.isByteArray(input) ? MachineInput.fromUTF8(input) : MachineInput.fromUTF16(input);
    let internalAnchor = RE2Flags.UNANCHORED;
    if (this.anchor === RE2Set2.ANCHOR_START) internalAnchor = RE2Flags.ANCHOR_START;
    else if (this.anchor === RE2Set2.ANCHOR_BOTH) internalAnchor = RE2Flags.ANCHOR_BOTH;
    const dfaResult = this.dfa.matchSet(machineInput, 0, internalAnchor);
    if (dfaResult !== null) return dfaResult;
    const machine = Machine.fromRE2(this.dummyRe2);
    machine.init(0);
    return machine.matchSet(machineInput, 0, internalAnchor);
  }
};
var TranslateRegExpString = class TranslateRegExpString2 {
  static isHexadecimal(ch) {
    return "0" <= ch && ch <= "9" || "A" <= ch && ch <= "F" || "a" <= ch && ch <= "f";
  }
  static translate(data) {
    let prefixFlags = "";
    if (Object.prototype.toString.call(data) === "[object RegExp]") {
      if (data.ignoreCase) prefixFlags += "i";
      if (data.multiline) prefixFlags += "m";
      if (data.dotAll) prefixFlags += "s";
      data = data.source;
    }
    if (typeof data !== "string") return data;
    let result = "";
    let changed = false;
    let size = data.length;
    if (size === 0) {
      result = "(?:)";
      changed = true;
    }
    let inCharClass = false;
    let i = 0;
    while (i < size) {
      let ch = data[i];
      if (ch === "\\") {
        if (i + 1 < size) {
          ch = data[i + 1];
          switch (ch) {
            case "\\":
              result += "\\\\";
              i += 2;
              continue;
            case "c":
              if (i + 2 < size) {
                let code = data[i + 2].charCodeAt(0);
                if (code >= 65 && code <= 90 || code >= 97 && code <= 122) {
                  let val = code % 32;
                  result += "\\x";
                  result += (val >> 4).toString(16).toUpperCase();
                  result += (val & 15).toString(16).toUpperCase();
                  i += 3;
                  changed = true;
                  continue;
                }
              }
              result += "c";
              i += 2;
              changed = true;
              continue;
            case "u":
              if (i + 2 < size) {
                if (data[i + 2] === "{") {
                  let j = i + 3;
                  let hasHex = false;
                  let closed3 = false;
                  while (j < size) {
                    const hexChar = data[j];
                    if (hexChar === "}") {
                      closed3 = true;
                      break;
                    }
                    if (!TranslateRegExpString2.isHexadecimal(hexChar)) break;
                    hasHex = true;
                    j++;
                  }
                  if (closed3 && hasHex) {
                    result += "\\x";
                    i += 2;
                    changed = true;
                    continue;
                  }
                } else if (i + 5 < size) {
                  let isHex4 = true;
                  for (let j = 0; j < 4; j++) if (!TranslateRegExpString2.isHexadecimal(data[i + 2 + j])) {
                    isHex4 = false;
                    break;
                  }
                  if (isHex4) {
                    result += "\\x{" + data.substring(i + 2, i + 6) + "}";
                    i += 6;
                    changed = true;
                    continue;
                  }
                }
              }
              result += "u";
              i += 2;
              changed = true;
              continue;
            case "x": {
              let isValidHex = false;
              if (i + 2 < size && data[i + 2] === "{") {
                let j = i + 3;
                let hasHex = false;
                let closed3 = false;
                while (j < size) {
                  const hexChar = data[j];
                  if (hexChar === "}") {
                    closed3 = true;
                    break;
                  }
                  if (!TranslateRegExpString2.isHexadecimal(hexChar)) break;
                  hasHex = true;
                  j++;
                }
                if (closed3 && hasHex) isValidHex = true;
              } else if (i + 3 < size && TranslateRegExpString2.isHexadecimal(data[i + 2]) && TranslateRegExpString2.isHexadecimal(data[i + 3])) isValidHex = true;
              if (isValidHex) {
                result += "\\x";
                i += 2;
              } else {
                result += "x";
                i += 2;
                changed = true;
              }
              continue;
            }
            case "n":
            case "r":
            case "t":
            case "a":
            case "f":
            case "v":
            case "d":
            case "D":
            case "s":
            case "S":
            case "w":
            case "W":
            case "b":
            case "B":
            case "p":
            case "P":
            case "A":
            case "z":
            case "Q":
            case "E":
            case "0":
            case "1":
            case "2":
            case "3":
            case "4":
            case "5":
            case "6":
            case "7":
              result += "\\" + ch;
              i += 2;
              continue;
            default: {
              let cp2 = data.codePointAt(i + 1);
              if (cp2 >= 48 && cp2 <= 57 || cp2 >= 65 && cp2 <= 90 || cp2 >= 97 && cp2 <= 122) {
                let symSize2 = Utils.charCount(cp2);
                result += data.substring(i + 1, i + 1 + symSize2);
                i += symSize2 + 1;
                changed = true;
              } else {
                result += "\\";
                let symSize2 = Utils.charCount(cp2);
                result += data.substring(i + 1, i + 1 + symSize2);
                i += symSize2 + 1;
              }
              continue;
            }
          }
        }
      } else if (ch === "/") {
        result += "\\/";
        i += 1;
        changed = true;
        continue;
      } else if (ch === "[") {
        if (!inCharClass && data[i + 1] === "]") {
          result += "[^\\x00-\\x{10FFFF}]";
          i += 2;
          changed = true;
          continue;
        }
        if (!inCharClass && data[i + 1] === "^" && data[i + 2] === "]") {
          result += "[\\x00-\\x{10FFFF}]";
          i += 3;
          changed = true;
          continue;
        }
        inCharClass = true;
      } else if (ch === "]") inCharClass = false;
      else if (!inCharClass && ch === "(" && i + 2 < size && data[i + 1] === "?" && data[i + 2] === "<") {
        if (i + 3 < size && !"=!>)".includes(data[i + 3])) {
          result += "(?P<";
          i += 3;
          changed = true;
          continue;
        }
      }
      let cp = data.codePointAt(i);
      let symSize = Utils.charCount(cp);
      result += data.substring(i, i + symSize);
      i += symSize;
    }
    const finalResult = changed ? result : data;
    if (prefixFlags.length > 0) return `(?${prefixFlags})${finalResult}`;
    return finalResult;
  }
};
var execResult = (m, input) => {
  const result = m.matchArray();
  result.index = m.start(0);
  result.input = input;
  result.groups = m.namedGroupsObject();
  return result;
};
var RE2JS = class RE2JS2 {
  /**
  * Flag: case insensitive matching.
  */
  static CASE_INSENSITIVE = PublicFlags.CASE_INSENSITIVE;
  /**
  * Flag: dot ({@code .}) matches all characters, including newline.
  */
  static DOTALL = PublicFlags.DOTALL;
  /**
  * Flag: multiline matching: {@code ^} and {@code $} match at beginning and end of line, not just
  * beginning and end of input.
  */
  static MULTILINE = PublicFlags.MULTILINE;
  /**
  * Flag: Unicode groups (e.g. {@code \p\ Greek\} ) will be syntax errors.
  */
  static DISABLE_UNICODE_GROUPS = PublicFlags.DISABLE_UNICODE_GROUPS;
  /**
  * Flag: matches longest possible string.
  */
  static LONGEST_MATCH = PublicFlags.LONGEST_MATCH;
  /**
  * Flag: enable linear-time captureless lookbehinds.
  */
  static LOOKBEHINDS = PublicFlags.LOOKBEHINDS;
  /**
  * Returns a literal pattern string for the specified string.
  *
  * This method produces a string that can be used to create a <code>RE2JS</code> that would
  * match the string <code>s</code> as if it were a literal pattern.
  *
  * Metacharacters or escape sequences in the input sequence will be given no special meaning.
  *
  * @param {string} str The string to be literalized
  * @returns {string} A literal string replacement
  */
  static quote(str) {
    return Utils.quoteMeta(str);
  }
  /**
  * Quotes '\' and '$' in {@code str}, so that the returned string could be used in
  * replacement methods as a literal replacement of {@code str}.
  *
  * This is a convenience delegation to {@link Matcher.quoteReplacement}.
  *
  * @param {string} str the string to be quoted
  * @param {boolean} [javaMode=false] whether the replacement will be used in javaMode
  * @returns {string} the quoted string
  */
  static quoteReplacement(str, javaMode = false) {
    return Matcher.quoteReplacement(str, javaMode);
  }
  /**
  * Translates a given regular expression string to ensure compatibility with RE2JS.
  *
  * This function preprocesses the input regex string by applying necessary transformations,
  * such as escaping special characters (e.g., `/`), converting named capture groups to
  * RE2JS-compatible syntax, and handling Unicode sequences properly. It ensures that the
  * resulting regex is safe and properly formatted before compilation.
  *
  * @param {string|RegExp} expr - The regular expression string to be translated.
  * @returns {string} - The transformed regular expression string, ready for compilation.
  */
  static translateRegExp(expr) {
    return TranslateRegExpString.translate(expr);
  }
  /**
  * Helper: create new RE2JS with given regex and flags. Flregex is the regex with flags applied.
  * @param {string} regex
  * @param {number} [flags=0]
  * @returns {RE2JS}
  */
  static compile(regex, flags2 = 0) {
    Utils.checkPattern(regex);
    Utils.checkFlags(flags2);
    let fregex = regex;
    if ((flags2 & RE2JS2.CASE_INSENSITIVE) !== 0) fregex = `(?i)${fregex}`;
    if ((flags2 & RE2JS2.DOTALL) !== 0) fregex = `(?s)${fregex}`;
    if ((flags2 & RE2JS2.MULTILINE) !== 0) fregex = `(?m)${fregex}`;
    let re2Flags = RE2Flags.PERL;
    if ((flags2 & RE2JS2.DISABLE_UNICODE_GROUPS) !== 0) re2Flags &= ~RE2Flags.UNICODE_GROUPS;
    if ((flags2 & RE2JS2.LOOKBEHINDS) !== 0) re2Flags |= RE2Flags.LOOKBEHIND;
    const p = new RE2JS2(regex, flags2);
    p.re2Input = RE2.compileImpl(fregex, re2Flags, (flags2 & RE2JS2.LONGEST_MATCH) !== 0);
    return p;
  }
  /**
  * Matches a string against a regular expression.
  *
  * @param {string} regex the regular expression
  * @param {string|number[]|Uint8Array} input the input
  * @returns {boolean} true if the regular expression matches the entire input
  * @throws RE2JSSyntaxException if the regular expression is malformed
  */
  static matches(regex, input) {
    return RE2JS2.compile(regex).testExact(input);
  }
  /**
  * This is visible for testing.
  * @private
  */
  static initTest(pattern, flags2, re2) {
    if (pattern == null) throw new Error("pattern is null");
    if (re2 == null) throw new Error("re2 is null");
    const p = new RE2JS2(pattern, flags2);
    p.re2Input = re2;
    return p;
  }
  /**
  *
  * @param {string} pattern
  * @param {number} flags
  */
  constructor(pattern, flags2) {
    this.patternInput = pattern;
    this.flagsInput = flags2;
    this.re2Input = null;
  }
  /**
  * Releases memory used by internal caches associated with this pattern. Does not change the
  * observable behaviour. Useful for tests that detect memory leaks via allocation tracking.
  */
  reset() {
    this.re2Input.reset();
  }
  /**
  * Returns the flags used in the constructor.
  * @returns {number}
  */
  flags() {
    return this.flagsInput;
  }
  /**
  * Returns the pattern used in the constructor.
  * @returns {string}
  */
  pattern() {
    return this.patternInput;
  }
  re2() {
    return this.re2Input;
  }
  /**
  * Matches a string against a regular expression.
  *
  * @param {string|number[]|Uint8Array} input the input
  * @returns {boolean} true if the regular expression matches the entire input
  */
  matches(input) {
    return this.testExact(input);
  }
  /**
  * Creates a new {@code Matcher} matching the pattern against the input.
  *
  * @param {string|number[]|Uint8Array|MatcherInputBase} input the input string
  * @returns {Matcher}
  */
  matcher(input) {
    if (Utils.isByteArray(input)) input = MatcherInput.utf8(input);
    return new Matcher(this, input);
  }
  /**
  * Tests whether the regular expression matches any part of the input string.
  * Performance Note: This method is highly optimized. Because it only returns
  * a boolean and does not extract capture groups, it bypasses the `Matcher` overhead
  * and guarantees execution on the high-speed DFA engine whenever possible.
  *
  * @param {string|number[]|Uint8Array} input - The input string or UTF-8 byte array to test against.
  * @returns {boolean} `true` if the pattern is found anywhere in the input, `false` otherwise.
  */
  test(input) {
    if (Utils.isByteArray(input)) return this.re2Input.matchUTF8(input);
    return this.re2Input.match(input);
  }
  /**
  * Tests whether the regular expression matches the ENTIRE input string.
  * * **Performance Note:** This operates identically to `.matches()`, but is significantly
  * faster because it does not request capture group data. By requesting 0 capture groups,
  * it securely routes execution through the DFA fast-path.
  *
  * @param {string|number[]|Uint8Array} input - The input string or UTF-8 byte array to test against.
  * @returns {boolean} `true` if the exact input string fully matches the pattern, `false` otherwise.
  */
  testExact(input) {
    const machineInput = Utils.isByteArray(input) ? MachineInput.fromUTF8(input) : MachineInput.fromUTF16(input);
    return this.re2Input.executeEngine(machineInput, 0, RE2Flags.ANCHOR_BOTH, 0) !== null;
  }
  /**
  * Executes a search for a match in a specified string.
  * Returns a result array, or null if no match is found.
  * The returned array perfectly mirrors standard JavaScript `RegExpExecArray`,
  * including `.index`, `.input`, and `.groups` properties.
  *
  * @param {string|number[]|Uint8Array} input the input string or byte array
  * @returns {Array|null} the match array with index, input, and groups properties, or null
  */
  exec(input) {
    const m = this.matcher(input);
    return m.find() ? execResult(m, input) : null;
  }
  /**
  * Splits input around instances of the regular expression. It returns an array giving the strings
  * that occur before, between, and after instances of the regular expression.
  *
  * If {@code limit <= 0}, there is no limit on the size of the returned array. If
  * {@code limit == 0}, empty strings that would occur at the end of the array are omitted. If
  * {@code limit > 0}, at most limit strings are returned. The final string contains the remainder
  * of the input, possibly including additional matches of the pattern.
  *
  * @param {string} input the input string to be split
  * @param {number} [limit=0] the limit
  * @returns {string[]} the split strings
  */
  split(input, limit = 0) {
    const m = this.matcher(input);
    const result = [];
    let emptiesSkipped = 0;
    let last = 0;
    while (m.find()) {
      if (last === 0 && m.end() === 0) {
        last = m.end();
        continue;
      }
      if (limit > 0 && result.length === limit - 1) break;
      if (last === m.start()) {
        if (limit === 0) {
          emptiesSkipped += 1;
          last = m.end();
          continue;
        }
      } else while (emptiesSkipped > 0) {
        result.push("");
        emptiesSkipped -= 1;
      }
      result.push(m.substring(last, m.start()));
      last = m.end();
    }
    if (limit === 0 && last !== m.inputLength()) {
      while (emptiesSkipped > 0) {
        result.push("");
        emptiesSkipped -= 1;
      }
      result.push(m.substring(last, m.inputLength()));
    }
    if (limit !== 0 || result.length === 0 && !(last === m.inputLength() && last > 0)) result.push(m.substring(last, m.inputLength()));
    return result;
  }
  /**
  * Returns an iterator of all results matching a string against the regular expression,
  * including capturing groups.
  *
  * @param {string|number[]|Uint8Array} input the input string or byte array
  * @returns {IterableIterator<RegExpMatchArray>}
  */
  *matchAll(input) {
    const m = this.matcher(input);
    while (m.find()) yield execResult(m, input);
  }
  /**
  *
  * @returns {string}
  */
  toString() {
    return this.patternInput;
  }
  /**
  * Returns the program size of this pattern.
  *
  * <p>
  * Similar to the C++ implementation, the program size is a very approximate measure of a regexp's
  * "cost". Larger numbers are more expensive than smaller numbers.
  * </p>
  *
  * @returns {number} the program size of this pattern
  */
  programSize() {
    return this.re2Input.numberOfInstructions();
  }
  /**
  * Returns the number of capturing groups in this matcher's pattern. Group zero denotes the entire
  * pattern and is excluded from this count.
  *
  * @returns {number} the number of capturing groups in this pattern
  */
  groupCount() {
    return this.re2Input.numberOfCapturingGroups();
  }
  /**
  * Return a map of the capturing groups in this matcher's pattern, where key is the name and value
  * is the index of the group in the pattern.
  * @returns {Record<string, number>}
  */
  namedGroups() {
    return this.re2Input.namedGroups;
  }
  /**
  *
  * @param {*} other
  * @returns {boolean}
  */
  equals(other) {
    if (this === other) return true;
    if (other === null || this.constructor !== other.constructor) return false;
    return this.flagsInput === other.flagsInput && this.patternInput === other.patternInput;
  }
};

// src/lua/types/pattern.ts
var compiled = /* @__PURE__ */ new Map();
var KEPT3 = 500;
function matchesPattern(pattern, text2) {
  let expression = compiled.get(pattern);
  if (expression === void 0 && !compiled.has(pattern)) {
    if (compiled.size >= KEPT3) compiled.clear();
    expression = compile2(pattern);
    compiled.set(pattern, expression);
  }
  return expression?.test(isAscii(text2) ? text2 : bytesOf(text2));
}
function compile2(pattern) {
  try {
    return RE2JS.compile(decodeUtf8(pattern));
  } catch {
    return void 0;
  }
}

// src/lua/types/problem.ts
var PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
function pathText(path) {
  let text2 = "";
  for (const key of path) {
    if (typeof key === "string" && PLAIN_NAME.test(key)) text2 += text2 === "" ? key : `.${key}`;
    else text2 += `[${shownValue(key)}]`;
  }
  return text2;
}
var SHOWN = 40;
function shownValue(value) {
  if (typeof value === "string") {
    const cut = value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value;
    return `"${cut.replace(/[\\"]/g, "\\$&")}"`;
  }
  return typeof value === "object" ? "a value" : String(value);
}
function problemText({ path, text: text2 }) {
  return path.length === 0 ? text2 : `field '${pathText(path)}': ${text2}`;
}
function problemDetails({ path, details }) {
  return { path: pathText(path), ...details };
}
var makeError;
function errorOf(problem) {
  const text2 = problemText(problem);
  return makeError === void 0 ? text2 : makeError(text2, recordOf(problemDetails(problem)));
}

// src/lua/types/type-text.ts
var LONGEST2 = 200;
var MOST_PARTS = 200;
var room = 0;
function typeText(type3) {
  room = MOST_PARTS;
  const text2 = written(type3, type3.form);
  return text2.length > LONGEST2 ? `${text2.slice(0, LONGEST2)}...` : text2;
}
function typeNameOf(type3) {
  return type3.form.kind === "definition" ? type3.form.name : typeText(type3);
}
function written(type3, form) {
  if (room-- <= 0) return "...";
  const one2 = (inner2) => isWide(inner2) ? `(${written(type3, inner2)})` : written(type3, inner2);
  const all2 = (forms) => forms.map((inner2) => written(type3, inner2)).join(", ");
  switch (form.kind) {
    case "named":
      return form.name;
    case "literal":
      return shownLiteral(form.value);
    case "union":
      return form.of.map(one2).join(" | ");
    case "intersection":
      return form.of.map(one2).join(" & ");
    case "optional":
      return `${one2(form.of)}?`;
    case "array":
      return `${form.isReadonly ? "readonly " : ""}{${written(type3, form.of)}}`;
    case "map":
      return `${form.isReadonly ? "readonly " : ""}{[${written(type3, form.key)}]: ${written(type3, form.value)}}`;
    case "record":
      return `{${form.fields.map(({ name: name2, of, isOptional }) => `${name2}${isOptional ? "?" : ""}: ${written(type3, of)}`).join(", ")}}`;
    case "function": {
      const { parameters, isRest, returns } = form;
      const shown = parameters.map(
        (inner2, i) => isRest && i === parameters.length - 1 ? `...: ${written(type3, inner2)}` : written(type3, inner2)
      );
      const [only] = returns;
      const result = returns.length === 1 && only !== void 0 ? written(type3, only) : `(${all2(returns)})`;
      return `(${shown.join(", ")}) -> ${result}`;
    }
    case "annotated":
      return `${one2(form.of)} @${form.name}(${form.args.map(shownLiteral).join(", ")})`;
    case "definition":
      return type3.form === form && type3.args.length > 0 ? `${form.name}<${type3.args.map((arg) => written(arg, arg.form)).join(", ")}>` : form.name;
    case "parameter":
    case "application":
    case "given": {
      const inner2 = type3.inner(form);
      return written(inner2, inner2.form);
    }
  }
}
function isWide({ kind }) {
  return kind === "union" || kind === "intersection" || kind === "function";
}
function shownLiteral(value) {
  return value === void 0 ? "nil" : shownValue(value);
}

// src/lua/types/shallow.ts
function isNamed(name2, value) {
  switch (name2) {
    case "any":
    case "unknown":
      return true;
    case "never":
      return false;
    case "nil":
      return value === void 0;
    case "number":
      return isNumber(value);
    case "integer":
      return typeof value === "bigint" || Number.isSafeInteger(value);
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "table":
      return value instanceof LuaTable;
    case "function":
      return value instanceof Fn;
    case "thread":
      return value instanceof Coroutine;
    case "userdata":
      return value instanceof Userdata;
    case "error":
      return value instanceof Userdata && value.handle.name === "error";
    default:
      return true;
  }
}
function isLiteral2(literal4, value) {
  return literal4 === value || isNumber(literal4) && isNumber(value) && equalNumbers(literal4, value);
}
function refusedBy({ name: name2, args }, value) {
  const [limit] = args;
  const refused = (text2) => ({ text: text2, details: { constraint: name2, limit } });
  if (isNumber(value) && isNumber(limit)) {
    if (name2 === "min" && !(value >= limit)) return refused(`value ${value} is below the minimum ${limit}`);
    if (name2 === "max" && !(value <= limit)) return refused(`value ${value} is above the maximum ${limit}`);
    return void 0;
  }
  const length = typeof value === "string" ? value.length : value instanceof LuaTable ? value.length() : -1;
  if (length >= 0 && isNumber(limit)) {
    if (name2 === "min_len" && length < limit)
      return refused(`length ${length} is below the minimum length ${limit}`);
    if (name2 === "max_len" && length > limit)
      return refused(`length ${length} is above the maximum length ${limit}`);
    return void 0;
  }
  if (name2 !== "pattern" || typeof value !== "string" || typeof limit !== "string") return void 0;
  R.fuel -= value.length >> 4;
  const matches = matchesPattern(limit, value);
  if (matches === void 0) return refused(`the pattern ${shownValue(limit)} is no regular expression`);
  return matches ? void 0 : refused(`${shownValue(value)} does not match the pattern ${shownValue(limit)}`);
}
function expectation(type3, value) {
  return `expected ${expectedText(type3)}, got ${gotText(type3, value)}`;
}
var LONGEST_UNION = 60;
function expectedText(type3) {
  const { bare: bare2 } = type3;
  const text2 = typeText(type3.form.kind === "definition" ? type3 : bare2);
  switch (bare2.form.kind) {
    case "named":
    case "literal":
    case "optional":
      return typeText(bare2);
    case "union": {
      const members = typeText(bare2);
      return members.length > LONGEST_UNION ? text2 : members;
    }
    case "intersection":
      return text2;
    default:
      return `${bare2.form.kind} ${text2}`;
  }
}
function gotText({ bare: bare2 }, value) {
  const isAboutLiterals = bare2.form.kind === "literal" || bare2.form.kind === "union" && bare2.members.some(({ bare: { form } }) => form.kind === "literal");
  return isAboutLiterals && (typeof value === "string" || isNumber(value)) ? shownValue(value) : shownType(value);
}

// src/lua/types/check.ts
var FINE = 0;
var WRONG = 1;
var ENTERED = 2;
var COST = 0.25;
var COST_OF_PART = 0.03;
var MAX_LEVELS = 300;
var MAX_GLANCES = 20;
var Check = class {
  type;
  value;
  steps = [];
  problem;
  /** How many of the steps are choices: as long as there is one, a problem is not the last word. */
  #choices = 0;
  #isStarted = false;
  #verdicts = /* @__PURE__ */ new Map();
  #trail = [];
  #assumed = 0;
  constructor(type3, value) {
    this.type = type3;
    this.value = value;
  }
  /** All that it knows as values; what was found of recursive types is found again. */
  static save(of) {
    const steps2 = of.steps.map(({ type: type3, value, at: at2, key, candidates }) => [
      typeValue(type3),
      value,
      at2,
      key,
      candidates?.map(typeValue)
    ]);
    return [typeValue(of.type), of.value, of.#isStarted, steps2];
  }
  /** Throws a TypeError when these are no parts of a check. */
  static fill(check, [type3, value, isStarted, steps2]) {
    check.type = someType(type3);
    check.value = value;
    check.#isStarted = isStarted === true;
    for (const saved of someList(steps2)) {
      const [of, inner2, at2, key, candidates] = someList(saved);
      const tried = candidates === void 0 ? void 0 : someList(candidates).map(someType);
      check.#push(someType(of), inner2, key, tried);
      const step = check.steps.at(-1);
      if (step !== void 0) step.at = at2;
    }
  }
  /** Goes on until it knows, or the fuel is spent: true, false, or undefined when it must go on later. */
  run() {
    if (!this.#isStarted) {
      this.#isStarted = true;
      if (this.#settle(this.#look(this.type, this.value, void 0)) === WRONG) return false;
      if (R.fuel <= 0 && this.steps.length > 0) return void 0;
    }
    for (let step = this.steps.at(-1); step !== void 0; step = this.steps.at(-1)) {
      const answer2 = this.#proceed(step);
      if (answer2 === void 0) return void 0;
      if (this.#settle(answer2) === WRONG) return false;
      if (R.fuel <= 0 && this.steps.length > 0) return void 0;
    }
    return true;
  }
  /** A step has ended: those that it was all of have ended too; after a failure the next candidate has its turn. */
  #settle(given3) {
    let answer2 = given3;
    while (answer2 === WRONG) {
      const step = this.steps.at(-1);
      if (step === void 0) return WRONG;
      if (step.candidates === void 0) this.#drop(step, "wrong");
      else answer2 = this.#nextCandidate(step);
    }
    return answer2;
  }
  /** Pops a step that has ended. */
  #drop(step, verdict) {
    this.steps.pop();
    if (step.candidates !== void 0) this.#choices--;
    if (!step.type.isRecursive) return;
    const verdicts = this.#verdicts.get(step.type);
    if (verdict === "wrong") verdicts?.set(step.value, "wrong");
    else verdicts?.set(step.value, this.#assumed === step.assumed ? "proved" : "assumed");
  }
  #nextCandidate(step) {
    for (const [type3, value] of this.#trail.splice(step.trail)) {
      const verdicts = this.#verdicts.get(type3);
      const verdict = verdicts?.get(value);
      if (verdict === "open" || verdict === "assumed") verdicts?.delete(value);
    }
    const at2 = step.at;
    step.at = at2 + 1;
    const candidate = step.candidates?.[at2];
    if (candidate !== void 0) return this.#look(candidate, step.value, void 0);
    this.#drop(step, "wrong");
    return this.#wrong(step.type, step.value, step.key);
  }
  /** Looks at one value, or enters it. */
  #look(given3, value, key) {
    spendPart(COST);
    let type3 = given3.shape;
    for (let level = 0; level < MAX_LEVELS; level++) {
      const { form } = type3;
      switch (form.kind) {
        case "named":
          return isNamed(form.name, value) ? FINE : this.#wrong(given3, value, key);
        case "literal":
          return isLiteral2(form.value, value) ? FINE : this.#wrong(given3, value, key);
        case "function":
          return value instanceof Fn ? FINE : this.#wrong(given3, value, key);
        case "optional":
          if (value === void 0) return FINE;
          type3 = type3.members[0].shape;
          break;
        case "annotated": {
          const refused = refusedBy(form, value);
          if (refused !== void 0) return this.#fail(refused.text, refused.details, key);
          type3 = type3.members[0].shape;
          break;
        }
        case "union":
          return this.#choose(type3, given3, value, key);
        case "intersection":
          return this.#enter(type3, value, key, void 0);
        default:
          if (!(value instanceof LuaTable)) return this.#wrong(given3, value, key);
          if (form.kind === "array" && hasOtherKeys(value)) {
            const problem = "expected a list, got a table with other keys than 1 to its length";
            return this.#fail(problem, { expected: "array", got: "table" }, key);
          }
          return this.#enter(type3, value, key, void 0);
      }
    }
    return this.#wrong(given3, value, key);
  }
  #enter(type3, value, key, candidates) {
    if (type3.isRecursive) {
      const verdict = this.#verdictsOf(type3).get(value);
      if (verdict === "wrong") return this.#wrong(type3, value, key);
      if (verdict !== void 0) {
        if (verdict !== "proved") this.#assumed++;
        return FINE;
      }
    }
    this.#push(type3, value, key, candidates);
    return ENTERED;
  }
  #push(type3, value, key, candidates) {
    if (type3.isRecursive) {
      this.#verdictsOf(type3).set(value, "open");
      this.#trail.push([type3, value]);
    }
    const at2 = type3.form.kind === "map" ? void 0 : 0;
    const [trail, assumed] = [this.#trail.length, this.#assumed];
    this.steps.push({ type: type3, value, at: at2, key, candidates, trail, assumed });
    if (candidates !== void 0) this.#choices++;
  }
  #verdictsOf(type3) {
    let verdicts = this.#verdicts.get(type3);
    if (verdicts === void 0) {
      verdicts = /* @__PURE__ */ new Map();
      this.#verdicts.set(type3, verdicts);
    }
    return verdicts;
  }
  /** Va6. */
  #choose(union3, given3, value, key) {
    const candidates = [];
    const members = membersOf(union3);
    spendPart(COST_OF_PART * members.length);
    for (const member2 of members) {
      const answer2 = glance(member2, value);
      if (answer2 === true) return FINE;
      if (answer2 === void 0) candidates.push(member2);
    }
    const [first3, second] = candidates;
    if (first3 === void 0) return this.#wrong(given3, value, key);
    const { kind } = first3.bare.form;
    const isPlain3 = kind !== "union" && kind !== "optional";
    return second === void 0 && isPlain3 ? this.#look(first3, value, key) : this.#enter(union3, value, key, candidates);
  }
  /** Goes on with a step: undefined when the fuel is spent. */
  #proceed(step) {
    const { form } = step.type;
    if (form.kind === "union") {
      if (step.at === 0) return this.#nextCandidate(step);
      return this.#end(step);
    }
    const { value } = step;
    if (form.kind === "intersection") return this.#members(step);
    if (!(value instanceof LuaTable)) return this.#end(step);
    if (form.kind === "record") return this.#record(step, value, step.type.fields);
    return form.kind === "array" ? this.#list(step, value) : this.#map(step, value);
  }
  #end(step) {
    this.#drop(step, "assumed");
    return FINE;
  }
  #members(step) {
    const { members } = step.type;
    while (step.at < members.length) {
      const member2 = members[step.at];
      step.at = step.at + 1;
      const answer2 = member2 === void 0 ? FINE : this.#look(member2, step.value, void 0);
      if (answer2 !== FINE) return answer2;
      if (R.fuel <= 0) return void 0;
    }
    return this.#end(step);
  }
  #record(step, table2, fields) {
    let at2 = step.at;
    if (at2 === 0) spendPart(COST_OF_PART * fields.length);
    while (at2 < fields.length) {
      const field4 = fields[at2++];
      if (field4 === void 0) continue;
      const value = fieldOf3(table2, field4);
      if (value === void 0 && field4.isOptional) continue;
      step.at = at2;
      const answer2 = this.#look(field4.type, value, field4.name);
      if (answer2 !== FINE) return answer2;
      if (R.fuel <= 0) return void 0;
    }
    return this.#end(step);
  }
  #list(step, table2) {
    const [element] = step.type.members;
    if (element === void 0) return this.#end(step);
    while (step.at < table2.length()) {
      const at2 = step.at + 1;
      step.at = at2;
      const answer2 = this.#look(element, table2.get(at2), at2);
      if (answer2 !== FINE) return answer2;
      if (R.fuel <= 0) return void 0;
    }
    return this.#end(step);
  }
  #map(step, table2) {
    const [keys2, values2] = step.type.members;
    if (keys2 === void 0 || values2 === void 0) return this.#end(step);
    for (; ; ) {
      const key = table2.next(step.at);
      if (key === void 0 || key === false) return this.#end(step);
      const value = nextValue;
      step.at = key;
      const isKey = glance(keys2, key);
      if (isKey === false) return this.#wrongKey(keys2, key);
      const answer2 = this.#look(values2, value, key);
      if (answer2 !== FINE) return answer2;
      if (R.fuel <= 0) return void 0;
    }
  }
  #wrongKey(keys2, key) {
    const expected2 = expectation(keys2, key);
    return this.#fail(`wrong key: ${expected2}`, { constraint: "key" }, key);
  }
  #wrong(type3, value, key) {
    if (this.#choices > 0) return WRONG;
    const text2 = expectation(type3, value);
    const [, expected2, got] = /^expected (.*), got (.*)$/s.exec(text2) ?? [];
    return this.#fail(text2, { expected: expected2, got }, key);
  }
  #fail(text2, details, key) {
    if (this.#choices === 0) {
      const path = this.steps.map((step) => step.key);
      path.push(key);
      this.problem = { path: path.filter((part) => part !== void 0), text: text2, details };
    }
    return WRONG;
  }
};
function someType(value) {
  const type3 = typeIn(value);
  if (type3 === void 0) throw new TypeError("a type is missing");
  return type3;
}
function someList(value) {
  if (!Array.isArray(value)) throw new TypeError("a list is missing");
  return value;
}
function membersOf(union3) {
  if (!union3.members.some(isWide2)) return union3.members;
  const found2 = [];
  const seen = /* @__PURE__ */ new Set();
  const work = [union3];
  for (let type3 = work.pop(); type3 !== void 0; type3 = work.pop()) {
    const { shape } = type3;
    if (!isWide2(type3)) found2.push(type3);
    else if (!seen.has(shape)) {
      seen.add(shape);
      if (shape.form.kind === "optional") found2.push(namedType("nil"));
      work.push(...[...shape.members].reverse());
    }
  }
  return found2;
}
function isWide2({ shape: { form } }) {
  return form.kind === "union" || form.kind === "optional";
}
function glance(given3, value, depth = 0) {
  let type3 = given3.shape;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const { form } = type3;
    switch (form.kind) {
      case "named":
        return isNamed(form.name, value);
      case "literal":
        return isLiteral2(form.value, value);
      case "function":
        return value instanceof Fn;
      case "optional":
        if (value === void 0) return true;
        type3 = type3.members[0].shape;
        break;
      case "annotated":
        if (refusedBy(form, value) !== void 0) return false;
        type3 = type3.members[0].shape;
        break;
      case "union":
        return depth > MAX_GLANCES ? void 0 : glanceAtUnion(type3, value, depth + 1);
      case "intersection":
        return void 0;
      case "record":
        return value instanceof LuaTable && glanceAtFields(type3, value);
      case "array":
        return value instanceof LuaTable && !hasOtherKeys(value) ? void 0 : false;
      default:
        return value instanceof LuaTable && glanceAtKey(type3, value);
    }
  }
  return false;
}
function glanceAtUnion(union3, value, depth) {
  let seen = false;
  for (const member2 of membersOf(union3)) {
    const answer2 = glance(member2, value, depth);
    if (answer2 === true) return true;
    if (answer2 === void 0) seen = void 0;
  }
  return seen;
}
function glanceAtFields(record2, table2) {
  for (const field4 of record2.fields) {
    const { type: type3, isOptional } = field4;
    const value = fieldOf3(table2, field4);
    if (value === void 0 && isOptional) continue;
    spendPart(COST);
    if (isPlain2(type3) ? glance(type3, value) === false : value === void 0 && !mayBeNil(type3)) return false;
  }
  return void 0;
}
function isPlain2({ shape: { form } }) {
  return form.kind === "named" || form.kind === "literal";
}
function mayBeNil({ shape: { form } }) {
  return form.kind !== "record" && form.kind !== "array" && form.kind !== "map" && form.kind !== "function";
}
function glanceAtKey(map2, table2) {
  const key = table2.next(void 0);
  const [keys2] = map2.members;
  if (key === void 0 || keys2 === void 0) return void 0;
  return glance(keys2, key) === false ? false : void 0;
}
var MAX_PARENTS = 100;
function fieldOf3(table2, { name: name2, property: property2 }) {
  const own = table2.s[property2];
  if (own !== void 0) return own;
  let at2 = table2;
  for (let i = 0; i < MAX_PARENTS && at2 instanceof LuaTable; i++) {
    const value = at2.getText(name2);
    if (value !== void 0 || at2.mt === null) return value;
    at2 = at2.mt.getText("__index");
  }
  return void 0;
}
function hasOtherKeys({ s, hash }) {
  if (s !== NO_FIELDS) {
    for (const name2 of propertiesOf(s)) if (s[name2] !== void 0) return true;
  }
  return hash?.vals.some((value) => value !== void 0) ?? false;
}
defineState({
  name: "type.check/1",
  type: Check,
  changes: "frames",
  save: Check.save,
  make: () => new Check(ANY, void 0),
  fill: Check.fill
});

// src/lua/types/subtype.ts
var YES = [[]];
var NO = [];
var MAX_PAIRS = 2e4;
function isSubtype(sub3, of) {
  return new Comparison().decide(sub3, of);
}
function isSameType(a2, b) {
  return a2 === b || isSubtype(a2, b) && isSubtype(b, a2);
}
var Comparison = class {
  #pairs = /* @__PURE__ */ new Map();
  #unread = [];
  #count = 0;
  decide(sub3, of) {
    const root = this.#pair(sub3.shape, of.shape);
    const struck = [];
    for (let pair = this.#unread.pop(); pair !== void 0; pair = this.#unread.pop()) {
      if (this.#count > MAX_PAIRS) return false;
      const alternatives = asked3(pair.sub, pair.of).map(
        (all2) => all2.map(([a2, b]) => this.#pair(a2.shape, b.shape))
      );
      pair.alternatives.push(...alternatives);
      for (const needed of new Set(alternatives.flat())) needed.users.push(pair);
      if (alternatives.length === 0) struck.push(pair);
    }
    R.fuel -= this.#count >> 2;
    for (const pair of struck) pair.holds = false;
    for (let pair = struck.pop(); pair !== void 0; pair = struck.pop()) {
      for (const user of pair.users) {
        if (!user.holds || user.alternatives.some((all2) => all2.every(({ holds }) => holds))) continue;
        user.holds = false;
        struck.push(user);
      }
    }
    return root.holds;
  }
  #pair(sub3, of) {
    let row = this.#pairs.get(sub3);
    if (row === void 0) {
      row = /* @__PURE__ */ new Map();
      this.#pairs.set(sub3, row);
    }
    let pair = row.get(of);
    if (pair === void 0) {
      pair = { sub: sub3, of, alternatives: [], users: [], holds: true };
      row.set(of, pair);
      this.#unread.push(pair);
      this.#count++;
    }
    return pair;
  }
};
function asked3(sub3, of) {
  if (sub3 === of || isNamed2(of, "any") || isNamed2(of, "unknown") || isNamed2(sub3, "never")) return YES;
  const left2 = sub3.form;
  const right = of.form;
  if (left2.kind === "annotated" && right.kind === "annotated" && typeValue(sub3) === typeValue(of)) return YES;
  const apart2 = left2.kind === "annotated" ? membersApart(sub3, left2) : void 0;
  if (apart2 !== void 0) return [apart2.map((member2) => [member2, of])];
  if (left2.kind === "union") return [sub3.members.map((member2) => [member2, of])];
  if (left2.kind === "optional")
    return [[namedType("nil"), ...sub3.members].map((member2) => [member2, of])];
  if (isNamed2(sub3, "boolean") && (right.kind === "union" || right.kind === "optional")) return booleanIn(of);
  if (right.kind === "intersection") return [of.members.map((member2) => [sub3, member2])];
  const byMember = left2.kind === "intersection" ? sub3.members.map((member2) => [[member2, of]]) : NO;
  if (right.kind === "union") return [...of.members.map((member2) => [[sub3, member2]]), ...byMember];
  if (right.kind === "optional")
    return [...[namedType("nil"), ...of.members].map((member2) => [[sub3, member2]]), ...byMember];
  if (right.kind === "annotated") {
    const [inner2] = of.members;
    if (inner2 === void 0 || !isNarrowed(sub3, right)) return byMember;
    return [[[sub3, inner2]], ...byMember];
  }
  if (left2.kind === "annotated") return [sub3.members.map((member2) => [member2, of])];
  if (left2.kind === "intersection") {
    const fields = right.kind === "record" ? recordAlternatives(sub3.fields, of.fields) : NO;
    return [...byMember, ...fields];
  }
  return structural(sub3, of);
}
var apart = /* @__PURE__ */ new WeakMap();
var MAX_LEVELS2 = 300;
function membersApart(type3, form, level = 0) {
  let members = apart.get(type3);
  if (members !== void 0) return members;
  const inner2 = type3.members[0]?.shape;
  if (inner2 === void 0 || form.depth > MAX_LEVELS2 || level > MAX_LEVELS2) return void 0;
  if (inner2.form.kind === "annotated") {
    const parts3 = membersApart(inner2, inner2.form, level + 1);
    if (parts3 === void 0) return void 0;
    members = parts3.map((part) => annotated2(part, form));
  } else if (inner2.form.kind === "union") members = inner2.members.map((part) => annotated2(part, form));
  else if (inner2.form.kind === "optional")
    members = [namedType("nil"), ...inner2.members.map((part) => annotated2(part, form))];
  else return void 0;
  apart.set(type3, members);
  return members;
}
function annotated2(type3, { name: name2, args, depth }) {
  const of = { kind: "given", type: type3, depth, isOpen: false };
  return typeOf({ kind: "annotated", of, name: name2, args, depth: depth + 1, isOpen: false });
}
function booleanIn(of) {
  const one2 = of.members.map((member2) => [[namedType("boolean"), member2]]);
  const covers = (value) => of.members.some(({ shape }) => shape.form.kind === "literal" && shape.form.value === value);
  return covers(true) && covers(false) ? YES : one2;
}
function structural(sub3, of) {
  const left2 = sub3.form;
  const right = of.form;
  switch (right.kind) {
    case "named":
      return isWithin2(sub3, right.name) ? YES : NO;
    case "literal":
      return left2.kind === "literal" && isLiteral2(right.value, left2.value) ? YES : NO;
    case "record":
      if (right.fields.length === 0 && isTable(sub3)) return YES;
      return left2.kind === "record" ? recordAlternatives(sub3.fields, of.fields) : NO;
    case "array":
      return left2.kind === "array" ? [inside(sub3.members, of.members, right.isReadonly)] : NO;
    case "map":
      return left2.kind === "map" ? [inside(sub3.members, of.members, right.isReadonly)] : NO;
    case "function":
      return left2.kind === "function" ? [functionPairs(sub3, left2, of, right)] : NO;
    default:
      return NO;
  }
}
function isWithin2({ form }, name2) {
  switch (form.kind) {
    case "named":
      return form.name === name2 || form.name === "integer" && name2 === "number";
    case "literal":
      return nameOfLiteral(form.value) === name2 || name2 === "number" && isNumber(form.value);
    case "record":
    case "array":
    case "map":
      return name2 === "table";
    case "function":
      return name2 === "function";
    default:
      return false;
  }
}
function nameOfLiteral(value) {
  if (isNumber(value)) return typeof value === "bigint" || Number.isSafeInteger(value) ? "integer" : "number";
  return value === void 0 ? "nil" : typeof value;
}
function isTable({ form }) {
  const { kind } = form;
  return kind === "record" || kind === "array" || kind === "map" || kind === "named" && form.name === "table";
}
function inside(sub3, of, isReadonly) {
  const pairs2 = [];
  for (const [i, member2] of sub3.entries()) {
    const other = of[i] ?? ANY;
    pairs2.push([member2, other]);
    if (!isReadonly) pairs2.push([other, member2]);
  }
  return pairs2;
}
function recordAlternatives(sub3, of) {
  const pairs2 = [];
  const own = new Map(sub3.map((field4) => [field4.name, field4]));
  for (const { name: name2, type: type3, isOptional, isReadonly } of of) {
    const field4 = own.get(name2);
    if (field4 === void 0) {
      if (!isOptional && !takesNil(type3)) return NO;
      continue;
    }
    if (field4.isOptional && !isOptional && !takesNil(type3)) return NO;
    if (field4.isReadonly && !isReadonly) return NO;
    pairs2.push([field4.type, type3]);
    if (!isReadonly) pairs2.push([type3, field4.type]);
  }
  return [pairs2];
}
function takesNil({ shape }) {
  return shape.form.kind === "optional" || isNamed2(shape, "nil") || isNamed2(shape, "any");
}
function functionPairs(sub3, left2, of, right) {
  const pairs2 = [];
  for (const [i, form] of left2.parameters.entries()) {
    const isRest = left2.isRest && i === left2.parameters.length - 1;
    const given3 = parameterAt(of, right, i);
    if (given3 !== void 0) pairs2.push([given3, sub3.inner(form)]);
    else if (!isRest) pairs2.push([namedType("nil"), sub3.inner(form)]);
  }
  for (const [i, form] of right.returns.entries()) {
    const own = left2.returns[i];
    pairs2.push([own === void 0 ? namedType("nil") : sub3.inner(own), of.inner(form)]);
  }
  return pairs2;
}
function parameterAt(type3, { parameters, isRest }, i) {
  const form = parameters[isRest ? Math.min(i, parameters.length - 1) : i];
  return form === void 0 ? void 0 : type3.inner(form);
}
function isNamed2({ form }, name2) {
  return form.kind === "named" && form.name === name2;
}
function isNarrowed(sub3, annotation) {
  const { name: name2, args } = annotation;
  const [limit] = args;
  const { form } = sub3.bare;
  if (form.kind === "literal" && refusedBy(annotation, form.value) === void 0) return true;
  const asked4 = ASKED[name2];
  if (asked4 === void 0 || isOfOtherKind(form, asked4)) return true;
  return sub3.annotations.some((own) => {
    const [given3] = own.args;
    if (own.name !== name2) return false;
    if (!isNumber(given3) || !isNumber(limit)) return given3 === limit;
    return name2.startsWith("min") ? given3 >= limit : name2.startsWith("max") ? given3 <= limit : given3 === limit;
  });
}
var ASKED = {
  min: ["number", "integer"],
  max: ["number", "integer"],
  min_len: ["string", "table", "record", "array", "map"],
  max_len: ["string", "table", "record", "array", "map"],
  pattern: ["string"]
};
var CERTAIN = ["number", "integer", "string", "boolean", "nil", "table", "thread", "userdata", "error"];
function isOfOtherKind(form, asked4) {
  const isCertain = form.kind === "named" ? CERTAIN.includes(form.name) : form.kind in STRUCTURES;
  return isCertain && !asked4.includes(form.kind === "named" ? form.name : form.kind);
}
var STRUCTURES = { record: true, array: true, map: true, function: true };

// src/lua/types/type-methods.ts
function proceed4(frame, check, done) {
  const answer2 = check.run();
  if (answer2 !== void 0) return done(check, answer2);
  R.why = SLICE;
  return push(new Frame(frame, 0, check, void 0, void 0, void 0, null));
}
function checked(check, isFine) {
  return isFine ? check.value : raise(problemOf(check), 1);
}
function answered(check, isFine) {
  return isFine ? ret2(check.value, void 0) : ret2(void 0, problemOf(check));
}
function problemOf({ problem }) {
  return problem === void 0 ? "the value is of another type" : errorOf(problem);
}
var cast = host(
  "type.cast",
  (self, type3, value) => {
    const of = typeIn(type3);
    return of === void 0 ? notType("cast", type3) : proceed4(self, new Check(of, value), checked);
  },
  { resume: (frame) => proceed4(cast, frame.a, checked) }
);
var is = host(
  "type.is",
  (self, type3, value) => {
    const of = typeIn(type3);
    return of === void 0 ? notType("is", type3) : proceed4(self, new Check(of, value), answered);
  },
  { resume: (frame) => proceed4(is, frame.a, answered) }
);
function notType(name2, value) {
  return raise(`bad argument #1 to '${name2}' (type expected, got ${shownType(value)})`, 1);
}
function method(name2, run2) {
  return nameHost(
    host(`type.${name2}`, (_self, value) => {
      const type3 = typeIn(value);
      return type3 === void 0 ? notType(name2, value) : run2(type3);
    })
  );
}
function kindOf2(type3) {
  const { form } = type3.bare;
  if (form.kind !== "named") return form.kind;
  return KINDS2.has(form.name) ? form.name : "unknown";
}
var KINDS2 = /* @__PURE__ */ new Set([
  "number",
  "integer",
  "string",
  "boolean",
  "nil",
  "any",
  "never",
  "table",
  "function",
  "thread",
  "userdata",
  "error"
]);
function inside2(kind, at2) {
  return ({ bare: bare2 }) => {
    const member2 = bare2.form.kind === kind ? bare2.members[at2] : void 0;
    return member2 === void 0 ? void 0 : typeValue(member2);
  };
}
function fieldType({ type: type3, isOptional }) {
  if (!isOptional || type3.bare.form.kind === "optional") return type3;
  return typeOf({ kind: "optional", of: { kind: "given", type: type3, ...CLOSED }, ...CLOSED });
}
var CLOSED = { depth: 0, isOpen: false };
var walk2 = hostClosure("type.walk", (self) => {
  const [of, what, place] = self.up;
  const type3 = typeIn(of);
  const at2 = place.v;
  if (type3 === void 0) return void 0;
  if (place.mark !== 0) touch(place);
  place.v = at2 + 1;
  if (what === "fields") {
    const field4 = type3.fields[at2];
    return field4 === void 0 ? void 0 : ret2(field4.name, typeValue(fieldType(field4)));
  }
  const found2 = what === "variants" ? variantsOf(type3)[at2] : parametersOf(type3)[at2];
  return found2 === void 0 ? void 0 : typeValue(found2);
});
function variantsOf({ bare: bare2 }) {
  return bare2.form.kind === "union" || bare2.form.kind === "intersection" ? bare2.members : NONE3;
}
function parametersOf({ bare: bare2 }) {
  const { form } = bare2;
  return form.kind === "function" ? form.parameters.map((each2) => bare2.inner(each2)) : NONE3;
}
var NONE3 = [];
function resultOf({ bare: bare2 }) {
  const { form } = bare2;
  if (form.kind !== "function")
    return form.kind === "named" && form.name === "function" ? typeValue(ANY) : void 0;
  const [first3] = form.returns;
  return typeValue(first3 === void 0 ? namedType("nil") : bare2.inner(first3));
}
function walker(what) {
  return method(what, (type3) => walk2(typeValue(type3), what, new Cell(0)));
}
var methods = {
  is,
  kind: method("kind", kindOf2),
  name: method("name", typeNameOf),
  fields: walker("fields"),
  elem: method("elem", inside2("array", 0)),
  key: method("key", inside2("map", 0)),
  val: method("val", inside2("map", 1)),
  inner: method("inner", inside2("optional", 0)),
  variants: walker("variants"),
  params: walker("params"),
  ret: method("ret", resultOf)
};
function methodGetter(name2) {
  const get = getter(name2);
  const found2 = methods[name2];
  if (found2 === void 0) return get;
  return (object) => typeIn(object) === void 0 ? get(object) : found2;
}
var index2 = host("type.index", (_self, value, name2) => {
  const field4 = typeof name2 === "string" ? typeIn(value)?.fields.find((each2) => each2.name === name2) : void 0;
  if (field4 !== void 0) return typeValue(fieldType(field4));
  return typeof name2 === "string" && isTypeMethod(name2) ? methods[name2] : void 0;
});
function comparison(name2, compare) {
  return host(`type.${name2}`, (_self, a2, b) => {
    const left2 = typeIn(a2);
    const right = typeIn(b);
    if (left2 !== void 0 && right !== void 0) return compare(left2, right);
    return name2 === "__eq" ? false : raise(`attempt to compare ${shownType(a2)} with ${shownType(b)}`, 1);
  });
}
var metamethods = {
  __index: index2,
  __call: cast,
  __eq: comparison("__eq", isSameType),
  __le: comparison("__le", isSubtype),
  __lt: comparison("__lt", (a2, b) => isSubtype(a2, b) && !isSubtype(b, a2)),
  __tostring: method("__tostring", typeText),
  __name: "type",
  __metatable: "type"
};
for (const [name2, value] of Object.entries(metamethods)) typeHandle.metatable.setField(name2, value);
typeHandle.metatable.mark = FROZEN;
function callableAs(type3) {
  const metatable = new LuaTable();
  const call3 = host(
    `type.cast.${typeNameOf(type3)}`,
    (_self, _library, value) => cast.code(cast, typeValue(type3), value)
  );
  metatable.setField("__call", call3);
  metatable.setField("__metatable", false);
  metatable.mark = FROZEN;
  return metatable;
}

// src/lua/runtime-names.ts
function each(value) {
  if (value === S && R.why !== MULTI) return S;
  R.stash = { value, results: value === S ? results(S) : void 0 };
  R.why = SLICE;
  return S;
}
function again() {
  if (R.resumed) {
    R.resumed = false;
    return false;
  }
  R.why = SLICE;
  return true;
}
function put(table2, place, value) {
  if (table2.mark !== 0) touch(table2);
  table2.set(place, value);
}
function fill(table2, from, values2) {
  if (table2.mark !== 0) touch(table2);
  for (const [i, value] of values2.entries()) table2.set(from + i + 1, value);
}
function numberOnly(value) {
  if (typeof value === "number") return value;
  throw new LuaError("a function that always returns a number has changed, and returned another value");
}
function head(proto, site) {
  return proto.head(site);
}
function piece2(proto, site) {
  beginPiece();
  return proto.head(site);
}
function innerPiece(proto, site) {
  beginInnerPiece();
  return proto.head(site);
}
var runtimeNames = {
  ...operations_exports,
  ...field_access_exports,
  ...loop_bounds_exports,
  S,
  R,
  T: LuaTable,
  Fn,
  Cell,
  Frame,
  Fields,
  NO_FIELDS,
  NO_UP: [],
  EMPTY_PROTOTYPE,
  Traversal,
  push,
  tick,
  tickOfPiece,
  enter,
  again,
  each,
  fill,
  put,
  numberOnly,
  head,
  piece: piece2,
  innerPiece,
  ret0,
  ret2,
  ret3,
  retN,
  setResults,
  next,
  select,
  stringByte: byte,
  stringSub: sub2,
  stringFind: find,
  stringMatch: match,
  tableInsert: insert3,
  oneByte: ONE_BYTE,
  literalSearch,
  methodGetter,
  typesOf,
  typeAt,
  typeOfGiven,
  typeOfKnown
};
installFallbacks();
settleShapes();
settleJobs();
settleChecks();

// src/lua/scripts.ts
var origins = [];
function scriptName(owner, part, name2) {
  const number2 = origins.push({ owner: new WeakRef(owner), part }) - 1;
  const of = part.type === "continuation" ? `?${part.index}.${part.site}` : "";
  return `lua:${number2}/${name2}${of}`;
}
function encodedName(name2) {
  return encodeURIComponent(name2.toWellFormed()).replace(/%2F|%3A/g, decodeURIComponent).replace(/[()*'!]/g, encodedMark);
}
function encodedMark(mark) {
  return `%${mark.charCodeAt(0).toString(16)}`;
}
var STACK_LINE = /(?:^|[\s(])lua:(\d+)\/[^\s()]*:(\d+):(\d+)\)?$/;
function positionOfStackLine(text2) {
  const [, number2, line, column] = STACK_LINE.exec(text2) ?? [];
  const origin = origins[Number(number2)];
  const owner = origin?.owner.deref();
  if (origin === void 0 || owner === void 0) return void 0;
  return { owner, part: origin.part, line: Number(line), column: Number(column) };
}

// src/lua/source-map.ts
function sourceMapComment(source2, name2, first3, lines2) {
  const mappings = [`AA${numeral(first3 - 1)}A`, ...new Array(Math.max(0, lines2 - 1)).fill("AACA")];
  const map2 = {
    version: 3,
    sources: [`lua:///${encodedName(name2)}`],
    sourcesContent: [decodeUtf8(source2)],
    names: [],
    mappings: mappings.join(";")
  };
  const encoded = Buffer.from(JSON.stringify(map2)).toString("base64");
  return `
//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function numeral(value) {
  let rest = value * 2;
  let text2 = "";
  do {
    const more = rest >= 32 ? 32 : 0;
    text2 += digits[rest % 32 + more];
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return text2;
}

// src/lua/unit.ts
var trees = /* @__PURE__ */ new Map();
var TREES_KEPT = 16;
var Unit = class {
  name;
  source;
  #hash;
  #digest;
  protos;
  /** Nothing that its chunk makes can change, but perhaps what it takes from modules (Cu3). */
  #isConstant = false;
  /** As V8 gets it. */
  #shownName;
  #emit;
  #lines;
  #cache;
  /** What is kept of it: nothing when it is to be profiled. */
  #kept;
  /** Continuations that are kept: as they were found, and those that were compiled now. */
  #continuations = /* @__PURE__ */ new Map();
  #continuationScripts = /* @__PURE__ */ new Map();
  /** Parts whose sites were asked for, the last one last. */
  #placed = /* @__PURE__ */ new Map();
  constructor(source2, name2, options = {}) {
    this.source = source2;
    this.name = name2;
    this.#shownName = encodedName(name2);
    this.#lines = options.lines;
    this.#emit = {
      everywhere: options.everywhere ?? false,
      keepsLocals: options.keepsLocals ?? false,
      followsLines: options.lines !== void 0
    };
    this.#cache = options.cache;
    this.protos = options.lines === void 0 ? this.#functions() : this.#singleFunctions();
  }
  get isConstant() {
    return this.#isConstant;
  }
  get everywhere() {
    return this.#emit.everywhere;
  }
  #functions() {
    const found2 = this.#cache?.find(this.source);
    const form = found2 ?? this.#compile();
    for (const [key, kept2] of Object.entries(form.continuations ?? {})) this.#continuations.set(key, kept2);
    const script = this.#script(form.text, { type: "unit" }, form.data);
    const protos = [];
    if (this.#cache !== void 0) findAccess(this.#cache);
    const codes = this.#run(script, protos);
    if (this.#cache !== void 0) keepAccess(this.#cache);
    for (const [index3, facts] of form.functions.entries()) {
      const [code, ...pieces2] = Object.values(codes[index3] ?? {});
      if (code === void 0) throw new Error("a function was lost in emission");
      protos.push(new LuaProto(this, index3, facts, code, pieces2));
    }
    this.#isConstant = form.functions[0]?.isConstant === true;
    this.#kept = { form: { text: form.text, functions: form.functions }, script };
    if (found2 === void 0 || script.cachedDataRejected === true) this.#keep();
    return protos;
  }
  #keep() {
    const kept2 = this.#kept;
    if (kept2 === void 0) return;
    this.#cache?.keep(this.source, () => ({
      ...kept2.form,
      continuations: Object.fromEntries([...this.#continuations].map((each2) => this.#keptContinuation(each2))),
      data: codeOf(kept2.script)
    }));
  }
  #keptContinuation([key, { text: text2, data }]) {
    const script = this.#continuationScripts.get(key);
    return [key, { text: text2, data: script === void 0 ? data : codeOf(script) }];
  }
  #compile() {
    const resolution = this.#tree();
    const { text: text2, heads, pieces: pieces2 } = emitUnit(resolution, this.#emit);
    return {
      text: text2,
      functions: resolution.functions.map(
        (scope, index3) => index3 === 0 ? {
          ...factsOf(scope, heads[index3] ?? [], pieces2[index3] ?? []),
          isConstant: isConstantChunk(resolution)
        } : factsOf(scope, heads[index3] ?? [], pieces2[index3] ?? [])
      )
    };
  }
  /** Each function is a text of its own, since only then its lines can be those of the source. */
  #singleFunctions() {
    const resolution = this.#tree();
    const protos = [];
    for (const [index3, scope] of resolution.functions.entries()) {
      const heads = this.sitesOf(index3).flatMap(({ role }, site) => role === "head" ? [site] : []);
      const part = { type: "function", index: index3 };
      const [code] = this.#functionsOf(this.#script(emitPart(resolution, part, this.#emit), part), protos);
      if (code === void 0) throw new Error("a function was lost in emission");
      protos.push(new LuaProto(this, index3, factsOf(scope, heads, []), code, []));
    }
    return protos;
  }
  /** Of the source. Made when it is first asked for: most units are run and never saved. */
  get hash() {
    this.#hash ??= (0, import_node_crypto.createHash)("sha256").update(this.source, "latin1").digest("hex");
    return this.#hash;
  }
  /** The hash as 32 characters, each a byte: what snapshots name the unit by. */
  get digest() {
    this.#digest ??= Buffer.from(this.hash, "hex").toString("latin1");
    return this.#digest;
  }
  /** The function of the whole text in an environment: calling it runs the text. */
  load(environment2) {
    const main = this.protos[0];
    if (main === void 0) throw new Error("a unit has a main function");
    return new Fn(main.code, [environment2], main);
  }
  #tree() {
    const known4 = trees.get(this);
    if (known4 !== void 0) return known4;
    const resolution = resolve(takeTree(this.source, this.name));
    trees.set(this, resolution);
    if (trees.size > TREES_KEPT) {
      const [oldest] = trees.keys();
      if (oldest !== void 0) trees.delete(oldest);
    }
    return resolution;
  }
  #script(text2, part, cachedData) {
    const filename = scriptName(this, part, this.#shownName);
    if (cachedData !== void 0) return scriptWith(text2, { filename, cachedData });
    if (this.#lines === void 0) return new import_node_vm2.Script(text2, { filename });
    const first3 = firstLineOf(this.#tree(), part);
    const map2 = this.#lines === "mapped" ? sourceMapComment(this.source, this.name, first3, text2.split("\n").length) : "";
    return new import_node_vm2.Script(text2 + map2, { filename, lineOffset: first3 - 1 });
  }
  /** What a script gives for each function: an object with its pieces under their names. */
  #run(script, protos) {
    return script.runInThisContext()(runtimeNames, protos);
  }
  #functionsOf(script, protos) {
    return this.#run(script, protos).flatMap((named3) => Object.values(named3));
  }
  compileContinuation(index3, site) {
    return this.#continuation({ index: index3, site, isHead: false });
  }
  compileHead(index3, site) {
    return this.#continuation({ index: index3, site, isHead: true });
  }
  #continuation(of) {
    const key = continuationKey(of);
    const part = { type: "continuation", ...of };
    const kept2 = this.#continuations.get(key);
    if (kept2 !== void 0) return this.#functionsOf(this.#keptScript(key, kept2, part), this.protos)[0];
    const text2 = emitPart(this.#tree(), part, this.#emit);
    const script = this.#script(text2, part);
    if (this.#cache !== void 0 && this.#continuations.size < CONTINUATIONS_KEPT) {
      this.#continuations.set(key, { text: text2 });
      this.#continuationScripts.set(key, script);
      this.#keep();
    }
    return this.#functionsOf(script, this.protos)[0];
  }
  /** Of a continuation that is kept with its unit: a start that finds it needs no tree, and with data V8 compiles nothing. */
  #keptScript(key, { text: text2, data }, part) {
    const script = this.#script(text2, part, data);
    if (data === void 0 || script.cachedDataRejected === true) this.#continuationScripts.set(key, script);
    return script;
  }
  /** What is known of the sites of a function: node, role, slots by name. Made anew from the source. */
  sitesOf(index3) {
    return functionDetails(this.#tree(), index3, this.#emit).sites;
  }
  /** Which node each temporary of a function belongs to. Made anew from the source. */
  originsOf(index3) {
    return functionDetails(this.#tree(), index3, this.#emit).origins;
  }
  get resolution() {
    return this.#tree();
  }
  /** The site at a place of an emitted text. */
  placeAt({ part, line, column }) {
    const { text: text2, sites } = this.#placesIn(part);
    const first3 = this.#lines === void 0 ? 1 : firstLineOf(this.#tree(), part);
    const offset = lineStart(text2, line - first3) + column - 1;
    const found2 = sites.findLast((site) => site.offset <= offset);
    if (found2 === void 0 || found2.site === NO_SITE) return void 0;
    return { unit: this, index: found2.index, site: found2.site };
  }
  /** The part's text is made again, and kept for a while: code that fails once often fails again. */
  #placesIn(part) {
    const key = part.type === "continuation" ? continuationKey(part) : part.type === "unit" ? "" : `f${part.index}`;
    const placed = this.#placed.get(key) ?? placePart(this.#tree(), part, this.#emit);
    this.#placed.delete(key);
    this.#placed.set(key, placed);
    const [oldest] = this.#placed.keys();
    if (this.#placed.size > PLACED_KEPT && oldest !== void 0) this.#placed.delete(oldest);
    return placed;
  }
  /** The text that V8 gets, for `--print` and for people. */
  get emitted() {
    return emitPart(this.#tree(), { type: "unit" }, this.#emit);
  }
};
function factsOf({ body: { name: name2, parameters, vararg, line } }, heads, pieces2) {
  return { name: name2, parameters: parameters.length, vararg, line, heads, pieces: pieces2 };
}
function lineStart(text2, line) {
  let at2 = 0;
  for (let i = 0; i < line; i++) {
    const end = text2.indexOf("\n", at2);
    if (end < 0) return text2.length;
    at2 = end + 1;
  }
  return at2;
}
var CONTINUATIONS_KEPT = 64;
var PLACED_KEPT = 4;
function continuationKey({ index: index3, site, isHead }) {
  return `${isHead ? "h" : "k"}${index3}_${site}`;
}
function placeOfStackLine(line) {
  const position2 = positionOfStackLine(line);
  return position2?.owner instanceof Unit ? position2.owner.placeAt(position2) : void 0;
}
var LuaProto = class {
  unit;
  index;
  name;
  parameters;
  vararg;
  line;
  code;
  #lines;
  #heads;
  #continuations = [];
  #headContinuations = [];
  constructor(unit, index3, { name: name2, parameters, vararg, line, heads, pieces: pieces2 }, code, continuations) {
    this.unit = unit;
    this.index = index3;
    this.name = name2;
    this.parameters = parameters;
    this.vararg = vararg;
    this.line = line;
    this.#heads = heads;
    this.code = code;
    for (const [i, site] of pieces2.entries()) {
      const piece3 = continuations[i];
      if (piece3 === void 0) throw new Error("a piece was lost in emission");
      this.#headContinuations[site] = piece3;
    }
  }
  /** The source line of each site. Made when an error first asks: most functions never raise one. */
  get lines() {
    this.#lines ??= this.unit.sitesOf(this.index).map((site) => site.line);
    return this.#lines;
  }
  resume(frame, value) {
    const known4 = this.#continuations[frame.site];
    return known4 === void 0 ? this.#continuation(frame.site)(frame, value) : known4(frame, value);
  }
  #continuation(site) {
    const made4 = site === 0 ? (frame) => this.#enter(frame) : this.#heads.includes(site) ? this.#fromHead(site) : this.unit.compileContinuation(this.index, site);
    this.#continuations[site] = made4;
    return made4;
  }
  entry(self, args) {
    const slots2 = [];
    for (let i = 0; i < this.parameters; i++) slots2.push(args[i]);
    if (this.vararg) slots2.push(args.slice(this.parameters));
    const [a2, b, c2, d, ...more] = slots2;
    return new Frame(self, 0, a2, b, c2, d, more.length === 0 ? null : more);
  }
  /** The entry needs no continuation: the function is called again with its arguments. */
  #enter(frame) {
    R.resumed = true;
    const slots2 = slotsOf(frame, this.parameters);
    if (!this.vararg) return this.code(frame.self, ...slots2);
    return this.code(frame.self, ...slots2, ...slotAt(frame, this.parameters));
  }
  #fromHead(site) {
    const head2 = this.head(site);
    return ({ self, a: a2, b, c: c2, d, more }) => {
      R.resumed = true;
      return more === null ? head2(self, a2, b, c2, d) : head2(self, a2, b, c2, d, ...more);
    };
  }
  /** The continuation of a loop's head, which takes its slots as arguments. */
  head(site) {
    const known4 = this.#headContinuations[site];
    if (known4 !== void 0) return known4;
    const made4 = this.unit.compileHead(this.index, site);
    this.#headContinuations[site] = made4;
    return made4;
  }
};
function slotAt(frame, i) {
  switch (i) {
    case 0:
      return frame.a;
    case 1:
      return frame.b;
    case 2:
      return frame.c;
    case 3:
      return frame.d;
    default:
      return frame.more?.[i - 4];
  }
}
function slotsOf(frame, n) {
  const slots2 = [];
  for (let i = 0; i < n; i++) slots2.push(slotAt(frame, i));
  return slots2;
}

// src/lua/blame.ts
function describe(rest) {
  const frame = R.level > 0 ? nth(R.head, rest, R.level) : null;
  return completed(frame === null ? void 0 : placeOf(frame));
}
function describeHere() {
  let levels = R.level;
  for (let frame2 = R.head; frame2 !== null && levels > 0; frame2 = frame2.next) levels--;
  if (levels < 2) return describe(null);
  const places = placesOf(new Error("here"), true);
  if (levels - 2 < places.length) return completed(places[levels - 2]);
  const frame = nth(null, R.rest, levels - 1 - places.length);
  return completed(frame === null ? void 0 : placeOf(frame));
}
function completed(place) {
  const { level, blame: blame2 } = R;
  let error2 = R.error;
  if (level > 0) {
    if (blame2 !== null) error2 = message(blame2, place);
    if (typeof error2 === "string" && place !== void 0) error2 = `${position(place)}: ${error2}`;
    R.error = error2;
    R.level = 0;
    R.blame = null;
  }
  return error2;
}
function nth(head2, rest, level) {
  let n = level;
  for (let frame = head2; frame !== null; frame = frame.next) if (--n === 0) return frame;
  for (let frame = rest; frame !== null; frame = frame.next) if (--n === 0) return frame;
  return null;
}
function placeOf(frame) {
  return placeIn(frame.self.proto, frame.site);
}
function placeIn(proto, site) {
  return proto instanceof LuaProto ? { unit: proto.unit, index: proto.index, site } : void 0;
}
function lineOf2(place) {
  return place.unit.protos[place.index]?.lines[place.site] ?? 0;
}
function position(place) {
  return `${place.unit.name}:${lineOf2(place)}`;
}
function caught(thrown) {
  R.head = R.tail = null;
  R.why = ERROR;
  R.blame = null;
  R.level = 0;
  const places = thrown instanceof Error ? placesOf(thrown) : [];
  R.thrown = places.map((place) => traceLine(place));
  R.error = thrownValue(thrown, places);
  return S;
}
function caughtAbove(thrown) {
  const sentinel = caught(thrown);
  if (!(thrown instanceof LuaError) || typeof thrown.value !== "string") return sentinel;
  const further = thrown.level - placesOf(thrown, true).length;
  if (further > 0) {
    R.error = thrown.value;
    R.level = further;
  }
  return sentinel;
}
function thrownValue(thrown, places) {
  if (thrown instanceof LuaError) {
    const place2 = thrown.level > 0 ? places[thrown.level - 1] : void 0;
    return typeof thrown.value === "string" && place2 !== void 0 ? `${position(place2)}: ${thrown.value}` : thrown.value;
  }
  const [place] = places;
  const where = place === void 0 ? "" : `${position(place)}: `;
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) return `${where}stack overflow`;
  if (thrown instanceof TypeError && / of undefined|not a function/.test(thrown.message) && place !== void 0 && isEmittedTop(thrown)) {
    const site = place.unit.sitesOf(place.index)[place.site];
    const verb = VERB_OF_NIL[site?.role ?? ""] ?? "index";
    return `${where}${message({ verb, operands: [void 0] }, place)}`;
  }
  const text2 = thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown);
  return `${where}internal error: ${text2}`;
}
var VERB_OF_NIL = { call: "call", iterate: "call", "#": "__len" };
function isEmittedTop(error2) {
  const line = (error2.stack ?? "").split("\n").find((each2) => each2.startsWith("    at "));
  return line !== void 0 && placeOfStackLine(line) !== void 0;
}
var BASE = /^ +at (?:runFrames|runAll|start|transfer) /;
function placesOf(error2, within2 = false) {
  const places = [];
  for (const line of (error2.stack ?? "").split("\n")) {
    if (within2 && BASE.test(line)) break;
    const place = placeOfStackLine(line);
    if (place !== void 0) places.push(place);
  }
  return places;
}
var ARITHMETIC = /* @__PURE__ */ new Set(["__add", "__sub", "__mul", "__div", "__mod", "__pow", "__idiv", "__unm"]);
var BITWISE = /* @__PURE__ */ new Set(["__band", "__bor", "__bxor", "__shl", "__shr", "__bnot"]);
function message({ verb, operands: operands2 }, place) {
  const [a2, b] = operands2;
  if (verb === "compare") {
    const [x, y] = [shownType(a2), shownType(b)];
    return x === y ? `attempt to compare two ${x} values` : `attempt to compare ${x} with ${y}`;
  }
  if (BITWISE.has(verb) && isNumeric(a2) && isNumeric(b)) {
    const name2 = place === void 0 ? "" : nameOf2(place, toInteger(a2) === void 0 ? 0 : 1);
    return `number${name2} has no integer representation`;
  }
  const culprit = operands2.length < 2 || verb === "index" ? 0 : culpritOf(verb, a2);
  const action = ARITHMETIC.has(verb) ? "perform arithmetic on" : BITWISE.has(verb) ? "perform bitwise operation on" : ACTIONS[verb] ?? verb;
  return `attempt to ${action} a ${shownType(operands2[culprit])} value${place === void 0 ? "" : nameOf2(place, culprit)}`;
}
var ACTIONS = {
  index: "index",
  call: "call",
  __concat: "concatenate",
  __len: "get length of"
};
function culpritOf(verb, a2) {
  if (verb === "__concat") return plainText(a2) === void 0 ? 0 : 1;
  if (BITWISE.has(verb)) return isNumeric(a2) && toInteger(a2) !== void 0 ? 1 : isNumeric(a2) ? 1 : 0;
  return isNumeric(a2) || typeof a2 === "string" && textToNumber(a2) !== void 0 ? 1 : 0;
}
function isNumeric(value) {
  return typeof value === "number" || typeof value === "bigint";
}
function nameOf2(place, operand2) {
  const site = place.unit.sitesOf(place.index)[place.site];
  if (site === void 0) return "";
  if (site.role === "iterate") return " (for iterator 'for iterator')";
  const node = site.node;
  if (site.role === "method") return "object" in node ? describeExpression(place, node.object) : "";
  if (node.type === "MethodCall") return ` (method '${node.name}')`;
  const at2 = operandNode(node, operand2);
  return at2 === void 0 ? "" : describeExpression(place, at2);
}
function operandNode(node, operand2) {
  switch (node.type) {
    case "Call":
      return node.callee;
    case "Index":
      return node.object;
    case "Binary":
      return operand2 === 0 ? node.left : node.right;
    case "Unary":
      return node.operand;
    default:
      return void 0;
  }
}
function describeExpression(place, node) {
  switch (node.type) {
    case "Name": {
      const binding2 = place.unit.resolution.bindingOf.get(node);
      const kind = binding2?.type === "local" ? "local" : binding2?.type === "captured" ? "upvalue" : "global";
      return ` (${kind} '${node.name}')`;
    }
    case "Index":
      return ` (field '${node.key.type === "String" ? node.key.value : "?"}')`;
    case "MethodCall":
      return "";
    case "String":
      return ` (constant '${node.value}')`;
    case "Paren":
    case "Cast":
    case "NonNil":
      return describeExpression(place, node.expression);
    case "Logical":
      return constantTruth(node.left) === (node.operator === "and") ? describeExpression(place, node.right) : "";
    default:
      return "";
  }
}
function constantTruth(node) {
  switch (node.type) {
    case "True":
    case "Number":
    case "String":
      return true;
    case "Nil":
    case "False":
      return false;
    case "Paren":
      return constantTruth(node.expression);
    case "Logical":
      return constantTruth(node.left) === (node.operator === "and") ? constantTruth(node.right) : void 0;
    case "Unary": {
      const truth2 = node.operator === "not" ? constantTruth(node.operand) : void 0;
      return truth2 === void 0 ? void 0 : !truth2;
    }
    default:
      return void 0;
  }
}
function traceLine(place) {
  return `${position(place)}: in ${functionText(place.unit.protos[place.index])}`;
}
function functionText(proto) {
  if (!(proto instanceof LuaProto)) return `function '${proto?.name ?? "?"}'`;
  if (proto.index === 0) return "main chunk";
  return proto.name === "" ? `function <${proto.unit.name}:${proto.line}>` : `function '${proto.name}'`;
}
var TRACED = 22;
var NOTED = 1e3;
var Traceback = class {
  #thrown;
  #protos = [];
  #sites = [];
  /** Takes over the lines of the exception that the error came from. */
  constructor(head2, rest) {
    this.#thrown = R.thrown;
    if (R.thrown.length > 0) R.thrown = [];
    this.#note(head2);
    this.#note(rest);
  }
  #note(start3) {
    for (let frame = start3; frame !== null && this.#sites.length < NOTED; frame = frame.next) {
      this.#protos.push(frame.self.proto);
      this.#sites.push(frame.site);
    }
  }
  /** The lines of an exception of V8: where frames were lost, `name:line: in function 'f'`, innermost first. */
  get thrown() {
    return this.#thrown;
  }
  get text() {
    const lines2 = [...this.#thrown];
    for (const [i, proto] of this.#protos.entries()) {
      const place = placeIn(proto, this.#sites[i] ?? 0);
      lines2.push(place === void 0 ? `[host]: in ${functionText(proto)}` : traceLine(place));
    }
    const shown = lines2.filter((line) => !line.startsWith("[host]: in function 'task."));
    const text2 = shown.length <= TRACED ? shown : [...shown.slice(0, 10), `...	(skipping ${shown.length - 21} levels)`, ...shown.slice(-11)];
    return ["stack traceback:", ...text2.map((line) => `	${line}`)].join("\n");
  }
};

// src/lua/trampoline.ts
var left = { frames: null, trace: null };
function runFrames(start3, value, known4 = null) {
  const outer = R.rest;
  const result = runAll(start3, value, known4);
  R.rest = outer;
  return result;
}
function runAll(start3, value, known4) {
  let frame = start3;
  let current = value;
  for (; ; ) {
    if (current === S && R.why !== MULTI) {
      if (R.why !== ERROR) return suspended2(frame, known4);
      const error2 = describe(frame);
      const boundary = known4 === null ? nextBoundary(frame) : known4.takeBoundary();
      if (boundary === null) {
        left.trace = new Traceback(R.head, frame);
        leave2(frame);
        R.error = error2;
        return S;
      }
      R.head = R.tail = null;
      frame = boundary.next;
      boundary.next = null;
      R.rest = frame;
      try {
        current = boundary.self.proto.boundary(boundary, error2);
      } catch (thrown) {
        current = caught(thrown);
      }
      continue;
    }
    if (frame === null) return current;
    const next3 = frame.next;
    frame.next = null;
    if (known4 !== null) known4.take(frame);
    R.rest = next3;
    try {
      current = frame.self.proto.resume(frame, current);
    } catch (thrown) {
      current = caughtAbove(thrown);
    }
    frame = next3;
  }
}
function nextBoundary(rest) {
  for (let frame = rest; frame !== null; frame = frame.next)
    if (frame.self.proto.boundary !== void 0) return frame;
  return null;
}
function suspended2(rest, known4) {
  if (known4 !== null) known4.add(R.head);
  leave2(rest);
  return S;
}
function leave2(rest) {
  const last = R.tail ?? R.head;
  if (last === null) left.frames = rest;
  else {
    last.next = rest;
    left.frames = R.head;
    R.head = R.tail = null;
  }
}
function resultsOf(value) {
  return results(value);
}

// src/lua/library/coroutine.ts
var MAX_NESTING2 = 2e3;
function transfer(co, value, isWrapped) {
  if (co.mark !== 0) touch(co);
  const by = R.coroutine;
  if (by === null) co.depth = 1;
  else {
    if (by.depth >= MAX_NESTING2) return fail("C stack overflow");
    co.depth = by.depth + 1;
    by.status = "normal";
  }
  co.resumer = by;
  co.status = "running";
  R.coroutine = co;
  const outer = R.rest;
  const inner2 = co.frames;
  let rest = null;
  let result;
  if (inner2 === null) {
    R.rest = null;
    result = start(co, value);
  } else {
    rest = inner2.next;
    co.frames = inner2.next = null;
    R.rest = rest;
    try {
      result = inner2.self.proto.resume(inner2, value);
    } catch (thrown) {
      result = caught(thrown);
    }
  }
  if (result !== S || R.why !== YIELD) {
    const last2 = rest === null && (result !== S || R.why === MULTI) ? result : runFrames(rest, result);
    R.rest = outer;
    return after(co, last2, isWrapped);
  }
  const last = R.tail ?? R.head;
  if (last === null) co.frames = rest;
  else {
    last.next = rest;
    co.frames = R.head;
    R.head = R.tail = null;
  }
  R.rest = outer;
  R.coroutine = by;
  if (by !== null) by.status = "running";
  co.status = "suspended";
  R.why = MULTI;
  if (R.n === 1) {
    if (isWrapped) return R.r0;
    R.n = 2;
    R.r1 = R.r0;
    R.r0 = true;
    return S;
  }
  return isWrapped ? S : protectedResults(S);
}
var switching = transfer;
function start(co, value) {
  const { body: body2 } = co;
  if (body2 === null) return value;
  co.body = null;
  try {
    return value === S ? body2.code(body2, ...results(S)) : body2.code(body2, value);
  } catch (thrown) {
    return caught(thrown);
  }
}
function after(co, value, isWrapped) {
  R.coroutine = co.resumer;
  if (co.resumer !== null) co.resumer.status = "running";
  if (value !== S || R.why === MULTI) {
    co.status = "dead";
    return given2(value, isWrapped);
  }
  if (R.why === ERROR) {
    co.status = "dead";
    const { frames } = left;
    left.frames = null;
    if (!isWrapped) return ret2(false, R.error);
    raise(R.error, 2);
    return push(new Frame(wrapFailed, 0, frames, void 0, void 0, void 0, null));
  }
  co.frames = left.frames;
  left.frames = null;
  if (R.why === YIELD) {
    co.status = "suspended";
    R.why = MULTI;
    return given2(S, isWrapped);
  }
  return push(new Frame(isWrapped ? wrapResume : resume, 0, co, void 0, void 0, void 0, null));
}
function given2(value, isWrapped) {
  if (isWrapped) return value === S && R.n === 1 ? R.r0 : value;
  return protectedResults(value);
}
function protectedResults(value) {
  if (value !== S) return ret2(true, value);
  if (R.n === 0) return true;
  if (R.n === 1) return ret2(true, R.r0);
  if (R.n === 2) return ret3(true, R.r0, R.r1);
  return retN([true, ...results(S)]);
}
function reenter(frame, value, isWrapped) {
  const co = frame.a;
  if (co.mark !== 0) touch(co);
  if (co.resumer !== null) co.resumer.status = "normal";
  co.status = "running";
  R.coroutine = co;
  const { frames } = co;
  co.frames = null;
  return after(co, runFrames(frames, value), isWrapped);
}
function passed(given3, first3, a2, b) {
  const n = given3.length - first3;
  if (n === 1) return a2;
  if (n > 2) setResults(Array.prototype.slice.call(given3, first3));
  else {
    R.n = n;
    R.r0 = a2;
    R.r1 = b;
    R.r2 = void 0;
  }
  R.why = MULTI;
  return S;
}
var resume = host(
  "coroutine.resume",
  function(_self, co, a2, b) {
    if (!(co instanceof Coroutine)) return unfit2("resume", "thread", co);
    if (co.status !== "suspended") {
      return ret2(false, `cannot resume ${co.status === "dead" ? "dead" : "non-suspended"} coroutine`);
    }
    return switching(co, arguments.length === 3 ? a2 : passed(arguments, 2, a2, b), false);
  },
  {
    resume: (frame, value) => reenter(frame, value, false),
    boundary: (frame, error2) => reenter(frame, raise(error2), false)
  }
);
var wrapFailed = host("task.wrapped", () => void 0);
var wrapResume = host("coroutine.wrap.resume", () => void 0, {
  resume: (frame, value) => reenter(frame, value, true),
  boundary: (frame, error2) => reenter(frame, raise(error2), true)
});
var wrapped = hostClosure("coroutine.wrapped", function(self, a2, b) {
  const co = self.up[0];
  if (co.status !== "suspended") {
    return fail(`cannot resume ${co.status === "dead" ? "dead" : "non-suspended"} coroutine`);
  }
  return switching(co, arguments.length === 2 ? a2 : passed(arguments, 1, a2, b), true);
});
function settleSwitches() {
  if (isSettled) return;
  isSettled = true;
  const co = new Coroutine(resume);
  const next3 = wrapped(co);
  switching = () => void 0;
  for (let i = 0; i < UNNOTED2; i++) {
    resume.code(resume, co, i);
    next3.code(next3, i);
  }
  switching = transfer;
}
var isSettled = false;
var UNNOTED2 = 60;
function unfit2(name2, expected2, value) {
  const given3 = value === void 0 ? "no value" : shownType(value);
  return fail(`bad argument #1 to '${name2}' (${expected2} expected, got ${given3})`);
}
var create2 = host(
  "coroutine.create",
  (_self, f) => f instanceof Fn ? new Coroutine(f) : unfit2("create", "function", f)
);
var wrap2 = host(
  "coroutine.wrap",
  (_self, f) => f instanceof Fn ? wrapped(new Coroutine(f)) : unfit2("wrap", "function", f)
);
var yieldValues = host("coroutine.yield", function(_self, a2, b) {
  if (R.coroutine === null) return fail("attempt to yield from outside a coroutine");
  if (arguments.length === 2 || passed(arguments, 1, a2, b) !== S) {
    R.n = 1;
    R.r0 = a2;
    R.r1 = R.r2 = void 0;
  }
  R.why = YIELD;
  return S;
});
var status = host(
  "coroutine.status",
  (_self, co) => co instanceof Coroutine ? co.status : unfit2("status", "thread", co)
);
var running = host("coroutine.running", () => R.coroutine ?? void 0);
var isyieldable = host("coroutine.isyieldable", () => R.coroutine !== null);
var close = host("coroutine.close", (_self, co) => {
  if (!(co instanceof Coroutine)) return unfit2("close", "thread", co);
  if (co.status !== "suspended" && co.status !== "dead") return fail(`cannot close a ${co.status} coroutine`);
  if (co.mark !== 0) touch(co);
  co.status = "dead";
  co.frames = null;
  co.body = null;
  return true;
});
function coroutineLibrary() {
  settleSwitches();
  const library2 = new LuaTable();
  const functions = { create: create2, resume, yield: yieldValues, wrap: wrap2, status, running, isyieldable, close };
  for (const [name2, f] of Object.entries(functions)) library2.setField(name2, f);
  library2.mark = FROZEN;
  return library2;
}

// src/lua/snapshot/bytes.ts
var START = 512;
var SHORT2 = 24;
var ByteWriter = class {
  #bytes = Buffer.allocUnsafeSlow(START);
  length = 0;
  #grow(more) {
    const bytes3 = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + more));
    this.#bytes.copy(bytes3, 0, 0, this.length);
    this.#bytes = bytes3;
  }
  byte(value) {
    if (this.length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.length++] = value;
  }
  /** A whole number from 0 to 2^53 - 1, seven bits to a byte, lowest first. */
  count(value) {
    let rest = value;
    while (rest > 2147483647) {
      this.byte(rest % 128 | 128);
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.byte(rest & 127 | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }
  float(value) {
    if (this.length + 8 > this.#bytes.length) this.#grow(8);
    this.length = this.#bytes.writeDoubleLE(value, this.length);
  }
  int64(value) {
    if (this.length + 8 > this.#bytes.length) this.#grow(8);
    this.length = this.#bytes.writeBigInt64LE(value, this.length);
  }
  uint32(value) {
    if (this.length + 4 > this.#bytes.length) this.#grow(4);
    this.length = this.#bytes.writeUInt32LE(value, this.length);
  }
  /** The length, then the characters, each a byte. */
  text(text2) {
    const { length } = text2;
    this.count(length);
    if (this.length + length > this.#bytes.length) this.#grow(length);
    if (length > SHORT2) this.length += this.#bytes.write(text2, this.length, "latin1");
    else for (let i = 0; i < length; i++) this.#bytes[this.length++] = text2.charCodeAt(i);
  }
  append(other) {
    if (this.length + other.length > this.#bytes.length) this.#grow(other.length);
    other.#bytes.copy(this.#bytes, this.length, 0, other.length);
    this.length += other.length;
  }
  /** A view of what was written: good until the next writing. */
  get view() {
    return this.#bytes.subarray(0, this.length);
  }
  /** A copy of what was written. */
  bytes() {
    return copyOf(this.#bytes, this.length);
  }
  clear() {
    this.length = 0;
  }
};
var BLOCK = 1 << 16;
var LARGEST_PIECE = BLOCK >> 4;
var SMALL2 = 64;
var block2 = new Uint8Array(BLOCK);
var used = 0;
function copyOf(bytes3, length) {
  if (length <= SMALL2 || length > LARGEST_PIECE) {
    const copy = new Uint8Array(length);
    bytes3.copy(copy, 0, 0, length);
    return copy;
  }
  if (used + length > BLOCK) {
    block2 = new Uint8Array(BLOCK);
    used = 0;
  }
  const begin2 = used;
  used += length;
  bytes3.copy(block2, begin2, 0, length);
  return block2.subarray(begin2, used);
}

// src/lua/snapshot/site-form.ts
var ROLES = [
  "entry",
  "head",
  "call",
  "index",
  "set",
  "set global",
  "global",
  "method",
  "prepare",
  "iterate",
  "compare",
  "..",
  "key",
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "^",
  "&",
  "|",
  "~",
  "<<",
  ">>",
  "#",
  "not",
  "==",
  "~=",
  "<",
  "<=",
  ">",
  ">="
];
var roleNumbers = new Map(ROLES.map((role, i) => [role, i]));
var scratch = new ByteWriter();

// src/lua/library/address.ts
var numbering = { current: { lastAddress: 0 } };
var addresses = /* @__PURE__ */ new WeakMap();
function addressOf(value) {
  let number2 = addresses.get(value);
  if (number2 === void 0) {
    number2 = ++numbering.current.lastAddress;
    addresses.set(value, number2);
    changes.current?.noteAddress(value);
  }
  return `0x${number2.toString(16).padStart(8, "0")}`;
}

// src/lua/inspect/rendering.ts
var LONGEST_READ = 1 << 20;

// src/lua/library/base.ts
function badArgument2(n, name2, problem) {
  return fail(`bad argument #${n} to '${name2}' (${problem})`);
}
function expected(n, name2, type3, value, given3) {
  return badArgument2(n, name2, `${type3} expected, got ${n > given3 ? "no value" : shownType(value)}`);
}
var type = host(
  "type",
  (_self, ...args) => args.length === 0 ? badArgument2(1, "type", "value expected") : typeName(args[0])
);
var pairs = host(
  "pairs",
  (self, value, ...rest) => {
    const handler = metamethod(value, "__pairs");
    if (handler !== void 0) {
      const given3 = call(handler, [value]);
      if (given3 === S && R.why !== MULTI)
        return push(new Frame(self, 0, void 0, void 0, void 0, void 0, null));
      return threeOf(given3);
    }
    if (!(value instanceof LuaTable))
      return expected(1, "pairs", "table", value, value === void 0 && rest.length === 0 ? 1 : 1);
    return ret3(next, value, void 0);
  },
  { resume: (_frame, value) => threeOf(value) }
);
function threeOf(given3) {
  const [f, s, control] = results(given3);
  return ret3(f, s, control);
}
var ipairsStep = host(
  "ipairs.step",
  (self, table2, i) => {
    const at2 = i + 1;
    if (table2 instanceof LuaTable && at2 < table2.arr.length) {
      const value2 = table2.arr[at2];
      if (value2 !== void 0) return ret2(at2, value2);
    }
    const value = index(table2, at2);
    if (value === S) return push(new Frame(self, 0, at2, void 0, void 0, void 0, null));
    return value === void 0 ? void 0 : ret2(at2, value);
  },
  {
    resume: (frame, value) => {
      const item = value === S ? R.r0 : value;
      return item === void 0 ? void 0 : ret2(frame.a, item);
    }
  }
);
var ipairs = host(
  "ipairs",
  (_self, ...args) => args.length === 0 ? expected(1, "ipairs", "table", void 0, 0) : ret3(ipairsStep, args[0], 0)
);
var rawget = host("rawget", (_self, ...args) => {
  const [table2, key] = args;
  if (!(table2 instanceof LuaTable))
    return badArgument2(1, "rawget", `table expected, got ${shownType(table2)}`);
  return args.length < 2 ? badArgument2(2, "rawget", "value expected") : table2.get(key);
});
var rawset = host("rawset", (_self, table2, key, value) => {
  if (!(table2 instanceof LuaTable))
    return badArgument2(1, "rawset", `table expected, got ${shownType(table2)}`);
  if (rawSet(table2, key, value) !== S) return table2;
  if (table2.mark !== FROZEN) R.level = 0;
  return S;
});
var rawequal = host("rawequal", (_self, ...args) => {
  const [a2, b] = args;
  if (args.length < 2) return badArgument2(args.length + 1, "rawequal", "value expected");
  return a2 === b || typeof a2 !== "object" && eq(a2, b) === true;
});
var getmetatable = host("getmetatable", (_self, value) => {
  const mt = metatableOf(value);
  if (mt === null) return void 0;
  return mt.getText("__metatable") ?? mt;
});
var setmetatable = host("setmetatable", (_self, ...args) => {
  const [table2, mt] = args;
  if (!(table2 instanceof LuaTable)) return expected(1, "setmetatable", "table", table2, args.length);
  if (mt !== void 0 && !(mt instanceof LuaTable))
    return expected(2, "setmetatable", "nil or table", mt, args.length);
  if (args.length < 2) return expected(2, "setmetatable", "nil or table", mt, args.length);
  if (table2.mt?.getText("__metatable") !== void 0) return fail("cannot change a protected metatable");
  if (table2.mark !== 0 && !touch(table2)) return fail("attempt to modify a read-only table");
  table2.mt = mt ?? null;
  return table2;
});
var assert = host("assert", (_self, ...args) => {
  const [value, message2] = args;
  if (value !== void 0 && value !== false) return retN(args);
  if (args.length === 0) return badArgument2(1, "assert", "value expected");
  return raise(args.length > 1 ? message2 : "assertion failed!", 1);
});
var error = host(
  "error",
  (_self, value, level) => raise(value, level === void 0 ? 1 : integerArgument(level, 2, "error"))
);
function succeeded(value) {
  if (value !== S) return ret2(true, value);
  if (R.n === 0) return true;
  if (R.n === 1) return ret2(true, R.r0);
  if (R.n === 2) return ret3(true, R.r0, R.r1);
  return retN([true, ...results(S)]);
}
function callRest(f, given3, from) {
  const code = f?.code;
  if (code === void 0) return call(f, []);
  switch (given3.length - from) {
    case 0:
      return f.code(f);
    case 1:
      return f.code(f, given3[from]);
    case 2:
      return f.code(f, given3[from], given3[from + 1]);
    case 3:
      return f.code(f, given3[from], given3[from + 1], given3[from + 2]);
    default:
      return f.code(f, ...Array.prototype.slice.call(given3, from));
  }
}
var pcall = host(
  "pcall",
  function(_self, f) {
    let value;
    try {
      if (arguments.length === 1) return badArgument2(1, "pcall", "value expected");
      value = callRest(f, arguments, 2);
    } catch (thrown) {
      value = caught(thrown);
    }
    return protectedResult(value);
  },
  { resume: (_frame, value) => succeeded(value), boundary: (_frame, problem) => ret2(false, problem) }
);
function protectedResult(value) {
  if (value !== S || R.why === MULTI) return succeeded(value);
  if (R.why !== ERROR) return push(new Frame(pcall, 0, void 0, void 0, void 0, void 0, null));
  const problem = describeHere();
  R.head = R.tail = null;
  return ret2(false, problem);
}
var HANDLER_TRIES = 10;
var xpcall = host(
  "xpcall",
  function(_self, f, handler) {
    if (!(handler instanceof Fn))
      return expected(2, "xpcall", "function", handler, handler === void 0 ? 1 : 2);
    let value;
    try {
      value = callRest(f, arguments, 3);
    } catch (thrown) {
      value = caught(thrown);
    }
    if (value !== S || R.why === MULTI) return succeeded(value);
    if (R.why !== ERROR) return push(new Frame(xpcall, 0, handler, void 0, void 0, void 0, null));
    const problem = describeHere();
    R.head = R.tail = null;
    return handled(handler, problem, 0);
  },
  { resume: (_frame, value) => succeeded(value), boundary: (frame, problem) => handled(frame.a, problem, 0) }
);
function handled(handler, problem, tries) {
  let current = problem;
  for (let n = tries; n < HANDLER_TRIES; n++) {
    let value;
    try {
      value = call(handler, [current]);
    } catch (thrown) {
      value = caught(thrown);
    }
    if (value !== S || R.why === MULTI) return ret2(false, value === S ? R.r0 : value);
    if (R.why !== ERROR) return push(new Frame(xpcallHandler, 0, handler, n + 1, void 0, void 0, null));
    current = describeHere();
    R.head = R.tail = null;
  }
  return ret2(false, "error in error handling");
}
var xpcallHandler = host("xpcall.handler", () => ret0(), {
  resume: (_frame, value) => ret2(false, value === S ? R.r0 : value),
  boundary: (frame, problem) => handled(frame.a, problem, frame.b)
});
var tonumber = host("tonumber", function(_self, value, base) {
  if (typeof value === "string") {
    R.fuel -= value.length >> 6;
    if (base === void 0) return textToNumber(value);
  }
  if (base === void 0) {
    if (typeof value === "number" || typeof value === "bigint") return value;
    return arguments.length < 2 ? badArgument2(1, "tonumber", "value expected") : void 0;
  }
  const radix = integerArgument(base, 2, "tonumber");
  if (typeof value !== "string") return expected(1, "tonumber", "string", value, 1);
  if (radix < 2 || radix > 36) return badArgument2(2, "tonumber", "base out of range");
  return textToNumberInBase(value, radix);
});
function rawText(value) {
  if (value === void 0) return "nil";
  if (typeof value === "boolean") return String(value);
  const plain3 = plainText(value);
  if (plain3 !== void 0) return plain3;
  const name2 = value instanceof LuaTable ? value.mt?.getText("__name") : void 0;
  return `${typeof name2 === "string" ? name2 : typeName(value)}: ${addressOf(value)}`;
}
function callTostring(value) {
  if (typeof value === "string") return value;
  const handler = metamethod(value, "__tostring");
  if (handler === void 0) return rawText(value);
  const text2 = callOne(handler, value);
  if (text2 === S || typeof text2 === "string") return text2;
  return plainText(text2) ?? raise("'__tostring' must return a string", 2);
}
var tostring = host(
  "tostring",
  (self, ...args) => {
    if (args.length === 0) return badArgument2(1, "tostring", "value expected");
    const text2 = callTostring(args[0]);
    return text2 === S ? push(new Frame(self, 0, void 0, void 0, void 0, void 0, null)) : text2;
  },
  {
    resume: (_frame, value) => plainText(value === S ? R.r0 : value) ?? fail("'__tostring' must return a string")
  }
);
var basic = {
  type,
  next,
  pairs,
  ipairs,
  rawget,
  rawset,
  rawequal,
  getmetatable,
  setmetatable,
  assert,
  error,
  pcall,
  xpcall,
  select,
  tonumber,
  tostring
};

// src/lua/lint/name-rules.ts
var MOST_HINTS = 50;
function severityOf(use, isGuarded) {
  return use === "read" || isGuarded ? "warning" : "error";
}
function* undeclaredRequires({ requires }, reach) {
  for (const { name: name2 } of requires) {
    if (reach.modules.has(name2.value)) continue;
    const shown = decodeUtf8(name2.value);
    const hint = reach.isModule(name2.value) ? "" : suggestion(name2.value, reach.modules.keys());
    yield {
      message: `require("${shown}") is not declared in _index.yaml imports or modules${hint}`,
      at: name2
    };
  }
}
function* unknownNames({ globals, declarations }, reach) {
  const assigned = new Set(globals.filter(({ use }) => use === "written").map(({ node }) => node.name));
  if (globals.some(({ node }) => node.name === "_G" || node.name === "_ENV")) return;
  const asked4 = new Set(globals.filter(({ use }) => use === "read").map(({ node }) => node.name));
  const known4 = [...reach.globals.keys(), ...assigned, ...declarations.map(({ name: name2 }) => name2)];
  let told = 0;
  for (const { node, use, isGuarded } of globals) {
    const { name: name2 } = node;
    if (use === "written" || reach.globals.has(name2) || assigned.has(name2)) continue;
    const hint = reach.isModule(name2) ? "; it is a module: declare it in the entry's modules" : told++ < MOST_HINTS ? suggestion(
      name2,
      known4.filter((each2) => each2 !== name2)
    ) : "";
    yield {
      message: `there is no variable '${name2}'${hint}`,
      at: node,
      severity: severityOf(use, isGuarded || asked4.has(name2))
    };
  }
}
function baseOf({ base, declaration }, reach, assigned) {
  const name2 = declaration === void 0 ? base.name : declaration.required;
  if (name2 === void 0 || (declaration === void 0 ? assigned.has(name2) : declaration.writes > 0)) {
    return void 0;
  }
  const fields = declaration === void 0 ? reach.globals.get(name2) : reach.modules.get(name2);
  return fields && { name: name2, fields, isLibrary: reach.libraries?.has(name2) === true };
}
function* unknownFields({ members, globals }, reach) {
  const assigned = new Set(globals.filter(({ use }) => use === "written").map(({ node }) => node.name));
  let told = 0;
  const bases = members.map((member2) => ({ member: member2, of: baseOf(member2, reach, assigned) }));
  const written2 = new Set(
    bases.flatMap(({ member: member2, of }) => of?.isLibrary === true && member2.use === "written" ? [of.name] : [])
  );
  for (const { member: member2, of } of bases) {
    if (of === void 0 || written2.has(of.name)) continue;
    const found2 = wrongMember(member2, of.fields, told < MOST_HINTS);
    if (found2 === void 0) continue;
    told++;
    yield found2;
  }
}
function wrongMember({ base, path, at: at2, use, isGuarded }, known4, hasHints) {
  let fields = known4;
  let name2 = base.name;
  for (const [depth, key] of path.entries()) {
    if (fields === void 0) return void 0;
    const place = at2[depth] ?? base;
    const isLast = depth === path.length - 1;
    if (isLast && use === "written") {
      return { message: `'${name2}' is a module, and its fields cannot be assigned`, at: place };
    }
    if (!fields.has(key)) {
      const hint = hasHints ? suggestion(key, fields.keys()) : "";
      const message2 = `'${name2}' has no field '${decodeUtf8(key)}'${hint}`;
      return { message: message2, at: place, severity: severityOf(isLast ? use : "indexed", isGuarded) };
    }
    fields = fields.get(key);
    name2 = `${name2}.${key}`;
  }
  return void 0;
}
function* unknownEntries({ members }, reach) {
  if (reach.wrongEntry === void 0) return;
  let told = 0;
  for (const { base, declaration, path, argument, use } of members) {
    const module2 = declaration === void 0 ? base.name : declaration.required;
    const [name2, ...further] = path;
    if (use !== "called" || module2 === void 0 || name2 === void 0 || argument === void 0) continue;
    if (further.length > 0) continue;
    const message2 = reach.wrongEntry(module2, name2, decodeUtf8(argument.value));
    if (message2 === void 0) continue;
    yield { message: message2, at: argument };
    if (++told === MOST_HINTS) return;
  }
}
var nameRules = [
  {
    code: "undeclared_require",
    name: "undeclared-require",
    severity: "error",
    isStyle: false,
    check: undeclaredRequires
  },
  { code: "unknown_name", name: "unknown-name", severity: "error", isStyle: false, check: unknownNames },
  { code: "unknown_field", name: "unknown-field", severity: "error", isStyle: false, check: unknownFields },
  {
    code: "unknown_entry",
    name: "unknown-entry",
    severity: "warning",
    isStyle: false,
    check: unknownEntries
  }
];

// src/lua/lint/style-rules.ts
function style(code, name2, check) {
  return { code, name: name2, severity: "warning", isStyle: true, check };
}
var isMeant = ({ name: name2 }) => name2.startsWith("_");
function* emptyBlocks({ blocks, source: source2 }) {
  for (const { block: block3, of } of blocks) {
    if (block3.body.length > 0 || hasComment(source2, block3, of)) continue;
    yield { message: "this block is empty", at: of };
  }
}
function hasComment(source2, block3, of) {
  const before = source2.slice(of.start, block3.start).trimEnd().split("\n").at(-1) ?? "";
  return before.includes("--") || before.endsWith("]]");
}
function* globalAssignments({ globals }) {
  for (const { node, use } of globals) {
    if (use === "written") yield { message: `'${node.name}' becomes a global; make it local`, at: node };
  }
}
function* selfComparisons({ comparisons }) {
  for (const { node, left: left2, right } of comparisons) {
    if (isSame(left2, right)) yield { message: "this compares a value with itself", at: node };
  }
}
function isSame(a2, b) {
  if (a2.type === "Name") return b.type === "Name" && a2.name === b.name;
  if (a2.type === "Index") return b.type === "Index" && isSame(a2.object, b.object) && isSame(a2.key, b.key);
  if (a2.type === "Paren") return b.type === "Paren" && isSame(a2.expression, b.expression);
  if (a2.type === "Number") return b.type === "Number" && a2.value === b.value;
  if (a2.type === "String") return b.type === "String" && a2.value === b.value;
  return (a2.type === "Nil" || a2.type === "True" || a2.type === "False") && a2.type === b.type;
}
function* unusedVariables({ declarations }) {
  const used2 = lastUsed(declarations);
  for (const declaration of declarations) {
    const { name: name2, role, at: at2, reads, writes, required, list: list3, position: position2 } = declaration;
    if (reads > 0 || isMeant(declaration) || required !== void 0) continue;
    if (role !== "local" && role !== "function" && role !== "loop") continue;
    if (role !== "function" && position2 < (used2.get(list3) ?? -1)) continue;
    const what = role === "function" ? `the function '${name2}'` : `'${name2}'`;
    yield { message: writes > 0 ? `${what} is assigned and never used` : `${what} is never used`, at: at2 };
  }
}
function* unusedParameters({ declarations }) {
  const used2 = lastUsed(declarations);
  for (const declaration of declarations) {
    const { name: name2, role, at: at2, reads, list: list3, position: position2 } = declaration;
    if (role !== "parameter" || reads > 0 || isMeant(declaration)) continue;
    if (position2 < (used2.get(list3) ?? -1)) continue;
    yield { message: `the parameter '${name2}' is never used`, at: at2 };
  }
}
function lastUsed(declarations) {
  const last = /* @__PURE__ */ new Map();
  for (const { list: list3, position: position2, reads } of declarations) {
    if (reads > 0) last.set(list3, Math.max(position2, last.get(list3) ?? -1));
  }
  return last;
}
function* unusedImports({ declarations }) {
  for (const declaration of declarations) {
    const { name: name2, at: at2, reads, required } = declaration;
    if (required === void 0 || reads > 0 || isMeant(declaration)) continue;
    yield { message: `'${name2}', the module "${required}", is never used`, at: at2 };
  }
}
function* shadows({ declarations }) {
  for (const declaration of declarations) {
    const { name: name2, role, at: at2, outer } = declaration;
    if (outer === void 0 || isMeant(declaration) || role === "self" || role === "type") continue;
    yield { message: `'${name2}' hides the variable of line ${outer.at.line}`, at: at2 };
  }
}
var styleRules = [
  style("W0001", "no-empty-blocks", emptyBlocks),
  style("W0002", "no-global-assign", globalAssignments),
  style("W0003", "no-self-compare", selfComparisons),
  style("W0004", "no-unused-vars", unusedVariables),
  style("W0005", "no-unused-params", unusedParameters),
  style("W0006", "no-unused-imports", unusedImports),
  style("W0007", "no-shadowed-vars", shadows)
];

// src/lua/lint/lint.ts
var lintRules = [...nameRules, ...styleRules];

// src/lua/move/moved-code.ts
var GONE = 1 + 2 * 4096 * 2 ** 30;

// src/lua/library/chance-register.ts
var SeedableChance = class {
  #random;
  #seeded;
  constructor(random2) {
    this.#random = random2;
  }
  next() {
    return this.#seeded === void 0 ? this.#random() : this.#seeded.random();
  }
  seed(seed) {
    this.#seeded = new SeededChance(seed);
  }
};
var chance = { current: new SeedableChance(Math.random) };
function randomOf() {
  return chance.current;
}

// src/lua/library/math.ts
function ofFloat(name2, run2) {
  return (_self, x) => run2(typeof x === "number" ? x : Number(numberArgument(x, 1, name2)));
}
function ofFloats(name2, run2) {
  return (_self, x, y) => run2(Number(numberArgument(x, 1, name2)), Number(numberArgument(y, 2, name2)));
}
function rounding(name2, round) {
  return (_self, x) => {
    const n = numberArgument(x, 1, name2);
    if (typeof n === "bigint") return n;
    const whole2 = round(n);
    return floatToInteger(whole2) ?? whole2;
  };
}
var abs = (_self, x) => {
  const n = numberArgument(x, 1, "abs");
  return n < 0 ? negate(n) : typeof n === "number" ? n + 0 : n;
};
function extreme(name2, comesBefore) {
  return (_self, ...args) => {
    let found2 = numberArgument(args[0], 1, name2);
    for (let i = 1; i < args.length; i++) {
      const n = numberArgument(args[i], i + 1, name2);
      if (comesBefore(n, found2)) found2 = n;
    }
    return found2;
  };
}
var fmod = (_self, x, y) => {
  const a2 = numberArgument(x, 1, "fmod");
  const b = numberArgument(y, 2, "fmod");
  if (!isInteger(a2) || !isInteger(b)) return Number(a2) % Number(b);
  if (b === 0) throw argumentError(2, "fmod", "zero");
  if (typeof a2 === "number" && typeof b === "number") return a2 % b + 0;
  return wrap(BigInt(a2) % BigInt(b));
};
var mod2 = (_self, x, y) => modulo(numberArgument(x, 1, "mod"), numberArgument(y, 2, "mod"));
var modf = (_self, x) => {
  const n = numberArgument(x, 1, "modf");
  if (typeof n === "bigint") return ret2(n, 0);
  const whole2 = Math.trunc(n);
  return ret2(whole2 + 0, Number.isFinite(n) ? n - whole2 : Number.isNaN(n) ? n : 0);
};
var log = (_self, x, base) => {
  const n = Number(numberArgument(x, 1, "log"));
  if (base === void 0) return Math.log(n);
  const b = Number(numberArgument(base, 2, "log"));
  if (b === 2) return Math.log2(n);
  if (b === 10) return Math.log10(n);
  return Math.log(n) / Math.log(b);
};
var atan = (_self, y, x) => {
  const n = Number(numberArgument(y, 1, "atan"));
  return x === void 0 ? Math.atan(n) : Math.atan2(n, Number(numberArgument(x, 2, "atan")));
};
var frexp = (_self, x) => {
  const n = Number(numberArgument(x, 1, "frexp"));
  if (n === 0 || !Number.isFinite(n)) return ret2(n, 0);
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(n))) + 1);
  let mantissa = n * 2 ** -exponent;
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return ret2(mantissa, exponent);
};
var STEP = 969;
var ldexp = (_self, m, e) => {
  const exponent = Math.max(-2200, Math.min(2200, integerArgument(e, 2, "ldexp")));
  const rest = exponent % STEP;
  let n = Number(numberArgument(m, 1, "ldexp")) * 2 ** rest;
  for (let left2 = Math.abs(exponent - rest); left2 > 0; left2 -= STEP)
    n *= exponent < 0 ? 2 ** -STEP : 2 ** STEP;
  return n;
};
var random = (_self, m, n, ...more) => {
  if (more.length > 0) throw new LuaError("wrong number of arguments");
  const source2 = randomOf();
  if (m === void 0) return source2.next();
  const first3 = wideArgument(m, 1, "random");
  if (n === void 0 && first3 === 0) return within(MIN_INTEGER, MAX_INTEGER);
  const low2 = n === void 0 ? 1 : first3;
  const high = n === void 0 ? first3 : wideArgument(n, 2, "random");
  if (high < low2) throw argumentError(n === void 0 ? 1 : 2, "random", "interval is empty");
  const size = Number(high) - Number(low2) + 1;
  if (size <= 2 ** 53 && typeof low2 === "number" && typeof high === "number")
    return low2 + Math.floor(source2.next() * size);
  return within(BigInt(low2), BigInt(high));
};
function within(low2, high) {
  const source2 = randomOf();
  const size = high - low2 + 1n;
  let bits3 = 0n;
  for (let i = 0; i < 3; i++) bits3 = bits3 << 32n | BigInt(Math.floor(source2.next() * 2 ** 32));
  return wrap(low2 + bits3 % size);
}
var randomseed = (_self, seed) => {
  const n = seed === void 0 ? Math.floor(randomOf().next() * 2 ** 32) : numberArgument(seed, 1, "randomseed");
  randomOf().seed(Number(n));
  return ret0();
};
var type2 = (_self, x) => {
  if (typeof x === "bigint") return "integer";
  if (typeof x === "number") return Number.isSafeInteger(x) ? "integer" : "float";
  return void 0;
};
var tointeger = (_self, x) => toInteger(x);
var ult = (_self, m, n) => unsignedLess(integerOf3(m, 1, "ult"), integerOf3(n, 2, "ult"));
function integerOf3(value, position2, name2) {
  const n = toInteger(numberArgument(value, position2, name2));
  if (n === void 0)
    throw new LuaError(`bad argument #${position2} to '${name2}' (number has no integer representation)`);
  return n;
}
var mathLibrary = library(
  "math",
  {
    abs,
    acos: ofFloat("acos", Math.acos),
    asin: ofFloat("asin", Math.asin),
    atan,
    atan2: ofFloats("atan2", Math.atan2),
    ceil: rounding("ceil", Math.ceil),
    cos: ofFloat("cos", Math.cos),
    cosh: ofFloat("cosh", Math.cosh),
    deg: ofFloat("deg", (x) => x * (180 / Math.PI)),
    exp: ofFloat("exp", Math.exp),
    floor: rounding("floor", Math.floor),
    fmod,
    frexp,
    ldexp,
    log,
    log10: ofFloat("log10", Math.log10),
    max: extreme("max", (a2, b) => lessThan(b, a2)),
    min: extreme("min", lessThan),
    mod: mod2,
    modf,
    pow: ofFloats("pow", power),
    rad: ofFloat("rad", (x) => x * (Math.PI / 180)),
    random,
    randomseed,
    sin: ofFloat("sin", Math.sin),
    sinh: ofFloat("sinh", Math.sinh),
    sqrt: ofFloat("sqrt", Math.sqrt),
    tan: ofFloat("tan", Math.tan),
    tanh: ofFloat("tanh", Math.tanh),
    tointeger,
    type: type2,
    ult
  },
  { huge: Number.POSITIVE_INFINITY, maxinteger: MAX_INTEGER, mininteger: MIN_INTEGER, pi: Math.PI }
);

// src/lua/library/clock-register.ts
var clock = {
  current: { now: Date.now, elapsed: () => process.uptime() * 1e3 }
};
function clockOf() {
  return clock.current;
}

// src/lua/library/date-text.ts
var DAY = 864e5;
var DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
var MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
];
function partsOf2(instant, isUtc) {
  const date2 = new Date(instant);
  if (Number.isNaN(date2.getTime())) return void 0;
  const offset = isUtc ? 0 : -date2.getTimezoneOffset();
  const shown = new Date(instant + offset * 6e4);
  const year = shown.getUTCFullYear();
  const startOfYear = (/* @__PURE__ */ new Date(0)).setUTCFullYear(year, 0, 1);
  return {
    year,
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
    yearDay: Math.floor((shown.getTime() - startOfYear) / DAY) + 1,
    isSummerTime: !isUtc && offset > standardOffset(year),
    offset,
    zone: isUtc ? "UTC" : zoneOf(date2)
  };
}
function standardOffset(year) {
  return -Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
}
function zoneOf(date2) {
  const parts3 = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date2);
  return parts3.find((part) => part.type === "timeZoneName")?.value ?? "";
}
function isoWeek({ year, month, day, weekday }) {
  const thursday = new Date((/* @__PURE__ */ new Date(0)).setUTCFullYear(year, month - 1, day - (weekday + 6) % 7 + 3));
  const ofYear = thursday.getUTCFullYear();
  const start3 = (/* @__PURE__ */ new Date(0)).setUTCFullYear(ofYear, 0, 1);
  return { year: ofYear, week: Math.floor((thursday.getTime() - start3) / DAY / 7) + 1 };
}
function two(n) {
  return `${n}`.padStart(2, "0");
}
function narrow(n) {
  return `${n}`.padStart(2, " ");
}
function offsetText(offset) {
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${two(size % 60)}`;
}
var time = (p) => `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`;
var dayName = (p) => DAYS[p.weekday] ?? "";
var monthName = (p) => MONTHS[p.month - 1] ?? "";
var short = (name2) => name2.slice(0, 3);
var hour12 = (p) => (p.hour + 11) % 12 + 1;
var half = (p) => p.hour < 12 ? "AM" : "PM";
var conversions = {
  a: (p) => short(dayName(p)),
  A: dayName,
  b: (p) => short(monthName(p)),
  B: monthName,
  c: (p) => `${short(dayName(p))} ${short(monthName(p))} ${narrow(p.day)} ${time(p)} ${p.year}`,
  C: (p) => two(Math.floor(p.year / 100)),
  d: (p) => two(p.day),
  D: (p) => `${two(p.month)}/${two(p.day)}/${two(p.year % 100)}`,
  e: (p) => narrow(p.day),
  F: (p) => `${p.year}-${two(p.month)}-${two(p.day)}`,
  G: (p) => `${isoWeek(p).year}`,
  g: (p) => two(isoWeek(p).year % 100),
  h: (p) => short(monthName(p)),
  H: (p) => two(p.hour),
  I: (p) => two(hour12(p)),
  j: (p) => `${p.yearDay}`.padStart(3, "0"),
  m: (p) => two(p.month),
  M: (p) => two(p.minute),
  n: () => "\n",
  p: half,
  r: (p) => `${two(hour12(p))}:${two(p.minute)}:${two(p.second)} ${half(p)}`,
  R: (p) => `${two(p.hour)}:${two(p.minute)}`,
  S: (p) => two(p.second),
  t: () => "	",
  T: time,
  u: (p) => `${(p.weekday + 6) % 7 + 1}`,
  // The ISO week, where C counts from the first Sunday.
  U: (p) => two(isoWeek(p).week),
  V: (p) => two(isoWeek(p).week),
  w: (p) => `${p.weekday}`,
  x: (p) => `${two(p.month)}/${two(p.day)}/${two(p.year % 100)}`,
  X: time,
  y: (p) => two(p.year % 100),
  Y: (p) => `${p.year}`,
  z: (p) => offsetText(p.offset),
  Z: (p) => p.zone,
  "%": () => "%"
};
function dateText(format2, parts3) {
  let text2 = "";
  for (let i = 0; i < format2.length; i++) {
    if (format2[i] !== "%") {
      text2 += format2[i];
      continue;
    }
    const letter2 = format2[++i] ?? "";
    const convert2 = Object.hasOwn(conversions, letter2) ? conversions[letter2] : void 0;
    if (convert2 === void 0) return { unknown: `%${letter2}` };
    text2 += convert2(parts3);
  }
  return text2;
}

// src/lua/library/os.ts
var time2 = (_self, spec) => {
  if (spec === void 0) return Math.floor(clockOf().now() / 1e3);
  const table2 = tableArgument(spec, 1, "time");
  const today = new Date(clockOf().now());
  const date2 = new Date(2e3, 0, 1);
  const year = field3(table2, "year", today.getFullYear());
  const month = field3(table2, "month", today.getMonth() + 1);
  const day = field3(table2, "day", today.getDate());
  date2.setFullYear(year, month - 1, day);
  date2.setHours(field3(table2, "hour", 12), field3(table2, "min", 0), field3(table2, "sec", 0), 0);
  const seconds = Math.floor(date2.getTime() / 1e3);
  if (Number.isNaN(seconds)) throw new LuaError("time result cannot be represented in this installation");
  return seconds;
};
function field3(table2, name2, otherwise) {
  const value = table2.getText(name2);
  if (value === void 0) return otherwise;
  const n = toInteger(value);
  if (n === void 0) throw new LuaError(`field '${name2}' is not an integer`);
  if (n > 2 ** 31 || n < -(2 ** 31)) throw new LuaError(`field '${name2}' is out-of-bound`);
  return Number(n);
}
var LOCAL_COST = 800;
var date = (_self, f, t) => {
  const given3 = optionalText(f, 1, "date", "%c");
  const isUtc = given3.startsWith("!");
  const format2 = isUtc ? given3.slice(1) : given3;
  R.fuel -= (isUtc ? 20 : LOCAL_COST) + format2.length * 2;
  const seconds = t === void 0 ? clockOf().now() / 1e3 : Number(numberArgument(t, 2, "date"));
  const parts3 = partsOf2(Math.floor(seconds) * 1e3, isUtc);
  if (parts3 === void 0) throw new LuaError("date result cannot be represented in this installation");
  if (format2.startsWith("*t")) return dateTable(parts3);
  const text2 = dateText(format2, parts3);
  if (typeof text2 === "string") return text2;
  throw argumentError(1, "date", `invalid conversion specifier '${text2.unknown}'`);
};
function dateTable(parts3) {
  return recordOf({
    year: parts3.year,
    month: parts3.month,
    day: parts3.day,
    hour: parts3.hour,
    min: parts3.minute,
    sec: parts3.second,
    wday: parts3.weekday + 1,
    yday: parts3.yearDay,
    isdst: parts3.isSummerTime
  });
}
var clock2 = () => clockOf().elapsed() / 1e3;
var difftime = (_self, later2, earlier) => {
  const from = earlier === void 0 ? 0 : Number(numberArgument(earlier, 2, "difftime"));
  return Number(numberArgument(later2, 1, "difftime")) - from;
};
var osLibrary = library("os", { clock: clock2, date, difftime, time: time2 }, { platform: "wippy" });

// src/lua/library/number-format.ts
function padded(spec, sign, body2, zeros) {
  const missing3 = spec.width - sign.length - body2.length;
  if (missing3 <= 0) return sign + body2;
  if (spec.left) return sign + body2 + " ".repeat(missing3);
  return zeros && spec.zero ? sign + "0".repeat(missing3) + body2 : " ".repeat(missing3) + sign + body2;
}
function paddedText(spec, text2) {
  return padded(spec, "", text2, false);
}
function signOf(spec, negative) {
  return negative ? "-" : spec.plus ? "+" : spec.space ? " " : "";
}
function formatInteger(spec, n) {
  const isSigned = spec.verb === "d" || spec.verb === "i";
  const negative = n < 0;
  if (typeof n === "number" && spec.precision < 0) {
    if (isSigned) return padded(spec, signOf(spec, negative), `${Math.abs(n)}`, true);
    if (spec.verb === "x" && !negative && !spec.alternate) return padded(spec, "", n.toString(16), true);
  }
  const size = negative ? isSigned ? -BigInt(n) : BigInt.asUintN(64, BigInt(n)) : n;
  const isZero = n === 0;
  let digits2 = size.toString(spec.verb === "o" ? 8 : spec.verb === "x" || spec.verb === "X" ? 16 : 10);
  if (spec.precision === 0 && isZero) digits2 = "";
  digits2 = digits2.padStart(spec.precision, "0");
  if (spec.alternate && spec.verb === "o" && digits2[0] !== "0") digits2 = `0${digits2}`;
  const prefix = spec.alternate && !isZero && (spec.verb === "x" || spec.verb === "X") ? "0x" : "";
  const sign = isSigned ? signOf(spec, negative) : prefix;
  const text2 = padded(spec, sign, digits2, spec.precision < 0);
  return spec.verb === "X" ? text2.toUpperCase() : text2;
}
function formatFloat(spec, x) {
  const sign = signOf(spec, x < 0);
  const verb = spec.verb.toLowerCase();
  const size = Math.abs(x);
  let text2;
  if (!Number.isFinite(x)) text2 = padded(spec, sign, Number.isNaN(x) ? "nan" : "inf", false);
  else if (verb === "a") text2 = padded(spec, `${sign}0x`, hexadecimal(spec, size), true);
  else text2 = padded(spec, sign, decimal(spec, verb, size), true);
  return verb === spec.verb ? text2 : text2.toUpperCase();
}
function decimal(spec, verb, size) {
  const precision = spec.precision < 0 ? 6 : spec.precision;
  if (verb === "f") return withPoint(spec, fixed(size, precision));
  if (verb === "e") return exponential(spec, digitsOf(size, precision));
  return general(spec, size, Math.max(precision, 1));
}
function withPoint(spec, digits2) {
  return spec.alternate && !digits2.includes(".") ? `${digits2}.` : digits2;
}
function fixed(size, precision) {
  if (size >= 1e21) return precision === 0 ? `${BigInt(size)}` : `${BigInt(size)}.${"0".repeat(precision)}`;
  const rounded = size.toFixed(precision);
  if (Math.abs(size * 2 ** (precision + 1) % 2) !== 1) return rounded;
  const cut = size.toFixed(precision + 1).slice(0, precision === 0 ? -2 : -1);
  return isEven(cut) ? cut : rounded;
}
function isEven(digits2) {
  return digits2.charCodeAt(digits2.length - 1) % 2 === 0;
}
function digitsOf(size, more) {
  const rounded = split(size.toExponential(more));
  const next3 = split(size.toExponential(more + 1));
  if (!next3.digits.endsWith("5") || !isExact2(next3, size)) return rounded;
  const cut = next3.digits.slice(0, -1);
  return isEven(cut) ? { digits: cut, exponent: next3.exponent } : rounded;
}
function split(text2) {
  const at2 = text2.indexOf("e");
  return { digits: text2.slice(0, at2).replace(".", ""), exponent: Number(text2.slice(at2 + 1)) };
}
function isExact2({ digits: digits2, exponent }, size) {
  if (Number(`${digits2}e${exponent - digits2.length + 1}`) !== size) return false;
  const { mantissa, power: power2 } = binary(size);
  const tens = exponent - digits2.length + 1;
  const left2 = BigInt(digits2) * 10n ** BigInt(Math.max(tens, 0)) * 2n ** BigInt(Math.max(-power2, 0));
  return left2 === mantissa * 10n ** BigInt(Math.max(-tens, 0)) * 2n ** BigInt(Math.max(power2, 0));
}
function exponential(spec, { digits: digits2, exponent }) {
  const mantissa = digits2.length === 1 ? digits2 : `${digits2[0]}.${digits2.slice(1)}`;
  return `${withPoint(spec, mantissa)}e${exponent < 0 ? "-" : "+"}${`${Math.abs(exponent)}`.padStart(2, "0")}`;
}
var EXACT = 15;
var POWERS3 = Array.from({ length: EXACT + 1 }, (_, n) => 10 ** n);
function general(spec, size, precision) {
  if (precision <= EXACT && size < POWERS3[precision] && !spec.alternate) {
    if (Number.isInteger(size)) return `${size}`;
    const shortest = `${size}`;
    if (shortest.length <= precision + 1 && size >= 1e-4) return shortest;
  }
  if (size >= 1e-4 && size < 10 ** precision && !spec.alternate && !mayTie(size, precision)) {
    const text2 = size.toPrecision(precision);
    if (!text2.includes("e")) return trimmed2(text2);
  }
  const found2 = digitsOf(size, precision - 1);
  const digits2 = spec.alternate ? found2.digits : found2.digits.replace(/(?<=.)0+$/, "");
  const { exponent } = found2;
  if (exponent < -4 || exponent >= precision) return exponential(spec, { digits: digits2, exponent });
  if (exponent < 0) return withPoint(spec, `0.${"0".repeat(-exponent - 1)}${digits2}`);
  const whole2 = digits2.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits2.slice(exponent + 1);
  return withPoint(spec, fraction === "" ? whole2 : `${whole2}.${fraction}`);
}
function trimmed2(text2) {
  if (!text2.includes(".")) return text2;
  let end = text2.length;
  while (text2.charCodeAt(end - 1) === 48) end--;
  if (text2.charCodeAt(end - 1) === 46) end--;
  return text2.substring(0, end);
}
function mayTie(size, precision) {
  const places = binaryPlaces(size);
  return places <= precision + 5 && size >= 10 ** (precision - places);
}
function binaryPlaces(size) {
  double[0] = size;
  const high = words3[1];
  const low2 = words3[0];
  const zeros = low2 !== 0 ? lowestBit(low2) : 32 + lowestBit(high | 1048576);
  return Math.max(0, 52 - zeros - ((high >>> 20 & 2047) - 1023));
}
function lowestBit(word) {
  return 31 - Math.clz32(word & -word);
}
var double = new Float64Array(1);
var words3 = new Uint32Array(double.buffer);
var bits2 = new BigUint64Array(double.buffer);
function binary(size) {
  double[0] = size;
  const word = bits2[0];
  const biased = Number(word >> 52n);
  const fraction = word & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, power: -1074 } : { mantissa: fraction | 1n << 52n, power: biased - 1075 };
}
function hexadecimal(spec, size) {
  let { mantissa, power: power2 } = binary(size);
  const { precision } = spec;
  if (precision >= 0 && precision < 13) {
    const cut = BigInt(4 * (13 - precision));
    const half2 = 1n << cut - 1n;
    const rest = mantissa & (1n << cut) - 1n;
    mantissa >>= cut;
    if (rest > half2 || rest === half2 && (mantissa & 1n) === 1n) mantissa += 1n;
    mantissa <<= cut;
  }
  power2 = size === 0 ? 0 : power2 + 52;
  const all2 = mantissa.toString(16).padStart(14, "0");
  const digits2 = precision < 0 ? all2.slice(1).replace(/0+$/, "") : all2.slice(1, precision + 1).padEnd(precision, "0");
  const point = digits2 !== "" || spec.alternate ? "." : "";
  return `${all2[0]}${point}${digits2}p${power2 < 0 ? "-" : "+"}${Math.abs(power2)}`;
}

// src/lua/library/format.ts
var format = host(
  "string.format",
  (_self, f, ...args) => fill2(textArgument(f, 1, "format"), args, 0, ""),
  {
    resume: (frame, value) => {
      if (frame.site === QUOTING) {
        const [text3, position2] = frame.d;
        return quote(
          frame.a,
          frame.more,
          frame.b,
          frame.c,
          text3,
          position2
        );
      }
      const text2 = textOf(first(value));
      if (text2 === void 0) return fail("'__tostring' must return a string");
      const at2 = frame.b;
      const out = frame.c + shortened(formats.get(frame.a)[at2], text2);
      return fill2(frame.a, frame.more, at2 + 1, out);
    }
  }
);
var formats = new Recent(200, parse3);
var QUOTING = 1;
var QUOTED = 2 ** 16;
function quote(of, args, at2, before, text2, from) {
  let out = before;
  for (let position2 = from; position2 < text2.length; position2 += QUOTED) {
    if (R.fuel <= 0) {
      R.why = SLICE;
      R.n = 0;
      R.r0 = R.r1 = R.r2 = void 0;
      return push(new Frame(format, QUOTING, of, at2, out, [text2, position2], args));
    }
    const end = position2 + QUOTED;
    out += escaped(text2.slice(position2, end), isDigit3(text2.charCodeAt(end)));
    R.fuel -= QUOTED >> 3;
    checkLength(out.length);
  }
  return fill2(of, args, at2 + 1, `${out}"`);
}
function isDigit3(code) {
  return code >= 48 && code <= 57;
}
function fill2(text2, args, at2, before) {
  const parts3 = formats.get(text2);
  let out = before;
  let position2 = 0;
  for (let i = 0; i < at2; i++) if (typeof parts3[i] !== "string") position2++;
  for (let i = at2; i < parts3.length; i++) {
    const part = parts3[i];
    if (typeof part === "string") {
      out += part;
      continue;
    }
    if (position2 >= args.length) throw argumentError(position2 + 2, "format", missing2(part));
    const value = args[position2++];
    if (part.verb === "q" && typeof value === "string" && value.length > QUOTED)
      return quote(text2, args, i, `${out}"`, value, 0);
    if (part.verb === "s") {
      const converted = typeof value === "string" ? value : callTostring(value);
      if (converted === S) return push(new Frame(format, 0, text2, i, out, void 0, args));
      out += shortened(part, converted);
    } else out += convert(part, value, position2 + 1);
  }
  checkLength(out.length);
  R.fuel -= parts3.length + (out.length >> 6);
  return out;
}
function missing2({ verb }) {
  return verb === "s" || verb === "q" ? "no value" : "number expected, got no value";
}
function shortened(spec, text2) {
  if (spec.width === 0 && spec.precision < 0) return text2;
  return paddedText(spec, spec.precision < 0 ? text2 : text2.slice(0, spec.precision));
}
function convert(spec, value, position2) {
  switch (spec.verb) {
    case "d":
    case "i":
      if (spec === PLAIN_INTEGER && typeof value === "number" && Number.isSafeInteger(value))
        return `${value}`;
      return formatInteger(spec, wideArgument(value, position2, "format"));
    case "u":
    case "o":
    case "x":
    case "X":
      return formatInteger(spec, wideArgument(value, position2, "format"));
    case "c":
      return paddedText(spec, String.fromCharCode(Number(wideArgument(value, position2, "format")) & 255));
    case "q":
      return quoted2(value);
    default:
      return formatFloat(spec, Number(numberArgument(value, position2, "format")));
  }
}
var CONVERSION = /%([-+ #0]*)(\d*)(?:\.(\d*))?([\s\S]?)/y;
var VERBS = "diucxXoeEfFgGaAqs";
var PLAIN_INTEGER = specOf("", "", void 0, "d");
function parse3(format2) {
  R.fuel -= format2.length >> 3;
  const parts3 = [];
  let text2 = "";
  let at2 = 0;
  while (at2 < format2.length) {
    const next3 = format2.indexOf("%", at2);
    if (next3 < 0) break;
    text2 += format2.slice(at2, next3);
    CONVERSION.lastIndex = next3;
    const [all2, flags2 = "", width = "", precision, verb = ""] = CONVERSION.exec(format2);
    at2 = next3 + all2.length;
    if (all2 === "%%") {
      text2 += "%";
      continue;
    }
    if (verb === "" || !VERBS.includes(verb) || width.length > 2 || (precision ?? "").length > 2 || flags2.length > 5) {
      throw new LuaError(`invalid conversion '${all2}' to 'format'`);
    }
    if (verb === "q" && all2 !== "%q") throw new LuaError("specifier '%q' cannot have modifiers");
    if (text2 !== "") parts3.push(text2);
    text2 = "";
    parts3.push(all2 === "%d" ? PLAIN_INTEGER : specOf(flags2, width, precision, verb));
  }
  text2 += format2.slice(at2);
  if (text2 !== "") parts3.push(text2);
  return parts3;
}
function specOf(flags2, width, precision, verb) {
  return {
    verb,
    left: flags2.includes("-"),
    plus: flags2.includes("+"),
    space: flags2.includes(" "),
    alternate: flags2.includes("#"),
    zero: flags2.includes("0"),
    width: Number(width),
    precision: precision === void 0 ? -1 : Number(precision)
  };
}
var HEXADECIMAL2 = specOf("", "", void 0, "a");
function quoted2(value) {
  switch (typeof value) {
    case "string":
      return quotedText(value);
    case "bigint":
      return value === -(2n ** 63n) ? "0x8000000000000000" : `${value}`;
    case "number":
      if (value === Number.POSITIVE_INFINITY) return "1e9999";
      if (value === Number.NEGATIVE_INFINITY) return "-1e9999";
      if (Number.isNaN(value)) return "(0/0)";
      return Number.isSafeInteger(value) ? numberToText(value) : formatFloat(HEXADECIMAL2, value);
    case "undefined":
      return "nil";
    case "boolean":
      return `${value}`;
  }
  throw new LuaError(`value has no literal form (a ${typeName(value)})`);
}
var ESCAPED = /["\\\n]|[\x00-\x1f\x7f](?=(\d?))/g;
function quotedText(text2) {
  R.fuel -= text2.length >> 3;
  return `"${escaped(text2, false)}"`;
}
function escaped(text2, isFollowed) {
  if (text2.search(ESCAPED) < 0) return text2;
  return text2.replace(ESCAPED, (found2, digit2, offset) => {
    if (found2 === '"' || found2 === "\\" || found2 === "\n") return `\\${found2}`;
    const code = `${found2.charCodeAt(0)}`;
    const isBeforeDigit = digit2 !== "" || isFollowed && offset === text2.length - 1;
    return `\\${isBeforeDigit ? code.padStart(3, "0") : code}`;
  });
}

// src/lua/library/pack.ts
var SIMPLE = {
  b: ["int", 1],
  B: ["uint", 1],
  h: ["int", 2],
  H: ["uint", 2],
  l: ["int", 8],
  L: ["uint", 8],
  j: ["int", 8],
  J: ["uint", 8],
  T: ["uint", 8],
  f: ["float", 4],
  d: ["double", 8],
  n: ["double", 8],
  z: ["zero", 0],
  x: ["padding", 1]
};
var MAX_SIZE = 16;
var NATIVE_ALIGNMENT = 8;
var MAX_FORMAT = 2 ** 17;
var Options = class {
  #format;
  #at = 0;
  #isLittle = true;
  #alignment = 1;
  constructor(format2) {
    if (format2.length > MAX_FORMAT) throw new LuaError("format too long");
    R.fuel -= format2.length >> 1;
    this.#format = format2;
  }
  /** The next option at this offset of the bytes; undefined at the end. */
  next(offset) {
    while (this.#at < this.#format.length) {
      const option = this.#read();
      if (option.kind !== "none") return { ...option, gap: this.#gap(option, offset) };
    }
    return void 0;
  }
  #read() {
    const letter2 = this.#format[this.#at++];
    const simple3 = SIMPLE[letter2];
    if (simple3 !== void 0) return this.#option(simple3[0], simple3[1]);
    switch (letter2) {
      case "i":
        return this.#option("int", this.#limited(4));
      case "I":
        return this.#option("uint", this.#limited(4));
      case "s":
        return this.#option("counted", this.#limited(8));
      case "c": {
        const size = this.#number(-1);
        if (size < 0) throw new LuaError("missing size for format option 'c'");
        return this.#option("fixed", size);
      }
      case "X":
        return this.#option("align", 0);
      case "<":
        this.#isLittle = true;
        break;
      case ">":
        this.#isLittle = false;
        break;
      case "=":
        this.#isLittle = true;
        break;
      case "!":
        this.#alignment = this.#limited(NATIVE_ALIGNMENT);
        break;
      case " ":
        break;
      default:
        throw new LuaError(`invalid format option '${letter2}'`);
    }
    return this.#option("none", 0);
  }
  #option(kind, size) {
    return { kind, size, gap: 0, isLittle: this.#isLittle };
  }
  #number(otherwise) {
    const digits2 = /^\d+/.exec(this.#format.slice(this.#at, this.#at + 12))?.[0];
    if (digits2 === void 0) return otherwise;
    this.#at += digits2.length;
    return Number(digits2);
  }
  #limited(otherwise) {
    const size = this.#number(otherwise);
    if (size < 1 || size > MAX_SIZE) throw new LuaError(`integral size (${size}) out of limits [1,16]`);
    return size;
  }
  #gap(option, offset) {
    let align = option.size;
    if (option.kind === "align") {
      const followed = this.#at < this.#format.length ? this.#read() : void 0;
      align = followed?.size ?? 0;
      if (align === 0 || followed?.kind === "fixed")
        throw argumentError(1, "pack", "invalid next option for option 'X'");
    }
    if (align <= 1 || option.kind === "fixed" || option.kind === "padding") return 0;
    align = Math.min(align, this.#alignment);
    if ((align & align - 1) !== 0)
      throw argumentError(1, "pack", "format asks for alignment not power of 2");
    return align - (offset & align - 1) & align - 1;
  }
};
var pack2 = (_self, f, ...values2) => {
  const options = new Options(textArgument(f, 1, "pack"));
  let out = "";
  let position2 = 0;
  for (; ; ) {
    const option = options.next(out.length);
    if (option === void 0) break;
    out += "\0".repeat(option.gap);
    if (option.kind === "padding") out += "\0";
    else if (option.kind !== "align") {
      out += packed(option, values2[position2], position2 + 2);
      position2++;
    }
    checkLength(out.length);
  }
  R.fuel -= position2 + (out.length >> 6);
  return out;
};
function packed({ kind, size, isLittle }, value, position2) {
  switch (kind) {
    case "int":
    case "uint":
      return packedInteger(kind, size, isLittle, wideArgument(value, position2, "pack"), position2);
    case "float":
    case "double":
      return packedFloat(size, isLittle, Number(numberArgument(value, position2, "pack")));
  }
  const text2 = textArgument(value, position2, "pack");
  if (kind === "fixed") {
    if (text2.length > size) throw argumentError(position2, "pack", "string longer than given size");
    checkLength(size);
    return text2.padEnd(size, "\0");
  }
  if (kind === "zero") {
    if (text2.includes("\0")) throw argumentError(position2, "pack", "string contains zeros");
    return `${text2}\0`;
  }
  if (size < 8 && text2.length >= 256 ** size) {
    throw argumentError(position2, "pack", "string length does not fit in given size");
  }
  return bytesOf2(text2.length, size, isLittle) + text2;
}
function packedInteger(kind, size, isLittle, n, position2) {
  if (size < 8) {
    const limit = 256 ** size;
    if (kind === "int" && (n < -limit / 2 || n >= limit / 2))
      throw argumentError(position2, "pack", "integer overflow");
    if (kind === "uint" && (n < 0 || n >= limit)) throw argumentError(position2, "pack", "unsigned overflow");
  }
  return bytesOf2(n, size, isLittle);
}
function bytesOf2(n, size, isLittle) {
  let rest = n;
  let out = "";
  for (let i = 0; i < size; i++) {
    const byte2 = String.fromCharCode(typeof rest === "bigint" ? Number(rest & 255n) : rest & 255);
    out = isLittle ? out + byte2 : byte2 + out;
    rest = typeof rest === "bigint" ? rest >> 8n : Math.floor(rest / 256);
  }
  return out;
}
var view = new DataView(new ArrayBuffer(8));
function packedFloat(size, isLittle, x) {
  if (size === 4) view.setFloat32(0, x, isLittle);
  else view.setFloat64(0, x, isLittle);
  let out = "";
  for (let i = 0; i < size; i++) out += String.fromCharCode(view.getUint8(i));
  return out;
}
var packsize = (_self, f) => {
  const options = new Options(textArgument(f, 1, "packsize"));
  let total = 0;
  for (; ; ) {
    const option = options.next(total);
    if (option === void 0) return total;
    if (option.kind === "counted" || option.kind === "zero") {
      throw argumentError(1, "packsize", "variable-length format");
    }
    total += option.gap + option.size;
    if (total > 2 ** 31 - 1) throw argumentError(1, "packsize", "format result too large");
  }
};
var unpack2 = (_self, f, s, init) => {
  const options = new Options(textArgument(f, 1, "unpack"));
  const data = textArgument(s, 2, "unpack");
  let at2 = optionalInteger(init, 3, "unpack", 1);
  at2 = at2 > 0 ? at2 - 1 : at2 === 0 ? 0 : Math.max(0, data.length + at2);
  if (at2 > data.length) throw argumentError(3, "unpack", "initial position out of string");
  const values2 = [];
  for (; ; ) {
    const option = options.next(at2);
    if (option === void 0) break;
    at2 += option.gap;
    if (at2 + option.size > data.length) throw argumentError(2, "unpack", "data string too short");
    if (option.kind === "padding" || option.kind === "align") {
      at2 += option.size;
      continue;
    }
    const [value, bytes3] = unpacked(option, data, at2);
    values2.push(value);
    at2 += bytes3;
    if (values2.length >= MAX_RESULTS) throw new LuaError("too many results");
  }
  R.fuel -= values2.length + (data.length >> 6);
  values2.push(at2 + 1);
  return retN(values2);
};
function unpacked({ kind, size, isLittle }, data, at2) {
  switch (kind) {
    case "int":
    case "uint":
      return [integerAt(data, at2, size, isLittle, kind === "int"), size];
    case "float":
    case "double":
      return [floatAt(data, at2, size, isLittle), size];
    case "fixed":
      return [piece(data, at2, at2 + size), size];
    case "zero": {
      const end = data.indexOf("\0", at2);
      if (end < 0) throw argumentError(2, "unpack", "unfinished string for format 'z'");
      return [piece(data, at2, end), end + 1 - at2];
    }
  }
  const length = Number(integerAt(data, at2, size, isLittle, false));
  const start3 = at2 + size;
  if (length < 0 || start3 + length > data.length) throw argumentError(2, "unpack", "data string too short");
  return [piece(data, start3, start3 + length), size + length];
}
function integerAt(data, at2, size, isLittle, isSigned) {
  const byteAt2 = (i) => data.charCodeAt(isLittle ? at2 + i : at2 + size - 1 - i);
  if (size <= 6) {
    let n = 0;
    for (let i = size - 1; i >= 0; i--) n = n * 256 + byteAt2(i);
    return isSigned && byteAt2(size - 1) >= 128 ? n - 256 ** size : n;
  }
  let wide2 = 0n;
  for (let i = Math.min(size, 8) - 1; i >= 0; i--) wide2 = wide2 << 8n | BigInt(byteAt2(i));
  const kept2 = Math.min(size, 8) * 8;
  if (isSigned) wide2 = BigInt.asIntN(kept2, wide2);
  const filler = isSigned && wide2 < 0n ? 255 : 0;
  for (let i = 8; i < size; i++) {
    if (byteAt2(i) !== filler) throw new LuaError(`${size}-byte integer does not fit into Lua Integer`);
  }
  return wrap(wide2);
}
function floatAt(data, at2, size, isLittle) {
  for (let i = 0; i < size; i++) view.setUint8(i, data.charCodeAt(at2 + i));
  return size === 4 ? view.getFloat32(0, isLittle) : view.getFloat64(0, isLittle);
}

// src/lua/library/string.ts
var len2 = (_self, s) => textArgument(s, 1, "len").length;
var char = (_self, ...codes) => {
  let text2 = "";
  for (let i = 0; i < codes.length; i++) {
    const code = integerArgument(codes[i], i + 1, "char");
    if (code < 0 || code > 255) throw argumentError(i + 1, "char", "value out of range");
    text2 += String.fromCharCode(code);
  }
  return text2;
};
var rep = (_self, s, n, sep) => {
  const text2 = textArgument(s, 1, "rep");
  const count2 = integerArgument(n, 2, "rep");
  const separator = optionalText(sep, 3, "rep", "");
  if (count2 <= 0) return "";
  const bytes3 = (text2.length + separator.length) * count2 - separator.length;
  checkLength(bytes3);
  R.fuel -= bytes3 >> 6;
  return separator === "" ? text2.repeat(count2) : (text2 + separator).repeat(count2 - 1) + text2;
};
var reverse = (_self, s) => {
  const text2 = textArgument(s, 1, "reverse");
  R.fuel -= text2.length >> 6;
  if (text2.length <= 32) {
    let reversed = "";
    for (let i = text2.length - 1; i >= 0; i--) reversed += text2[i];
    return reversed;
  }
  return Buffer.from(text2, "latin1").reverse().toString("latin1");
};
var BEYOND_ASCII = /[\x80-\xff]/;
var SHORT3 = 16;
function isAscii2(text2) {
  if (text2.length > SHORT3) return !BEYOND_ASCII.test(text2);
  for (let i = 0; i < text2.length; i++) if (text2.charCodeAt(i) > 127) return false;
  return true;
}
var UPPER = ONE_BYTE.map((byte2) => isAscii2(byte2) ? byte2.toUpperCase() : byte2);
var LOWER = ONE_BYTE.map((byte2) => isAscii2(byte2) ? byte2.toLowerCase() : byte2);
var upper = (_self, s) => {
  const text2 = textArgument(s, 1, "upper");
  if (text2.length === 1) return UPPER[text2.charCodeAt(0)];
  R.fuel -= text2.length >> 6;
  if (isAscii2(text2)) return text2.toUpperCase();
  return text2.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
};
var lower = (_self, s) => {
  const text2 = textArgument(s, 1, "lower");
  if (text2.length === 1) return LOWER[text2.charCodeAt(0)];
  R.fuel -= text2.length >> 6;
  if (isAscii2(text2)) return text2.toLowerCase();
  return text2.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
};
var stringLibrary = library("string", {
  byte,
  char,
  find,
  format,
  gmatch,
  gsub,
  len: len2,
  lower,
  match,
  pack: pack2,
  packsize,
  rep,
  reverse,
  sub: sub2,
  unpack: unpack2,
  upper
});

// src/lua/types/type-globals.ts
var typeof_ = host("typeof", (_self, ...args) => {
  if (args.length === 0) return fail("bad argument #1 to 'typeof' (value expected)");
  const [value, declared] = args;
  return typeValue(typeIn(declared) ?? typeOfValue(value));
});
function typeOfValue(value) {
  if (value instanceof Fn) return namedType("function");
  if (value instanceof Userdata && value.handle.name === "error") return namedType("error");
  return namedType(typeName(value));
}
var typeGlobals = {
  typeof: typeof_,
  number: typeValue(NUMBER),
  integer: typeValue(INTEGER),
  boolean: typeValue(BOOLEAN),
  Number: typeValue(NUMBER),
  Integer: typeValue(INTEGER),
  String: typeValue(STRING),
  Boolean: typeValue(BOOLEAN),
  Any: typeValue(ANY)
};

// src/lua/standard.ts
setStringLibrary(stringLibrary);
stringLibrary.mt = callableAs(STRING);
function standardGlobals() {
  return {
    ...basic,
    ...typeGlobals,
    _VERSION: "Lua 5.3",
    coroutine: coroutineLibrary(),
    math: mathLibrary,
    os: osLibrary,
    string: stringLibrary,
    table: tableLibrary,
    unpack: tableLibrary.getText("unpack")
  };
}

// src/lua/saved-frames.ts
var UNKNOWN = [];
var SavedFrames = class {
  depth = 1;
  /** Innermost last; null while there are none. */
  #boundaries = null;
  /** Frames were put in the place of those that were; what is said of their number need not be exact. */
  forget(depth) {
    this.depth = depth;
    this.#boundaries = UNKNOWN;
  }
  /** Walks over them if they are those of a restored task. */
  learn(frames) {
    if (this.#boundaries !== UNKNOWN) return;
    this.depth = 0;
    this.#boundaries = null;
    this.add(frames);
  }
  /** The innermost frame is about to go on. */
  take(frame) {
    this.depth--;
    if (this.#boundaries !== null && this.#boundaries.at(-1)?.frame === frame) this.#pop();
  }
  /** The innermost one that takes errors is about to go on, and those inside it are dropped. */
  takeBoundary() {
    const boundary = this.#boundaries?.at(-1);
    if (boundary === void 0) return null;
    this.depth = boundary.depth - 1;
    this.#pop();
    return boundary.frame;
  }
  /** Frames were saved on top of the others, innermost first. */
  add(head2) {
    let added = 0;
    let hasBoundary = false;
    for (let frame = head2; frame !== null; frame = frame.next) {
      added++;
      if (frame.self.proto.boundary !== void 0) hasBoundary = true;
    }
    this.depth += added;
    if (hasBoundary) this.#addBoundaries(head2);
  }
  #addBoundaries(head2) {
    const found2 = [];
    let { depth } = this;
    for (let frame = head2; frame !== null; frame = frame.next) {
      if (frame.self.proto.boundary !== void 0) found2.push({ frame, depth });
      depth--;
    }
    this.#boundaries ??= [];
    while (found2.length > 0) this.#boundaries.push(found2.pop());
  }
  #pop() {
    this.#boundaries?.pop();
    if (this.#boundaries?.length === 0) this.#boundaries = null;
  }
};

// src/lua/task.ts
var DONE = 0;
var FAILED = 1;
var WAITING = 2;
var SLICED = 3;
var MAX_DEPTH2 = 15e5;
var BYTES_PER_FRAME = 200;
var SHALLOW = 2e5;
var NO_VALUES = [];
var NO_ARGUMENTS2 = [];
var Task = class extends SavedFrames {
  frames;
  values = NO_VALUES;
  error = void 0;
  /** Where the error came from. */
  trace = null;
  stash = null;
  /** `body`: what is called with the arguments, or the frame that begins. */
  constructor(body2, args = NO_ARGUMENTS2) {
    super();
    this.frames = "up" in body2 ? new Frame(STARTER, 0, body2, args, void 0, void 0, null) : body2;
    if (!("up" in body2)) this.forget(1);
  }
  /** Whether the frames are more than a process may have. */
  get isTooDeep() {
    const { depth } = this;
    return depth >= SHALLOW && depth > Math.min(MAX_DEPTH2, R.room / BYTES_PER_FRAME);
  }
};
var STARTER = host("task.start", () => ret0(), {
  resume: (frame) => {
    const body2 = frame.a;
    return callWith(body2, frame.b);
  }
});
function callWith(body2, args) {
  switch (args.length) {
    case 0:
      return body2.code(body2);
    case 1:
      return body2.code(body2, args[0]);
    case 2:
      return body2.code(body2, args[0], args[1]);
    case 3:
      return body2.code(body2, args[0], args[1], args[2]);
    default:
      return body2.code(body2, ...args);
  }
}
function run(task, value) {
  beginSlice();
  R.task = task;
  R.coroutine = null;
  let given3 = value;
  if (task.stash !== null) {
    given3 = task.stash.value;
    if (task.stash.results !== void 0) setResults(task.stash.results);
    task.stash = null;
  }
  return goOnWith(task, given3);
}
function goOnWith(task, value) {
  let given3 = value;
  for (; ; ) {
    const { frames } = task;
    task.frames = null;
    task.learn(frames);
    const result = runFrames(frames, given3, task);
    if (result !== S || R.why !== SLICE || !goesOnAfterStop()) return ended(task, result);
    task.frames = left.frames;
    left.frames = null;
    R.why = MULTI;
    given3 = task.isTooDeep ? raise("stack overflow", 1) : void 0;
  }
}
function ended(task, value) {
  endSlice();
  if (value !== S || R.why === MULTI) {
    task.values = resultsOf(value);
    return DONE;
  }
  if (R.why === WAIT || R.why === SLICE) {
    task.frames = left.frames;
    left.frames = null;
    task.stash = R.stash;
    R.stash = null;
    const outcome = R.why === WAIT ? WAITING : SLICED;
    return task.isTooDeep ? goOnWith(task, raise("stack overflow", 1)) : outcome;
  }
  task.error = R.error;
  task.trace = left.trace;
  task.frames = left.frames;
  left.trace = null;
  left.frames = null;
  return FAILED;
}

// src/lua/run-chunk.ts
function runChunk(chunk) {
  const print = host("print", (_self, ...args) => {
    chunk.print(args.map((value) => String(callTostring(value))).join("	"));
    return ret0();
  });
  const environment2 = new EnvironmentShape({ ...standardGlobals(), print }).make();
  const task = new Task(new Unit(chunk.source, chunk.name, chunk).load(environment2), []);
  let outcome;
  do {
    R.fuel = chunk.slice ?? 1e4;
    outcome = run(task, void 0);
  } while (outcome === SLICED);
  if (outcome === DONE) return task.values;
  throw new Error(
    outcome === FAILED ? `${rawText(task.error)}
${task.trace?.text ?? ""}` : `${chunk.name} waits for something outside`
  );
}

// src/lua/size.ts
var ARRAY = 48;
var HASH = 64 + 2 * ARRAY;

// src/lua/snapshot/restored-fields.ts
var NameList = class {
  next = /* @__PURE__ */ new Map();
  make;
};
var lists = new NameList();

// src/lua/snapshot/restore.ts
var unfilled = new Fn(
  () => {
    throw new SnapshotError("a function without content was called");
  },
  [],
  { name: "unfilled", code: () => void 0, resume: () => void 0, unit: void 0, index: 0 }
);
var noHandle = { name: "", metatable: new LuaTable() };

// src/lua/snapshot/save.ts
var kinds2 = new ByteWriter();
var content = new ByteWriter();
var whole = new ByteWriter();

// src/lua/snapshot/task-parts.ts
var nobody = new Fn(() => void 0, [], {
  name: "nobody",
  code: () => void 0,
  resume: () => void 0,
  unit: void 0,
  index: 0
});

// bench/run-lua.ts
var name = process.argv[2];
if (name === void 0) throw new TypeError("usage: run-lua.ts FILE");
var start2 = process.hrtime.bigint();
var cpu0 = process.threadCpuUsage();
var all0 = process.cpuUsage();
var source = (0, import_node_fs.readFileSync)(name, "latin1");
var lines = [];
var stack = Number(process.execArgv.find((arg) => arg.startsWith("--stack-size="))?.split("=")[1] ?? 900);
runChunk({ source, name, print: (line) => lines.push(line), slice: stack * 2 });
process.stdout.write(lines.map((line) => `${line}
`).join(""));
var inside3 = Number(process.hrtime.bigint() - start2) / 1e6;
var c = process.threadCpuUsage(cpu0);
var a = process.cpuUsage(all0);
process.stderr.write(`{"inside_ms": ${inside3.toFixed(1)}, "cpu": ${((c.user + c.system) / 1e3).toFixed(1)}, "all": ${((a.user + a.system) / 1e3).toFixed(1)}}
`);
/*! Bundled license information:

re2js/build/index.js:
  (*!
  * re2js
  * RE2JS is the JavaScript port of RE2, a regular expression engine that provides linear time matching
  *
  * @version v2.10.0
  * @author Oleksii Vasyliev
  * @homepage https://github.com/le0pard/re2js#readme
  * @repository [object Object]
  * @license MIT
  *)
*/
