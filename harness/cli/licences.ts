import { Complaints } from '../../kit/complaints.ts'
import type { Complaint } from '../../kit/validation.ts'

/** The variables in which the vendors' images look for their licences, and what is wrong with a value. */
const licences: Readonly<Record<string, (value: string) => string | undefined>> = {
  KONG_LICENSE_DATA: (value) => {
    const isLicence = isObject(value) && 'license' in (JSON.parse(value) as object)
    return isLicence ? undefined : 'must be the JSON document of a licence, with its member "license"'
  },
  CURITY_LICENSE_KEY: (value) =>
    value.split('.').length === 3
      ? undefined
      : 'must be the licence key: the three-part text in "License" of the licence file',
}

/**
 * `dcr-harness licences`: looks at the licences of the real products that a compose profile starts, before the vendors' images do.
 * @throws Complaints when none is there, or one cannot be a licence
 */
export function checkLicences(env: Readonly<Record<string, string | undefined>> = process.env): void {
  const given = Object.entries(licences).filter(([name]) => env[name])
  const list = given.flatMap(([name, wrong]): Complaint[] => {
    const expected = wrong(env[name] ?? '')
    return expected === undefined ? [] : [{ path: name, expected }]
  })
  if (given.length === 0)
    list.push({ path: Object.keys(licences).join(' or '), expected: 'is required for a real product' })
  if (list.length > 0) throw new Complaints('environment', list)
  console.log(`licences: ${given.map(([name]) => name).join(', ')}`)
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
