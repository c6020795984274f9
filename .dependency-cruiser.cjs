// The import rules of ARCHITECTURE.md, checked by `npm test`.
const PURE = 'trace|impact|sql|contract';
const TESTS = '\\.(test|bench)\\.tsx?$|/test/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-packages-do-no-io',
      comment: 'trace, impact, sql and contract run in browsers and in tests without a machine below them',
      severity: 'error',
      from: { path: `^packages/(${PURE})/src`, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'trace-and-sql-import-only-contract',
      severity: 'error',
      from: { path: '^packages/(trace|sql)/src', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/(contract|$1)/' },
    },
    {
      name: 'impact-imports-only-contract-and-trace',
      severity: 'error',
      from: { path: '^packages/impact/src', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/(contract|trace|impact)/' },
    },
    {
      name: 'receive-knows-no-query-and-no-store',
      severity: 'error',
      from: { path: '^packages/server/src/receive', pathNot: TESTS },
      to: { path: '^packages/server/src/(query|store|derive|api)/' },
    },
    {
      name: 'query-knows-no-receive-and-no-derive',
      severity: 'error',
      from: { path: '^packages/server/src/query', pathNot: TESTS },
      to: { path: '^packages/server/src/(receive|derive|api)/' },
    },
    {
      name: 'derive-knows-only-store-and-pure-packages',
      severity: 'error',
      from: { path: '^packages/server/src/derive', pathNot: TESTS },
      to: { path: '^packages/server/src/(receive|query|api|auth)/' },
    },
    {
      name: 'nothing-imports-api-or-main',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: `^packages/server/src/(api/|main|index)|${TESTS}` },
      to: { path: '^packages/server/src/(api/|main)' },
    },
    {
      name: 'only-store-talks-to-the-engine',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: `^packages/server/src/(store/|main)|${TESTS}` },
      to: { path: '@clickhouse/client|^packages/engine' },
    },
    {
      name: 'only-engine-hosts-chdb',
      severity: 'error',
      from: { path: '^packages', pathNot: '^packages/engine/' },
      to: { path: 'node_modules/@?chdb' },
    },
    {
      name: 'web-imports-contract-and-pure-packages',
      severity: 'error',
      from: { path: '^packages/(web|toolbar)/src' },
      to: { path: '^packages/', pathNot: `^packages/(web|toolbar|${PURE})/` },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
  },
};
