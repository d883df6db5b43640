module.exports = engineOutside.requireOutside('n8n-core');
