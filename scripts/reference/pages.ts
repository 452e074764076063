/** All pages of the reference, as the definitions of this version give them. */
import { features } from '#features';
import { registryKinds } from '#registry';
import { commandsPage } from './commands-page.ts';
import { kernelModules } from './kernel-modules.ts';
import { kindsPage } from './kinds-page.ts';
import { code, table } from './markdown.ts';
import { featureModules, type ModulePage, modulePage } from './module-page.ts';
import { settingsPage } from './settings-page.ts';
import { standardLibraryPage } from './standard-library-page.ts';

export const referenceFolder = 'docs/reference';

export function referencePages(): Map<string, string> {
  const modules = [...kernelModules(), ...featureModules()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const kinds = [...registryKinds, ...features.flatMap((feature) => feature.kinds ?? [])].sort((a, b) =>
    a.kind < b.kind ? -1 : 1,
  );
  const texts: [string, string][] = [
    ['README.md', indexPage(modules)],
    ['kinds.md', kindsPage(kinds)],
    ['commands.md', commandsPage()],
    ['settings.md', settingsPage()],
    ['standard-library.md', standardLibraryPage()],
    ...modules.map((module): [string, string] => [`modules/${module.name}.md`, modulePage(module)]),
  ];
  return new Map(texts.map(([name, text]) => [`${referenceFolder}/${name}`, `${text.trimEnd()}\n`]));
}

function indexPage(modules: readonly ModulePage[]): string {
  const rows = (isAmbient: boolean) =>
    modules
      .filter((module) => module.isAmbient === isAmbient)
      .map(({ name, summary }) => [`[${code(name)}](modules/${name}.md)`, summary]);
  return `# Reference

These pages are made from the definitions in the source, so they say what this version does.

- [Kinds of entries](kinds.md)
- [Commands and options](commands.md)
- [Settings](settings.md) of \`.wippy.yaml\` and \`wippy.lock\`
- [Standard library](standard-library.md) of the language

## Modules of all code

${table(['module', 'what it does'], rows(true))}

## Modules that an entry declares

They stand in \`modules:\` of the entry, and the code gets them by \`require(name)\` or by their names.

${table(['module', 'what it does'], rows(false))}
`;
}
