import type { Table } from '../../kit/table.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { Client } from './client.ts'
import { asClient, asInstance, type RegisteredClient } from './registered-client.ts'

/** Finds clients in both stores: the configuration's and the registered ones (`curity.md` 7.4). */
export interface ClientDirectory {
  find(id: string): Promise<Client | undefined>
}

/**
 * Looks among the configured clients first: an id of theirs is never that of a registered one. Instances of a template that is none
 * any more are not there.
 */
export function clientDirectory(configuration: Configuration, registered: Table<RegisteredClient>): ClientDirectory {
  return {
    async find(id) {
      const configured = configuration.service.clients.get(id)
      if (configured) return configured
      const row = await registered.find(id)
      if (row?.instanceOf === undefined) return row && asClient(row)
      const template = configuration.service.registration?.templates.get(row.instanceOf)
      return template && asInstance(row, template.client)
    },
  }
}
