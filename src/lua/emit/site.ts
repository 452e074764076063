/** Sites: where a function may stop, and what is saved there. */

/** The mark of a text that is no site. */
export const NO_SITE = -1;

/** Which value a temporary holds: the `part`th that its node keeps. */
export interface TempOrigin {
  readonly node: object;
  readonly part: number;
}

/** What is known of a site: where it stands and what it saves. */
export interface SiteInfo {
  readonly line: number;
  /** The node whose operation may suspend, for messages about it. */
  readonly node: object;
  readonly role: string;
  readonly slots: readonly string[];
}

/** `{ $p = 3; $0 = l1; $1 = t2; break X; }` */
export function saveText(site: number, slots: readonly string[]): string {
  let text = `{ $p = ${site}; `;
  for (let i = 0; i < slots.length; i++) text += `$${i} = ${slots[i]}; `;
  if (slots.length > 4) text += '$m = 1; ';
  return `${text}break X; }`;
}

export interface Site {
  readonly number: number;
  readonly line: number;
  readonly slots: readonly string[];
  readonly hit: boolean;
  /** `{ $p = 3; $0 = l1; break X; }` */
  readonly save: string;
}
