/**
 * Stores snapshots of the corpus of frames as the present version writes them: `npm run frames`. The files of other
 * versions stay as they are, since those have written bytes that this one must read (F6).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FrameProgram } from '../test/frames/frame-program.ts';
import { type StoredProgram, writeFrames } from '../test/frames/stored-frames.ts';

const root = join(import.meta.dirname, '..');
const place = join(root, 'test/frames/programs');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const programs = readdirSync(place)
  .sort()
  .map((name): StoredProgram => {
    const source = readFileSync(join(place, name), 'latin1');
    const everywhere = new FrameProgram(source, name, 'everywhere').record();
    const slices = new FrameProgram(source, name, 'slices').record();
    if (everywhere.result !== slices.result) throw new Error(`${name} has two results`);
    return { name, source, ...slices, snapshots: [...everywhere.snapshots, ...slices.snapshots] };
  });
const bytes = writeFrames(version, programs);
const count = programs.reduce((sum, { snapshots }) => sum + snapshots.length, 0);
console.log(`${count} snapshots of ${programs.length} programs, version ${version}: ${bytes} bytes`);
