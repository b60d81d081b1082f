import { describe, expect, it } from 'vitest';
import { leadsTo, roomOf, sourceFiles } from './source-files.ts';

/** Who may import whom; a room may always import itself. Rooms after "types:" may be named in types only. */
const doors: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>
> = {
  core: { values: [] },
  access: { values: ['core', 'net'] },
  net: { values: ['core'] },
  pki: { values: ['core', 'net'] },
  oauth: { values: ['core', 'net', 'pki'] },
  probes: { values: ['core', 'net', 'pki', 'oauth'] },
  checks: { values: ['core', 'probes'], types: ['pki', 'net', 'oauth'] },
  diagnose: { values: ['core', 'probes', 'checks'] },
  exporter: { values: ['core', 'net', 'pki', 'probes', 'diagnose'] },
  views: { values: ['core'], types: ['probes', 'pki', 'net'] },
  store: { values: ['core'] },
  queue: { values: ['core', 'store'] },
  drawing: { values: [] },
  monitor: { values: ['core', 'views'] },
  lists: { values: ['core'] },
  chat: { values: ['core', 'views'] },
  web: { values: ['core', 'views', 'chat'] },
  commands: { values: ['core', 'views'] },
  settings: { values: ['core'] },
  'env-example': { values: ['settings'] },
  config: { values: ['core', 'settings'] },
  log: { values: ['core'] },
  services: {
    values: [
      'core',
      'config',
      'log',
      'diagnose',
      'probes',
      'checks',
      'net',
      'pki',
      'oauth',
      'store',
      'queue',
      'monitor',
      'lists',
      'drawing',
      'exporter',
      'access',
    ],
  },
  canary: { values: ['core', 'net', 'pki', 'probes', 'checks', 'diagnose', 'store', 'monitor'] },
  upkeep: {
    values: [
      'core',
      'config',
      'settings',
      'log',
      'net',
      'pki',
      'oauth',
      'probes',
      'store',
      'monitor',
      'services',
    ],
  },
  jobs: { values: ['core', 'config', 'log', 'services', 'monitor', 'canary', 'drawing', 'lists'] },
};

const platforms = ['slack', 'discord', 'terminal'] as const;

/** From what puts the platform together down to what knows its API only. */
const platformRooms = [
  'platform.ts',
  'manifest.ts',
  'hearing',
  'home',
  'forms',
  'answering',
  'sending',
  'files',
  'people',
  'connection',
  'registering',
  'rendering',
  'api',
];

/** Each outside package has one home. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@slack/bolt': ['src/chat/slack/'],
  '@slack/web-api': ['src/chat/slack/'],
  'discord.js': ['src/chat/discord/'],
  undici: ['src/net/'],
  // The database's own sockets: whether they are alive.
  'node:net': ['src/net/', 'src/core/target.ts', 'src/store/postgres/patience.ts'],
  'node:tls': ['src/net/', 'src/pki/', 'src/canary/'],
  'node:dgram': ['src/net/'],
  'node:http': ['src/web/', 'src/canary/'],
  'node:https': [],
  'dns-packet': [],
  'ipaddr.js': ['src/net/', 'src/exporter/', 'src/checks/dns/', 'src/checks/reading/'],
  'node-forge': ['src/pki/'],
  jose: ['src/oauth/'],
  oauth4webapi: ['src/oauth/'],
  tldts: ['src/pki/'],
  re2js: ['src/probes/http/'],
  papaparse: ['src/lists/'],
  yaml: ['src/access/', 'src/lists/'],
  bree: ['src/jobs/'],
  '@resvg/resvg-js': ['src/drawing/'],
  'chrono-node': ['commands/alarm/'],
  croner: ['src/monitor/', 'src/jobs/'],
  kysely: ['src/store/'],
  'node:sqlite': ['src/store/'],
  pg: ['src/store/postgres/'],
  'pg-boss': ['src/queue/'],
  hono: ['src/web/'],
  '@hono/node-server': ['src/web/'],
  commander: ['src/chat/terminal/', 'src/bin/'],
  picocolors: ['src/chat/terminal/'],
  'get-east-asian-width': ['src/chat/terminal/'],
  pino: ['src/log.ts'],
  'prom-client': ['src/web/metrics/'],
  zod: [
    'src/access/',
    'src/settings.ts',
    'src/settings/',
    'src/config.ts',
    'src/chat/',
    'src/web/',
    'src/monitor/vantages/',
    'src/monitor/looking/',
  ],
};

const files = sourceFiles('src', 'commands');

describe('the doors between the rooms', () => {
  it.each(files.filter((file) => file.room !== 'bin').map((file) => [file.path, file] as const))(
    '%s',
    (_path, file) => {
      const door = doors[file.room];
      expect(door, `the room "${file.room}" has no line in the table of doors`).toBeDefined();
      for (const imported of file.imports) {
        const path = leadsTo(file, imported);
        if (path === null) continue;
        const room = roomOf(path);
        const open = [file.room, ...(door?.values ?? []), ...(imported.typeOnly ? (door?.types ?? []) : [])];
        expect(open, `${file.path} imports ${imported.from}`).toContain(room);
      }
    },
  );

  it.each(platforms)('keeps %s out of everything beside it', (platform) => {
    for (const file of files.filter(
      ({ path }) => path.startsWith('src/chat/') && platformOf(path) !== platform,
    )) {
      for (const imported of file.imports) {
        expect(platformOf(leadsTo(file, imported) ?? ''), `${file.path} imports ${imported.from}`).not.toBe(
          platform,
        );
      }
    }
  });

  it.each(['slack', 'discord'])('lets imports inside %s lead down the list of its rooms only', (platform) => {
    for (const file of files.filter(({ path }) => platformOf(path) === platform)) {
      for (const imported of file.imports) {
        const path = leadsTo(file, imported) ?? '';
        if (platformOf(path) !== platform) continue;
        expect(heightOf(path), `${file.path} imports ${imported.from}`).toBeGreaterThanOrEqual(
          heightOf(file.path),
        );
      }
    }
  });
});

describe('outside packages', () => {
  it('have one home each', () => {
    for (const file of files) {
      for (const { from, typeOnly } of file.imports) {
        if (from.startsWith('.') || typeOnly || file.room === 'bin') continue;
        const name = from.startsWith('@')
          ? from.split('/').slice(0, 2).join('/')
          : (from.split('/')[0] ?? from);
        const home = homes[name.startsWith('node:') ? from : name];
        if (home === undefined) {
          expect(name, `${file.path} imports ${from}, which has no line in the table of homes`).toMatch(
            /^node:/,
          );
          continue;
        }
        expect(
          home.some((folder) => file.path.startsWith(folder)),
          `${file.path} imports ${from}`,
        ).toBe(true);
      }
    }
  });
});

function platformOf(path: string): string | undefined {
  return platforms.find((platform) => path.startsWith(`src/chat/${platform}/`));
}

/** `src/chat/slack/forms/forms.ts`: how far down the list "forms" stands. */
function heightOf(path: string): number {
  const height = platformRooms.indexOf(path.split('/')[3] ?? '');
  expect(height, `${path} is in no room of the list`).toBeGreaterThanOrEqual(0);
  return height;
}

describe('what is passed in', () => {
  const outside = files.filter((file) => file.room !== 'bin');

  it('reads the environment in config.ts only', () => {
    const readers = outside.filter((file) => /process\.env\b/.test(file.text)).map((file) => file.path);
    expect(readers).toEqual(['src/config.ts']);
  });

  it('reads the clock in services.ts only', () => {
    const readers = outside.filter((file) => /new Date\(\)|Date\.now\(\)/.test(withoutComments(file.text)));
    expect(readers.map((file) => file.path)).toEqual(['src/services.ts']);
  });

  it('keeps the rules pure: no await, no clock', () => {
    for (const file of files.filter((candidate) => candidate.room === 'checks')) {
      expect(withoutComments(file.text), file.path).not.toMatch(
        /\bawait\b|\basync\b|Math\.random|new Date\(\)/,
      );
    }
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
