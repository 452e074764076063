/** A JSON Schema of entry files, made from the kinds of a node: editors complete and check by it. */
import type { JsonSchema } from '#plugin';
import type { EntryKind, KindTable } from './kind-table.ts';

type Conditional = {
  readonly if: JsonSchema;
  readonly then: JsonSchema;
};

export interface EntryFileSchema extends JsonSchema {
  readonly $schema: string;
  readonly $defs: { readonly entry: JsonSchema & { readonly allOf: readonly Conditional[] } };
}

const dialect = 'https://json-schema.org/draft/2020-12/schema';

export function entryFileSchema(kinds: KindTable): EntryFileSchema {
  const all = [...kinds.all].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const namespace = { type: 'string', description: 'The namespace of all entries in the file.' };
  const entryReference: JsonSchema & { readonly $ref: string } = { $ref: '#/$defs/entry' };
  return {
    $schema: dialect,
    type: 'object',
    properties: {
      version: { type: ['string', 'number'], default: '1.0' },
      namespace,
      meta: {
        type: 'object',
        description: 'Metadata that every entry of the file has, unless it has its own.',
      },
      entries: { type: 'array', items: entryReference },
    },
    required: ['namespace'],
    $defs: {
      entry: {
        type: 'object',
        properties: {
          name: { type: 'string', description: 'Unique in the namespace.' },
          kind: { type: 'string', enum: all.map(({ kind }) => kind) },
          meta: { type: 'object' },
        },
        required: ['name', 'kind'],
        allOf: all.map((kind) => conditional(kind, kinds)),
      },
    },
  };
}

/** What holds for entries of one kind. Values may be placeholders, so texts are allowed wherever something else is wanted. */
function conditional(kind: EntryKind, kinds: KindTable): Conditional {
  const data = kind.data.toJsonSchema();
  const lifecycle = kind.isSupervised === true && kinds.lifecycle?.toJsonSchema();
  const properties: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(data.properties ?? {}))
    properties[name] = orPlaceholder(schema);
  if (lifecycle) properties.lifecycle ??= lifecycle;
  if (kind.meta !== undefined) properties.meta = kind.meta.toJsonSchema();
  return {
    if: { properties: { kind: { const: kind.kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      description: kind.summary,
      properties,
      ...(data.required === undefined ? {} : { required: data.required }),
    },
  };
}

function orPlaceholder(schema: JsonSchema): JsonSchema {
  const isScalar = schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean';
  if (!isScalar) return schema;
  const placeholder = { type: 'string', pattern: '\\$\\{[^}]+\\}' };
  const { description, ...plain } = schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [plain, placeholder] };
}
