/** One CAA record (RFC 8659 §4.1), read from its presentation text. */
export type CaaRecord = {
  readonly flags: number;
  /** Bit 0 of the flags: who does not know the tag must not issue. */
  readonly critical: boolean;
  /** Lower case. */
  readonly tag: string;
  readonly value: string;
  /** Of `issue`, `issuewild` and their kin; null for other tags, and where the value is malformed. */
  readonly issue: IssueValue | null;
  readonly faults: readonly string[];
};

export type IssueValue = {
  /** Null: an empty one, which permits nobody. */
  readonly domain: string | null;
  readonly parameters: readonly { readonly tag: string; readonly value: string }[];
};

/** Tags with the form of `issue`; RFC 9495 and the S/MIME and BIMI rules added the later ones. */
const issueTags = ['issue', 'issuewild', 'issuemail', 'issuevmc'];
/** IANA "Certification Authority Restriction Properties". */
const knownTags = [...issueTags, 'iodef', 'contactemail', 'contactphone', 'auth', 'path', 'policy'];

/** `0 issue "ca.example; accounturi=https://..."`; null when the text is no CAA record. */
export function readCaa(data: string): CaaRecord | null {
  const parts = /^(\d+) (\S*) "(.*)"$/s.exec(data);
  if (parts === null) return null;
  const [, flagsText, writtenTag = '', quoted = ''] = parts;
  const flags = Number(flagsText);
  const tag = writtenTag.toLowerCase();
  const value = quoted.replace(/\\(\d{3})|\\(.)/g, (_all, decimal?: string, plain?: string) =>
    decimal === undefined ? (plain ?? '') : String.fromCharCode(Number(decimal)),
  );
  const issue = issueTags.includes(tag) ? readIssueValue(value) : null;
  return {
    flags,
    critical: (flags & 0x80) !== 0,
    tag,
    value,
    issue,
    faults: faultsOf(flags, tag, value, issue),
  };
}

export function isKnownTag(tag: string): boolean {
  return knownTags.includes(tag);
}

const label = '[A-Za-z0-9](?:-*[A-Za-z0-9])*';
const form = new RegExp(`^[ \\t]*(?:(?<domain>${label}(?:\\.${label})*)[ \\t]*)?(?:;(?<rest>.*))?$`, 's');

/** RFC 8659 §4.2; null when malformed, which means the same as an empty issuer: nobody. */
export function readIssueValue(value: string): IssueValue | null {
  const groups = form.exec(value)?.groups;
  if (groups === undefined) return null;
  const parameters: { tag: string; value: string }[] = [];
  for (const part of (groups.rest ?? '').split(';')) {
    const written = part.trim();
    if (written === '') continue;
    const pair = new RegExp(`^(${label})[ \\t]*=[ \\t]*([\\x21-\\x3a\\x3c-\\x7e]*)$`).exec(written);
    if (pair === null) return null;
    parameters.push({ tag: (pair[1] ?? '').toLowerCase(), value: pair[2] ?? '' });
  }
  return { domain: groups.domain?.toLowerCase() ?? null, parameters };
}

function faultsOf(flags: number, tag: string, value: string, issue: IssueValue | null): readonly string[] {
  const faults: string[] = [];
  if (!/^[a-z0-9]+$/.test(tag)) faults.push(`the tag "${tag}" is not made of letters and digits (§4.1)`);
  // A well-known slip: 1 for "critical" is a reserved bit, the critical one is 128.
  if ((flags & 0x7f) !== 0) faults.push(`the flags are ${flags}; only 0 and 128 mean something (§4.1)`);
  if (issueTags.includes(tag) && issue === null) {
    faults.push(`the value of ${tag} is no CA domain: ${JSON.stringify(value)} (§4.2)`);
  }
  if (tag === 'iodef' && !/^(?:mailto:|https?:\/\/)\S+$/i.test(value)) {
    faults.push(`the value of iodef is no mailto: or https: URL: ${JSON.stringify(value)} (§4.4)`);
  }
  const account = issue?.parameters.find((parameter) => parameter.tag === 'accounturi');
  if (account !== undefined && !URL.canParse(account.value)) {
    faults.push(`accounturi is no URI: ${JSON.stringify(account.value)} (RFC 8657 §3)`);
  }
  return faults;
}
