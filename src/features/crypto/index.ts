/** Cryptography for guests. */
import { defineFeature } from '#plugin';
import { crypto as cryptoModule } from './crypto-module.ts';

export const crypto = defineFeature({
  name: 'crypto',
  summary: 'Random data, authentication codes, encryption, tokens and keys.',
  modules: [cryptoModule],
});
