/** Two calls and their answers, as the tab of a browser has them. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cad"/><path d="M7 11h16m-4-4 4 4-4 4M25 21H9m4-4-4 4 4 4" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`

/** What browsers ask every server for, whatever they show of it. */
export const iconPath = '/favicon.ico'

/** As an answer to that. */
export const icon = { body: svg, type: 'image/svg+xml' } as const

/** As an address, in pages of ours: nobody is asked then. */
export const iconAddress = `data:image/svg+xml,${encodeURIComponent(svg)}`
