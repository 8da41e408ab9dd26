// A server in a process of its own, as its users start it.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Starts a program, waits until it answers at `origin`, and stops it, with all that it started, after `work`. */
export async function serving(program, given, { origin, cwd, env = {} }, work) {
  const child = spawn(program, given, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    await answering(origin, child, () => said)
    return await work(origin)
  } catch (error) {
    throw new Error(`${error.message}; the server said: ${said.slice(-4000)}`, { cause: error })
  } finally {
    if (child.exitCode === null) process.kill(-child.pid)
    await ended
  }
}

async function answering(origin, child, said) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`)
    if (await fetch(`${origin}/ready`).then(() => true, () => false)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('it did not answer within two minutes')
}
