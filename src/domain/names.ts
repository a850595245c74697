/** A name as the cloud stores it (`private.clean`): composed, without these around it, inner space kept. */
export const clean = (text: string): string => text.normalize('NFC').replace(/^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g, '')

/**
 * Names that mean something in every object of the language: a value under one of them is lost, or reaches the prototype, in code less
 * careful than this. No column is called so, here and at the cloud (`private.columns_field`).
 */
export const isObjectWord = (name: string): boolean => name === 'prototype' || name in Object.prototype

/** What makes two names of places the same (`private.fold`): unlike in a search, ș and ş are different letters. */
export const foldName = (name: string): string => clean(name).toLowerCase()
