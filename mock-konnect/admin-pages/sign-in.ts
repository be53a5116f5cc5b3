import type { FastifyInstance } from 'fastify'
import { html } from '../../kit/html.ts'
import { type FormState, form, type Typed } from '../../kit/pages/form.ts'
import { returnPath } from '../../kit/pages/sessions.ts'
import { bare } from './frame.ts'
import { at } from './places.ts'
import { Refused } from './refused.ts'
import { htmlType, type SiteOptions } from './site.ts'

/** Signing in with a Konnect token, which the API is asked to judge; and out. */
export function signInPage(app: FastifyInstance, { sessions, konnectFor }: Omit<SiteOptions, 'kept'>): void {
  app.get(at.signIn, async ({ query }, reply) => reply.type(htmlType).send(shown(query as Typed))) // texts, or lists of them

  app.post(at.signIn, async ({ body, query }, reply) => {
    const { token } = (body ?? {}) as Typed // as the form parser gives it
    const text = typeof token === 'string' ? token.trim() : ''
    try {
      // A token with anything but visible characters in it can stand in no header.
      if (!/^[\x21-\x7e]+$/.test(text))
        throw new Refused(400, { token: text === '' ? '"token" is required' : '"token" is invalid' })
      await konnectFor(text).get('/v2/portals?page[size]=1')
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { status, errors, advice } = error
      const state = { errors: { token: errors.token ?? error.message }, advice }
      return reply
        .code(status)
        .type(htmlType)
        .send(shown(query as Typed, state))
    }
    sessions.begin(reply, text)
    return reply.redirect(placeIn(query as Typed), 303)
  })

  app.post(at.signOut, async (_request, reply) => {
    sessions.end(reply)
    return reply.redirect(at.signIn, 303)
  })
}

const shown = (query: Typed, state: FormState = {}): string =>
  bare(
    'Sign in to Konnect',
    html`${form({
      ...state,
      label: 'Sign in',
      action: `${at.signIn}?return=${encodeURIComponent(placeIn(query))}`,
      fields: [
        {
          ...{ name: 'token', label: 'Personal access token', kind: 'password', required: true },
          autocomplete: 'current-password',
          hint: 'A token that the server was started with; the demo world takes kpat_demo.',
        },
      ],
      submit: 'Sign in',
    })}`,
  )

const placeIn = ({ return: place }: Typed): string => returnPath(place, at.overview)
