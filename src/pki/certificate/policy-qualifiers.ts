import {
  childrenOf,
  contentLatin1,
  type Element,
  finish,
  isDone,
  type Reader,
  tags,
  take,
  takeAny,
  takeIf,
} from '../asn1/der.ts';
import { isAscii, textOf } from '../asn1/der-text.ts';
import { oidOf } from '../asn1/der-values.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { uriFault } from './uri-faults.ts';

const citation = 'RFC 5280 §4.2.1.4';
const cpsPointer = '1.3.6.1.5.5.7.2.1';
const userNotice = '1.3.6.1.5.5.7.2.2';
const ia5 = 0x16;
const utf8 = 0x0c;
const mostCharacters = 200;
const mostQualifiers = 100;

/** PolicyQualifiers: a pointer to a statement or a notice. Throws `DerError`. */
export function judgeQualifiers(qualifiers: Element, faults: Fault[]): void {
  const list = childrenOf(qualifiers);
  if (isDone(list))
    refuse(faults, 'qualifiers-empty', 'policyQualifiers is empty', citation, qualifiers.start);
  for (let count = 0; !isDone(list) && count < mostQualifiers; count += 1) {
    const parts = childrenOf(take(list, tags.sequence, 'a policy qualifier'));
    const kind = take(parts, tags.oid, 'the type of a policy qualifier');
    judgeQualifier(
      oidOf(kind, 'the type of a policy qualifier'),
      takeAny(parts, 'a policy qualifier'),
      faults,
    );
    finish(parts, 'a policy qualifier');
  }
}

function judgeQualifier(kind: string, value: Element, faults: Fault[]): void {
  if (kind === cpsPointer) judgePointer(value, faults);
  else if (kind === userNotice && value.tag === tags.sequence) judgeNotice(childrenOf(value), faults);
  else lint(faults, 'qualifier-unknown', `a policy qualifier of the type ${kind}`, citation, value.start);
}

function judgePointer(value: Element, faults: Fault[]): void {
  const url = contentLatin1(value);
  const fault =
    value.tag !== ia5 ? 'it is not an IA5String' : isAscii(url) ? uriFault(url) : 'it is not ASCII';
  if (fault === null) return;
  lint(
    faults,
    'cps-not-a-uri',
    `the pointer to a practice statement is no URI: ${fault}`,
    citation,
    value.start,
  );
}

function judgeNotice(notice: Reader, faults: Fault[]): void {
  const reference = takeIf(notice, tags.sequence, 'noticeRef');
  if (reference !== null) {
    lint(faults, 'notice-reference', 'a user notice has a noticeRef', citation, reference.start);
  }
  if (isDone(notice)) return;
  const text = takeAny(notice, 'explicitText');
  finish(notice, 'a user notice');
  const read = textOf(text);
  if (read === null || text.tag === ia5) {
    refuse(faults, 'explicit-text-type', 'explicitText is of a type it may not have', citation, text.start);
  } else if (text.tag !== utf8) {
    lint(faults, 'explicit-text-utf8', 'explicitText is not a UTF8String', citation, text.start);
  }
  if (read === null) return;
  if (/[\u0000-\u001f\u007f]/.test(read.text)) {
    lint(faults, 'explicit-text-controls', 'explicitText has control characters', citation, text.start);
  } else if (read.text !== read.text.normalize('NFC')) {
    lint(
      faults,
      'explicit-text-not-nfc',
      'explicitText is not in Unicode normal form C',
      citation,
      text.start,
    );
  }
  if (read.text.length > mostCharacters) {
    const found = `explicitText has ${read.text.length} characters, over ${mostCharacters}`;
    lint(faults, 'explicit-text-too-long', found, citation, text.start);
  }
}
