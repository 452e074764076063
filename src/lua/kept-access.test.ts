import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Script } from 'node:vm';
import type { CodeCache, CompiledForm } from './compiled-form.ts';
import { getter, setter } from './field-access.ts';
import { R, S } from './machine.ts';
import { LuaTable } from './table.ts';
import { Unit } from './unit.ts';

/** What is under this name in a cache is accessors. */
const isAccess = (source: string) => source.startsWith('accessors of fields');

/** A cache that has nothing but perhaps accessors, and tells what it is given of them. */
function cacheWith(access?: CompiledForm) {
  const kept: CompiledForm[] = [];
  let asked = 0;
  const cache: CodeCache = {
    find: (source) => {
      if (!isAccess(source)) return undefined;
      asked++;
      return access;
    },
    keep: (source, form) => {
      if (isAccess(source)) kept.push(form());
    },
  };
  return { cache, kept, asked: () => asked };
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** A unit that reads and writes fields of these names. */
function unitWith(fields: readonly string[], cache: CodeCache): Unit {
  const lines = fields.map((name) => `t.${name} = (t.${name} or 0) + 1`);
  return new Unit(`local t = ...\n${lines.join('\n')}`, 'fields.lua', { cache });
}

test('Ka1: what is kept is code of V8 that needs not be compiled again', () => {
  const { cache, kept } = cacheWith();
  unitWith(names('first_', 40), cache);
  const [form] = kept;
  assert(form?.data !== undefined);
  const script = new Script(form.text, { filename: 'field access', cachedData: form.data });
  assert.equal(script.cachedDataRejected, false);
});

test('Ka1: what was kept reads and writes the fields of its names, behind metatables too', () => {
  const { cache, kept } = cacheWith();
  unitWith(names('one_', 40), cache);
  const text = kept[0]?.text.replaceAll('one_', 'two_') ?? '';
  const later = cacheWith({ text, functions: [] });
  unitWith(names('two_', 40), later.cache);
  assert.equal(later.kept.length, 0, 'none had to be made');
  const [object, meta, outer] = [new LuaTable(), new LuaTable(), new LuaTable()];
  assert.equal(getter('two_3')(object), undefined);
  setter('two_3')(outer, 7);
  setter('__index')(meta, outer);
  object.mt = meta;
  assert.equal(getter('two_3')(object), 7);
  setter('two_3')(object, 8);
  assert.equal(object.getText('two_3'), 8);
  assert.equal(getter('two_3')(undefined), S, 'and fails as any other does');
  R.why = 0;
});

test('Ka2: a few fields are neither looked for nor kept', () => {
  const { cache, kept, asked } = cacheWith();
  unitWith(names('few_', 5), cache);
  assert.deepEqual([kept.length, asked()], [0, 0]);
});
