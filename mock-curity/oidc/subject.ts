import type { Client } from '../clients/client.ts'
import { hashOf } from '../secrets.ts'

/** The user as this client knows them: by name, or by a value of its own sector (OpenID Connect Core §8.1). */
export const subjectFor = ({ sector }: Client, username: string): string =>
  sector === undefined ? username : hashOf(`${sector} ${username}`)
