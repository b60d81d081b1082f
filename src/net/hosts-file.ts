import { open, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { reasonOf, UserError } from '../core/errors.ts';

export type HostsFile = {
  /** Its path, for the answer: "/etc/hosts". */
  readonly path: string;
  /** Addresses of a name (lower case), in file order; empty when it is not listed. Reads the file afresh when it changed. */
  lookup(name: string): Promise<readonly string[]>;
};

type Entries = ReadonlyMap<string, readonly string[]>;

/** Block lists of some 100,000 names are in use and fit; what lies beyond is not read. */
const largestBytes = 8 * 1024 * 1024;

/** A file that is not there lists nobody; `lookup` throws `UserError` when it is there and cannot be read. */
export function openHostsFile(path: string): HostsFile {
  let seen = '';
  let entries: Entries = new Map();
  async function refresh(): Promise<Entries> {
    const stamp = await stampOf(path);
    if (stamp === seen) return entries;
    entries = stamp === '' ? new Map() : parseHosts(await readStart(path));
    seen = stamp;
    return entries;
  }
  return {
    path,
    async lookup(name) {
      try {
        return (await refresh()).get(name.toLowerCase().replace(/\.$/, '')) ?? [];
      } catch (thrown) {
        throw new UserError(`The hosts file ${path} cannot be read (${reasonOf(thrown)}). Make it readable.`);
      }
    },
  };
}

/** hosts(5): an address, then names; "#" starts a comment. Lines without an address are passed over. */
export function parseHosts(text: string): Entries {
  const entries = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [address, ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (address === undefined || isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase().replace(/\.$/, '');
      const listed = entries.get(key);
      if (listed === undefined) entries.set(key, [address]);
      else if (!listed.includes(address)) listed.push(address);
    }
  }
  return entries;
}

/** Changes whenever the content may have; empty: no such file. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}

async function readStart(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(size, largestBytes)) });
  return buffer.toString('utf8', 0, bytesRead);
}
