// What the server answers: the types of /api/v1/openapi.json as far as the views use them.

export type Four = [number, number, number, number]
export interface PartyName { name: string; country: string | null; sector: string | null }
export interface Days { from: string; to: string; precision: string }
export interface PlaceName { name: string | null; country: string | null; lat: number | null; lon: number | null }
export interface Toll { low: number | null; best: number | null; high: number | null }
export interface Row {
  id: string; event: string; type: string; mode: string[]; factuality: string; date: Days | null
  actors: PartyName[]; recipients: PartyName[]; place: PlaceName | null
  killed: Toll | null; injured: Toll | null; captured: Toll | null
  word_of: { name: string; stance: string }[]; talks: string | null
  reports: number; texts: number; reported: [string, string] | null; disputed: string[]; words: string
}
export interface HappeningList { total: number; events: number; reports: number; items: Row[]; next: string | null }
export interface Bar { from: string; to: string; n: Four }
export interface Facet { value: string; n: number }
export interface Pair { from: string; to: string; n: Four }
export interface Point {
  name: string | null; country: string | null; lat: number; lon: number; uncertainty_km: number | null; n: Four
}
export interface Overview {
  version: string; unit: string; happenings: number; events: number; reports: number; whole: [number, number, number]
  undated: number; unplaced: number; grain: string; timeline: Bar[]; early: { n: number; until: string } | null; context_grain: string; context: Bar[]
  types: Facet[]; factualities: Facet[]; parties: (PartyName & { n: number })[]; speakers: Facet[]; pairs: Pair[]
  points: Point[]
}
export interface Quote { start: number; end: number; text: string }
export interface Party extends PartyName { text: string; span: Quote | null; inferred?: string; party?: string }
export interface TollSpan extends Toll { spans: Quote[]; inferred?: string }
export interface EventTold {
  report: string; n: number; type: string; mode: string[]; mode_spans?: Quote[]; actors: Party[]; recipients: Party[]
  date: (Days & { span: Quote | null; inferred?: string }) | null
  place: (PlaceName & { text?: string; admin1?: string; span: Quote | null; inferred?: string; uncertainty_km?: number; precision?: number }) | null
  killed: TollSpan | null; injured: TollSpan | null; captured: TollSpan | null
  count: { value: number; span: Quote | null } | null
  factuality: string; factuality_span?: Quote
  word_of: (PartyName & { text: string; stance: string; via?: string; span: Quote | null; inferred?: string })[]
  talks: { act: string; parties: string[]; span: Quote | null } | null
  causes: number[]; evidence: Quote[]; act: Quote; rule: string; inferred?: { field: string; rule: string }[]
}
export interface Saying {
  field: string; value: string; by: string[]; event: string; outlet: string | null; reported: string | null; words: string
}
export interface Happening extends EventTold {
  id: string; reported: [string, string] | null
  sources: { reports: number; texts: number; outlets: number; origins: number }
  tellings: { event: string; outlet: string | null; reported: string | null; text: number; words: string }[]
  said: Saying[]
}
export interface Passage { start: number; text: string; is_evidence: boolean }
export interface ToldIn {
  id: string; event: EventTold; title: string | null; outlet: string | null; published: string | null
  hash: string; url: string | null; passages: Passage[]
}
export interface Correction {
  n: number; made: string; author: string; reason: string; kind: string; telling: string; event: string | null
  others: string[]; field: string | null; before: unknown; after: unknown; undone: { made: string; author: string } | null
  report: string
}
export interface Whole {
  happening: Happening; tellings: ToldIn[]; causes: Row[]; effects: Row[]; story: { why: string; happening: Row }[]
  grown: { event: string; published: string | null; outlet: string | null; changed: [string, string, string][] }[]
  corrections: Correction[]
}
export interface Piece { start: number; text: string; acts: number[]; evidence: number[]; sentence: number | null }
export interface Segment { kind: string; is_joined: boolean; pieces: Piece[] }
export interface Sentence {
  start: number; end: number; events: number[]; evidence_of: number[]
  notes: { words: string | null; reason: string; detail: string }[]
}
export interface Report {
  id: string; hash: string; url: string | null; found: { field: string; value: string; how: string }[]
  segments: Segment[]; events: EventTold[]; happenings: (string | null)[]; sentences: Sentence[]; unread: string | null
}
export interface ReportCard {
  id: string; title: string | null; agency: string | null; published: string | null; bytes: number; events: number; hash: string
}
export interface Band { state: string; marks: string; from: string; to: string | null; rule: string }
export type Bands = [Band[], Band[], Band[]]
export interface Board {
  on: string | null; known_on: string | null; coded_on: string | null; according_to: string | null; days: [string, string] | null; total: number; next: string | null
  pairs: { a: string; b: string; states: [string, string, string]; bands: Bands; steps: number; moved: string | null }[]
}
export interface Cite { event: string; reported: string | null; words: string }
export interface Entry { day: string; by: string[]; what: string; evidence: Cite[] }
export interface Cell {
  state: string; since: string | null; by: string[]; said_by: string[]; denied_by: string[]; provisional: boolean
  contested: boolean; partial: boolean; rule: string | null; evidence: Cite[]
}
export interface Move {
  day: string; reported: string | null; act: string; by: string[]; track: string | null; from: string; to: string
  rule: string; why: string; evidence: Cite[]
}
export interface Standing {
  pair: { a: string; b: string }; talks: Cell; ceasefire: Cell; agreement: Cell
  pledges: Record<string, { since: string; until: string | null }>
  demands: { by: string[]; class: string; fate: string; since: string; last: string; evidence: Cite[] }[]
  mediators: Entry[]; violations: Entry[]; disputes: Entry[]; refusals: Entry[]; scheduled: Entry[]; shocks: Entry[]
  steps: Move[]
}
export interface WholePair {
  on: string; known_on: string | null; coded_on: string | null; according_to: string | null; days: [string, string] | null; speakers: string[]
  bands: Bands; later: Bands; standing: Standing
}
export interface ActiveParty extends PartyName { acts: number; suffers: number; first: string | null; last: string | null }
export interface WholeParty extends ActiveParty {
  card: { id: string; names: string[]; kind: string; period: string | null; offices: { person: string; role: string; period: string | null }[] } | null
  did: Facet[]; met: Facet[]; others: { name: string; together: number; done_to: number; done_by: number }[]
  speaks: number; years: { year: number; n: Four }[]; talks: string[]
}
export interface KnownPlace {
  name: string | null; admin1: string | null; country: string | null; lat: number | null; lon: number | null
  uncertainty_km: number | null; n: Four; killed: number; first: string | null; last: string | null
}
export interface WholePlace extends KnownPlace { parties: [string, number][] }

export class Problem extends Error {
  status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return response.json()
  const problem = await response.json().catch(() => ({ detail: response.statusText }))
  throw new Problem(response.status, problem.detail ?? response.statusText)
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch('/api/v1' + path, { signal }))
}

export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  return answer<T>(
    await fetch('/api/v1' + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  )
}
