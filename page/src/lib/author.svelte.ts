// Who corrects: asked for once, kept in this browser.

class Author {
  name = $state(localStorage.getItem('author') ?? '')

  keep(name: string) {
    this.name = name.trim()
    localStorage.setItem('author', this.name)
  }
}

export const author = new Author()
