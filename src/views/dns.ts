import type { Diagnosis } from '../core/diagnosis.ts';
import { type Block, labelled, type Message, strong, text } from '../core/message.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import type { Target } from '../core/target.ts';
import { targetValues } from './diagnosis/buttons.ts';
import {
  commandBlocks,
  findingBlocks,
  findingLine,
  fixLine,
  reproduceBlocks,
} from './diagnosis/finding-lines.ts';
import { growingLadderBlock } from './diagnosis/ladder.ts';
import { summaryOf } from './diagnosis/summary.ts';
import type { Waits } from './diagnosis/waits.ts';
import { diagnosisMessage } from './diagnosis.ts';
import { issuanceBlocks } from './dns/issuance.ts';
import { lookupBlocks } from './dns/lookup.ts';
import { nameServerBlocks } from './dns/name-servers.ts';
import { resolverBlocks } from './dns/resolvers.ts';
import { serviceBlocks } from './dns/services.ts';
import { dnssecBlocks } from './dnssec.ts';
import { prose } from './prose.ts';

/** While it runs: each look at DNS, ticked off as it ends. */
export function dnsProgress(
  target: Target,
  ladder: readonly AnyProbe[],
  soFar: readonly ProbeResult[],
  waits: Waits | null = null,
): Message {
  const looks = ladder.filter(({ layer, only }) => layer === 'dns' && (only?.includes('dns') ?? true));
  const shown = looks.map((probe) => ({ ...probe, rung: { ...probe.rung, always: true } }));
  return {
    tone: 'neutral',
    title: [text('Asking DNS about '), strong(target.host), text(' ...')],
    blocks: [growingLadderBlock(target, shown, soFar, waits)],
    summary: `Asking DNS about ${target.host} ...`,
  };
}

/** The verdict and the addresses; who says what is the closer look. */
export function dnsMessage(diagnosis: Diagnosis): Message {
  const whole = diagnosisMessage(diagnosis, []);
  const name = diagnosis.target.host;
  const sentence = verdictSentence(diagnosis);
  const cause = diagnosis.rootCause;
  const [addresses, answers] = lookupBlocks(diagnosis);
  return {
    tone: whole.tone,
    title: [strong(name), ...prose(` ${sentence}`)],
    blocks: [...(cause === null ? [] : [fixLine(cause)]), ...addresses, ...whole.blocks.slice(-1)],
    details: {
      blocks: [
        ...(cause === null ? [] : [...findingBlocks(cause), ...reproduceBlocks(cause)]),
        ...answers,
        ...otherBlocks(diagnosis),
        ...resolverBlocks(diagnosis),
        ...nameServerBlocks(diagnosis),
        ...dnssecBlocks(diagnosis),
        ...issuanceBlocks(diagnosis),
        ...serviceBlocks(diagnosis),
      ],
    },
    buttons: [
      { label: 'Run again', command: 'dns', values: { name }, style: 'primary' },
      { label: 'Check everything', command: 'check', values: targetValues(diagnosis.target) },
    ],
    summary: summaryOf(name, sentence, cause),
    record: diagnosis,
  };
}

function verdictSentence({ target, verdict, rootCause, findings }: Diagnosis): string {
  if (target.hostKind !== 'name') return 'is an address, so there is no name to look up';
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const cause = rootCause?.title ?? 'the look ended early';
  switch (verdict) {
    case 'healthy':
      if (warnings === 0) return 'resolves';
      return `resolves, with ${warnings} warning${warnings === 1 ? '' : 's'}`;
    case 'degraded':
      return `resolves for some only: ${cause}`;
    case 'broken':
      return `does not resolve: ${cause}`;
    case 'unknown':
      return `could not be looked up: ${cause}`;
  }
}

const mostCommands = 4;

/** Everything else there is to say, and how to see what should be mended. */
function otherBlocks({ findings, rootCause }: Diagnosis): readonly Block[] {
  const others = findings.filter((finding) => finding !== rootCause);
  if (others.length === 0) return [];
  return [
    labelled('Also'),
    { kind: 'list', items: others.map(findingLine) },
    ...commandBlocks(
      others.filter(({ severity }) => severity !== 'notice'),
      mostCommands,
    ),
  ];
}
