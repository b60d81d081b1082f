import { UserError } from '../errors.ts';

/**
 * What the HTTP answer of a target has to be, as it was typed; it is part of the target, so that buttons which ask
 * again carry it. Both have passed the readers below.
 */
export type Expected = {
  /** "200", "2xx", "200-299,401"; left out: anything below 400. */
  readonly status?: string;
  /** Text that has to stand in the body, or "/pattern/"; upper and lower case are the same. */
  readonly body?: string;
};

export type ExpectedBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string };

const longestBody = 200;
const longestStatus = 60;

/** Null when nothing was asked for. Throws `UserError` for what nobody can match. */
export function expectedFrom(status: string | undefined, body: string | undefined): Expected | null {
  const wantedStatus = status?.trim() ?? '';
  const wantedBody = body?.trim() ?? '';
  if (wantedStatus === '' && wantedBody === '') return null;
  if (wantedStatus !== '') statusRanges(wantedStatus);
  if (wantedBody !== '') readExpectedBody(wantedBody);
  return {
    ...(wantedStatus === '' ? {} : { status: wantedStatus }),
    ...(wantedBody === '' ? {} : { body: wantedBody }),
  };
}

/** Whether this status is one of those asked for. */
export function isExpectedStatus(expected: string, status: number): boolean {
  return statusRanges(expected).some(({ from, to }) => from <= status && status <= to);
}

function statusRanges(typed: string): readonly { readonly from: number; readonly to: number }[] {
  if (typed.length > longestStatus) throw notStatus(typed);
  return typed.split(/[\s,]+/).map((part) => {
    const group = /^([1-5])xx$/i.exec(part)?.[1];
    if (group !== undefined) return { from: Number(group) * 100, to: Number(group) * 100 + 99 };
    const [, first, last = first] = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first)) throw notStatus(typed);
    return { from: Number(first), to: Number(last) };
  });
}

function notStatus(typed: string): UserError {
  return new UserError(
    `${JSON.stringify(typed.slice(0, longestStatus))} is no status. Try status:200 or status:2xx,401.`,
  );
}

export function readExpectedBody(typed: string): ExpectedBody {
  if (typed.length > longestBody) {
    throw new UserError(`An expected text has at most ${longestBody} characters; that is ${typed.length}.`);
  }
  const source = /^\/(?<source>.+)\/i?$/s.exec(typed)?.groups?.source;
  if (source === undefined) return { kind: 'text', text: typed };
  if (/\(\?[=!<]|\\[1-9k]/.test(source)) {
    throw new UserError(
      'That pattern looks around or refers back, which is not taken here: such patterns can run for ever.',
    );
  }
  try {
    new RegExp(source, 's');
  } catch {
    throw new UserError('That pattern cannot be read. Try expect:/status.*ok/ or plain text.');
  }
  return { kind: 'pattern', source };
}
