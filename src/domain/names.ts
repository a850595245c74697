/** A name as the cloud stores it (`private.clean`): composed, and without these around it. */
export const clean = (text: string): string => text.normalize('NFC').replace(/^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g, '')

/** What two names of places are compared by (`private.fold`). */
export const foldName = (name: string): string => clean(name).toLowerCase()
