import * as v from 'valibot'

/** What the forms hold while they are half filled: how each begins, and what a draft must be like to be taken up. */

export const forceForm = {
  schema: v.object({ reason: v.string() }),
  fresh: () => ({ reason: '' }),
}
