import type { Field } from '../../kit/pages/form.ts'
import { dataSource } from '../configuration/defaults.ts'
import { listIn, type SentForm, textIn } from './forms.ts'
import { optionsOf } from './labels.ts'
import type { NodeView } from './nodes.ts'
import { clientsOf, type ProfileView } from './profile-view.ts'

/** What the steps choose from. */
export interface Choices {
  profile: ProfileView
  nodes: readonly NodeView[]
}

/** One step of the wizard (`curity.md` 8). */
export interface Step {
  title: string
  fields(choices: Choices): Field[]
  /** Whether what was chosen so far asks for it; default: always. */
  applies?(answers: SentForm): boolean
  /** A choice that has to be made, by the field it is about. */
  missing?(answers: SentForm): Readonly<Record<string, string>> | undefined
}

/** Ways to register (`curity.md` 2.1), as leaves. */
export const kinds = {
  templatized: 'Templatized',
  'non-templatized': 'Non-Templatized',
  'client-management': 'Dynamic Client Management',
} as const

/** Whose request registers a client (`curity.md` 2.2). */
const methods = ['authenticate-client-by', 'authenticate-user-by', 'no-authentication']

/** The steps of Enable Dynamic Client Registration, in the order of the vendor's guides. */
export const steps: readonly Step[] = [
  {
    title: 'Registration',
    fields: () => [
      {
        name: 'kinds',
        label: 'Enable',
        kind: 'checkboxes',
        options: Object.entries(kinds).map(([value, label]) => ({ value, label })),
      },
    ],
    missing: (answers) =>
      listIn(answers, 'kinds').some((kind) => kind !== 'client-management')
        ? undefined
        : { kinds: 'choose Templatized, Non-Templatized, or both' },
  },
  {
    title: 'Client data source',
    fields: () => [
      { name: 'client-data-source', label: 'Client data source', kind: 'select', options: optionsOf([dataSource]) },
    ],
  },
  {
    title: 'Authentication Method',
    applies: (answers) => listIn(answers, 'kinds').includes('non-templatized'),
    fields: () => [{ name: 'method', label: 'Authentication Method', kind: 'select', options: optionsOf(methods) }],
  },
  {
    title: 'Choose client',
    applies: (answers) => /^authenticate-/.test(textIn(answers, 'method')),
    fields: ({ profile }) => [
      {
        name: 'clients',
        label: 'Clients',
        kind: 'checkboxes',
        options: optionsOf(clientsOf(profile).map(({ id }) => id)),
        ...(clientsOf(profile).length === 0 && {
          hint: 'There is no client yet: make one under Clients, then come back.',
        }),
      },
    ],
    missing: (answers) =>
      listIn(answers, 'clients').length > 0 ? undefined : { clients: 'choose at least one client' },
  },
  {
    title: 'Choose nodes',
    fields: ({ nodes }) => [
      {
        name: 'nodes',
        label: 'Nodes that serve the registration endpoint',
        kind: 'checkboxes',
        options: optionsOf(nodes.map(({ id }) => id)),
      },
    ],
    missing: (answers) => (listIn(answers, 'nodes').length > 0 ? undefined : { nodes: 'choose at least one node' }),
  },
]

/** The step before or after `at` that the answers ask for; undefined beyond the ends. */
export function stepFrom(at: number, direction: 1 | -1, answers: SentForm): number | undefined {
  const next = at + direction
  const step = steps[next]
  if (!step) return undefined
  return (step.applies?.(answers) ?? true) ? next : stepFrom(next, direction, answers)
}
