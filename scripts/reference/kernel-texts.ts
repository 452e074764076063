/** What the functions and handles of the process layer's modules take, give and do. */

export type Line = readonly [call: string, returns: string, summary: string];

export interface ModuleText {
  /** All code has it without declaring it. */
  readonly isAmbient: boolean;
  readonly functions: readonly Line[];
  readonly handles?: readonly HandleText[];
}

export interface HandleText {
  readonly name: string;
  readonly summary: string;
  readonly methods: readonly Line[];
}

const spawned = 'string';
const done = 'boolean';

const spawnBuilder: HandleText = {
  name: 'process.SpawnBuilder',
  summary: 'Collects what the next processes get. It never changes: each `with_…` gives a new one.',
  methods: [
    [':with_context(values: table)', 'SpawnBuilder', 'Context values, over those that are inherited.'],
    [':with_options(options: table)', 'SpawnBuilder', 'Options.'],
    [':with_actor(actor)', 'SpawnBuilder', 'Who acts.'],
    [':with_scope(scope)', 'SpawnBuilder', 'What the actor may do.'],
    [':with_name(name: string)', 'SpawnBuilder', 'A name to register; when it is taken nothing starts.'],
    [':with_message(topic: string, ...: any)', 'SpawnBuilder', 'A message that is there before any other.'],
    [':spawn(id: string, host: string, ...: any)', spawned, 'As `process.spawn`.'],
    [':spawn_monitored(id: string, host: string, ...: any)', spawned, 'As `process.spawn_monitored`.'],
    [':spawn_linked(id: string, host: string, ...: any)', spawned, 'As `process.spawn_linked`.'],
    [
      ':spawn_linked_monitored(id: string, host: string, ...: any)',
      spawned,
      'As `process.spawn_linked_monitored`.',
    ],
    [':exec(id: string, host: string, ...: any)', 'any', 'As `process.exec`.'],
  ],
};

const process: ModuleText = {
  isAmbient: true,
  functions: [
    ['process.pid()', 'string', 'The pid of the process that calls.'],
    ['process.id()', 'string', 'The id of this run, for logs: entry, slot and generation.'],
    [
      'process.send(to: string, topic: string, ...: any)',
      done,
      'Puts a message into the mailbox of a pid or a name. Values are copied. Topics that begin with `@` are refused.',
    ],
    ['process.inbox()', 'channel', 'The messages whose topics nobody listens to.'],
    [
      'process.listen(topic: string, options?: {message: boolean})',
      'channel',
      'The values sent under a topic; with `message = true` the messages themselves.',
    ],
    ['process.unlisten(listener: channel)', done, 'Ends a listener and closes its channel.'],
    ['process.events()', 'channel', 'Exits, links that went down, requests to end, news of the code.'],
    ['process.spawn(id: string, host: string, ...: any)', spawned, 'Starts a process of an entry.'],
    ['process.spawn_monitored(id: string, host: string, ...: any)', spawned, 'The same, and monitors it.'],
    ['process.spawn_linked(id: string, host: string, ...: any)', spawned, 'The same, and links to it.'],
    ['process.spawn_linked_monitored(id: string, host: string, ...: any)', spawned, 'The same, with both.'],
    [
      'process.exec(id: string, host: string, ...: any)',
      'any',
      'Starts a process, waits for its end, and gives its result.',
    ],
    [
      'process.with_context(values: table)',
      'SpawnBuilder',
      'A builder that gives processes these context values.',
    ],
    ['process.with_options(options: table)', 'SpawnBuilder', 'A builder with options.'],
    ['process.monitor(to: string)', done, 'From now on its end arrives as an EXIT event.'],
    ['process.unmonitor(to: string)', done, 'No EXIT comes any more.'],
    [
      'process.link(to: string)',
      done,
      'Ties both: a failure of one ends the other, unless that traps links.',
    ],
    ['process.unlink(to: string)', done, 'Takes the tie away.'],
    [
      'process.cancel(to: string, deadline_or_reason?: number | string, deadline?: number | string)',
      done,
      'Asks a process to end: it gets a CANCEL event. After the deadline, when one is given, it ends by force.',
    ],
    ['process.terminate(to: string)', done, 'Ends a process at once.'],
    [
      'process.upgrade(id?: string, ...: any)',
      '',
      'Goes on with newer or other code; pid, mailbox, links, monitors and names stay.',
    ],
    [
      'process.get_options()',
      '{trap_links: boolean, upgradable: boolean}',
      'The options of the process that calls.',
    ],
    [
      'process.set_options(options: table)',
      'boolean, error?',
      '`trap_links`: links that go down are events. `upgradable`: news of the code is an event.',
    ],
    [
      'process.registry.register(name: string, pid?: string, scope?: number)',
      done,
      'Gives a process, oneself when left out, a name. On one node all scopes mean the node.',
    ],
    ['process.registry.unregister(name: string, scope?: number)', 'boolean', 'Frees a name.'],
    ['process.registry.lookup(name: string)', spawned, 'The pid behind a name.'],
  ],
  handles: [
    spawnBuilder,
    {
      name: 'message',
      summary: 'What the inbox gives.',
      methods: [
        [':topic()', 'string', 'The topic.'],
        [':from()', 'string', 'The pid of the sender.'],
        [':payload()', 'payload | {payload}', 'The value; a list of payloads when several were sent.'],
      ],
    },
  ],
};

const channel: ModuleText = {
  isAmbient: true,
  functions: [
    ['channel.new(size?: integer)', 'channel', 'A channel with room for so many values; 0 when left out.'],
    [
      'channel.select(cases: table)',
      '{channel, value, ok}',
      'Waits for the first case that can be performed, and performs it. With `default = true` it never waits.',
    ],
  ],
  handles: [
    {
      name: 'channel',
      summary: 'Channels of the runtime (inbox, events, timers) can only be received from.',
      methods: [
        [
          ':send(value: any)',
          'boolean',
          'Waits for room or for a receiver. Raises when the channel is closed.',
        ],
        [':receive()', 'any, boolean', 'The next value and `true`; `nil, false` when closed and empty.'],
        [':close()', '', 'No more values; what is inside still arrives.'],
        [':case_receive()', 'channel.case', 'For `channel.select`.'],
        [':case_send(value: any)', 'channel.case', 'For `channel.select`.'],
      ],
    },
  ],
};

const errors: ModuleText = {
  isAmbient: true,
  functions: [
    [
      'errors.new(message: string | table)',
      'error',
      'An error, of a text or of `{kind, message, retryable, details}`.',
    ],
    ['errors.wrap(err: any, context: string)', 'error', 'The same error with a text about where it came up.'],
    ['errors.is(err: any, kind: string)', 'boolean', 'Whether it is an error of that kind.'],
    ['errors.call_stack(err: any)', 'table?', '`{thread, frames}`: where the error was made.'],
  ],
  handles: [
    {
      name: 'error',
      summary: 'Shows its message as text, also with `..`.',
      methods: [
        [':kind()', 'string', 'One of the constants; empty when nobody said.'],
        [':message()', 'string', 'What went wrong.'],
        [':retryable()', 'boolean?', 'Whether a further attempt may help; nil when not known.'],
        [':details()', 'table?', 'What programs may want to know.'],
        [':stack()', 'string', 'The traceback.'],
      ],
    },
  ],
};

const payload: ModuleText = {
  isAmbient: true,
  functions: [['payload.new(value: any)', 'payload', 'A payload of the format `lua/any`.']],
  handles: [
    {
      name: 'payload',
      summary: 'What messages and futures hold.',
      methods: [
        [':data()', 'any', 'The value; the text of a format is read.'],
        [':unmarshal()', 'any', 'The same.'],
        [':get_format()', 'string', 'The name of the format.'],
        [':transcode(format: string)', 'payload', 'The same value in another format.'],
      ],
    },
  ],
};

const funcs: ModuleText = {
  isAmbient: false,
  functions: [
    ['funcs.call(id: string, ...: any)', 'any', 'Calls a function and waits for its result.'],
    ['funcs.async(id: string, ...: any)', 'Future', 'Calls a function and goes on.'],
    ['funcs.new()', 'funcs.Executor', 'A builder for calls with context, identity and options.'],
  ],
  handles: [
    {
      name: 'funcs.Executor',
      summary: 'Never changes: each `with_…` gives a new one.',
      methods: [
        [':with_context(values: table)', 'Executor', 'Context values, over those that are inherited.'],
        [
          ':with_options(options: table)',
          'Executor',
          '`timeout` and `retry`, over those of the entry. One that is no such value is `Invalid`; others are passed over.',
        ],
        [':with_actor(actor)', 'Executor', 'Who acts.'],
        [':with_scope(scope)', 'Executor', 'What the actor may do.'],
        [':call(id: string, ...: any)', 'any', 'As `funcs.call`.'],
        [':async(id: string, ...: any)', 'Future', 'As `funcs.async`.'],
      ],
    },
    {
      name: 'Future',
      summary: 'The result of a call that runs beside its caller.',
      methods: [
        [':channel()', 'channel', 'Gives the payload, or the error, once and then closes.'],
        [':response()', 'channel', 'The same.'],
        [':is_complete()', 'boolean', 'Whether it is over.'],
        [':is_canceled()', 'boolean', 'Whether it was canceled.'],
        [':result()', 'payload?, error?', 'What came of it so far.'],
        [':error()', 'error?, boolean', 'The error, and whether there is one.'],
        [':cancel()', 'boolean', 'Ends the future at once, and asks the call to end.'],
      ],
    },
  ],
};

const events: ModuleText = {
  isAmbient: false,
  functions: [
    [
      'events.send(system: string, kind: string, path: string, data?: any)',
      done,
      'Publishes an event to all who subscribed.',
    ],
    [
      'events.subscribe(system: string, kind?: string)',
      'Subscription',
      'Events whose system and kind fit; `*` is one segment, `**` any number, `(a|b)` one of several.',
    ],
  ],
  handles: [
    {
      name: 'events.Subscription',
      summary: 'Ends with its process.',
      methods: [
        [':channel()', 'channel', 'The events: `{system, kind, path, data}`.'],
        [':close()', 'boolean', 'No more events.'],
      ],
    },
  ],
};

const ctx: ModuleText = {
  isAmbient: false,
  functions: [
    ['ctx.get(key: string)', 'any', 'One value.'],
    ['ctx.all()', 'table', 'All values.'],
    [
      'ctx.set(key: string, value: any)',
      done,
      'Sets a value for this process and what it starts from now on.',
    ],
  ],
};

const mocks: ModuleText = {
  isAmbient: false,
  functions: [
    [
      'mocks.replace(path: string, replacement: any)',
      'nothing',
      'Replaces what a path such as `process.send` leads to, for all code of the instance. Raises when it leads nowhere.',
    ],
    ['mocks.restore(path: string)', 'nothing', 'Puts back what was there.'],
    ['mocks.restore_all()', 'nothing', 'Puts back everything.'],
  ],
};

const workflow: ModuleText = {
  isAmbient: false,
  functions: [
    [
      'workflow.info()',
      'table',
      'The fields `workflow_id`, `run_id`, `workflow_type`, `task_queue`, `namespace`, `attempt` (the first is 1), `history_length` (steps) and `history_size` (bytes).',
    ],
    [
      'workflow.exec(id: string, ...: any)',
      'any',
      'Starts a child on the same host and waits for what it returns.',
    ],
    [
      'workflow.version(change: string, min: integer, max: integer)',
      'integer',
      'Which way to go where code has changed: `max` for who comes here first, and the same again as long as the process lives. Fails when that is not between the two.',
    ],
    [
      'workflow.attrs({search?: table, memo?: table})',
      done,
      'What people find and read it by: `search` fields can be asked for by `wippy workflow list --where`.',
    ],
    ['workflow.history_length()', 'integer', 'How many steps it has made.'],
    ['workflow.history_size()', 'integer', 'How many bytes it takes in the store.'],
  ],
};

export const texts: Readonly<Record<string, ModuleText>> = {
  process,
  channel,
  errors,
  payload,
  funcs,
  events,
  ctx,
  mocks,
  workflow,
};
