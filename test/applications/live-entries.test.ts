/** How live values come and go with changes, seen by kinds that tell what is done to them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { failure } from '../../src/base/index.ts';
import { type AnyKind, defineKind, defineService, t } from '../../src/plugin/index.ts';
import type { ProposedOp } from '../../src/registry/index.ts';
import { House, index } from './house.ts';

interface Thing {
  label(): string;
}

const thing = defineService<Thing>({ name: 'thing', summary: 'A thing.', methods: ['label'] });

/** Kinds that write down what happens to their values. */
function kinds(seen: string[]): AnyKind[] {
  const data = t.object({
    label: t.string,
    refuses: t.boolean.default(false),
    needs: t.optional(t.ref(thing)),
  });
  const plain = defineKind({
    kind: 'test.plain',
    summary: 'Starts beside the one before.',
    data,
    provides: thing,
    place: 'one',
    start: ({ data: { label, refuses, needs } }, world) => {
      if (refuses) throw failure('Invalid', `${label} does not want to`);
      const other = needs === undefined ? '' : ` with ${world.use(thing, needs).current.label()}`;
      seen.push(`start ${label}${other}`);
      return { label: () => label };
    },
    update: 'beside',
    stop: (live) => void seen.push(`stop ${live.label()}`),
  });
  const moving = defineKind({
    kind: 'test.moving',
    summary: 'Takes its new data while it runs.',
    data,
    provides: thing,
    place: 'one',
    start: ({ data: { label } }) => {
      const live = { text: label, label: () => live.text };
      return live;
    },
    update: (live, next) => {
      if (next.data.refuses) throw failure('Invalid', 'stays as it is');
      seen.push(`prepare ${next.data.label} beside ${live.text}`);
      return {
        commit: () => {
          live.text = next.data.label;
          seen.push(`commit ${live.text}`);
        },
        discard: () => void seen.push(`discard ${next.data.label}`),
      };
    },
    stop: 'drop',
  });
  return [plain, moving];
}

async function house(context: TestContext, entries: string) {
  const seen: string[] = [];
  const made = await House.start(context, { 'src/_index.yaml': index(entries) }, { kinds: kinds(seen) });
  const apply = async (...ops: ProposedOp[]) => {
    seen.length = 0;
    await made.until(made.node.registry.apply(ops, { author: 'test' }));
  };
  return { made, seen, apply };
}

function put(type: 'create' | 'update', name: string, data: object, kind = 'test.plain'): ProposedOp {
  return { type, entry: { id: `app:${name}`, kind, meta: {}, data: data as never } };
}

test('Le1: the next value starts beside the one that runs, which stops after the commit', async (context) => {
  const { seen, apply } = await house(context, '  - {name: a, kind: test.plain, label: a1}\n');
  assert.deepEqual(seen, ['start a1']);
  await apply(put('update', 'a', { label: 'a2' }));
  assert.deepEqual(seen, ['start a2', 'stop a1']);
});

test('Pp1: who is prepared sees what the change makes of the others', async (context) => {
  const { seen, apply } = await house(context, '  - {name: a, kind: test.plain, label: a1}\n');
  await apply(put('create', 'b', { label: 'b', needs: 'a' }), put('update', 'a', { label: 'a2' }));
  assert.deepEqual(seen, ['start a2', 'start b with a2', 'stop a1']);
});

test('Pp2, Pp3: a refusal lets go of all that was prepared, and every refusal is told', async (context) => {
  const { seen, apply, made } = await house(context, '  - {name: a, kind: test.plain, label: a1}\n');
  const failed = apply(
    put('update', 'a', { label: 'a2' }),
    put('create', 'b', { label: 'b', refuses: true }),
    put('create', 'c', { label: 'c', refuses: true }),
  );
  await assert.rejects(failed, {
    kind: 'Invalid',
    message: 'app:b: b does not want to\napp:c: c does not want to',
  });
  assert.deepEqual(seen, ['start a2', 'stop a2']);
  assert.equal(made.node.registry.version.id, 0);
});

test('Pp3: a value that moves is told to stay when something else refuses', async (context) => {
  const { seen, apply } = await house(context, '  - {name: m, kind: test.moving, label: m1}\n');
  await apply(put('update', 'm', { label: 'm2' }, 'test.moving'));
  assert.deepEqual(seen, ['prepare m2 beside m1', 'commit m2']);
  const refusal = put('create', 'z', { label: 'z', refuses: true });
  await assert.rejects(apply(put('update', 'm', { label: 'm3' }, 'test.moving'), refusal));
  assert.deepEqual(seen, ['prepare m3 beside m2', 'discard m3']);
});

test('Pp2: who only depends on what was refused is not blamed', async (context) => {
  const { made } = await house(context, '');
  const code = (name: string, source: string, imports: object = {}): ProposedOp => ({
    type: 'create',
    entry: { id: `app:${name}`, kind: 'library.lua', meta: {}, data: { source, imports } as never },
  });
  const failed = made.node.registry.apply(
    [code('broken', 'return {'), code('user', 'return 1', { broken: 'app:broken' })],
    { author: 'test' },
  );
  await assert.rejects(made.until(failed), (thrown: Error) => {
    assert.match(thrown.message, /^app:broken:1:9: /);
    assert.doesNotMatch(thrown.message, /app:user/);
    return true;
  });
});

test('an entry that becomes another kind ends as the old and starts as the new', async (context) => {
  const { seen, apply } = await house(context, '  - {name: a, kind: test.plain, label: a1}\n');
  await apply({ type: 'delete', id: 'app:a' }, put('create', 'a', { label: 'a2' }, 'test.moving'));
  assert.deepEqual(seen, ['stop a1']);
});

test('values that nobody supervises end with the node, those that came last first', async (context) => {
  const { seen, made } = await house(
    context,
    '  - {name: a, kind: test.plain, label: a}\n  - {name: b, kind: test.plain, label: b, needs: a}\n',
  );
  seen.length = 0;
  await made.shutdown();
  assert.deepEqual(seen, ['stop b', 'stop a']);
});
