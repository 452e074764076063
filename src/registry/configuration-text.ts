/** The two kinds of variables in the texts of a configuration: `${env:NAME}` and `${name}`. */
import { type Data, suggestion } from '#base';
import { mapTexts } from './map-texts.ts';
import type { Path } from './positions.ts';
import type { Table } from './value-path.ts';

export interface Replaced {
  readonly value: Data;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

/** `${env:NAME}` as a variable of the operating system; it must be set. In `vars` of a profile it is forbidden. */
export function readEnvironment(
  value: Data,
  environment: Readonly<Record<string, string | undefined>>,
): Replaced {
  const problems: { path: Path; message: string }[] = [];
  const result = mapTexts(value, (text, path) => {
    if (!text.includes('${env:')) return text;
    return text.replace(/\$\{env:([^}]*)\}/g, (written, name: string) => {
      const found = environment[name];
      if (path[0] === 'profiles' && path[2] === 'vars') {
        problems.push({
          path: [...path],
          message: `${written}: the variables of a profile cannot come from the environment`,
        });
      } else if (found === undefined) {
        problems.push({ path: [...path], message: `the environment variable ${name} is not set` });
      }
      return found ?? written;
    });
  });
  return { value: result, problems };
}

const wholeName = /^\$\{([A-Za-z_][\w.-]*)\}$/;

/** `${name}` as a value of `vars`. Alone in a text it keeps its type. Names with a default are for entries. */
export function interpolate(
  value: Data,
  variables: Table,
  valueNamed = (name: string): Data => variables[name],
): Replaced {
  const problems: { path: Path; message: string }[] = [];
  const read = (name: string, path: Path): Data => {
    if (Object.hasOwn(variables, name)) return valueNamed(name);
    const similar = suggestion(name, Object.keys(variables));
    problems.push({ path: [...path], message: `there is no variable '${name}' under vars${similar}` });
    return undefined;
  };
  const result = mapTexts(value, (text, path) => {
    if (!text.includes('${')) return text;
    const [, whole] = wholeName.exec(text) ?? [];
    if (whole !== undefined) return read(whole, path) ?? text;
    return text.replace(/(?<!\$)\$\{([A-Za-z_][\w.-]*)\}/g, (written, name: string) =>
      String(read(name, path) ?? written),
    );
  });
  return { value: result, problems };
}

/** The `vars` themselves, of which one may name others. */
export function interpolateVariables(variables: Table): Replaced {
  const problems: { path: Path; message: string }[] = [];
  const known = new Map<string, Data>();
  const open: string[] = [];
  const valueNamed = (name: string): Data => {
    if (known.has(name)) return known.get(name);
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].join(' -> ');
      problems.push({ path: ['vars', name], message: `the variables form a circle: ${circle}` });
      return variables[name];
    }
    open.push(name);
    const { value, problems: own } = interpolate(variables[name], variables, valueNamed);
    open.pop();
    for (const { path, message } of own) problems.push({ path: ['vars', name, ...path], message });
    known.set(name, value);
    return value;
  };
  const value = Object.fromEntries(Object.keys(variables).map((name) => [name, valueNamed(name)]));
  return { value, problems };
}
