import { type Html, html } from '../kit/html.ts'

/** A whole page of the authentication service. Everything in it that came from outside is escaped. */
export const page = (title: string, content: Html): string =>
  html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>
${content}
</main></body>
</html>`.text
