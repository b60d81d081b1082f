import { UserError } from '../errors.ts';
import { type Place, placeNamed } from '../people.ts';

/** Where programs are told of what happens: `WEBHOOK_URL`, or one of the family `WEBHOOK_<NAME>_URL`. */
export type WebhookSetting = {
  /** "default", or the name in lower case: what `webhook:name` means as a place. */
  readonly name: string;
  /** The variable that holds the URL: said in its place, which is a secret. */
  readonly setting: string;
  readonly url: string;
  /** Keys that sign; two while the secret is being changed. */
  readonly keys: readonly Uint8Array[];
  /** Null: everything. */
  readonly wants: WebhookWants | null;
};

export type WebhookWants = {
  readonly places: readonly Place[];
  readonly labels: readonly (readonly [label: string, value: string])[];
};

type Environment = Readonly<Record<string, string | undefined>>;

export const webhookSecretShape =
  'whsec_ and 24 to 64 bytes in base64, as `echo whsec_$(openssl rand -base64 32)` makes them; two parted by a blank while one takes over from the other';

/** UserError when one is wrong; it names the variable and never its value. */
export function webhooksFrom(env: Environment): readonly WebhookSetting[] {
  const given = (variable: string) => env[variable]?.trim() ?? '';
  const names = Object.keys(env).flatMap((variable) => {
    const name = /^WEBHOOK_(.+)_(?:URL|SECRET|FOR)$/.exec(variable)?.[1];
    return name === undefined || given(variable) === '' ? [] : [name];
  });
  const families = [...new Set(names)].toSorted().map((name) => `WEBHOOK_${name}`);
  const isDefaultGiven = ['URL', 'SECRET', 'FOR'].some((part) => given(`WEBHOOK_${part}`) !== '');
  const usual = given('WEBHOOK_SECRET');
  // The usual secret may stand alone, for all of the family.
  const bases = isDefaultGiven && !(given('WEBHOOK_URL') === '' && families.length > 0) ? ['WEBHOOK'] : [];
  return [...bases, ...families].map((base) => webhookFrom(base, given, usual));
}

function webhookFrom(base: string, given: (variable: string) => string, usual: string): WebhookSetting {
  const setting = `${base}_URL`;
  const name = base === 'WEBHOOK' ? 'default' : base.slice('WEBHOOK_'.length).toLowerCase();
  if (!/^[a-z0-9][a-z0-9_]{0,39}$/.test(name)) {
    throw new UserError('A webhook has a name of A to Z, 0 to 9 and _: WEBHOOK_PAYMENTS_URL.');
  }
  if (base !== 'WEBHOOK' && name === 'default') {
    throw new UserError('The webhook "default" is WEBHOOK_URL. Give WEBHOOK_DEFAULT_URL another name.');
  }
  const url = given(setting);
  if (url === '') throw new UserError(`${base}_SECRET or ${base}_FOR is set and ${setting} is not.`);
  if (!isWebhookUrl(url)) throw new UserError(`${setting} must be ${webhookUrlShape}.`);
  const own = given(`${base}_SECRET`);
  const secrets = (own || usual).split(/\s+/).filter((secret) => secret !== '');
  if (secrets.length === 0) {
    throw new UserError(`${setting} is set and ${base}_SECRET is not: every message is signed with it.`);
  }
  const variable = own === '' ? 'WEBHOOK_SECRET' : `${base}_SECRET`;
  return {
    name,
    setting,
    url,
    keys: secrets.map((secret) => keyFrom(secret, variable)),
    wants: wantsFrom(given(`${base}_FOR`), `${base}_FOR`),
  };
}

export const webhookUrlShape = 'an http or https URL without a user name or password';

export function isWebhookUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** As the libraries of Standard Webhooks read it. */
function keyFrom(secret: string, variable: string): Uint8Array {
  const encoded = secret.replace(/^whsec_/, '');
  const key = Buffer.from(encoded, 'base64');
  const isBase64 = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  if (isBase64 && key.length >= 24 && key.length <= 64) return key;
  throw new UserError(`${variable} must be ${webhookSecretShape}.`);
}

function wantsFrom(typed: string, variable: string): WebhookWants | null {
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return null;
  const places: Place[] = [];
  const labels: [string, string][] = [];
  for (const word of words) {
    const place = placeNamed(word);
    const [, label, value] = /^([\w.-]{1,40})=([\w.@/-]{0,80})$/.exec(word) ?? [];
    if (place !== null) places.push(place);
    else if (label !== undefined && value !== undefined) labels.push([label, value]);
    else {
      throw new UserError(
        `${variable} must be places and labels, comma separated: slack:C012AB3CD, console, team=payments.`,
      );
    }
  }
  return { places, labels };
}
