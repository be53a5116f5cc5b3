/** A part of an export that was not taken as it stands. */
export interface Skipped {
  /** As RESTCONF writes it: `profiles/profile=token-service,oauth-service/settings/…`. */
  path: string
  why: string
}

/** For people: what was skipped, a line each. */
export const skippedLines = (file: string, skipped: readonly Skipped[]): string =>
  skipped.length === 0
    ? `${file}: all of it is taken`
    : [
        `${file}: ${skipped.length} ${skipped.length === 1 ? 'part is' : 'parts are'} not taken as ${skipped.length === 1 ? 'it stands' : 'they stand'}`,
        ...skipped.map(({ path, why }) => `  ${path}: ${why}`),
      ].join('\n')
