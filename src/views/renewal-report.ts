import { ownFaultIn } from '../core/diagnosis.ts';
import {
  type Block,
  type Button,
  code,
  date,
  labelled,
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
import { targetValues } from './diagnosis/buttons.ts';
import { fixLine, reproduceBlocks, wholeFix } from './diagnosis/finding-lines.ts';
import { summaryOf } from './diagnosis/summary.ts';
import { prose } from './prose.ts';

type Leaf = RenewalReport['leaves'][number];

/** The answer to "will this renew?". */
export function renewalReportMessage(report: RenewalReport): Message {
  const { diagnosis, leaves } = report;
  const { host, port } = diagnosis.target;
  const [tone, verdict] = verdictOn(report);
  const title = `${hostPort(host, port)}: ${verdict}`;
  const isOurs = ownFaultIn(diagnosis) !== null;
  const obstacles = isOurs ? [] : leaves.flatMap(({ outlook }) => outlook.obstacles);
  const [first = null] = obstacles;
  return {
    tone,
    title: [text(title)],
    blocks: isOurs
      ? []
      : [
          ...(first === null ? [] : [obstacleBlock(first), fixLine(first)]),
          ...leaves.flatMap((leaf) => leafBlocks(leaf, leaves)),
          ...smallPrint(report),
        ],
    ...(first === null
      ? {}
      : {
          details: {
            blocks: [
              ...wholeFix(first),
              ...reproduceBlocks(first),
              ...obstacles.slice(1).flatMap(obstacleBlocks),
            ],
          },
        }),
    buttons: renewalButtons(diagnosis),
    summary: summaryOf(hostPort(host, port), verdict, first, ': '),
    record: report,
  };
}

function renewalButtons({ target }: RenewalReport['diagnosis']): readonly Button[] {
  const values = targetValues(target);
  return [
    { label: 'Run again', command: 'renewal', values, style: 'primary' },
    { label: 'Check everything', command: 'check', values },
  ];
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
  ];
}

function obstacleBlocks(obstacle: Obstacle): readonly Block[] {
  return [obstacleBlock(obstacle), labelled('Fix', ...prose(obstacle.fix)), ...reproduceBlocks(obstacle)];
}

function obstacleBlock({ sentence, severity }: Obstacle): Block {
  return labelled(severity === 'blocks' ? 'Blocks' : 'May block', ...prose(sentence));
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
