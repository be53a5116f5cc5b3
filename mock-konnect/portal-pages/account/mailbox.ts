import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { Mail } from '../../mail/mailbox.ts'
import { queryOf, type Site } from '../site.ts'

const kinds = {
  'verify-email': { subject: 'Verify your e-mail address', page: '/verify-email' },
  'reset-password': { subject: 'Set your password', page: '/set-password' },
}

/** The mails that this portal sent, which go nowhere else: newest first, of one address when one is named. */
export function mailbox(app: FastifyInstance, site: Site): void {
  app.get('/mailbox', async (request, reply) => {
    const to = queryOf(request, 'to')
    const wanted = to === '' ? '' : `?to=${encodeURIComponent(to)}`
    const answer = await site.api('GET', `/_mock/mailbox${wanted}`, { from: request })
    if (answer.status !== 200) {
      const { message } = answer.body as { message: string } // the words in which levers refuse
      const signIn = `/_mock/sign-in?return=${encodeURIComponent(request.url)}`
      const content = html`<p role="alert">This page reads <code>/_mock/mailbox</code>, and ${message}.</p>
<p><a href="${signIn}" class="button">Sign in with the control token</a></p>`
      return site.show(request, reply, { title: 'Mailbox', status: answer.status, content })
    }
    const { mails } = answer.body as { mails: Mail[] } // as the mailbox lists them
    const { portalId } = site.visitOf(request)
    const own = mails.filter(({ portal_id }) => portal_id === portalId).reverse()
    return site.show(request, reply, { title: 'Mailbox', content: html`${intro(site, to)}${listOf(site, own)}` })
  })
}

const intro = (site: Site, to: string): Html =>
  html`<p>Mails of this portal leave the harness nowhere: they arrive here.${
    to !== '' && html` Shown are those to <strong>${to}</strong>; <a href="${site.at('/mailbox')}">show all</a>.`
  }</p>`

function listOf(site: Site, mails: readonly Mail[]): Html {
  return table({
    label: 'Mails',
    columns: ['To', 'Subject', 'Sent'],
    rows: mails.map(({ to, purpose, token, sent_at }) => {
      const { subject, page } = kinds[purpose]
      return [to, html`<a href="${site.at(`${page}?token=${token}`)}">${subject}</a>`, sent_at]
    }),
    none: 'No mail yet.',
  })
}
