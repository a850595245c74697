const ro = new Intl.PluralRules('ro')
const en = new Intl.PluralRules('en')

/** Index of a message's form: `1 punct | 2 puncte | 20 de puncte`. */
export function romanianPlural(choice: number, choices: number): number {
  const form = ro.select(Math.abs(choice))
  return Math.min(form === 'one' ? 0 : form === 'few' ? 1 : 2, choices - 1)
}

/** Index of a message's form: `1 point | 2 points`. */
export function englishPlural(choice: number, choices: number): number {
  return Math.min(en.select(Math.abs(choice)) === 'one' ? 0 : 1, choices - 1)
}
