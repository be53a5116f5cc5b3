import { exchangeStyle } from '../exchange-details.ts'
import { sequenceStyle } from '../sequence.ts'

/** What the inspector needs beyond the style of all pages: colours of diagrams, and how flows and forms are laid out. */
export const inspectorStyle = `
:root { --page: #f3f5f8; --panel: #fff; --text: #1c2430; --dim: #566170; --line: #c9d0d9; --good: #166a31; --bad: #b3261e;
  --warn: #8a5300; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
@media (prefers-color-scheme: dark) { :root { --page: #11161d; --panel: #1c232d; --text: #e4e9f0; --dim: #a3afbe; --line: #435063;
  --good: #62d988; --bad: #ff8a80; --warn: #f5bf66 } }
${sequenceStyle.text}
${exchangeStyle.text}
h1 { font-size: 1.5rem; margin-bottom: .75rem }
h2 { font-size: 1.05rem; margin: 0 }
.dim { color: var(--dim) }
.filter { max-width: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .4rem 1rem; align-items: start }
.filter input { margin-bottom: 0; padding: .3rem .6rem; height: auto }
.filter input, .filter button { border-radius: var(--pico-border-radius) }
.filter label { font-size: .85rem }
.filter .actions { margin: 1.4rem 0 0 }
.filter button, .tools .button { padding: .3rem .9rem; width: auto; margin: 0 }
.tools { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; margin: .8rem 0 }
.flow { padding: .9rem 1.1rem; margin: 0 0 1rem; content-visibility: auto; contain-intrinsic-size: auto 22rem }
.flow > header { background: none; padding: 0; margin: 0 0 .6rem; border: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: baseline }
.flow > header h2 { flex: 1 1 22rem; overflow-wrap: anywhere }
.flow > header nav { font-size: .85rem; display: flex; flex-wrap: wrap; gap: .2rem .9rem; justify-content: flex-start }
.diagram { overflow-x: auto; margin: .4rem 0 }
.exchange.found > summary { border-left: 3px solid var(--pico-primary); padding-left: .5rem }
.exchange summary::after { display: none }
.exchange summary::marker { content: '▸ ' }
.exchange[open] > summary::marker { content: '▾ ' }
.exchange summary { display: list-item; list-style: inside }
.exchange[open] > summary { margin-bottom: .3rem }
.exchange div { min-width: 0 }
.narrow { max-width: 44rem }
.check { padding-left: 2rem; text-indent: -2rem }
.container { padding-inline: 1rem }
`
