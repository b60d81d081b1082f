import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, it } from 'vitest';
import type { FindingId } from '../../src/core/finding.ts';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { postgresIsHere, startPostgres } from '../support/farm/postgres-server.ts';
import { keyPemOf, pemOf } from '../support/farm/tls-server.ts';

if (!postgresIsHere) process.stdout.write('skipped: a real PostgreSQL (not installed)\n');

const forged = (name: ScenarioName) => forgeScenario(name, { now: realNow });

async function expectAt(
  typed: string,
  { anchorsPem }: { readonly anchorsPem: string },
  verdict: 'healthy' | 'degraded' | 'broken',
  finding: FindingId | null,
): Promise<void> {
  expectDiagnosis(await diagnoseTarget(openEngine({ anchorsPem }), typed, '127.0.0.1'), { verdict, finding });
}

/** Servers that others wrote: what we take for their protocol has to be theirs. */
describe.skipIf(!postgresIsHere)('a real PostgreSQL', () => {
  it.each([
    ['healthy-rsa', 'healthy', null],
    ['expired', 'broken', 'certificate/expired'],
  ] as const)('with TLS and the certificate %s', async (name, verdict, finding) => {
    const scenario = forged(name);
    await using server = await startPostgres(scenario);
    await expectAt(`postgres://${scenario.host}:${server.port}`, scenario, verdict, finding);
  });

  it('without TLS', async () => {
    const scenario = forged('healthy-rsa');
    await using server = await startPostgres(null);
    const target = `postgres://${scenario.host}:${server.port}`;
    await expectAt(target, scenario, 'degraded', 'tls/starttls-missing');
  });
});

async function startSmtp(options: SMTPServerOptions): Promise<AsyncDisposable & { readonly port: number }> {
  const server = new SMTPServer({ ...options, logger: false });
  server.on('error', () => undefined);
  const listening = Promise.withResolvers<void>();
  const inner = server.listen(0, '127.0.0.1', () => listening.resolve());
  await listening.promise;
  const bound = inner.address();
  if (bound === null || typeof bound === 'string') throw new Error('it listens on TCP');
  return {
    port: bound.port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

describe('smtp-server of Nodemailer', () => {
  it.each([
    ['healthy-rsa', 'healthy', null],
    ['self-signed', 'broken', 'chain/self-signed'],
  ] as const)('with STARTTLS and the certificate %s', async (name, verdict, finding) => {
    const scenario = forged(name);
    await using server = await startSmtp({ cert: pemOf(scenario.chain), key: keyPemOf(scenario.key) });
    await expectAt(`smtp://${scenario.host}:${server.port}`, scenario, verdict, finding);
  });

  it('without STARTTLS', async () => {
    const scenario = forged('healthy-rsa');
    await using server = await startSmtp({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const target = `smtp://${scenario.host}:${server.port}`;
    await expectAt(target, scenario, 'degraded', 'tls/starttls-missing');
  });

  it('that speaks TLS at once, asked for STARTTLS', async () => {
    const scenario = forged('healthy-rsa');
    await using server = await startSmtp({
      secure: true,
      cert: pemOf(scenario.chain),
      key: keyPemOf(scenario.key),
    });
    await expectAt(`smtps://${scenario.host}:${server.port}`, scenario, 'healthy', null);
    await expectAt(`smtp://${scenario.host}:${server.port}`, scenario, 'broken', 'tls/implicit-tls');
  });
});
