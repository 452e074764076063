/** Base64 for guests. */
import { defineFeature } from '#plugin';
import { base64 as base64Module } from './base64-module.ts';

export const base64 = defineFeature({
  name: 'base64',
  summary: 'Bytes as text of 64 characters, and back.',
  modules: [base64Module],
});
