/** The text of a type, as people write it: by its name where it has one. */
import type { AnnotationValue, Form } from './form.ts';
import { shownValue } from './problem.ts';
import type { Type } from './type.ts';

/** What a type says beyond this length, or beyond so many parts, is left out. */
const LONGEST = 200;
const MOST_PARTS = 200;

let room = 0;

export function typeText(type: Type): string {
  room = MOST_PARTS;
  const text = written(type, type.form);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** The name of a definition; of all others their text. */
export function typeNameOf(type: Type): string {
  return type.form.kind === 'definition' ? type.form.name : typeText(type);
}

/** Only forms are walked here, which end at definitions; `type` says what parameters stand for. */
function written(type: Type, form: Form): string {
  if (room-- <= 0) return '...';
  const one = (inner: Form): string => (isWide(inner) ? `(${written(type, inner)})` : written(type, inner));
  const all = (forms: readonly Form[]) => forms.map((inner) => written(type, inner)).join(', ');
  switch (form.kind) {
    case 'named':
      return form.name;
    case 'literal':
      return shownLiteral(form.value);
    case 'union':
      return form.of.map(one).join(' | ');
    case 'intersection':
      return form.of.map(one).join(' & ');
    case 'optional':
      return `${one(form.of)}?`;
    case 'array':
      return `${form.isReadonly ? 'readonly ' : ''}{${written(type, form.of)}}`;
    case 'map':
      return `${form.isReadonly ? 'readonly ' : ''}{[${written(type, form.key)}]: ${written(type, form.value)}}`;
    case 'record':
      return `{${form.fields.map(({ name, of, isOptional }) => `${name}${isOptional ? '?' : ''}: ${written(type, of)}`).join(', ')}}`;
    case 'function': {
      const { parameters, isRest, returns } = form;
      const shown = parameters.map((inner, i) =>
        isRest && i === parameters.length - 1 ? `...: ${written(type, inner)}` : written(type, inner),
      );
      const [only] = returns;
      const result = returns.length === 1 && only !== undefined ? written(type, only) : `(${all(returns)})`;
      return `(${shown.join(', ')}) -> ${result}`;
    }
    case 'annotated':
      return `${one(form.of)} @${form.name}(${form.args.map(shownLiteral).join(', ')})`;
    case 'definition':
      return type.form === form && type.args.length > 0
        ? `${form.name}<${type.args.map((arg) => written(arg, arg.form)).join(', ')}>`
        : form.name;
    case 'parameter':
    case 'application':
    case 'given': {
      const inner = type.inner(form);
      return written(inner, inner.form);
    }
  }
}

function isWide({ kind }: Form): boolean {
  return kind === 'union' || kind === 'intersection' || kind === 'function';
}

function shownLiteral(value: AnnotationValue | undefined): string {
  return value === undefined ? 'nil' : shownValue(value);
}
