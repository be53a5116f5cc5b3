import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Complaints } from '../../kit/complaints.ts'
import { writing } from './writing.ts'

/** `dcr-harness new ID`: a scenario that runs as it stands, to be changed into the report. @throws Complaints */
export async function newScenario(id: string, { folder }: { folder: string }): Promise<void> {
  const file = join(folder, `${id}.ts`)
  const expected = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? undefined : 'must be in kebab-case: bug-1234'
  if (expected) throw new Complaints('new', [{ path: id, expected }])
  if (existsSync(file)) throw new Complaints('new', [{ path: file, expected: 'is there already; nothing was written' }])
  await writing(file, () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text(id))
  })
  console.log(`wrote ${file}; run it with: npx dcr-harness run ./${file}`)
}

const text = (id: string) => `import assert from 'node:assert/strict'
import { scenario } from 'dcr-harness'

export default scenario({
  id: '${id}',
  title: 'what happens, as a fact',
  refs: ['${id}'],
  // Faults, clocks, switches and states need the mocks; without them the scenario also runs against the real products.
  needs: ['levers'],
  // How the world differs from the demo world: { curity: { accessTokens: 'opaque' }, strategy: { scopes: ['orders:read'] } }
  given: {},
  async run({ portal, curity, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const reply = await step('it calls the API', () => gateway.get('/orders', { basic: app }))
    assert.equal(reply.status, 200, reply.advice)
  },
})
`
