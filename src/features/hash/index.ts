/** Digests for guests. */
import { defineFeature } from '#plugin';
import { hash as hashModule } from './hash-module.ts';

export const hash = defineFeature({
  name: 'hash',
  summary: 'Digests, message authentication, key derivation, and quick hashes.',
  modules: [hashModule],
});

export { deriveKey, iterations, keyHash, keyLength, notEmpty } from './derive-key.ts';
