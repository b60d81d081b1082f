import { z } from 'zod';
import type { DoorAnswer, InteractionDoor } from '../../../core/doors/interaction-door.ts';
import { reasonOf } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';
import { jsonOrNull } from '../../../core/text/json.ts';
import { createOnce, type SharedOnce } from '../../once.ts';
import { longestAgeMs, publicKeyFrom, verifiedSignature } from './signature.ts';

/** An interaction as Discord sends it ("Interaction Object"); the library reads the rest. */
const sent = z.looseObject({
  type: z.int().min(2),
  id: z.string().regex(/^\d{1,20}$/),
  token: z.string().min(1),
  entitlements: z.array(z.unknown()).default([]),
});

export type RawInteraction = z.infer<typeof sent>;

/** "Interaction Type" and "Interaction Callback Type". */
const ping = z.looseObject({ type: z.literal(1) });
const pong = { type: 1 } as const;

export type DiscordDoor = InteractionDoor & {
  /** The key of the application, 64 hexadecimal digits. */
  readonly publicKey: string;
  /** Hands interactions on from now; null: nobody takes them. */
  open(take: ((interaction: RawInteraction) => void) | null): void;
};

export type DoorWorld = {
  readonly publicKey: string;
  readonly now: () => Date;
  readonly log: Log;
  readonly shared?: SharedOnce | undefined;
};

const refused: DoorAnswer = { status: 401, said: 'The signature is not one that Discord made just now.' };

/**
 * The Interactions Endpoint of the application. What it takes is answered by callback, as over the gateway, so the request itself
 * is answered 202; a PING only here. Discord tries it with wrong signatures, and takes the address away where one is let in.
 */
export function createDoor({ publicKey, now, log, shared }: DoorWorld): DiscordDoor {
  const key = publicKeyFrom(publicKey);
  const isFirst = createOnce({ log, shared, forMs: 2 * longestAgeMs });
  let handOn: ((interaction: RawInteraction) => void) | null = null;
  return {
    publicKey: publicKey.toLowerCase(),
    open(take) {
      handOn = take;
    },
    async take(request) {
      if (!isJson(request.contentType)) return { status: 415, said: 'Discord sends application/json.' };
      const signature = verifiedSignature(request, key, now());
      if (signature === null) return refused;
      if (!(await isFirst(signature))) {
        log.warn({}, 'a signed request of Discord was sent again, and refused');
        return refused;
      }
      const json = jsonOrNull(Buffer.from(request.body).toString('utf8'));
      if (ping.safeParse(json).success) return { status: 200, json: pong };
      const { data: interaction } = sent.safeParse(json);
      if (interaction === undefined) return { status: 400, said: 'That is no interaction.' };
      if (handOn === null) return { status: 503, said: 'Notafter is not connected to Discord.' };
      try {
        handOn(interaction);
      } catch (thrown) {
        log.error(
          { reason: reasonOf(thrown), type: interaction.type },
          'an interaction of Discord was not read',
        );
        return { status: 400, said: 'The interaction could not be read.' };
      }
      return { status: 202 };
    },
  };
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
