import { type Answer, encode, type Packet, type StringAnswer } from 'dns-packet';

/**
 * What a name owns. Data is written as in a zone file; `TYPE65` and its kind take the bytes of the record's data.
 * `{ A: ['127.0.0.1'], CAA: ['0 issue "ca.test"'], MX: ['10 mail.test'], TYPE65: [Buffer.from('0001…', 'hex')] }`
 */
export type Owned = {
  A?: readonly string[];
  AAAA?: readonly string[];
  CNAME?: string;
  NS?: readonly string[];
  TXT?: readonly string[];
  CAA?: readonly string[];
  MX?: readonly string[];
  ttl?: number;
} & { [type: `TYPE${number}`]: readonly Buffer[] };

export type Records = Record<string, Owned>;

/** How the server treats a name instead of, or beside, answering from the records. `'*'` stands for every name. */
export type Behaviour =
  | 'nxdomain'
  /** Without the SOA that would prove it: as resolvers answer that know their own network only. */
  | 'bare-nxdomain'
  /** NOERROR without records and with a SOA. */
  | 'nodata'
  | 'refused'
  | 'servfail'
  | { readonly servfail: { readonly code: number; readonly text?: string } }
  /** SERVFAIL with extended error 6 unless the query has CD set: then the records. */
  | 'bogus'
  /** The records, with the AD bit. */
  | 'authenticated'
  /** Never a reply. */
  | 'silent'
  /** Over UDP an empty reply with TC; over TCP the records. */
  | 'truncated'
  /** The right id, then bytes that are no message. */
  | 'garbage'
  | 'wrong-id'
  | 'wrong-question'
  /** FORMERR, header only, when the query has an OPT record. */
  | 'no-edns'
  /** Anything else: the reply as bytes, or null for none. */
  | ((query: SeenQuery) => Buffer | null);

export type SeenQuery = {
  readonly name: string;
  /** "A", "CAA"; those dns-packet does not know as "UNKNOWN_65". */
  readonly type: string;
  readonly id: number;
  readonly overTcp: boolean;
  readonly checkingDisabled: boolean;
  readonly recursionDesired: boolean;
  readonly authenticData: boolean;
  readonly dnssecOk: boolean;
  /** Payload size of its OPT record; null without one. */
  readonly udpPayloadSize: number | null;
  readonly fromPort: number;
};

type Reply = {
  readonly rcode: number;
  readonly answers: readonly Answer[];
  readonly negative: boolean;
  readonly extendedError?: { readonly code: number; readonly text?: string };
  readonly flags?: number;
};

const [formErr, servFail, nxDomain, refused] = [1, 2, 3, 5];
const [truncatedFlag, recursionFlags, authenticFlag] = [0x0200, 0x0180, 0x0020];

/** The reply to one query as bytes, or null for silence. */
export function replyTo(query: SeenQuery, records: Records, behaviour: Behaviour | undefined): Buffer | null {
  if (typeof behaviour === 'function') return behaviour(query);
  if (typeof behaviour === 'object') {
    return bytesOf(query, {
      rcode: servFail,
      answers: [],
      negative: false,
      extendedError: behaviour.servfail,
    });
  }
  switch (behaviour) {
    case 'silent':
      return null;
    case 'garbage':
      return Buffer.concat([idOf(query.id), Buffer.alloc(30, 0xff)]);
    case 'wrong-id':
      return bytesOf({ ...query, id: query.id ^ 1 }, fromRecords(query, records));
    case 'wrong-question':
      return bytesOf({ ...query, name: `not-${query.name}` }, fromRecords(query, records));
    case 'truncated':
      return query.overTcp ? bytesOf(query, fromRecords(query, records)) : cut(query);
    case 'no-edns':
      if (query.udpPayloadSize === null) return bytesOf(query, fromRecords(query, records));
      return Buffer.concat([idOf(query.id), Buffer.from([0x81, 0x80 | formErr, 0, 0, 0, 0, 0, 0, 0, 0])]);
    case 'nxdomain':
      return bytesOf(query, { rcode: nxDomain, answers: [], negative: true });
    case 'bare-nxdomain':
      return bytesOf(query, { rcode: nxDomain, answers: [], negative: false });
    case 'nodata':
      return bytesOf(query, { rcode: 0, answers: [], negative: true });
    case 'refused':
      return bytesOf(query, { rcode: refused, answers: [], negative: false });
    case 'servfail':
      return bytesOf(query, { rcode: servFail, answers: [], negative: false });
    case 'bogus':
      if (query.checkingDisabled) return bytesOf(query, fromRecords(query, records));
      return bytesOf(query, { rcode: servFail, answers: [], negative: false, extendedError: { code: 6 } });
    case 'authenticated':
      return bytesOf(query, { ...fromRecords(query, records), flags: authenticFlag });
    case undefined:
      return bytesOf(query, fromRecords(query, records));
  }
}

/** As a recursive server answers: the aliases in order, then what their end owns. A loop is shown once around. */
function fromRecords({ name, type }: SeenQuery, records: Records): Reply {
  const answers: Answer[] = [];
  const seen = new Set<string>();
  let owner = name.toLowerCase();
  for (;;) {
    const owned = records[owner];
    if (owned === undefined) return { rcode: nxDomain, answers, negative: true };
    const found = ownedAnswers(owner, owned, type);
    answers.push(...found);
    if (owned.CNAME === undefined || type === 'CNAME')
      return { rcode: 0, answers, negative: found.length === 0 };
    answers.push({ type: 'CNAME', name: owner, ttl: owned.ttl ?? 300, data: owned.CNAME });
    seen.add(owner);
    owner = owned.CNAME.toLowerCase();
    if (seen.has(owner)) return { rcode: 0, answers, negative: false };
  }
}

function ownedAnswers(name: string, owned: Owned, type: string): Answer[] {
  const ttl = owned.ttl ?? 300;
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'NS':
      return (owned[type] ?? []).map((data): StringAnswer => ({ type, name, ttl, data }));
    case 'CNAME':
      return owned.CNAME === undefined ? [] : [{ type, name, ttl, data: owned.CNAME }];
    case 'TXT':
      return (owned.TXT ?? []).map((data) => ({ type, name, ttl, data }));
    case 'MX':
      return (owned.MX ?? []).map((text) => {
        const [preference, exchange = '.'] = text.split(' ');
        return { type, name, ttl, data: { preference: Number(preference), exchange } };
      });
    case 'CAA':
      return (owned.CAA ?? []).map((text) => {
        const [, flags, tag = '', value = ''] = /^(\d+) (\S+) "(.*)"$/.exec(text) ?? [];
        return { type, name, ttl, data: { flags: Number(flags), tag: tag as 'issue', value } };
      });
    default: {
      const bytes = owned[type.replace('UNKNOWN_', 'TYPE') as `TYPE${number}`] ?? [];
      // dns-packet writes types by the name it gives those it does not know.
      return bytes.map((data) => ({ type, name, ttl, data }) as unknown as Answer);
    }
  }
}

function bytesOf(query: SeenQuery, reply: Reply): Buffer {
  const bytes = encode(packetOf(query, reply));
  const fits = query.overTcp || bytes.length <= (query.udpPayloadSize ?? 512);
  return fits ? bytes : cut(query);
}

function cut(query: SeenQuery): Buffer {
  return encode(packetOf(query, { rcode: 0, answers: [], negative: false, flags: truncatedFlag }));
}

function packetOf({ id, name, type, udpPayloadSize }: SeenQuery, reply: Reply): Packet {
  const { extendedError, answers, negative, rcode, flags = 0 } = reply;
  const options = extendedError === undefined ? [] : [extendedErrorOption(extendedError)];
  return {
    type: 'response',
    id,
    flags: recursionFlags | flags | rcode,
    questions: [{ type: type as 'A', name }],
    answers: [...answers],
    authorities: negative ? [soaOf(name)] : [],
    additionals:
      udpPayloadSize === null
        ? []
        : [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: 1232,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options,
            },
          ],
  };
}

function extendedErrorOption({ code, text = '' }: { code: number; text?: string }) {
  return { code: 15, data: Buffer.concat([idOf(code), Buffer.from(text)]) } as never;
}

function soaOf(name: string): Answer {
  const zone = name.split('.').slice(-2).join('.');
  const data = {
    mname: `ns.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 1,
    refresh: 7200,
    retry: 900,
    expire: 1_209_600,
    minimum: 60,
  };
  return { type: 'SOA', name: zone, ttl: 60, data };
}

export function idOf(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(number);
  return bytes;
}
