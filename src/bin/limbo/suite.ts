import { z } from 'zod';

/** A test case of x509-limbo (limbo-schema.json, version 1); `crls` is an addition that its core suite has. */
const nameSchema = z.object({ kind: z.enum(['DNS', 'IP', 'RFC822']), value: z.string() });

const caseSchema = z.object({
  id: z.string(),
  validation_kind: z.enum(['SERVER', 'CLIENT']).default('SERVER'),
  trusted_certs: z.array(z.string()),
  untrusted_intermediates: z.array(z.string()).default([]),
  peer_certificate: z.string(),
  peer_certificate_key: z.string().nullish(),
  validation_time: z.string().nullish(),
  signature_algorithms: z.array(z.string()).nullish(),
  key_usage: z.array(z.string()).nullish(),
  extended_key_usage: z.array(z.string()).nullish(),
  expected_peer_name: nameSchema.nullish(),
  expected_peer_names: z.array(nameSchema).nullish(),
  max_chain_depth: z.number().nullish(),
  crls: z.array(z.string()).nullish(),
});

const suiteSchema = z.object({ version: z.literal(1).optional(), testcases: z.array(caseSchema) });

export type LimboCase = z.infer<typeof caseSchema>;
export type LimboName = z.infer<typeof nameSchema>;
export type LimboSuite = z.infer<typeof suiteSchema>;

export type LimboResult = {
  readonly id: string;
  readonly actual_result: 'SUCCESS' | 'FAILURE' | 'SKIPPED';
  /** Why, for FAILURE and SKIPPED. */
  readonly context: string | null;
};

/** Says where a suite differs from the schema. */
export function readSuite(text: string): LimboSuite | { readonly mistake: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    return { mistake: `Standard input is not JSON: ${String(thrown)}` };
  }
  const read = suiteSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return {
    mistake: `Standard input is no limbo suite: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  };
}
