module.exports = async () => require('./ownTemporaryFolder').remove();
