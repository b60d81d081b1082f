import { property, textValue, utcValue } from '../../core/calendar/icalendar.ts';
import { withoutQuery } from '../../core/hook/parts.ts';
import { targetText } from '../../core/target.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { WatchedCertificate, WatchRow } from '../../core/watch/endpoint.ts';
import { ownersOf, policyFor, type WatchRule } from '../../core/watch/policy/rule.ts';
import { renewalPlan } from '../../core/watch/renewal/renewal.ts';

const mostNames = 20;

export function calendarHead(title: string): string {
  return [
    property('BEGIN', 'VCALENDAR'),
    property('VERSION', '2.0'),
    property('PRODID', '-//Notafter//Expiries//EN'),
    property('CALSCALE', 'GREGORIAN'),
    property('METHOD', 'PUBLISH'),
    property('X-WR-CALNAME', textValue(shorten(title, 100))),
    // RFC 7986 §5.7, and what calendars knew before it.
    property('REFRESH-INTERVAL;VALUE=DURATION', 'PT1H'),
    property('X-PUBLISHED-TTL', 'PT1H'),
  ].join('');
}

export const calendarEnd = property('END', 'VCALENDAR');

/** When renewal is due, and the end; nothing where no certificate was ever seen. */
export function calendarEvents({ endpoint, sighting }: WatchRow, rules: readonly WatchRule[]): string {
  const certificate = sighting?.certificate ?? null;
  if (certificate === null) return '';
  const plan = renewalPlan(certificate, policyFor(endpoint, rules).thresholds);
  const name = shorten(withoutQuery(targetText(endpoint.target)), 150);
  const { owners } = ownersOf(endpoint, rules);
  const description = words(
    certificate,
    owners.map((who) => who.name),
  );
  const event = (kind: string, summary: string, start: Date, end: Date | null) =>
    [
      property('BEGIN', 'VEVENT'),
      // The same for every certificate of an endpoint: a renewal moves the event.
      property('UID', `${kind}-${endpoint.id}@notafter`),
      property('SEQUENCE', String(Math.max(0, Math.floor(certificate.notBefore.getTime() / 60_000)))),
      property('DTSTAMP', utcValue(certificate.notBefore)),
      property('DTSTART', utcValue(start)),
      ...(end === null ? [] : [property('DTEND', utcValue(end))]),
      property('SUMMARY', textValue(summary)),
      property('DESCRIPTION', textValue(description)),
      property('TRANSP', 'TRANSPARENT'),
      property('END', 'VEVENT'),
    ].join('');
  const due = plan.due < plan.overdue ? event('due', `Renew ${name}`, plan.due, plan.overdue) : '';
  return `${due}${event('ends', `${name} expires`, certificate.notAfter, null)}`;
}

function words({ names, issuer, fingerprint256 }: WatchedCertificate, owners: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => shorten(name, 100));
  const more = names.length - shown.length;
  return [
    `Names: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    `Issuer: ${shorten(issuer, 100)}`,
    `Owners: ${owners.length === 0 ? 'nobody' : shorten(owners.join(', '), 200)}`,
    `SHA-256: ${fingerprint256}`,
  ].join('\n');
}
