import { describe, expect, it } from 'vitest';
import { cert } from '../../commands/cert.ts';
import { check } from '../../commands/check.ts';
import { dns } from '../../commands/dns.ts';
import { expiry } from '../../commands/expiry.ts';
import { explain } from '../../commands/explain.ts';
import { help } from '../../commands/help.ts';
import { commands } from '../../commands/index.ts';
import { watch } from '../../commands/watch.ts';
import type { FindingPage } from '../../src/core/finding.ts';
import { probes } from '../../src/probes/index.ts';
import { diagnosisOf, memoryServices, run, words } from '../support/commanding.ts';

const page: FindingPage = {
  id: 'chain/missing-intermediate',
  severity: 'fatal',
  blame: 'target',
  title: 'The server does not send its intermediate certificate',
  explanation: 'Clients cannot build a path.',
  fix: 'Send the full chain.',
  citation: 'RFC 8446 §4.4.2',
};

describe('/check', () => {
  it('shows that it runs, then the verdict with a button to run it again', async () => {
    const messages = await run(check, '', { target: 'example.org' });
    expect(messages[0]?.summary).toBe('Checking example.org ...');
    expect(messages.at(-1)?.summary).toBe('example.org is healthy');
    expect(messages.at(-1)?.buttons?.[0]).toMatchObject({
      command: 'check',
      values: { target: 'https://example.org:443/' },
    });
  });

  it('refuses what is no target in words', async () => {
    await expect(run(check, '', { target: 'exmaple..com' })).rejects.toThrow('is not a host name');
    await expect(run(check, '', { target: 'example.org', address: 'nowhere' })).rejects.toThrow(
      'is not an IP address',
    );
  });
});

describe('client:', () => {
  it('names the certificate to show, and keeps it for the buttons', async () => {
    const seen: (string | null)[] = [];
    const services = memoryServices({
      diagnose: async (target) => {
        seen.push(target.client);
        return diagnosisOf(target.host, { target });
      },
    });
    const messages = await run(check, '', { target: 'example.org', client: 'Payments' }, services);
    expect(seen).toEqual(['payments']);
    expect(messages.at(-1)?.summary).toBe('example.org as payments is healthy');
    expect(messages.at(-1)?.buttons?.[0]).toMatchObject({ values: { client: 'payments' } });
  });

  it.each([check, cert, watch])('is refused with the names there are: /$name', async (command) => {
    const action = command.actions.find(({ name }) => name === 'add')?.name ?? '';
    await expect(run(command, action, { target: 'example.org', client: 'other' })).rejects.toThrow(
      'There is no client certificate "other". There is: payments.',
    );
  });
});

describe('/dns', () => {
  it('asks no further than DNS', async () => {
    let depth = '';
    const services = memoryServices({
      diagnose: async (target, options) => {
        depth = options.depth;
        return diagnosisOf(target.host);
      },
    });
    expect((await run(dns, '', { name: 'example.org' }, services)).at(-1)?.summary).toBe(
      'example.org resolves',
    );
    expect(depth).toBe('dns');
  });

  it('shows each look as it ends, and can be run again', async () => {
    const services = memoryServices({
      ladder: probes,
      async diagnose(target, { onResult }) {
        const facts = { source: 'given', addresses: ['192.0.2.7'], lookup: null };
        const result = { probe: 'dns', layer: 'dns', status: 'ok', elapsedMs: 1, facts } as const;
        onResult?.(result, [result]);
        return diagnosisOf(target.host, { results: [result] });
      },
    });
    const messages = await run(dns, '', { name: 'example.org' }, services);
    expect(messages[0]?.summary).toBe('Asking DNS about example.org ...');
    expect(words(messages[0])).toContain('Name servers');
    expect(words(messages.at(-2))).toContain('192.0.2.7');
    expect(messages.at(-1)?.buttons?.[0]).toMatchObject({ command: 'dns', values: { name: 'example.org' } });
  });

  it('does not say that an address resolves', async () => {
    const [, said] = await run(dns, '', { name: '192.0.2.7' });
    expect(said?.summary).toBe('192.0.2.7 is an address, so there is no name to look up');
  });
});

describe('/watch', () => {
  it('adds, says who is called, lists, changes and removes with a way back', async () => {
    const services = memoryServices();
    const added = await run(
      watch,
      'add',
      { target: 'api.example.org', owner: '@ops', labels: 'team=pay' },
      services,
    );
    expect(added.at(-1)?.summary).toBe('api.example.org is watched now; its certificate is in order');
    expect(words(added.at(-1))).toContain('Owners: ops');
    expect(words((await run(watch, 'list', {}, services)).at(-1))).toContain('api.example.org');
    const changed = await run(watch, 'edit', { target: 'api.example.org', owner: 'none' }, services);
    expect(words(changed.at(-1))).toContain('Nobody would be called');
    const removed = await run(watch, 'remove', { target: 'api.example.org' }, services);
    expect(removed.at(-1)?.summary).toBe('api.example.org is no longer watched.');
    const undo = removed.at(-1)?.buttons?.[0];
    expect(undo).toMatchObject({ label: 'Undo', command: 'watch', subcommand: 'add' });
    expect((await run(watch, 'list', {}, services)).at(-1)?.summary).toContain('Nothing is watched yet');
    await run(watch, 'add', undo?.values ?? {}, services);
    expect(words((await run(watch, 'list', {}, services)).at(-1))).toContain('api.example.org');
  });

  it('does not pass a certificate that needs somebody for one in order', async () => {
    const finding = {
      ...page,
      id: 'certificate/renewal-due' as const,
      severity: 'warning' as const,
      title: 'Renewal is due',
      layer: 'certificate' as const,
      evidence: [],
      reproduce: null,
    };
    const services = memoryServices();
    const look = async () => diagnosisOf('api.example.org', { findings: [finding] });
    const watching = { ...services, watchList: { ...services.watchList, look } };
    const added = await run(watch, 'add', { target: 'api.example.org' }, watching);
    expect(added.at(-1)?.summary).toContain('first look: Renewal is due');
  });

  it('looks at what is watched through the watch list, which keeps it, again and again', async () => {
    const services = memoryServices();
    await run(watch, 'add', { target: 'api.example.org' }, services);
    const looked = await run(watch, 'check', { target: 'api.example.org' }, services);
    expect(looked.at(-1)?.summary).toContain('is healthy');
    expect(looked.at(-1)?.buttons?.[0]).toMatchObject({
      ...{ label: 'Run again', command: 'watch', subcommand: 'check', values: { target: 'api.example.org' } },
    });
    await expect(run(watch, 'check', { target: 'b.example' }, services)).rejects.toThrow('is not watched');
  });

  it.each([
    ['add', { target: 'tcp://db.example.org:5432' }, /has no certificate to watch/],
    ['add', { target: 'a.example', labels: 'nonsense' }, /is not a label/],
    ['edit', { target: 'a.example', owner: '@x' }, /is not watched/],
    ['remove', { target: 'a.example' }, /is not watched/],
  ])('%s %o says what is wrong', async (action, values, reason) => {
    await expect(run(watch, action, values)).rejects.toThrow(reason);
  });

  it('does not add the same target twice', async () => {
    const services = memoryServices();
    await run(watch, 'add', { target: 'a.example' }, services);
    await expect(run(watch, 'add', { target: 'https://A.example./' }, services)).rejects.toThrow(
      'is watched already',
    );
  });
});

describe('/expiry', () => {
  it('keeps what could not be seen in every window', async () => {
    const services = memoryServices();
    await run(watch, 'add', { target: 'a.example' }, services);
    expect(words((await run(expiry, '', { within: '30d' }, services)).at(-1))).toContain(
      'a.example not looked at yet',
    );
    await expect(run(expiry, '', { within: 'soon' }, services)).rejects.toThrow('is not a length of time');
  });
});

describe('/explain and /help', () => {
  it('shows one page, those near, or all there are', async () => {
    const services = memoryServices({
      pages: [page, { ...page, id: 'dns/nxdomain', title: 'No such name' }],
    });
    expect(words((await run(explain, '', { finding: 'chain/missing-intermediate' }, services))[0])).toContain(
      'Send the full chain.',
    );
    expect(words((await run(explain, '', { finding: 'chain/missing-intermediate' }, services))[0])).toContain(
      'Usually up to: whoever runs the server or its zone. Source: ',
    );
    expect((await run(explain, '', { finding: 'NXDOMAIN' }, services))[0]?.summary).toBe(
      'dns/nxdomain: No such name',
    );
    expect((await run(explain, '', {}, services))[0]?.summary).toContain('2 findings');
    const families = words((await run(explain, '', {}, services))[0]);
    expect(families).toContain('/explain dns 1: nxdomain');
    await expect(run(explain, '', { finding: 'zzz' }, services)).rejects.toThrow(
      'No finding is called "zzz". /explain alone shows what there is.',
    );
    await expect(run(explain, '', { finding: 'chain intermediate gone' }, services)).rejects.toThrow(
      'Near it: chain/missing-intermediate.',
    );
  });

  it('lists a family alone, not whatever else has its name in the title', async () => {
    const ids = ['tls/alert', 'tls/reset', 'websocket/closed'] as const;
    const services = memoryServices({ pages: ids.map((id) => ({ ...page, id, title: 'TLS ends' })) });
    const [listed] = await run(explain, '', { finding: 'tls' }, services);
    expect(listed?.summary).toBe('2 findings; /explain one of them');
    const [near] = await run(explain, '', { finding: 'ends' }, services);
    expect(near?.summary).toBe('3 findings; /explain one of them');
  });

  it('names every command', async () => {
    const services = memoryServices({ commandPages: () => commands });
    const shown = words((await run(help, '', {}, services))[0]);
    for (const command of commands) expect(shown).toContain(`/${command.name}`);
  });

  it('says of one command what each of its actions takes', async () => {
    const services = memoryServices({ commandPages: () => commands });
    const whole = words((await run(help, '', { command: '/watch' }, services))[0]);
    for (const { name } of commands.find((one) => one.name === 'watch')?.actions ?? []) {
      expect(whole).toContain(`/watch ${name}`);
    }
    const one = words((await run(help, '', { command: 'watch import' }, services))[0]);
    expect(one).toContain('apply:yes|no');
    await expect(run(help, '', { command: 'wach' }, services)).rejects.toThrow(/no command "wach"/);
  });
});
