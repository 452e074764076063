import { runs } from './world.testing.ts';

const saying = `local function said(f, ...)
     local value, err = f(...)
     return value == nil and err:kind() .. ": " .. err:message()
   end`;

const id = 'an id such as namespace:name';

runs(
  'a text that is empty is told to be so, and what is no text that it must be one',
  `${saying}
   local me, names, none = process.pid(), process.registry, {}
   return {
     said(process.send, "", "t", 1), said(process.send, none, "t", 1), said(process.monitor, ""), said(process.terminate, ""),
     said(process.send, me, "", 1), said(process.send, me, none, 1), said(process.listen, ""),
     said(names.register, ""), said(names.register, "x", ""), said(names.lookup, ""), said(names.unregister, none),
     said(events.send, "s", "k", ""), said(events.subscribe, "s", ""), said(events.subscribe, none),
   }`,
  [
    'Invalid: the destination must not be empty',
    'Invalid: the destination must be a pid or a name',
    'Invalid: the destination must not be empty',
    'Invalid: the destination must not be empty',
    'Invalid: the topic must not be empty',
    'Invalid: the topic must be a text',
    'Invalid: the topic must not be empty',
    'Invalid: the name must not be empty',
    'Invalid: the pid must not be empty',
    'Invalid: the name must not be empty',
    'Invalid: the name must be a text',
    'Invalid: the path must not be empty',
    'Invalid: the kind must not be empty',
    'Invalid: the system must be a text or a pattern',
  ],
);

runs(
  'an entry that is to be started or called must have an id, from the first one on',
  `${saying}
   local named = process.with_options({})
   return {
     said(process.spawn, "", "app:host"), said(process.spawn, "app:p", ""), said(process.spawn, "p", "app:host"),
     said(process.exec, "", "app:host"), said(process.upgrade, ""), said(funcs.call, ""), said(funcs.call, 1),
     said(named.with_name, named, ""), said(named.with_message, named, "", 1),
   }`,
  [
    'Invalid: the entry must not be empty',
    'Invalid: the host must not be empty',
    `Invalid: the entry must be ${id}`,
    'Invalid: the entry must not be empty',
    'Invalid: the entry must not be empty',
    'Invalid: the function must not be empty',
    `Invalid: the function must be ${id}`,
    'Invalid: the name must not be empty',
    'Invalid: the topic must not be empty',
  ],
);
