/** A name as the cloud stores it (`private.clean`): composed, without these around it, inner space kept. */
export const clean = (text: string): string => text.normalize('NFC').replace(/^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g, '')

/** What makes two names of places the same (`private.fold`): unlike in a search, ș and ş are different letters. */
export const foldName = (name: string): string => clean(name).toLowerCase()
