/**
 * `@vendure/core` for unit tests. Loading all of it takes two seconds for each test file, so that these exports are
 * loaded from their own modules. Any other export loads all of it.
 */
const MODULES = {
  LanguageCode: '@vendure/common/lib/generated-types',
  Logger: '@vendure/core/dist/config/logger/vendure-logger',
  UserInputError: '@vendure/core/dist/common/error/errors',
};

module.exports = new Proxy(
  {},
  {
    get: (_, name) => require(MODULES[name] ?? '@vendure/core/dist/index.js')[name],
  },
);
