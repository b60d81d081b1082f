import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** PEM text of the list that scripts/mozilla-roots.mjs made. */
export function readBundledMozilla(): string {
  return readFileSync(fileURLToPath(new URL('mozilla-roots.pem', import.meta.url)), 'utf8');
}

/** What this Node carries, whatever its environment adds to it. */
export function readNodeList(): string {
  return getCACertificates('bundled').join('\n');
}

type Release = { readonly minor: number; readonly patch: number; readonly asOf: string };

/**
 * The newest releases known when the bundled list was made, and the day they came out: up to them a Node's own list is
 * no newer than that day. Of a later one it is only known that it is newer.
 */
const newestKnown: Readonly<Record<string, Release>> = {
  24: { minor: 21, patch: 0, asOf: '2026-09-08' },
  25: { minor: 9, patch: 0, asOf: '2026-04-02' },
  26: { minor: 12, patch: 1, asOf: '2026-10-21' },
};

/** Null for a version that is newer than all known. */
export function nodeListDate(version: string): Date | null {
  const [major = '', minor = '', patch = ''] = version.split('.');
  const known = newestKnown[major];
  if (known === undefined) return null;
  const later = Number(minor) - known.minor || Number.parseInt(patch, 10) - known.patch;
  return later > 0 ? null : new Date(`${known.asOf}T00:00:00Z`);
}

/** Where distributions keep the bundle that OpenSSL, curl, Go and Python read. */
const bundleFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/ssl/cert.pem',
];

/** macOS and Windows have stores of their own; macOS has such a file as well, for its own tools alone. */
const keepsFiles = process.platform !== 'darwin' && process.platform !== 'win32';

/** PEM text of the store of this machine. One file is read in a millisecond; Node's own way takes 20 to 70. */
export function readSystem(): string {
  for (const path of keepsFiles ? bundleFiles : []) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Not this distribution's place, or not for us to read.
    }
  }
  return getCACertificates('system').join('\n');
}
