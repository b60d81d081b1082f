import { type Element, tags } from '../asn1/der.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { attributeNames } from '../certificate/object-identifiers.ts';

const printable = 0x13;
const ia5 = 0x16;
const utf8 = 0x0c;

type Rule = {
  /** The one string type it may have. */
  readonly only?: number;
  /** Most characters. */
  readonly most?: number;
};

/** RFC 5280 appendix A.1: upper bounds and types of the attributes. */
const rules: Readonly<Record<string, Rule>> = {
  '2.5.4.3': { most: 64 },
  '2.5.4.5': { only: printable, most: 64 },
  '2.5.4.6': { only: printable },
  '2.5.4.7': { most: 128 },
  '2.5.4.8': { most: 128 },
  '2.5.4.10': { most: 64 },
  '2.5.4.11': { most: 64 },
  '2.5.4.12': { most: 64 },
  '2.5.4.46': { only: printable },
  '2.5.4.65': { most: 128 },
  '0.9.2342.19200300.100.1.25': { only: ia5, most: 63 },
  '1.2.840.113549.1.9.1': { only: ia5, most: 255 },
};

const country = '2.5.4.6';
const jurisdictionCountry = '1.3.6.1.4.1.311.60.2.1.3';
const upperBounds = 'RFC 5280 appendix A.1';
const stringTypes = 'RFC 5280 §4.1.2.4';

/** What is wrong with one attribute of a name; `what` is "the subject". */
export function judgeAttribute(attribute: Attribute, what: string, faults: Fault[]): void {
  const { oid, text, value, problem } = attribute;
  const at = value.start;
  if (text === null) {
    lint(faults, 'name-not-a-string', `${typeOf(oid)} of ${what} is not a string`, stringTypes, at);
    return;
  }
  if (problem !== null) {
    refuse(faults, 'name-string', `${what} has ${problem} in ${typeOf(oid)}`, stringTypes, at);
  }
  const rule = rules[oid];
  if (rule !== undefined) judgeByRule(attribute, text, rule, what, faults);
  if ((oid === country || oid === jurisdictionCountry) && !/^[A-Z]{2}$/.test(text)) {
    const found = `${typeOf(oid)} of ${what} is not a country code of two capital letters`;
    lint(faults, 'name-country', found, upperBounds, at);
  }
  if (
    value.tag !== utf8 &&
    value.tag !== printable &&
    value.tag !== ia5 &&
    value.tag !== tags.numericString
  ) {
    const found = `${typeOf(oid)} of ${what} is of an old string type, where UTF8String or PrintableString is due`;
    lint(faults, 'name-string-type', found, stringTypes, at);
  }
  judgeText(text, typeOf(oid), what, faults, at);
}

function judgeByRule(
  { oid, value }: Attribute,
  text: string,
  rule: Rule,
  what: string,
  faults: Fault[],
): void {
  if (rule.only !== undefined && value.tag !== rule.only) {
    const due = rule.only === ia5 ? 'an IA5String' : 'a PrintableString';
    lint(faults, 'name-attribute-type', `${typeOf(oid)} of ${what} is not ${due}`, upperBounds, value.start);
  }
  if (rule.most !== undefined && text.length > rule.most) {
    const found = `${typeOf(oid)} of ${what} has ${text.length} characters, over ${rule.most}`;
    lint(faults, 'name-too-long', found, upperBounds, value.start);
  }
}

function judgeText(text: string, type: string, what: string, faults: Fault[], at: number): void {
  if (text === '') {
    lint(faults, 'name-empty-value', `${type} of ${what} is empty`, upperBounds, at);
    return;
  }
  if (text.charCodeAt(0) <= 0x20 || text.charCodeAt(text.length - 1) <= 0x20) {
    lint(faults, 'name-blanks', `${type} of ${what} begins or ends with a blank`, 'RFC 5280 §7.1', at);
  }
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    lint(faults, 'name-control-characters', `${type} of ${what} has control characters`, stringTypes, at);
  }
}

function typeOf(oid: string): string {
  return attributeNames[oid] ?? oid;
}

/** One AttributeTypeAndValue; `text` is null when the value is no string. */
export type Attribute = {
  readonly oid: string;
  readonly text: string | null;
  /** Type and value together. */
  readonly whole: Element;
  readonly value: Element;
  /** How the string breaks its type. */
  readonly problem: string | null;
};
