/**
 * Preloaded into every process of `npm test`; NODE_OPTIONS does not take this flag. V8 compiles what
 * runs often a second time, optimised, on threads beside. In checks that live for a minute and occupy
 * every processor that is seldom earned back: with fifteen times its patience (67,584 by default)
 * Prettier needs a third less processor time, ESLint an eighth, jest a twentieth.
 */
require('node:v8').setFlagsFromString('--interrupt-budget=1000000');
