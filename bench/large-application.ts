/**
 * An application of 10,000 entries, as paths and texts: functions, libraries, data, and services, most of them at rest.
 * What the measurements change has names of its own, in the namespaces `shared` and `services`.
 */

const NAMESPACES = 40;
const FUNCTIONS = 100;
const LIBRARIES = 25;
const SERVICES = 100;
const OBSERVERS = 1000;
const DATA = 4700;

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';

export function largeApplication(): Record<string, string> {
  const files: Record<string, string> = { 'wippy.lock': lock };
  for (let n = 0; n < NAMESPACES; n++) {
    files[`src/n${n}/_index.yaml`] = index(`functions.n${n}`, [
      ...numbered(LIBRARIES, (i) => `{name: l${i}, kind: library.lua, source: "return { value = ${i} }"}`),
      ...numbered(
        FUNCTIONS,
        (i) =>
          `{name: f${i}, kind: function.lua, source: "return function() return l.value end", imports: {l: l${i % LIBRARIES}}, meta: {group: g${i % 7}}}`,
      ),
    ]);
  }
  files['src/shared/_index.yaml'] = index('shared', [
    '{name: processes, kind: process.host, lifecycle: {auto_start: true}}',
    '{name: words, kind: library.lua, source: "return { value = 0 }"}',
    ...numbered(
      20,
      (i) =>
        `{name: user${i}, kind: function.lua, source: "return function() return words.value end", imports: {words: words}}`,
    ),
    '{name: settings, kind: registry.entry, limit: 0}',
    '{name: observer, kind: process.lua, source: file://observer.lua, modules: [registry, events]}',
    '{name: census, kind: process.lua, source: file://census.lua, modules: [events]}',
    `{name: watch, kind: process.service, process: census, host: processes, input: [${OBSERVERS}]}`,
  ]);
  files['src/shared/observer.lua'] = observer;
  files['src/shared/census.lua'] = census;
  files['src/services/_index.yaml'] = index('services', [
    '{name: code, kind: process.lua, source: file://code.lua, modules: [events]}',
    ...numbered(
      SERVICES,
      (i) =>
        `{name: s${i}, kind: process.service, process: code, host: shared:processes, input: [0], lifecycle: {auto_start: true}}`,
    ),
  ]);
  files['src/services/code.lua'] = service;
  files['src/data/_index.yaml'] = index(
    'data',
    numbered(
      DATA,
      (i) => `{name: d${i}, kind: registry.entry, meta: {type: thing, group: g${i % 50}}, value: ${i}}`,
    ),
  );
  return files;
}

/** Reads the entry whenever the registry says that it changed, and tells the census. */
const observer = `local registry = require("registry")
local events = require("events")

return function(census)
  local changes = events.subscribe("registry", "entry.update"):channel()
  process.send(census, "ready")
  while true do
    local event = changes:receive()
    if event.path == "shared:settings" then
      process.send(census, "seen", registry.get("shared:settings").data.limit)
    end
  end
end
`;

/** Starts the observers, and reports what all of them have seen. */
const census = `local events = require("events")

return function(count)
  local inbox = process.inbox()
  for _ = 1, count do assert(process.spawn("shared:observer", "shared:processes", process.pid())) end
  for _ = 1, count do inbox:receive() end
  events.send("bench", "report", "observers ready")
  local seen = {}
  while true do
    local value = inbox:receive():payload():data()
    seen[value] = (seen[value] or 0) + 1
    if seen[value] == count then
      seen[value] = nil
      events.send("bench", "report", "seen " .. value)
    end
  end
end
`;

const service = `local events = require("events")

return function(value)
  events.send("bench", "report", "up " .. value)
  local heard = process.events()
  while true do
    if heard:receive().kind == process.event.CANCEL then return end
  end
end
`;

function index(namespace: string, entries: readonly string[]): string {
  return `version: "1.0"\nnamespace: ${namespace}\nentries:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
}

function numbered(count: number, make: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
