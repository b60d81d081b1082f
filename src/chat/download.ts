export type Download =
  | { readonly kind: 'had'; readonly bytes: Uint8Array; readonly mediaType: string }
  /** `status` null: no answer came. A redirect is one too, and is never followed. */
  | { readonly kind: 'refused'; readonly status: number | null; readonly reason: string }
  | { readonly kind: 'too-large' };

export type DownloadOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
};

const withinMs = 15_000;

/**
 * Gets a file from the chat platform itself. The caller has held the URL against the platform's own hosts, which is
 * narrower than the address policy, and whoever set another API address has chosen that one too; so this goes the way
 * the platform's library goes. What is sent along, a token, goes to that host and no other.
 */
export async function download(url: URL, options: DownloadOptions): Promise<Download> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(withinMs)]);
  try {
    const response = await fetch(url, { headers: options.headers ?? {}, redirect: 'manual', signal });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { kind: 'refused', status: response.status, reason: `it answered ${response.status}` };
    }
    const bytes = await bodyOf(response, options.mostBytes);
    if (bytes === null) return { kind: 'too-large' };
    return { kind: 'had', bytes, mediaType: response.headers.get('content-type') ?? '' };
  } catch (thrown) {
    options.signal.throwIfAborted();
    const name = thrown instanceof Error ? thrown.name : '';
    const reason = name === 'TimeoutError' ? `no answer within ${withinMs / 1000} s` : 'it cannot be reached';
    return { kind: 'refused', status: null, reason };
  }
}

/** Null when it is longer. */
async function bodyOf({ body }: Response, mostBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(Buffer.concat(chunks));
  for (const chunk of chunks) chunk.fill(0);
  return whole;
}
