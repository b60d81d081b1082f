import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Finding } from '../../core/finding.ts';
import type { AnyProbe } from '../../core/probe.ts';
import { hostPort } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { Dialled, Sight } from '../../core/vantages/sight.ts';
import { factsIn } from '../../views/diagnosis/facts.ts';
import { ladderBlock } from '../../views/diagnosis/ladder.ts';
import { observationOf } from '../conditions/observation.ts';

/** What of a look is told to others; the rest of a hostile server's words would fill their store. */
const most = { findings: 16, evidence: 8, names: 10, dialled: 16, certificates: 16, rungs: 24 };
const longest = { line: 300, text: 1500, command: 2000, address: 80 };

/** Boils a diagnosis down to what another place can compare and show. */
export function sightOf(diagnosis: Diagnosis, ladder: readonly AnyProbe[], version: string): Sight {
  const { from, at, elapsedMs, verdict, blame, rootCause, findings, certificates, connectMs } = diagnosis;
  const block = ladderBlock(diagnosis, ladder);
  return {
    vantage: from,
    version,
    at,
    elapsedMs,
    verdict,
    blame,
    rootCause: rootCause?.id ?? null,
    reason: reasonIn(diagnosis),
    findings: findings.slice(0, most.findings).map(bounded),
    dialled: dialledIn(diagnosis).slice(0, most.dialled),
    certificates: certificates.slice(0, most.certificates).map((one) => ({
      ...one,
      issuer: shorten(one.issuer, longest.line),
      ...(one.authority === undefined ? {} : { authority: shorten(one.authority, longest.line) }),
      names: one.names.slice(0, most.names).map((name) => shorten(name, longest.line)),
      addresses: one.addresses.slice(0, most.dialled).map((address) => shorten(address, longest.address)),
    })),
    connectMs: connectMs ?? null,
    rungs: (block.kind === 'ladder' ? block.rungs : []).slice(0, most.rungs).map((rung) => ({
      ...rung,
      value: shorten(rung.value, longest.line),
    })),
    troubles: troublesIn(diagnosis),
  };
}

function bounded(finding: Finding): Finding {
  const { title, explanation, fix, evidence, reproduce } = finding;
  return {
    ...finding,
    title: shorten(title, longest.line),
    explanation: shorten(explanation, longest.text),
    fix: shorten(fix, longest.text),
    evidence: evidence.slice(0, most.evidence).map(({ label, value }) => ({
      label: shorten(label, 80),
      value: shorten(value, longest.line),
    })),
    // Half a command is none.
    reproduce: reproduce !== null && reproduce.length > longest.command ? null : reproduce,
  };
}

function dialledIn(diagnosis: Diagnosis): readonly Dialled[] {
  const addresses = factsIn(diagnosis)('tcp')?.addresses ?? [];
  return addresses.map(({ address, state }) => ({
    address: hostPort(address.ip, address.port),
    outcome: outcomeOf(state),
  }));
}

function outcomeOf(state: { readonly kind: string; readonly failure?: string }): string {
  if (state.kind === 'open') return 'open';
  if (state.kind === 'dropped-on-accept') return 'dropped';
  return state.failure === 'timeout' ? 'no answer' : (state.failure ?? 'failed');
}

function troublesIn(diagnosis: Diagnosis): Sight['troubles'] {
  const observation = observationOf(diagnosis, null, diagnosis.at);
  if (observation.kind === 'nothing') return null;
  return observation.troubles.slice(0, most.findings).map(({ trouble, cause }) => ({
    trouble,
    title: shorten(cause.title, longest.line),
  }));
}

function reasonIn({ rootCause, verdict, results }: Diagnosis): string | null {
  if (rootCause !== null) return shorten(rootCause.title, longest.line);
  if (verdict === 'healthy') return null;
  const failed = results.find((result) => result.status === 'failed');
  return failed?.status === 'failed'
    ? shorten(`${failed.probe}: ${failed.message}`, longest.line)
    : 'the look ended early';
}
