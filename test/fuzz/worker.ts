/** One process of the fuzzing: compares the programs of its part and tells what it finds. */
import { compare } from './compare.ts';
import type { Part, Told } from './workers.ts';

const part = JSON.parse(process.argv[2] ?? '') as Part; // written by workers.ts
const tell = (told: Told, then = () => {}) => process.send?.(told, then);

const found = await compare(part.seed, part.count, undefined, (seed) => tell({ began: seed }));
// Whoever listens may be busy: what was told waits here until it is read.
tell({ found }, () => process.disconnect?.());
