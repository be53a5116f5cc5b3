import type { Field, Typed } from '../../kit/pages/form.ts'
import { emptyLeaves, given, isTicked, linesIn, listIn, numberIn, type SentForm, textIn } from './forms.ts'
import { capabilityOptions, optionsOf } from './labels.ts'
import { type ClientView, clientsOf, type ProfileView, scopesOf, type TemplateView } from './profile-view.ts'

/** What is asked of a new client and of one that is edited. */
export const clientFields = (profile: ProfileView): Field[] => [
  { name: 'client-name', label: 'Name' },
  { name: 'description', label: 'Description' },
  { name: 'capabilities', label: 'Capabilities', kind: 'checkboxes', options: capabilityOptions },
  { name: 'scope', label: 'Scopes', kind: 'checkboxes', options: optionsOf(scopesOf(profile).map(({ id }) => id)) },
  { name: 'redirect-uris', label: 'Redirect URIs', kind: 'area', hint: 'One a line.' },
  { name: 'access-token-ttl', label: 'Access Token Time to Live', hint: 'Seconds; 300 when nothing is given.' },
]

/** What makes a client a template (`curity.md` 2.2, 8). */
export const templateFields = (profile: ProfileView): Field[] => [
  {
    name: 'template',
    label: 'Template Client',
    kind: 'checkbox',
    hint: 'Clients can be registered as instances of this one.',
  },
  {
    name: 'registration-method',
    label: 'Registration Authentication Method',
    kind: 'select',
    options: [
      { value: 'authenticate-client-by', label: 'Clients must authenticate' },
      { value: 'authenticate-user-by', label: 'Users must authenticate' },
    ],
  },
  {
    name: 'registration-clients',
    label: 'By these clients',
    kind: 'checkboxes',
    options: optionsOf(clientsOf(profile).map(({ id }) => id)),
  },
]

/** The leaves that the fields stand for. What is empty is no leaf. */
export const leavesIn = (form: SentForm): Record<string, unknown> => ({
  ...given({
    'client-name': textIn(form, 'client-name'),
    description: textIn(form, 'description'),
    scope: listIn(form, 'scope'),
    'redirect-uris': linesIn(form, 'redirect-uris'),
    'access-token-ttl': numberIn(form, 'access-token-ttl'),
  }),
  ...(listIn(form, 'capabilities').length > 0 && { capabilities: emptyLeaves(listIn(form, 'capabilities')) }),
})

/** A client as the form has it now; leaves that the form does not have stay. */
export function edited(client: ClientView, form: SentForm): Record<string, unknown> {
  const { 'dynamic-client-registration-template': template, ...others } = client
  const kept = Object.entries(others).filter(([name]) => !formLeaves.has(name))
  return {
    ...Object.fromEntries(kept),
    ...leavesIn(form),
    ...(isTicked(form, 'template') && { 'dynamic-client-registration-template': templateIn(template, form) }),
  }
}

const formLeaves = new Set(['client-name', 'description', 'scope', 'redirect-uris', 'access-token-ttl', 'capabilities'])

function templateIn(before: TemplateView | undefined, form: SentForm): Record<string, unknown> {
  const method = textIn(form, 'registration-method')
  const { 'authenticate-client-by': _, 'authenticate-user-by': __, ...others } = before ?? { secret: [null] }
  return { ...others, [method]: listIn(form, 'registration-clients') }
}

/** A client as its form shows it. */
export function typedOf(client: ClientView): Typed {
  const template = client['dynamic-client-registration-template']
  const byUsers = template?.['authenticate-user-by']
  return {
    'client-name': client['client-name'],
    description: client.description,
    capabilities: Object.keys(client.capabilities ?? {}),
    scope: client.scope ?? [],
    'redirect-uris': (client['redirect-uris'] ?? []).join('\n'),
    'access-token-ttl': client['access-token-ttl']?.toString(),
    template: String(template !== undefined),
    'registration-method': byUsers ? 'authenticate-user-by' : 'authenticate-client-by',
    'registration-clients': byUsers ?? template?.['authenticate-client-by'] ?? [],
  }
}
