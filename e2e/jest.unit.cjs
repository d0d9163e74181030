/** The tests of all workspaces that need no server. */
const { join } = require('node:path');
const { rootDir, projects } = require('./jest.all.cjs');

module.exports = {
  rootDir,
  projects: projects.map((file) => {
    const project = require(file);
    return {
      ...project,
      testMatch: ['<rootDir>/@(src|dashboard)/**/*.spec.ts'],
      moduleNameMapper: {
        ...project.moduleNameMapper,
        '^@vendure/core$': join(__dirname, 'lazy-vendure.cjs'),
      },
    };
  }),
};
