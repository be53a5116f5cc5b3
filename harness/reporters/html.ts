import { exchangeDetails, exchangeStyle } from '../../kit/exchange-details.ts'
import { type Html, html } from '../../kit/html.ts'
import { sequence, sequenceStyle } from '../../kit/sequence.ts'
import { goneBefore, type Hop, transcriptOf } from '../../kit/transcript.ts'
import type { ScenarioResult } from '../runner.ts'
import { version } from '../version.ts'
import { reportStyle } from './html-style.ts'
import { summary } from './pretty.ts'

/**
 * The run as one HTML page that stands alone: results, a sequence diagram per scenario, every exchange to unfold. What failed comes first.
 * @param at when it ended, epoch ms
 */
export function htmlReport(run: readonly ScenarioResult[], at: number): string {
  const results = run.toSorted((a, b) => urgencyOf(b) - urgencyOf(a))
  const seconds = (results.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>dcr-harness: ${summary(results)}</title>
<style>${reportStyle}${sequenceStyle}${exchangeStyle}</style>
</head>
<body>
<header><h1>${summary(results)}</h1>
<p class="dim">dcr-harness ${version} · ${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC · ${results.length} scenarios · ${seconds} s</p></header>
<main>
<div class="results" tabindex="0" role="region" aria-label="Results"><table>
<thead><tr><th>result</th><th>scenario</th><th>what</th><th>ms</th></tr></thead>
<tbody>${results.map(resultRow)}</tbody>
</table></div>
${results.map(scenarioSection)}
</main>
</body>
</html>
`.text
}

/** A table that begins with what needs a look. */
const urgencyOf = ({ outcome, drift = [] }: ScenarioResult): number =>
  outcome === 'failed' ? 2 : drift.length > 0 ? 1 : 0

const resultRow = ({ id, title, outcome, ms }: ScenarioResult) => html`
<tr><td class="${outcome}">${outcome}</td><td><a href="#${anchor(id)}">${id}</a></td><td>${title}</td><td class="number">${Math.round(ms)}</td></tr>`

function scenarioSection(result: ScenarioResult): Html {
  const { id, title, refs, file, outcome, why, steps, refusals, exchanges, dropped, drift = [] } = result
  const hops = transcriptOf(exchanges)
  const gone = goneBefore(dropped)
  const anchorOf = ({ exchange }: Hop) => `${anchor(id)}-${exchange.trace.span}`
  return html`
<section id="${anchor(id)}"${outcome === 'failed' && html` class="failed-scenario"`}>
<h2><span class="${outcome}">${outcome}</span> ${id}</h2>
<p>${title}</p>
<p class="dim">${[...refs, ...(file === undefined ? [] : [file])].join(' · ')}</p>
${why !== undefined && html`<pre class="why">${why}</pre>`}
${refusals.length > 0 && html`<ul class="refusals">${refusals.map(refusal)}</ul>`}
${drift.length > 0 && html`<h3>Where the mock answers otherwise</h3><ul>${drift.map(({ call, where, expected, actual }) => html`<li>${call} · ${where}: the mock ${expected}, here ${actual}</li>`)}</ul>`}
${steps.length > 0 && html`<ol>${steps.map((step) => html`<li><span class="${step.outcome}">${step.outcome}</span> ${step.title} <span class="dim">${Math.round(step.ms)} ms</span></li>`)}</ol>`}
${gone !== undefined && html`<p class="skipped">${gone}</p>`}
${hops.length > 0 && html`<div class="diagram" tabindex="0">${sequence(hops, { hrefOf: (hop) => `#${anchorOf(hop)}` })}</div>`}
${hops.map((hop) => exchangeDetails(hop, { id: anchorOf(hop) }))}
</section>`
}

const refusal = ({ server, response, reason }: ScenarioResult['refusals'][number]) =>
  html`<li>${server} ${response.status} <code>${reason?.code}</code>: ${reason?.advice}</li>`

/** An id as the name of a place in the page. */
const anchor = (id: string) => `s-${id.replace(/[^\w-]/g, '_')}`
