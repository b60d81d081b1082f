import type { REST } from 'discord.js';

type MakeRequest = NonNullable<NonNullable<ConstructorParameters<typeof REST>[0]>['makeRequest']>;
type Answer = Awaited<ReturnType<MakeRequest>>;

const callback = /\/interactions\/\d+\/[^/]+\/callback(\?|$)/;
/** An interaction is to be acknowledged within 3 s: with a connection that breaks at once there is time for these. */
const mostTries = 3;
/** "Interaction has already been acknowledged." */
const alreadyAcknowledged = 40060;

/** More are not under way at a time. */
const mostRemembered = 1000;

/**
 * A connection that breaks or falls silent may have carried the acknowledgement all the same. It is sent again, here or by
 * the library, and when Discord has it already it was ours: taken for another process's, the question would stay on
 * "thinking" for ever.
 */
export function withLostReplies(makeRequest: MakeRequest): MakeRequest {
  const unheard = new Set<string>();
  return async (url, init) => {
    if (!callback.test(url)) return makeRequest(url, init);
    for (let tries = 1; ; tries++) {
      try {
        const answer = await makeRequest(url, init);
        return unheard.delete(url) && answer.status === 400 ? await settled(answer) : answer;
      } catch (thrown) {
        if (unheard.size >= mostRemembered) unheard.clear();
        unheard.add(url);
        if (tries === mostTries || init.signal?.aborted === true) throw thrown;
      }
    }
  };
}

/** What was read can be read once: the library gets the same again. */
async function settled(refusal: Answer): Promise<Answer> {
  const { status, headers } = refusal;
  const said = await refusal.text();
  const body = codeIn(said) === alreadyAcknowledged ? null : said;
  const of = [...headers].filter(([name]) => body !== null || name.startsWith('x-ratelimit'));
  const answer = new Response(body, {
    status: body === null ? 204 : status,
    headers: Object.fromEntries(of),
  });
  return answer as unknown as Answer;
}

function codeIn(said: string): unknown {
  try {
    const body: unknown = JSON.parse(said);
    return typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  } catch {
    return null;
  }
}
