import { wishedText } from '../core/depth.ts';
import type { Diagnosis, Verdict } from '../core/diagnosis.ts';
import { type Blame, type Finding, isBad } from '../core/finding.ts';
import {
  type Block,
  type Button,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  paragraph,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import { type Target, targetText, targetUrl, unicodeHost } from '../core/target.ts';
import { shorten } from '../core/text/shorten.ts';
import { msText } from '../core/text/time-text.ts';
import type { ServedChain } from '../probes/chain.ts';
import { shortChainBlocks } from './certificate/chain-tables.ts';
import { repairFiles } from './certificate/repair-files.ts';
import { addressTableBlocks } from './diagnosis/address-table.ts';
import { changeBlocks } from './diagnosis/changes.ts';
import { factsIn } from './diagnosis/facts.ts';
import { httpWayBlocks } from './diagnosis/http-way.ts';
import { growingLadderBlock, ladderBlock } from './diagnosis/ladder.ts';
import { wayBlocks } from './diagnosis/way.ts';
import { renewalWords } from './renewal.ts';

const tones: Readonly<Record<Verdict, Tone>> = {
  healthy: 'good',
  degraded: 'warning',
  broken: 'bad',
  unknown: 'unknown',
};

const mostCommands = 3;

export const blameWords: Readonly<Record<Blame, string>> = {
  target: 'Whoever runs the server or its zone',
  'network-path': 'The network between here and the server',
  'our-vantage': 'Us: the machine or the settings of this bot',
  'our-trust-store': 'Us: the trust store of this bot',
  'third-party': 'A third party (certificate authority, resolver or CDN)',
  unknown: 'Not clear from here',
};

/** While it runs: the ladder with what has ended ticked off. */
export function progressMessage(
  target: Target,
  ladder: readonly AnyProbe[],
  soFar: readonly ProbeResult[],
): Message {
  const name = targetText(target);
  return {
    tone: 'neutral',
    title: [text('Checking '), strong(name), text(' ...')],
    blocks: [growingLadderBlock(target, ladder, soFar)],
    summary: `Checking ${name} ...`,
  };
}

/** Verdict and cause, fix, ladder, evidence and the command that shows it; three lines when all is well. */
export function diagnosisMessage(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): Message {
  const name = targetText(diagnosis.target);
  const sentence = verdictSentence(diagnosis);
  const blocks =
    diagnosis.rootCause === null
      ? quietBlocks(diagnosis, ladder)
      : causeBlocks(diagnosis, diagnosis.rootCause, ladder);
  return {
    tone:
      warnings(diagnosis).length > 0 && diagnosis.verdict === 'healthy'
        ? 'warning'
        : tones[diagnosis.verdict],
    title: [strong(name), text(` ${sentence}`)],
    blocks: [...blocks, footnote(diagnosis)],
    buttons: buttonsFor(diagnosis),
    ...offered(diagnosis),
    summary: `${name} ${sentence}`,
    record: diagnosis,
  };
}

function offered(diagnosis: Diagnosis): Pick<Message, 'files'> {
  const files = repairFiles(diagnosis);
  return files.length === 0 ? {} : { files };
}

function verdictSentence({ verdict, rootCause, results, findings }: Diagnosis): string {
  switch (verdict) {
    case 'healthy': {
      const count = findings.filter((finding) => finding.severity === 'warning').length;
      if (count === 0) return 'is healthy';
      return `is healthy, with ${count} warning${count === 1 ? '' : 's'}`;
    }
    case 'degraded':
      return `is degraded: ${rootCause?.title ?? 'some clients fail'}`;
    case 'broken':
      return `is broken: ${rootCause?.title ?? 'clients cannot work'}`;
    case 'unknown':
      return `could not be checked: ${rootCause?.title ?? firstFailure(results)}`;
  }
}

function firstFailure(results: readonly ProbeResult[]): string {
  for (const result of results) {
    if (result.status === 'failed') return `${result.probe}: ${result.message}`;
  }
  return 'the run ended early';
}

function causeBlocks(diagnosis: Diagnosis, cause: Finding, ladder: readonly AnyProbe[]): readonly Block[] {
  const others = diagnosis.findings.filter((finding) => finding !== cause);
  const blocks: Block[] = [
    labelled('Fix', text(cause.fix)),
    ladderBlock(diagnosis, ladder),
    labelled('Cause', text(cause.explanation)),
    labelled('Who', text(`${blameWords[cause.blame]}.`)),
  ];
  if (cause.evidence.length > 0) {
    blocks.push(labelled('Seen'), { kind: 'list', items: cause.evidence.map(evidenceLine) });
  }
  blocks.push(...sightBlocks(diagnosis, ladder));
  if (cause.reproduce !== null)
    blocks.push(labelled('See it yourself'), { kind: 'code', text: cause.reproduce });
  if (others.length > 0) blocks.push(labelled('Also'), { kind: 'list', items: others.map(findingLine) });
  return blocks;
}

/** What was seen, beyond the evidence: what is new, then where the addresses, the way, the chain or the request stand out. */
function sightBlocks(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  return [
    ...changeBlocks(diagnosis),
    ...addressTableBlocks(diagnosis),
    ...wayBlocks(diagnosis),
    ...scanBlocks(diagnosis, ladder),
    ...chainBlocks(diagnosis),
    ...httpWayBlocks(diagnosis),
  ];
}

/** The scan in one line; /tls tells all of it. */
function scanBlocks({ results, target }: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  const scan = results.find(({ probe }) => probe === 'tls-scan');
  const probe = ladder.find(({ name }) => name === 'tls-scan');
  if (scan?.status !== 'ok' || probe === undefined) return [];
  return [labelled('TLS scan', text(`${probe.describe(scan.facts, target)}.`))];
}

/** The first list of certificates with something wrong about it, where the chain is part of the story. */
function chainBlocks(diagnosis: Diagnosis): readonly Block[] {
  const told = diagnosis.findings.filter(({ layer, severity }) => layer === 'chain' && severity !== 'notice');
  const first = told.length === 0 ? undefined : factsIn(diagnosis)('chain')?.chains.find(isOdd);
  return first === undefined ? [] : shortChainBlocks(first);
}

function isOdd({ path, order, openssl }: ServedChain): boolean {
  return !path.trusted || path.detours.length > 0 || openssl !== null || !order.inOrder || order.leafNotFirst;
}

function quietBlocks(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Block[] {
  // A run that saw nothing wrong and did not see everything shows where it ended.
  const short = diagnosis.verdict === 'healthy' && warnings(diagnosis).length === 0;
  // Its words stand in the line of the rungs already.
  const told = diagnosis.findings.filter(({ id }) => !(short && id === 'revocation/unchecked'));
  const blocks: Block[] = short
    ? [paragraph(...healthLine(diagnosis, ladder))]
    : [ladderBlock(diagnosis, ladder)];
  blocks.push(...sightBlocks(diagnosis, ladder));
  if (told.length > 0) blocks.push({ kind: 'list', items: told.map(findingLine) });
  blocks.push(...commandBlocks(warnings(diagnosis)));
  return blocks;
}

/** How to see the warnings of an answer that has no cause; each under its name where there are several. */
function commandBlocks(findings: readonly Finding[]): readonly Block[] {
  const commands = findings.flatMap(({ id, reproduce }) => (reproduce === null ? [] : [{ id, reproduce }]));
  if (commands.length === 0) return [];
  const shown = commands.slice(0, mostCommands).map(({ id, reproduce }) => {
    return commands.length === 1 ? reproduce : `# ${id}\n${reproduce}`;
  });
  return [labelled('See it yourself'), { kind: 'code', text: shown.join('\n') }];
}

/** "DNS 1 address · TLS 1.3, X25519 · certificate from R11 ... · HTTP 200". */
function healthLine(diagnosis: Diagnosis, ladder: readonly AnyProbe[]): readonly Inline[] {
  const block = ladderBlock(diagnosis, ladder);
  if (block.kind !== 'ladder') return [];
  return block.rungs.flatMap((rung, index): Inline[] => [
    text(index === 0 ? '' : ' · '),
    strong(rung.label),
    text(` ${rung.value}`),
  ]);
}

function evidenceLine({ label, value }: Finding['evidence'][number]): readonly Inline[] {
  return [text(`${label}: `), code(value)];
}

/** Severity, title and id; with the fix where there is something to mend. */
export function findingLine(finding: Finding): readonly Inline[] {
  const line: Inline[] = [strong(finding.severity), text(` ${finding.title} `), code(finding.id)];
  return isBad(finding.severity) || finding.severity === 'warning'
    ? [...line, text(`. Fix: ${finding.fix}`)]
    : line;
}

function warnings(diagnosis: Diagnosis): readonly Finding[] {
  return diagnosis.findings.filter((finding) => finding.severity === 'warning');
}

/** Which certificate of ours was ready to be shown; never more than it says of itself. */
function clientWords(diagnosis: Diagnosis): readonly Inline[] {
  const client = factsIn(diagnosis)('tls')?.client;
  if (client === undefined || client.certificate === null) return [];
  const { subject, issuer, notAfter } = client.certificate;
  return [
    text(` Client certificate ${client.name}: `),
    code(shorten(subject.text, 120)),
    text(' of '),
    code(shorten(issuer.text, 120)),
    text(', ends '),
    date(notAfter, 'absolute'),
    text('.'),
  ];
}

function footnote(diagnosis: Diagnosis): Block {
  const parts: Inline[] = [
    text('Checked '),
    date(diagnosis.at, 'absolute'),
    text(` in ${msText(diagnosis.elapsedMs)}`),
    ...(diagnosis.from === 'here' ? [] : [text(` from ${diagnosis.from}`)]),
  ];
  const seen = factsIn(diagnosis)('chain');
  if (seen !== null) parts.push(text(` against ${seen.store}`));
  const unicode = unicodeHost(diagnosis.target);
  if (unicode !== null) parts.push(text(`. ${diagnosis.target.host} is written ${unicode}`));
  parts.push(text('.'), ...clientWords(diagnosis), ...renewalWords(diagnosis));
  return note(...parts);
}

/** The words that ask for the same target again. */
export function targetValues(target: Target): Readonly<Record<string, string>> {
  return {
    target: targetUrl(target),
    ...(target.address === null ? {} : { address: target.address }),
    ...(target.client === null ? {} : { client: target.client }),
  };
}

/** The same, with the closer looks and what its HTTP answer has to be: for /check, which alone asks for those. */
function checkValues({ target, wishes }: Diagnosis): Readonly<Record<string, string>> {
  const { status, body } = target.expected ?? {};
  const wished = wishedText(wishes);
  return {
    ...targetValues(target),
    ...(wished === null ? {} : { with: wished }),
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { expect: body }),
  };
}

function isScanned({ results }: Diagnosis): boolean {
  return results.some(({ probe, status }) => probe === 'tls-scan' && status === 'ok');
}

function buttonsFor(diagnosis: Diagnosis): readonly Button[] {
  const { target, rootCause, certificates } = diagnosis;
  const values = targetValues(target);
  const again = checkValues(diagnosis);
  const buttons: Button[] = [{ label: 'Run again', command: 'check', values: again, style: 'primary' }];
  if (certificates.length > 0) buttons.push({ label: 'Certificate', command: 'cert', values });
  if (isScanned(diagnosis)) buttons.push({ label: 'TLS scan', command: 'tls', values });
  if (rootCause !== null) {
    buttons.push({ label: 'Explain', command: 'explain', values: { finding: rootCause.id } });
  }
  return buttons;
}
