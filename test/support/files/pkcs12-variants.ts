import { generateKeyPairSync } from 'node:crypto';
import { type Forged, forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { hasOpenssl, opensslVersion, runTool } from './openssl.ts';
import { writePkcs12 } from './pkcs12-writer.ts';

/** One kind of PKCS#12 that people have. */
export type Pkcs12Variant = {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly madeBy: string;
  /** Null: absent. */
  readonly password: string | null;
  /** Fingerprints of its certificates. */
  readonly certificates: readonly string[];
  /** SHA-256 of the SubjectPublicKeyInfo of its keys. */
  readonly keys: number;
};

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const rsaIntermediate = forgeIntermediate(forgeRoot({ key: 'rsa2048' }), { key: 'rsa2048' });
const rsa = forgeLeaf(rsaIntermediate, { key: 'rsa2048' });
const ec = forgeLeaf(intermediate);
const ed25519 = forgeLeaf(intermediate, { key: 'ed25519' });
const mlDsa = forgeLeaf(intermediate, { key: generateKeyPairSync('ml-dsa-65').privateKey });

/** All thirteen, made by openssl where the one on this machine can, else by the tests' own writer. */
export function pkcs12Variants(): readonly Pkcs12Variant[] {
  const unicode = 'Пароль für 证书 😀';
  return [
    byOpenssl('AES-256 (PBES2), RSA', rsa, 'secret', []),
    byOpenssl('AES-256 (PBES2), EC', ec, 'secret', []),
    byOpenssl('AES-256 (PBES2), Ed25519', ed25519, 'secret', []),
    byOpenssl('AES-256 (PBES2), ML-DSA-65', mlDsa, 'secret', [], { since: '3.5' }),
    byOpenssl('RC2-40 and 3DES (legacy)', rsa, 'secret', ['-legacy'], { mac: 'none' }),
    byOpenssl('3DES only', rsa, 'secret', tripleDes),
    byOpenssl('no MAC', rsa, 'secret', ['-nomac'], { mac: 'none' }),
    byOpenssl('PBMAC1', rsa, 'secret', ['-pbmac1_pbkdf2'], { since: '3.4', mac: 'pbmac1' }),
    own('absent password', [rsa], null, 'sha1'),
    byOpenssl('empty password', rsa, '', []),
    byOpenssl('Unicode password', ec, unicode, []),
    trustStore(),
    own('several keys', [rsa, ec, ed25519], 'secret', 'sha256'),
  ];
}

const tripleDes = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

function byOpenssl(
  kind: string,
  leaf: Forged,
  password: string,
  words: readonly string[],
  { since = '3.0', mac = 'sha256' }: { since?: string; mac?: 'sha256' | 'pbmac1' | 'none' } = {},
): Pkcs12Variant {
  const pair = ['-inkey', 'key', '-in', 'leaf', '-certfile', 'chain', '-name', 'server'];
  const files = { key: leaf.keyPem, leaf: leaf.pem, chain: issuerOf(leaf).pem };
  const made = hasOpenssl(since)
    ? runTool(
        'openssl',
        ['pkcs12', '-export', ...pair, ...words, '-passout', `pass:${password}`, '-out', 'out'],
        files,
      )
    : null;
  if (made === null) return own(kind, [leaf], password, mac);
  const certificates = [leaf.fingerprint256, issuerOf(leaf).fingerprint256];
  return { kind, bytes: made, madeBy: `openssl ${opensslVersion}`, password, certificates, keys: 1 };
}

function own(
  kind: string,
  leaves: readonly Forged[],
  password: string | null,
  mac: 'sha1' | 'sha256' | 'pbmac1' | 'none',
): Pkcs12Variant {
  const all = [...leaves, ...new Set(leaves.map(issuerOf))];
  const bytes = writePkcs12({
    certificates: all.map(({ der }, index) => ({ der, name: `entry ${index + 1}` })),
    keys: leaves.map(({ key }, index) => ({ key, name: `entry ${index + 1}` })),
    password,
    mac,
  });
  const certificates = all.map(({ fingerprint256 }) => fingerprint256);
  return { kind, bytes, madeBy: 'own writer', password, certificates, keys: leaves.length };
}

function issuerOf(leaf: Forged): Forged {
  return leaf === rsa ? rsaIntermediate : intermediate;
}

/** As keytool makes it of imported certificates. */
function trustStore(): Pkcs12Variant {
  const certificates = [
    { der: root.der, name: 'company root', trusted: true },
    { der: intermediate.der, name: 'company issuing', trusted: true },
  ];
  return {
    kind: 'certificates only (Java trust store)',
    bytes: writePkcs12({ certificates, password: 'changeit', mac: 'sha256', rounds: 10_000 }),
    madeBy: 'own writer',
    password: 'changeit',
    certificates: [root.fingerprint256, intermediate.fingerprint256],
    keys: 0,
  };
}
