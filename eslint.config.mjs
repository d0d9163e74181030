import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.data/**',
      '**/screenshots/**',
      '**/graphql-env.d.ts',
      'e2e/starter-shop/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(SpreadElement, JSXSpreadAttribute) > :matches(ObjectExpression, ArrayExpression).argument',
          message: 'Write the entries directly. Prettier decides on the line breaks.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    languageOptions: {
      parserOptions: {
        // Two programs for all workspaces take half the time of one for each workspace.
        project: ['tsconfig.lint.json', 'tsconfig.dashboard.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Each process reads its environment in one place.',
        },
      ],
    },
  },
  { files: ['**/*.tsx', '**/use-*.ts'], ...reactHooks.configs.flat.recommended },
  {
    // The one reader of the environment of each process, what starts processes, and tests.
    files: [
      'packages/assignment-engine/src/cli/main.ts',
      'packages/local-servers/src/*.ts',
      'dev-server/src/server/*.ts',
      'dev-server/src/main.ts',
      '**/*spec.ts',
      '**/src/testing/**/*.ts',
      'e2e/src/**/*.ts',
      'e2e/processes/src/shop/main.ts',
      'e2e/processes/src/child.ts',
      'e2e/bench/src/processes/program.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Replies are read as loosely as a caller of another language reads them.
    files: ['**/*spec.ts', '**/src/testing/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  {
    files: ['**/*.cjs', '**/bin/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
