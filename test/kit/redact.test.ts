import { expect, test } from 'vitest'
import { redactBody, redactHeaders, redactText, redactUrl, redactValue } from '../../kit/redact.ts'

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0'

test.for([
  ['a signed token', `${jwt}.c2ln`],
  ['a token without a signature', `${jwt}.`],
  ['an encrypted token whose key part is empty', 'eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn'],
] as const)('%s is masked in running text', ([, token]) => {
  expect(redactText(`got ${token}, and more`)).toBe('got ***, and more')
})

test('what follows the name of a secret is masked in running text', () => {
  expect(redactText('client_id=a&client_secret=b c access-token=d, {"password" : "e", "grant_type":"f"}')).toBe(
    'client_id=a&client_secret=*** c access-token=***, {"password" : "***", "grant_type":"f"}',
  )
})

test('a URL keeps its path and the order of its parameters, and loses its secrets', () => {
  expect(redactUrl('/cb?state=1&code=abc&x&client%5Fsecret=d&token')).toBe(
    '/cb?state=1&code=***&x&client%5Fsecret=***&token',
  )
})

test('what stands after # is masked too', () => {
  expect(redactUrl('https://app.test/cb?a=1#access_token=abc&state=2')).toBe(
    'https://app.test/cb?a=1#access_token=***&state=2',
  )
})

test('a query that cannot be decoded is kept as it is, secrets aside', () => {
  expect(redactUrl('/x?%zz=1&client_secret=%zz')).toBe('/x?%zz=1&client_secret=***')
})

test.for([
  ['authorization', 'Basic YTpi', 'Basic ***'],
  ['authorization', 'Bearer abc def', 'Bearer ***'],
  ['authorization', 'dpop abc', 'dpop ***'],
  ['authorization', 'kpat_demo', '***'],
  ['authorization', 'kpat_demo and more', '***'],
  ['proxy-authorization', 'Basic YTpi', 'Basic ***'],
  ['cookie', 'a=b; session=c=d; bare', 'a=***; session=***;***'],
  ['set-cookie', 'session=abc; Path=/; HttpOnly', 'session=***; Path=/; HttpOnly'],
  ['location', 'https://app.test/cb?code=abc&state=1', 'https://app.test/cb?code=***&state=1'],
  ['x-access-token', 'abc', '***'],
  ['apikey', 'abc', '***'],
  ['x-id-token', 'abc', '***'],
  ['x-forwarded-uri', '/x?access_token=abc', '/x?access_token=***'],
  ['content-type', 'application/json', 'application/json'],
] as const)('header %s: %s', ([name, value, kept]) => {
  expect(redactHeaders({ [name]: value })).toEqual({ [name]: kept })
})

test('a header that came several times is masked each time, and one that is undefined is left out', () => {
  expect(redactHeaders({ 'set-cookie': ['a=b; Path=/', 'c=d'], via: undefined })).toEqual({
    'set-cookie': ['a=***; Path=/', 'c=***'],
  })
})

test('JSON keeps its form, with every secret masked however deep and however its name is written', () => {
  const body = {
    client_id: 'a',
    clientSecret: 'b',
    n: 1,
    list: [{ 'initial-client-secret': 'c' }],
    token: ['d', { x: 5 }],
    http_proxy_authorization: 'Basic e',
  }
  expect(JSON.parse(redactBody('application/json', JSON.stringify(body)))).toEqual({
    client_id: 'a',
    clientSecret: '***',
    n: 1,
    list: [{ 'initial-client-secret': '***' }],
    token: ['***', { x: '***' }],
    http_proxy_authorization: '***',
  })
})

test('of a key only what is public stays', () => {
  expect(redactValue({ kty: 'RSA', kid: 'a', n: 'b', e: 'AQAB', d: 'c', p: 'd', qi: 'e' })).toEqual({
    kty: 'RSA',
    kid: 'a',
    n: 'b',
    e: 'AQAB',
    d: '***',
    p: '***',
    qi: '***',
  })
})

test('null and switches are no secrets', () => {
  expect(redactValue({ client_secret: null, password: false })).toEqual({ client_secret: null, password: false })
})

test('a body that says it is JSON and is not is left out whole', () => {
  expect(redactBody('application/json', '{"client_secret":"abc"')).toBe('(not JSON, left out)')
})

test('a form loses the values of its secrets, in the forms that lists and nested members take', () => {
  const form = 'grant_type=a&client_secret=b&password[]=c&app%5Bclient_secret%5D=d&scope=e+f'
  expect(redactBody('application/x-www-form-urlencoded;charset=utf-8', form)).toBe(
    'grant_type=a&client_secret=***&password[]=***&app%5Bclient_secret%5D=***&scope=e+f',
  )
})

test.for([
  ['glued to what stands before it', `x%20${jwt}.c2ln`, 'x%20***'],
  ['after another word and a dot', `a.${jwt}.c2ln`, 'a.***'],
  ['two, parted by dots', `${jwt}.a.b.c.${jwt}.c`, '***.***'],
  ['in words of which none is one', 'eyJ.a.b and eyJh.b', 'eyJ.a.b and eyJh.b'],
] as const)('a token %s', ([, text, told]) => {
  expect(redactText(text)).toBe(told)
})

test('a text that begins a token at every letter is read through once', () => {
  const text = 'eyJ'.repeat(300_000)
  expect(redactText(`${text} ${text}.a`)).toBe(`${text} ${text}.a`)
})

test('a word of any length is read through once', () => {
  const word = 'x'.repeat(1_000_000)
  expect(redactText(`${word}, ${word}_token=abc`)).toBe(`${word}, ${word}_token=***`)
})
