import { describe, expect, test } from 'vitest'
import { countingIds } from '../../../kit/ids.ts'
import { seals } from '../../../kit/seal.ts'
import { hashPassword, verifyPassword } from '../../../mock-konnect/secrets/password.ts'
import { tokenHash } from '../../../mock-konnect/secrets/token-hash.ts'

describe('a seal', () => {
  const { seal, open } = seals(Buffer.alloc(32, 1))

  test('opens what it sealed, and shows nothing of it', () => {
    for (const text of ['', 'secret', 'ünïcode ✓', 'x'.repeat(10_000)]) {
      const sealed = seal(text)
      expect(open(sealed)).toBe(text)
      if (text !== '') expect(sealed).not.toContain(text)
    }
  })

  test('tells texts apart: no nonce meets two of them', () => {
    const nonces = ['a', 'b', 'aa'].map((text) => seal(text).slice(0, 16))
    expect(new Set(nonces).size).toBe(3)
  })

  test('refuses what was changed, cut or sealed under another key', () => {
    const sealed = seal('secret')
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    for (const wrong of [changed, sealed.slice(0, 20), '', seals(Buffer.alloc(32, 2)).seal('secret')]) {
      expect(() => open(wrong)).toThrow()
    }
  })
})

describe('a password hash', () => {
  test('fits its password alone', async () => {
    const hash = await hashPassword('correct horse', countingIds())
    expect(hash).not.toContain('horse')
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    for (const wrong of ['', 'correct', 'correct horse ', 'Correct horse']) {
      expect(await verifyPassword(wrong, hash)).toBe(false)
    }
  })

  test('is salted', async () => {
    const ids = countingIds()
    expect(await hashPassword('same', ids)).not.toBe(await hashPassword('same', ids))
  })

  test('that is missing or no hash fits nothing', async () => {
    for (const hash of [null, '', 'scrypt$256$00$']) expect(await verifyPassword('', hash)).toBe(false)
  })
})

test('a token hash is SHA-256 in hex', () => {
  expect(tokenHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
