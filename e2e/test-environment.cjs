/**
 * Jest's environment for Node.js, which compiles each module once per worker. Jest loads all modules again for each test file,
 * and compiling them takes a third of the CPU time of the unit tests.
 */
const v8 = require('node:v8');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

// Keeps compiled functions for the next test file.
v8.setFlagsFromString('--no-flush-bytecode');

const { compileFunction } = vm;

/** Source and compiled script of each module, by file name. */
const modules = new Map();

/** Compiles a module with the arguments that Jest passes. A module with dynamic imports depends on the test file. */
vm.compileFunction = (source, parameters, options) => {
  const { filename, parsingContext } = options;
  let module = modules.get(filename);
  if (module?.source !== source) {
    if (/\bimport\s*\(/.test(source)) {
      return compileFunction(source, parameters, options);
    }
    const head = `(function (${parameters.join()}) {`;
    const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
    module = { source, script };
    modules.set(filename, module);
  }
  return module.script.runInContext(parsingContext);
};

module.exports = TestEnvironment;
