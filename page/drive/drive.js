// Drives the built program in a browser: every view, an edit that survives a re-run, an export, keys alone, dark colours,
// hostile text; axe looks for faults of access. Screenshots are left in the folder that is named.
//
//   node drive.js PROGRAM BROWSER SCREENSHOTS REPORTS...
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const { chromium } = require('playwright-core')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

const [program, browser, shots, ...reports] = process.argv.slice(2)
mkdirSync(shots, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'relata-page-'))
const db = join(folder, 'relata.db')
const faults = []
const must = (holds, what) => {
  if (!holds) faults.push(what)
}
const run = (...args) => {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  must(done.status === 0, `relata ${args.join(' ')}: ${done.stderr}`)
  return done.stdout
}

// Text that would do harm if it were read as anything but text; right-to-left words; a long paragraph.
writeFileSync(
  join(folder, 'hostile.txt'),
  'KABUL, May 4, 2011 (Example Wire) - <script>window.harmed=1</script> Rebels \u202eattacked\u202c the <img src=x onerror="window.harmed=2"> post in Kabul on Tuesday, killing two officers.\n\n' +
    'قال متحدث إن الهدنة صامدة منذ يومين.\n\n' + 'The river was high at that time of the year. '.repeat(4000) + '\n',
)
// A paragraph of ten million bytes: what looks like markup, a word without end, marks that turn the direction, and an event
// at its head.
writeFileSync(
  join(folder, 'endless.txt'),
  'KABUL, May 4, 2011 (Example Wire) - Rebels attacked a post in Kabul on Tuesday, killing two officers. ' + '<script>window.harmed=3</script> '.repeat(3000) + 'z'.repeat(4_000_000) + ' ' +
    '<(\u202e)> '.repeat(600_000) + '. Police in Cairo arrested nine protesters on Wednesday.\n',
)
run('code', '--model', 'fast', '--db', db, ...reports, join(folder, 'hostile.txt'), join(folder, 'endless.txt'))
const server = spawn(program, ['serve', '--port', '0', '--db', db], { stdio: ['ignore', 'pipe', 'inherit'] })
const base = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data).trim().replace(/\/$/, ''))))
const get = async (path) => (await fetch(base + '/api/v1' + path)).json()

const chrome = await chromium.launch({
  executablePath: browser,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

async function open(path, options = {}) {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 1000 }, acceptDownloads: true, ...options })
  page.on('pageerror', (error) => faults.push(`${path}: ${error.message}`))
  page.on('console', (message) => message.type() === 'error' && !/404/.test(message.text()) && faults.push(`${path}: ${message.text()}`))
  page.on('request', (request) => must(request.url().startsWith(base) || request.url().startsWith('data:'), `${path} asks for ${request.url()}`))
  await page.goto(base + path)
  await page.waitForFunction(() => document.querySelector('main h1') && !document.body.textContent.includes('Reading the record'))
  return page
}
async function check(page, name) {
  await page.waitForTimeout(250)
  await page.screenshot({ path: join(shots, name + '.png') })
  await page.evaluate((source) => (0, eval)(source), axe).catch(() => page.addScriptTag({ content: axe }))
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
  for (const violation of result.violations.filter((violation) => ['serious', 'critical'].includes(violation.impact))) {
    faults.push(`${name}: ${violation.id} (${violation.impact}) at ${violation.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`)
  }
}

try {
  const all = await get('/happenings?limit=1000')
  const most = (await get('/happenings?sort=-reports&limit=1')).items[0]
  const assault = all.items.find((row) => row.type === 'ASSAULT' && row.killed?.best && !row.event.startsWith('endless#'))
  const pair = (await get('/talks')).pairs.sort((a, b) => b.steps - a.steps)[0]
  const party = (await get('/parties')).items[0].name
  const place = (await get('/places')).items.find((item) => item.name && item.lat !== null)
  const views = {
    overview: '/',
    talks: '/talks',
    pair: '/talks?' + new URLSearchParams({ a: pair.a, b: pair.b, step: '1' }),
    happening: '/happening/' + most.id,
    report: '/report/' + assault.event.slice(0, assault.event.lastIndexOf('#')) + '?event=' + assault.event.split('#').at(-1),
    reports: '/reports',
    parties: '/parties',
    party: '/party?' + new URLSearchParams({ name: party }),
    places: '/places',
    place: '/place?' + new URLSearchParams({ name: place.name, country: place.country }),
    corrections: '/corrections',
    help: '/help',
  }
  for (const scheme of ['light', 'dark']) {
    for (const [name, path] of Object.entries(views)) {
      const page = await open(path, { colorScheme: scheme, bypassCSP: true })
      const theme = await page.evaluate(() => document.documentElement.dataset.theme)
      must(theme === scheme, `${name} is ${theme}, not ${scheme}`)
      await check(page, `${name}-${scheme}`)
      await page.close()
    }
  }
  const narrow = await open('/', { viewport: { width: 400, height: 800 } })
  const overflow = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  must(overflow <= 1, `the overview is ${overflow} pixels wider than a narrow screen`)
  await narrow.screenshot({ path: join(shots, 'overview-narrow.png') })
  await narrow.close()

  // One filter drives everything, and its state is the address.
  const page = await open('/')
  const total = async () => Number((await page.locator('.sum b').textContent()).replace(/[^0-9]/g, ''))
  must((await total()) === all.total, 'the overview counts other than the interface')
  await page.getByRole('button', { name: /^Assault/ }).click()
  await page.waitForURL(/type=ASSAULT/)
  const assaults = (await get('/happenings?type=ASSAULT')).total
  await page.waitForFunction((n) => document.querySelector('.sum b')?.textContent.startsWith(String(n) + ' '), assaults)
  must((await page.title()).startsWith(String(assaults)), 'the title does not count what is shown')
  must((await page.locator('table[aria-label=Happenings] tbody tr').count()) === Math.min(50, assaults), 'the table shows other rows')
  await page.getByRole('button', { name: 'Export …' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'csv', exact: true }).click()])
  const csv = readFileSync(await file.path(), 'utf8')
  must(csv === run('events', '--db', db, '--type', 'ASSAULT', '--format', 'csv'), 'the file is not what is on the screen')
  must((await page.locator('dialog .cite').textContent()).includes('type ASSAULT'), 'the citation does not name the filter')
  await page.screenshot({ path: join(shots, 'export.png') })
  await page.keyboard.press('Escape')
  await page.goBack()
  await page.waitForFunction((n) => document.querySelector('.sum b')?.textContent.startsWith(String(n) + ' '), all.total)
  // Days by dragging.
  const box = await page.locator('section[aria-label=When] svg').first().boundingBox()
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.97, box.y + 60, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=/)
  await page.close()

  // A value lights up its words.
  const happening = await open('/happening/' + assault.id)
  await happening.locator('.field-row', { hasText: 'killed' }).first().hover()
  const lit = await happening.locator('mark.lit').allTextContents()
  must(lit.length > 0, 'the field lights up no words')
  // An edit, by keys alone, that survives a re-run.
  await happening.locator('main').focus()
  await happening.keyboard.press('e')
  await happening.waitForSelector('.correct form select')
  await happening.keyboard.press('k')
  must((await happening.locator('.correct form select').inputValue()) === 'killed', 'the first letter chooses no field')
  await happening.keyboard.press('Tab')
  await happening.keyboard.press('Control+a')
  await happening.keyboard.type('77')
  await happening.keyboard.press('Tab')
  await happening.keyboard.type('counted again')
  await happening.keyboard.press('Tab')
  await happening.keyboard.press('Control+a')
  await happening.keyboard.type('A. Reader')
  await happening.keyboard.press('Enter')
  await happening.getByText('Kept: edit killed').waitFor()
  run('code', '--model', 'fast', '--recode', '--db', db, ...reports, join(folder, 'hostile.txt'))
  await happening.reload()
  await happening.getByText('put right by A. Reader').first().waitFor()
  must((await get('/happenings/' + encodeURIComponent(assault.event))).tellings.some((told) => told.event.killed?.best === 77), 'the edit did not survive')
  await happening.screenshot({ path: join(shots, 'edited.png') })
  await happening.close()
  const corrections = await open('/corrections', { bypassCSP: true })
  await check(corrections, 'corrections-filled')
  await corrections.getByLabel('Your name').fill('B. Other')
  await corrections.getByRole('button', { name: 'Undo' }).click()
  await corrections.getByText('undone by').waitFor()
  must(!(await get('/happenings/' + encodeURIComponent(assault.event))).tellings.some((told) => told.event.killed?.best === 77), 'the edit was not undone')
  await corrections.close()

  // Keys alone: from the top to a happening.
  const keys = await open('/')
  await keys.keyboard.press('Tab')
  must((await keys.evaluate(() => document.activeElement.textContent)) === 'To the content', 'the first stop is not the way to the content')
  await keys.keyboard.press('g')
  await keys.keyboard.press('t')
  await keys.waitForURL(/\/talks$/)
  await keys.keyboard.press('?')
  await keys.waitForURL(/\/help$/)
  await keys.keyboard.press('g')
  await keys.keyboard.press('o')
  await keys.waitForSelector('table[aria-label=Happenings] a')
  await keys.keyboard.press('/')
  await keys.keyboard.type('truce')
  await keys.waitForURL(/q=truce/)
  for (let n = 0; n < 200; n++) {
    await keys.keyboard.press('Tab')
    if (await keys.evaluate(() => document.activeElement.getAttribute('href')?.startsWith('/happening/'))) break
  }
  await keys.keyboard.press('Enter')
  await keys.waitForURL(/\/happening\//)
  await keys.close()

  // The day slider: as it was, and as it was known.
  const slider = await open(views.pair)
  await slider.locator('input[type=range]').focus()
  for (let n = 0; n < 5; n++) await slider.keyboard.press('PageDown')
  await slider.waitForURL(/on=\d{4}/)
  await slider.getByRole('button', { name: 'by what was known' }).click()
  await slider.waitForURL(/by=known/)
  await slider.close()

  // Text of reports is text.
  const hostile = await open('/report/hostile')
  must((await hostile.evaluate(() => window.harmed)) === undefined, 'the text of a report was run')
  must((await hostile.locator('article').textContent()).includes('<script>window.harmed=1</script>'), 'the text is not as it was')
  must((await hostile.locator('article .hidden-mark').first().textContent()) === 'RLO', 'a hidden mark is not shown')
  const arabic = hostile.locator('article div[dir=auto]', { hasText: 'الهدنة' }).last()
  must((await arabic.evaluate((node) => getComputedStyle(node).direction)) === 'rtl', 'Arabic does not run from the right')
  await hostile.screenshot({ path: join(shots, 'hostile.png') })
  await hostile.close()
  const endless = await open('/report/endless')
  const article = endless.locator('article')
  must((await endless.evaluate(() => window.harmed)) === undefined, 'the endless text was run')
  must((await article.textContent()).length < 200_000, 'all of an endless paragraph is drawn at once')
  must((await endless.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 1, 'a word without end widens the page')
  await endless.getByRole('button', { name: /^Later text/ }).click()
  await endless.getByRole('button', { name: /^Earlier text/ }).waitFor()
  await endless.screenshot({ path: join(shots, 'endless.png') })
  await endless.locator('.events .pick').first().click()
  await endless.waitForFunction(() => document.querySelector('article mark.act.own')?.textContent === 'attacked')
  await endless.close()

  // Without script.
  const plain = await chrome.newContext({ javaScriptEnabled: false })
  const bare = await plain.newPage()
  await bare.goto(base + views.report)
  must((await bare.locator('mark.act').count()) > 0, 'without script no words are marked')
  await bare.screenshot({ path: join(shots, 'report-without-script.png') })
  await plain.close()

  // Files that are dropped are coded; a second lot is ended on the way.
  const drop = await open('/reports')
  const rows = Array.from({ length: 4000 }, (_, n) => JSON.stringify({ id: `row${n}`, published: '2011-02-03', text: `Police in Cairo arrested ${n + 2} protesters on Wednesday.` }))
  await drop.locator('input[type=file]').setInputFiles([{ name: 'dropped.txt', mimeType: 'text/plain', buffer: Buffer.from('CAIRO, Feb. 2, 2011 (Example Wire) - Police in Cairo arrested nine protesters on Wednesday.\n') }])
  await drop.getByText('1 report read, 1 coded.').waitFor({ timeout: 60000 })
  must((await get('/reports/dropped')).events.length === 1, 'the dropped report was not coded')
  await drop.locator('input[type=file]').setInputFiles([{ name: 'many.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(rows.join('\n')) }])
  await drop.locator('progress').waitFor()
  await drop.screenshot({ path: join(shots, 'coding.png') })
  await drop.getByRole('button', { name: 'Cancel' }).click()
  await drop.getByText('Cancelled:').waitFor({ timeout: 30000 })
  must((await get('/jobs')).items[0].state === 'cancelled', 'the job was not cancelled')
  await drop.close()

  // What is new appears by itself.
  const fresh = await open('/')
  const before = Number((await fresh.locator('.live').textContent()).replace(/[^0-9]/g, ''))
  writeFileSync(join(folder, 'new.txt'), 'CAIRO, Feb. 2, 2011 (Example Wire) - Police in Cairo arrested twelve protesters on Wednesday.\n')
  run('code', '--model', 'fast', '--db', db, join(folder, 'new.txt'))
  await fresh.waitForFunction((n) => document.querySelector('.live').textContent.startsWith(String(n + 1)), before, { timeout: 10000 })
  await fresh.close()
} catch (error) {
  faults.push(String(error.stack ?? error))
} finally {
  await chrome.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
if (faults.length) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log('every view stands')
