import type { SigningKey } from './signing-key.ts'

/**
 * The signing key that a start without settings uses: fixed, so that nothing is generated and tokens survive a restart. Its
 * private half is public knowledge: for tests only. The key id is a signed number, as the real product's are (`curity.md` 1.5).
 */
export const devSigningKeys: readonly SigningKey[] = [
  {
    id: 'default-signing-key',
    kid: '-1450772193',
    x5t: '9HfRieBOLm6UP_QX9VreQqgrloQ',
    certificate:
      'MIICuzCCAaOgAwIBAgIBATANBgkqhkiG9w0BAQsFADAeMRwwGgYDVQQDExNkZWZhdWx0LXNpZ25pbmcta2V5MCAXDTI2MDEwMTAwMDAwMFoYDzIxMjYwMTAxMDAwMDAwWjAeMRwwGgYDVQQDExNkZWZhdWx0LXNpZ25pbmcta2V5MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnsakohwb+pzf1o0vJDumpcXL3EPwavzEy+v8V5YOWij10NNy2ARAkksUBXtctNzGxyvJFZQnCFENIxRo5zoromH3lNKkzX8jFCaWumuoJFY7G8oLhqy+0ZEaioJbez5Rxt5lh1Ps351bZjcycCOIkb5Y+eGxKa7G1afcV3uUpDuHYLfq5/rDgoTNaSRx0A48Shvpja8JTquB3C+QObIt8wKiE0zbLKwfPEX5G0xmKlfaLVfmtZ+rcPGmKqC25CTazSFSpaBaTG8nhzEnQSAmaVnNJ5ghGnJ6A7DwiuWrMeG0KGnmJEK2pfKtY5/upgR9eaqdStOQjI4M8YXhgrZ1pQIDAQABowIwADANBgkqhkiG9w0BAQsFAAOCAQEAE7/aLEYBQxFgmrq1Bnl0aaBR9Q7bPbOUwuqsXTLUUYjZD0P02thwYAvmNRtEhu0AK77uPvo1oDFj6/aHE/I0pB5L+brE3REvq7CotyvpAQCuaksqt/37kHFvv+vC3ri0M5wsaiGeQSpTsG9TTAHCJs0HsLT0jew7a7chrHAhiVfMaU8A2EWPdFZb8Q5bRvha1j2BfSMAJH4xXOhBC9m/4lZmBBqbcowutGmdNFIV/30TRhfYPgNPLdcVNydvnS/bmDe0FxxSKU+2vqPghDX51s0lqZ/2PjhwcmpEI1TshPhkO8+CN8IQwd9G5QSCdIeYNKnUhgoYVb4yNZZu5IrncA==',
    privateJwk: {
      kty: 'RSA',
      n: 'nsakohwb-pzf1o0vJDumpcXL3EPwavzEy-v8V5YOWij10NNy2ARAkksUBXtctNzGxyvJFZQnCFENIxRo5zoromH3lNKkzX8jFCaWumuoJFY7G8oLhqy-0ZEaioJbez5Rxt5lh1Ps351bZjcycCOIkb5Y-eGxKa7G1afcV3uUpDuHYLfq5_rDgoTNaSRx0A48Shvpja8JTquB3C-QObIt8wKiE0zbLKwfPEX5G0xmKlfaLVfmtZ-rcPGmKqC25CTazSFSpaBaTG8nhzEnQSAmaVnNJ5ghGnJ6A7DwiuWrMeG0KGnmJEK2pfKtY5_upgR9eaqdStOQjI4M8YXhgrZ1pQ',
      e: 'AQAB',
      d: 'JX6qfT_fGZk3QO75XXiau5YQtNT0bwd_H9r8LeDZRdBbcHOmsL2cVA_XzA2cUHe8l2dPJsHkT9H4JLsapNQ3XrL86Q-vbHnkGkucl6x5ug8FCWR2wViE_W9jUadEHEAUxr5ZQpJ-ozYBUguh5Rp3E1fcojH6iOnluanY3m3oJboruNdT_MFPoBAxWz5nd7gjw4l9l0W8lYS8yRBn9zj-PLTt81avnwLAloQ6bNbFwo0Q6AsdduVwWz0rqmroNdYgiuR37nnlVSNqWKCGVV7m8-BX1vxrPJV9aszsKe0j1gJhoc2_-LC00_jspboyNDeO0A3ZA_xmpzugTzJNgnkCwQ',
      p: '1TG1WZPdI4ORmRWnErUGO1LMOjFUdwk6toKPFvpvYeXrnYx5Oq-ZkcBKcdrRZrGbmouvxsm3QtxU1iV77wZP4cycBvPNqqkOXwLhhsi813e4arYo0wNnHFwEEmnaHVj_NgmzrLhxNpYFgJZQt35BiyszuTWX9H1_zlsG-3wvAGE',
      q: 'vqfPRJnOomm5_VxZ_IJ6a2oA-Ld3MsQwyHmn3fbis5uyekVUWeunDLs7Gv0SX4eCcA_0AeHrJnIhx9jnK78gOHqFKpBBZkkgCHCL4xmYOgO_FKkw3_Vnc2Kkp9OpC_8KrVvM6g60eFneqHpkFVR58P92AT1UgpVIbW99W1bnC8U',
      dp: 'FIApLin309htAcmBPV1G8iFuHhJsSt4KVU6Mr-r5FvLjC01cwvXr0IYrInOmOzfM_Ll996GiC73gMo98MWnr-IySXGDJYCXNifle8nUPI7ERfMFzf4cOPT3j7llbbgMG141rR6qcyGD4unq53Es5xkYrPR4YNJx008URENHKO0E',
      dq: 'G0vdUf4PZpNqjIq3W3621kAkCXgC-eK69UjtrsrVJE_rWrQoYoNptFnuGWwYQFMfarnt_oMA7s0yZvF4D3xauZtZC4IBywo3Kt4qOQaGE_BLYELk-3ugJxX9awXT0yLdvXpCOVSHpB-B0G9NevxQRR_eHklQmy2SZBCtSvGDPN0',
      qi: 'bG_DBCDqQx7xFsP4cyoXS-GRVF_XCkjd35z0MQNAxtwsYcopS84fL7Eayr3sZYwgKGSHrgJLBULAVHnK0wHi3PUNWPkGe7Dnpn05o3mkRx-mzi9aPd3DObgOEJiZ7R9Vbz_O2QLd1mrjKHWBb99mROV6FugAGQGBlSvjjd50ayQ',
    },
  },
]
