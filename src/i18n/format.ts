import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

const second = 1000
const monthMs = 30 * 86_400 * second
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400 * second],
  ['hour', 3_600 * second],
  ['minute', 60 * second],
  ['second', second],
]

const makeFormats = (tag: string) => ({
  number: new Intl.NumberFormat(tag),
  signed: new Intl.NumberFormat(tag, { signDisplay: 'exceptZero' }),
  size: new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }),
  seconds: new Intl.NumberFormat(tag, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }),
  date: new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }),
  day: new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' }),
  dateTime: new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }),
  long: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
  short: new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }),
  list: new Intl.ListFormat(tag, { type: 'conjunction' }),
})

const made = new Map<string, ReturnType<typeof makeFormats>>()

/** Made once a language: a row of a long roster that made its own would take longer than a frame with its neighbours. */
function formatsOf(tag: string): ReturnType<typeof makeFormats> {
  let formats = made.get(tag)
  if (!formats) made.set(tag, (formats = makeFormats(tag)))
  return formats
}

/** Numbers, times and sizes in the current language, times in the viewer's zone. Every function is reactive to the language. */
export function useFormat() {
  const { locale } = useI18n()
  // British: the day before the month, 24 hours, as everywhere else in the app.
  const tag = computed(() => (locale.value === 'en' ? 'en-GB' : locale.value))
  const formats = computed(() => formatsOf(tag.value))

  return {
    number: (value: number) => formats.value.number.format(value),
    /** +5, −5, 0 */
    signed: (value: number) => formats.value.signed.format(value).replace('-', '−'),
    dateTime: (at: number) => formats.value.dateTime.format(at),
    /** 1,2 s */
    seconds: (ms: number) => formats.value.seconds.format(ms / 1000),
    date: (at: number) => formats.value.date.format(at),
    /** Without the year: "16 nov." */
    day: (at: number) => formats.value.day.format(at),
    list: (words: string[]) => formats.value.list.format(words),
    /** "acum 3 minute" (short: "acum 3 min."), after a month the date; a clock that runs ahead never says "in 2 seconds". */
    relative(at: number, now: number, style: 'long' | 'short' = 'long'): string {
      const past = Math.max(0, now - at)
      if (past >= monthMs) return formats.value.date.format(at)
      const [unit, size] = units.find(([, length]) => past >= length) ?? ['second', second]
      return formats.value[style].format(-Math.floor(past / size), unit)
    },
    bytes(value: number): string {
      if (value < 1024) return `${formats.value.number.format(value)} B`
      if (value < 1024 ** 2) return `${formats.value.size.format(value / 1024)} KB`
      if (value < 1024 ** 3) return `${formats.value.size.format(value / 1024 ** 2)} MB`
      return `${formats.value.size.format(value / 1024 ** 3)} GB`
    },
  }
}
