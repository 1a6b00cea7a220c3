// One answer of the server, got anew when its address or the record changes.

import { get } from './api'
import { live } from './live.svelte'

export class Loader<T> {
  value = $state.raw<T | null>(null)
  fault = $state<Error | null>(null)
  loading = $state(true)
  #path: string | null = null
  #controller: AbortController | null = null

  /** Call it in an effect: it reads the version of the record. */
  load(path: string | null) {
    void live.version
    if (path !== this.#path) this.#path = path
    this.#controller?.abort()
    if (path === null) {
      this.value = null
      this.loading = false
      return
    }
    const controller = new AbortController()
    this.#controller = controller
    this.loading = true
    get<T>(path, controller.signal)
      .then((value) => {
        this.value = value
        this.fault = null
        this.loading = false
      })
      .catch((fault: Error) => {
        if (controller.signal.aborted) return
        this.fault = fault
        this.loading = false
      })
  }
}
