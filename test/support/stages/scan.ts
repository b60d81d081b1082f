import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import type { FarmServer } from '../farm/listener.ts';
import { startOldBesideNew } from '../farm/old-beside-new.ts';
import { startTlsServer } from '../farm/tls-server.ts';
import * as variants from '../farm/tls-variants.ts';
import { type Stage, setStage } from './stage.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy-rsa', { now: realNow });
const settings = { chain, key };
const other = forgeScenario('self-signed', { now: realNow });

type Row = {
  readonly name: string;
  readonly finding: FindingId | null;
  readonly also?: readonly FindingId[];
  readonly shows?: RegExp;
  readonly start: () => Promise<FarmServer>;
};

const rows: readonly Row[] = [
  {
    name: 'scanned: all is current',
    finding: null,
    start: () => startTlsServer({ ...settings, options: { ecdhCurve: 'X25519MLKEM768:X25519:P-256' } }),
  },
  {
    name: 'scanned: TLS 1.0 and 1.1 are accepted too',
    finding: 'tls/legacy-protocol',
    shows: /Protocol *: TLSv1\.1|TLSv1\.1, Cipher/,
    start: () => startTlsServer({ ...settings, options: { minVersion: 'TLSv1' } }),
  },
  {
    name: 'scanned: ciphers without encryption are accepted too',
    finding: 'tls/weak-cipher',
    also: ['tls/no-forward-secrecy'],
    shows: /NULL-SHA256/,
    start: () =>
      startTlsServer({
        ...settings,
        options: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:NULL-SHA256:@SECLEVEL=0' },
      }),
  },
  {
    name: 'scanned: RSA key transport is accepted too',
    finding: 'tls/no-forward-secrecy',
    shows: /AES128-GCM-SHA256/,
    start: () =>
      startTlsServer({
        ...settings,
        options: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:@SECLEVEL=0' },
      }),
  },
  {
    name: 'scanned: DHE of 1024 bits is accepted too',
    finding: 'tls/weak-dh',
    shows: /DH, 1024 bits/,
    start: () => variants.weakDhBesideCurves(settings),
  },
  {
    name: 'scanned: no post-quantum group',
    finding: 'tls/no-post-quantum',
    // OpenSSL 3.5 offers the hybrid by itself and names the group it got instead.
    shows: /(Server Temp Key|Peer Temp Key|group): X25519(?!MLKEM)/,
    start: () => startTlsServer({ ...settings, options: { ecdhCurve: 'X25519:P-256' } }),
  },
  {
    name: 'scanned: another certificate without SNI',
    finding: 'tls/default-certificate',
    shows: /subject=/,
    start: () => variants.namedCertificate(host, settings, { chain: other.chain, key: other.key }),
  },
  {
    name: 'scanned: clients may renegotiate',
    finding: 'tls/client-renegotiation',
    shows: /RENEGOTIATING/,
    start: () => startTlsServer({ ...settings, options: { minVersion: 'TLSv1.2' } }),
  },
  {
    name: 'scanned: compresses inside TLS',
    finding: 'tls/compression',
    // A build without zlib ends it here.
    shows: /compression (algorithm|disabled)|Compression: zlib/,
    start: () => startOldBesideNew(settings, { compression: 1 }),
  },
  {
    name: 'scanned: renegotiation is not protected',
    finding: 'tls/insecure-renegotiation',
    shows: /Secure Renegotiation IS NOT supported|unsafe legacy renegotiation/,
    start: () => startOldBesideNew(settings, { extensions: false }),
  },
];

/** What only a scan finds out: the handshake of today is sound, and more is accepted than need be. */
export const scanStages: readonly Stage[] = rows.map(({ name, finding, also, shows, start }) => ({
  name,
  verdict: 'healthy',
  finding,
  wishes: ['tls'],
  ...(also === undefined ? {} : { also }),
  ...(shows === undefined ? {} : { shows }),
  async open() {
    const server = await start();
    return setStage({
      typed: `tls://${host}:${server.port}`,
      address: '127.0.0.1',
      settings: { anchorsPem },
      servers: [server],
    });
  },
}));
