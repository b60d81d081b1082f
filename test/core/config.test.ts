import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';

describe('configuration', () => {
  it('needs nothing', () => {
    expect(loadConfig({})).toMatchObject({
      slack: null,
      discord: null,
      console: { host: '127.0.0.1', port: 8080 },
      checkTimeoutMs: 10_000,
      scanTimeoutMs: 60_000,
      sweep: { intervalMs: 3_600_000, concurrency: 32 },
    });
  });

  it('takes an empty value as not set', () => {
    expect(
      loadConfig({ SLACK_BOT_TOKEN: '', DISCORD_TOKEN: '', PORT: '', SWEEP_INTERVAL: '' }),
    ).toMatchObject({
      slack: null,
      discord: null,
      sweep: { intervalMs: 3_600_000 },
    });
  });

  it('gives PORT to the console, unless Slack needs it for HTTP', () => {
    expect(loadConfig({ PORT: '9000' }).console.port).toBe(9000);
    const http = loadConfig({ PORT: '9000', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' });
    expect([http.slack?.port, http.console.port]).toEqual([9000, 8080]);
  });

  it('opens the console to others only with a token, and says so', () => {
    for (const host of ['127.0.0.1', '127.0.9.1', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1', ''])
      expect(loadConfig({ CONSOLE_HOST: host }).console.token).toBeNull();
    for (const host of ['0.0.0.0', '::', '192.0.2.1', '127.0.0.1.example', '127.1', '127.0.0.256'])
      expect(() => loadConfig({ CONSOLE_HOST: host }), host).toThrow(
        /CONSOLE_HOST is .+ Set CONSOLE_TOKEN .+ or leave CONSOLE_HOST out/,
      );
    const open = { CONSOLE_HOST: '0.0.0.0', CONSOLE_TOKEN: 'hunter2-hunter2' };
    expect(loadConfig(open).console).toMatchObject({ host: '0.0.0.0', token: 'hunter2-hunter2' });
    expect(() => loadConfig({ ...open, CONSOLE_TOKEN: 'short' })).toThrow(/^(?!.*short).*8 to 512/s);
    for (const url of ['console.example', 'ftp://a.example', 'https://u:p@a.example', 'https://a.example/x'])
      expect(() => loadConfig({ CONSOLE_URL: url }), url).toThrow(/CONSOLE_URL must be/);
    expect(loadConfig({ CONSOLE_URL: 'https://a.example:8443' }).console.url).toBe('https://a.example:8443');
  });

  it('names every mistake at once, and never the value', () => {
    const wrong = () =>
      loadConfig({ SWEEP_INTERVAL: 'hunter2', SWEEP_CONCURRENCY: '0', TIME_ZONE: 'Mars/Base' });
    expect(wrong).toThrow(/SWEEP_INTERVAL must be a length of time/);
    expect(wrong).toThrow(/SWEEP_CONCURRENCY must be a whole number from 1 to 500/);
    expect(wrong).toThrow(/TIME_ZONE must be an IANA time zone/);
    expect(wrong).toThrow(/^(?!.*hunter2)/s);
  });

  it('collects client certificates by name, each with its key and password', () => {
    const { clientCertificates } = loadConfig({
      CLIENT_CERT_PAYMENTS: '/p.pem',
      CLIENT_CERT_PAYMENTS_KEY: '/p.key',
      CLIENT_CERT_PAYMENTS_PASSWORD: ' hunter2',
      CLIENT_CERT_API_EU: '/api.p12',
      CLIENT_CERT_EMPTY: '',
    });
    expect(clientCertificates).toEqual([
      { name: 'api_eu', setting: 'CLIENT_CERT_API_EU', file: '/api.p12', keyFile: null, password: null },
      {
        name: 'payments',
        setting: 'CLIENT_CERT_PAYMENTS',
        file: '/p.pem',
        keyFile: '/p.key',
        password: ' hunter2',
      },
    ]);
    const alone = () => loadConfig({ CLIENT_CERT_API_PASSWORD: 'hunter2' });
    expect(alone).toThrow(/CLIENT_CERT_API_PASSWORD is set and CLIENT_CERT_API is not/);
    expect(alone).toThrow(/^(?!.*hunter2)/s);
    expect(() => loadConfig({ CLIENT_CERT_payments: '/p.pem' })).toThrow(/has a name of A to Z/);
  });

  it('says what else Slack needs', () => {
    expect(() => loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow(
      /SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/,
    );
  });
});
