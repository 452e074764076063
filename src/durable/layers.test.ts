import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Layers } from './layers.ts';

/** Takes steps until a full form is due. */
function stepsUntilFull(layers: Layers, bytes: number): number {
  for (let steps = 0; ; steps++) {
    if (layers.isFullDue) return steps;
    layers.add(bytes);
  }
}

const written = (full: number): Layers => {
  const layers = new Layers();
  layers.full(full);
  return layers;
};

/** Is read after each step, as whoever sleeps in between. Gives the steps until a full form is due. */
function readEachTime(full: number, delta: number): number {
  const stored = [new Uint8Array(full)];
  for (;;) {
    const layers = new Layers();
    layers.read(stored);
    if (layers.isFullDue) return stored.length - 1;
    stored.push(new Uint8Array(delta));
  }
}

test('Kp2: nothing is written yet, so a full form is due', () => {
  assert.equal(new Layers().isFullDue, true);
  assert.equal(written(100).isFullDue, false);
});

test('Kp2: in memory a full form is due after many layers, the more the larger it is, or when they have outgrown it', () => {
  assert.equal(stepsUntilFull(written(1000), 10), 64);
  assert.equal(stepsUntilFull(written(65_536), 10), 128);
  assert.equal(stepsUntilFull(written(10_000), 1000), 11);
});

test('Kp2: of what is read after each step few layers are read', () => {
  assert.equal(readEachTime(1000, 10), 8);
  assert.equal(readEachTime(65_536, 10), 12);
  assert.equal(readEachTime(6_553_600, 10), 114);
});

test('Kp2: what was read with many layers gets a full form with its next step, and then none for long', () => {
  const layers = new Layers();
  layers.read([new Uint8Array(65_536), ...Array.from({ length: 100 }, () => new Uint8Array(10))]);
  assert.deepEqual([layers.isFullDue, layers.bytes], [true, 66_536]);
  layers.full(65_536);
  assert.equal(stepsUntilFull(layers, 10), 128);
});
