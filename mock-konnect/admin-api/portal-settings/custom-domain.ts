import Type, { type Static } from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters } from '../../errors.ts'
import { currentPortalOf, found } from '../../found.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { CurrentPortal } from '../../model/portal.ts'
import type { CustomDomain } from '../../model/portal-settings.ts'
import { closed } from '../../problems/common-schemas.ts'
import { discriminated } from '../../problems/discriminated.ts'
import { acceptBody } from '../../problems/validator.ts'
import { taken } from '../../reasons.ts'
import { insertedOnce, replacedOnce } from '../portals/rules.ts'
import { PortalId } from '../portals/schema.ts'

const certificate = {
  custom_certificate: Type.String({ minLength: 1 }),
  custom_private_key: Type.String({ minLength: 1 }),
  skip_ca_check: Type.Optional(Type.Boolean()),
}
const Ssl = discriminated('domain_verification_method', [
  closed({ domain_verification_method: Type.Literal('custom_certificate'), ...certificate }),
  closed({ domain_verification_method: Type.Literal('http') }),
])

/** Bodies for the host name of a current portal. */
const NewDomain = closed({
  hostname: Type.String({ format: 'hostname', minLength: 1, maxLength: 255 }),
  enabled: Type.Boolean(),
  ssl: Type.Object({}),
})
const DomainChanges = closed({
  enabled: Type.Optional(Type.Boolean()),
  ssl: Type.Optional(closed(Type.Partial(Type.Object(certificate)).properties)),
})

/** A portal's host name in an answer. */
const Shown = Type.Object({
  hostname: Type.String(),
  enabled: Type.Boolean(),
  ssl: Type.Object({
    domain_verification_method: Type.String(),
    verification_status: Type.String(),
    uploaded_at: Type.Optional(Type.String()),
    skip_ca_check: Type.Optional(Type.Boolean()),
  }),
  cname_status: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
})

/** The host name of its own that a current portal answers to. Every name counts as verified at once. */
export function customDomain(app: App, context: KonnectContext): void {
  const path = '/v3/portals/:portalId/custom-domain'
  const { model, clock } = context
  const find = async ({ id }: CurrentPortal) => found(await model.customDomains.find(id), 'custom domain of portal', id)

  const one = { schema: { params: PortalId, response: { 200: Shown } } }
  app.get(path, one, async ({ params }) => shown(await find(await currentPortalOf(model, params.portalId))))

  const create = { schema: { params: PortalId, body: NewDomain, response: { 201: Shown } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const portal = await currentPortalOf(model, params.portalId)
    const ssl = acceptBody(closed({ ssl: Ssl }), { ssl: body.ssl }).ssl
    if (await model.customDomains.find(portal.id)) throw alreadyThere()
    const entity = { ...newEntity(context, 'custom-domain'), id: portal.id }
    const hostname = body.hostname.toLowerCase()
    const row: CustomDomain = {
      ...{ ...entity, hostname, enabled: body.enabled },
      domain_verification_method: ssl.domain_verification_method,
      skip_ca_check: 'skip_ca_check' in ssl ? (ssl.skip_ca_check ?? false) : false,
      uploaded_at: ssl.domain_verification_method === 'custom_certificate' ? entity.created_at : null,
    }
    await insertedOnce(replaced(portal, row))
    await model.customDomains.insert(row)
    return reply.code(201).send(shown(row))
  })

  const update = { schema: { ...one.schema, body: DomainChanges } }
  app.patch(path, update, async ({ params, body: { enabled, ssl } }) => {
    const portal = await currentPortalOf(model, params.portalId)
    const row = await find(portal)
    const updated_at = isoTime(clock)
    const changed: CustomDomain = {
      ...{ ...row, ...given({ enabled, skip_ca_check: ssl?.skip_ca_check }), updated_at },
      uploaded_at: ssl?.custom_certificate === undefined ? row.uploaded_at : updated_at,
    }
    await replacedOnce(model.portals.replace(answering(portal, changed)))
    await model.customDomains.replace(changed)
    return shown(changed)
  })

  app.delete(path, { schema: { params: PortalId } }, async ({ params }, reply) => {
    const portal = await currentPortalOf(model, params.portalId)
    const { id } = await find(portal)
    await model.portals.replace({ ...portal, custom_domain: null, updated_at: isoTime(clock) })
    await model.customDomains.remove(id)
    return reply.code(204).send()
  })

  /** The portal as the domain has it: it answers to the name only while that is enabled. */
  function answering(portal: CurrentPortal, { hostname, enabled }: CustomDomain): CurrentPortal {
    return { ...portal, custom_domain: enabled ? hostname : null, updated_at: isoTime(clock) }
  }

  async function replaced(portal: CurrentPortal, row: CustomDomain): Promise<void> {
    await model.portals.replace(answering(portal, row))
  }
}

function shown(row: CustomDomain): Static<typeof Shown> {
  const { hostname, enabled, domain_verification_method, uploaded_at, skip_ca_check, created_at, updated_at } = row
  const own = domain_verification_method === 'custom_certificate'
  return {
    ...{ hostname, enabled },
    ssl: {
      domain_verification_method,
      verification_status: 'verified',
      ...(own && uploaded_at !== null && { uploaded_at, skip_ca_check }),
    },
    ...{ cname_status: 'verified', created_at, updated_at },
  }
}

const alreadyThere = () =>
  invalidParameters(
    [{ field: 'hostname', reason: 'the portal has a custom domain already', rule: 'invalid', source: 'body' }],
    taken("the portal's custom domain"),
  )
