// Next, with the policy of a host that lets Next's own inlined programs be, and none be made of a text.
export default {
  headers: async () => [{ source: '/:path*', headers: [{ key: 'content-security-policy', value: "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" }] }],
}
