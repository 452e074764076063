/** The guest module `env`: the variables that are registered as entries. */
import { failure, suggestion } from '#base';
import { arg, type Call, defineModule, fn, t } from '#plugin';
import { storageService } from './storage.ts';
import { type Variable, variableService } from './variable.ts';
import { variableDirectory, variableDirectoryId } from './variable-directory.ts';

function directoryOf(call: Call) {
  return call.use(variableDirectory, variableDirectoryId).current;
}

function find(name: string, call: Call): Variable {
  if (name === '') throw failure('Invalid', 'the name of a variable must not be empty', { retryable: false });
  const directory = directoryOf(call);
  const id = directory.find(name);
  if (id !== undefined) return call.use(variableService, id).current;
  const known = directory.variables().map((each) => call.use(variableService, each).current.key());
  throw failure('NotFound', `there is no variable ${name}${suggestion(name, known)}`, { retryable: false });
}

export const env = defineModule({
  name: 'env',
  summary: 'Reads and sets the variables that are registered as entries.',
  classes: ['nondeterministic'],
  functions: {
    get: fn({
      summary: 'The value of a variable, by its name or the id of its entry.',
      args: [arg('name', t.string)],
      returns: t.string,
      effect: 'read',
      run: async (name, call) => {
        const found = find(name, call);
        call.allow('env.get', name);
        const value = await found.get();
        if (value === undefined)
          throw failure('NotFound', `the variable ${name} has no value`, { retryable: false });
        directoryOf(call).given(name, value);
        return value;
      },
    }),

    set: fn({
      summary: 'Gives a variable another value, in its storage.',
      args: [arg('name', t.string), arg('value', t.string)],
      returns: t.boolean,
      effect: 'external',
      run: async (name, value, call) => {
        const found = find(name, call);
        call.allow('env.set', name);
        await found.set(value);
        return true;
      },
    }),

    get_all: fn({
      summary: 'All that the storages hold, by name, as far as the caller may read it.',
      args: [],
      returns: t.map(t.string),
      effect: 'read',
      run: async (call) => {
        const directory = directoryOf(call);
        const parts = directory.storages().map((id) => call.use(storageService, id).current.all());
        const all: Record<string, string> = Object.assign({}, ...(await Promise.all(parts)));
        // Where several storages know a name, the one of its variable counts.
        for (const id of directory.variables()) {
          const variable = call.use(variableService, id).current;
          const value = await variable.stored();
          if (value !== undefined) all[variable.key()] = value;
        }
        const allowed = Object.entries(all).filter(([name]) => call.isAllowed('env.get', name));
        for (const [name, value] of allowed) directory.given(name, value);
        return Object.fromEntries(allowed);
      },
    }),
  },
});
