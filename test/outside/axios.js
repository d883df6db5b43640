module.exports = engineOutside.requireOutside('axios');
