/*
 * Mutants that nobody could tell from the schema as it is, each with the reason. A run says when one is no longer there, or is
 * told apart by a test after all.
 */
export const equivalent: Record<string, string> = {}
