/** `text.splitter`: splitters of documents, and the handle that splits. */
import { arg, defineHandle, defineModule, fn, method, t } from '#plugin';
import { type MarkdownOptions, splitMarkdown } from './markdown.ts';
import { type RecursiveOptions, splitRecursively, usualSeparators } from './splitter.ts';

/** Splitting looks at a text several times. */
const charactersPerFuel = 16;

export type Splitter =
  | { readonly type: 'recursive'; readonly options: RecursiveOptions }
  | { readonly type: 'markdown'; readonly options: MarkdownOptions };

function split(splitter: Splitter, text: string): string[] {
  return splitter.type === 'recursive'
    ? splitRecursively(text, splitter.options)
    : splitMarkdown(text, splitter.options);
}

export const splitterHandle = defineHandle<Splitter, Splitter>({
  name: 'text.Splitter',
  summary: 'Splits documents into chunks.',
  crosses: 'copy',
  methods: {
    split_text: method({
      summary: 'The chunks of one text.',
      args: [arg('text', t.string)],
      returns: t.list(t.string),
      effect: 'local',
      run: (splitter: Splitter, text, call) => {
        call.spend(text.length / charactersPerFuel);
        return split(splitter, text);
      },
    }),

    split_batch: method({
      summary: 'The chunks of several texts, each with the metadata of its text.',
      args: [arg('pages', t.list(t.object({ content: t.string, metadata: t.any }, { unknown: 'ignore' })))],
      returns: t.list(t.object({ content: t.string, metadata: t.any })),
      effect: 'local',
      run: (splitter: Splitter, pages, call) =>
        pages.flatMap(({ content, metadata }) => {
          call.spend(content.length / charactersPerFuel);
          return split(splitter, content).map((chunk) => ({ content: chunk, metadata }));
        }),
    }),
  },
  save: (splitter) => splitter,
  restore: (splitter) => splitter,
});

const chunkSize = t.integer({ min: 1, default: 512 });
const overlap = t.integer({ min: 0, default: 100 });

export const splitter = defineModule({
  name: 'splitter',
  summary: 'Splits documents into chunks.',
  handles: [splitterHandle],
  functions: {
    recursive: fn({
      summary: 'Splits at blank lines, then at lines, words and characters, until a chunk is small enough.',
      args: [
        arg(
          'options',
          t
            .object(
              {
                chunk_size: chunkSize,
                chunk_overlap: overlap,
                keep_separator: t.boolean.default(false),
                separators: t.list(t.string, { min: 1 }).default([...usualSeparators]),
              },
              { unknown: 'ignore' },
            )
            .default({}),
        ),
      ],
      returns: t.handle(splitterHandle),
      effect: 'local',
      run: (given, call) =>
        call.hold(splitterHandle, {
          type: 'recursive',
          options: {
            chunkSize: given.chunk_size,
            overlap: given.chunk_overlap,
            keepsSeparator: given.keep_separator,
            separators: given.separators,
          },
        }),
    }),

    markdown: fn({
      summary: 'Splits Markdown at its blocks; every chunk begins with its heading.',
      args: [
        arg(
          'options',
          t
            .object(
              {
                chunk_size: chunkSize,
                chunk_overlap: overlap,
                code_blocks: t.boolean.default(false),
                reference_links: t.boolean.default(false),
                heading_hierarchy: t.boolean.default(false),
                join_table_rows: t.boolean.default(false),
              },
              { unknown: 'ignore' },
            )
            .default({}),
        ),
      ],
      returns: t.handle(splitterHandle),
      effect: 'local',
      run: (given, call) =>
        call.hold(splitterHandle, {
          type: 'markdown',
          options: {
            chunkSize: given.chunk_size,
            overlap: given.chunk_overlap,
            codeBlocks: given.code_blocks,
            referenceLinks: given.reference_links,
            headingHierarchy: given.heading_hierarchy,
            joinTableRows: given.join_table_rows,
          },
        }),
    }),
  },
});
