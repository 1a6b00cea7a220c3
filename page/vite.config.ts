import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// One script and one style sheet with fixed names: they are part of the program, which gives them its own tags.
export default defineConfig({
  plugins: [svelte()],
  base: '/assets/',
  publicDir: 'public',
  build: {
    outDir: '../crates/server/page-dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: 'page.js',
        assetFileNames: 'page[extname]',
        codeSplitting: false,
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7878' } },
})
