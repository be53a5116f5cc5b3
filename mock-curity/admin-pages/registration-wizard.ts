import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { html } from '../../kit/html.ts'
import { type FormState, form } from '../../kit/pages/form.ts'
import type { Services } from '../services.ts'
import { ApiRefusal, fieldErrors } from './administration.ts'
import { registrationKind } from './dynamic-registration.ts'
import { emptyLeaves, listIn, SentForm, textIn } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { nodeEndpointsPath, nodesOf } from './nodes.ts'
import { registrationPath } from './paths.ts'
import { endpointsOf, type ProfileView, serverOf } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import { type AdminPages, saying, type Visitor } from './visitor.ts'
import { type Choices, stepFrom, steps } from './wizard-steps.ts'

const url = `${registrationPath(':profile')}/enable`
const title = 'Enable Dynamic Client Registration'

/** The wizard. What was answered goes along in the form, so that it works with scripts off and keeps nothing here. */
export const wizardPages: FastifyPluginAsyncTypebox<AdminPages & Pick<Services, 'behaviour'>> = async (
  app,
  { enter, behaviour },
) => {
  app.get(url, { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    const choices = await choicesFor(visitor, request.params.profile)
    const sent = visitor.returned(reply)?.typed as SentForm | undefined // as it was sent to the route below
    return visitor.show(reply, sent ? stepPage(choices, ...answeredIn(choices, sent)) : stepPage(choices, 0, {}))
  })

  app.post(url, { schema: { params: ProfileParams, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const choices = await choicesFor(visitor, request.params.profile)
    const [at, answers] = answeredIn(choices, request.body)
    if ('back' in request.body) return visitor.show(reply, stepPage(choices, stepFrom(at, -1, answers) ?? 0, answers))
    const errors = steps[at]?.missing?.(answers)
    if (errors) return visitor.show(reply.code(400), stepPage(choices, at, answers, errors))
    const next = stepFrom(at, 1, answers)
    if (next !== undefined) return visitor.show(reply, stepPage(choices, next, answers))
    const capable = behaviour.current.wizardCapabilities === 'of-profile'
    try {
      await enable(visitor, choices, answers, capable)
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 401) throw error
      return visitor.show(reply.code(error.status), stepPage(choices, at, answers, fieldErrors(error, [])))
    }
    return reply.redirect(saying(registrationPath(choices.profile.id), 'staged'), 303)
  })
}

async function choicesFor(visitor: Visitor, profile: string): Promise<Choices> {
  return { profile: await visitor.profile(profile), nodes: await nodesOf(visitor.api) }
}

/** Which step a form is, and what it and those before it were answered. */
function answeredIn(choices: Choices, form: SentForm): [at: number, answers: SentForm] {
  const at = Math.max(
    0,
    steps.findIndex((step) => step.title === textIn(form, 'step')),
  )
  return [at, { ...answersIn(form), ...ownAnswers(choices, at, form) }]
}

/** What a step's own fields say; of a choice where nothing is ticked, nothing is sent. */
const ownAnswers = (choices: Choices, at: number, form: SentForm): SentForm =>
  Object.fromEntries((steps[at]?.fields(choices) ?? []).map(({ name }) => [name, form[name] ?? []]))

/** What earlier steps were answered. Of a form that was tampered with, nothing. */
function answersIn(form: SentForm): SentForm {
  try {
    const kept: unknown = JSON.parse(textIn(form, 'answers'))
    const entries = Object.entries(kept as object).map(([name, value]) => [name, [value].flat().map(String)])
    return Object.fromEntries(entries) as SentForm // lists of texts, see above
  } catch {
    return {}
  }
}

function stepPage(choices: Choices, at: number, answers: SentForm, errors?: FormState['errors']): FrameOptions {
  const step = steps[at]
  const fields = step?.fields(choices) ?? []
  const isLast = stepFrom(at, 1, answers) === undefined
  const nodes = choices.nodes.map(({ id }) => id)
  // One node is no choice.
  const typed = {
    ...(nodes.length === 1 && { nodes }),
    ...singles(answers),
    step: step?.title,
    answers: JSON.stringify(answers),
  }
  return {
    title,
    within: { profile: choices.profile.id, section: 'General' },
    content: html`<h2>${step?.title}</h2>
${form({
  label: title,
  fields: [...fields, { name: 'step', label: '', kind: 'hidden' }, { name: 'answers', label: '', kind: 'hidden' }],
  submit: isLast ? 'Finish' : 'Next',
  beside: html`${at > 0 && html`<button type="submit" name="back" value="true" class="secondary">Back</button>`}<a href="${registrationPath(choices.profile.id)}">Cancel</a>`,
  typed,
  errors,
})}`,
  }
}

/** A list of one is shown by a field that takes one value. */
const singles = (answers: SentForm): SentForm =>
  Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, value.length === 1 ? ([value].flat()[0] ?? '') : value]),
  )

/** Stages what the steps say in one change, so that a refusal leaves nothing behind. */
async function enable({ api }: Visitor, { profile, nodes }: Choices, answers: SentForm, capable: boolean) {
  const endpoint = endpointsOf(profile).find(({ 'endpoint-kind': kind }) => kind === registrationKind)
  const served = endpoint ?? {
    id: `${profile.id}-dynamic-client-registration`,
    uri: `/${profile.id}/oauth-registration`,
    'endpoint-kind': registrationKind,
  }
  const chosen = listIn(answers, 'nodes')
  await api.merge('', {
    'base:environments': {
      environment: { services: { 'service-role': chosen.map((id) => ({ id, endpoints: [served.id] })) } },
    },
    'base:profiles': {
      profile: [
        {
          id: profile.id,
          type: 'oauth-service',
          settings: {
            'profile-oauth:authorization-server': {
              'dynamic-client-registration': registrationOf(profile, answers, capable),
            },
          },
          endpoints: { endpoint: [served] },
        },
      ],
    },
  })
  for (const { id, endpoints = [] } of nodes) {
    if (chosen.includes(id) || !endpoints.includes(served.id)) continue
    await api.put(
      nodeEndpointsPath(id),
      endpoints.filter((one) => one !== served.id),
    )
  }
}

function registrationOf(profile: ProfileView, answers: SentForm, capable: boolean): Record<string, unknown> {
  const enabled = listIn(answers, 'kinds')
  return {
    'client-data-source': textIn(answers, 'client-data-source'),
    ...(enabled.includes('templatized') && { templatized: [null] }),
    ...(enabled.includes('non-templatized') && { 'non-templatized': boundsOf(profile, answers, capable) }),
    ...(enabled.includes('client-management') && { 'client-management': {} }),
  }
}

/** No step asks for capabilities, scopes and authenticators: they are as wide as the profile, or by the switch without grants. */
function boundsOf(profile: ProfileView, answers: SentForm, capable: boolean): Record<string, unknown> {
  const method = textIn(answers, 'method')
  const capabilities = capable ? Object.keys(serverOf(profile)['client-capabilities'] ?? {}) : []
  return {
    capabilities: emptyLeaves(capabilities),
    scopes: { all: [null] },
    authenticators: { all: [null] },
    'client-authentication-method': { secret: {} },
    [method]: method === 'no-authentication' ? [null] : listIn(answers, 'clients'),
  }
}
