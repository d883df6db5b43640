module.exports = engineOutside.requireOutside('fast-check');
