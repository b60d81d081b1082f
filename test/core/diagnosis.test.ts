import { describe, expect, it } from 'vitest';
import { rootCauseOf, verdictOf } from '../../src/core/diagnosis.ts';
import { type Finding, type FindingId, layerOf, type Severity } from '../../src/core/finding.ts';
import type { ProbeResult } from '../../src/core/probe.ts';

function finding(id: FindingId, severity: Severity): Finding {
  return {
    id,
    layer: layerOf(id),
    severity,
    blame: 'target',
    title: id,
    explanation: '',
    evidence: [],
    fix: '',
    reproduce: null,
    citation: '',
  };
}
const ok: ProbeResult = { probe: 'dns', layer: 'dns', status: 'ok', facts: {}, elapsedMs: 1 };
const failed: ProbeResult = {
  probe: 'tls',
  layer: 'tls',
  status: 'failed',
  code: 'deadline',
  message: '',
  blame: 'unknown',
  elapsedMs: 1,
};

describe('verdict and root cause', () => {
  it('names the fatal finding of the lowest layer before an error below it', () => {
    const findings = [
      finding('http/status', 'fatal'),
      finding('tcp/some-addresses-down', 'error'),
      finding('certificate/renewal-overdue', 'error'),
      finding('certificate/expired', 'fatal'),
      finding('dns/ttl-extreme', 'notice'),
      finding('tls/no-tls13', 'warning'),
    ];
    expect(rootCauseOf(findings)?.id).toBe('certificate/expired');
  });

  it('names the error of the lowest layer when nothing is fatal, and our own vantage before all', () => {
    const errors = [finding('http/status', 'error'), finding('tcp/some-addresses-down', 'error')];
    expect(rootCauseOf(errors)?.id).toBe('tcp/some-addresses-down');
    const offline = finding('vantage/clock-skew', 'error');
    expect(rootCauseOf([finding('dns/timeout', 'fatal'), offline])?.id).toBe('vantage/clock-skew');
  });

  it('is broken by a fatal finding, degraded by an error, healthy beside warnings', () => {
    expect(verdictOf([finding('tls/alert', 'fatal')], [ok])).toBe('broken');
    expect(verdictOf([finding('tls/addresses-differ', 'error')], [ok])).toBe('degraded');
    expect(verdictOf([finding('certificate/renewal-due', 'warning')], [ok])).toBe('healthy');
  });

  it('is never healthy when something could not be looked at', () => {
    expect(verdictOf([], [ok, failed])).toBe('unknown');
    expect(verdictOf([finding('tls/no-tls13', 'notice')], [ok, failed])).toBe('unknown');
  });

  it('is unknown when it is us who cannot or may not look', () => {
    const ourResolver: Finding = { ...finding('dns/timeout', 'fatal'), blame: 'our-vantage' };
    expect(verdictOf([ourResolver], [failed])).toBe('unknown');
    const ourStore: Finding = { ...finding('chain/untrusted-root', 'fatal'), blame: 'our-trust-store' };
    expect(verdictOf([ourStore], [ok])).toBe('unknown');
    expect(verdictOf([finding('target/not-allowed', 'error')], [failed])).toBe('unknown');
    expect(verdictOf([finding('vantage/offline', 'fatal'), finding('dns/timeout', 'fatal')], [failed])).toBe(
      'unknown',
    );
  });
});
