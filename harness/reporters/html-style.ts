import { Html } from '../../kit/html.ts'

/** The look of the report: the reader's own light or dark, nothing loaded from anywhere. */
export const reportStyle: Html = new Html(`
:root { color-scheme: light dark; --page: #f6f7f9; --panel: #fff; --text: #1c2430; --dim: #5b6675; --line: #c9d0d9;
  --good: #1a7f37; --bad: #b42318; --warn: #8a6100; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
@media (prefers-color-scheme: dark) { :root { --page: #11151b; --panel: #1a2029; --text: #e4e9f0; --dim: #9aa6b5;
  --line: #3a4554; --good: #56d47e; --bad: #ff8a7a; --warn: #e3b341 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 15px/1.5 ui-sans-serif, system-ui, sans-serif }
h1 { font-size: 1.4rem; margin: 0 0 .25rem }
h2 { font-size: 1.05rem; margin: 0 }
p { margin: .3rem 0 }
.dim { color: var(--dim) }
.passed, .done { color: var(--good) } .failed { color: var(--bad) } .skipped { color: var(--warn) }
table { width: 100%; border-collapse: collapse; background: var(--panel); margin: 1rem 0; border: 1px solid var(--line) }
th, td { text-align: left; padding: .4rem .7rem; border-top: 1px solid var(--line); vertical-align: top }
th { font-weight: 600; color: var(--dim) }
.results { overflow-x: auto }
td { overflow-wrap: anywhere } td:first-child, th { white-space: nowrap }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
a { color: inherit }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 1rem 0 }
section.failed-scenario { border-left: 4px solid var(--bad) }
ol { margin: .5rem 0; padding-left: 1.4rem }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--page); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; font: 12.5px/1.45 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere }
.why { border-left: 3px solid var(--bad) }
.refusals { padding-left: 1.1rem } .refusals code { font: 13px var(--mono); color: var(--bad) }
@media (max-width: 40rem) { body { padding: .8rem } th, td { padding: .35rem .4rem } }
@media print { :root { color-scheme: light } section { break-inside: avoid-page } }
.diagram { overflow-x: auto; margin: .6rem 0 }
`)
