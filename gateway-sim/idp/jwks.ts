import type { JSONWebKeySet } from 'jose'
import * as reasons from '../auth/credential-reasons.ts'
import { type IdpClients, type IdpConnection, parseObject } from './http.ts'
import { idpFailure } from './refusal.ts'

/** Fetches the keys with which the identity provider signs (RFC 7517). @throws CredentialRefused when they cannot be had */
export async function fetchJwks(clients: IdpClients, connection: IdpConnection, url: string): Promise<JSONWebKeySet> {
  const { status, text } = await clients.send(connection, {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
  })
  if (status < 200 || status > 299) throw idpFailure(reasons.idpFailed(url, status))
  const keys = parseObject(text)?.keys
  if (!Array.isArray(keys)) throw idpFailure(reasons.noJwks(url, 'it has no keys'))
  return { keys: keys.filter((key) => typeof key === 'object' && key !== null && 'kty' in key) }
}
