/** What a person attaches to an option. */
export type UploadInput = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What Discord says of its size, when that is not the truth. */
  readonly size?: number;
  /** Another place than the stand-in's own. */
  readonly url?: string;
};

export type UploadJson = Readonly<Record<string, unknown>> & { readonly id: string };

export type Uploads = {
  put(input: UploadInput): UploadJson;
  /** Null for a path that is no attachment's. */
  bytesOf(path: string): Uint8Array | null;
};

/** Discord's content host: whoever has the signed address has the file. */
export function createUploads(newId: () => string, base: () => string): Uploads {
  const kept = new Map<string, Uint8Array>();
  return {
    put({ name, bytes, size = bytes.length, url }) {
      const id = newId();
      const path = `/attachments/1/${id}/${encodeURIComponent(name)}?ex=1&is=2&hm=signed`;
      kept.set(path, bytes);
      const address = url ?? base() + path;
      return {
        id,
        filename: name,
        size,
        content_type: 'text/plain',
        url: address,
        proxy_url: address,
        ephemeral: true,
      };
    },
    bytesOf: (path) => kept.get(path) ?? null,
  };
}
