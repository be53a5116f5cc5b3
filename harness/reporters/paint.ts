import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Text for people; coloured only on a terminal, and never where `NO_COLOR` is set. */
export const paint = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout, validateStream: true })
