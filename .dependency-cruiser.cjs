module.exports = { forbidden: [], options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' } } };
