import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { ProbeResult } from '../../src/core/probe.ts';
import { parseTarget } from '../../src/core/target.ts';
import { probes } from '../../src/probes/index.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage, progressMessage } from '../../src/views/diagnosis.ts';
import { diagnosisOf, words } from '../support/commanding.ts';

const refused: Finding = {
  id: 'tcp/refused',
  layer: 'tcp',
  severity: 'fatal',
  blame: 'target',
  title: 'Nothing listens on port 443',
  explanation: 'The host answers and refuses the connection.',
  evidence: [{ label: '192.0.2.7:443', value: 'ECONNREFUSED' }],
  fix: 'Start the server.',
  reproduce: 'nc -vz 192.0.2.7 443',
  citation: 'RFC 9293 §3.5.2',
};
const dns: ProbeResult = {
  probe: 'dns',
  layer: 'dns',
  status: 'ok',
  elapsedMs: 3,
  facts: { source: 'literal', name: '192.0.2.7', addresses: ['192.0.2.7'], hostsFile: null, lookup: null },
};
const tcp: ProbeResult = {
  probe: 'tcp',
  layer: 'tcp',
  status: 'failed',
  elapsedMs: 2,
  code: 'no-connection',
  message: 'refused',
  blame: 'target',
};
const tls: ProbeResult = {
  probe: 'tls',
  layer: 'tls',
  status: 'skipped',
  elapsedMs: 0,
  because: 'tcp',
  applicable: true,
};
const reach: ProbeResult = {
  probe: 'reach',
  layer: 'target',
  status: 'ok',
  elapsedMs: 0,
  facts: { allowed: [], refused: [], leftOut: 0 },
};

const seen = {
  fingerprint256: 'aa',
  notBefore: new Date('2026-05-01T00:00:00Z'),
  notAfter: new Date('2026-08-01T00:00:00Z'),
  issuer: 'R11',
  names: [],
  addresses: [],
};

const broken = diagnosisOf('192.0.2.7', {
  verdict: 'broken',
  blame: 'target',
  rootCause: refused,
  findings: [refused],
  results: [dns, reach, tcp, tls],
});

describe('the answer of a diagnosis', () => {
  it('says verdict and cause first, then the fix, then the ladder down to the break', () => {
    const message = diagnosisMessage(broken, probes);
    expect(message.tone).toBe('bad');
    expect(message.summary).toBe('192.0.2.7 is broken: Nothing listens on port 443. Fix: Start the server.');
    expect(words(message).split('\n')).toEqual([
      '192.0.2.7 is broken: Nothing listens on port 443',
      'Fix: Start the server.',
      'good DNS an address, no DNS needed',
      'bad TCP Nothing listens on port 443',
      'not-reached TLS not reached',
      'Who has to act: whoever runs the server or its zone. Checked 2026-06-15T12:00:00.000Z in 12 ms.',
    ]);
  });

  it('keeps what it means, the evidence and the command that proves it for the closer look', () => {
    const message = diagnosisMessage(broken, probes);
    expect(
      words({ ...message, blocks: message.details?.blocks ?? [] })
        .split('\n')
        .slice(1),
    ).toEqual([
      'Cause: The host answers and refuses the connection.',
      'Seen: ',
      '192.0.2.7:443: ECONNREFUSED',
      'See it yourself: ',
      'nc -vz 192.0.2.7 443',
    ]);
    expect(message.files).toBeUndefined();
  });

  it('begins the fix in a line, and tells all of it in the closer look, once where both stand together', () => {
    const fix = 'Start nginx 1.26 on 192.0.2.7. Then open the port. nginx: listen 443 ssl;';
    const long = { ...refused, fix };
    const message = diagnosisMessage({ ...broken, rootCause: long, findings: [long] }, probes);
    expect(words(message)).toContain('Fix: Start nginx 1.26 on 192.0.2.7.\n');
    expect(words({ ...message, blocks: message.details?.blocks ?? [] })).toContain(`Fix: ${fix}`);
    const whole = words(withDetailsInside(message)).split('\n');
    expect(whole.filter((line) => line.startsWith('Fix: '))).toEqual([`Fix: ${fix}`]);
    expect(whole[1]).toBe(`Fix: ${fix}`);
    expect(whole.at(-1)).toMatch(/^Who has to act: /);
  });

  it('has a button for the finding and one to run again', () => {
    const buttons = diagnosisMessage(broken, probes).buttons ?? [];
    expect(buttons.map((button) => [button.command, Object.values(button.values)])).toEqual([
      ['check', ['https://192.0.2.7:443/']],
      ['follow', ['https://192.0.2.7:443/']],
      ['explain', ['tcp/refused']],
    ]);
  });

  it('offers to watch what has a certificate and is known to be watched by nobody', () => {
    const offered = (typed: string, isWatched: boolean | null) =>
      diagnosisMessage(diagnosisOf(typed), probes, { isWatched }).buttons?.map(({ label }) => label);
    expect(offered('api.example.org', false)).toEqual(['Run again', 'Watch', 'Follow']);
    expect(offered('api.example.org', true)).toEqual(['Run again', 'Follow']);
    expect(offered('api.example.org', null)).toEqual(['Run again', 'Follow']);
    expect(offered('tcp://db.example.org:5432', false)).toEqual(['Run again', 'Follow']);
    const full = diagnosisMessage({ ...broken, certificates: [seen] }, probes, { isWatched: false });
    expect(full.buttons?.map(({ label }) => label)).toEqual(['Run again', 'Watch', 'Follow', 'Explain']);
  });

  it.each([
    [[], undefined],
    [['path'], 'path'],
    [['tls', 'path'], 'all'],
  ] as const)('runs again with the closer looks that were wished for: %j', (wishes, wished) => {
    const [again] = diagnosisMessage({ ...broken, wishes }, probes).buttons ?? [];
    expect(again?.values.with).toBe(wished);
  });

  it('tells a scan in one line, with a button for all of it', () => {
    const version = { name: 'TLS 1.3', outcome: 'spoken', suites: [1, 2, 3] };
    const facts = { addresses: [{ versions: [version], connections: 9 }] };
    const scan = { probe: 'tls-scan', layer: 'tls', status: 'ok', elapsedMs: 5, facts } as const;
    const message = diagnosisMessage(diagnosisOf('192.0.2.7', { results: [dns, scan] }), probes);
    expect(words(withDetailsInside(message))).toContain('TLS 1.3; 3 suites in 9 connections');
    expect(message.buttons?.map(({ command }) => command)).toContain('tls');
  });

  it('is three lines when all is well', () => {
    const message = diagnosisMessage(diagnosisOf('192.0.2.7', { results: [dns] }), probes);
    expect(words(message).split('\n')).toHaveLength(3);
    expect(message.tone).toBe('good');
  });

  it('does not say twice in a short answer that revocation was not checked', () => {
    const unchecked = {
      ...refused,
      id: 'revocation/unchecked' as const,
      layer: 'revocation' as const,
      severity: 'notice' as const,
    };
    const message = diagnosisMessage(
      diagnosisOf('192.0.2.7', { findings: [unchecked], results: [dns] }),
      probes,
    );
    expect(words(message)).not.toContain('revocation/unchecked');
  });

  it('counts warnings beside a healthy verdict', () => {
    const warning = {
      ...refused,
      id: 'certificate/renewal-due' as const,
      layer: 'certificate' as const,
      severity: 'warning' as const,
    };
    const message = diagnosisMessage(
      diagnosisOf('192.0.2.7', { findings: [warning], results: [dns] }),
      probes,
    );
    expect(message.summary).toBe(
      '192.0.2.7 is healthy, with 1 warning: Nothing listens on port 443. Fix: Start the server.',
    );
    expect(message.tone).toBe('warning');
  });

  it('gives the commands of warnings that nobody else shows, each under its name where there are several', () => {
    const warning: Finding = { ...refused, severity: 'warning' };
    const told = (findings: readonly Finding[]) =>
      words(withDetailsInside(diagnosisMessage(diagnosisOf('https://192.0.2.7/', { findings }), probes)));
    expect(told([warning])).toMatch(
      /tcp\/refused\. Fix: Start the server\.[\s\S]*^nc -vz 192\.0\.2\.7 443$/m,
    );
    expect(told([warning, { ...warning, id: 'tcp/unstable', reproduce: 'nc -vz b 1' }])).toContain(
      '# tcp/refused\nnc -vz 192.0.2.7 443\n# tcp/unstable\nnc -vz b 1',
    );
    expect(told([{ ...warning, reproduce: null }])).not.toContain('See it yourself');
  });

  it('never shows a run that saw nothing as fine', () => {
    const cut: ProbeResult = {
      probe: 'tls',
      layer: 'tls',
      status: 'failed',
      elapsedMs: 9,
      code: 'deadline',
      message: 'it did not end in time',
      blame: 'unknown',
    };
    const message = diagnosisMessage(
      diagnosisOf('192.0.2.7', { verdict: 'unknown', results: [dns, cut] }),
      probes,
    );
    expect(message.tone).toBe('unknown');
    expect(message.summary).toBe('192.0.2.7 could not be checked: tls: it did not end in time');
    expect(words(message)).toContain('unknown TLS it did not end in time');
  });
});

describe('the answer while it runs', () => {
  it('ticks off what has ended and shows what is waited for', () => {
    const message = progressMessage(parseTarget('192.0.2.7'), probes, [dns, reach]);
    expect(words(message).split('\n').slice(1)).toEqual([
      'good DNS an address, no DNS needed',
      'waiting TCP ',
      'later TLS ',
      'later Certificate ',
      'later Revocation ',
      'later HTTP ',
    ]);
  });

  it('says for how long the layer is waited for that holds up the rest', () => {
    const endedMs = new Map([
      ['dns', 1000],
      ['reach', 1500],
    ]);
    const at = (nowMs: number) =>
      words(
        progressMessage(parseTarget('192.0.2.7'), probes, [dns, reach], { begunMs: 1000, endedMs, nowMs }),
      );
    expect(at(2400)).toContain('\nwaiting TCP \nlater TLS ');
    expect(at(5600)).toContain('\nwaiting TCP 4 s\nlater TLS ');
    expect(at(126_600)).toContain('\nwaiting TCP 2 min 5 s\n');
  });

  it('names a look without a line of its own where it is what takes long', () => {
    const waits = { begunMs: 0, endedMs: new Map([['dns', 100]]), nowMs: 3200 };
    const said = words(progressMessage(parseTarget('192.0.2.7'), probes, [dns], waits));
    expect(said).toContain('\nwaiting Policy 3 s\nlater TCP \n');
  });

  it('leaves out the rungs that do not apply', () => {
    const message = progressMessage(parseTarget('tcp://192.0.2.7:5432'), probes, []);
    expect(words(message).split('\n').slice(1)).toEqual(['waiting DNS ', 'later TCP ']);
  });
});
