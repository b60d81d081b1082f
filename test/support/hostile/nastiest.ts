import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import type { Attribute } from '../certificates/names.ts';

/** What calls, leads somewhere, hides or breaks out, on one platform or another; each begins and ends in words. */
export const nastiest =
  'Acme @everyone <!channel> <@300000000000000009> [bank](https://evil.example) <https://evil.example|bank> <!here|x> <@U012AB3CD> <!subteam^S012AB3CD> @here <@&300000000000000009> https://evil.example/x ||a|| ```b``` `c` **d** \u202e\u2066\u200b\u0000\u001b[31m\u001b]8;;https://evil.example\u0007 <script>alert(1)</script> &lt;!channel&gt; Ltd';

/** The same in as few bytes as a banner or a header takes. */
export const nastyLine =
  '<!channel> @everyone <@U012AB3CD> <@300000000000000009> [x](https://evil.example) https://evil.example `c` \u001b[31m\u001b[2J';

/** A chain of a stranger: every name in it wants to do harm. */
export function nastyChain(now: Date, ip: string) {
  const named = (type: string): Attribute => ({ type, value: nastiest });
  const root = forgeRoot({ now, subject: [named('O'), named('CN')] });
  const intermediate = forgeIntermediate(root, { now, subject: [named('O'), named('CN')] });
  const leaf = forgeLeaf(intermediate, {
    now,
    subject: [named('O'), named('OU'), named('CN')],
    dns: ['site.test'],
    ip: [ip],
    names: [`email:${nastyLine}`, `uri:${nastyLine}`, `dns:${nastyLine}`],
    notBefore: daysFrom(now, -30),
    notAfter: daysFrom(now, 60),
  });
  return { chain: [leaf.der, intermediate.der], key: leaf.key, rootPem: root.pem };
}
