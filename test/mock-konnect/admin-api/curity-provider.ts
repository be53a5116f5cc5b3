import { now, uuid } from './konnect.ts'

/** A DCR provider as an operator asks for it. */
export const curity = {
  name: 'Curity',
  provider_type: 'curity',
  issuer: 'https://curity.example/oauth/v2/oauth-anonymous/.well-known/openid-configuration',
  dcr_config: { initial_client_id: 'dcr-admin', initial_client_secret: 'initial-secret' },
}

/** The answer to it, as the first thing that is made in a demo world. */
export const created = {
  id: uuid(4),
  name: 'Curity',
  provider_type: 'curity',
  issuer: curity.issuer,
  active: false,
  dcr_config: { initial_client_id: 'dcr-admin' },
  labels: {},
  created_at: now,
  updated_at: now,
}
