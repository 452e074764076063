/** `text.regexp`: compiles expressions; the handle matches with them. */
import { arg, defineHandle, defineModule, fn, method, t } from '#plugin';
import { groupTexts, type Match, Regexp, replaceAll, split } from './regexp.ts';

/** An automaton walks some bytes a unit of fuel. */
const bytesPerFuel = 16;

const subject = [arg('text', t.bytes)] as const;
const bounds = t.list(t.integer());

export const regexpHandle = defineHandle<Regexp, string>({
  name: 'text.Regexp',
  summary: 'A regular expression.',
  crosses: 'copy',
  methods: {
    match_string: method({
      summary: 'Whether it is found anywhere in the text.',
      args: subject,
      returns: t.boolean,
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        return regexp.matches(text);
      },
    }),

    find_string: method({
      summary: 'The first match, or nil.',
      args: subject,
      returns: t.optional(t.bytes),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        const match = regexp.find(text);
        return match === undefined ? undefined : text.slice(match[0], match[1]);
      },
    }),

    find_all_string: method({
      summary: 'All matches.',
      args: subject,
      returns: t.list(t.bytes),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        return regexp.all(text).map((match) => text.slice(match[0], match[1]));
      },
    }),

    find_string_submatch: method({
      summary: 'The first match and then its groups, or nil.',
      args: subject,
      returns: t.optional(t.list(t.bytes)),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        const match = regexp.find(text);
        return match === undefined ? undefined : groupTexts(text, match);
      },
    }),

    find_all_string_submatch: method({
      summary: 'All matches, each with its groups.',
      args: subject,
      returns: t.list(t.list(t.bytes)),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        return regexp.all(text).map((match) => groupTexts(text, match));
      },
    }),

    find_string_index: method({
      summary: 'First and last byte of the first match, as string.sub takes them, or nil.',
      args: subject,
      returns: t.optional(bounds),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        const match = regexp.find(text);
        return match === undefined ? undefined : guestBounds(match);
      },
    }),

    find_all_string_index: method({
      summary: 'First and last byte of all matches; nil when there are none.',
      args: subject,
      returns: t.optional(t.list(bounds)),
      effect: 'local',
      run: (regexp: Regexp, text, call) => {
        call.spend(text.length / bytesPerFuel);
        const matches = regexp.all(text);
        return matches.length === 0 ? undefined : matches.map(guestBounds);
      },
    }),

    replace_all_string: method({
      summary: 'The text with all matches replaced; a dollar with a number or a name stands for a group.',
      args: [arg('text', t.bytes), arg('replacement', t.bytes)],
      returns: t.bytes,
      effect: 'local',
      run: (regexp: Regexp, text, replacement, call) => {
        call.spend(text.length / bytesPerFuel);
        return replaceAll(regexp, text, replacement);
      },
    }),

    split: method({
      summary: 'The texts between the matches, at most n; -1 is all.',
      args: [arg('text', t.bytes), arg('n', t.integer({ default: -1 }))],
      returns: t.list(t.bytes),
      effect: 'local',
      run: (regexp: Regexp, text, most, call) => {
        call.spend(text.length / bytesPerFuel);
        return split(regexp, text, most);
      },
    }),

    num_subexp: method({
      summary: 'How many groups it has.',
      args: [],
      returns: t.integer(),
      effect: 'local',
      run: (regexp: Regexp) => regexp.groups,
    }),

    subexp_names: method({
      summary: 'The names of its groups, that of the whole match first; empty for those without.',
      args: [],
      returns: t.list(t.bytes),
      effect: 'local',
      run: (regexp: Regexp) => regexp.names,
    }),

    string: method({
      summary: 'The expression as it was written.',
      args: [],
      returns: t.bytes,
      effect: 'local',
      run: (regexp: Regexp) => regexp.pattern,
    }),
  },
  save: ({ pattern }) => pattern,
  restore: (pattern) => new Regexp(pattern),
});

function guestBounds([start = 0, end = 0]: Match): number[] {
  return [start + 1, end];
}

export const regexp = defineModule({
  name: 'regexp',
  summary: 'Regular expressions (RE2).',
  handles: [regexpHandle],
  functions: {
    compile: fn({
      summary: 'Makes a regular expression ready to be used, again and again.',
      args: [arg('pattern', t.bytes)],
      returns: t.handle(regexpHandle),
      effect: 'local',
      run: (pattern, call) => {
        call.spend(pattern.length);
        return call.hold(regexpHandle, new Regexp(pattern));
      },
    }),
  },
});
