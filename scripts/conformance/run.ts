/**
 * Runs a script of a suite in one way of running, and counts its assertions.
 *
 * The suites need things that the dialect leaves out. They are given these, and no more: `load` and `loadstring` compile
 * by the same engine in the same way of running, `collectgarbage` counts nothing, `table.getn` is the length, and
 * `_soft` asks for small numbers.
 */
import { host, LuaSyntaxError, LuaTable, rawText, ret0, ret2, Unit, type Value } from '#lua';
import { execute, type Way } from '../../src/lua/engine.testing.ts';
import { soften } from './soften.ts';

/** In front of each script, on its first line. */
const PRELUDE = `
_soft, _port = true, true
function load(chunk, name, _, env)
  if type(chunk) == "function" then
    local text, piece = "", chunk()
    while piece ~= nil and piece ~= "" do
      if type(piece) ~= "string" then return nil, "reader function must return a string" end
      text, piece = text .. piece, chunk()
    end
    chunk = text
  end
  return compile(chunk, name, env == nil and _G or env)
end
loadstring = load
function collectgarbage(what) return 0 end
package = {preload = {}}
function require(name)
  local made = package.preload[name]
  if made then return made() end
  return _G[name] or error("no module " .. name)
end
table = setmetatable({getn = function(t) return #t end}, {__index = table})
local pcall, error, select, type = pcall, error, select, type
local checked, broke, failure = checked, broke, nil
local function place(level) local _, found = pcall(error, "", level + 3) return found end
local function results(line, done, ...)
  if done then return ... end
  broke(line, (...), failure ~= nil and rawequal(failure, (...)))
end
function _check(v, ...)
  if v then checked() return v, ... end
  failure = select("#", ...) > 0 and (...) or "assertion failed!"
  checked(place(1), place(2))
  error(failure, 0)
end
function _try(line, f) failure = nil return results(line, pcall(f)) end
`.replaceAll('\n', ' ');

/** What came of a script. */
export interface Result {
  /** How many assertions held, each time that they ran. */
  readonly held: number;
  /** Where one did not, by line; in a function of the script by its caller's line too, as in `12<36`. */
  readonly failed: ReadonlySet<string>;
  /** The statements that an error ended, by line, with the error. */
  readonly broken: ReadonlyMap<string, string>;
}

/** `blank`: lines that are left out. */
export function runScript(file: string, text: string, blank: readonly number[], way: Way): Result {
  let held = 0;
  let last = '';
  const loaded = new Map<string, Unit>();
  const failed = new Set<string>();
  const broken = new Map<string, string>();
  const checked = host('checked', (_self, ...places) => {
    if (places.length === 0) held++;
    else last = placeText(places);
    return ret0();
  });
  const broke = host('broke', (_self, line, error, isAssertion) => {
    if (isAssertion === true) failed.add(last);
    else broken.set(String(line), messageOf(error));
    return ret0();
  });
  try {
    const source = PRELUDE + soften(without(text, blank));
    const globals = { checked, broke, compile: compiler(way, loaded) };
    const { task, isFailed } = execute(source, way, `${file}.lua`, globals, { units: loaded });
    if (isFailed) broken.set('all', messageOf(task.error));
  } catch (thrown) {
    broken.set('all', thrown instanceof Error ? thrown.message : String(thrown));
  }
  return { held, failed, broken };
}

function without(text: string, blank: readonly number[]): string {
  const lines = text.replace(/^#[^\n]*/, '').split('\n');
  for (const line of blank) lines[line - 1] = '';
  return lines.join('\n');
}

function placeText(places: readonly Value[]): string {
  const [line, caller] = places.map((each) => /\d+(?=: $)/.exec(String(each))?.[0] ?? '?');
  return line === caller || caller === '?' || caller === '1' ? String(line) : `${line}<${caller}`;
}

function compiler(way: Way, loaded: Map<string, Unit>): Value {
  const everywhere = way === 'everywhere' || way === 'saved';
  return host('compile', (_self, text, name, environment) => {
    try {
      const unit = new Unit(String(text), chunkName(name, String(text)), { everywhere });
      loaded.set(unit.hash, unit);
      return environment instanceof LuaTable ? unit.load(environment) : undefined;
    } catch (thrown) {
      if (thrown instanceof LuaSyntaxError) return ret2(undefined, thrown.message);
      throw thrown;
    }
  });
}

function chunkName(name: Value, text: string): string {
  if (typeof name !== 'string') return `[string "${text.split('\n')[0]}"]`;
  return /^[=@]/.test(name) ? name.slice(1) : `[string "${name}"]`;
}

function messageOf(error: Value): string {
  return error instanceof LuaTable ? 'an error table' : rawText(error);
}
