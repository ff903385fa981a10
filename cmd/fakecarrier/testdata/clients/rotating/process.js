// A process with one client of a rotating refresh token. It lives in the time that the test tells
// it: for each line on standard input, which is a number of milliseconds of Unix time, it makes one
// API call at that instant and answers with a line of JSON: the call's status, 0 where there was no
// token, and the refresh token that it holds then.
// It is imported first, so that the libraries have this clock.
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const real = Date
let ahead = Number(process.argv[4]) - real.now() // of the real time
globalThis.Date = class extends real {
  constructor(...given) {
    super(...(given.length ? given : [real.now() + ahead]))
  }
  static now() {
    return real.now() + ahead
  }
}

export const [base, file] = process.argv.slice(2)
export const tokenURL = `${base}/oauth/token`
export const api = `${base}/api/1`
export const client = { id: 'customer-0', secret: 's3cret' }

// A library that waits before it repeats a request waits in real time. For how many milliseconds it
// was meant to is written down, a line a wait, so that a slow machine does not count. A timer that
// does not keep the process alive is no such wait: fetch has one that ticks while an answer is late.
const timer = globalThis.setTimeout
globalThis.setTimeout = (then, wait, ...given) => {
  const handle = timer(() => {
    if (handle.hasRef()) appendFileSync(`${file}.${process.pid}.waits`, `${wait ?? 0}\n`)
    then(...given)
  }, wait)
  return handle
}
globalThis.setTimeout[promisify.custom] = (wait) => new Promise((then) => setTimeout(then, wait))

// The store that all processes share: one JSON object in a file.
export const load = () => JSON.parse(readFileSync(file, 'utf8'))
export function save(saved) {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(saved))
  renameSync(`${file}.${process.pid}`, file)
}

export async function use(token) {
  const answer = await fetch(api, { headers: { authorization: `Bearer ${token}` } })
  await answer.arrayBuffer()
  return answer.status
}

// serve makes a call for each line. What is held is what lies in the file, unless it is said.
export async function serve(call, held = () => load().refresh_token) {
  for await (const line of createInterface({ input: process.stdin })) {
    ahead = Number(line) - real.now()
    let status = 0
    try {
      status = await call()
    } catch (error) {
      if (process.env.DEBUG) console.error(error)
    }
    console.log(JSON.stringify({ status, held: held() }))
  }
}
