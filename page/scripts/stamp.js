// Copies the world to the built page, and writes down from which sources the page was built: a test compares.
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const built = join(root, '../crates/server/page-dist')

copyFileSync(join(root, 'node_modules/world-atlas/countries-110m.json'), join(built, 'world.json'))

/** Every file below a folder, in the order of the names. */
function files(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? files(path) : [path]
    })
}

const sources = [
  ...files(join(root, 'public')),
  ...files(join(root, 'src')),
  ...['index.html', 'package-lock.json', 'package.json', 'vite.config.ts'].map((name) => join(root, name)),
]
const hash = createHash('sha256')
for (const path of sources) {
  hash.update(relative(root, path).replaceAll('\\', '/'))
  hash.update('\0')
  hash.update(readFileSync(path))
  hash.update('\0')
}
writeFileSync(join(built, 'sources.sha256'), hash.digest('hex') + '\n')
