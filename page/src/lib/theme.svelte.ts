// Light or dark: as the system has it, until somebody chooses.

const system = matchMedia('(prefers-color-scheme: dark)')

class Theme {
  chosen = $state<string | null>(localStorage.getItem('theme'))
  system = $state(system.matches)
  dark = $derived(this.chosen ? this.chosen === 'dark' : this.system)

  show() {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light'
  }

  flip() {
    this.chosen = this.dark ? 'light' : 'dark'
    localStorage.setItem('theme', this.chosen)
    this.show()
  }
}

export const theme = new Theme()
theme.show()
system.addEventListener('change', (event) => {
  theme.system = event.matches
  theme.show()
})
