/** The page of all kinds of entries. */
import type { EntryKind } from '#registry';
import { lifecycleSchema } from '#supervisor';
import { blocks, code, table } from './markdown.ts';
import { type Field, fieldsOf } from './value-text.ts';

export function kindsPage(kinds: readonly EntryKind[]): string {
  return blocks(
    '# Kinds of entries',
    `An entry has a name, a kind and the fields of its kind; \`meta\` holds whatever helps to find it. How entries are
written stands in [Entries](../entries.md).`,
    table(
      ['kind', 'what it is'],
      kinds.map(({ kind, summary }) => [`[${code(kind)}](#${anchor(kind)})`, summary]),
    ),
    ...kinds.map(section),
    lifecycleSection(),
  );
}

function section(kind: EntryKind): string {
  const facts = [kind.summary];
  if (kind.isSupervised === true) facts.push('Supervised: it has a [lifecycle](#lifecycle).');
  const meta = kind.meta === undefined ? [] : fieldsOf(kind.meta.toJsonSchema(), 'meta.', '*required in it*');
  const fields = [...fieldsOf(kind.data.toJsonSchema()), ...meta];
  return blocks(
    `## ${code(kind.kind)}`,
    facts.join(' '),
    fields.length === 0 ? 'Any fields.' : fieldTable(fields),
  );
}

function lifecycleSection(): string {
  return blocks(
    '## `lifecycle`',
    'The field of all supervised kinds: how the supervisor starts, watches, restarts and stops the entry.',
    fieldTable(fieldsOf(lifecycleSchema.toJsonSchema(), 'lifecycle.', '*required in it*')),
  );
}

export function fieldTable(fields: readonly Field[]): string {
  const hasMeanings = fields.some(({ meaning }) => meaning !== '');
  return table(
    ['field', 'value', 'default', ...(hasMeanings ? ['meaning'] : [])],
    fields.map(({ path, value, standard, meaning }) => [
      code(path),
      value,
      standard,
      ...(hasMeanings ? [meaning] : []),
    ]),
  );
}

function anchor(kind: string): string {
  return kind.toLowerCase().replace(/[^a-z0-9_-]/g, '');
}
