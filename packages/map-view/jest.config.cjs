const project = require('../../jest.base.cjs')('map-view', __dirname);

// supercluster and kdbush are ES modules only.
const [typescript] = Object.values(project.transform);

module.exports = {
  ...project,
  transform: {
    ...project.transform,
    'node_modules/(supercluster|kdbush)/.+\\.js$': [
      '@swc/jest',
      { ...typescript[1], jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(supercluster|kdbush)/)'],
};
