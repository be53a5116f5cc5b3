import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { type Field, type FormState, form, refusal } from '../../../kit/pages/form.ts'
import { applicationFields, busy, createApplication, fieldNames, wishIn } from '../apps/application-form.ts'
import { secretPage } from '../apps/secret-page.ts'
import { refusalIn } from '../refusal.ts'
import { type Site, textIn, typedIn } from '../site.ts'
import { callSection } from './offer-page.ts'
import { type Offer, offerAt, offerPath, specificationOf } from './offers.ts'

interface Choice {
  id: string
  name: string
}

/** What one of the two forms of the page has come to. */
interface States {
  chosen?: FormState
  created?: FormState
}

/** Registers an application for an offer: one that there is, or one that is made for it. */
export function useOffer(app: FastifyInstance, site: Site): void {
  const { labels } = site.generation
  const path = `${offerPath(site)}/use`
  const show = async (request: FastifyRequest, reply: FastifyReply, states: States = {}, status = 200) => {
    const offer = await offerAt(site, request)
    const choices = await site.all<Choice>(request, `${offer.applications}?unregistered=true`)
    return site.show(request, reply, { title: labels.useTitle, status, content: usePage(site, offer, choices, states) })
  }

  app.get(path, async (request, reply) => show(request, reply, { chosen: site.returned(request, reply) }))
  app.get(`${path}/new`, async (request, reply) => show(request, reply, { created: site.returned(request, reply) }))

  app.post(path, async (request, reply) => {
    const typed = typedIn(request)
    const offer = await offerAt(site, request)
    const id = textIn(typed, 'application')
    const answer = await register(site, request, offer, id)
    if (answer.status >= 300) {
      return show(request, reply, { chosen: { typed, ...refusalIn(answer, ['application']) } }, answer.status)
    }
    const { status } = answer.body as { status: string } // as the schema of a registration has it
    return reply.redirect(site.at(`${offer.path}?done=${status === 'approved' ? 'registered' : 'under-review'}`), 303)
  })

  app.post(`${path}/new`, async (request, reply) => {
    const typed = typedIn(request)
    const offer = await offerAt(site, request)
    const fields = applicationFields(site.generation, offer.strategy)
    const made = await createApplication(site, request, { ...wishIn(typed), auth_strategy_id: offer.strategy?.id })
    if ('refused' in made) {
      const created = { typed, ...refusalIn(made.refused, fieldNames(fields)) }
      return show(request, reply, { created }, made.refused.status)
    }
    const answer = await register(site, request, offer, made.application.id)
    const specification = await specificationOf(site, request, offer)
    const known = { clientId: made.secret?.clientId, clientSecret: made.secret?.clientSecret }
    const result = registrationResult(offer, answer)
    return secretPage(site, request, reply, made, html`${result}${callSection(site, offer, specification, known)}`)
  })
}

const register = (site: Site, request: FastifyRequest, { registration }: Offer, applicationId: string) =>
  site.act(request, 'POST', `/applications/${encodeURIComponent(applicationId)}/registrations`, registration)

/** The application is there in any case, and its secret is shown now or never. */
function registrationResult({ name }: Offer, answer: Awaited<ReturnType<typeof register>>): Html {
  if (answer.status >= 300) {
    const { errors, ...advice } = refusalIn(answer, [])
    return html`${refusal({ errors: { '': `It is not registered for ${name}: ${errors?.['']}` }, ...advice })}`
  }
  const { status } = answer.body as { status: string } // as the schema of a registration has it
  if (status === 'approved') return html`<p>It is registered for <strong>${name}</strong>.</p>`
  return html`<p>Registration Under Review: it may call <strong>${name}</strong> once somebody has approved that.</p>`
}

function usePage(site: Site, offer: Offer, choices: readonly Choice[], { chosen, created }: States): Html {
  const options = choices.map(({ id, name }) => ({ value: id, label: name }))
  const choice: Field = { name: 'application', label: 'Application', kind: 'select', options }
  const action = site.at(`${offer.path}/use`)
  const fields = applicationFields(site.generation, offer.strategy)
  return html`<p>${offer.name}${offer.strategy && html`, by <strong>${offer.strategy.name}</strong>`}</p>
${
  (options.length > 0 || chosen?.errors !== undefined) &&
  html`<h2>With an application of yours</h2>${form({ label: site.generation.labels.useTitle, action, fields: [choice], submit: site.generation.labels.use, ...chosen })}`
}
<h2>Create New Application</h2>
${form({ label: 'Create New Application', action: `${action}/new`, fields, submit: 'Create and use API', busy, submitTestId: 'create-application-button', beside: html`<a href="${site.at(offer.path)}">Cancel</a>`, ...created })}`
}
