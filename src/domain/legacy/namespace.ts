/**
 * Namespace of the ids (UUID v5) of everything that comes from files of the old program, whoever imports it and with what.
 * Changing it would import everything a second time.
 */
export const legacyNamespace = '8f1b7c52-6a0e-4d0b-9c1e-2f6f0a7d5e31'
