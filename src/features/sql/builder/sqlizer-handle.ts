/** Expressions and conditions, as guests hold them, and what can stand for one. */
import { type Data, decodeUtf8, encodeUtf8, isRecord } from '#base';
import { type Call, defineHandle, type Handle, Held, method, t } from '#plugin';
import { guestOf, invalid, storedOf } from '../value.ts';
import { type Comparison, comparison } from './conditions.ts';
import {
  compose,
  type Fragment,
  fitting,
  numbered,
  type Operand,
  type Placeholder,
  sound,
} from './fragment.ts';
import { render, type Select } from './query.ts';

/** Built statements are plain data, and saved as a text. */
export function saved(data: unknown): string {
  return encodeUtf8(JSON.stringify(data));
}

/** Of what `saved` wrote. */
export function restored<T>(text: string): T {
  return JSON.parse(decodeUtf8(text)) as T; // only what the same handle saved comes back to it
}

export const toSql = [t.string, t.list(t.guest)] as const;

export function sqlOf({ sql, args }: Fragment, placeholder: Placeholder, call: Call) {
  call.spend(sql.length / 16);
  return [numbered(sql, placeholder), args.map((one) => guestOf(one, call))] as const;
}

export const sqlizerHandle: Handle<Fragment, string> = defineHandle<Fragment, string>({
  name: 'sql.Sqlizer',
  summary: 'An expression or a condition.',
  crosses: 'copy',
  methods: {
    to_sql: method({
      summary: 'Its text, and the list of its values.',
      args: [],
      returns: toSql,
      effect: 'local',
      run: (part: Fragment, call) => sqlOf(sound(part), 'question', call),
    }),
  },
  save: saved,
  restore: restored<Fragment>,
});

/** Holds a part, or that it does not fit. */
export function heldPart(make: () => Fragment, call: Call) {
  return call.hold(
    sqlizerHandle,
    fitting(make, (fault) => ({ sql: '', args: [], fault })),
  );
}

/** The name under which selects are known here, which stand for what they give. */
export const selectName = 'sql.Select';

/** What a guest gives where a value can stand; a select within parentheses if `isValue`. */
export function operandOf(given: unknown, isValue: boolean): Operand {
  if (!(given instanceof Held)) return storedOf(given);
  if (Object.is(given.handle, sqlizerHandle)) return sound(given.live as Fragment); // this and the next: of that handle
  if (given.handle.name !== selectName) return storedOf(given);
  const select = render(given.live as Select);
  return isValue ? { sql: `(${select.sql})`, args: select.args } : select;
}

/** Operands of a text, which has parentheses of its own. */
export function composed(text: string, given: readonly unknown[]): Fragment {
  return compose(
    text,
    given.map((one) => operandOf(one, false)),
  );
}

export function comparisonOf(given: unknown): Comparison {
  if (Array.isArray(given) && given.length === 0) return [];
  if (!isRecord(given)) throw invalid('conditions are a table of columns and values');
  return Object.keys(given)
    .sort()
    .map((column) => [decodeUtf8(column), comparedWith(given[column])] as const);
}

function comparedWith(value: unknown): Operand | Operand[] {
  return Array.isArray(value) ? value.map((one) => operandOf(one, true)) : operandOf(value, true);
}

/** A condition: a text with values, a table of equalities, or an expression. */
export function conditionOf(given: Data, values: readonly unknown[]): Fragment {
  if (typeof given === 'string') return composed(decodeUtf8(given), values);
  const held: unknown = given;
  if (!(held instanceof Held)) return comparison('eq', comparisonOf(given));
  const part = operandOf(held, true);
  if (typeof part === 'object' && 'sql' in part) return part;
  throw invalid(`a ${held.handle.name} is no condition`);
}

/** A column: its name, or an expression. */
export function columnOf(given: Data): Fragment {
  if (typeof given === 'string') return { sql: decodeUtf8(given), args: [] };
  const held: unknown = given;
  const part = held instanceof Held ? operandOf(held, true) : undefined;
  if (typeof part === 'object' && 'sql' in part) return part;
  throw invalid('a column must be a name or an expression');
}
