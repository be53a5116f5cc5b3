/** Base of the addresses of the style and scripts that all pages share. */
export const assetPath = '/_assets'
