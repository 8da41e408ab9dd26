// The suite in a worker thread, which prints what came of it.
import { Worker } from 'node:worker_threads'

new Worker(new URL('print.mjs', import.meta.url))
