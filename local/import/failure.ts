/** Why nothing (more) was imported, in one line for the person at the terminal. */
export class ImportFailure extends Error {
  override name = 'ImportFailure'
}
