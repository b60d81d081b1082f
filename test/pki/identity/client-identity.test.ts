import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { openClientIdentity } from '../../../src/pki/identity/client-identity.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { opensslIsHere } from '../../support/farm/openssl-server.ts';

const root = forgeRoot();
const leaf = forgeLeaf(root, { subject: 'payments', extendedKeyUsage: ['clientAuth'] });
const other = forgeLeaf(root, { subject: 'other' });
const trust = loadTrustStore({ anchorsPem: [root.pem], nodeVersion: '24' });
const base = { name: 'payments', setting: 'CLIENT_CERT_PAYMENTS', key: null, password: null };

function open(file: string | Buffer, more: { key?: string | Buffer; password?: string } = {}) {
  return openClientIdentity(
    {
      ...base,
      file: Buffer.from(file),
      key: more.key === undefined ? null : Buffer.from(more.key),
      password: more.password ?? null,
    },
    trust,
  );
}

function complaint(file: string | Buffer, more: { key?: string | Buffer; password?: string } = {}): string {
  try {
    open(file, more);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    return String(thrown);
  }
  throw new Error('nothing was wrong');
}

const locked = lockedAnew();

function lockedAnew(): string | Buffer {
  const how = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' } as const;
  return createPrivateKey(leaf.keyPem).export(how);
}

function wrongPasswordSays(key: string | Buffer): string {
  try {
    return String(createPrivateKey({ key, passphrase: 'swordfish' }));
  } catch (thrown) {
    return String(thrown);
  }
}

describe('a client certificate', () => {
  it.each([
    ['key behind the certificate', () => open(leaf.pem + leaf.keyPem)],
    ['key before the certificate', () => open(leaf.keyPem + leaf.pem)],
    ['issuers sent along', () => open(leaf.pem + root.pem + leaf.keyPem)],
    ['key in a file of its own', () => open(leaf.pem, { key: leaf.keyPem })],
    ['encrypted key', () => open(leaf.pem, { key: locked, password: 'hunter2' })],
  ])('is read: %s', (_how, opened) => {
    const identity = opened();
    expect(identity.certificate.subject.commonName).toBe('payments');
    expect(identity.secureContext).toBe(identity.secureContext);
  });

  it.each([
    [/holds no private key/, () => complaint(leaf.pem)],
    [/CLIENT_CERT_PAYMENTS_KEY holds no private key/, () => complaint(leaf.pem, { key: leaf.pem })],
    [/holds no certificate/, () => complaint(leaf.keyPem)],
    [/does not belong to the first certificate/, () => complaint(other.pem + leaf.keyPem)],
    [/is encrypted: set CLIENT_CERT_PAYMENTS_PASSWORD/, () => complaint(leaf.pem + locked)],
    [/_PASSWORD does not open/, () => complaint(leaf.pem + locked, { password: 'swordfish' })],
    [/cannot be read as PEM or PKCS#12/, () => complaint('neither')],
    [
      /cannot be read as PEM or PKCS#12/,
      () => complaint(leaf.pem.replace('MII', '!!!') + locked, { password: 'hunter2' }),
    ],
    [/is no PEM text/, () => complaint('neither', { key: leaf.keyPem })],
  ])('that is wrong is told apart: %s', (words, complain) => {
    const said = complain();
    expect(said).toMatch(words);
    expect(said).not.toMatch(/swordfish|hunter2|MII/);
  });

  it('is locked also where a wrong password leaves padding that looks right', () => {
    let lucky = lockedAnew();
    while (wrongPasswordSays(lucky).includes('bad decrypt')) lucky = lockedAnew();
    expect(complaint(leaf.pem + lucky, { password: 'swordfish' })).toMatch(/_PASSWORD does not open/);
  });
});

describe.skipIf(!opensslIsHere)('PKCS#12 as openssl writes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notafter-identity-'));
  const path = (name: string) => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));
  let store = Buffer.alloc(0);
  beforeAll(() => {
    writeFileSync(path('leaf.pem'), leaf.pem);
    writeFileSync(path('key.pem'), leaf.keyPem);
    writeFileSync(path('root.pem'), root.pem);
    const files = ['-in', path('leaf.pem'), '-inkey', path('key.pem'), '-certfile', path('root.pem')];
    store = execFileSync('openssl', ['pkcs12', '-export', ...files, '-passout', 'pass:hunter2']);
  });

  it('is read with its password', () => {
    expect(open(store, { password: 'hunter2' }).certificate.subject.commonName).toBe('payments');
  });

  it('asks for it, and says when it is another', () => {
    expect(complaint(store)).toMatch(/is encrypted: set CLIENT_CERT_PAYMENTS_PASSWORD/);
    expect(complaint(store, { password: 'swordfish' })).toMatch(/_PASSWORD does not open/);
  });
});
