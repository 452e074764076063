/**
 * What may not stand in anything that is written down of a process.
 *
 *   St1  A name that speaks of a secret says that its value is one. It is a wider rule than that of the log: a dump holds
 *        what nobody chose to write.
 *   St2  The value of a variable that is a secret is taken out of every text, wherever it stands, also when the text
 *        was cut within it. A variable is a secret by its name, or when its metadata says `secret` or `private`.
 *        So is what the schemas of kinds call secret in entries, unless it is a placeholder.
 *   St3  Texts are searched for credentials that are known by their form: of headers, addresses, tokens and keys.
 */
import { type Data, encodeUtf8, isRecord } from '#base';
import type { Path } from '#plugin';
import type { KindTable, Registry, StoredEntry } from '#registry';

const words =
  'passwor[dt]|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|authorization|cookie|credential';
const secretName = new RegExp(`${words}|(^|_)(dsn|pin|pwd)$`, 'i');

const HIDDEN = '***';

/** Each keeps what stands before the secret. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g, HIDDEN],
  [/\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g, HIDDEN],
  [/\b(bearer|basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${HIDDEN}`],
  [/(:\/\/[^\s:/@]{0,200}:)[^\s@/]{1,200}@/g, `$1${HIDDEN}@`],
  [new RegExp(`((?:${words})s?["']?\\s{0,8}[:=]\\s{0,8}["']?)[^\\s"',;&}]+`, 'gi'), `$1${HIDDEN}`],
];

/** Values that were given to guests lately. */
const MOST = 1000;
/** Shorter ones are hidden only where they are the whole text. */
const LEAST = 4;

export class SecretTexts {
  readonly #texts = new Set<string>();
  readonly #registry: Registry;
  #entries: { readonly graph: object; readonly texts: readonly string[] } | undefined;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  isSecret(name: string): boolean {
    return secretName.test(name);
  }

  /** A guest was given the value of a variable. */
  given(name: string, value: string): void {
    if (value === '' || !this.#isSecretVariable(name)) return;
    const text = encodeUtf8(value);
    this.#texts.delete(text);
    this.#texts.add(text);
    if (this.#texts.size <= MOST) return;
    const [oldest] = this.#texts;
    if (oldest !== undefined) this.#texts.delete(oldest);
  }

  #isSecretVariable(name: string): boolean {
    if (this.isSecret(name)) return true;
    const { graph } = this.#registry;
    const id = graph.variable(name);
    const meta = id === undefined ? undefined : graph.entries.get(id)?.meta;
    if (id === undefined || !isRecord(meta)) return false;
    return meta.secret === true || meta.private === true || this.isSecret(id);
  }

  /** Found once for each state of the registry. */
  #ofEntries(): readonly string[] {
    const { graph } = this.#registry;
    if (this.#entries?.graph !== graph) {
      const texts = [...graph.entries.values()].flatMap((entry) => secretsIn(entry, graph.kinds));
      this.#entries = { graph, texts: [...new Set(texts)].slice(0, MOST) };
    }
    return this.#entries.texts;
  }

  /** The byte string without what may not be shown (St2, St3). */
  hide(text: string): string {
    let shown = text;
    for (const secret of this.#texts) shown = without(shown, secret);
    for (const secret of this.#ofEntries()) shown = without(shown, secret);
    for (const [form, instead] of forms) shown = shown.replace(form, instead);
    return shown;
  }
}

function secretsIn(entry: StoredEntry, kinds: Pick<KindTable, 'read'>): string[] {
  const { data, meta } = entry;
  return kinds.read(entry).secrets.flatMap((path) => {
    const [first, ...rest] = path;
    const value = first === 'meta' ? at(meta, rest) : at(data, path);
    return typeof value === 'string' && value !== '' && !/\$\{/.test(value) ? [encodeUtf8(value)] : [];
  });
}

function at(value: Data, path: Path): Data {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = found[Number(step)];
    else found = isRecord(found) && Object.hasOwn(found, step) ? (found[step] as Data) : undefined; // data within data
  }
  return found;
}

function without(text: string, secret: string): string {
  if (secret.length < LEAST) return text === secret ? HIDDEN : text;
  const shown = text.includes(secret) ? text.replaceAll(secret, HIDDEN) : text;
  for (let length = Math.min(secret.length - 1, shown.length); length >= LEAST; length--) {
    if (shown.endsWith(secret.slice(0, length))) return `${shown.slice(0, -length)}${HIDDEN}`;
  }
  return shown;
}
