/** A request as it came in over HTTP, before anybody believes it. */
export type SignedRequest = {
  readonly contentType: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  /** As it was sent, to the byte: that is what was signed. */
  readonly body: Uint8Array;
};

/** `said`: what is wrong, for whoever set it up. */
export type DoorAnswer =
  | { readonly status: 200; readonly json: Readonly<Record<string, number>> }
  | { readonly status: 202 }
  | { readonly status: 400 | 401 | 415 | 503; readonly said: string };

/** Where a platform sends what people do, each request signed by it. Never rejects. */
export type InteractionDoor = { take(request: SignedRequest): Promise<DoorAnswer> };
