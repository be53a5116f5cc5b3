import type { Visit, Visits } from './visits.ts'

/** No registration, and one client that may be chosen. */
export const wizardOnly = {
  profiles: {
    profile: [{ id: 'token-service', settings: { 'authorization-server': { 'dynamic-client-registration': false } } }],
  },
}

/** The page of Dynamic Registration; the wizard is at `…/enable`. */
export const registrationPage = '/admin/profiles/token-service/general/dynamic-registration'

/** What a form sends along without being asked. */
export const hidden = ({ text }: Visit): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    ]),
  )

/** Answers step after step of the wizard; gives the last answer. */
export async function through(admin: Visits, answers: Record<string, string | string[]>[]): Promise<Visit> {
  let shown = await admin.get(`${registrationPage}/enable`)
  for (const answer of answers) shown = await admin.post(`${registrationPage}/enable`, { ...hidden(shown), ...answer })
  return shown
}
