/** Work that whoever runs it may pause at each step: a page that must not stand still over ten thousand rows. */
export type Steps<T> = Generator<void, T, void>

/** Every so many rows is a step. */
export const rowsPerStep = 250
