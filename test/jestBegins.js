module.exports = async () => require('./ownTemporaryFolder').create();
