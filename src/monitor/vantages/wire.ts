import { z } from 'zod';
import type { Reach } from '../../core/access/reach.ts';
import { type Depth, type Wish, wishes } from '../../core/depth.ts';
import { verdicts } from '../../core/diagnosis.ts';
import { UserError } from '../../core/errors.ts';
import { blames, type FindingId, severities } from '../../core/finding.ts';
import { type Layer, layers } from '../../core/layer.ts';
import { platformNames } from '../../core/people.ts';
import { expectedFrom } from '../../core/target/expected.ts';
import { parseTarget, type Target, targetUrl } from '../../core/target.ts';
import { type Json, jsonOf, jsonOrNull } from '../../core/text/json.ts';
import type { Sight } from '../../core/vantages/sight.ts';
import { troubles } from '../../core/watch/alarm/problem.ts';

/** What one process asks another, and is told: JSON in the store, which another version may have written. */
export type Inquiry = {
  readonly target: Target;
  readonly depth: Depth;
  readonly wishes: readonly Wish[];
  /** Whoever answers reads in its own rules what they may reach there. */
  readonly reach?: Reach;
};

export type Reply =
  | { readonly kind: 'saw'; readonly sight: Sight }
  | { readonly kind: 'refused'; readonly reason: string };

/** More than this nobody reads in, whoever wrote it. */
const mostBytes = 256 * 1024;
/** Of the form of both; a later form that adds to it keeps the number. */
const form = z.literal(1);

const line = z.string().max(1000);
const words = z.string().max(8000);
const moment = z.iso.datetime().transform((text) => new Date(text));

const inquirySchema = z.object({
  form,
  url: z.string().max(4096),
  assumed: z.literal(true).optional(),
  address: line.nullable(),
  client: line.nullable(),
  status: line.optional(),
  body: line.optional(),
  depth: z.enum(['dns', 'certificate', 'renewal', 'all']),
  wishes: z.array(z.enum(wishes)).max(wishes.length),
  reach: z
    .object({
      place: z.object({ platform: z.enum(platformNames), channel: z.string().max(200) }),
      rank: z.enum(['admin', 'member']).nullable(),
    })
    .optional(),
});

const findingSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}\/[a-z0-9][a-z0-9-]{0,80}$/)
    .transform((id) => id as FindingId),
  layer: z.enum(layers as unknown as readonly [Layer, ...Layer[]]),
  severity: z.enum(severities),
  blame: z.enum(blames),
  title: line,
  explanation: words,
  fix: words,
  citation: line,
  evidence: z.array(z.object({ label: line, value: words })).max(50),
  reproduce: words.nullable(),
});

const certificateSchema = z.object({
  fingerprint256: z.string().regex(/^[0-9a-f]{64}$/),
  notBefore: moment,
  notAfter: moment,
  issuer: line,
  authority: line.optional(),
  names: z.array(line).max(100),
  keyType: z.string().max(40).optional(),
  addresses: z.array(line).max(64),
});

const rungSchema = z.object({
  mark: z.enum(['good', 'warning', 'bad', 'unknown', 'waiting', 'later', 'not-reached']),
  label: line,
  value: words,
  until: moment.optional(),
  elapsedMs: z.number().nonnegative().nullable(),
});

const sightSchema = z.object({
  vantage: line,
  version: z.string().max(60),
  at: moment,
  elapsedMs: z.number().nonnegative(),
  verdict: z.enum(verdicts),
  blame: z.enum(blames),
  rootCause: line.nullable(),
  reason: line.nullable(),
  findings: z.array(findingSchema).max(100),
  dialled: z.array(z.object({ address: line, outcome: line })).max(64),
  certificates: z.array(certificateSchema).max(64),
  connectMs: z.number().nonnegative().nullable(),
  rungs: z.array(rungSchema).max(64),
  troubles: z
    .array(z.object({ trouble: z.enum(troubles), title: line }))
    .max(100)
    .nullable(),
});

const replySchema = z.discriminatedUnion('kind', [
  z.object({ form, kind: z.literal('saw'), sight: sightSchema }),
  z.object({ form, kind: z.literal('refused'), reason: line }),
]);

export function writeInquiry({ target, depth, wishes: wished, reach }: Inquiry): string {
  const { address, client, assumed, expected = {} } = target;
  const { status, body } = expected;
  return JSON.stringify({
    form: 1,
    url: targetUrl(target),
    ...(assumed === undefined ? {} : { assumed }),
    address,
    client,
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { body }),
    depth,
    wishes: wished,
    ...(reach === undefined ? {} : { reach }),
  });
}

/** UserError: it is none that can be looked into here. */
export function readInquiry(written: string): Inquiry {
  const read = inquirySchema.safeParse(jsonIn(written));
  if (!read.success) throw new UserError('The question cannot be read here: another version asked it.');
  const { url, assumed, address, client, status, body, depth, wishes: wished, reach } = read.data;
  // Read as if it had been typed here: whatever may not be asked there may not be asked from elsewhere.
  const target = parseTarget(url, address, client);
  const expected = expectedFrom(status, body);
  return {
    target: {
      ...target,
      ...(assumed === undefined ? {} : { assumed }),
      ...(expected === null ? {} : { expected }),
    },
    depth,
    wishes: wished,
    ...(reach === undefined ? {} : { reach }),
  };
}

/** Of what is too long for the other side the parts go first that it can do without. */
export function writeReply(reply: Reply): string {
  const whole = written(reply);
  if (whole.length <= mostBytes || reply.kind === 'refused') return whole;
  const shorter = [4, 1, 0].map((findings) => written({ ...reply, sight: leaner(reply.sight, findings) }));
  return shorter.find(({ length }) => length <= mostBytes) ?? written(tooLong);
}

const tooLong: Reply = { kind: 'refused', reason: 'What was seen there is too long to be told.' };

function leaner(sight: Sight, findings: number): Sight {
  return {
    ...sight,
    findings: sight.findings.slice(0, findings).map((finding) => ({ ...finding, evidence: [] })),
    certificates: sight.certificates.slice(0, 4).map((one) => ({ ...one, names: one.names.slice(0, 1) })),
  };
}

function written(reply: Reply): string {
  return JSON.stringify({ form: 1, ...(jsonOf(reply) as Record<string, Json>) });
}

/** Null: it is no answer that can be read here. */
export function readReply(written: string): Reply | null {
  const read = replySchema.safeParse(jsonIn(written));
  if (!read.success) return null;
  if (read.data.kind === 'refused') return { kind: 'refused', reason: read.data.reason };
  return { kind: 'saw', sight: withoutUndefined(read.data.sight) };
}

/** What was left out stays left out. */
function withoutUndefined(sight: z.infer<typeof sightSchema>): Sight {
  return {
    ...sight,
    certificates: sight.certificates.map(({ authority, keyType, ...one }) => ({
      ...one,
      ...(authority === undefined ? {} : { authority }),
      ...(keyType === undefined ? {} : { keyType }),
    })),
    rungs: sight.rungs.map(({ until, ...rung }) => (until === undefined ? rung : { ...rung, until })),
  };
}

function jsonIn(written: string): unknown {
  return written.length > mostBytes ? null : jsonOrNull(written);
}
