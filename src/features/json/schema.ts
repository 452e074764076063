/**
 * A JSON Schema as guests give it: as JSON text, or as a table. An empty table can be a list or an object; the
 * keyword it stands under tells which.
 */
import { type Data, decodeUtf8, isRecord } from '#base';
import type { Value } from '#lua';
import { encodeJson } from './encode.ts';

/** The schema as JSON text. Throws what `encodeJson` throws; text is given back as it is. */
export function schemaText(schema: Value): string {
  if (typeof schema === 'string') return decodeUtf8(schema);
  return JSON.stringify(asSchema(JSON.parse(decodeUtf8(encodeJson(schema)))));
}

/** Keywords whose value is a list of schemas. */
const schemaLists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
/** Keywords whose value is schemas by name. */
const schemaMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose value holds no schema. */
const values = new Set(['const', 'default', 'enum', 'examples', 'required', 'type', 'dependentRequired']);

function asSchema(data: Data): Data {
  if (Array.isArray(data)) return data.length === 0 ? {} : data.map(asSchema);
  return isRecord(data) ? mapEntries(data, asKeyword) : data;
}

function asKeyword(value: Data, keyword: string): Data {
  if (values.has(keyword)) return value;
  if (schemaLists.has(keyword)) return Array.isArray(value) ? value.map(asSchema) : value;
  if (!schemaMaps.has(keyword)) return asSchema(value);
  if (Array.isArray(value)) return value.length === 0 ? {} : value;
  return isRecord(value) ? mapEntries(value, asSchema) : value;
}

function mapEntries(record: Record<string, unknown>, change: (value: Data, key: string) => Data): Data {
  // Read from JSON, so all of it is data.
  const entries = Object.entries(record).map(([key, value]) => [key, change(value as Data, key)] as const);
  return Object.fromEntries(entries);
}
