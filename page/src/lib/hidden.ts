// Characters that are not seen but change how others are seen: they are shown by name.

const names = new Map<number, string>([
  [0x202a, 'LRE'], [0x202b, 'RLE'], [0x202c, 'PDF'], [0x202d, 'LRO'], [0x202e, 'RLO'], [0x2066, 'LRI'], [0x2067, 'RLI'], [0x2068, 'FSI'], [0x2069, 'PDI'],
])

function nameOf(code: number): string | undefined {
  const controls = code < 32 && ![9, 10, 13].includes(code)
  return names.get(code) ?? (controls || code === 127 ? 'CTL' : undefined)
}

export interface Run { text: string; hidden: boolean }

/** A text in runs of what is seen and names of what is not. */
export function runs(text: string): Run[] {
  const found: Run[] = []
  let from = 0
  for (let n = 0; n < text.length; n++) {
    const name = nameOf(text.charCodeAt(n))
    if (!name) continue
    if (n > from) found.push({ text: text.slice(from, n), hidden: false })
    found.push({ text: name, hidden: true })
    from = n + 1
  }
  if (from < text.length || !found.length) found.push({ text: text.slice(from), hidden: false })
  return found
}
