import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { programFor } from '../../src/chat/terminal/command-line.ts';
import { checks } from '../../src/checks/index.ts';
import { secretNames, settings } from '../../src/settings.ts';
import { projectRoot, sourceFiles } from './source-files.ts';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
const guides = ['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CHANGELOG.md', ...pagesAt('docs/*.md')];
const everyPage = [...guides, ...pagesAt('docs/*/**/*.md')];

/** What other programs read, and in the changelog a slip that is shown as one. */
const foreign = new Set([
  'NO_COLOR',
  'FORCE_COLOR',
  'CLICOLOR_FORCE',
  'MALLOC_ARENA_MAX',
  'NODE_IMAGE',
  'SWEEP_INTERVALL',
]);
const familyOfAName =
  /^(CLIENT_CERT_[A-Z]+(_KEY|_PASSWORD|_PASSWORD_FILE)?|WEBHOOK_[A-Z]+_(URL|SECRET)(_FILE)?|WEBHOOK_[A-Z]+_FOR)$/;
/** Pages of the console and of platforms stand in backticks as commands do. */
const paths =
  /^(login|logout|endpoint|finding|files|api|slack|discord|hooks|probe|metrics|healthz|readyz|watch|invite|users|v|proc|var|usr|etc|data|tmp)\b/;

function pagesAt(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: projectRoot }).map((path) => path.replaceAll('\\', '/'));
}

function isSetting(name: string): boolean {
  return (
    name in settings.shape ||
    secretNames.has(name.replace(/_FILE$/, '')) ||
    familyOfAName.test(name) ||
    foreign.has(name)
  );
}

/** What a pattern finds in the pages, as "page: what". */
function found(pages: readonly string[], pattern: RegExp): readonly { page: string; what: string }[] {
  return pages.flatMap((page) => [...read(page).matchAll(pattern)].map(([, what = '']) => ({ page, what })));
}

function strangers(
  pages: readonly string[],
  pattern: RegExp,
  isKnown: (what: string) => boolean,
): readonly string[] {
  const all = found(pages, pattern);
  expect(all.length).toBeGreaterThan(5);
  return all.filter(({ what }) => !isKnown(what)).map(({ page, what }) => `${page}: ${what}`);
}

/** As GitHub makes an anchor of a heading. */
function anchorsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('what documents name exists', () => {
  it('settings', () => {
    expect(strangers(guides, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g, isSetting)).toEqual([]);
  });

  it('defaults, where they stand behind their setting', () => {
    const parsed: Readonly<Record<string, unknown>> = settings.parse({});
    const stated = guides.flatMap((page) => [...read(page).matchAll(/`([A-Z_]+)` \((\d[\d,]*)\)/g)]);
    expect(stated.length).toBeGreaterThan(5);
    for (const [, name = '', value = ''] of stated)
      expect(parsed[name], name).toBe(Number(value.replaceAll(',', '')));
  });

  it('scripts of npm', () => {
    const { scripts } = JSON.parse(read('package.json'));
    expect(strangers(everyPage, /npm run ([\w:-]+)/g, (name) => name in scripts)).toEqual([]);
  });

  it('words behind notafter', () => {
    const words = new Set(programFor(commands).commands.map((one) => one.name()));
    const typed = /(?:`|^ {4}|npx |&& |-- |bin\/)notafter ([a-z][a-z-]*)/gm;
    expect(strangers(guides, typed, (word) => words.has(word) || word === 'notafter')).toEqual([]);
    expect(strangers(guides, /npm run cli -- ([a-z][a-z-]*)/g, (word) => words.has(word))).toEqual([]);
  });

  it('commands of chats, and their actions', () => {
    const isCommand = (line: string) => {
      const [name, action] = line.split(' ');
      const command = commands.find((one) => one.name === name);
      if (command === undefined) return paths.test(line);
      // Of a command with one action, or one that takes other words first, the second word is a value.
      if (action === undefined || command.actions[0]?.name === '' || command.firstIsDefault === true)
        return true;
      return action === 'help' || command.actions.some((one) => one.name === action);
    };
    expect(strangers(guides, /`\/([a-z][a-z-]*(?: [a-z][a-z-]*(?=[ `]))?)/g, isCommand)).toEqual([]);
  });

  it('what each command takes, in the table of docs/access.md', () => {
    const table = read('docs/access.md');
    for (const rank of ['member', 'admin'] as const) {
      const row = table.split('\n').find((line) => line.startsWith(`| \`${rank}\` `)) ?? '';
      const parts = (row.split('|')[3] ?? '').split(';');
      for (const { name, actions } of commands) {
        const told = parts.filter((part) => part.includes(`\`/${name}`)).join(' ');
        for (const action of actions.filter(({ needs }) => needs === rank)) {
          const isWhole = told.trim() === `\`/${name}\``;
          const isNamed = new RegExp(`[\`/ ]${action.name}\``).test(told);
          expect(told !== '' && (isWhole || isNamed), `/${name} ${action.name} for ${rank}`).toBe(true);
        }
      }
    }
  });

  it('doors: every path that is answered stands in the table of docs/security.md', () => {
    const [, table = ''] = read('docs/security.md').split('## The doors');
    const told = [...table.matchAll(/`(\/[^` ]*)`/g)].map(([, path = '']) => path.replace('...', ''));
    const answered = sourceFiles('src/web').flatMap(({ text }) =>
      [...text.matchAll(/app\.(?:get|post)\('([^']+)'/g)].map(([, path = '']) => path.replace(/:.*/, '')),
    );
    expect(answered.length).toBeGreaterThan(15);
    const isTold = (path: string) =>
      told.some((one) => one === path || (one.endsWith('/') && one !== '/' && path.startsWith(one)));
    expect(answered.filter((path) => !isTold(path))).toEqual([]);
  });

  it('findings', () => {
    const ids = new Set<string>(checks.map(({ page }) => page.id));
    const layers = [...new Set([...ids].map((id) => id.split('/')[0]))].join('|');
    const named = new RegExp(`\`((?:${layers})/[a-z0-9-]+)\``, 'g');
    expect(strangers(guides, named, (id) => ids.has(id))).toEqual([]);
  });

  it('files of the project, by as much of their path as is told', () => {
    const all = globSync(['*/**/*.{ts,mjs,md,json,yaml}', '.ci/*'], {
      cwd: projectRoot,
      exclude: (name) => name === 'node_modules' || name === 'dist',
    }).map((path) => `/${path.replaceAll('\\', '/')}`);
    const file = /`((?:[\w.-]+\/)+[\w-]+(?:\.\w+)?\.(?:ts|mjs|md|json|yaml))`/g;
    expect(strangers(guides, file, (path) => all.some((one) => one.endsWith(`/${path}`)))).toEqual([]);
  });

  it('links to pages and headings of the project', () => {
    const leadsSomewhere = (page: string, link: string) => {
      const [path = '', anchor] = link.split('#');
      const to = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(projectRoot, to))) return false;
      return anchor === undefined || anchorsOf(to).includes(anchor);
    };
    const links = found(everyPage, /\]\((?!https?:)([^)\s]+)\)/g);
    expect(links.length).toBeGreaterThan(50);
    const dead = links.filter(({ page, what }) => !leadsSomewhere(page, what));
    expect(dead.map(({ page, what }) => `${page}: ${what}`)).toEqual([]);
  });
});
