import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests run the package's TypeScript sources; nothing has to be built first. No other condition
  // here: Node takes them over for require() too, where `import` would pick the wrong file.
  ssr: { resolve: { conditions: ['@doorward/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'tools/**/*.test.ts'],
    typecheck: { enabled: false },
    testTimeout: 20_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
});
