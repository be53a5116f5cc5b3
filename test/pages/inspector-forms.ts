import type { FormCase } from './form-case.ts'

const pages = '/_mock/pages'

/** Every form of the inspector. */
export const inspectorForms = (): FormCase[] => [
  {
    ...{
      route: '/_mock/sign-in',
      path: '/_mock/sign-in',
      typed: { token: 'wrong' },
      secrets: ['token'],
      stranger: true,
    },
    refused: { token: 'this is not the control token' },
  },
  { route: '/_mock/sign-out', path: '/_mock/sign-out', typed: {}, why: 'it always ends', stranger: true },
  {
    ...{ route: `${pages}/faults`, path: `${pages}/faults?server=mock-konnect` },
    typed: { kind: 'rate-limit', endpoint: 'token', limit: 'many', windowMs: '1000' },
    ...{ refused: { limit: 'must be integer' }, unshown: ['endpoint'] },
  },
  {
    ...{
      route: `${pages}/faults/disarm`,
      path: `${pages}/faults/disarm`,
      page: `${pages}/faults`,
      typed: { id: '77' },
    },
    ...{ button: true, why: 'it is disarmed already' },
  },
  {
    ...{ route: `${pages}/clock`, path: `${pages}/clock`, refused: { amount: 'must be integer' } },
    typed: { amount: 'late', unit: 'days', server: 'mock-konnect' },
  },
  {
    ...{ route: `${pages}/behaviour`, path: `${pages}/behaviour?server=mock-konnect` },
    typed: { idpTimeoutMs: 'long', maximumPageSize: '50', defaultInitialClientId: 'ours' },
    refused: { idpTimeoutMs: 'must be integer' },
  },
  {
    ...{ route: `${pages}/quirks`, path: `${pages}/quirks?server=mock-konnect`, typed: { release: 'newest' } },
    refused: { release: 'must match pattern "^[0-9]+(\\.[0-9]+){0,3}$"' },
  },
  {
    ...{ route: `${pages}/reset`, path: `${pages}/reset`, page: `${pages}/clock`, typed: {} },
    why: 'everything goes back',
  },
]
