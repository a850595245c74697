import * as v from 'valibot'

/** What the forms hold while they are half filled: how each begins, and what a draft must be like to be taken up. */

export const forceForm = {
  schema: v.object({ reason: v.string() }),
  fresh: () => ({ reason: '' }),
}

/** A refused edit that is being changed: its values by field. */
export const trayForm = (values: Record<string, string>) => ({
  schema: v.record(v.string(), v.string()),
  fresh: () => ({ ...values }),
})
