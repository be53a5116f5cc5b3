import type { Clicks } from './clicks.ts'

/** The client that may register others. */
export interface Client {
  id: string
  secret: string
}

/** Kong's recipe (`curity.md` 8), with the commit that it leaves out; gives the client that may register others. */
export async function setUpCurity(at: Clicks): Promise<Client> {
  await at.fill('User name', 'admin')
  await at.fill('Password', 'admin-password')
  await at.press('Sign in')
  await at.follow('Token Service')
  await at.follow('Token Issuers')
  await at.check('Use Access Token as JWT')
  await at.press('Save')
  await at.follow('Clients')
  await at.follow('New Client')
  await at.fill('Client ID', 'dev-portal')
  await at.check('Client Credentials')
  await at.choose('Authentication Method', 'secret')
  await at.press('Create')
  const client = { id: await at.read('#client-id'), secret: await at.read('#client-secret') }
  await at.follow('General')
  await at.follow('Dynamic Registration')
  await at.follow('Enable Dynamic Client Registration')
  await at.check('Non-Templatized')
  await at.check('Dynamic Client Management')
  await at.press('Next')
  await at.choose('Client data source', 'default-datasource')
  await at.press('Next')
  await at.choose('Authentication Method', 'authenticate-client-by')
  await at.press('Next')
  await at.check('dev-portal')
  await at.press('Next')
  await at.check('default')
  await at.press('Finish')
  await at.menu(/^Changes/)
  await at.press('Commit')
  await at.says('The changes are committed.')
  return client
}
