import { describe, expect, test } from 'vitest';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { startFlightServer } from '../support/farm/flight-server.ts';
import { silentAfterHandshake } from '../support/farm/proxies.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { clientCertificateOptional, clientCertificateRequired } from '../support/farm/tls-variants.ts';
import { failureOf, sessionOf, shake } from '../support/handshaking.ts';

const now = new Date();
const root = forgeRoot({ now });
const clients = forgeRoot({
  now,
  subject: [
    { type: 'C', value: 'DE' },
    { type: 'O', value: 'Example, Inc.' },
    { type: 'CN', value: 'Client CA' },
  ],
});
const healthy = identityOf(forgeLeaf(root, { now }), root);
const clientsName = 'CN=Client CA, O=Example\\, Inc., C=DE';

describe('TLS 1.3', () => {
  test('withholding it is fatal only after the handshake', async () => {
    await using server = await clientCertificateRequired([clients.der], healthy);
    const session = sessionOf(await shake(server));
    expect(session).toMatchObject({ protocol: 'TLSv1.3', asSent: true });
    expect(session.clientCertificate).toEqual({
      requested: true,
      authorities: [clientsName],
      rejectedWith: { number: 116, name: 'certificate_required' },
    });
  });

  test('withholding it does no harm when the server only asked', async () => {
    await using server = await clientCertificateOptional([clients.der], healthy);
    const { clientCertificate } = sessionOf(await shake(server));
    expect(clientCertificate).toEqual({ requested: true, authorities: [clientsName], rejectedWith: null });
  });

  test('a server that goes on in neither way is not waited for without end', async () => {
    await using backend = await clientCertificateRequired([clients.der], healthy);
    await using server = await silentAfterHandshake(backend);
    const { clientCertificate } = sessionOf(await shake(server));
    expect(clientCertificate).toMatchObject({ requested: true, rejectedWith: null });
  });

  test('a server that hangs up behind its tickets wanted more than it got', async () => {
    const options = { requestCert: true, rejectUnauthorized: false };
    await using server = await startTlsServer({ ...healthy, options, onSession: (socket) => socket.end() });
    const { clientCertificate } = sessionOf(await shake(server));
    expect(clientCertificate).toMatchObject({ requested: true, rejectedWith: null, hungUp: true });
  });

  test('at most 20 authorities are named', async () => {
    const many = Array.from({ length: 25 }, (_, i) => forgeRoot({ now, subject: `Client CA ${i}` }).der);
    await using server = await clientCertificateOptional(many, healthy);
    expect(sessionOf(await shake(server)).clientCertificate.authorities).toHaveLength(20);
  });
});

describe('TLS 1.2', () => {
  const tls12 = { ...healthy, options: { maxVersion: 'TLSv1.2' } } as const;

  test('withholding it is fatal inside the handshake', async () => {
    await using server = await clientCertificateRequired([clients.der], tls12);
    const failure = failureOf(await shake(server));
    expect(failure).toMatchObject({
      kind: 'alert',
      alert: { name: 'handshake_failure' },
      sawServerHello: true,
      sawCertificateRequest: true,
    });
    expect(failure.chain).toHaveLength(2);
  });

  test('withholding it does no harm when the server only asked', async () => {
    await using server = await clientCertificateOptional([clients.der], tls12);
    const { clientCertificate } = sessionOf(await shake(server));
    expect(clientCertificate).toEqual({ requested: true, authorities: [clientsName], rejectedWith: null });
  });

  test('a request that names nobody is still a request', async () => {
    const flight = { certificates: healthy.chain, acceptableAuthorities: [] };
    await using server = await startFlightServer(flight, { ending: 'close' });
    expect(failureOf(await shake(server)).sawCertificateRequest).toBe(true);
  });
});
