// What a large record costs in the browser: the first view, a change of the filter, a scroll of the table, and how many
// elements the page holds.
//
//   relata-bench server --record big.db && node drive/measure.js PROGRAM BROWSER big.db
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const { chromium } = createRequire(import.meta.url)('playwright-core')
const [program, browser, db] = process.argv.slice(2)
const server = spawn(program, ['serve', '--port', '0', '--db', db], { stdio: ['ignore', 'pipe', 'inherit'] })
const base = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data).trim().replace(/\/$/, ''))))
const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 1000 } })
  const timed = async (name, work) => {
    const begun = performance.now()
    await work()
    console.log(`${Math.round(performance.now() - begun)} ms: ${name}`)
  }
  const shown = () => page.waitForSelector('table[aria-label=Happenings] tbody tr')
  await timed('the first view', async () => {
    await page.goto(base + '/')
    await shown()
  })
  const sum = () => page.locator('.sum b').textContent()
  console.log(`${await sum()}; ${await page.evaluate(() => document.querySelectorAll('*').length)} elements`)
  for (const name of [/^Assault/, /^Agree/]) {
    const before = await sum()
    await timed(`a filter by type (${name.source.slice(1)})`, async () => {
      await page.getByRole('button', { name }).click()
      await page.waitForFunction((before) => document.querySelector('.sum b')?.textContent !== before, before)
    })
  }
  await timed('further rows', async () => {
    const n = await page.locator('table[aria-label=Happenings] tbody tr').count()
    await page.getByRole('button', { name: /more|further/i }).last().click()
    await page.waitForFunction((n) => document.querySelectorAll('table[aria-label=Happenings] tbody tr').length > n, n)
  })
  for (const [name, path] of [['talks', '/talks'], ['parties', '/parties'], ['places', '/places'], ['reports', '/reports']]) {
    await timed(name, async () => {
      await page.goto(base + path)
      await page.waitForFunction(() => document.querySelector('main h1') && !document.body.textContent.includes('Reading the record') && document.querySelector('main table, main svg'))
    })
    console.log(`${await page.evaluate(() => document.querySelectorAll('*').length)} elements`)
  }
} finally {
  await chrome.close()
  server.kill()
}
