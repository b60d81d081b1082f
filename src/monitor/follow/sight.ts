import { type Diagnosis, ownFaultIn } from '../../core/diagnosis.ts';
import { type Finding, isBad } from '../../core/finding.ts';
import type { Layer } from '../../core/layer.ts';
import type { Snapshot } from '../../core/past/snapshot.ts';
import type { FollowCause, FollowState } from '../../core/watch/follow.ts';

/** What one look gave: a diagnosis with what of it can be compared, or a bug of ours that stopped it. `paced`: it was left out. */
export type FollowLook =
  | { readonly kind: 'seen'; readonly diagnosis: Diagnosis; readonly snapshot: Snapshot }
  | { readonly kind: 'fault' }
  | { readonly kind: 'paced'; readonly reason: string };

/** `blind`: it says nothing about the target, since we were at fault, or could not look. */
export type Sight =
  | { readonly kind: 'sound'; readonly state: Omit<FollowState, 'since'> }
  | { readonly kind: 'blind'; readonly reason: string };

export function sightOf(look: Exclude<FollowLook, { kind: 'paced' }>): Sight {
  if (look.kind === 'fault') {
    return { kind: 'blind', reason: 'a fault inside Notafter stopped the look; its log says more' };
  }
  const { diagnosis, snapshot } = look;
  const { verdict, rootCause } = diagnosis;
  const fault = ownFaultIn(diagnosis);
  if (fault !== null) return { kind: 'blind', reason: fault.title };
  if (verdict === 'unknown') return { kind: 'blind', reason: rootCause?.title ?? firstFailure(diagnosis) };
  const cause = rootCause === null ? null : causeOf(rootCause);
  return { kind: 'sound', state: { verdict, cause, layers: layersIn(diagnosis), snapshot } };
}

const longestText = 400;

function causeOf({ id, layer, title, fix, reproduce }: Finding): FollowCause {
  return { id, layer, title: title.slice(0, longestText), fix: fix.slice(0, longestText), reproduce };
}

/** Which layers stood. One that was not reached is left out: that is no news about it. */
function layersIn({ results, findings }: Diagnosis): FollowState['layers'] {
  const layers: Partial<Record<Layer, 'good' | 'bad'>> = {};
  for (const { layer, status } of results) {
    if (layer === 'vantage' || layer === 'path' || status === 'skipped') continue;
    // Of several probes of one layer each may break it.
    if (status === 'failed') layers[layer] = 'bad';
    else layers[layer] ??= 'good';
  }
  for (const { layer, severity } of findings) if (isBad(severity)) layers[layer] = 'bad';
  return layers;
}

function firstFailure({ results }: Diagnosis): string {
  const failed = results.find((result) => result.status === 'failed');
  return failed?.status === 'failed' ? `${failed.probe}: ${failed.message}` : 'the look ended early';
}
