import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests run the package's TypeScript sources; nothing has to be built first.
  ssr: { resolve: { conditions: ['@doorward/source', 'module', 'node', 'import', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'tools/**/*.test.ts'],
    typecheck: { enabled: false },
    testTimeout: 20_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
});
