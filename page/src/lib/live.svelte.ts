// What is new: the server tells when the record has changed, and every view gets its answer anew.

class Live {
  version = $state('')
  happenings = $state(0)
  reports = $state(0)
  connected = $state(false)

  start() {
    const source = new EventSource('/api/v1/stream')
    source.addEventListener('record', (event) => {
      const tidings = JSON.parse((event as MessageEvent).data)
      this.connected = true
      this.happenings = tidings.happenings
      this.reports = tidings.reports
      this.version = tidings.version
    })
    source.onerror = () => (this.connected = false)
  }
}

export const live = new Live()
