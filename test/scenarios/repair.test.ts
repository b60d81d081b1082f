import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';

describe('a missing intermediate', () => {
  it('is proved by fetching it: fails as sent, passes after adding it', async () => {
    let served: Uint8Array = new Uint8Array();
    await using authority = await startHttpServer(({ socket }) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/pkix-cert\r\ncontent-length: ${served.length}\r\n\r\n`,
      );
      socket.end(served);
    });
    const issuerUrl = `http://127.0.0.1:${authority.port}/intermediate.der`;
    const { host, chain, key, anchorsPem, unsent } = forgeScenario('missing-intermediate', {
      issuerUrl,
      now: realNow,
    });
    served = unsent[0]?.der ?? served;
    await using server = await startTlsServer({ chain, key });
    const diagnosis = await diagnoseTarget(
      openEngine({ anchorsPem }),
      `tls://${host}:${server.port}`,
      '127.0.0.1',
    );
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/missing-intermediate' });
    expect(JSON.stringify(diagnosis.rootCause)).toContain('Test Intermediate CA');
    expect(authority.requests()).toHaveLength(1);
  });

  it('is not taken from a server that serves another certificate', async () => {
    const other = forgeScenario('healthy', { now: realNow }).leaf;
    await using authority = await startHttpServer(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${other.der.length}\r\n\r\n`);
      socket.end(other.der);
    });
    const issuerUrl = `http://127.0.0.1:${authority.port}/`;
    const { host, chain, key, anchorsPem } = forgeScenario('missing-intermediate', {
      issuerUrl,
      now: realNow,
    });
    await using server = await startTlsServer({ chain, key });
    const diagnosis = await diagnoseTarget(
      openEngine({ anchorsPem }),
      `tls://${host}:${server.port}`,
      '127.0.0.1',
    );
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/unknown-issuer' });
  });

  it('is not fetched from where the address policy forbids to go', async () => {
    await using inward = await startHttpServer(answersStatus(200), { host: '127.0.0.1' });
    const issuerUrl = `http://127.0.0.1:${inward.port}/`;
    const { host, chain, key, anchorsPem } = forgeScenario('missing-intermediate', {
      issuerUrl,
      now: realNow,
    });
    await using server = await startTlsServer({ chain, key, host: '::1' });
    const diagnose = openEngine({ anchorsPem, allowedNetworks: ['::1/128'] });
    const diagnosis = await diagnoseTarget(diagnose, `tls://${host}:${server.port}`, '::1');
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/unknown-issuer' });
    expect(inward.connections()).toBe(0);
  });
});
