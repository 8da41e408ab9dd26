// SvelteKit for a server of Node's, under a policy by hashes that SvelteKit makes.
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'

export default {
  plugins: [sveltekit({ adapter: adapter(), csp: { directives: { 'script-src': ['self', 'wasm-unsafe-eval'] } } })],
}
