import { expect, onTestFinished, test } from 'vitest'
import { basicAuthorization } from '../../../kit/http-client.ts'
import { buildMockCurity } from '../../../mock-curity/app.ts'
import { look, openBrowser, quietPage } from '../../browser.ts'

/** A server as the wizard leaves it: no client, no registration. */
async function freshServer() {
  const { app, admin, setBaseUrl } = await buildMockCurity()
  onTestFinished(() => app.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  setBaseUrl(url)
  return { url, admin: await admin.listen({ port: 0, host: '127.0.0.1' }) }
}

const post = (url: string, authorization: string, type: string, body: string) =>
  fetch(url, { method: 'POST', headers: { authorization, 'content-type': type }, body })

test("Kong's recipe, clicked: JWT, userinfo issuer, client, registration, commit; then a script registers", async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const { url, admin } = await freshServer()
  const page = await quietPage(browser)
  const see = (name: string) => look(page, `curity-${name}`)
  const click = (name: string, role: 'button' | 'link' = 'button') =>
    page.getByRole(role, { name, exact: true }).click()

  await page.goto(`${admin}/admin`)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill('wrong')
  await click('Sign in')
  await see('sign-in-refused')
  await page.getByLabel('Password').fill('admin-password')
  await click('Sign in')
  await click('Token Service', 'link')

  await click('Token Issuers', 'link')
  await page.getByLabel('Use Access Token as JWT').check()
  await click('Save')
  await click('New Token Issuer', 'link')
  await page.getByLabel('Name').fill('userinfo')
  await page.getByLabel('Issuer Type').selectOption('jwt')
  await page.getByLabel('Purpose Type').selectOption('userinfo')
  await click('Create')
  await page.getByLabel('Tokens Data Source ID').selectOption('default-datasource')
  await page.getByLabel('Signing Key').fill('default-signing-kee')
  await click('Save')
  await see('token-issuer-refused')
  await page.getByLabel('Signing Key').fill('default-signing-key')
  await page.getByLabel('Verification KeyStore').fill('default-signature-verification-key')
  await click('Save')

  await click('Clients', 'link')
  await click('New Client', 'link')
  await page.getByLabel('Client ID').fill('portal-dcr')
  await page.getByLabel('Client Credentials').check()
  await page.getByLabel('Authentication Method').selectOption('secret')
  await click('Create')
  await see('client-secret')
  const secret = (await page.locator('#client-secret').textContent()) ?? ''
  await click('Proceed', 'link')

  await click('General', 'link')
  await click('Dynamic Registration', 'link')
  await see('registration-disabled')
  await click('Enable Dynamic Client Registration', 'link')
  await page.getByLabel('Non-Templatized').check()
  await page.getByLabel('Dynamic Client Management').check()
  await see('wizard-registration')
  await click('Next')
  await see('wizard-data-source')
  await click('Next')
  await page.getByLabel('Authentication Method').selectOption('authenticate-client-by')
  await see('wizard-authentication')
  await click('Next')
  await click('Next')
  await see('wizard-clients-refused')
  await page.getByLabel('portal-dcr').check()
  await click('Next')
  await see('wizard-nodes')
  await click('Finish')
  await see('registration-enabled')

  const registration = `${url}/token-service/oauth-registration`
  expect((await post(registration, 'Bearer x', 'application/json', '{}')).status).toBe(404)
  await page.getByRole('link', { name: /^Changes/ }).click()
  await click('Commit')
  await see('changes-committed')

  const grant = 'grant_type=client_credentials&scope=dcr'
  const form = 'application/x-www-form-urlencoded'
  const initial = await post(`${url}/oauth/v2/oauth-token`, basicAuthorization('portal-dcr', secret), form, grant)
  const { access_token: token } = (await initial.json()) as { access_token: string }
  const metadata = JSON.stringify({ client_name: '<script>alert(1)</script>', grant_types: ['client_credentials'] })
  const registered = await post(registration, `Bearer ${token}`, 'application/json', metadata)
  expect(registered.status).toBe(201)
  const { client_id: id } = (await registered.json()) as { client_id: string }

  await click('Profiles', 'link')
  await click('Token Service', 'link')
  await click('Clients', 'link')
  await see('clients')
  expect(await page.getByRole('table', { name: 'Dynamic Clients' }).textContent()).toContain(
    `${id}<script>alert(1)</script>`,
  )
  await click('Sign out')
  await page.waitForURL(`${admin}/admin/sign-in`)
})

test('the pages work with scripts off, and by keyboard alone', async ({ skip }) => {
  const browser = await openBrowser(skip)
  const { admin } = await freshServer()
  const page = await quietPage(browser, { javaScriptEnabled: false })
  await page.goto(`${admin}/admin/profiles/token-service/token-issuers`)
  await page.getByLabel('User name').focus()
  await page.keyboard.type('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type('admin-password')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${admin}/admin/profiles/token-service/token-issuers`)
  await page.getByLabel('Use Access Token as JWT').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Changes (1)' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Commit' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('The changes are committed.').waitFor()
  expect(page.url()).toBe(`${admin}/admin/changes?done=committed`)
})
