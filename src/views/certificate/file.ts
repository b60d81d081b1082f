import type { UploadWay } from '../../core/files/uploaded-file.ts';
import {
  type Block,
  type Button,
  labelled,
  type Message,
  note,
  type OfferedFile,
  type Tone,
  text,
} from '../../core/message.ts';
import type { FileRecord } from '../../core/services.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { FileReport } from '../../pki/report/file-report.ts';
import type { PublicSecret } from '../../pki/report/public-secrets.ts';
import { burntBlocks } from './burnt-key.ts';
import { contentBlocks, insideText } from './file-contents.ts';
import { secretWrong, type Wrong, wrongOf } from './file-problem-words.ts';
import { certificateLabel } from './label.ts';
import { leafBlocks } from './leaf.ts';
import { fileStandardBlocks } from './standards.ts';

export type FileView = {
  /** As its owner calls it; foreign text. */
  readonly name: string;
  readonly way: UploadWay;
  /** A password came with it. */
  readonly hadPassword: boolean;
  /** What has to be said of how it was chosen; null for nothing. */
  readonly remark: string | null;
};

const mostWrongs = 8;
const mostChains = 3;
const readByOthers = 'The password stands in your message: delete it, and use the password nowhere else.';

export function readingMessage(name: string): Message {
  const summary = `Reading ${shorten(name, 80)} ...`;
  return { tone: 'neutral', title: [text(summary)], blocks: [], summary };
}

/** What stands in a file, what is wrong with it and what to do, and the chain as a server wants it. */
export function certificateFileMessage(record: FileRecord, view: FileView): Message {
  const report = record as FileReport & { readonly publicSecrets?: readonly PublicSecret[] };
  const secrets = (report.publicSecrets ?? []).map((secret) => secretWrong(secret, report));
  const wrongs = [...secrets, ...report.problems.map((problem) => wrongOf(problem, report))];
  const isBurnt = report.privateKeySeen && view.way !== 'local';
  const verdict = verdictOf(report, wrongs, isBurnt);
  const summary = `${shorten(view.name, 80)}${verdict.words}`;
  const [chain] = report.chains;
  // A lone certificate is what was asked about, be it a root.
  const lone = report.certificates.length === 1 ? 0 : -1;
  const leaf = report.certificates[chain?.leaf ?? lone]?.certificate;
  return {
    tone: verdict.tone,
    title: [{ kind: 'strong', text: shorten(view.name, 80) }, text(verdict.words)],
    blocks: [
      ...(isBurnt ? burntBlocks(view.way, report) : []),
      ...wrongBlocks(wrongs, verdict.told),
      ...(verdict.words.endsWith(insideText(report)) ? [] : [labelled('Inside', text(insideText(report)))]),
      ...contentBlocks(report),
      ...(leaf === undefined ? [] : leafBlocks(leaf)),
      ...(chain === undefined ? [] : fileStandardBlocks(chain)),
      ...report.oddities.slice(0, 5).map((oddity) => note(text(oddity))),
      ...(view.remark === null ? [] : [note(text(view.remark))]),
      ...(view.hadPassword && view.way === 'message' ? [note(text(readByOthers))] : []),
      ...(report.chains.length === 0 ? [] : [note(text(`Trust is judged by ${report.store}.`))]),
    ],
    buttons: buttonsOf(report, wrongs),
    files: filesOf(report),
    summary,
    ...(report.privateKeySeen || view.hadPassword ? { audience: 'caller' as const } : {}),
    record: report,
  };
}

/** `told`: the wrong that the words name. */
type Verdict = { readonly tone: Tone; readonly words: string; readonly told: Wrong | null };

/** A key that was given away comes before everything that is wrong with the file. */
function verdictOf(report: FileReport, wrongs: readonly Wrong[], isBurnt: boolean): Verdict {
  if (isBurnt) {
    return { tone: 'bad', words: ' holds a private key, which must now be considered burnt', told: null };
  }
  const worst =
    wrongs.find(({ tone }) => tone === 'bad') ??
    wrongs.find(({ tone }) => tone === 'warning') ??
    wrongs.find(({ tone }) => tone === 'unknown');
  if (worst !== undefined) return { tone: worst.tone, words: `: ${worst.what}`, told: worst };
  const soonest = report.certificates.toSorted((one, other) => one.daysLeft - other.daysLeft)[0];
  if (soonest === undefined) return { tone: 'good', words: `: ${insideText(report)}`, told: null };
  const left = leftText(soonest.daysLeft);
  const name = certificateLabel(soonest.certificate);
  if (soonest.renewal === 'overdue' || soonest.renewal === 'critical') {
    return { tone: 'warning', words: `: ${name} should have been renewed; ${left}`, told: null };
  }
  return { tone: 'good', words: ` is in order: ${name}, ${left}`, told: null };
}

function leftText(days: number): string {
  if (days > 1) return `${days} days left`;
  return days === 1 ? '1 day left' : 'less than a day left';
}

/** What the title says already is not said twice. */
function wrongBlocks(wrongs: readonly Wrong[], told: Wrong | null): readonly Block[] {
  const others = wrongs.filter((wrong) => wrong !== told);
  const ordered = told === null ? others : [told, ...others];
  const shown = ordered.slice(0, mostWrongs).flatMap((wrong) => {
    const fix = labelled('Fix', text(wrong.fix));
    if (wrong === told) return [fix];
    const label = wrong.tone === 'warning' ? 'Note' : 'Wrong';
    return [labelled(label, text(`${wrong.what}.`.replace(/\.\.$/, '.'))), fix];
  });
  const more = wrongs.length - mostWrongs;
  return more > 0 ? [...shown, note(text(`${more} more things are wrong with it.`))] : shown;
}

function buttonsOf({ chains, certificates }: FileReport, wrongs: readonly Wrong[]): readonly Button[] {
  const leaf = certificates[chains[0]?.leaf ?? -1]?.certificate;
  const host = leaf?.names?.dns.find((name) => /^[a-z0-9][a-z0-9.-]+\.[a-z0-9-]+$/i.test(name));
  const page = wrongs.find((wrong) => wrong.page !== undefined)?.page;
  return [
    ...(host === undefined
      ? []
      : [{ label: `What ${shorten(host, 40)} serves`, command: 'cert', values: { target: host } }]),
    ...(page === undefined ? [] : [{ label: 'Explain', command: 'explain', values: { finding: page } }]),
  ];
}

/** Certificates only, leaf first, without the root: what nginx, HAProxy and their kin want beside the key. */
function filesOf({ chains, certificates }: FileReport): readonly OfferedFile[] {
  return chains.slice(0, mostChains).flatMap(({ leaf, pem, path }) => {
    const found = certificates[leaf]?.certificate;
    if (found === undefined) return [];
    const isShort = !path.trusted && path.problem.kind === 'issuer-missing';
    const what = isShort ? 'incomplete-chain' : 'chain';
    return [
      { name: `${certificateLabel(found)}-${what}.pem`, mediaType: 'application/x-pem-file', text: pem },
    ];
  });
}
