/** Where WebFinger stands (RFC 7033 §4). */
export const webfingerPath = '/.well-known/webfinger'
