/**
 * Preloaded into every process of `npm test`. The engine compiles what runs often a second time,
 * optimised, on threads beside. In checks that live for a minute and occupy every processor that is
 * seldom earned back: with fifteen times the patience they need a tenth less of them.
 */
require('node:v8').setFlagsFromString('--interrupt-budget=1000000');
