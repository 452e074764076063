// bench/run-engine.ts
var import_node_crypto2 = require("node:crypto");
var import_node_fs3 = require("node:fs");
var import_node_path3 = require("node:path");
var import_node_url2 = require("node:url");

// src/cli/program-file.ts
var import_node_fs2 = require("node:fs");
var import_node_module = require("node:module");
var import_node_path2 = require("node:path");
var import_node_url = require("node:url");
var import_node_vm = require("node:vm");

// src/base/clock.ts
var longestWait = 2 ** 31 - 1;

// src/base/code-tiers.ts
var import_node_v8 = require("node:v8");
var flags = [
  { usual: "--invocation-count-for-maglev=400", sooner: "--invocation-count-for-maglev=100" },
  { usual: "--minimum-invocations-after-ic-update=500", sooner: "--minimum-invocations-after-ic-update=100" },
  { usual: "--no-always-sparkplug", sooner: "--always-sparkplug" }
];
var SOONER = /* @__PURE__ */ Symbol.for("wippy: V8 compiles sooner");
var known = globalThis;
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

// src/base/keyed-folder.ts
var import_node_crypto = require("node:crypto");
var import_node_path = require("node:path");

// src/base/own-files.ts
var import_node_fs = require("node:fs");
function isOwnFolder(path) {
  try {
    if ((0, import_node_fs.lstatSync)(path, { throwIfNoEntry: false }) === void 0) (0, import_node_fs.mkdirSync)(path, { mode: 448 });
    const found = (0, import_node_fs.lstatSync)(path);
    return found.isDirectory() && isOfThisUserAlone(found);
  } catch {
    return false;
  }
}
function isOfThisUserAlone({ uid, mode }) {
  return uid === process.getuid?.() && (mode & 63) === 0;
}
function readOwnFile(path, most) {
  let file2;
  try {
    file2 = (0, import_node_fs.openSync)(path, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NOFOLLOW | import_node_fs.constants.O_NONBLOCK);
  } catch {
    return void 0;
  }
  try {
    const found = (0, import_node_fs.fstatSync)(file2);
    if (!found.isFile() || found.nlink !== 1 || !isOfThisUserAlone(found)) return void 0;
    if (found.size > most) return void 0;
    const bytes = Buffer.allocUnsafeSlow(found.size);
    let filled = 0;
    while (filled < bytes.length) {
      const count = (0, import_node_fs.readSync)(file2, bytes, filled, bytes.length - filled, filled);
      if (count === 0) return void 0;
      filled += count;
    }
    return bytes;
  } catch {
    return void 0;
  } finally {
    (0, import_node_fs.closeSync)(file2);
  }
}
var written = 0;
function writeOwnFile(path, parts) {
  const beside = `${path}.${process.pid}.${++written}.tmp`;
  try {
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = import_node_fs.constants;
    const file2 = (0, import_node_fs.openSync)(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 384);
    try {
      for (const part of parts) writeWhole(file2, part);
    } finally {
      (0, import_node_fs.closeSync)(file2);
    }
    (0, import_node_fs.renameSync)(beside, path);
    return true;
  } catch {
    (0, import_node_fs.rmSync)(beside, { force: true });
    return false;
  }
}
function writeWhole(file2, bytes) {
  for (let at = 0; at < bytes.length; ) at += (0, import_node_fs.writeSync)(file2, bytes, at);
}

// src/base/keyed-folder.ts
var KEY_LENGTH = 32;
var DIGEST_LENGTH = 32;
var KeyedFolder = class {
  #folder;
  /** Undefined when nothing can be kept (Kf3). */
  #key;
  constructor(folder2) {
    this.#folder = folder2;
    this.#key = isOwnFolder(folder2) ? keyOf(folder2) : void 0;
  }
  get isUsable() {
    return this.#key !== void 0;
  }
  /** What was written under this name, up to `most` bytes (Kf2). It begins at a multiple of 8 in its memory. */
  read(name, most) {
    if (this.#key === void 0) return void 0;
    const bytes = readOwnFile((0, import_node_path.join)(this.#folder, name), most);
    if (bytes === void 0 || bytes.length < DIGEST_LENGTH) return void 0;
    const content = bytes.subarray(DIGEST_LENGTH);
    const expected = digest(this.#key, name, [content]);
    return (0, import_node_crypto.timingSafeEqual)(expected, bytes.subarray(0, DIGEST_LENGTH)) ? content : void 0;
  }
  /** Whether it could be written. */
  write(name, parts) {
    if (this.#key === void 0) return false;
    return writeOwnFile((0, import_node_path.join)(this.#folder, name), [digest(this.#key, name, parts), ...parts]);
  }
};
function digest(key, name, parts) {
  const made = (0, import_node_crypto.createHmac)("sha256", key).update(`${name}
`);
  for (const part of parts) made.update(part);
  return made.digest();
}
function keyOf(folder2) {
  const path = (0, import_node_path.join)(folder2, "key");
  const known2 = readOwnFile(path, KEY_LENGTH);
  if (known2?.length === KEY_LENGTH) return known2;
  if (!writeOwnFile(path, [(0, import_node_crypto.randomBytes)(KEY_LENGTH)])) return void 0;
  const made = readOwnFile(path, KEY_LENGTH);
  return made?.length === KEY_LENGTH ? made : void 0;
}

// src/cli/program-file.ts
var LARGEST = 1 << 26;
var WARM = 3e3;
var LEAST_RUNS = 2;
var MOST_RUNS = 4;
var OLD = 24 * 3600 * 1e3;
function runProgramFile({ url, hash: hash2, folder: folder2, words }) {
  const path = (0, import_node_url.fileURLToPath)(url);
  const files = folder2 === void 0 ? void 0 : new KeyedFolder(folder2);
  const form = `program-${hash2}-${wordOf(words[0] ?? "")}`;
  const kept = files === void 0 ? void 0 : read(files, form);
  const text = `(function (exports, require, module, __filename, __dirname) {${(0, import_node_fs2.readFileSync)(path, "latin1")}
})`;
  const script = new import_node_vm.Script(text, { filename: path, ...kept !== void 0 && { cachedData: kept.data } });
  if (folder2 !== void 0 && files !== void 0) {
    const former = script.cachedDataRejected === true ? void 0 : kept;
    const now = numberOf(words);
    const least = former?.words === now ? LEAST_RUNS : MOST_RUNS;
    const isWanted = former === void 0 || former.runs < least;
    if (isWanted || isOld((0, import_node_path2.join)(folder2, form))) {
      const end = Buffer.alloc(END);
      end.writeUInt8(Math.min((former?.runs ?? 0) + 1, MOST_RUNS), 0);
      end.writeInt32LE(now, 1);
      keepWhenWarm(() => {
        if (files.write(form, [codeOf(script), end])) sweep(folder2, hash2);
      });
    }
  }
  const module2 = { exports: {} };
  script.runInThisContext()(module2.exports, (0, import_node_module.createRequire)(url), module2, path, (0, import_node_path2.dirname)(path));
  return module2.exports;
}
var END = 5;
function read(files, name) {
  const bytes = files.read(name, LARGEST);
  if (bytes === void 0 || bytes.length < END) return void 0;
  const end = bytes.length - END;
  return { data: bytes.subarray(0, end), runs: bytes.readUInt8(end), words: bytes.readInt32LE(end + 1) };
}
function numberOf(words) {
  let number = 0;
  for (const letter of words.join("\0")) number = Math.imul(number, 31) + (letter.codePointAt(0) ?? 0) | 0;
  return number;
}
function wordOf(command) {
  return /^[a-z]{1,16}$/.test(command) ? command : "other";
}
function isOld(path) {
  try {
    return (0, import_node_fs2.statSync)(path).mtimeMs < Date.now() - OLD;
  } catch {
    return true;
  }
}
function keepWhenWarm(keep) {
  const now = () => {
    clearTimeout(timer);
    process.off("exit", atEnd);
    keep();
  };
  const atEnd = (code) => {
    if (code === 0) now();
  };
  const timer = setTimeout(now, WARM).unref();
  process.on("exit", atEnd);
}
function sweep(folder2, hash2) {
  try {
    for (const name of (0, import_node_fs2.readdirSync)(folder2)) {
      if (name.startsWith("program-") && !name.startsWith(`program-${hash2}-`)) (0, import_node_fs2.rmSync)((0, import_node_path2.join)(folder2, name));
    }
  } catch {
  }
}

// bench/run-engine.ts
var [, , folder, file] = process.argv;
if (folder === void 0 || file === void 0) throw new TypeError("usage: run-engine.ts FOLDER FILE");
var program = (0, import_node_path3.join)(folder, "run-lua.cjs");
var hash = (0, import_node_crypto2.createHash)("sha256").update((0, import_node_fs3.readFileSync)(program)).digest("hex").slice(0, 16);
process.argv.splice(2, 1);
runProgramFile({ url: (0, import_node_url2.pathToFileURL)(program), hash, folder, words: ["run", file] });
