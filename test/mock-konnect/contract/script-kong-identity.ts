import { type Call, call, twice } from './call.ts'

const servers = '/v1/auth-servers'
const server = `${servers}/{authServerId}`
const client = { name: 'c', grant_types: ['client_credentials'], response_types: ['token'] }
const secrets = `${server}/clients/{clientId}/secrets`

/** Authorization servers of Kong Identity with their scopes, claims, clients and secrets (`konnect.md` 8). */
export const kongIdentity: readonly Call[] = [
  call(`POST ${servers}`, { body: { name: 'other', audience: 'b' }, again: true }),
  call(`POST ${servers}`, { body: { name: 'main', audience: 'a' }, keep: { authServerId: 'id' }, refused: twice }),
  call(`GET ${servers}`),
  call(`GET ${server}`),
  call(`PATCH ${server}`, { body: { description: 'd' }, refused: [{ status: 409, body: { name: 'other' } }] }),
  call(`POST ${server}/scopes`, { body: { name: 'write' }, again: true }),
  call(`POST ${server}/scopes`, { body: { name: 'read' }, keep: { scopeId: 'id' }, refused: twice }),
  call(`GET ${server}/scopes`),
  call(`GET ${server}/scopes/{scopeId}`),
  call(`PATCH ${server}/scopes/{scopeId}`, {
    body: { default: true },
    refused: [{ status: 409, body: { name: 'write' } }],
  }),
  call(`POST ${server}/claims`, { body: { name: 'team', value: 'blue' }, keep: { claimId: 'id' } }),
  call(`GET ${server}/claims`),
  call(`GET ${server}/claims/{claimId}`),
  call(`PATCH ${server}/claims/{claimId}`, { body: { value: 'green' } }),
  call(`POST ${server}/clients`, { body: client, keep: { clientId: 'id' } }),
  call(`GET ${server}/clients`),
  call(`GET ${server}/clients/{clientId}`),
  call(`PATCH ${server}/clients/{clientId}`, { body: { name: 'renamed' } }),
  call(`PUT ${server}/clients/{clientId}`, { body: { ...client, client_secret: 'mine' }, status: 200 }),
  call(`PUT ${server}/clients/{clientId}`, {
    ...{ body: { ...client, client_secret: 'mine' }, at: { clientId: 'new-client' }, status: 201, again: true },
  }),
  call(`POST ${secrets}`, { body: {}, keep: { clientSecretId: 'id' } }),
  call(`GET ${secrets}`),
  call(`GET ${secrets}/{clientSecretId}`),
  call(`PATCH ${secrets}/{clientSecretId}`, { body: { enabled: false } }),
  call(`DELETE ${secrets}/{clientSecretId}`),
  call(`DELETE ${server}/clients/{clientId}`),
  call(`DELETE ${server}/scopes/{scopeId}`),
  call(`DELETE ${server}/claims/{claimId}`),
  call(`DELETE ${server}`, { query: '?force=true', refused: [{ status: 400, query: '' }] }),
]
