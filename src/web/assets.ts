import { readFile } from 'node:fs/promises';

export type Asset = { readonly body: string; readonly type: string };

/** Every file the page may load; another path is not looked for on the disk. */
const types: Readonly<Record<string, string>> = {
  'console.css': 'text/css; charset=utf-8',
  'answer.css': 'text/css; charset=utf-8',
  'attach.css': 'text/css; charset=utf-8',
  'attach.js': 'text/javascript; charset=utf-8',
  'ask-form.js': 'text/javascript; charset=utf-8',
  'card.css': 'text/css; charset=utf-8',
  'ladder.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'thread.css': 'text/css; charset=utf-8',
  'run.js': 'text/javascript; charset=utf-8',
  'history.js': 'text/javascript; charset=utf-8',
  'feed.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

export async function readAsset(name: string): Promise<Asset | null> {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) return null;
  return { body: await readFile(new URL(`public/${name}`, import.meta.url), 'utf8'), type };
}
