// How the page is built, and how it is served while one works on it (`npx vite dashboard`, beside `npm start`).

import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:4000'

export default defineConfig({
  root: import.meta.dirname,
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  build: {
    target: 'es2022',
    // What the Content-Security-Policy forbids is not made: nothing inline, nothing as data:.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What is built has code of others in it: their licences go where it goes.
    license: { fileName: 'licenses.txt' },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/session': { target: server },
    },
  },
})
