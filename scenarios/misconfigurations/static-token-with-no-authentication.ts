import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { billing, registrationParts } from '../steps/curity-parts.ts'

export default scenario({
  id: 'static-token-with-no-authentication',
  title: 'a portal that can only send a fixed token registers where nobody is asked for one',
  refs: ['curity.md 10', 'curity.md 2.2'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { configuration: registrationParts({ 'non-templatized': { 'no-authentication': {} } }) } },
  async run(world, step) {
    const reply = await step('a portal registers with a fixed token', () =>
      world.curity.register(billing, 'fixed-token'),
    )
    assert.equal(reply.status, 201)
  },
})
