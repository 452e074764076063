/**
 * What a type says, as plain data: made from a source (from-source.ts), read by all that use types at run time.
 *
 *   Ty1  A form never changes. Circles run through definitions only.
 *   Ty2  Names are gone: a form names built-in types, and those that nothing declares; all else it points to.
 *   Ty3  Forms are written as a list of rows, children before parents (notation.ts). The row of a kind is part of the
 *        format of what is saved: new kinds get new words, nothing old changes.
 */
export type LiteralValue = string | number | bigint | boolean | undefined;
export type AnnotationValue = string | number | bigint | boolean;

interface FormBase {
  /** How many levels of forms are inside, definitions not counted. */
  readonly depth: number;
  /** Whether it mentions parameters of the definition around it. */
  readonly isOpen: boolean;
}

/** A built-in type, or a name that nothing declares, such as that of a handle: `time.Time`. */
export interface NamedForm extends FormBase {
  readonly kind: 'named';
  readonly name: string;
}
export interface LiteralForm extends FormBase {
  readonly kind: 'literal';
  readonly value: LiteralValue;
}
export interface UnionForm extends FormBase {
  readonly kind: 'union';
  readonly of: readonly Form[];
}
export interface IntersectionForm extends FormBase {
  readonly kind: 'intersection';
  readonly of: readonly Form[];
}
export interface OptionalForm extends FormBase {
  readonly kind: 'optional';
  readonly of: Form;
}
export interface ArrayForm extends FormBase {
  readonly kind: 'array';
  readonly of: Form;
  readonly isReadonly: boolean;
}
export interface MapForm extends FormBase {
  readonly kind: 'map';
  readonly key: Form;
  readonly value: Form;
  readonly isReadonly: boolean;
}
export interface FieldForm {
  readonly name: string;
  readonly of: Form;
  readonly isOptional: boolean;
  readonly isReadonly: boolean;
}
export interface RecordForm extends FormBase {
  readonly kind: 'record';
  readonly fields: readonly FieldForm[];
}
/** A last parameter or result that stands for any number of them has `isRest`. */
export interface FunctionForm extends FormBase {
  readonly kind: 'function';
  readonly parameters: readonly Form[];
  readonly isRest: boolean;
  readonly returns: readonly Form[];
}
export interface AnnotatedForm extends FormBase {
  readonly kind: 'annotated';
  readonly of: Form;
  readonly name: string;
  readonly args: readonly AnnotationValue[];
}
/** `type Name<A, B: Bound> = body`. */
export interface DefinitionForm extends FormBase {
  readonly kind: 'definition';
  readonly name: string;
  readonly bounds: readonly (Form | undefined)[];
  body: Form;
}
/** The parameter of the definition around it. */
export interface ParameterForm extends FormBase {
  readonly kind: 'parameter';
  readonly at: number;
}
/** A generic type with arguments. */
export interface ApplicationForm extends FormBase {
  readonly kind: 'application';
  readonly of: Form;
  readonly args: readonly Form[];
}
/** A type from elsewhere, known when the code runs. */
export interface GivenForm extends FormBase {
  readonly kind: 'given';
  readonly type: AppliedForm;
}
/** A type, as far as forms know them: see type.ts. */
export interface AppliedForm {
  readonly form: Form;
  readonly args: readonly AppliedForm[];
}

export type Form =
  | NamedForm
  | LiteralForm
  | UnionForm
  | IntersectionForm
  | OptionalForm
  | ArrayForm
  | MapForm
  | RecordForm
  | FunctionForm
  | AnnotatedForm
  | DefinitionForm
  | ParameterForm
  | ApplicationForm
  | GivenForm;

/** The forms right inside, definitions among them, but not what those say. */
export function formsInside(form: Form): readonly Form[] {
  switch (form.kind) {
    case 'union':
    case 'intersection':
      return form.of;
    case 'optional':
    case 'array':
    case 'annotated':
      return [form.of];
    case 'map':
      return [form.key, form.value];
    case 'record':
      return form.fields.map(({ of }) => of);
    case 'function':
      return [...form.parameters, ...form.returns];
    case 'application':
      return [form.of, ...form.args];
    default:
      return [];
  }
}

export function named(name: string): NamedForm {
  return { kind: 'named', name, depth: 0, isOpen: false };
}

/** The types that every source can name. */
export const builtinNames: ReadonlySet<string> = new Set([
  'number',
  'integer',
  'string',
  'boolean',
  'nil',
  'any',
  'unknown',
  'never',
  'table',
  'thread',
  'userdata',
  'error',
]);
