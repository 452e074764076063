/** The page of settings: what has an effect in this version, and what is only read and checked. */
import type { JsonSchema } from '#plugin';
import { settingsSchema } from '#registry';
import { lockFileSchema } from '../../src/registry/lock-file.ts';
import { fieldTable } from './kinds-page.ts';
import { blocks, code } from './markdown.ts';
import { type Field, fieldsOf } from './value-text.ts';

/** The settings that this version acts on; whoever makes another one work adds it here. */
const effective = [
  'dumps',
  'version',
  'override',
  'disable',
  'workspace',
  'logger',
  'logmanager',
  'registry.enable_history',
  'registry.history_type',
  'registry.protected',
  'registry.protected[]',
  'registry.rate',
  'finder',
  'relay',
  'shutdown',
];

export function settingsPage(): string {
  const json: JsonSchema = settingsSchema.toJsonSchema();
  const all = fieldsOf(json).filter(({ path }) => path !== 'boot');
  const [used, others] = [all.filter(isEffective), all.filter((field) => !isEffective(field))];
  return blocks(
    '# Settings',
    'How files, profiles and variables lie over each other stands in [Configuration](../configuration.md).',
    `## ${code('.wippy.yaml')}`,
    'Besides these sections a file may have `vars` and `profiles`.',
    fieldTable(used),
    '## Settings without effect',
    'These are read and checked, so that configurations can be shared, and change nothing in this version.',
    fieldTable(others),
    `## ${code('wippy.lock')}`,
    fieldTable(fieldsOf(lockFileSchema.toJsonSchema())),
  );
}

function isEffective({ path }: Field): boolean {
  return effective.some((name) => path === name || path.startsWith(`${name}.`));
}
