import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../core/message.ts';
import type { Mention } from '../core/people.ts';
import { targetText } from '../core/target.ts';
import { absoluteText } from '../core/text/time-text.ts';
import type { Endpoint, WatchedCertificate } from '../core/watch/endpoint.ts';
import { type RenewalState, renewalPlan } from '../core/watch/renewal.ts';
import { lapseWording } from './alarm/wordings.ts';
import { targetValues } from './diagnosis.ts';

export type PingState = Exclude<RenewalState, 'ok'>;

export type Ping = {
  readonly endpoint: Endpoint;
  readonly certificate: WatchedCertificate;
  readonly state: PingState;
  /** Called: notified by this very message. */
  readonly called: readonly Mention[];
  /** Owners whom this message cannot notify, because they belong to another platform. */
  readonly named: readonly Mention[];
  readonly now: Date;
};

const mostNames = 5;

/** What an owner reads when a certificate enters a worse state. The dates are the certificate's own. */
export function pingMessage(ping: Ping): Message {
  const { endpoint, certificate, called, now } = ping;
  const wording = lapseWording(ping.state, certificate, now);
  const name = targetText(endpoint.target);
  const end = absoluteText(certificate.notAfter, 'UTC', now);
  const people = called.map((who) => who.name).join(', ');
  return {
    tone: wording.tone,
    title: [
      ...called.flatMap((who): Inline[] => [{ kind: 'mention', who }, text(' ')]),
      text(called.length === 0 ? 'The certificate of ' : 'the certificate of '),
      strong(name),
      text(` ${wording.says}`),
      date(certificate.notAfter, 'both'),
    ],
    blocks: [
      labelled('What this means', text(wording.means)),
      labelled('Do', text(wording.fix)),
      ...authorityWords(certificate),
      ...nextStep(ping),
      labelled('Certificate', ...certificateWords(certificate)),
      ...ownerBlocks(ping),
      note(text('Said once for this state of this certificate. A new certificate on the server ends it.')),
    ],
    buttons: [
      { label: 'Check again', command: 'check', values: targetValues(endpoint.target), style: 'primary' },
      { label: 'Certificate', command: 'cert', values: targetValues(endpoint.target) },
    ],
    summary: `${people === '' ? 'The' : `${people}: the`} certificate of ${name} ${wording.says}${end}.`,
  };
}

function authorityWords({ renewalWindow }: WatchedCertificate): readonly Block[] {
  if (renewalWindow === undefined) return [];
  const { source, start, end, explanationUrl } = renewalWindow;
  const why: readonly Inline[] =
    explanationUrl === null
      ? []
      : [text('. Why: '), { kind: 'link', text: explanationUrl, url: explanationUrl }];
  return [
    labelled(
      'Its authority',
      text(`${source} asks for renewal between `),
      date(start, 'absolute'),
      text(' and '),
      date(end, 'absolute'),
      ...why,
    ),
  ];
}

/** When the tone gets sharper, if nothing changes. */
function nextStep({ state, certificate }: Ping): readonly Block[] {
  const plan = renewalPlan(certificate);
  switch (state) {
    case 'due':
      return [labelled('Next message', text('if it is still served '), date(plan.overdue, 'both'))];
    case 'overdue':
      return [labelled('Next message', text('if it is still served '), date(plan.critical, 'both'))];
    case 'critical':
    case 'expired':
      return [];
  }
}

function certificateWords(certificate: WatchedCertificate): readonly Inline[] {
  const { names } = certificate;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more names` : '';
  const list = names.length === 0 ? 'no name' : `${names.slice(0, mostNames).join(', ')}${more}`;
  return [
    text(`for ${list}, issued by ${certificate.issuer}, SHA-256 `),
    code(certificate.fingerprint256.slice(0, 16)),
    text(' ...'),
  ];
}

function ownerBlocks({ endpoint, named }: Ping): readonly Block[] {
  if (endpoint.owners.length === 0) {
    const command = `/watch edit ${targetText({ ...endpoint.target, address: null })} owner:@name`;
    return [
      labelled(
        'Owner',
        text('nobody, so nobody was called. Set one: '),
        code(endpoint.target.address === null ? command : `${command} address:${endpoint.target.address}`),
      ),
    ];
  }
  if (named.length === 0) return [];
  return [labelled('Also owned by', ...named.flatMap((who, index) => separated(who, index)))];
}

function separated(who: Mention, index: number): readonly Inline[] {
  return index === 0 ? [{ kind: 'person', who }] : [text(', '), { kind: 'person', who }];
}

/** Says to who reads an alarm directly why it did not come where it was meant for. */
export function withRefusedPlace(message: Message, place: string, reason: string): Message {
  const words = `it could not be posted to ${place}: ${reason}. Invite the bot there, or choose another place: `;
  return withWhyHere(message, words, '/watch edit <target> channel:#name');
}

/** The same for who reads it in the place of somebody who has left. */
export function withGonePerson(message: Message, who: Mention): Message {
  const words = `it was meant for ${who.name}, who is not there any more. Choose another owner: `;
  return withWhyHere(message, words, '/watch edit <target> owner:@name');
}

function withWhyHere(message: Message, words: string, command: string): Message {
  const why = labelled('Why you read this here', text(words), code(command));
  return { ...message, blocks: [...message.blocks, why] };
}
