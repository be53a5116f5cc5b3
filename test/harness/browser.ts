import { existsSync } from 'node:fs'

/** A Chromium of this machine, or undefined: then tests that need one say so and are skipped. */
export const chromium: string | undefined = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path))
