import type { Quirk } from './hook-points.ts'

/** How clients show themselves at the token endpoint, and how its tokens look. */
export const tokenQuirks: readonly Quirk[] = [
  {
    name: 'punctuated-secrets',
    does: 'gives new clients secrets with the punctuation that encodings treat differently',
    source:
      'SalesforceCommerceCloud/b2c-developer-tooling#551; sample secret in the konnect-portal-dcr-handler specification',
    hooks: { newClientSecret: (own) => `${own()}+%/-_.!~*'()|#` },
  },
  {
    name: 'basic-read-raw',
    does: 'compares the parts of a Basic pair as they were sent, without form-decoding them',
    source: 'jumbojett/OpenID-Connect-PHP#209; DuendeArchive/IdentityServer4#2039; panva/oauth4webapi#54',
    hooks: { basicPart: (_own, text) => text },
  },
  {
    name: 'basic-compares-encoded',
    does: 'takes a part of a Basic pair only in the form-encoding that it would write itself',
    source: 'panva/oauth4webapi changelog (client_secret_basic encodes - _ . ! ~ * ( ) characters)',
    hooks: {
      basicPart(own, text) {
        const decoded = own(text)
        return new URLSearchParams([['', decoded]]).toString().slice(1) === text ? decoded : text
      },
    },
  },
  {
    name: 'at-jwt',
    does: 'marks JWT access tokens with typ at+jwt',
    source: 'RFC 9068 section 2.1',
    hooks: { accessTokenHeader: (own, header) => ({ ...own(header), typ: 'at+jwt' }) },
  },
]
