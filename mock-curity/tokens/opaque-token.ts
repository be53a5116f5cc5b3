import type { Switches } from '../behaviour.ts'

/** An opaque token: `_0XBPWQQ_` before access tokens, `_1XBPWQQ_` before refresh tokens, nothing until 2021 (`curity.md` 4.3). */
export const opaqueToken = (prefix: '_0XBPWQQ_' | '_1XBPWQQ_', uuid: string, { opaqueTokenStyle }: Switches): string =>
  opaqueTokenStyle === 'prefixed' ? `${prefix}${uuid}` : uuid
