import type { DiscordStandIn } from '../discord/stand-in.ts';

/** One valid interaction of every kind that Discord sends this app, made up, and what else comes without being asked for. */
export function validPackets({ place, user, channel, applicationId }: DiscordStandIn): readonly object[] {
  const common = {
    ...{ id: '300000000000000001', token: 'made-up', application_id: applicationId, version: 1 },
    ...{ channel_id: channel.id, channel: place.channelJson(channel), locale: 'en-US', app_permissions: '0' },
    ...{ entitlements: [], attachment_size_limit: 10_485_760, ...place.reach(channel, user).json },
  };
  const author = place.userJson(place.bot);
  const at = '2026-11-24T12:00:00.000Z';
  const message = {
    ...{
      id: '300000000000000002',
      channel_id: channel.id,
      author,
      content: '',
      timestamp: at,
      flags: 0,
      type: 0,
    },
    ...{ edited_timestamp: null, tts: false, mention_everyone: false, mentions: [], mention_roles: [] },
    ...{ attachments: [], embeds: [], pinned: false },
    components: [
      { type: 1, components: [{ type: 2, style: 1, label: 'Again', custom_id: '=check?target=x.test' }] },
    ],
  };
  const attachment = {
    id: '9',
    filename: 'a.pem',
    size: 10,
    url: 'http://127.0.0.1:9/a.pem',
    proxy_url: 'x',
  };
  const command = (name: string, options: readonly object[], resolved?: object) => ({
    ...common,
    type: 2,
    data: { id: '1', name, type: 1, options, ...(resolved === undefined ? {} : { resolved }) },
  });
  const pressed = (custom_id: string, more: object = {}) => ({
    ...common,
    ...{ type: 3, message, data: { component_type: 2, custom_id, id: 1, ...more } },
  });
  const boxes = [
    { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'target', value: 'x.test' } },
    { type: 18, id: 3, component: { type: 7, id: 4, custom_id: 'owners', values: [user.id] } },
    { type: 18, id: 5, component: { type: 3, id: 6, custom_id: 'depth', values: ['all'] } },
  ];
  const resolved = { users: { [user.id]: place.userJson(user) } };
  const interactions = [
    command('check', [{ type: 3, name: 'target', value: 'x.test' }]),
    command('cert', [{ type: 11, name: 'file', value: '9' }], { attachments: { '9': attachment } }),
    command('watch', [{ type: 1, name: 'list', options: [] }]),
    command('help', []),
    ...[
      pressed('=check?target=x.test'),
      pressed('+watch.list'),
      pressed('-help'),
      pressed('*watch.add!target,owners'),
    ],
    pressed('^', { component_type: 3, values: ['+watch.list'] }),
    {
      ...common,
      type: 4,
      data: {
        id: '1',
        name: 'check',
        type: 1,
        options: [{ type: 3, name: 'target', value: 'x', focused: true }],
      },
    },
    { ...common, type: 5, data: { custom_id: '~check!target', components: boxes, resolved } },
    { ...common, type: 1 },
  ];
  return [
    ...interactions.map((d) => ({ op: 0, t: 'INTERACTION_CREATE', s: 3, d })),
    ...place.guildsJson().map((d) => ({ op: 0, t: 'GUILD_UPDATE', s: 4, d })),
    { op: 0, t: 'CHANNEL_UPDATE', s: 5, d: place.channelJson(channel) },
    {
      op: 0,
      t: 'GUILD_ROLE_CREATE',
      s: 6,
      d: { guild_id: channel.guildId, role: { id: '5', name: 'x', permissions: '0' } },
    },
    { op: 11 },
  ];
}
