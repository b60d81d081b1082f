import { shorten } from '../../core/text/shorten.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';

/** With the other columns of a table it stays within what a phone and a split terminal show without wrapping. */
const nameWidth = 26;

/** How people call it: common name, else the first name it is for. */
export function certificateLabel({ subject, names }: Certificate): string {
  const label = subject.commonName ?? names?.dns[0] ?? names?.ip[0] ?? subject.organization ?? subject.text;
  return shorten(label === '' ? 'no name' : label, nameWidth);
}
