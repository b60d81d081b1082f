import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { startStarttls, starttlsSchemes } from '../support/farm/starttls-servers.ts';
import { noSignal } from '../support/loopback.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy-rsa', { now: realNow });

describe('what looks closer goes through the conversation as well', () => {
  it.each(starttlsSchemes)('a scan of %s', async (scheme) => {
    await using server = await startStarttls(scheme, { manner: 'offers' }, { chain, key });
    const target = parseTarget(`${scheme}://${host}:${server.port}`, '127.0.0.1');
    const options = { depth: 'all', wishes: ['tls'], signal: noSignal() } as const;
    const diagnosis = await openEngine({ anchorsPem })(target, options);
    const scan = diagnosis.results.find(({ probe }) => probe === 'tls-scan');
    expect(scan?.status).toBe('ok');
    const failed = diagnosis.results.filter(({ status }) => status === 'failed');
    expect(failed).toEqual([]);
    expect(diagnosis.verdict).toBe('healthy');
    expect(diagnosis.rootCause).toBeNull();
  });
});
