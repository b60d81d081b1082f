import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(
  JSON.parse(readFileSync('docs/webhook.schema.json', 'utf8')),
);

/** What `docs/webhook.schema.json` has against a body; none: it is as published. */
export function schemaErrors(body: string): readonly string[] {
  if (validate(JSON.parse(body))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
