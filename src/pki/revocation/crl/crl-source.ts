import type { Crl } from './crl.ts';
import type { CrlSource } from './crl-answer.ts';

/** How an answer names the CRL that it rests on. */
export function sourceOf(crl: Crl, delta: Crl | null = null): CrlSource {
  return {
    issuer: crl.issuer.text,
    ...edition(crl),
    delta: delta === null ? null : edition(delta),
  };
}

function edition({
  number,
  thisUpdate,
  nextUpdate,
}: Crl): Pick<CrlSource, 'number' | 'thisUpdate' | 'nextUpdate'> {
  return { number: number === null ? null : number.toString(), thisUpdate, nextUpdate };
}
