import { wishedText } from '../../core/depth.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Button } from '../../core/message.ts';
import { speaksTls, type Target, targetUrl } from '../../core/target.ts';

/** The words that ask for the same target again. */
export function targetValues(target: Target): Readonly<Record<string, string>> {
  return {
    target: targetUrl(target),
    ...(target.address === null ? {} : { address: target.address }),
    ...(target.client === null ? {} : { client: target.client }),
  };
}

type Offers = {
  /** Null: nobody knows, and then nothing is offered. */
  readonly isWatched: boolean | null;
  /** How many there is room for beside *Details*. */
  readonly most: number;
};

/** The likeliest first: those that do not fit are the ones that a reader can do without. */
export function checkButtons(diagnosis: Diagnosis, { isWatched, most }: Offers): readonly Button[] {
  const { target, rootCause, certificates } = diagnosis;
  const values = targetValues(target);
  const { with: _, ...followed } = checkValues(diagnosis);
  const buttons: Button[] = [
    { label: 'Run again', command: 'check', values: checkValues(diagnosis), style: 'primary' },
  ];
  if (isWatched === false && speaksTls(target)) {
    buttons.push({ label: 'Watch', command: 'watch', subcommand: 'add', values });
  }
  buttons.push({ label: 'Follow', command: 'follow', subcommand: 'start', values: followed });
  if (rootCause !== null) {
    buttons.push({ label: 'Explain', command: 'explain', values: { finding: rootCause.id } });
  }
  if (isScanned(diagnosis)) buttons.push({ label: 'TLS scan', command: 'tls', values });
  if (certificates.length > 0) buttons.push({ label: 'Certificate', command: 'cert', values });
  return buttons.slice(0, most);
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
