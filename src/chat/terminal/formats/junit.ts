import { type Finding, type Severity, severities } from '../../../core/finding.ts';
import { layerNames } from '../../../core/layer.ts';
import type { ProbeResult } from '../../../core/probe.ts';
import { visibleLine, visibleLines } from '../../../core/text/visible-text.ts';
import type { Seen } from './seen.ts';

/** Findings at least as grave as this are failures; lesser ones are told in the output of their case. */
export type JunitOptions = { readonly failuresFrom: Severity };

type Case = {
  readonly name: string;
  readonly className: string;
  readonly elapsedMs: number;
  readonly outcome: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly type: string;
    readonly message: string;
    readonly text: string;
  } | null;
  readonly output: string;
};

/** A suite as text, and what the head of the report counts of it. */
export type JunitSuite = {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly elapsedMs: number;
};

/**
 * A suite for each target, a case for each layer that says something about it and for each finding that fails it. Attributes
 * and order are those that the schemas of Jenkins and of Surefire's kin have in common.
 */
export function junitSuite(seen: Seen, options: JunitOptions): JunitSuite {
  const cases = casesOf(seen, options);
  return {
    text: suiteText(seen, cases),
    tests: cases.length,
    failures: counted(cases, 'failure'),
    errors: counted(cases, 'error'),
    elapsedMs: seen.elapsedMs,
  };
}

export function junitReport(suites: readonly JunitSuite[]): string {
  const sum = (key: 'tests' | 'failures' | 'errors' | 'elapsedMs') =>
    suites.reduce((total, suite) => total + suite[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="notafter" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" time="${seconds(sum('elapsedMs'))}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteText({ name, elapsedMs, diagnosis }: Seen, cases: readonly Case[]): string {
  const at = diagnosis === null ? '' : ` timestamp="${diagnosis.at.toISOString().slice(0, 19)}"`;
  const counts = `tests="${cases.length}" failures="${counted(cases, 'failure')}" errors="${counted(cases, 'error')}" skipped="${counted(cases, 'skipped')}"`;
  return [
    `  <testsuite name="${attribute(name)}" ${counts} time="${seconds(elapsedMs)}"${at}>`,
    ...cases.map(caseText),
    '  </testsuite>',
  ].join('\n');
}

function caseText({ name, className, elapsedMs, outcome, output }: Case): string {
  const head = `    <testcase name="${attribute(name)}" classname="${attribute(className)}" time="${seconds(elapsedMs)}"`;
  const inside = [
    ...outcomeText(outcome),
    ...(output === '' ? [] : [`      <system-out>${content(output)}</system-out>`]),
  ];
  return inside.length === 0 ? `${head}/>` : [`${head}>`, ...inside, '    </testcase>'].join('\n');
}

function outcomeText(outcome: Case['outcome']): readonly string[] {
  if (outcome === null) return [];
  const { kind, type, message, text } = outcome;
  if (kind === 'skipped') return [`      <skipped message="${attribute(message)}"/>`];
  return [
    `      <${kind} message="${attribute(message)}" type="${attribute(type)}">${content(text)}</${kind}>`,
  ];
}

function casesOf(
  { name, diagnosis, elapsedMs, cause, at }: Seen,
  { failuresFrom }: JunitOptions,
): readonly Case[] {
  if (diagnosis === null) {
    const message = cause ?? 'it was not looked at';
    const text = at === null ? message : `${message}\n${at.list}, line ${at.line}`;
    return [
      {
        name: 'look',
        className: name,
        elapsedMs,
        outcome: { kind: 'error', type: 'not-looked-at', message, text },
        output: '',
      },
    ];
  }
  const grave = diagnosis.findings.filter(
    ({ severity }) => severities.indexOf(severity) <= severities.indexOf(failuresFrom),
  );
  const lesser = diagnosis.findings.filter((finding) => !grave.includes(finding));
  const told = (result: ProbeResult) => lesser.filter(({ layer }) => layer === result.layer);
  const first = new Set<string>();
  const layers = diagnosis.results.flatMap((result): readonly Case[] => {
    if (result.status === 'skipped' && !result.applicable) return [];
    // Several probes may look at one layer: what it found is told once.
    const output = first.has(result.layer) ? '' : told(result).map(findingText).join('\n\n');
    first.add(result.layer);
    return [
      {
        name: `${layerNames[result.layer]}: ${result.probe}`,
        className: name,
        elapsedMs: result.elapsedMs,
        outcome: layerOutcome(result, diagnosis.findings),
        output,
      },
    ];
  });
  const failures = grave.map((finding): Case => {
    const { id, title } = finding;
    return {
      name: id,
      className: name,
      elapsedMs: 0,
      outcome: { kind: 'failure', type: id, message: title, text: findingText(finding) },
      output: '',
    };
  });
  return [...layers, ...failures];
}

/** A layer that broke is told by its findings, each a case of its own; without any it is an error of the look. */
function layerOutcome(result: ProbeResult, findings: readonly Finding[]): Case['outcome'] {
  switch (result.status) {
    case 'ok':
      return null;
    case 'skipped':
      return {
        kind: 'skipped',
        type: 'skipped',
        message: `not reached because of ${result.because}`,
        text: '',
      };
    case 'failed': {
      if (findings.some(({ layer }) => layer === result.layer))
        return { kind: 'skipped', type: 'skipped', message: result.message, text: '' };
      return { kind: 'error', type: result.code, message: result.message, text: result.message };
    }
  }
}

function findingText({
  id,
  severity,
  title,
  explanation,
  fix,
  evidence,
  reproduce,
  citation,
}: Finding): string {
  return [
    `${id} (${severity}): ${title}`,
    explanation,
    `Fix: ${fix}`,
    ...evidence.map(({ label, value }) => `${label}: ${value}`),
    ...(reproduce === null ? [] : [`See it yourself: ${reproduce}`]),
    `Source: ${citation}`,
  ].join('\n');
}

function counted(cases: readonly Case[], kind: string): number {
  return cases.filter(({ outcome }) => outcome?.kind === kind).length;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** Noncharacters and half pairs have no place in XML 1.0 at all; what else cannot be seen is written out. */
function xmlText(value: string): string {
  return value
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function attribute(value: string): string {
  return xmlText(visibleLine(value));
}

function content(value: string): string {
  return xmlText(visibleLines(value).join('\n'));
}
