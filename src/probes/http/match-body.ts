import { type ExpectedBody, readExpectedBody } from '../../core/target/expected.ts';
import { decodeBody } from '../../net/http/decode-body.ts';
import type { HttpResponse } from '../../net/http/request.ts';
import type { BodyMatch } from './http-facts.ts';

/** Octets of a body once unpacked, whatever it was packed from. */
const mostUnpacked = 1024 * 1024;

/** Looks for `expected` in the body of this response, upper and lower case alike. */
export async function matchBody(expected: string, response: HttpResponse): Promise<BodyMatch> {
  const { bodyStart, headers, bodyComplete, bodyBytes } = response;
  const decoded = await decodeBody(bodyStart, headers, mostUnpacked);
  if (!decoded.readable) return { kind: 'unreadable', because: decoded.because };
  const whole = decoded.whole && bodyComplete && bodyBytes === bodyStart.length;
  const found = await search(readExpectedBody(expected), decoded.text);
  if (typeof found === 'string') return { kind: 'unreadable', because: found };
  if (found.found) return { kind: 'found' };
  return {
    kind: 'missing',
    searched: found.searched,
    whole: whole && found.searched === decoded.text.length,
  };
}

/**
 * RE2 takes time in proportion to the length of its program times the length of the text: their product is bounded, at
 * about a tenth of a second of this thread.
 */
const mostSteps = 3_000_000;

async function search(
  expected: ExpectedBody,
  text: string,
): Promise<{ readonly found: boolean; readonly searched: number } | string> {
  if (expected.kind === 'text')
    return { found: text.toLowerCase().includes(expected.text.toLowerCase()), searched: text.length };
  // On first use: few ask for a pattern.
  const { RE2JS } = await import('re2js');
  try {
    const pattern = RE2JS.compile(expected.source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL | RE2JS.MULTILINE);
    const searched = Math.min(text.length, Math.floor(mostSteps / Math.max(1, pattern.programSize())));
    return { found: pattern.matcher(text.slice(0, searched)).find(), searched };
  } catch (thrown) {
    return `the pattern cannot be used: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}
