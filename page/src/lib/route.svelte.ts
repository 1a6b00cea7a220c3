// The address is the state: whatever a view shows can be read from it, sent to others and gone back to.

class Route {
  path = $state(location.pathname)
  search = $state(location.search)
  params = $derived(new URLSearchParams(this.search))

  read() {
    this.path = location.pathname
    this.search = location.search
  }
}

export const route = new Route()

addEventListener('popstate', () => route.read())

export function go(href: string, replace = false) {
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  const before = route.path
  route.read()
  if (route.path !== before) {
    scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }
}

/** The present address with some values changed; null takes one away. */
export function withParams(changes: Record<string, string | string[] | null>): string {
  const params = new URLSearchParams(route.search)
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name)
    for (const one of Array.isArray(value) ? value : value === null ? [] : [value]) {
      if (one !== '') params.append(name, one)
    }
  }
  const text = params.toString()
  return route.path + (text ? '?' + text : '')
}

export function set(changes: Record<string, string | string[] | null>, replace = false) {
  go(withParams(changes), replace)
}

/** Adds a value to those of a name, or takes it away. */
export function toggle(name: string, value: string) {
  const values = route.params.getAll(name).flatMap((text) => (name === 'party' ? [text] : text.split(',')))
  const rest = values.filter((known) => known !== value)
  const changed = rest.length === values.length ? [...values, value] : rest
  set({ [name]: name === 'party' ? changed : changed.join(',') })
}

/** Links inside the page change the view without loading it anew. */
export function follow(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | SVGAElement | null
  if (!link || link.hasAttribute('download') || link.getAttribute('target')) return
  const href = link.getAttribute('href') ?? ''
  if (!href.startsWith('/') || href.startsWith('/api') || href.startsWith('/assets')) return
  event.preventDefault()
  go(href)
}

export const happeningHref = (id: string) => '/happening/' + id.split('/').map(encodeURIComponent).join('/')
export const reportHref = (id: string) => '/report/' + id.split('/').map(encodeURIComponent).join('/')
export const partyHref = (name: string) => '/party?' + new URLSearchParams({ name })
export const placeHref = (name: string, country?: string | null) =>
  '/place?' + new URLSearchParams(country ? { name, country } : { name })
