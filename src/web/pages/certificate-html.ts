import type { WatchedCertificate, WatchRow } from '../../core/watch/endpoint.ts';
import { type Html, html } from '../html.ts';
import { type Reader, timeHtml } from '../message-html.ts';
import { boundedLine } from './watch-rows.ts';

const mostNames = 12;
const mostLeaves = 6;

/** The certificate that was served when one was last really seen. */
export function certificateHtml({ sighting }: Pick<WatchRow, 'sighting'>, reader: Reader): Html {
  const certificate = sighting?.certificate ?? null;
  if (sighting === null)
    return html`<p class="quiet">Nobody looked yet. Press Check now, or wait for the next round.</p>`;
  if (certificate === null) return html`<p class="quiet">None was seen.</p>`;
  const seenAt = sighting.certificateSeenAt;
  const old =
    seenAt === null || seenAt.getTime() === sighting.at.getTime()
      ? ''
      : html`<p class="note">As seen ${timeHtml(seenAt, 'both', reader)}. The last look saw none.</p>`;
  const others = sighting.served.filter(
    ({ fingerprint256 }) => fingerprint256 !== certificate.fingerprint256,
  );
  const more =
    others.length === 0
      ? ''
      : html`<p class="note">Served at other addresses:</p><ul class="leaves">${others
          .slice(0, mostLeaves)
          .map(
            (leaf) =>
              html`<li>${boundedLine(leaf.addresses.join(', '), 120)}: ends ${timeHtml(leaf.notAfter, 'both', reader)}, by <bdi>${boundedLine(leaf.issuer, 80)}</bdi></li>`,
          )}</ul>`;
  return html`${old}<dl class="facts">
    <dt>Ends</dt><dd class="when">${timeHtml(certificate.notAfter, 'both', reader)}</dd>
    <dt>Began</dt><dd>${timeHtml(certificate.notBefore, 'absolute', reader)}</dd>
    ${windowHtml(certificate, reader)}
    <dt>Issuer</dt><dd><bdi>${boundedLine(certificate.issuer, 120)}</bdi></dd>
    <dt>Names</dt><dd>${namesHtml(certificate.names)}</dd>
    <dt>SHA-256</dt><dd><code>${boundedLine(certificate.fingerprint256, 64)}</code></dd>
  </dl>${more}`;
}

function windowHtml({ renewalWindow }: WatchedCertificate, reader: Reader): Html | '' {
  if (renewalWindow === undefined) return '';
  const { start, end, source } = renewalWindow;
  return html`<dt>Renewal</dt><dd>${boundedLine(source, 60)} asks for it between ${timeHtml(start, 'absolute', reader)} and ${timeHtml(end, 'absolute', reader)}</dd>`;
}

function namesHtml(names: readonly string[]): Html {
  const shown = names.slice(0, mostNames).map((name) => html`<li><bdi>${boundedLine(name, 253)}</bdi></li>`);
  const more =
    names.length > mostNames ? html`<li class="quiet">and ${names.length - mostNames} more</li>` : '';
  return html`<ul class="names">${shown}${more}</ul>`;
}
