/** Shows what becomes of one member of client metadata (`curity.md` 2.5). */
export interface MemberProof {
  /** What the answer has of it when it was not sent, by a client for itself and by one that signs users in; default: nothing. */
  absent?: { service?: unknown; shop?: unknown }
  /** Values that are taken, each with what the answer has of it; default: the same. */
  taken: readonly (readonly [sent: unknown, answered?: unknown])[]
  /** Values that are not. */
  refused: readonly unknown[]
  /** The error of a refusal; default: invalid_client_metadata. */
  error?: 'invalid_redirect_uri'
  /** What else is sent with it; default: what a client sends that signs users in. */
  beside?: object
  /** Parts of the configuration that it takes. */
  given?: object
  /** Nothing here acts upon it: it is stored, and answered. */
  storedOnly?: true
}

/** The least that each of the two kinds of clients sends. */
export const service = { grant_types: ['client_credentials'] }
export const shop = { redirect_uris: ['https://shop.test/callback'] }

/** A member of a common kind, with more said about it. */
type More = Omit<MemberProof, 'taken' | 'refused'>

export const text = (more: More = {}): MemberProof => ({
  ...more,
  taken: [['some words'], [''], [null, undefined]],
  refused: [7, true, {}, ['a', 'b']],
})

export const texts = (more: More = {}): MemberProof => ({
  ...more,
  taken: [[['a', 'b']], [[]], ['a', ['a']]],
  refused: [7, {}, [1], [['a']]],
})

export const flag = (more: More = {}): MemberProof => ({
  ...more,
  taken: [[true], [false], ['true', true], ['false', false]],
  refused: ['yes', 2, {}, []],
})

/** Of a kind that must share a domain with a redirect URI. */
export const ownAddress = (more: More = {}): MemberProof => ({
  ...more,
  taken: [['https://shop.test/page'], ['https://www.shop.test'], ['http://shop.test:8080/?a=b#c']],
  refused: [...noAddresses, 'https://other.test/', 'https://evilshop.test/'],
})

/** Of a kind that may be anywhere. */
export const address = (more: More = {}): MemberProof => ({
  ...more,
  taken: [['https://other.test/page'], ['http://127.0.0.1:8080/']],
  refused: noAddresses,
})

const noAddresses = [
  '',
  'page',
  'ftp://shop.test/',
  'javascript:alert(1)',
  'https://',
  7,
  {},
  ['https://shop.test/', 'a'],
]

/** Seconds from `least` on. */
export const seconds = (least: number, more: More = {}): MemberProof => ({
  ...more,
  taken: [[least], [4_294_967_295], ['60', 60]],
  refused: [least - 1, 4_294_967_296, 1e308, 1.5, 'soon', '1.5', '', true, []],
})
