// Offsets of the record count bytes; strings here count UTF-16.

import type { EventTold, Passage, Quote } from './api'

export interface Part { text: string; start: number; end: number; names: string[] }

const coder = new TextEncoder()
const decoder = new TextDecoder()

/** The words of a passage, cut where marked quotes begin and end. */
export function parts(passage: Passage, marks: { name: string; quote: Quote }[]): Part[] {
  const bytes = coder.encode(passage.text)
  const end = passage.start + bytes.length
  const inside = marks.filter(({ quote }) => quote.start < end && quote.end > passage.start)
  const cuts = new Set([passage.start, end])
  for (const { quote } of inside) {
    cuts.add(Math.max(quote.start, passage.start))
    cuts.add(Math.min(quote.end, end))
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  const found: Part[] = []
  for (let n = 0; n + 1 < sorted.length; n++) {
    const [from, to] = [sorted[n]!, sorted[n + 1]!]
    found.push({
      text: decoder.decode(bytes.subarray(from - passage.start, to - passage.start)),
      start: from,
      end: to,
      names: inside.filter(({ quote }) => quote.start <= from && to <= quote.end).map(({ name }) => name),
    })
  }
  return found
}

export interface FieldOf {
  key: string; name: string; value: string; detail?: string; quotes: Quote[]; rules: string[]; field: string | null; href?: string
}

/** The fields of an event with the words and the rules that gave them. */
export function fields(event: EventTold): FieldOf[] {
  const found: FieldOf[] = []
  const add = (
    name: string, field: string | null, value: string, quotes: (Quote | null | undefined)[], rules: (string | null | undefined)[] = [], more: Partial<FieldOf> = {},
  ) =>
    found.push({
      key: name + found.length, name, field, value,
      quotes: quotes.filter((quote): quote is Quote => !!quote),
      rules: rules.filter((rule): rule is string => !!rule),
      ...more,
    })
  const codes = (party: { country: string | null; sector: string | null }) =>
    [party.country, party.sector].filter(Boolean).join(' · ')
  add('type', 'type', event.type, [event.act], [`row “${event.rule}” of the table of acts`])
  if (event.mode.length) add('mode', 'mode', event.mode.join(', '), event.mode_spans ?? [])
  for (const party of event.actors)
    add('actor', 'actors', party.name, [party.span], [party.inferred], { detail: codes(party), href: '/party?' + new URLSearchParams({ name: party.name }) })
  for (const party of event.recipients)
    add('to', 'recipients', party.name, [party.span], [party.inferred], { detail: codes(party), href: '/party?' + new URLSearchParams({ name: party.name }) })
  if (event.date) {
    const { from, to, precision } = event.date
    add('date', 'date', from === to ? from : `${from} – ${to}`, [event.date.span], [event.date.inferred], { detail: precision })
  }
  if (event.place) {
    const { name, admin1, country, lat, lon, uncertainty_km } = event.place
    const point = lat != null && lon != null ? `${lat.toFixed(3)}, ${lon.toFixed(3)}${uncertainty_km ? ` ± ${Math.round(uncertainty_km)} km` : ''}` : 'no point'
    add('place', 'place', [name, admin1 !== name ? admin1 : null, country].filter(Boolean).join(', '), [event.place.span], [event.place.inferred], {
      detail: point,
      href: '/place?' + new URLSearchParams({ name: name ?? country ?? '' }),
    })
  }
  for (const key of ['killed', 'injured', 'captured'] as const) {
    const value = event[key]
    if (value) {
      const { low, best, high } = value
      const text = low !== null && high === null ? `at least ${low}` : low !== high && low !== null ? `${low} to ${high}` : String(best ?? low ?? high ?? 'some')
      add(key, key, text, value.spans, [value.inferred])
    }
  }
  if (event.count && (event.count.value !== 1 || event.count.span)) add('acts', 'count', String(event.count.value), [event.count.span])
  add('told as', 'factuality', event.factuality, [event.factuality_span], event.factuality === 'fact' && !event.factuality_span ? ['told without doubt'] : [])
  for (const word of event.word_of)
    add('word of', 'word_of', word.name, [word.span], [word.inferred], {
      detail: [word.stance, codes(word), word.via ? 'to ' + word.via : ''].filter(Boolean).join(' · '),
    })
  if (event.talks) add('talks', 'talks', event.talks.act, [event.talks.span], [], { detail: event.talks.parties.join(' – ') })
  for (const { field, rule } of event.inferred ?? []) add('inferred', null, field, [], [rule])
  return found
}
