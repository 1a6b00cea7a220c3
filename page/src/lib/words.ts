// Codes and numbers in words and colours.

import type { Four, Row, Toll } from './api'

const KINDS: string[][] = [
  ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE'],
  ['COOPERATE', 'AID', 'RETREAT'],
  ['REQUEST', 'ACCUSE', 'REJECT', 'THREATEN'],
  ['PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'],
]

export const kinds = [
  { name: 'Cooperation in words', short: 'words', sign: '○' },
  { name: 'Cooperation in deeds', short: 'deeds', sign: '●' },
  { name: 'Conflict in words', short: 'words', sign: '△' },
  { name: 'Conflict in deeds', short: 'deeds', sign: '▲' },
]

/** Which of the four kinds of acts a type is. */
export const kindOf = (type: string) => Math.max(0, KINDS.findIndex((types) => types.includes(type)))
export const types = KINDS
export const sum = (n: Four) => n[0] + n[1] + n[2] + n[3]
/** The kind that most are of. */
export const mostly = (n: Four) => n.indexOf(Math.max(...n))

export const titled = (code: string) => code.charAt(0) + code.slice(1).toLowerCase()

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function day(iso: string | null | undefined): string {
  if (!iso) return '–'
  const [y, m, d] = iso.split('-')
  return `${Number(d)} ${months[Number(m) - 1] ?? ''} ${y}`
}

export function days(date: { from: string; to: string; precision?: string } | null): string {
  if (!date) return 'no day told'
  const { from, to } = date
  if (date.precision === 'year') return from.slice(0, 4)
  if (date.precision === 'month') return `${months[Number(from.slice(5, 7)) - 1]} ${from.slice(0, 4)}`
  if (from === to) return day(from)
  const tail = from.slice(0, 4) === to.slice(0, 4) ? day(from).replace(/ \d{4}$/, '') : day(from)
  return `${tail} – ${day(to)}`
}

/** "5", "≥ 4", "4–6", "some". */
export function toll(value: Toll | null): string {
  if (!value) return ''
  const { low, best, high } = value
  if (low !== null && high !== null && low !== high) return `${low}–${high}`
  if (low !== null && high === null) return `≥ ${low}`
  if (best !== null) return String(best)
  if (high !== null) return `≤ ${high}`
  return low === null ? 'some' : String(low)
}

export function tolls(row: Pick<Row, 'killed' | 'injured' | 'captured'>): string {
  const parts: string[] = []
  if (row.killed) parts.push(toll(row.killed) + ' dead')
  if (row.injured) parts.push(toll(row.injured) + ' hurt')
  if (row.captured) parts.push(toll(row.captured) + ' held')
  return parts.join(', ')
}

export const doubt: Record<string, string> = {
  fact: 'told as fact',
  possible: 'possible: alleged, reported or claimed',
  planned: 'only announced',
  hypothetical: 'only if something else happens',
  negated: 'told as not having happened',
}

export const count = (n: number, one: string, many = one + 's') => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

export function place(place: { name: string | null; country: string | null } | null): string {
  if (!place) return ''
  return [place.name, place.country].filter(Boolean).join(', ')
}

/** What the states of talks mean, how firm they are, and in which colour they stand. */
export const states: Record<string, { tone: string; text: string }> = {
  OFFERED: { tone: 'seek', text: 'offered' },
  SOUGHT: { tone: 'seek', text: 'sought' },
  AGREED_TO_TALK: { tone: 'warm', text: 'agreed to talk' },
  UNDER_WAY: { tone: 'open', text: 'under way' },
  SUSPENDED: { tone: 'halt', text: 'suspended' },
  WITHDRAWN: { tone: 'bad', text: 'withdrawn' },
  REJECTED: { tone: 'bad', text: 'rejected' },
  BROKEN_OFF: { tone: 'bad', text: 'broken off' },
  CONCLUDED: { tone: 'done', text: 'concluded' },
  DORMANT: { tone: 'none', text: 'dormant' },
  NONE: { tone: 'none', text: 'nothing known' },
  UNILATERAL: { tone: 'warm', text: 'one side’s truce' },
  IN_FORCE: { tone: 'open', text: 'truce in force' },
  STRAINED: { tone: 'halt', text: 'strained' },
  EXPIRED: { tone: 'none', text: 'expired' },
  ENDED: { tone: 'bad', text: 'ended' },
  PRE: { tone: 'warm', text: 'framework' },
  PARTIAL: { tone: 'warm', text: 'partial accord' },
  COMPREHENSIVE: { tone: 'open', text: 'final accord' },
  IMPLEMENTING: { tone: 'open', text: 'put into practice' },
  RENEWED: { tone: 'open', text: 'renewed' },
  COLLAPSED: { tone: 'bad', text: 'collapsed' },
}
export const stateOf = (name: string) => states[name] ?? { tone: 'none', text: name.toLowerCase().replaceAll('_', ' ') }
export const marks: Record<string, string> = {
  '?': 'rests on weak word',
  '!': 'contested',
  '~': 'with some groups only',
}

// Days as numbers, for axes.
export const stamp = (iso: string) => Date.parse(iso + 'T00:00:00Z') / 86400000
export const isoDay = (n: number) => new Date(Math.round(n) * 86400000).toISOString().slice(0, 10)

/** A year, a month or a day as its first or last day; null where it is none. */
export function bound(text: string | null, isEnd: boolean): string | null {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text ?? '')
  if (!found) return null
  const [, year, month, day] = found
  if (day) return text
  const last = new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).getUTCDate()
  return isEnd ? `${year}-${month ?? '12'}-${String(last).padStart(2, '0')}` : `${year}-${month ?? '01'}-01`
}

/** Ticks of an axis of days: years, or months where it is short. */
export function ticks(from: number, to: number, most: number): { at: number; label: string }[] {
  const steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
  const length = (to - from) / 30.44
  const step = steps.find((months) => length / months <= most) ?? 1200
  const found: { at: number; label: string }[] = []
  const first = new Date(from * 86400000)
  let n = first.getUTCFullYear() * 12 + first.getUTCMonth()
  n = Math.ceil(n / step) * step
  for (; found.length < 60; n += step) {
    const at = Date.UTC(Math.floor(n / 12), n % 12, 1) / 86400000
    if (at > to) break
    if (at < from) continue
    found.push({ at, label: step >= 12 ? String(Math.floor(n / 12)) : `${months[n % 12]} ${Math.floor(n / 12)}` })
  }
  return found
}
