module.exports = engineOutside.requireOutside('express');
