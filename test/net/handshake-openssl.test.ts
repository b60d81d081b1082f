import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { clientContextSettings } from '../../src/net/tls/client-settings.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { opensslIsHere, startOpensslServer } from '../support/farm/openssl-server.ts';
import { sessionOf, shake } from '../support/handshaking.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = forgeLeaf(intermediate);
const large = forgeLeaf(intermediate, { dns: Array.from({ length: 1500 }, (_, at) => `host-${at}.test`) });
/** As nobody should send it. */
const odd = [intermediate, forgeRoot({ subject: 'Somebody else' }), intermediate, root] as const;

const everySuite = createSecureContext({
  ...clientContextSettings,
  ciphers:
    'TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ALL:@SECLEVEL=0',
});

describe.skipIf(!opensslIsHere)("the chain as sent by OpenSSL's own server", () => {
  it.each([
    ['TLS 1.3', ['-tls1_3']],
    ['TLS 1.3 in records of 512 bytes', ['-tls1_3', '-max_send_frag', '512']],
    ['TLS 1.3 padded to 4096 bytes', ['-tls1_3', '-record_padding', '4096']],
    ['TLS 1.3 padded, in small records', ['-tls1_3', '-record_padding', '600', '-max_send_frag', '512']],
    ['TLS 1.3 without compatibility with middleboxes', ['-tls1_3', '-no_middlebox']],
    ['TLS 1.3 after a HelloRetryRequest', ['-tls1_3', '-groups', 'P-384']],
    ['TLS 1.3 with a request for a certificate', ['-tls1_3', '-verify', '3']],
    ['TLS 1.3 with AES-256', ['-tls1_3', '-ciphersuites', 'TLS_AES_256_GCM_SHA384']],
    ['TLS 1.3 with ChaCha20', ['-tls1_3', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256']],
    ['TLS 1.3 with CCM', ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_SHA256']],
    [
      'TLS 1.3 with CCM and a short tag',
      ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_8_SHA256', '-cipher', 'ALL:@SECLEVEL=0'],
    ],
    ['TLS 1.2', ['-tls1_2']],
    ['TLS 1.2 in records of 512 bytes', ['-tls1_2', '-max_send_frag', '512']],
    ['TLS 1.2 with a request for a certificate', ['-tls1_2', '-verify', '3']],
    ['TLS 1.2 with CCM', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-CCM']],
    ['TLS 1.2 with ChaCha20', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305']],
    ['TLS 1.2 without tickets, renegotiation allowed', ['-tls1_2', '-no_ticket', '-client_renegotiation']],
  ])('%s', async (_name, flags) => {
    for (const first of [leaf, large]) {
      const sent = [first, ...odd] as const;
      await using server = await startOpensslServer(sent, { flags });
      const session = sessionOf(await shake(server, { secureContext: everySuite }));
      expect(session.asSent).toBe(true);
      expect(session.chain.map((der) => Buffer.from(der))).toEqual(sent.map(({ der }) => der));
    }
  });
});
