/** Selects that are built. */
import { arg, defineHandle, type Handle, rest, t } from '#plugin';
import { around } from './fragment.ts';
import type { Select } from './query.ts';
import { commonMethods, step, texts, whereMethod } from './query-methods.ts';
import { columnOf, composed, conditionOf, restored, saved, selectName } from './sqlizer-handle.ts';

const self = (): Handle<Select, string> => selectHandle;

function joinMethod(word: string) {
  return step(
    self,
    `Adds a \`${word}\`: a table and \`ON\` a condition, with values for its \`?\`.`,
    [arg('clause', t.string), rest('values', t.any)],
    ({ joins }, text, values) => ({ joins: [...joins, around(`${word} `, composed(text, values))] }),
  );
}

export const selectHandle: Handle<Select, string> = defineHandle<Select, string>({
  name: selectName,
  summary: 'A select that is built; it can stand for a value, too.',
  crosses: 'copy',
  methods: {
    columns: step(
      self,
      'Adds columns: names or expressions.',
      [rest('columns', t.any)],
      ({ columns }, more) => ({ columns: [...columns, ...more.map(columnOf)] }),
    ),
    distinct: step(self, 'Leaves out rows that are the same.', [], () => ({ isDistinct: true })),
    from: step(self, 'From which table.', [arg('table', t.string)], (_, from) => ({ from })),
    join: joinMethod('JOIN'),
    left_join: joinMethod('LEFT JOIN'),
    right_join: joinMethod('RIGHT JOIN'),
    inner_join: joinMethod('INNER JOIN'),
    where: whereMethod(self),
    group_by: step(self, 'Adds columns to group by.', [texts('columns')], ({ groupBy }, columns) => ({
      groupBy: [...groupBy, ...columns],
    })),
    having: step(
      self,
      'One more condition on groups, given as for `where`.',
      [arg('condition', t.any), rest('values', t.any)],
      ({ having }, condition, values) => ({ having: [...having, conditionOf(condition, values)] }),
    ),
    ...commonMethods(self),
  },
  save: saved,
  restore: restored<Select>,
});
