import { UserError } from '../../core/errors.ts';

export type JsonAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the answer is no object. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly isList: boolean;
  /** Empty where it is none. */
  readonly list: readonly unknown[];
};

const mostBytes = 1024 ** 2;

/** Asks an address of the settings, as the platforms do. UserError where it cannot be reached; never with the token in it. */
export async function askJson(
  url: string | URL,
  {
    method,
    authorization,
    signal,
  }: { readonly method: string; readonly authorization: string; readonly signal: AbortSignal },
): Promise<JsonAnswer> {
  const host = new URL(url).host;
  const response = await fetch(url, { method, headers: { authorization }, signal, redirect: 'error' }).catch(
    (thrown: unknown) => {
      throw new UserError(`${host} cannot be reached${causeOf(thrown)}.`, { cause: thrown });
    },
  );
  const read = parsed(await textOf(response, host));
  return {
    status: response.status,
    headers: response.headers,
    body: typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {},
    isList: Array.isArray(read),
    list: Array.isArray(read) ? read : [],
  };
}

async function textOf(response: Response, host: string): Promise<string> {
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > mostBytes) throw new UserError(`${host} sends more than anybody asked for.`);
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : null;
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
}
