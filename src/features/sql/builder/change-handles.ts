/** Inserts, updates and deletes that are built. */
import { type Data, decodeUtf8, isRecord } from '#base';
import { arg, defineHandle, type Handle, rest, t } from '#plugin';
import { invalid } from '../value.ts';
import { around, fragment, type Operand } from './fragment.ts';
import { type Delete, type Insert, render, type Update } from './query.ts';
import { commonMethods, step, texts, whereMethod } from './query-methods.ts';
import { selectHandle } from './select-handle.ts';
import { composed, operandOf, restored, saved } from './sqlizer-handle.ts';

const table = arg('table', t.string);
const select = arg('select', t.handle(selectHandle));

/** Columns and values of a table, in the order of names. */
function pairs(given: Data): [string, Operand][] {
  if (!isRecord(given)) throw invalid('columns and values must be a table');
  return Object.keys(given)
    .sort()
    .map((column) => [decodeUtf8(column), operandOf(given[column], true)]);
}

const insertSelf = (): Handle<Insert, string> => insertHandle;

export const insertHandle: Handle<Insert, string> = defineHandle<Insert, string>({
  name: 'sql.Insert',
  summary: 'An insert that is built.',
  crosses: 'copy',
  methods: {
    into: step(insertSelf, 'Into which table.', [table], (_, name) => ({ table: name })),
    columns: step(insertSelf, 'Adds columns.', [texts('columns')], ({ columns }, more) => ({
      columns: [...columns, ...more],
    })),
    values: step(
      insertSelf,
      'Adds a row of values or expressions, in the order of the columns.',
      [rest('values', t.any)],
      ({ values }, row) => ({ values: [...values, row.map((one) => operandOf(one, true))] }),
    ),
    set_map: step(
      insertSelf,
      'One row of columns and values, in place of those there were.',
      [arg('map', t.any)],
      (_, map) => {
        const given = pairs(map);
        return { columns: given.map(([column]) => column), values: [given.map(([, value]) => value)] };
      },
    ),
    select: step(insertSelf, 'The rows that a select gives, in place of values.', [select], (_, from) => ({
      select: from,
    })),
    prefix: step(
      insertSelf,
      'Text in front of the statement, with values for its `?`.',
      [arg('sql', t.string), rest('values', t.any)],
      ({ prefixes }, text, values) => ({ prefixes: [...prefixes, composed(text, values)] }),
    ),
    options: step(
      insertSelf,
      'Words after `INSERT`, such as `OR IGNORE`.',
      [texts('words')],
      (query, words) => ({
        options: [...query.options, ...words],
      }),
    ),
    ...commonMethods(insertSelf),
  },
  save: saved,
  restore: restored<Insert>,
});

const updateSelf = (): Handle<Update, string> => updateHandle;

export const updateHandle: Handle<Update, string> = defineHandle<Update, string>({
  name: 'sql.Update',
  summary: 'An update that is built.',
  crosses: 'copy',
  methods: {
    table: step(updateSelf, 'Which table.', [table], (_, name) => ({ table: name })),
    set: step(
      updateSelf,
      'Sets a column to a value, or to what an expression gives.',
      [arg('column', t.string), arg('value', t.any)],
      ({ sets }, column, value) => ({ sets: [...sets, [column, operandOf(value, true)] as const] }),
    ),
    set_map: step(updateSelf, 'Sets several columns.', [arg('map', t.any)], ({ sets }, map) => ({
      sets: [...sets, ...pairs(map)],
    })),
    from: step(updateSelf, 'Another table that conditions and values speak of.', [table], (_, name) => ({
      from: fragment(name),
    })),
    from_select: step(
      updateSelf,
      'The rows of a select that conditions and values speak of, by a name.',
      [select, arg('alias', t.string)],
      (_, from, alias) => ({ from: around('(', render(from), `) AS ${alias}`) }),
    ),
    where: whereMethod(updateSelf),
    ...commonMethods(updateSelf),
  },
  save: saved,
  restore: restored<Update>,
});

const deleteSelf = (): Handle<Delete, string> => deleteHandle;

export const deleteHandle: Handle<Delete, string> = defineHandle<Delete, string>({
  name: 'sql.Delete',
  summary: 'A delete that is built.',
  crosses: 'copy',
  methods: {
    from: step(deleteSelf, 'From which table.', [table], (_, name) => ({ table: name })),
    where: whereMethod(deleteSelf),
    ...commonMethods(deleteSelf),
  },
  save: saved,
  restore: restored<Delete>,
});
