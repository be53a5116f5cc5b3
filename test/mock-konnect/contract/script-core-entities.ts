import { type Call, call, type Reading } from './call.ts'

const entities = '/v2/control-planes/{controlPlaneId}/core-entities'
const at = { controlPlaneId: 'controlPlane' }

const plugin = ({ known }: Reading) => ({
  name: 'rate-limiting',
  config: { minute: 5 },
  service: { id: known.ServiceId },
  route: { id: known.RouteId },
  consumer: { id: known.ConsumerId },
})

const ofConsumer = `${entities}/consumers/{ConsumerIdForNestedEntities}/acls`
const atConsumer = { ...at, ConsumerIdForNestedEntities: 'ConsumerId' }

/** A consumer's own groups: written below it, read there and as a whole. */
const acls: readonly Call[] = [
  call(`POST ${ofConsumer}`, { at: atConsumer, body: { group: 'buyers' }, keep: { ACLId: 'id' } }),
  call(`GET ${ofConsumer}`, { at: atConsumer }),
  call(`GET ${ofConsumer}/{ACLId}`, { at: atConsumer }),
  call(`PUT ${ofConsumer}/{ACLId}`, { at: atConsumer, body: { group: 'sellers', tags: ['a'] } }),
  call(`GET ${entities}/acls`, { at }),
  call(`GET ${entities}/acls/{ACLId}`, { at }),
  call(`DELETE ${ofConsumer}/{ACLId}`, { at: atConsumer }),
]

const groups = `${entities}/consumer_groups`
const group = `${groups}/{ConsumerGroupId}`
const ofOne = `${entities}/consumers/{ConsumerId}/consumer_groups`

/** Groups that consumers are put into, from either side. */
const consumerGroups: readonly Call[] = [
  call(`POST ${groups}`, { at, body: { name: 'gold' }, keep: { ConsumerGroupId: 'id' } }),
  call(`GET ${groups}`, { at }),
  call(`GET ${group}`, { at }),
  call(`PUT ${group}`, { at, body: { name: 'gold', tags: ['a'] } }),
  call(`POST ${group}/consumers`, { at, body: { consumer: 'c' } }),
  call(`GET ${group}/consumers`, { at }),
  call(`GET ${ofOne}`, { at }),
  call(`POST ${groups}`, { at, body: { name: 'silver' }, keep: { otherGroup: 'id' }, again: true }),
  call(`POST ${ofOne}`, { at, body: { group: 'silver' } }),
  call(`DELETE ${ofOne}/{ConsumerGroupId}`, { at: { ...at, ConsumerGroupId: 'otherGroup' } }),
  call(`DELETE ${group}/consumers/{ConsumerId}`, { at }),
  call(`DELETE ${group}/consumers`, { at }),
  call(`DELETE ${ofOne}`, { at }),
  call(`DELETE ${group}`, { at }),
]

const targets = `${entities}/upstreams/{UpstreamIdForTarget}/targets`
const ofUpstream = { ...at, UpstreamIdForTarget: 'UpstreamId' }

/** Upstreams, and the targets of one. */
const upstreams: readonly Call[] = [
  call(`POST ${entities}/upstreams`, { at, body: { name: 'u.internal' }, keep: { UpstreamId: 'id' } }),
  call(`GET ${entities}/upstreams`, { at }),
  call(`GET ${entities}/upstreams/{UpstreamId}`, { at }),
  call(`PUT ${entities}/upstreams/{UpstreamId}`, { at, body: { name: 'u.internal', algorithm: 'least-connections' } }),
  call(`POST ${targets}`, { at: ofUpstream, body: { target: 'a.example:80' }, keep: { TargetId: 'id' } }),
  call(`GET ${targets}`, { at: ofUpstream }),
  call(`GET ${targets}/{TargetId}`, { at: ofUpstream }),
  call(`PUT ${targets}/{TargetId}`, { at: ofUpstream, body: { target: 'a.example:80', weight: 0 } }),
  call(`DELETE ${targets}/{TargetId}`, { at: ofUpstream }),
  call(`DELETE ${entities}/upstreams/{UpstreamId}`, { at }),
]

/** Services, routes, plugins, consumers and upstreams of a control plane (`konnect.md` 8). */
export const coreEntities: readonly Call[] = [
  call('GET /v2/control-planes/{controlPlaneId}/expected-config-hash', { at }),
  call(`POST ${entities}/services`, { at, body: { name: 's', host: 'a.example' }, keep: { ServiceId: 'id' } }),
  call(`GET ${entities}/services`, { at }),
  call(`GET ${entities}/services/{ServiceId}`, { at }),
  call(`PUT ${entities}/services/{ServiceId}`, { at, body: { name: 's', url: 'https://b.example/c' } }),
  call(`POST ${entities}/routes`, { at, body: { name: 'r', paths: ['/r'] }, keep: { RouteId: 'id' } }),
  call(`GET ${entities}/routes`, { at }),
  call(`GET ${entities}/routes/{RouteId}`, { at }),
  call(`PUT ${entities}/routes/{RouteId}`, { at, body: { name: 'r', hosts: ['a.example'] } }),
  call(`POST ${entities}/consumers`, { at, body: { username: 'c' }, keep: { ConsumerId: 'id' } }),
  call(`GET ${entities}/consumers`, { at }),
  call(`GET ${entities}/consumers/{ConsumerId}`, { at }),
  call(`PUT ${entities}/consumers/{ConsumerId}`, { at, body: { username: 'c', custom_id: 'mine' } }),
  call(`POST ${entities}/plugins`, { at, body: plugin, keep: { PluginId: 'id' } }),
  call(`GET ${entities}/plugins`, { at }),
  call(`GET ${entities}/plugins/{PluginId}`, { at }),
  call(`PUT ${entities}/plugins/{PluginId}`, { at, body: { name: 'cors' } }),
  call(`DELETE ${entities}/plugins/{PluginId}`, { at }),
  ...acls,
  ...consumerGroups,
  ...upstreams,
  call(`DELETE ${entities}/consumers/{ConsumerId}`, { at }),
  call(`DELETE ${entities}/routes/{RouteId}`, { at }),
  call(`DELETE ${entities}/services/{ServiceId}`, { at }),
]
