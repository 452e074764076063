/** Expressions, for guests and for the conditions of policies. */
import { defineFeature } from '#plugin';
import { expr as exprModule, programHandle } from './expr-module.ts';

export const expr = defineFeature({
  name: 'expr',
  summary: 'Evaluates expressions of the expr language.',
  modules: [exprModule],
  handles: [programHandle],
});

export { compileExpression, type Expression } from './compile.ts';
