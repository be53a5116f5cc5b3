import type { Clicks } from './clicks.ts'

/** A developer signs up, reads the mail, sets a password and signs in. */
async function signUp(at: Clicks): Promise<void> {
  await at.fill('Full name', 'Ada Lovelace')
  await at.fill('Email', 'ada@example.com')
  await at.press('Sign up')
  await at.follow('Open the mailbox')
  await at.follow('Verify your e-mail address')
  await at.press('Verify')
  await at.fill('Password', 'a good password')
  await at.press('Set password')
  await at.fill('Email', 'ada@example.com')
  await at.fill('Password', 'a good password')
  await at.press('Sign in')
}

/** At a current portal: an application that uses the API. Gives the line by which it is called, as the page shows it. */
export async function useApi(at: Clicks): Promise<string> {
  await signUp(at)
  await at.follow('Orders')
  await at.follow('Use this API')
  await at.fill('Application name', 'billing')
  await at.press('Create and use API')
  return at.read('#curl-1')
}

/** At a classic portal: an application, then its registration. Gives the line that the page shows, and what its variables stand for. */
export async function registerForProduct(at: Clicks): Promise<{ line: string; id: string; secret: string }> {
  await signUp(at)
  await at.menu('My Apps')
  await at.follow('New App')
  await at.fill('Application Name', 'billing')
  await at.fill('Redirect URI', 'https://app.example/cb')
  await at.press('Create')
  const credentials = { id: await at.read('#client-id'), secret: await at.read('#client-secret') }
  await at.follow('Proceed')
  await at.menu('Catalog')
  await at.follow('Orders')
  await at.follow('v1')
  const line = await at.read('#curl-1')
  await at.follow('Register')
  await at.choose('Application', 'billing')
  await at.press('Register')
  await at.says('Registered: the application may use this API.')
  return { line, ...credentials }
}
