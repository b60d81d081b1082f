import { ownFaultIn } from '../core/diagnosis.ts';
import {
  type Block,
  code,
  date,
  type Message,
  note,
  paragraph,
  strong,
  type Tone,
  text,
} from '../core/message.ts';
import { hostPort } from '../core/target.ts';
import { newerSentence, type Obstacle } from '../core/watch/renewal/outlook.ts';
import { renewalPlan } from '../core/watch/renewal/renewal.ts';
import type { RenewalReport } from '../core/watch/renewal/renewal-report.ts';

type Leaf = RenewalReport['leaves'][number];

/** The answer to "will this renew?". */
export function renewalReportMessage(report: RenewalReport): Message {
  const { diagnosis, leaves } = report;
  const { host, port } = diagnosis.target;
  const [tone, verdict] = verdictOn(report);
  const title = `${hostPort(host, port)}: ${verdict}`;
  return {
    tone,
    title: [text(title)],
    blocks:
      ownFaultIn(diagnosis) === null
        ? [...leaves.flatMap((leaf) => leafBlocks(leaf, leaves)), ...smallPrint(report)]
        : [],
    summary: title,
    record: report,
  };
}

function verdictOn({ diagnosis, leaves }: RenewalReport): readonly [Tone, string] {
  const fault = ownFaultIn(diagnosis);
  if (fault !== null) return ['unknown', `nothing can be said, since ${lowerFirst(fault.title)}`];
  if (leaves.length === 0) {
    const because = diagnosis.rootCause === null ? '' : `, since ${lowerFirst(diagnosis.rootCause.title)}`;
    return ['unknown', `no certificate was seen${because}`];
  }
  const obstacles = leaves.flatMap(({ outlook }) => outlook.obstacles);
  if (leaves.some(({ outlook }) => outlook.newer !== null))
    return ['bad', 'it was renewed and is not deployed here'];
  if (obstacles.some(({ severity }) => severity === 'blocks')) return ['bad', 'the next renewal fails'];
  if (obstacles.length > 0) return ['warning', 'the next renewal may fail'];
  if (notLooked(diagnosis) !== null) return ['unknown', 'what its next renewal needs was not looked at'];
  return ['good', 'nothing was seen to stand in the way of the next renewal'];
}

function leafBlocks({ certificate, state, outlook }: Leaf, all: readonly Leaf[]): readonly Block[] {
  const { due, expired } = renewalPlan(certificate);
  const which =
    all.length > 1 ? `Certificate at ${certificate.addresses.slice(0, 3).join(', ')}` : 'Certificate';
  return [
    {
      kind: 'labelled',
      label: which,
      inlines: [
        text(`by ${certificate.issuer}, ends `),
        date(expired, 'both'),
        text(state === 'ok' ? '; renewal is due from ' : '; renewal has been due since '),
        date(due, 'absolute'),
      ],
    },
    ...(outlook.newer === null ? [] : [paragraph(strong(newerSentence(outlook.newer)))]),
    ...outlook.obstacles.flatMap(obstacleBlocks),
  ];
}

function obstacleBlocks({ sentence, severity, fix, reproduce }: Obstacle): readonly Block[] {
  return [
    { kind: 'labelled', label: severity === 'blocks' ? 'Blocks' : 'May block', inlines: [text(sentence)] },
    { kind: 'labelled', label: 'Fix', inlines: [text(fix)] },
    ...(reproduce === null ? [] : [{ kind: 'code' as const, text: reproduce }]),
  ];
}

/** Null: names were looked at. */
function notLooked({ results }: RenewalReport['diagnosis']): string | null {
  const issuance = results.find(({ probe }) => probe === 'issuance');
  if (issuance === undefined) return 'this target has no certificate';
  return issuance.status === 'skipped' ? issuance.because : null;
}

function smallPrint({ diagnosis }: RenewalReport): readonly Block[] {
  const because = notLooked(diagnosis);
  if (because !== null) return [note(text(`CAA, DNSSEC and challenges were not looked at: ${because}.`))];
  return [
    note(
      text(
        'Looked at from here: CAA, DNSSEC, the places of DNS challenges and port 80, for the names in the certificate. What an ACME client does, and what an authority sees from elsewhere, is not known. More: ',
      ),
      code('/explain dns'),
    ),
  ];
}

function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence;
}
