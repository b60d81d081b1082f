import { type Blame, type Finding, isBad } from '../../core/finding.ts';
import { type Block, code, type Inline, labelled, strong, text } from '../../core/message.ts';
import { firstSentence } from '../../core/text/first-sentence.ts';
import { observed, prose } from '../prose.ts';

export const blameWords: Readonly<Record<Blame, string>> = {
  target: 'Whoever runs the server or its zone',
  'network-path': 'The network between here and the server',
  'our-vantage': 'Us: the machine or the settings of this bot',
  'our-trust-store': 'Us: the trust store of this bot',
  'third-party': 'A third party (certificate authority, resolver or CDN)',
  unknown: 'Not clear from here',
};

/** The line under the verdict: how a fix begins. */
export function fixLine({ fix }: Pick<Finding, 'fix'>): Block {
  return labelled('Fix', ...prose(firstSentence(fix)));
}

/** All of it, where its line is only how it begins. */
export function wholeFix({ fix }: Pick<Finding, 'fix'>): readonly Block[] {
  return firstSentence(fix) === fix.trim() ? [] : [labelled('Fix', ...prose(fix))];
}

/** What stands behind a finding: the whole fix, where its line is only how it begins, what it means, and what was seen. */
export function findingBlocks({ fix, explanation, evidence }: Finding): readonly Block[] {
  return [
    ...wholeFix({ fix }),
    labelled('Cause', ...prose(explanation)),
    ...(evidence.length === 0
      ? []
      : [labelled('Seen'), { kind: 'list', items: evidence.map(evidenceLine) } as const]),
  ];
}

/** The command that shows it, where there is one. */
export function reproduceBlocks({ reproduce }: Pick<Finding, 'reproduce'>): readonly Block[] {
  return reproduce === null ? [] : [labelled('See it yourself'), { kind: 'code', text: reproduce }];
}

/** The commands of several findings, each under its name. */
export function commandBlocks(findings: readonly Finding[], most: number): readonly Block[] {
  const commands = findings.flatMap(({ id, reproduce }) => (reproduce === null ? [] : [{ id, reproduce }]));
  if (commands.length === 0) return [];
  const shown = commands.slice(0, most).map(({ id, reproduce }) => {
    return commands.length === 1 ? reproduce : `# ${id}\n${reproduce}`;
  });
  return [labelled('See it yourself'), { kind: 'code', text: shown.join('\n') }];
}

/** Severity, title and id; with the fix where there is something to mend. */
export function findingLine(finding: Finding): readonly Inline[] {
  const line: Inline[] = [strong(finding.severity), ...prose(` ${finding.title} `), code(finding.id)];
  return isBad(finding.severity) || finding.severity === 'warning'
    ? [...line, ...prose(`. Fix: ${finding.fix}`)]
    : line;
}

function evidenceLine({ label, value }: Finding['evidence'][number]): readonly Inline[] {
  return [text(`${label}: `), ...observed(value)];
}
