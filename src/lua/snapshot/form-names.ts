/**
 * The names of states with which a snapshot begins. Processes that are restored one after the other mostly begin with the same,
 * so those of the last full form are kept as bytes, with what they mean.
 */
import type { ByteReader } from './bytes.ts';
import { type StateForm, stateFormNamed } from './state-form.ts';

let lastNames: Uint8Array = new Uint8Array([0]);
let lastForms: readonly StateForm[] = [];

export function formsIn(reader: ByteReader): readonly StateForm[] {
  return Array.from({ length: reader.countOf(1) }, () => stateFormNamed(reader.text()));
}

/** The same for the first of several layers. */
export function firstFormsIn(reader: ByteReader): readonly StateForm[] {
  if (reader.skips(lastNames)) return lastForms;
  const { at } = reader;
  const forms = formsIn(reader);
  lastNames = reader.since(at);
  lastForms = forms;
  return forms;
}
