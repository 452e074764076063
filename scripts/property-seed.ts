/**
 * Property tests draw the same cases on every run: loaded before each test file. Another draw: `SEED=7 npm test`.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261) });
