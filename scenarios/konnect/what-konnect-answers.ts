import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'

/** What scripts and provisioning tools read out of Konnect's answers. */
export default [
  scenario({
    id: 'sync-error-moved',
    title: 'a script that looks for a sync error at the API finds none; it stands at the service of the implementation',
    refs: ['bug-catalogue sync-error-moved', 'konnect.md 7'],
    tags: ['konnect'],
    needs: ['levers'],
    async run({ konnect, levers }, step) {
      const [linked] = await konnect.list('/v3/api-implementations')
      const path = `/v3/apis/${linked?.api_id}`
      const error = {
        plugin_name: 'konnect-application-auth',
        value: 'plugin_sync_error_comm',
        message: 'no control plane',
      }
      const failing = (route: string, member: string) =>
        levers.fault('konnect', { kind: 'patch', route, times: 'always', patch: { set: { [member]: error } } })
      const errors = async () => {
        const api = await konnect.read<{ auth_strategy_sync_error?: object }>(path)
        const { service } = await konnect.read<{ service: { auth_strategy_sync_error: object | null } }>(
          `${path}/implementations/${linked?.id}`,
        )
        return [api.auth_strategy_sync_error, service.auth_strategy_sync_error]
      }
      assert.deepEqual(await step('while all is well there is none', errors), [undefined, null])
      await failing('GET /v3/apis/:apiId/implementations/:implementationId', 'service.auth_strategy_sync_error')
      assert.deepEqual(await step('a sync fails: nothing at the API', errors), [undefined, error])
      await failing('GET /v3/apis/:apiId', 'auth_strategy_sync_error')
      assert.deepEqual(await step('where the script was written against it stood at both', errors), [error, error])
    },
  }),
  scenario({
    id: 'readback-drift',
    title:
      'members that the answer has and nobody wrote show up as changes in each plan; without them what is read is what was written',
    refs: ['bug-catalogue readback-drift', 'Kong/terraform-provider-konnect#433, #194'],
    tags: ['konnect'],
    needs: ['levers'],
    async run({ konnect, levers }, step) {
      const path = '/v2/application-auth-strategies'
      const written = {
        issuer: 'https://curity.example/oauth/v2/oauth-anonymous',
        credential_claim: ['sub'],
        scopes: [] as string[],
        auth_methods: ['bearer'],
      }
      const body = { name: 's', display_name: 'S', strategy_type: 'openid_connect', labels: { env: 'test' } }
      const made = await konnect.create(path, { ...body, configs: { 'openid-connect': written } })
      const plan = async () => {
        const { configs, ...read } = await konnect.read<typeof made & { configs: Record<string, object> }>(
          `${path}/${made.id}`,
        )
        return { read, config: configs['openid-connect'] }
      }
      await levers.fault('konnect', {
        kind: 'patch',
        endpoint: 'konnect.strategy.get',
        times: 'always',
        patch: { set: { 'configs.openid-connect.leeway': 0 }, remove: ['labels.env'] },
      })
      const drifted = await step('a tool reads what it wrote', plan)
      assert.deepEqual([drifted.config, drifted.read.labels], [{ ...written, leeway: 0 }, {}])
      await levers.disarm('konnect')
      const { config, read } = await step('the same where defaults stay in the server', plan)
      const { configs: _, ...first } = made
      assert.deepEqual([config, read], [written, first])
    },
  }),
]
